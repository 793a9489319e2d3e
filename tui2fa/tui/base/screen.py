"""The base of every screen: words, services, waiting, refusals, sizes, and drafts that survive a change of language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, ClassVar, NamedTuple, ParamSpec, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from tui2fa.domain.errors import N_, Refusal, Refused
from tui2fa.locale import Catalogue
from tui2fa.tui import commands
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.services.house import Services
    from tui2fa.tui.base.app import BaseApp

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

SMALLEST = (60, 20)
"""Columns and rows below which nothing but a request for room is shown."""
ASIDE = 38
"""Columns of the side panel."""
BESIDE = 80 + ASIDE
"""From so many columns on the side panel stands beside the content; below it lies over it."""
BUSY_AFTER = 0.2
"""Seconds before a wait is worth a word."""


class Offer(NamedTuple):
    """A command as a person meets it: its key and how that is written, what it runs, its title, a sentence of help."""

    key: str
    shown: str
    action: str
    title: str
    help: str
    footer: bool


class BaseScreen(Screen[T]):
    """What panel screens and dialogs share."""

    HELP: ClassVar[str | None] = N_("Tab goes to the next field, Enter presses a button, Escape goes one step back.")
    BINDINGS: ClassVar[list[BindingType]] = [
        commands.BACK,
        # at once, before what is typed next is given out: a password must not land in the field before it
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    if TYPE_CHECKING:
        app = getters.app(BaseApp)

    # words

    @property
    def tr(self) -> Catalogue:
        """The words of the interface in the person's language."""
        return self.app.tr

    def offers(self) -> Iterator[Offer]:
        """The commands that work now, each with its first key, those of the focus first, in the person's language."""
        tr, aside = self.tr, self.app.surroundings.aside
        offered = set()
        for _, binding, enabled, _ in self.active_bindings.values():
            if enabled and binding.id and binding.description and binding.action not in offered:
                offered.add(binding.action)
                title = aside.title if aside and binding.action == commands.ASIDE.action else binding.description
                shown = self.app.get_key_display(binding)
                yield Offer(binding.key, shown, binding.action, tr(title), tr(binding.tooltip), binding.show)

    async def recompose(self) -> None:
        """Compose anew in the present language; drafts, the focus and the scroll position stay."""
        drafts = {widget.id: widget.value for widget in self.query("*") if widget.id and hasattr(widget, "value")}
        places = {widget.id: widget.selection for widget in self.query("*") if isinstance(widget, Input)}
        focused = self.focused.id if self.focused else None
        scrolled = {widget.id: widget.scroll_offset for widget in self.query(VerticalScroll)}
        await super().recompose()
        for widget in self.query("*"):
            if widget.id in drafts and hasattr(widget, "value"):
                with ExitStack() as quiet:
                    if changed := getattr(type(widget), "Changed", None):
                        quiet.enter_context(widget.prevent(changed))
                    widget.value = drafts[widget.id]
                    if isinstance(widget, Input):
                        widget.selection = places[widget.id]
        for place in self.query(VerticalScroll):
            place.scroll_to(*scrolled.get(place.id, (0, 0)), animate=False)
        if focused:
            self.query(f"#{focused}").focus()
        self.fit()

    # services

    @property
    def services(self) -> Services:
        """The services; to be used in a `task` or `background` method, or in a screen behind the login."""
        return self.app.services

    async def opened(self) -> None:
        """Wait, with a word, until the services can be used."""
        with self.busy():
            await self.app.opened()

    async def ask(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a service, which runs in a thread meanwhile; for use in a `task` method.

        Raises `Refused`, which the method catches to tell it at a field, or lets through.
        """
        with self.busy():
            return await in_thread(function, *args, **kwargs)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Say that one moment is asked, when it takes longer than a blink."""
        later = self.set_timer(BUSY_AFTER, lambda: self._tell_busy(True))
        try:
            yield
        finally:
            later.stop()
            if self.is_attached:
                self._tell_busy(False)

    def _tell_busy(self, busy: bool) -> None:
        for bar in self.query(KeyBar):
            bar.busy = busy

    def refuse(self, refused: Refused, field: Field | None = None) -> None:
        """Say why something cannot be: on the line of a field, where the focus goes and the text stays, or in a toast.

        An ended session leads to the login.
        """
        if refused.refusal is Refusal.SESSION_ENDED:
            self.app.session_ended()
        elif field is None:
            self.notify(self.tr.refusal(refused), severity="warning", markup=False)
        else:
            field.refuse(self.tr.refusal(refused))

    # place

    def on_resize(self, event: events.Resize) -> None:
        """Fit the new size."""
        self.fit()

    def fit(self) -> None:
        """Set the classes that styles know sizes by.

        `-narrow` below 76 columns of content, `-wide` from 110; `-short` below 24 rows, `-tall` from 30;
        `-cramped` below what is usable; `-aside` when the side panel is out, `-beside` when it is beside the content.
        """
        width, height = self.app.size
        shown = self.app.aside_shown
        beside = shown and width >= BESIDE
        content = width - ASIDE if beside else width
        cramped = width < SMALLEST[0] or height < SMALLEST[1]
        if cramped and not self.query(".cramped"):
            self.mount(self.cover())
        self.update_classes(
            {
                "-narrow": content < 76,
                "-wide": content >= 110,
                "-short": height < 24,
                "-tall": height >= 30,
                "-cramped": cramped,
                "-aside": shown,
                "-beside": beside,
            },
            animate=False,
        )

    def cover(self) -> Widget:
        """What is seen when the window is too small; everything under it stays as it is."""
        width, height = SMALLEST
        return Static(
            self.tr("Make this window at least {width} by {height}.", width=width, height=height),
            classes="cramped",
            markup=False,
        )

    def action_back(self) -> None:
        """One step back."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no step back from the first screen."""
        del parameters
        return action != "back" or self.app.screen_stack[0] is not self


class PanelScreen(BaseScreen[T]):
    """A whole screen: what `content` yields, scrolling where it must, the line of keys below, the side panel beside it.

    `content` is asked again when the language changes: it shows the screen's attributes and starts nothing.
    """

    AUTO_FOCUS = "#body *"

    def compose(self) -> ComposeResult:
        """Put the content in its frame."""
        self.fit()
        yield KeyBar()
        if aside := self.app.surroundings.aside:
            panel = aside.make()
            panel.add_class("aside")
            yield panel
        with VerticalScroll(id="body", can_focus=False):
            yield from self.content()

    def content(self) -> ComposeResult:
        """What this screen shows."""
        yield from ()
