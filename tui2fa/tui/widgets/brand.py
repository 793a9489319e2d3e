"""The provider's band with its slanted edge, its mark, and the sign of two-factor authentication."""

from __future__ import annotations

from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.containers import VerticalGroup
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

RISE = " ▁▂▃▄▅▆▇█"


class Slope(Widget):
    """The lower edge of a band, rising from left to right over its height in rows."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Slope { height: 1; width: 100%; color: $background; background: $band; }"

    def render_line(self, y: int) -> Strip:
        """One row: what lies under the band grows from the left bottom to the right top."""
        width, height = self.size
        style = Style.from_color(self.styles.color.rich_color, self.background_colors[1].rich_color)
        levels = height * 8
        row = height - 1 - y
        cells = (min(max((x * levels) // max(width - 1, 1) - row * 8, 0), 8) for x in range(width))
        return Strip([Segment("".join(RISE[cell] for cell in cells), style)], width)


class Band(VerticalGroup):
    """A dark band across the screen above its slanted edge; `.deep` is the darker one of the steps around a code."""

    DEFAULT_CSS = """
    Band { background: $band; color: $band-text; &.deep, &.deep Slope { background: $band-deep; } }
    """

    def __init__(self, *content: Widget, classes: str | None = None) -> None:
        super().__init__(*content, Slope(), classes=classes)


MARK = (
    "..BBBB......WWWW........W..W...............W......",
    ".BWWWWB....WW...........W..W......................",
    "BWWWWWWB...W.......WWW..W..W..W...W...WW...W..WWW.",
    "BWWBBWWB...W......W..W..W..W..W...W..W..W..W..W..W",
    "BWWBBWWB...WW.....W..W..W..W...W.W...W..W..W..W..W",
    "BBWBBWBB....WWWW...WWW..W..W....W.....WW...W..WWW.",
    ".BBBBBB.......................................W...",
    "..BBBB........................................W...",
)
"""The provider's mark and name."""
SIGN = (
    "GGGGG....WWWWW....WW..",
    "....GG...W.......W..W.",
    ".GGGG....WWWW...W....W",
    "GG.......W......WWWWWW",
    "GG.......W......W....W",
    "GGGGGG...W......W....W",
)
"""2 F A."""
COLOURS = {"B": "$logo", "W": "$band-text", "G": "$tick"}
BLOCKS = " ▀▄█"


class Picture(Static):
    """Pixels on a band, two to a cell: a letter for a colour, a dot for the band."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Picture { width: 100%; height: auto; text-align: center; }"

    def __init__(self, pixels: tuple[str, ...]) -> None:
        super().__init__(Content("\n").join(map(_cells, pixels[::2], pixels[1::2])))


def _cells(above: str, below: str) -> Content:
    """One row of half blocks, neighbours alike in one span."""
    runs = groupby(zip(above, below, strict=True))
    return Content.assemble(*(_run(*pair, len(list(run))) for pair, run in runs))


def _run(up: str, down: str, length: int) -> tuple[str, str]:
    """Blocks and their style; the brighter pixel is drawn, so that the shape shows without colours, too."""
    front, behind = max(up, down), min(up, down)
    if front == ".":
        return " " * length, ""
    block = BLOCKS[(up == front) + 2 * (down == front)]
    return block * length, COLOURS[front] if behind == "." else f"{COLOURS[front]} on {COLOURS[behind]}"


def logo() -> Picture:
    """The provider's mark and name."""
    return Picture(MARK)


class TwoFactor(VerticalGroup):
    """The sign of two-factor authentication: 2 F A, and a key and a telephone that make two ticks."""

    DEFAULT_CSS = "TwoFactor > .sum { width: 100%; text-align: center; color: $band-muted; }"

    def __init__(self, words: str) -> None:
        """`words` is the sum below the sign, in the person's language."""
        super().__init__(Picture(SIGN), Static(Content.assemble(words, (" ✓✓", "bold $tick")), classes="sum"))
