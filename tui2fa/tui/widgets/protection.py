"""What protects an account, as its dashboard and its settings bar tell it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui2fa.domain.factors import Factor, sufficient
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.services.views import Overview
from tui2fa.tui.words import detail_words, kind_words, moment_words

LOGGED_OUT = N_("Your Qaller app is logged out. Under Edit 2FA you replace it with one that is connected.")


def has_backup(factors: Sequence[Factor]) -> bool:
    """Whether one still gets in when one method is lost."""
    reachable = [factor.kind for factor in factors if factor.reachable]
    return len(reachable) > 1 and sufficient(reachable)


class Protection(Widget):
    """Every factor in its order, the primary one marked and named, and whether there is a backup."""

    DEFAULT_CSS = "Protection { height: auto; width: 100%; }"

    factors: reactive[tuple[Factor, ...]] = reactive((), layout=True)

    def __init__(self, tr: Catalogue, factors: Sequence[Factor]) -> None:
        super().__init__(id="protection")
        self._tr = tr
        self.set_reactive(Protection.factors, tuple(factors))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the lines take at this width."""
        del container, viewport
        return self._told(width).get_height({}, max(width, 1))  # none is left where the window is very narrow

    def render(self) -> Content:
        """The lines at the present width."""
        return self._told(self.content_size.width)

    def _told(self, width: int) -> Content:
        if not self.factors:
            return Content("")
        tr = self._tr
        title = Content.assemble(("✓ ", "bold $success"), (tr("Your account is protected"), "bold"))
        return Content("\n").join([title, Content(""), *self._lines(width), Content(""), self._backup(width)])

    def _lines(self, width: int) -> list[Content]:
        tr = self._tr
        names = [kind_words(tr, factor.kind) for factor in self.factors]
        column = max(map(cell_len, names)) + 2
        lines: list[Content] = []
        for factor, name in zip(self.factors, names, strict=True):
            mark = ("  ● ", "$orange") if factor.primary else ("  ○ ", "$muted")
            first = (name + " " * (column - cell_len(name)), "bold" if factor.primary else "")
            primary = (tr("primary"), "bold $primary") if factor.primary else ""
            between = "  " if factor.primary and not factor.reachable else ""
            state = ("" if factor.reachable else tr("logged out"), "$error")
            detail = Content.styled(detail_words(factor.masked, factor.label), "$muted")
            gap = "  " if detail else ""
            whole = Content.assemble(mark, first, detail, gap, primary, between, state).rstrip()
            if whole.cell_length <= width:
                lines.append(whole)
            else:
                lines.append(Content.assemble(mark, first, primary, between, state))
                lines.extend(Content("    ") + line for line in detail.wrap(max(width - 4, 1)))
        return lines

    def _backup(self, width: int) -> Content:
        tr = self._tr
        if has_backup(self.factors):
            sign, words = ("✓ ", "bold $success"), tr("You have a backup method: well done.")
        elif not all(factor.reachable for factor in self.factors):
            sign, words = ("! ", "bold $error"), tr(LOGGED_OUT)
        else:
            words = tr("You have one method only. Add a second one, so that you can still get in without it.")
            sign = ("! ", "bold $primary")
        return Content.assemble(sign, Content("\n  ").join(Content(words).wrap(max(width - 2, 1))))


def summary(tr: Catalogue, overview: Overview, now: datetime) -> Content:
    """The same in three short lines."""
    factors = overview.factors
    primary = next((kind_words(tr, factor.kind) for factor in factors if factor.primary), "")
    last = moment_words(tr, overview.last_login, now) if overview.last_login else ""
    count = tr.plural("{count} factor", "{count} factors", len(factors))
    sign = Content.styled(" ✓", "bold $success") if has_backup(factors) else Content.styled(" !", "bold $primary")
    rows = (
        (tr("2FA"), Content(count) + sign),
        (tr("Primary"), Content.styled(primary, "bold $primary")),
        (tr("Last login"), Content(last)),
    )
    width = max(cell_len(title) for title, _ in rows) + 2
    return Content("\n").join(
        Content.assemble((title + " " * (width - cell_len(title)), "$muted"), words) for title, words in rows
    )
