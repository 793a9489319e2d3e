"""The Company Panel's dark bar: the provider's sign at the left, the name with its menu at the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.harmless import safe
from tui2fa.tui.widgets.button import Button

ROOM = 28
"""Cells for the name."""


class TopBar(HorizontalGroup):
    """Its button `#name` sends `Button.Pressed`."""

    DEFAULT_CSS = """
    TopBar {
        dock: top; width: 100%; height: 1; background: $band-deep; color: $band-text; padding: 0 1;
        & > .sign { width: 1fr; text-style: bold; }
        & > #name { background: $band-deep; color: $band-text; min-width: 6; }
        & > #name:hover { background: $band; }
        & > #name:focus { background: $accent; color: $background; }
    }
    """

    def __init__(self, person: str, panel: str) -> None:
        """`person` is the name as it is known so far, `panel` what this panel is called, in the person's language."""
        super().__init__()
        self._person, self._panel = person, panel

    def compose(self) -> ComposeResult:
        """Sign and name."""
        yield Static(
            Content.assemble(("◖ ", "$logo"), "Callvoip", (f"   {self._panel}", "not bold $band-muted")), classes="sign"
        )
        yield Button(self._label, id="name")

    @property
    def _label(self) -> str:
        return f"{safe(self._person, ROOM)} ▾"

    def show(self, person: str) -> None:
        """Tell the name that is known by now."""
        self._person = person
        self.query_one("#name", Button).label = Content(self._label)
