"""The accounts of the demo, lived in for months: everything goes through the services, on a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from tui2fa.delivery.base import Job, Outcome, Progress, Result
from tui2fa.delivery.qaller import QallerChannel
from tui2fa.demo.hints import NONE, PASSWORD, SHARED, THREE
from tui2fa.demo.phone import Phone
from tui2fa.domain.codes import TIME_STEP
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Role, Usage
from tui2fa.domain.phone import contact
from tui2fa.services.context import Context, Limits
from tui2fa.services.house import Services, make_services
from tui2fa.services.pushing import Pushing
from tui2fa.store.engine import Store
from tui2fa.store.sealing import DeviceIdentity, Passwords

if TYPE_CHECKING:
    from sqlmodel import Session

DEVICE = "toestel van Sanne"
NUMBERS = (
    ("kantoor", "050 8200001"),
    ("Jan", "06 21234501"),
    ("Fatima", "06 21234502"),
    ("Pieter", "06 21234503"),
    ("Annelies", "06 21234504"),
    ("Mehmet", "06 21234505"),
    ("Sanne", "06 21234506"),
    ("achterwacht", "06 21234507"),
)
"""The eight people and places behind the shared login."""


def furnish(context: Context, phone: Phone, language: Language = Language.DUTCH) -> None:
    """Put the accounts, of people who speak `language`, in a new store, and what belongs to them on the phone."""
    with context.store.write() as db:
        Past(replace(context, store=OneTransaction(context.store, db)), phone, language).live()


class OneTransaction(Store):
    """A store whose transactions are all parts of one, so that months take no longer than a day."""

    def __init__(self, store: Store, db: Session) -> None:
        self.sealer = store.sealer
        self._db = db

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The one session, afterwards as empty as a new one."""
        yield self._db
        self._db.flush()
        self._db.expunge_all()

    read = write


class PastClock:
    """A clock that is put at days of the past; its machine has been on since 1970."""

    def __init__(self, today: datetime) -> None:
        self._today = today.astimezone().date()
        self._now = today

    def now(self) -> datetime:
        """The moment that is lived through."""
        return self._now

    def uptime(self) -> float:
        """Seconds that go along with the moment."""
        return self._now.timestamp()

    def put(self, days_ago: int, hour: int, minute: int) -> None:
        """Go to a local time of day, so many days ago."""
        day = self._today - timedelta(days=days_ago)
        self._now = datetime.combine(day, time(hour, minute)).astimezone(UTC)

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)


class Answering:
    """A channel whose calls are always heard; it remembers the last code."""

    name = "screen"

    def __init__(self) -> None:
        self.code = ""

    def check(self) -> list[str]:
        """Nothing can be wrong."""
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        """Hear the code."""
        del progress
        self.code = job.code
        return Result(Outcome.HEARD)

    def close(self) -> None:
        """Nothing is ever under way."""


class Past:
    """Lives through the months before the demo opens."""

    def __init__(self, context: Context, phone: Phone, language: Language) -> None:
        self._language = language
        self.clock = PastClock(context.clock.now())
        self.calls = Answering()
        self.phone = phone
        self.identity = DeviceIdentity.new()
        past = replace(
            context,
            clock=self.clock,
            passwords=Passwords(memory=64),
            phone=self.calls,
            qaller=QallerChannel(lambda job: Pushing(past).post(job)),
            limits=Limits(timedelta(0), 1000, 1000),
            origin="10.20.0.14 pts/2 sanne",
        )
        self.services: Services = make_services(past)

    def live(self) -> None:
        """Three accounts, from their first day to yesterday."""
        self._sanne()
        self._shared()
        self.clock.put(20, 9, 5)
        self._account(NONE, "Bram", "Bakker", "06 21234530")
        self.clock.put(3, 11, 32)
        session = self._log_in(THREE, Kind.PHONE)
        self._editor(session)
        self.services.factors.rename(session, self._factor(session, Kind.PHONE).id, "kantoor")
        self.services.login.log_out(session)
        self.clock.put(1, 16, 20)
        self.services.login.log_out(self._log_in(THREE, Kind.QALLER))

    def _sanne(self) -> None:
        self.clock.put(203, 10, 4)
        self._account(THREE, "Sanne", "de Vries", "06 21234529", "sanne@mijnbedrijf.nl")
        session = self._sign_in(THREE)
        self._add_number(session, "06 21234529", "")
        self._editor(session)
        self._pair(session)
        self.services.factors.make_primary(session, self._factor(session, Kind.QALLER).id)
        self.services.login.log_out(session)
        self.clock.put(133, 14, 41)
        session = self._log_in(THREE, Kind.QALLER)
        self._editor(session)
        self._add_authenticator(session)
        self.services.login.log_out(session)
        self.clock.put(5, 8, 55)
        self.services.login.log_out(self._log_in(THREE, Kind.AUTHENTICATOR))

    def _shared(self) -> None:
        self.clock.put(96, 9, 12)
        self._account(SHARED, "Receptie", "", "050 8200001", "receptie@mijnbedrijf.nl")
        session = self._sign_in(SHARED)
        for number, (label, text) in enumerate(NUMBERS):
            if number == 1:
                self._editor(session)
            self._add_number(session, text, label)
            self.clock.forward(45)
        self.services.login.log_out(session)
        self.clock.put(2, 8, 31)
        self.services.login.log_out(self._log_in(SHARED, Kind.PHONE))

    def _account(self, login: str, first: str, last: str, number: str, email: str = "") -> None:
        contacts = [Contact(Medium.NUMBER, Usage.BUSINESS, contact(number))]
        if email:
            contacts.append(Contact(Medium.EMAIL, Usage.BUSINESS, email))
        profile = Profile(login, Role.USER, first, last, self._language, tuple(contacts))
        self.services.accounts.add(profile, PASSWORD)

    def _sign_in(self, login: str) -> str:
        return self.services.login.sign_in(login, PASSWORD).session

    def _log_in(self, login: str, kind: Kind) -> str:
        """A session in the panel, by the first factor of a kind."""
        session = self._sign_in(login)
        factor = self._factor(session, kind)
        challenge = self.services.login.challenge(session, factor.id)
        if kind is not Kind.AUTHENTICATOR:
            self.services.login.send(session, challenge.id)
        self.clock.forward(12)
        self.services.login.verify(session, challenge.id, self._code(kind))
        return session

    def _factor(self, session: str, kind: Kind) -> Factor:
        return next(factor for factor in self.services.login.factors(session) if factor.kind is kind)

    def _code(self, kind: Kind) -> str:
        """What the person in front of the panel reads, hears or looks up."""
        if kind is Kind.PHONE:
            return self.calls.code
        if kind is Kind.QALLER:
            return next(push.code for push in self.services.companion.inbox(self.identity) if push.code)
        return self.phone.entries[0].code(self.clock.now())

    def _editor(self, session: str) -> None:
        self.clock.forward(40)
        self.services.login.confirm_password(session, PASSWORD)

    def _add_number(self, session: str, number: str, label: str) -> None:
        challenge = self.services.enrolment.begin_number(session, number, label)
        self.services.enrolment.send(session, challenge.id)
        self.services.enrolment.confirm(session, challenge.id, self._code(Kind.PHONE))

    def _pair(self, session: str) -> None:
        code = self.services.pairing.open(session).code
        self.services.companion.pair(THREE, code, DEVICE, self.identity)
        self.phone.hold(THREE, self.identity)
        challenge = self.services.enrolment.begin_qaller(session)
        self.services.enrolment.send(session, challenge.id)
        self.services.enrolment.confirm(session, challenge.id, self._code(Kind.QALLER))

    def _add_authenticator(self, session: str) -> None:
        offer = self.services.enrolment.begin_authenticator(session)
        self.phone.add_entry(offer.uri)
        self.services.enrolment.confirm(session, offer.challenge.id, self._code(Kind.AUTHENTICATOR))
        self.clock.forward(2 * TIME_STEP)
