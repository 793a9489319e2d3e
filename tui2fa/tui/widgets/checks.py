"""Statements to tick, each in words, and the sentence of a refusal below them."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalGroup
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static


class Check(Widget, can_focus=True):
    """One statement. Space or a click ticks it; Enter goes on to what comes next, as in a field."""

    BINDINGS = [Binding("enter", "app.focus_next", show=False, priority=True)]
    DEFAULT_CSS = """
    Check {
        width: 100%; height: auto; padding: 0 1; pointer: pointer;
        &:focus { background: $accent 12%; text-style: bold; }
    }
    """

    value = reactive(False)
    """Whether it is ticked."""

    class Changed(Message):
        """It was ticked, or no longer is."""

    def __init__(self, words: str, *, id: str) -> None:
        super().__init__(id=id)
        self._words = words

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the words take beside the box."""
        del container, viewport
        return len(Content(self._words).wrap(max(width - 4, 1)))

    def render(self) -> Content:
        """The box and the words, which stay beside it."""
        lines = Content(self._words).wrap(max(self.content_size.width - 4, 1))
        box = Content.styled("[✓] ", "bold $success") if self.value else Content("[ ] ")
        return box + Content("\n    ").join(lines)

    def watch_value(self, old: bool, new: bool) -> None:
        """Tell whoever asks."""
        if old != new:
            self.post_message(self.Changed())

    def on_key(self, event: events.Key) -> None:
        """Space ticks it or takes the tick away: here, as a binding would act on what has the focus by then."""
        if event.key == "space":
            event.stop()
            self.value = not self.value

    def on_click(self, event: events.Click) -> None:
        """As Space."""
        event.stop()
        self.value = not self.value


class Checks(VerticalGroup):
    """All of them; `words` are the statements by the id of their `Check`."""

    DEFAULT_CSS = """
    Checks {
        & > .refusal { color: $error; padding: 0 1; display: none; }
        &.-refused > .refusal { display: block; }
    }
    """

    def __init__(self, words: Mapping[str, str], *, id: str) -> None:
        super().__init__(id=id)
        self._words = dict(words)

    def compose(self) -> ComposeResult:
        """A line each."""
        for name, words in self._words.items():
            yield Check(words, id=name)
        yield Static("", classes="refusal", markup=False)

    @property
    def ticked(self) -> frozenset[str]:
        """The ids of those that are ticked."""
        return frozenset(check.id for check in self.query(Check) if check.value and check.id)

    def refuse(self, sentence: str) -> None:
        """Show why they are not enough; the focus goes to the first that is not ticked."""
        self.query_one(".refusal", Static).update(sentence)
        self.add_class("-refused")
        next((check for check in self.query(Check) if not check.value), self.query(Check).first()).focus()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def on_check_changed(self) -> None:
        """Nothing is wrong any more."""
        self.remove_class("-refused")
