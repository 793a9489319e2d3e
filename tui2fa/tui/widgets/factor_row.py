"""One factor in the editor's list: icon, name, masked number, what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui2fa.domain.factors import Factor
from tui2fa.domain.harmless import safe
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.tui import commands
from tui2fa.tui.factors.registry import SLICES
from tui2fa.tui.widgets.button import Button, Link


class FactorRow(HorizontalGroup, can_focus=True):
    """A row that keys work on as a whole; its links are for the mouse. The primary one's icon is coloured (panel)."""

    DEFAULT_CSS = """
    FactorRow {
        height: 3; padding: 0 0 0 1; border-bottom: solid $line;
        & > .icon { width: 3; height: 1; margin-right: 2; text-align: center; }
        & > .text { width: 1fr; height: 2; }
        & > .text Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > .text .name { width: 1fr; margin-right: 1; }
        & > .text .is-primary { width: auto; color: $primary; text-style: bold; }
        & > .text .more { margin-left: 2; }
        & > .cross { width: 5; text-align: center; text-style: none; color: $foreground; }
        &.primary > .icon { color: $orange-text; background: $orange; text-style: bold; }
        &:focus { background: $accent 12%; }
        &:focus .more { text-style: bold underline; }
    }
    """

    BINDINGS = [
        commands.command("up,k", "screen.step(-1)", N_("Previous"), footer=False),
        commands.command("down,j", "screen.step(1)", N_("Next"), footer=False),
    ]
    """Here and not on the screen: between them lies what scrolls, which has keys of the same name."""

    @dataclass
    class Asked(Message):
        """A person wants `what` (primary, menu or remove) for a factor."""

        factor: Factor
        what: str

    def __init__(self, factor: Factor, tr: Catalogue, now: datetime) -> None:
        super().__init__(id=f"factor-{factor.id}", classes="primary" if factor.primary else None)
        self.factor = factor
        self._tr, self._now = tr, now

    def compose(self) -> ComposeResult:
        """Icon; name and links over details; the cross."""
        tr, factor = self._tr, self.factor
        kind = SLICES[factor.kind]
        yield Static(kind.icon, classes="icon", markup=False)
        with VerticalGroup(classes="text"):
            with HorizontalGroup():
                label = f"  {safe(factor.label, 40)}" if factor.label else ""
                yield Static(Content.assemble((tr(kind.name), "bold"), (label, "$muted")), classes="name")
                primary = _mouse_only(Link(tr("Set as primary"), classes="ask primary"))
                if factor.primary:
                    width = primary.get_content_width(None, None)
                    yield Static(tr("primary").ljust(width), classes="is-primary", markup=False)
                else:
                    yield primary
                yield _mouse_only(Link(tr("Change …"), classes="ask menu more"))
            yield Static(Content(self._details()), classes="muted")
        yield _mouse_only(Link("✕", classes="ask remove cross"))

    def _details(self) -> str:
        """Number, age and last use, as far as known."""
        tr, factor = self._tr, self.factor
        parts = [factor.masked, tr("since {day}", day=tr.moment(factor.since, self._now))]
        if factor.last_used:
            parts.append(tr("used {moment}", moment=tr.moment(factor.last_used, self._now)))
        if not factor.reachable:
            parts = [tr("the app is logged out: replace it")]
        return " · ".join(filter(None, parts))

    @on(Button.Pressed, ".ask")
    def _ask(self, event: Button.Pressed) -> None:
        event.stop()
        what = next(what for what in ("primary", "menu", "remove") if event.button.has_class(what))
        self.focus()
        self.post_message(self.Asked(self.factor, what))

    def on_click(self, event: events.Click) -> None:
        """A double click opens what can be done."""
        if event.chain == 2:
            self.post_message(self.Asked(self.factor, "menu"))


def _mouse_only(link: Link) -> Link:
    link.can_focus = False
    return link
