"""What services answer: frozen values with no row, no open transaction, and no secret their reader does not need."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.people import Profile
from tui2fa.domain.refusals import Refusal


class Step(Enum):
    """What comes next for a person who is logging in."""

    CODE = auto()
    """The password was right; a factor is asked."""
    RESET_CODE = auto()
    """Support took the factors away: the code that they read out is asked."""
    NEW_PASSWORD = auto()
    """The password was one that somebody gave: one of one's own is chosen."""
    SET_UP = auto()
    """No factor yet: the mandatory first set-up."""
    BACKUP = auto()
    """Qaller alone: one more factor is needed."""
    PANEL = auto()
    """All is well: on to the panel."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session and where it stands; `session` is what every later call is made with.

    `by_reset_code` is whether a code that works once let it in: another session needs another one.
    """

    session: str = field(repr=False)
    step: Step
    profile: Profile
    by_reset_code: bool = False


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question for one code. Times are UTC; `tries_left` are tries that are judged before one has
    to wait (or the code is spent), the same for every kind; `wait` is seconds before a next try is looked at.

    For an authenticator `expires`, `sent_at` and `resend_at` are None: nothing is sent. `resend_at` is None, too, where
    nothing bars a sending; it bars a first one as well, when a code to the same place did not come back, and
    `resend_bar` is why. `over` says why no code can be right any more (expired, spent, declined, blocked).

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
    resend_bar: Refusal | None = None
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
    """One line of an activity list. `kind`, `masked` and `label` tell which factor it was about, as it was then.

    `by` is the name of somebody else who did it, with their `reason` and `ticket` where they had to give one. `removed`
    are the factors that went with it (kind and masked number), `login` is whose account it was about, told only in the
    list of what an agent did.
    """

    at: datetime
    what: EventKind
    origin: str
    actor: str
    kind: Kind | None = None
    masked: str = ""
    label: str = ""
    device: str = ""
    by: str = ""
    reason: str = ""
    ticket: str = ""
    removed: tuple[tuple[Kind, str], ...] = ()
    login: str = ""


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
class ResetQuestion:
    """How the question for a reset code stands for the person who must answer it.

    `tries_left` are those before one has to wait, `wait` is seconds. `over` says that no code can be right any more: it
    was used in another session, tried too often, is too old, or support has a new one confirmed.
    """

    expires: datetime | None
    tries_left: int
    wait: int
    over: bool
