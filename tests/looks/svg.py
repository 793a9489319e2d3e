"""Makes the SVG that Textual exports small, the same everywhere, and whole without any font or address from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby

CELL, LINE = 12.2, 24.4
"""Width and height of a cell in Rich's SVG."""
TOP, BASELINE = 1.5, 20.0
"""From where Rich says a line begins to its background and to the feet of its letters."""
FONTS = 'ui-monospace, Menlo, "Cascadia Mono", "DejaVu Sans Mono", monospace'

_TEXT = re.compile(r'<text class="[^"]*-(r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"[^>]*>([^<]*)</text>')
_BACKGROUND = re.compile(r'<rect fill="([^"]*)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="24.65"[^>]*/>')
_BACKGROUNDS = re.compile(rf"(?:{_BACKGROUND.pattern})+")
_LEFTOVERS = (r"@font-face \{.*?\}\s*", r"<clipPath id=\"[^\"]*-line-.*?</clipPath>\s*", r"<!--.*?-->\s*")

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_BLOCKS = {sign: (0.0, 1 - number / 8, 1.0, number / 8) for number, sign in enumerate(_EIGHTHS) if number} | {
    "▀": (0.0, 0.0, 1.0, 0.5),
    "▔": (0.0, 0.0, 1.0, 0.125),
    "▌": (0.0, 0.0, 0.5, 1.0),
    "▐": (0.5, 0.0, 0.5, 1.0),
    "▎": (0.0, 0.0, 0.25, 1.0),
    "▊": (0.0, 0.0, 0.75, 1.0),
}
"""Block elements as left, top, width and height in parts of a cell: fonts leave gaps between them."""
_LINES = {
    "─": "m0,12.2h12.2",
    "│": "m6.1,0v24.4",
    "┌": "m6.1,24.4v-12.2h6.1",
    "┐": "m0,12.2h6.1v12.2",
    "└": "m6.1,0v12.2h6.1",
    "┘": "m0,12.2h6.1v-12.2",
    "┬": "m0,12.2h12.2m-6.1,0v12.2",
    "┴": "m0,12.2h12.2m-6.1,0v-12.2",
    "╭": "m6.1,24.4v-7q0,-5.2 5.2,-5.2h.9",
    "╮": "m0,12.2h.9q5.2,0 5.2,5.2v7",
    "╰": "m6.1,0v7q0,5.2 5.2,5.2h.9",
    "╯": "m0,12.2h.9q5.2,0 5.2,-5.2v-7",
}
"""Box drawings as paths from the left top corner of their cell, for the same reason."""


def slim(svg: str) -> str:
    """The same picture: letters as text, blocks and boxes drawn, colours as they were."""
    for pattern in _LEFTOVERS:
        svg = re.sub(pattern, "", svg, flags=re.DOTALL)
    svg = _BACKGROUNDS.sub(_backgrounds, svg)
    svg = _TEXT.sub(lambda found: "".join(_drawn(found)), svg)
    svg = re.sub(r"\.[\w-]+-(r\d+) \{ fill: (#\w+);?([^}]*)\}", r".\1{fill:\2;\3}\n.\1 path{stroke:\2}", svg)
    svg = svg.replace("Fira Code, monospace", FONTS).replace("&#160;", " ")
    svg = re.sub(r"terminal-\d+-", "", svg)
    svg = svg.replace("</style>", "path{fill:none;stroke-width:1.4}\ng rect{shape-rendering:crispEdges}\n</style>", 1)
    return "\n".join(filter(None, map(str.strip, svg.splitlines()))) + "\n"


def _backgrounds(found: re.Match[str]) -> str:
    """Neighbours of one colour as one."""
    rects = []
    for (fill, y), row in groupby(_BACKGROUND.findall(found[0]), lambda rect: (rect[0], rect[2])):
        pieces = list(row)
        width = sum(float(piece[3]) for piece in pieces)
        rects.append(f'<rect fill="{fill}" x="{pieces[0][1]}" y="{y}" width="{width:g}" height="24.65"/>\n')
    return "".join(rects)


def _drawn(found: re.Match[str]) -> Iterator[str]:
    """One piece of one line, in one style."""
    style, text = found[1], unescape(found[4]).replace("\xa0", " ")
    left, top = float(found[2]), float(found[3]) - BASELINE + TOP
    at = 0
    for sign, run in groupby(text, lambda character: character if _drawable(character) else ""):
        count = len(list(run))
        if sign in _BLOCKS:
            x, y, width, height = _BLOCKS[sign]
            for one, many in [(at, count)] if width == 1 else [(at + step, 1) for step in range(count)]:
                place = f'x="{left + (one + x) * CELL:g}" y="{top + y * LINE:g}"'
                size = f'width="{many * width * CELL:g}" height="{height * LINE + 0.25:g}"'
                yield f'<rect class="{style}" {place} {size}/>\n'
        elif sign in _LINES:
            steps = "".join(f"M{left + (at + step) * CELL:g},{top:g}{_LINES[sign]}" for step in range(count))
            yield f'<g class="{style}"><path d="{steps}"/></g>\n'
        else:
            piece = text[at : at + count]
            yield from _letters(style, left + at * CELL, top - TOP + BASELINE, piece)
        at += count


def _drawable(character: str) -> bool:
    return character in _BLOCKS or character in _LINES


def _letters(style: str, x: float, y: float, piece: str) -> Iterator[str]:
    """Words, without the blanks around them."""
    words = piece.strip()
    x += (len(piece) - len(piece.lstrip())) * CELL
    if words:
        length = f'textLength="{len(words) * CELL:g}"'
        yield f'<text class="{style}" x="{x:g}" y="{y:g}" {length} xml:space="preserve">{escape(words)}</text>\n'
