"""The users of a company as their administrator sees them: searched, sorted, filtered, counted; pure values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from tui2fa.domain.factors import Kind, sufficient
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.domain.text import folded

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user in a list: how protected, never by which number or secret. Times are UTC.

    `kinds` has one entry for each factor, `reachable` those of them whose app has not logged out; `one_time` says that
    the password is still the one that was given.
    """

    login: str
    name: str
    role: Role
    disabled: bool
    one_time: bool
    created: datetime
    last_login: datetime | None
    kinds: tuple[Kind, ...] = ()
    reachable: tuple[Kind, ...] = ()
    primary: Kind | None = None
    sought: str = field(default="", repr=False, compare=False)
    """Login and name as `narrowed` looks for them."""

    @property
    def backup(self) -> bool:
        """Whether this user still gets in when one method is lost."""
        return len(self.reachable) > 1 and sufficient(self.reachable)

    @property
    def calls_only(self) -> bool:
        """Whether a call is the only kind: the slowest and least safe one (tip 5)."""
        return bool(self.kinds) and set(self.kinds) == {Kind.PHONE}


class State(Enum):
    """What a list of users can be narrowed to; the value is the catalogue key."""

    EVERYBODY = N_("Everybody")
    ATTENTION = N_("Needs attention")
    NO_FACTOR = N_("No 2FA yet")
    NO_BACKUP = N_("No backup")
    CALLS_ONLY = N_("Calls only")
    NEVER = N_("Never logged in")
    DISABLED = N_("Disabled")
    PROTECTED = N_("With 2FA and backup")


class Order(Enum):
    """What a list of users can be sorted by; the value is the catalogue key."""

    LOGIN = N_("User name")
    NAME = N_("Name")
    STATE = N_("Protection")
    LAST_LOGIN = N_("Last login")


_IS: dict[State, Callable[[UserLine], bool]] = {
    State.EVERYBODY: lambda user: True,
    State.ATTENTION: lambda user: bool(troubles(user)),
    State.NO_FACTOR: lambda user: not user.kinds,
    State.NO_BACKUP: lambda user: bool(user.kinds) and not user.backup,
    State.CALLS_ONLY: lambda user: user.calls_only,
    State.NEVER: lambda user: user.last_login is None,
    State.DISABLED: lambda user: user.disabled,
    State.PROTECTED: lambda user: user.backup,
}
_TROUBLES = tuple((state, _IS[state]) for state in (State.NO_FACTOR, State.NO_BACKUP, State.CALLS_ONLY, State.NEVER))
"""Worst first."""


def troubles(user: UserLine) -> tuple[State, ...]:
    """Why somebody needs attention, worst first; nobody who is disabled does."""
    if user.disabled:
        return ()
    return tuple(state for state, holds in _TROUBLES if holds(user))


def narrowed(users: Iterable[UserLine], typed: str, state: State) -> list[UserLine]:
    """The users in a state whose login and name hold every typed word, whatever case and accents, in their order."""
    fits = _IS[state]
    found = list(users) if state is State.EVERYBODY else [user for user in users if fits(user)]
    for word in folded(typed).split():
        found = [user for user in found if word in user.sought]
    return found


def ordered(users: Iterable[UserLine], order: Order, *, descending: bool = False) -> list[UserLine]:
    """The users, who come by login, sorted; those that are alike stay by login."""
    if order is Order.LOGIN:
        return list(users)[:: -1 if descending else 1]
    return sorted(users, key=_KEYS[order], reverse=descending)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well a company is covered: numbers of users who are not disabled."""

    users: int
    protected: int
    backup: int
    calls_only: int
    never: int
    disabled: int


def coverage(users: Sequence[UserLine]) -> Coverage:
    """The figures of the dashboard."""
    active = [user for user in users if not user.disabled]
    return Coverage(
        users=len(active),
        protected=sum(bool(user.kinds) for user in active),
        backup=sum(user.backup for user in active),
        calls_only=sum(user.calls_only for user in active),
        never=sum(user.last_login is None for user in active),
        disabled=len(users) - len(active),
    )


def by_login(user: UserLine) -> tuple[str, int, str]:
    """What users are sorted by before anything else: 99 comes before 202, and 7 before 07."""
    extension, _, company = user.login.partition(".")
    return company, int(extension), extension


def _by_state(user: UserLine) -> int:
    for place, (_, holds) in enumerate(_TROUBLES):
        if not user.disabled and holds(user):
            return place
    return len(_TROUBLES) + user.disabled


_KEYS: dict[Order, Callable[[UserLine], Any]] = {
    Order.NAME: lambda user: folded(user.name),
    Order.STATE: _by_state,
    Order.LAST_LOGIN: lambda user: user.last_login or _LONG_AGO,
}
