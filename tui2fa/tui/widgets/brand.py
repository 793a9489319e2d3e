"""The provider's band with its slanted edge, its mark, and the sign of two-factor authentication."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
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
    """A dark band across the screen; `.deep` is the darker one of the steps around a code."""

    DEFAULT_CSS = """
    Band {
        & > .band { background: $band; color: $band-text; }
        &.deep > .band { background: $band-deep; }
        &.deep > Slope { background: $band-deep; }
    }
    """

    def __init__(self, *content: Widget, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._content = content

    def compose(self) -> ComposeResult:
        """The content, then the edge."""
        with VerticalGroup(classes="band"):
            yield from self._content
        yield Slope()


PICTURE = (
    "..BBBB......WWWW........W..W...............W......",
    ".BWWWWB....WW...........W..W......................",
    "BWWWWWWB...W.......WWW..W..W..W...W...WW...W..WWW.",
    "BWWBBWWB...W......W..W..W..W..W...W..W..W..W..W..W",
    "BWWBBWWB...WW.....W..W..W..W...W.W...W..W..W..W..W",
    "BBWBBWBB....WWWW...WWW..W..W....W.....WW...W..WWW.",
    ".BBBBBB.......................................W...",
    "..BBBB........................................W...",
)
"""The provider's mark and name, two pixels to a cell: B blue, W white, a dot for the band."""
BLOCKS = " ▀▄█"
COLOURS = {"B": "$logo", "W": "$band-text", ".": "$band"}


class Logo(Static):
    """The provider's mark and name."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Logo { width: 100%; height: 4; text-align: center; }"

    def __init__(self) -> None:
        super().__init__(Content("\n").join(map(_cells, PICTURE[::2], PICTURE[1::2])))


def _cells(above: str, below: str) -> Content:
    """One row of half blocks: the brighter pixel in front, so that the shape shows without colours, too."""
    cells = []
    for up, down in zip(above, below, strict=True):
        front, behind = (up, down) if up > down else (down, up)
        block = BLOCKS[(up == front) + 2 * (down == front)] if front != "." else " "
        cells.append((block, f"{COLOURS[front]} on {COLOURS[behind]}"))
    return Content.assemble(*cells)


class TwoFactor(Static):
    """The sign of two-factor authentication: 2 F A, a key and a telephone make two ticks."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TwoFactor { width: 100%; height: auto; text-align: center; }"

    def __init__(self, words: str) -> None:
        """`words` is the sum below the sign, in the person's language."""
        super().__init__(
            Content.assemble(("2", "bold #3fc350"), (" F A\n", "bold"), (words, "$band-muted"), (" ✓✓", "bold #3fc350"))
        )
