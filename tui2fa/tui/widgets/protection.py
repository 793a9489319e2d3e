"""What protects an account, as its dashboard and its settings bar tell it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content

from tui2fa.domain.factors import Factor, sufficient
from tui2fa.domain.text import safe
from tui2fa.locale import Catalogue
from tui2fa.services.views import Overview
from tui2fa.tui.words import detail_words, kind_words, moment_words

DETAIL = 28
"""Cells at most for what tells a factor from another of its kind."""


def has_backup(factors: Sequence[Factor]) -> bool:
    """Whether one still gets in when one method is lost."""
    reachable = [factor.kind for factor in factors if factor.reachable]
    return len(reachable) > 1 and sufficient(reachable)


def protection(tr: Catalogue, factors: Sequence[Factor]) -> Content:
    """Every factor in its order, the primary one marked and named, and whether there is a backup."""
    lines = [Content.assemble(("✓ ", "bold $success"), (tr("Your account is protected"), "bold")), Content("")]
    names = [kind_words(tr, factor.kind) for factor in factors]
    details = [safe(detail_words(factor.masked, factor.label), DETAIL) for factor in factors]
    widths = [max(map(cell_len, column), default=0) for column in (names, details)]
    for factor, name, detail in zip(factors, names, details, strict=True):
        cells = [text + " " * (width - cell_len(text) + 2) for text, width in zip((name, detail), widths, strict=True)]
        lines.append(
            Content.assemble(
                ("  ● " if factor.primary else "  ○ ", "$orange" if factor.primary else "$muted"),
                (cells[0], "bold" if factor.primary else ""),
                (cells[1], "$muted"),
                (tr("primary"), "bold $primary") if factor.primary else "",
                ("" if factor.reachable else tr("logged out"), "$error"),
            )
        )
    return Content("\n").join([*lines, Content(""), _backup(tr, factors)])


def _backup(tr: Catalogue, factors: Sequence[Factor]) -> Content:
    if has_backup(factors):
        return Content.assemble(("✓ ", "bold $success"), tr("You have a backup method: well done."))
    if not all(factor.reachable for factor in factors):
        return Content.assemble(("! ", "bold $error"), tr("Your Qaller app is logged out: connect it again."))
    sentence = tr("You have one method only. Add a second one, so that you can still get in without it.")
    return Content.assemble(("! ", "bold $primary"), sentence)


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
