"""A code in digits that are read across a room."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

SHAPES = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
}
"""Three dots wide, five high."""
BLANK = " " * 3
HALVES = {"  ": " ", "█ ": "▀", " █": "▄", "██": "█"}
"""Two dots above each other in one cell."""


class LargeCode(Static):
    """Six digits in two groups of three, 50 cells by 5. Cannot be selected."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "LargeCode { width: auto; height: auto; }"

    def __init__(self, code: str) -> None:
        super().__init__(Content("\n".join("".join(dot * 2 for dot in row) for row in _dots(code))))


def smaller(code: str) -> str:
    """The same digits in 25 cells by 3, each dot half a cell high."""
    rows = [*_dots(code), ""]
    return "\n".join(
        "".join(HALVES[above + below] for above, below in zip(upper, lower.ljust(len(upper)), strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def _dots(code: str) -> list[str]:
    """The five rows of dots, one apart between digits, three between the groups."""
    shapes = [SHAPES.get(digit, (BLANK,) * 5) for digit in code]
    return ["   ".join(" ".join(shape[y] for shape in group) for group in (shapes[:3], shapes[3:])) for y in range(5)]
