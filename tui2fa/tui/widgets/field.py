"""A labelled input with a line for what is wrong with it."""

from __future__ import annotations

from contextlib import suppress
from math import ceil
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalGroup
from textual.errors import NoWidget
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from tui2fa.domain.errors import Refused
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput

if TYPE_CHECKING:
    from tui2fa.tui.base.screen import BaseScreen


class Field(VerticalGroup):
    """A label, a link at the right of it, an input, and the sentence of a refusal, which leaves when one types.

    A refusal for a time counts that down, and leaves when it is over.

    Enter leads to the field `onward`, if there is one; a `required` field that is empty says so and keeps the focus.
    The link is for the mouse, because Tab leads from input to input: what it does needs a key, too. With the class
    `dense` the input has no box.
    """

    DEFAULT_CSS = """
    Field {
        layers: default side;
        & > .label { width: 100%; color: $muted; padding: 0 1; }
        & > Link { layer: side; dock: right; margin-right: 1; }
        & > .refusal { color: $error; padding: 0 1; display: none; }
        &.-refused > .refusal { display: block; }
        &.-refused > TextInput { border: round $error; }
        &.-refused.dense > TextInput { border: none; color: $error; }
        &.dense > TextInput { height: 1; border: none; background: $panel; }
        &.dense > TextInput:focus { background: $raised; }
    }
    """

    BINDINGS = [
        # before anything else sees the key, as with Tab: what is typed right behind it goes into the next field
        Binding("enter", "onward", show=False, priority=True)
    ]

    def __init__(
        self,
        label: str,
        control: TextInput,
        *,
        onward: str = "",
        required: bool = False,
        side: Widget | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`onward` is the id of the input that Enter leads to."""
        super().__init__(id=id, classes=classes)
        self.control = control
        self._onward, self._required = onward, required
        self._label, self._side = label, side
        self.refused: Refused | None = None
        """What is wrong with what is in it."""
        self._judged = ""
        if side is not None:
            side.can_focus = False

    def compose(self) -> ComposeResult:
        """Label and input; the sentence comes when there is one."""
        yield Static(self._label, classes="label", markup=False)
        yield self.control
        if self._side is not None:
            yield self._side

    def complete(self) -> bool:
        """Whether it holds what it must; where it does not, it says so and takes the focus."""
        missing = self._required and not self.control.value
        if missing:
            from tui2fa.domain.refusals import Refusal

            self.refuse(Refused(Refusal.EMPTY))
        return not missing

    def action_onward(self) -> None:
        """To the next field, and back where this one stays empty: keys on their way to it come before that is asked."""
        self.screen.set_focus(self.screen.query_one(f"#{self._onward}"))
        self.control.call_later(self.complete)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter leads on only where there is a next field."""
        return self._onward != "" if action == "onward" else super().check_action(action, parameters)

    def say(self, refused: Refused) -> None:
        """Show why the content cannot be."""
        screen = cast("BaseScreen[object]", self.screen)
        self.refused, self._judged = refused, self.control.value
        self.add_class("-refused")
        sentence = screen.tr.refusal(refused)
        told = self._told
        if told is None:
            self.mount(Static(sentence, classes="refusal", markup=False))
        elif str(told.content) != sentence:
            told.update(sentence)
        wait = refused.values.get("wait")
        if isinstance(wait, int):
            over = screen.app.clock.uptime() + wait
            self.set_timer(1, lambda: self._count(refused, over))

    def _count(self, said: Refused, over: float) -> None:
        """Say how long it still takes until an uptime, unless something else is the matter by now."""
        if self.refused is said:
            left = ceil(over - cast("BaseScreen[object]", self.screen).app.clock.uptime())
            if left > 0:
                self.say(said.at(wait=left))
            else:
                self.accept()

    def refuse(self, refused: Refused) -> None:
        """Show why the content cannot be; the focus goes there, the text stays."""
        self.say(refused)
        # scrolling to the input alone could come last, and put the sentence out of sight
        self.control.focus(scroll_visible=False)
        if isinstance(self.control, SecretInput):
            self.control.to_be_replaced()
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def _laid_out(self, screen: Screen[object]) -> None:
        """Scroll, layout for layout, until the sentence is in sight: the event Show does not come for certain."""
        told = self._told  # none when the form is being left
        if told is None or not self.has_class("-refused"):
            screen.screen_layout_refresh_signal.unsubscribe(self)
            return
        with suppress(NoWidget):  # it has no place yet
            place = screen.find_widget(told)
            if place.region == place.visible_region:
                screen.screen_layout_refresh_signal.unsubscribe(self)
            else:
                self.scroll_visible(animate=False)

    @property
    def _told(self) -> Static | None:
        """Where the sentence stands."""
        return self.query_one_optional(".refusal", Static)

    def accept(self) -> None:
        """Nothing is wrong any more."""
        self.refused = None
        self.remove_class("-refused")

    @on(Input.Changed)
    def _text_changed(self) -> None:
        # word of a change may come after the refusal of what it led to
        if self.control.value != self._judged:
            self.accept()
