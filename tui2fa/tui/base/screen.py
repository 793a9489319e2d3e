"""The base of every screen: words, services, waiting, refusals, sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, NamedTuple, ParamSpec, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.errors import NoWidget
from textual.geometry import Offset, Region, Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from tui2fa.domain.errors import Refused
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.tui import commands
from tui2fa.tui.base.compositor import Sparing
from tui2fa.tui.base.renewal import RenewedScreen
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.key_bar import KeyBar
from tui2fa.tui.widgets.secret_input import TextInput

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.services.house import Services
    from tui2fa.tui.base.app import Aside, BaseApp

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

SMALLEST = (60, 20)
"""Columns and rows below which nothing but a request for room is shown."""
ASIDE = 38
"""Columns of the side panel."""
BESIDE = 80 + ASIDE
"""From so many columns on the side panel stands beside the content; below that it stands under it."""
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


class BaseScreen(RenewedScreen[T], inherit_css=False):
    """What panel screens and dialogs share."""

    # in place of Textual's own, most of which is for terminals without colours and for apps between the shell's lines
    DEFAULT_CSS = """
    BaseScreen {
        layout: vertical; overflow-y: auto; layers: default floating cover; background: $background;
        & > .screen--selection { background: $screen-selection-background; color: $screen-selection-foreground; }
    }
    """
    COMPONENT_CLASSES = Screen.COMPONENT_CLASSES  # which go with the styles that are not inherited
    HELP: ClassVar[str | None] = N_("Tab goes to the next field, Enter presses a button, Escape goes one step back.")
    BINDINGS: ClassVar[list[BindingType]] = [
        commands.BACK,
        # at once, before what is typed next is given out: a password must not land in the field before it
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    _refusal = ""

    if TYPE_CHECKING:
        app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Sparing()

    # words

    @property
    def tr(self) -> Catalogue:
        """The words of the interface in the person's language."""
        return self.app.tr

    def offers(self) -> Iterator[Offer]:
        """The commands that work now, each with its first key, those of the focus first, in the person's language."""
        tr = self.tr
        offered = set()
        for binding in self._working():
            if binding.id and binding.description and binding.action not in offered:
                offered.add(binding.action)
                shown, title = self.app.get_key_display(binding), tr(binding.description)
                yield Offer(binding.key, shown, binding.action, title, tr(binding.tooltip), binding.show)

    def _working(self) -> Iterator[Binding]:
        """What Textual lists for this screen, and what works over a dialog, which it leaves out there."""
        yield from (active.binding for active in self.active_bindings.values() if active.enabled)
        for _, binding in self.app._bindings:
            if binding.priority and self.app.check_action(binding.action, ()):
                yield binding

    # where somebody is

    @property
    def spot(self) -> str:
        """The name of this screen, and of its state where it has several; never anything of what is on it."""
        return type(self).__name__

    @property
    def refusal(self) -> str:
        """The name of the last refusal that was told here, "" for none."""
        return self._refusal

    @on(Input.Submitted)
    def _submitted_text(self, event: Input.Submitted) -> None:
        """Whatever this screen did with it, it has been read."""
        if isinstance(event.input, TextInput):
            event.input.taken()

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
        """The answer of a service, which runs in a thread meanwhile, when it can be shown; for use in a `task` method.

        Raises `Refused`, which the method catches to tell it at a field, or lets through.
        """
        with self.busy():
            try:
                return await in_thread(function, *args, **kwargs)
            finally:
                await self.whole()

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
        self._refusal = refused.refusal.name
        if refused.ends_session:
            self.app.session_ended()
        elif field is None:
            self.notify(self.tr.refusal(refused), severity="warning", markup=False)
        else:
            field.refuse(refused)

    def complete(self) -> bool:
        """Whether every field holds what it must; the first that does not says so and gets the focus."""
        return all(field.complete() for field in self.query(Field))

    # place

    def renewed(self) -> None:
        """What stands around the content was composed without it."""
        super().renewed()
        self.fit()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep Textual from working out every style once more for a screen that is shown for the first time."""
        if not self._size:
            event.refresh_styles = False

    def _screen_resized(self, size: Size) -> None:
        """Lay out for another size; Textual tells the first one several times."""
        if size != self._size:
            super()._screen_resized(size)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the new size."""
        self.fit()

    def fit(self) -> None:
        """Fit the size, and what stands around the content: what is missing comes, what is not wanted goes."""
        self.classify()
        aside = self.app.aside
        for panel in self.query(".aside"):
            panel.display = aside is not None and panel.id == _panel_id(aside)
        for cover in self.query("Cover"):
            cover.display = self._cramped
        if told := self.query("Notice"):
            from tui2fa.tui.widgets.notice import Notice

            for notice in told.results(Notice):
                notice.tell(self.app.notice)
        self.mount_all(self.frame())

    def classify(self) -> None:
        """Set the classes that styles know sizes by.

        `-narrow` below 76 columns of content, `-wide` from 110; `-short` below 24 rows, `-tall` from 30; `-beside` when
        the side panel is beside the content; `-noticed` when a line stands above it.
        """
        width, height = self.app.size
        aside, noticed = self.app.aside, self.app.notice != ""
        beside = aside is not None and width >= BESIDE
        columns = width - ASIDE if beside else width
        rows = height - noticed - (aside.under if aside and not beside else 0)
        self.update_classes(
            {
                "-narrow": columns < 76,
                "-wide": columns >= 110,
                "-short": rows < 24,
                "-tall": rows >= 30,
                "-beside": beside,
                "-noticed": noticed,
            },
            animate=False,
        )

    def frame(self) -> Iterator[Widget]:
        """What has to stand around the content now and is not there yet; after the content in the order of Tab."""
        aside, notice = self.app.aside, self.app.notice
        if aside and not self.query(f"#{_panel_id(aside)}"):
            panel = aside.make()
            panel.id = _panel_id(aside)
            panel.add_class("aside")
            yield panel
        if notice and not self.query("Notice"):
            from tui2fa.tui.widgets.notice import Notice

            yield Notice(notice)
        if self._cramped and not self.query("Cover"):
            from tui2fa.tui.widgets.cover import Cover

            width, height = SMALLEST
            words = self.tr("Make this window at least {width} by {height}.", width=width, height=height)
            yield Cover(words, markup=False)

    @property
    def _cramped(self) -> bool:
        width, height = self.app.size
        return width < SMALLEST[0] or height < SMALLEST[1]

    def get_widget_at(self, x: int, y: int) -> tuple[Widget, Region]:
        """What the mouse is on; what floats over the screen is not in its way."""
        found = super().get_widget_at(x, y)
        if found[0].has_class("floating"):
            return next(place for place in self.get_widgets_at(x, y) if not place[0].has_class("floating"))
        return found

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Where marking text would begin; not at what was taken away since it was drawn."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (widget, offset) if widget is None or widget.is_attached else (None, None)

    def can_view_entire(self, widget: Widget) -> bool:
        """Whether all of a widget is in view: what is docked in a body that scrolls may lie over it."""
        if not super().can_view_entire(widget):
            return False
        region = widget.region
        try:
            ends = [self.get_widget_at(*region.offset)[0], self.get_widget_at(region.right - 1, region.bottom - 1)[0]]
        except NoWidget:
            return False
        return all(widget in end.ancestors_with_self for end in ends)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave, once, with all that lies over this screen; Textual takes away whatever screen is in front."""
        if self not in self.app.screen_stack:
            return AwaitComplete()
        while self.app.screen is not self:
            self.app.screen.dismiss(None)
        return super().dismiss(result)

    def action_back(self) -> None:
        """One step back."""
        self.dismiss(None)

    def parting(self) -> Screen[bool | None] | None:
        """What to ask before this screen goes; None where nothing would be lost."""
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no step back from the first screen."""
        del parameters
        return action != "back" or self.app.screen_stack[0] is not self


def _panel_id(aside: Aside) -> str:
    return f"aside-{aside.name}"


class PanelScreen(BaseScreen[T]):
    """A whole screen: what `content` yields, scrolling where it must, the line of keys below, the side panel beside it.

    `content` is asked again when the language changes: it shows the screen's attributes and starts nothing.
    """

    AUTO_FOCUS = "#body *"

    def compose(self) -> ComposeResult:
        """Put the content in its frame."""
        self.classify()
        yield KeyBar()
        with VerticalScroll(id="body", can_focus=False):
            yield from self.content()
        yield from self.frame()

    def content(self) -> ComposeResult:
        """What this screen shows."""
        yield from ()
