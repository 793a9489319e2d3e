"""The small map of the panel: the rail with the name, the settings bar, the page, and the spot where a step happens."""

from __future__ import annotations

from textual.content import Content

from tui2fa.guide.model import Place
from tui2fa.locale import Catalogue

PANEL = (
    "┌──────┬───────┬───────────┐",
    "│      │       │           │",
    "│      │       │           │",
    "│      │       │           │",
    "└──────┴───────┴───────────┘",
)
TELEPHONE = (
    "          ╭──────╮          ",
    "          │      │          ",
    "          │      │          ",
    "          │      │          ",
    "          ╰──────╯          ",
)
WIDTH = len(PANEL[0])
SPOTS = {
    Place.TOP_LEFT: (1, 2),
    Place.TOP_RIGHT: (1, 25),
    Place.MENU: (2, 25),
    Place.BAR_TOP: (1, 9),
    Place.BAR_BOTTOM: (3, 9),
    Place.SETTINGS_BOTTOM: (3, 19),
    Place.MIDDLE: (2, 20),
    Place.PHONE: (2, 13),
}
"""Row and column of each place on its picture."""


def drawn(place: Place, tr: Catalogue) -> Content:
    """The map with the spot marked by a sign, and by its name in the lower edge."""
    row, column = SPOTS[place]
    lines = list(TELEPHONE if place is Place.PHONE else PANEL)
    name = f" ● {tr(place.value)} "
    start = (WIDTH - Content(name).cell_length) // 2
    upper = [
        Content.assemble(line[:column], ("●", "bold $primary"), line[column + 1 :]) if number == row else Content(line)
        for number, line in enumerate(lines[:-1])
    ]
    edge = lines[-1]
    lower = Content.assemble(edge[:start], (name, "bold $primary"), edge[start + Content(name).cell_length :])
    return Content("\n").join([*upper, lower])
