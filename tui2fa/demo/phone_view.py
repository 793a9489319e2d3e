"""The phone on the screen: beside the panel where there is room, else a small drawer that opens when it rings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup
from textual.widgets import Static

from tui2fa.demo.phone import Phone
from tui2fa.demo.sections import AuthenticatorSection, CallSection, CameraSection, QallerSection
from tui2fa.tui.base.screen import BESIDE

if TYPE_CHECKING:
    from tui2fa.tui.base.app import BaseApp

GLANCES = 0.25
"""Seconds between two looks at the phone."""


class Drawer:
    """Opens when the phone deserves a look, and closes again what it opened: one for all views of one phone."""

    def __init__(self) -> None:
        self._seen = ""
        self.peeking = False
        """Whether it is open by itself."""

    def follow(self, app: BaseApp, attention: str) -> None:
        """Open for each new thing that happens; close when nothing happens any more."""
        if not app.aside_shown or app.size.width >= BESIDE:
            self.peeking = False
        if attention == self._seen:
            return
        self._seen = attention
        if attention and not app.aside_shown:
            app.show_aside()
            self.peeking = True
        elif not attention and self.peeking:
            app.show_aside(False)
            app.aside_wanted = None
            self.peeking = False


class PhoneView(Vertical):
    """One view of the phone; every screen has its own."""

    ALLOW_SELECT = False

    def __init__(self, phone: Phone, drawer: Drawer, looked: Callable[[], None]) -> None:
        """`looked` is called before every look."""
        super().__init__()
        self._phone, self._drawer, self._looked = phone, drawer, looked
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
        """Look four times a second."""
        self.set_interval(GLANCES, self.look)

    def look(self) -> None:
        """Show what has changed, as long as anybody can see it."""
        app = cast("BaseApp", self.app)
        self._looked()
        attention = self._phone.attention
        self._drawer.follow(app, attention)
        self.set_class(self._drawer.peeking, "-peeking")
        if app.aside_shown:
            peeking = self._drawer.peeking
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
        if self._handset.border_title != title:
            self._handset.border_title = title
