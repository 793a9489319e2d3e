"""The kinds of factor to choose from, each an icon, a bold name, a line of explanation and a line of advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui2fa.domain.factors import Kind
from tui2fa.locale import Catalogue
from tui2fa.services.views import Choice
from tui2fa.tui.factors.registry import SLICES


class KindRow(HorizontalGroup):
    """One kind; what cannot be chosen now stands there with its reason."""

    DEFAULT_CSS = """
    KindRow {
        padding: 0 1;
        & > .icon { width: 7; height: 3; margin-right: 2; content-align: center middle; background: $panel; }
        & > VerticalGroup { width: 1fr; }
        &:focus { background: $accent 12%; }
        &.-chosen > .icon { background: $orange; color: $orange-text; text-style: bold; }
        &:disabled { color: $faint; }
        &:disabled .advice { color: $error; }
    }
    """
    BINDINGS = [Binding("enter,space", "choose", show=False)]

    @dataclass
    class Chosen(Message):
        """This kind is wanted."""

        kind: Kind

    def __init__(self, choice: Choice, tr: Catalogue) -> None:
        super().__init__(id=f"kind-{choice.kind}", disabled=choice.refusal is not None)
        self.can_focus = True
        self.choice = choice
        self._tr = tr

    def compose(self) -> ComposeResult:
        """Icon; name, explanation, advice or the reason against."""
        tr, kind = self._tr, SLICES[self.choice.kind]
        yield Static(kind.icon, classes="icon", markup=False)
        with VerticalGroup():
            recommended = tr("recommended") if kind.recommended else ""
            yield Static(Content.assemble((tr(kind.choice), "bold"), "  ", (recommended, "$primary")))
            yield Static(tr(kind.explanation), classes="explanation", markup=False)
            reason = kind.advice if self.choice.refusal is None else self.choice.refusal.value
            yield Static(tr(reason), classes="advice muted", markup=False)

    def action_choose(self) -> None:
        """Go on with this kind."""
        self.post_message(self.Chosen(self.choice.kind))

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        event.stop()
        self.action_choose()


class KindList(VerticalGroup):
    """The kinds in the order of advice; the one with the focus, or that had it last, has the coloured icon."""

    DEFAULT_CSS = "KindList > KindRow { margin-bottom: 1; }"
    BINDINGS = [Binding("up,k", "step(-1)", show=False), Binding("down,j", "step(1)", show=False)]

    def __init__(self, choices: Sequence[Choice], tr: Catalogue) -> None:
        chosen = {choice.kind: choice for choice in choices}
        super().__init__(*(KindRow(chosen[kind], tr) for kind in SLICES if kind in chosen))

    @property
    def kind(self) -> Kind | None:
        """The kind with the coloured icon."""
        return next((row.choice.kind for row in self.query(KindRow) if row.has_class("-chosen")), None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The row with the focus is the chosen one."""
        for row in self.query(KindRow):
            row.set_class(row is event.widget, "-chosen")

    def action_step(self, steps: int) -> None:
        """To the kind above or below."""
        rows = [row for row in self.query(KindRow) if not row.disabled]
        at = next((number for number, row in enumerate(rows) if row.has_focus), 0)
        if rows:
            rows[min(max(at + steps, 0), len(rows) - 1)].focus()
