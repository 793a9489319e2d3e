"""A small world for tests: a clock that stands still, a phone that keeps what it is told, services on a fresh store."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp

from tui2fa.delivery.base import Job, Outcome, Progress, Result
from tui2fa.delivery.qaller import QallerChannel
from tui2fa.domain.people import Language, Profile, Role
from tui2fa.services.context import Context, Limits
from tui2fa.services.house import Services, make_services
from tui2fa.services.pushing import Pushing
from tui2fa.services.views import SignIn, Step
from tui2fa.store.engine import Store
from tui2fa.store.sealing import DeviceIdentity, Passwords

PASSWORD = "een fiets vol tulpen"
LOGIN = "202.mijnbedrijf"
START = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)


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
    jobs: list[Job] = field(default_factory=list)
    outcome: Outcome = Outcome.ACCEPTED

    def check(self) -> list[str]:
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        self.jobs.append(job)
        return Result(self.outcome)

    def close(self) -> None:
        """Nothing is ever under way."""


class World:
    """Services on one store, with what a person in front of them has: a phone, a Qaller app, an authenticator app."""

    def __init__(self, place: Path | str, folder: Path, *, limits: Limits | None = None) -> None:
        self.clock = StandingClock()
        self.phone = KeepingPhone()
        self.store = Store.open(place, folder / "key")
        self.identity = DeviceIdentity.new()
        self.context = Context(
            store=self.store,
            sealer=self.store.sealer,
            passwords=Passwords(memory=64),
            clock=self.clock,
            origin="tty",
            qaller=QallerChannel(self._post),
            phone=self.phone,
            limits=limits or Limits(),
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

    def enrol_authenticator(self, session: str, replaces: str | None = None) -> pyotp.TOTP:
        """Add an authenticator; the app that has its secret."""
        offer = self.services.enrolment.begin_authenticator(session, replaces)
        app = pyotp.TOTP(offer.secret)
        self.services.enrolment.confirm(session, offer.challenge.id, app.at(self.clock.now()))
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

    def in_editor(self, login: str = LOGIN) -> str:
        """A session with the factor editor open, on an account that has its first number."""
        self.add(login)
        session = self.password(login).session
        self.enrol_number(session)
        self.services.login.confirm_password(session, PASSWORD)
        return session

    def close(self) -> None:
        self.store.close()
