"""Textual's compositor, which does some work twice: less of that.

A repaint draws only the rows that changed, and only of the widgets in them; Textual's own draws every widget of a
scrolling body whole, for each second that is counted down there. And a screen is laid out once before it is painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual._compositor import Compositor, ReflowResult
from textual.geometry import Region, Size

if TYPE_CHECKING:
    from textual.strip import Strip
    from textual.widget import Widget


class Sparing(Compositor):
    """What is seen is the same."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out; whoever asks then where a widget is need not wait for all of it once more."""
        result = super().reflow(parent, size)
        self._full_map_invalidated = False
        return result

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Where each widget is, the part of it that is drawn, and what is drawn there."""
        crop = crop or self.size.region
        rows = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            part = region.intersection(clip).intersection(rows)
            if part and crop.overlaps(part):
                yield region, part, widget.render_lines(part.translate(-region.offset))
