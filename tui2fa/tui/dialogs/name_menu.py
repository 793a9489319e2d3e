"""The menu that drops down from the name at the top right of the Company Panel (route B)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui2fa.domain.sentences import N_
from tui2fa.locale import LANGUAGES
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.widgets.options import Options


class NameMenu(Dialog[str]):
    """Answers what was chosen: connect, language, edit or log-out."""

    HELP = N_("This menu lies behind your name. Choose with the arrow keys and Enter, or with a click.")
    DEFAULT_CSS = """
    NameMenu {
        align: right top;
        #box { width: 30; margin-top: 1; padding: 0 1; }
        .title { color: $muted; text-style: none; padding: 0 1; }
    }
    """

    def __init__(self, person: str) -> None:
        """`person` is who is logged in, made harmless."""
        super().__init__()
        self._person = person

    def heading(self) -> str:
        """Whose menu it is."""
        return self._person

    def content(self) -> ComposeResult:
        """The four ways on."""
        tr = self.tr
        other = ", ".join(name for code, name in LANGUAGES.items() if code != tr.language)
        yield Options(
            Option(Content(tr("Connect Mobile App")), "connect"),
            Option(Content.assemble(tr("Language"), (f"  {other}", "$muted")), "language"),
            Option(Content(tr("Edit 2FA")), "edit"),
            Option(Content(tr("Sign out")), "log-out"),
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
