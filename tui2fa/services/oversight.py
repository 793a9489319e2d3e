"""What administrators, agents and operators see of others: frozen, without secrets, numbers masked (R9, R10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from tui2fa.delivery.base import Problem
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.people import Profile
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Device, Event


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as the command line lists it."""

    login: str
    name: str
    role: Role
    disabled: bool
    factors: tuple[Factor, ...]
    last_login: datetime | None = None


@dataclass(frozen=True, slots=True)
class UserFile:
    """One user as their administrator sees them: what protects them is seen, never set (R9).

    `barred` is why the administrator cannot disable this account or give it a password; None where they can.
    """

    profile: Profile
    barred: Refusal | None
    disabled: bool
    one_time: bool
    reset_waiting: bool
    created: datetime
    last_login: datetime | None
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class WayState:
    """A way to a number by its name, and what is wrong with its configuration."""

    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A one-time password, shown once to who gave it, and until when (UTC) it works."""

    login: str
    password: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One line of a list to import: what would come of it, or what is wrong with it and in which column."""

    number: int
    login: str
    name: str
    refused: Refused | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class CallerLine:
    """One account in what an agent found; `found_by` is the masked number that was looked for, where it was one."""

    login: str
    name: str
    role: Role
    disabled: bool
    factors: int
    found_by: str = ""


class LockedThing(Enum):
    """What wrong tries can bar."""

    PASSWORD = N_("Password")
    FACTOR = N_("Factor")
    ENROLMENT = N_("Adding a factor")
    PAIRING = N_("Pairing code")
    RESET_CODE = N_("Reset code")
    FOLLOW_CODE = N_("Follow code")


@dataclass(frozen=True, slots=True)
class Lock:
    """Wrong tries that count against somebody now; `wait` is seconds, `blocked` means until somebody lifts it.

    `id` names it in its account: what it bars, or the id of the factor.
    """

    id: str
    thing: LockedThing
    failures: int
    wait: int
    blocked: bool
    kind: Kind | None = None
    masked: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """How one sending of a code went; the code is not here, the number is masked."""

    at: datetime
    kind: Kind
    masked: str
    outcome: Outcome | None
    """None while it is under way."""
    came_back: bool


@dataclass(frozen=True, slots=True)
class ResetState:
    """A reset that is open: who asked it (`mine`: the agent who looks), why, and whether it waits for a second agent.

    `expires` (UTC) is until when that one can confirm it or, once it was carried out, until when its code can be
    entered; `entered` says that it was.
    """

    agent: str
    mine: bool
    reason: str
    ticket: str
    asked: datetime
    second_needed: bool
    expires: datetime
    entered: bool


@dataclass(frozen=True, slots=True)
class CallerFile:
    """What an agent sees of a caller: enough to see what is wrong, nothing that is secret.

    `own` says that it is the agent's own account; `password_expires` (UTC) is told of a one-time password only.
    `version` tells this state from a later one; a reset is carried out only on the state that was seen.
    """

    login: str
    name: str
    role: Role
    language: str
    own: bool
    disabled: bool
    password_expires: datetime | None
    created: datetime
    last_login: datetime | None
    factors: tuple[Factor, ...]
    apps: tuple[Device, ...]
    locks: tuple[Lock, ...]
    deliveries: tuple[DeliveryLine, ...]
    events: tuple[Event, ...]
    reset: ResetState | None
    version: int


@dataclass(frozen=True, slots=True)
class ResetGiven:
    """What came of asking a reset: the six digits to read out and until when (UTC), or None where a second agent is
    waited for.
    """

    code: str | None = field(repr=False)
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class FollowCode:
    """Six digits that let one agent follow this session, and until when (UTC) an agent can begin."""

    code: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody is in the program, as far as an agent may know: names of screens and steps, never what is typed.

    `task` and `step` (from 1) are of the guide, `refusal` is the name of the last refusal ("" for none).
    """

    screen: str
    task: str = ""
    step: int = 0
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How following stands for the person who is followed: by whom, if anybody already."""

    agent: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Followed:
    """What an agent sees of the session that they follow; `spot` is None until the caller's program has told it."""

    login: str
    name: str
    language: str
    spot: Spot | None
    at: datetime | None
