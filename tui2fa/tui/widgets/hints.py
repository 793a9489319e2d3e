"""Accounts that the login screen offers; a click or Enter fills one in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui2fa.locale import Catalogue


@dataclass(frozen=True, slots=True)
class Hint:
    """An account that the login screen offers; `about` is an English sentence of the catalogue."""

    login: str
    about: str
    password: str = field(repr=False)


class Hints(Widget, can_focus=True):
    """One line for each account."""

    DEFAULT_CSS = "Hints { width: 100%; height: auto; text-align: center; pointer: pointer; }"
    BINDINGS = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    current = reactive(0)
    """The line that Enter chooses."""

    class Chosen(Message):
        """An account was chosen."""

        def __init__(self, hint: Hint) -> None:
            super().__init__()
            self.hint = hint

    def __init__(self, hints: Sequence[Hint], tr: Catalogue) -> None:
        super().__init__(id="hints")
        self._hints, self._tr = tuple(hints), tr

    def render(self) -> Content:
        """The accounts in columns; the one Enter chooses is marked when the focus is here."""
        tr = self._tr
        about = max((len(tr(hint.about)) for hint in self._hints), default=0)
        login = max((len(hint.login) for hint in self._hints), default=0)
        room = self.size.width >= about + login + 30
        lines = []
        for place, hint in enumerate(self._hints):
            here = self.has_focus and place == self.current
            demo = tr("Demo") if place == 0 else ""
            words = f"{tr(hint.about):<{about}}   " if room else ""
            lines.append(
                Content.assemble(
                    (f"{demo:<5} ", "$muted"),
                    ("▸ " if here else "  ", "bold"),
                    (f"{hint.login:<{login}}   ", "bold $accent" if here else "$accent"),
                    (f"{words}{hint.password}", "$muted"),
                )
            )
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """A click chooses its line."""
        self.current = min(event.y, len(self._hints) - 1)
        self.action_choose()

    def action_go(self, steps: int) -> None:
        """Mark another line."""
        self.current = min(max(self.current + steps, 0), len(self._hints) - 1)

    def action_choose(self) -> None:
        """Fill in the marked account."""
        self.post_message(self.Chosen(self._hints[self.current]))
