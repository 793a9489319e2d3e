"""The sign of two-factor authentication."""

from __future__ import annotations

from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.tui.widgets.brand import Picture

SIGN = (
    "GGGGG....WWWWW....WW..",
    "....GG...W.......W..W.",
    ".GGGG....WWWW...W....W",
    "GG.......W......WWWWWW",
    "GG.......W......W....W",
    "GGGGGG...W......W....W",
)
"""2 F A."""


class TwoFactor(VerticalGroup):
    """The sign of two-factor authentication: 2 F A, and a key and a telephone that make two ticks."""

    DEFAULT_CSS = "TwoFactor > .sum { width: 100%; text-align: center; color: $band-muted; }"

    def __init__(self, words: str) -> None:
        """`words` is the sum below the sign, in the person's language."""
        super().__init__(Picture(SIGN), Static(Content.assemble(words, (" ✓✓", "bold $tick")), classes="sum"))
