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
    """Six digits in two groups of three: 50 cells by 5, or 25 by 3 where there is little room. Cannot be selected."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "LargeCode { width: auto; height: auto; }"

    def __init__(self, code: str, *, little: bool = False) -> None:
        super().__init__(Content("\n".join(_little(code) if little else _large(code))))


def _large(code: str) -> list[str]:
    """Each dot two cells wide, which makes it about square."""
    return ["".join(dot * 2 for dot in row) for row in _dots(code)]


def _little(code: str) -> list[str]:
    """Each dot half a cell high."""
    rows = [*_dots(code), ""]
    return [
        "".join(HALVES[above + below] for above, below in zip(upper, lower.ljust(len(upper)), strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def _dots(code: str) -> list[str]:
    """The five rows of dots, one apart between digits, three between the groups."""
    shapes = [SHAPES.get(digit, (BLANK,) * 5) for digit in code]
    return ["   ".join(" ".join(shape[y] for shape in group) for group in (shapes[:3], shapes[3:])) for y in range(5)]
