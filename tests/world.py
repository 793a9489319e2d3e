"""A small world for tests: a clock that stands still, a phone that keeps what it is told, services on a fresh store."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

import pyotp
import pytest
from sqlmodel import col, select

from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.delivery.qaller import QallerChannel
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.language import Language
from tui2fa.domain.limits import USUAL, Limits
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.people import Profile
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.services.context import Context
from tui2fa.services.house import Services, make_services
from tui2fa.services.pushing import Pushing
from tui2fa.services.views import Challenge, SignIn, Step
from tui2fa.store import tables
from tui2fa.store.engine import Store
from tui2fa.store.sealing import DeviceIdentity, Passwords

PASSWORD = "een fiets vol tulpen"
LOGIN = "202.mijnbedrijf"
START = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)


@contextmanager
def refused(*refusals: Refusal) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """What is done inside is refused for one of these reasons."""
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.refusal in refusals


def wrong(code: str) -> str:
    """Another code than this one."""
    return f"{(int(code) + 1) % 10**6:06}"


class StandingClock:
    """A clock that moves only when told."""

    def __init__(self, start: datetime = START) -> None:
        self.wall = start
        self.seconds = 1000.0

    def now(self) -> datetime:
        return self.wall

    def uptime(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        """Let time pass, on the wall and in the machine."""
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass
class KeepingPhone:
    """A channel that keeps every job it carries, and answers what the test wants."""

    name: str = "screen"
    telling: Telling = Telling.NOT
    jobs: list[Job] = field(default_factory=list)
    outcome: Outcome = Outcome.ACCEPTED

    def check(self) -> list[Problem]:
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        self.jobs.append(job)
        return Result(self.outcome)

    def cancel(self, job: str) -> None:
        """Nothing is ever under way."""

    def close(self) -> None:
        """Nothing is ever under way."""


@dataclass(frozen=True)
class Moment:
    """What a world was like when something had just been done, and what that gave."""

    file: bytes
    wall: datetime
    seconds: float
    jobs: tuple[Job, ...]
    identity: DeviceIdentity
    given: object


Moments = dict[tuple[str, tuple[object, ...], bytes, float], Moment]
"""What was done, with what, in which state of the store and at which time: doing it again comes to the same."""
P = ParamSpec("P")
T = TypeVar("T")


def done_once(make: Callable[Concatenate[World, P], T]) -> Callable[Concatenate[World, P], T]:
    """A way to prepare a world that many tests begin with is gone once; after that the store is put into that state."""

    @functools.wraps(make)
    def prepared(world: World, /, *args: P.args, **named: P.kwargs) -> T:
        if world.moments is None or not isinstance(world.place, Path):
            return make(world, *args, **named)
        key = (make.__qualname__, (*args, *sorted(named.items())), world.place.read_bytes(), world.clock.seconds)
        if moment := world.moments.get(key):
            world.place.write_bytes(moment.file)
            world.clock.wall, world.clock.seconds = moment.wall, moment.seconds
            world.phone.jobs[:] = moment.jobs
            world.identity = moment.identity
            return cast("T", moment.given)
        given = make(world, *args, **named)
        world.moments[key] = Moment(
            world.place.read_bytes(), world.clock.wall, world.clock.seconds, (*world.phone.jobs,), world.identity, given
        )
        return given

    return prepared


class World:
    """Services on one store, with what a person in front of them has: a phone, a Qaller app, an authenticator app."""

    def __init__(
        self,
        place: Path | str,
        folder: Path,
        *,
        limits: Limits | None = None,
        store: Store | None = None,
        moments: Moments | None = None,
    ) -> None:
        """`store` is one that is open at that place already, with its key in that folder; `moments` are of that key."""
        self.clock = StandingClock()
        self.phone = KeepingPhone()
        self._key = folder / "key"
        self.place = place
        self.moments = moments
        self._neighbours: list[Store] = []
        self.store = store or Store.open(place, self._key)
        self.identity = DeviceIdentity.new()
        self.context = Context(
            store=self.store,
            sealer=self.store.sealer,
            passwords=Passwords(memory=64),
            clock=self.clock,
            origin="tty",
            qaller=QallerChannel(self._post),
            phone=(self.phone,),
            limits=limits or USUAL,
        )
        self.services: Services = make_services(self.context)

    def _post(self, job: Job) -> bool:
        return Pushing(self.context).post(job)

    def add(self, login: str = LOGIN, role: Role = Role.USER) -> None:
        """An account without factors."""
        self.services.accounts.add(Profile(login, role, "Sanne", "de Vries", Language.DUTCH), PASSWORD)

    def password(self, login: str = LOGIN) -> SignIn:
        """The first step of logging in."""
        return self.services.login.sign_in(login, PASSWORD)

    def code(self) -> str:
        """The code of the last call."""
        found = re.search(r"\d{6}", self.phone.jobs[-1].message)
        assert found
        return found.group()

    def pushed(self) -> str:
        """The code the Qaller app shows."""
        return next(message.code for message in self.services.companion.inbox(self.identity) if message.code)

    def enrol_number(
        self, session: str, number: str = "06 21234529", label: str = "", replaces: str | None = None
    ) -> None:
        """Add a number, answering its call."""
        challenge = self.services.enrolment.begin_number(session, number, label, replaces)
        self.services.enrolment.send(session, challenge.id)
        self.services.enrolment.confirm(session, challenge.id, self.code())

    def enrol_authenticator(
        self, session: str, replaces: str | None = None, answer: Callable[[str], str] = str
    ) -> pyotp.TOTP:
        """Add an authenticator; the app that has its secret. `answer` is what is made of its code."""
        offer = self.services.enrolment.begin_authenticator(session, replaces)
        app = pyotp.TOTP(offer.secret)
        self.services.enrolment.confirm(session, offer.challenge.id, answer(app.at(self.clock.now())))
        return app

    def pair(self, session: str, login: str = LOGIN) -> None:
        """Log the Qaller app in."""
        code = self.services.pairing.open(session).code
        self.services.companion.pair(login, code, "toestel van Sanne", self.identity)

    def enrol_qaller(self, session: str, replaces: str | None = None) -> None:
        """Add the paired app as a factor."""
        challenge = self.services.enrolment.begin_qaller(session, replaces)
        self.services.enrolment.send(session, challenge.id)
        self.services.enrolment.confirm(session, challenge.id, self.pushed())

    def signed_in(self, login: str = LOGIN) -> str:
        """A session in the panel of an account whose primary factor is a number."""
        session = self.password(login).session
        challenge = self.services.login.challenge(session)
        self.services.login.send(session, challenge.id)
        assert self.services.login.verify(session, challenge.id, self.code()).step is Step.PANEL
        return session

    def signed_in_later(self, login: str = LOGIN) -> str:
        """The same, once a call to that number is allowed again."""
        self.clock.forward(61)
        return self.signed_in(login)

    def signed_in_with_qaller(self, login: str = LOGIN) -> str:
        """A session in the panel, by way of the Qaller app."""
        session = self.password(login).session
        challenge = self.asked(session, self.factor(session, Kind.QALLER).id)
        self.services.login.verify(session, challenge.id, self.pushed())
        return session

    @done_once
    def in_editor(self, login: str = LOGIN) -> str:
        """A session with the factor editor open, on an account that has its first number."""
        self.add(login)
        session = self.password(login).session
        self.enrol_number(session)
        self.services.login.confirm_password(session, PASSWORD)
        return session

    @done_once
    def with_all(self, login: str = LOGIN) -> tuple[str, pyotp.TOTP]:
        """A session with the editor open on an account with a number (primary), an authenticator and Qaller."""
        session = self.in_editor(login)
        app = self.enrol_authenticator(session)
        self.pair(session, login)
        self.enrol_qaller(session)
        return session, app

    def asked(self, session: str, factor: str | None = None) -> Challenge:
        """A login challenge whose code was sent."""
        challenge = self.services.login.challenge(session, factor)
        return self.services.login.send(session, challenge.id).challenge

    def factor(self, session: str, kind: Kind) -> Factor:
        """The first factor of a kind."""
        return next(factor for factor in self.services.login.factors(session) if factor.kind is kind)

    def events(self, login: str = LOGIN) -> list[EventKind]:
        """What was kept of an account, newest first, whoever is logged in."""
        row = tables.Activity
        with self.store.read() as db:
            kept = db.exec(select(row.what).where(row.actor == login).order_by(col(row.id).desc()))
            return [EventKind[what] for what in kept]

    def notices(self) -> list[EventKind]:
        """What the Qaller app was told, newest first."""
        return [message.event.what for message in self.services.companion.inbox(self.identity) if message.event]

    def disable(self, login: str = LOGIN) -> None:
        """Somebody with the right to do so disables an account."""
        with self.store.write() as db:
            db.exec(select(tables.Account).where(tables.Account.login == login)).one().disabled = True

    def neighbour(self) -> Services:
        """The services of another process on the same store, at the same moment and with the same phone."""
        store = Store.open(self.place, self._key)
        self._neighbours.append(store)
        return make_services(replace(self.context, store=store))

    def close(self) -> None:
        for store in (self.store, *self._neighbours):
            store.close()
