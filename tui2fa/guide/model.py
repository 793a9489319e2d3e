"""What a task of the guide is made of; every sentence is English and marked for the catalogue, shown translated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tui2fa.domain.events import EventKind
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_


class Place(Enum):
    """Where on the panel, or beside it, a step happens; the guide draws it on a small map and names it there."""

    TOP_LEFT = N_("top left")
    TOP_RIGHT = N_("top right")
    BAR_TOP = N_("top of the bar")
    BAR_BOTTOM = N_("bottom of the bar")
    SETTINGS_BOTTOM = N_("bottom of the settings")
    MENU = N_("menu under the name")
    MIDDLE = N_("middle")
    PHONE = N_("telephone")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, what one then sees, where, what if it does not look like that.

    `say` is the sentence an agent says to the caller, `ask` the question to ask back. The step is there to be done on
    the screens `on` (names of screens: `Dashboard`, `Dashboard.bar`, `PersonalSettings`, …; empty for outside the
    program), where `control` (the selector of a widget, such as `#name`; "" for none) is marked. It is done once one of
    the screens `then` is in front, or once one of the events `events` has happened to the account.
    """

    do: str
    see: str
    where: Place
    otherwise: str
    say: str
    ask: str
    on: tuple[str, ...] = ()
    control: str = ""
    then: tuple[str, ...] = ()
    events: tuple[EventKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Numbered steps to one end. `key` names it for good; `roles` are those whose panel it can be walked in."""

    key: str
    title: str
    steps: tuple[Step, ...]
    roles: tuple[Role, ...] = tuple(Role)


@dataclass(frozen=True, slots=True)
class Tip:
    """One of the ten tips: a title, what it says, and the key of the task that does it."""

    number: int
    title: str
    text: str
    task: str
