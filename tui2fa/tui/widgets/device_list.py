"""The Qaller apps that are logged in, each with a way to log it out from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tui2fa.domain.harmless import safe
from tui2fa.locale import Catalogue
from tui2fa.services.views import Device
from tui2fa.tui.widgets.button import Button, Link


class DeviceLine(HorizontalGroup):
    """One app: its name, since when, whether it receives codes."""

    DEFAULT_CSS = """
    DeviceLine {
        & > Static { width: 1fr; }
        & > Link { margin-left: 2; }
    }
    """

    def __init__(self, tr: Catalogue, now: datetime, device: Device) -> None:
        super().__init__()
        self.device = device
        self._tr, self._now = tr, now

    def compose(self) -> ComposeResult:
        """What is known, and the way out."""
        tr, device = self._tr, self.device
        since = tr("since {day}", day=tr.moment(device.since, self._now))
        use = tr("is a factor") if device.factor else tr("not a factor yet")
        yield Static(Content.assemble((safe(device.name, 32), "bold"), (f"\n{since} · {use}", "$muted")))
        yield Link(tr("Disconnect"), id=f"unpair-{device.id}", classes="danger")


class DeviceList(VerticalGroup):
    """All of them, in the order in which they came."""

    devices: reactive[tuple[Device, ...]] = reactive((), recompose=True)

    @dataclass
    class Unwanted(Message):
        """This app is to be logged out."""

        device: Device

    def __init__(self, tr: Catalogue, now: datetime, devices: Sequence[Device]) -> None:
        super().__init__(id="devices")
        self._tr, self._now = tr, now
        self.set_reactive(DeviceList.devices, tuple(devices))

    def compose(self) -> ComposeResult:
        """A line each."""
        tr = self._tr
        for device in self.devices:
            yield DeviceLine(tr, self._now, device)
        if not self.devices:
            yield Static(tr("No app is connected yet."), classes="muted", markup=False)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        line = event.button.parent
        if isinstance(line, DeviceLine):
            self.post_message(self.Unwanted(line.device))
