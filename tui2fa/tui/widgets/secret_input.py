"""Inputs in the panel's looks: one for text, and one for passwords that gives nothing away."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Input
from textual.widgets.input import Selection

from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import safe
from tui2fa.tui import commands

if TYPE_CHECKING:
    from tui2fa.tui.base.screen import BaseScreen


class Harmless(Highlighter):
    """Draws what was stored or pasted as it may be drawn, a character for a character (SC-11); the value stays."""

    def __call__(self, text: str | Text) -> Text:
        """The same length, without anything a terminal would obey."""
        plain = str(text)
        return Text(safe(plain, 2 * len(plain)), no_wrap=True, overflow="ignore", end="")

    def highlight(self, text: Text) -> None:
        """Nothing is coloured."""


class TextInput(Input, inherit_css=False):
    """One line of text in a box. Enter gives what was typed before it; until the screen has it nothing is added."""

    # at once, as with Tab: a key behind it must not open something that would take it for its own
    BINDINGS = [Binding("enter", "submit", show=False, priority=True)]
    COMPONENT_CLASSES = Input.COMPONENT_CLASSES
    DEFAULT_CSS = """
    TextInput {
        width: 1fr; height: 3; border: round $line; padding: 0 1; color: $foreground; scrollbar-size-horizontal: 0;
        pointer: text; border-subtitle-align: right; border-subtitle-color: $muted;
        &:focus { border: round $accent; }
        &:disabled { color: $muted; }
        & > .input--cursor { background: $input-cursor-background; color: $input-cursor-foreground; }
        & > .input--selection { background: $input-selection-background; color: $input-selection-foreground; }
        & > .input--placeholder, & > .input--suggestion { color: $faint; }
    }
    """

    virtual_size = reactive(Size(0, 0))
    """How long the text is. It has its room whatever is in it: a key that is typed has no screen laid out anew."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        limit: int = 256,
        id: str | None = None,
        disabled: bool = False,
        password: bool = False,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            max_length=limit,
            id=id,
            disabled=disabled,
            password=password,
            highlighter=Harmless(),
            select_on_focus=False,
        )
        self.cursor_blink = False
        self._given = False

    @property
    def place(self) -> Selection:
        """What is marked, and where the cursor is."""
        return self.selection

    @place.setter
    def place(self, place: Selection) -> None:
        self.selection = place

    async def action_submit(self) -> None:
        """Give the text to the screen, behind the keys that are still to be taken in."""
        self.call_later(self._give)

    async def _give(self) -> None:
        self._given = True
        await super().action_submit()

    def taken(self) -> None:
        """The screen has what was given."""
        self._given = False

    def on_key(self, event: events.Key) -> None:
        """What comes behind Enter is not part of what was given."""
        if self._given:
            event.stop()
            event.prevent_default()

    def restricted(self) -> None:
        """Say why nothing came of it: what is too long is not taken, not even a part."""
        from tui2fa.domain.refusals import Refusal

        screen = cast("BaseScreen[object]", self.screen)
        screen.notify(screen.tr.refusal(Refused(Refusal.TOO_LONG, limit=self.max_length or 0)), severity="warning")


class SecretInput(TextInput):
    """A password: dots, never copied, cut or selected. The word in its border, and F4, show and hide what was typed."""

    ALLOW_SELECT = False
    BINDINGS = [commands.REVEAL]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, password=True, limit=1024)

    def on_mount(self) -> None:
        """Offer to show what is typed."""
        self._offer()

    def watch_password(self) -> None:
        """Offer the other thing."""
        if self.is_mounted:
            self._offer()

    def _offer(self) -> None:
        tr = cast("BaseScreen[object]", self.screen).tr
        self.border_subtitle = Content(tr("show") if self.password else tr("hide"))

    def on_click(self, event: events.Click) -> None:
        """A click on the word in the border does what it says; where there is no border, F4 does."""
        if self.styles.border_bottom[0] and event.y == self.outer_size.height - 1:
            self.action_reveal()

    def action_reveal(self) -> None:
        """Show what was typed, or hide it again."""
        self.password = not self.password

    def to_be_replaced(self) -> None:
        """Mark all of it: what is typed next takes its place, since nobody can see where a mistake is."""
        self.selection = Selection(0, len(self.value))

    def action_copy(self) -> None:
        """Nothing: a password never reaches a clipboard."""

    def action_cut(self) -> None:
        """Nothing: a password never reaches a clipboard."""
