"""Textual's compositor, which does some work twice: less of that.

A repaint draws only the rows that changed, and of the widgets in them only what is seen; Textual's own draws every
widget of a scrolling body whole, for each second that is counted down there, and what lies under all of them as well.
And a screen is laid out once before it is painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from textual._compositor import Compositor, ReflowResult
from textual.geometry import Region, Size

if TYPE_CHECKING:
    from textual.strip import Strip
    from textual.widget import Widget


class Sparing(Compositor):
    """What is seen is the same."""

    def __init__(self) -> None:
        super().__init__()
        self._laid_out = self._full_map

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out; whoever asks then where a widget is need not wait for all of it once more.

        What has moved is what stands elsewhere than after the last layout. Textual goes by where things were when
        somebody last asked for it, and leaves on the terminal what went before that.
        """
        self._full_map = self._laid_out
        result = super().reflow(parent, size)
        self._full_map_invalidated = False
        self._laid_out = self._full_map
        return result

    def clear(self) -> None:
        """Forget every widget."""
        super().clear()
        self._laid_out.clear()

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Where each widget is, the part of it that is drawn, and what is drawn there."""
        crop = crop or self.size.region
        rows = Region(0, crop.y, self.size.width, crop.height)
        above: list[Region] = []
        for widget, (region, clip) in self.visible_widgets.items():
            part = region.intersection(clip).intersection(rows)
            if part and crop.overlaps(part):
                for seen in _uncovered(part, above):
                    yield region, seen, widget.render_lines(seen.translate(-region.offset))
                above.append(part)


def _uncovered(part: Region, above: list[Region]) -> Iterable[Region]:
    """The rows of a part that nothing above it hides from side to side, those that follow each other together."""
    free = set(part.line_range)
    for other in above:
        if other.x <= part.x and other.right >= part.right:
            free.difference_update(other.line_range)
    for _, run in groupby(enumerate(sorted(free)), key=lambda place: place[1] - place[0]):
        rows = [row for _, row in run]
        yield Region(part.x, rows[0], part.width, len(rows))
