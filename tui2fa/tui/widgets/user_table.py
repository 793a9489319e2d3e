"""The users of a company in columns, however many; and the heads of those columns, which sort."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui2fa.domain.directory import Order, State, UserLine, troubles
from tui2fa.domain.harmless import safe
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.tui.widgets.line_list import ChoiceList, Piece, fitted

DOT = " · "
GAP = 2
"""Cells between two columns, and before the first one, where the mark stands."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (an English sentence of the catalogue) and what it says of a user.

    `share` is its part of the width in per cent, at least `least` cells; `order` is what its head sorts by. A column
    with `spare` set is left out where the width is below that many cells.
    """

    title: str
    words: Callable[[Catalogue, UserLine, datetime], Piece]
    share: int
    least: int
    order: Order | None = None
    spare: int = 0


def _login(tr: Catalogue, user: UserLine, now: datetime) -> Piece:
    del tr, now
    return safe(user.login), "muted" if user.disabled else "strong"


def _name(tr: Catalogue, user: UserLine, now: datetime) -> Piece:
    del tr, now
    return safe(user.name), "muted" if user.disabled else "plain"


def _state(tr: Catalogue, user: UserLine, now: datetime) -> Piece:
    del now
    return _told(tr, user, troubles(user)[:1])


def _why(tr: Catalogue, user: UserLine, now: datetime) -> Piece:
    del now
    return _told(tr, user, troubles(user))


def _told(tr: Catalogue, user: UserLine, found: Sequence[State]) -> Piece:
    """How a user is protected, worst first, in words."""
    if user.disabled:
        return f"─ {tr(State.DISABLED.value)}", "muted"
    if not found:
        return f"✓ {tr(State.PROTECTED.value)}", "good"
    return f"! {DOT.join(tr(state.value) for state in found)}", "warning"


def _last_login(tr: Catalogue, user: UserLine, now: datetime) -> Piece:
    return tr.moment(user.last_login, now) if user.last_login else "─", "muted"


LOGIN = Column(N_("User name"), _login, 22, 16, Order.LOGIN)
NAME = Column(N_("Name"), _name, 23, 12, Order.NAME)
WIDE_NAME = replace(NAME, share=31, spare=70)
STATE = Column(N_("Protection"), _state, 30, 20, Order.STATE)
LAST_LOGIN = Column(N_("Last login"), _last_login, 25, 16, Order.LAST_LOGIN, spare=76)
WHY = Column(N_("Why"), _why, 50, 24)


def fewer(text: str, width: int) -> str:
    """A text whose parts stand between dots, with as many whole parts as there is room for and how many more."""
    parts = text.split(DOT)
    for kept in range(len(parts), 0, -1):
        shown = DOT.join(parts[:kept]) + (f" +{len(parts) - kept}" if kept < len(parts) else "")
        if cell_len(shown) <= width:
            return shown
    return text


@lru_cache(maxsize=8)
def widths(columns: tuple[Column, ...], width: int) -> dict[Column, int]:
    """The columns that are shown in so many cells, with the cells that each gets; the last one takes what is left."""
    shown = [column for column in columns if width >= column.spare]
    room = {column: max(column.least, width * column.share // 100 - GAP) for column in shown}
    room[shown[-1]] = max(width - sum(list(room.values())[:-1]) - GAP * len(shown), 0)
    return room


class UserTable(ChoiceList):
    """Users in columns; choosing one sends `ChoiceList.Chosen`."""

    def __init__(
        self, tr: Catalogue, columns: tuple[Column, ...], users: Sequence[UserLine], now: datetime, id: str
    ) -> None:
        super().__init__(id=id)
        self._tr, self._columns, self._now = tr, columns, now
        self._users = users

    def show(self, users: Sequence[UserLine], login: str = "") -> None:
        """Show other users, the one of this login marked, or the first."""
        self._users = users
        self.renew()
        self.value = login

    def follow(self, users: Sequence[UserLine]) -> None:
        """Show these users as they are now: the mark stays on its user and what is in sight stays where it is."""
        marked, top = self.value, self.scroll_offset.y
        first = self._users[top].login if top < len(self._users) else ""
        self._users = users
        places = {user.login: at for at, user in enumerate(users) if user.login in (marked, first)}
        self.virtual_size = Size(1, self.count(self.room))
        self.set_reactive(ChoiceList.marked, self.validate_marked(places.get(marked, self.marked)))
        if (place := places.get(first, top)) != top:  # else a key that scrolls at this moment would be undone
            self.scroll_to(y=place, animate=False)
        self.refresh()

    @property
    def marked_user(self) -> UserLine | None:
        """The user that is marked; None where there are none."""
        return self._users[self.marked] if self.marked < len(self._users) else None

    @property
    def value(self) -> str:
        """The login of the marked user; "" where there are none."""
        return self.marked_user.login if self.marked_user else ""

    @value.setter
    def value(self, login: str) -> None:
        self.marked = next((at for at, user in enumerate(self._users) if user.login == login), 0) if login else 0

    def count(self, width: int) -> int:
        """A line for each user."""
        del width
        return len(self._users)

    def line(self, index: int, width: int) -> Sequence[Piece]:
        """One user."""
        user = self._users[index]
        pieces = [("▸ " if index == self.marked else "  ", "strong")]
        for column, room in widths(self._columns, width).items():
            words, look = column.words(self._tr, user, self._now)
            pieces += [(fitted(fewer(words, room), room), look), ("  ", "plain")]
        return pieces


class Heads(Widget):
    """The titles over a table; a click sorts by that column, one more turns the order round."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Heads { height: 1; width: 100%; color: $muted; background: $panel; pointer: pointer; }"

    sorting: reactive[tuple[Order, bool] | None] = reactive(None)
    """What it is sorted by, and whether the other way round."""

    @dataclass
    class Clicked(Message):
        """Somebody wants this order."""

        order: Order

    def __init__(self, tr: Catalogue, columns: tuple[Column, ...], sorting: tuple[Order, bool] | None) -> None:
        super().__init__()
        self._tr, self._columns = tr, columns
        self.set_reactive(Heads.sorting, sorting)

    def render(self) -> Content:
        """The titles, the sorted one with an arrow."""
        cells = []
        for column, room in widths(self._columns, self.size.width - 1).items():
            sorted_by = self.sorting is not None and column.order is self.sorting[0]
            arrow = (" ▼" if self.sorting and self.sorting[1] else " ▲") if sorted_by else ""
            cells.append(Content.styled(fitted(self._tr(column.title) + arrow, room), "bold" if sorted_by else ""))
        return Content("  ") + Content("  ").join(cells)

    def on_click(self, event: events.Click) -> None:
        """Sort by the column under the pointer."""
        x = event.x - GAP
        for column, room in widths(self._columns, self.size.width - 1).items():
            if 0 <= x < room and column.order:
                self.post_message(self.Clicked(column.order))
            x -= room + GAP
