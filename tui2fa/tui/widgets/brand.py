"""The provider's band with its slanted edge, and its mark."""

from __future__ import annotations

from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColor
from textual.containers import VerticalGroup
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

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
COLOURS = {"B": "logo", "W": "band-text", "G": "tick"}
"""Which colour of the theme each letter is."""
BLOCKS = " ▀▄█"


class Picture(Widget):
    """Pixels on a band, two to a cell: a letter for a colour, a dot for the band.

    Drawn as segments: a text with a span for each run of pixels takes five times as long, and this is on the login.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Picture { width: 100%; height: auto; }"

    def __init__(self, pixels: tuple[str, ...]) -> None:
        super().__init__()
        self._rows = list(zip(pixels[::2], pixels[1::2], strict=True))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two pixels are a row."""
        del container, viewport, width
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """One row of half blocks in the middle, neighbours alike in one segment."""
        above, below = self._rows[y]
        band = Style.from_color(bgcolor=self.background_colors[1].rich_color)
        left = Segment(" " * ((self.size.width - len(above)) // 2), band)
        runs = groupby(zip(above, below, strict=True))
        cells = [Segment(*self._run(*pair, len(list(run)), band)) for pair, run in runs]
        return Strip([left, *cells]).adjust_cell_length(self.size.width, band)

    def _run(self, up: str, down: str, length: int, band: Style) -> tuple[str, Style]:
        """Blocks and their style; the brighter pixel is drawn, so that the shape shows without colours, too."""
        front, behind = max(up, down), min(up, down)
        if front == ".":
            return " " * length, band
        block = BLOCKS[(up == front) + 2 * (down == front)]
        ground = None if behind == "." else self._colour(behind)
        return block * length, band + Style.from_color(self._colour(front), ground)

    def _colour(self, letter: str) -> Color:
        return TextualColor.parse(self.app.theme_variables[COLOURS[letter]]).rich_color


def logo() -> Picture:
    """The provider's mark and name."""
    return Picture(MARK)
