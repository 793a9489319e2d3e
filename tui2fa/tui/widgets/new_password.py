"""A password that is chosen: typed twice, with what is asked of it below."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.locale import Catalogue
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import SecretInput
from tui2fa.tui.words import password_words


class NewPassword(VerticalGroup):
    """Two fields, `#new` and `#again`; the class `beside` puts them in one row. Enter in the second submits.

    `label` and `again` come in the person's language, like what `tr` says.
    """

    DEFAULT_CSS = """
    NewPassword {
        & > HorizontalGroup { layout: vertical; }
        &.beside > HorizontalGroup { layout: horizontal; & > Field { width: 1fr; } & > #new-field { margin-right: 2; } }
        & > .muted { padding: 0 1; width: 100%; }
    }
    """

    def __init__(self, tr: Catalogue, label: str, again: str, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._first, self._second = SecretInput(id="new"), SecretInput(id="again")
        self._fields = (
            Field(label, self._first, onward="again", required=True, id="new-field"),
            Field(again, self._second, required=True, id="again-field"),
        )
        self._advice = password_words(tr)

    def compose(self) -> ComposeResult:
        """The fields, then the advice."""
        yield HorizontalGroup(*self._fields)
        yield Static(self._advice, classes="muted", markup=False)

    def agreed(self) -> str:
        """What was typed both times. Raises Refused(PASSWORDS_DIFFER)."""
        if self._first.value != self._second.value:
            raise Refused(Refusal.PASSWORDS_DIFFER)
        return self._first.value

    def field(self, refused: Refused) -> Field:
        """The field that a refusal of this password is about."""
        new, again = self._fields
        return again if refused.refusal is Refusal.PASSWORDS_DIFFER else new

    def clear(self) -> None:
        """Keep nothing of it."""
        self._first.value = self._second.value = ""
