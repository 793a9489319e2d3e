"""The months before the demo opens, lived through by the services on a clock of their own, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.delivery.qaller import QallerChannel
from tui2fa.demo.hints import PASSWORD
from tui2fa.demo.phone import Phone
from tui2fa.domain.codes import TIME_STEP
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.language import Language
from tui2fa.domain.limits import uncapped
from tui2fa.domain.outcomes import Outcome
from tui2fa.locale import catalogue
from tui2fa.services.context import Context
from tui2fa.services.house import Services, make_services
from tui2fa.services.pushing import Pushing
from tui2fa.store.engine import Store
from tui2fa.store.sealing import DeviceIdentity, Passwords

if TYPE_CHECKING:
    from sqlmodel import Session


class OneTransaction(Store):
    """A store whose transactions are all parts of one, so that months take no longer than a day."""

    def __init__(self, store: Store, db: Session) -> None:
        self.sealer = store.sealer
        self._db = db
        self._known: list[object] = []

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The one session; nobody else writes meanwhile, so what it has read once it need not read again."""
        yield self._db
        self._db.flush()
        self._known = list(self._db.identity_map.values())

    read = write


class PastClock:
    """A clock that is put at moments of the past; its machine has been on since 1970."""

    def __init__(self, today: datetime) -> None:
        self._today = today
        self._now = today

    def now(self) -> datetime:
        """The moment that is lived through."""
        return self._now

    def uptime(self) -> float:
        """Seconds that go along with the moment."""
        return self._now.timestamp()

    def put(self, days_ago: int, hour: int, minute: int) -> None:
        """Go to a local time of day, so many days ago."""
        day = self._today.astimezone().date() - timedelta(days=days_ago)
        self._now = datetime.combine(day, time(hour, minute)).astimezone(UTC)

    def put_minutes(self, ago: float) -> None:
        """Go to so many minutes ago."""
        self._now = self._today - timedelta(minutes=ago)

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)


class Answering:
    """A channel whose calls are always heard; it remembers the last code."""

    name = "screen"
    telling = Telling.NOT

    def __init__(self) -> None:
        self.code = ""

    def check(self) -> list[Problem]:
        """Nothing can be wrong."""
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        """Hear the code."""
        del progress
        self.code = job.code
        return Result(Outcome.HEARD)

    def cancel(self, job: str) -> None:
        """Nothing is ever under way."""

    def close(self) -> None:
        """Nothing is ever under way."""


@dataclass(frozen=True, slots=True)
class Day:
    """What somebody did from a local time of day on, so many days ago."""

    days_ago: int
    hour: int
    minute: int
    what: Callable[[], None]


class Past:
    """What people do in a panel and with their phones.

    `phone` is the one on the screen, for the logins in `shown`; everybody else has a phone that nobody sees.
    """

    def __init__(self, context: Context, phone: Phone, shown: Iterable[str], language: Language) -> None:
        self.language = language
        self.tr = catalogue(language)
        self.clock = PastClock(context.clock.now())
        self._calls = Answering()
        self._phone, self._others, self._shown = phone, Phone(self.clock), frozenset(shown)
        self._apps: dict[str, DeviceIdentity] = {}
        past = replace(
            context,
            clock=self.clock,
            passwords=Passwords(memory=64),
            phone=(self._calls,),
            qaller=QallerChannel(lambda job: Pushing(past).post(job)),
            limits=uncapped(timedelta(0)),
            origin="10.20.0.14 pts/2",
        )
        self.services: Services = make_services(past)

    def live(self, days: Iterable[Day]) -> None:
        """Everything in its order."""
        for day in sorted(days, key=lambda day: (-day.days_ago, day.hour, day.minute)):
            self.clock.put(day.days_ago, day.hour, day.minute)
            day.what()

    # the panel

    def sign_in(self, login: str, password: str = PASSWORD) -> str:
        """A session behind the password."""
        return self.services.login.sign_in(login, password).session

    def log_in(self, login: str, kind: Kind) -> str:
        """A session in the panel, by the first factor of a kind."""
        session = self.sign_in(login)
        challenge = self.services.login.challenge(session, self.factor(session, kind).id)
        if kind is not Kind.AUTHENTICATOR:
            self.services.login.send(session, challenge.id)
        self.clock.forward(12)
        self.services.login.verify(session, challenge.id, self.code(login, kind))
        return session

    def visit(self, login: str, kind: Kind) -> None:
        """Log in, look, log out."""
        session = self.log_in(login, kind)
        self.clock.forward(190)
        self.services.login.log_out(session)

    def editor(self, session: str) -> None:
        """Give the password, so that factors can be changed."""
        self.clock.forward(40)
        self.services.login.confirm_password(session, PASSWORD)

    def factor(self, session: str, kind: Kind) -> Factor:
        """The first factor of a kind."""
        return next(factor for factor in self.services.login.factors(session) if factor.kind is kind)

    # phones

    def code(self, login: str, kind: Kind) -> str:
        """What the person in front of the panel reads, hears or looks up."""
        if kind is Kind.PHONE:
            return self._calls.code
        if kind is Kind.QALLER:
            return next(push.code for push in self.services.companion.inbox(self._apps[login]) if push.code)
        entry = next(entry for entry in self._held_by(login).entries if entry.account == login)
        return entry.code(self.clock.now())

    def add_number(self, session: str, number: str, label: str = "") -> None:
        """Add a number and answer its call."""
        challenge = self.services.enrolment.begin_number(session, number, label)
        self.services.enrolment.send(session, challenge.id)
        self.services.enrolment.confirm(session, challenge.id, self._calls.code)

    def add_qaller(self, session: str, login: str, device: str) -> None:
        """Connect the Qaller app of a phone and add it."""
        identity = self._apps[login] = DeviceIdentity.new()
        self.services.companion.pair(login, self.services.pairing.open(session).code, device, identity)
        self._held_by(login).hold(login, identity)
        challenge = self.services.enrolment.begin_qaller(session)
        self.services.enrolment.send(session, challenge.id)
        self.services.enrolment.confirm(session, challenge.id, self.code(login, Kind.QALLER))

    def add_authenticator(self, session: str, login: str) -> None:
        """Scan the QR code and add the authenticator."""
        offer = self.services.enrolment.begin_authenticator(session)
        self._held_by(login).add_entry(offer.uri)
        self.services.enrolment.confirm(session, offer.challenge.id, self.code(login, Kind.AUTHENTICATOR))
        self.clock.forward(2 * TIME_STEP)

    def log_app_out(self, login: str) -> None:
        """Log the Qaller app out on the phone itself."""
        self.services.companion.log_out(self._apps[login])

    def _held_by(self, login: str) -> Phone:
        return self._phone if login in self._shown else self._others
