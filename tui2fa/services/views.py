"""What services answer: frozen values with no row, no open transaction, and no secret their reader does not need."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from tui2fa.delivery.base import Outcome
from tui2fa.domain.errors import Refusal
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.people import Profile, Role


class Step(Enum):
    """What comes next for a person who is logging in."""

    SET_UP = auto()
    """No factor yet: the mandatory first set-up."""
    CODE = auto()
    """The password was right; a factor is asked."""
    BACKUP = auto()
    """Qaller alone: one more factor is needed."""
    PANEL = auto()
    """All is well: on to the panel."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session and where it stands; `session` is what every later call is made with."""

    session: str = field(repr=False)
    step: Step
    profile: Profile


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question for one code. Times are UTC; `wait` is seconds before a next try is looked at.

    For an authenticator `expires`, `sent_at` and `resend_at` are None: nothing is sent. `resend_at` is None, too, where
    nothing bars a sending; it bars a first one as well, when a code to the same place did not come back. `over` says
    why no code can be right any more (expired, spent, declined, blocked).
    """

    id: str
    factor: str | None
    kind: Kind
    masked: str
    label: str
    expires: datetime | None
    tries_left: int
    wait: int = 0
    sent_at: datetime | None = None
    resend_at: datetime | None = None
    over: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a sending went. `challenge` replaces the one that was sent: a dead one is renewed with a new code."""

    outcome: Outcome
    challenge: Challenge


@dataclass(frozen=True, slots=True)
class Offer:
    """An authenticator on its way in: the base32 secret and the otpauth URI exist here and on the screen only."""

    challenge: Challenge
    secret: str = field(repr=False)
    uri: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of factor in the picker; `refusal` says why it cannot be chosen now, None when it can."""

    kind: Kind
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the activity list. `factor` tells which factor it was about, as it was then."""

    at: datetime
    what: EventKind
    origin: str
    actor: str
    kind: Kind | None = None
    masked: str = ""
    label: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the dashboard tells: how this account is protected and what happened last."""

    profile: Profile
    factors: tuple[Factor, ...]
    events: tuple[Event, ...]
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class PairingCode:
    """A pairing code as people see it, and until when (UTC) it works."""

    code: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """A Qaller app that is logged in; `factor` says whether it receives this account's codes."""

    id: str
    name: str
    since: datetime
    factor: bool


@dataclass(frozen=True, slots=True)
class PairingState:
    """Whether the pairing code still waits, and which apps are logged in."""

    open: bool
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class Companion:
    """Whose Qaller app this is."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message in the Qaller app: a code for a login or an enrolment, or the notice of a change (`event`)."""

    id: int
    code: str = field(repr=False)
    login: str
    origin: str
    sent_at: datetime
    expires: datetime | None
    declined: bool
    spent: bool
    enrolment: bool = False
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as the command line lists it."""

    login: str
    name: str
    role: Role
    disabled: bool
    factors: tuple[Factor, ...]
    last_login: datetime | None = None
