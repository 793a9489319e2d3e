"""The phone on the screen: beside the panel where there is room, else a drawer below that opens when it rings."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup
from textual.widgets import Static

from tui2fa.demo.phone import Phone
from tui2fa.demo.sections import AuthenticatorSection, CallSection, CameraSection, QallerSection
from tui2fa.tui.base.screen import BESIDE

if TYPE_CHECKING:
    from tui2fa.tui.base.app import BaseApp

PHONE = "phone"
"""The name of this side panel."""


class Drawer:
    """Opens when the phone deserves a look, and closes again what it opened: one for all views of one phone."""

    def __init__(self) -> None:
        self._seen = ""
        self._before: tuple[str, ...] | None = None
        self._opened: tuple[str, ...] | None = None
        self.peeking = False
        """Whether it is open by itself."""

    def follow(self, app: BaseApp, attention: str) -> None:
        """Open for each new thing that happens; when nothing happens any more, all is out again that was before."""
        if app.asides_wanted != self._opened:
            self.peeking = False  # a person wants otherwise
        narrowed = attention and app.asides_wanted is None and not app.is_out(PHONE)  # it stood beside the panel
        if attention == self._seen and not narrowed:
            return
        self._seen = attention
        if attention and not app.is_out(PHONE):
            self._before = app.asides_wanted
            app.show_aside(PHONE)
            self._opened, self.peeking = app.asides_wanted, True
        elif not attention and self.peeking:
            app.want_asides(self._before)
            self.peeking = False


class PhoneView(Vertical):
    """One view of the phone; every screen has its own."""

    ALLOW_SELECT = False

    def __init__(self, phone: Phone, drawer: Drawer) -> None:
        super().__init__()
        self._phone, self._drawer = phone, drawer
        self._sections = [kind(phone) for kind in (CallSection, QallerSection, AuthenticatorSection, CameraSection)]
        self._handset = VerticalGroup(id="handset")
        self._time = Static("", classes="time")

    def compose(self) -> ComposeResult:
        """The handset and its parts."""
        with self._handset:
            with HorizontalGroup(classes="status"):
                yield self._time
                yield Static("Callvoip ▂▄▆█", classes="network")
            yield from self._sections
            yield Static("━━━━━━━━", classes="home")

    def on_mount(self) -> None:
        """Show how things stand."""
        self.look()

    def look(self) -> None:
        """Show what has changed, as long as anybody can see it."""
        app, attention = cast("BaseApp", self.app), self._phone.attention
        peeking = self._drawer.peeking and app.size.width < BESIDE
        self.set_class(peeking, "-peeking")
        if app.is_out(PHONE):
            title = "" if app.size.width >= BESIDE else app.tr("Phone")
            for section in self._sections:
                wanted = attention.startswith(section.ATTENTION)
                section.set_class(wanted, "-wanted")
                section.follow()
                title = section.title() if wanted and peeking else title
            self._show(app.tr.time(self._phone.now), title)

    def _show(self, time: str, title: str) -> None:
        """The status line and the name of what is shown, each painted only when it changes."""
        if str(self._time.content) != time:
            self._time.update(time, layout=False)
        if self.border_title != title:
            self.border_title = title
