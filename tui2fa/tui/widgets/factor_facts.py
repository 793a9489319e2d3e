"""Another person's factors, to be seen and not to be set (R9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.factors import Factor
from tui2fa.domain.harmless import safe
from tui2fa.locale import Catalogue
from tui2fa.tui.words import detail_words, kind_words

DETAIL = 30
"""Cells at most for what tells a factor from another of its kind."""


class FactorFacts(Static):
    """Kind, masked number, which is primary, since when, and when it was used last; two lines for each factor."""

    DEFAULT_CSS = "FactorFacts { width: 100%; padding: 0 1; }"

    def __init__(self, tr: Catalogue, factors: Sequence[Factor], now: datetime) -> None:
        lines = [line for factor in factors for line in _lines(tr, factor, now)]
        super().__init__(Content("\n").join(lines) if lines else Content(tr("No second factor yet.")))


def _lines(tr: Catalogue, factor: Factor, now: datetime) -> tuple[Content, Content]:
    mark = ("● ", "$orange") if factor.primary else ("○ ", "$muted")
    used = tr("used {moment}", moment=tr.moment(factor.last_used, now)) if factor.last_used else tr("never used")
    facts = [tr("since {day}", day=tr.moment(factor.since, now)), used]
    if not factor.reachable:
        facts.append(tr("the app is logged out"))
    return (
        Content.assemble(
            mark,
            (kind_words(tr, factor.kind), "bold"),
            f"  {safe(detail_words(factor.masked, factor.label), DETAIL)}",
            ("  " + tr("primary") if factor.primary else "", "bold $primary"),
        ),
        Content.styled(f"  {' · '.join(facts)}", "$muted"),
    )
