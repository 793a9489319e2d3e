"""A QR code in half blocks, black on white in every cell whatever the colours around it."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

QUIET = 2
"""Modules of white around the code."""
VERSION = 5
"""The largest that stands beside its boxes on 80x24: 37 modules, 41 by 21 cells with the quiet zone."""
INK = Style.parse("#000000 on #ffffff not bold not dim not reverse")


class QrCode(Widget):
    """Draws `content` as a QR code of 41 by 21 cells, error level L; `content` stays readable for a scanner.

    Raises segno's DataOverflowError for a text that does not fit.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    hidden = reactive(False)
    """Whether nothing but white is drawn (SC-6)."""

    def __init__(self, content: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.content = content
        self._lines = _lines(content)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Modules and quiet zone."""
        return len(self._lines[0])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two modules to a cell."""
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        line = self._lines[y] if y < len(self._lines) else ""
        return Strip([Segment(" " * len(line) if self.hidden else line, INK)], len(line))


def _lines(content: str) -> list[str]:
    """The code as rows of half blocks, an odd last row filled up with white."""
    import segno

    code = segno.make_qr(content, version=VERSION, error="L", boost_error=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    return [
        "".join(_CELLS[upper, lower] for upper, lower in zip(above, below, strict=True))
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    ]


_CELLS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
