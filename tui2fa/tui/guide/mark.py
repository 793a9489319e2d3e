"""A word and an arrow at the control that comes next: over everything, but in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textual.containers import VerticalScroll
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

if TYPE_CHECKING:
    from tui2fa.tui.base.screen import BaseScreen


class Placed(NamedTuple):
    """Words and where their first cell stands."""

    words: str
    at: Offset

    @property
    def region(self) -> Region:
        """The cells that are taken."""
        return Region.from_offset(self.at, Size(Content(self.words).cell_length, 1))


class Mark(Widget):
    """Follows a control through layout, scrolling and sliding. `control` is its selector; what it finds first counts.

    It never covers the words of the control, and other words only where no place beside it is blank. The mouse goes
    through it (`floating`), and so does Tab. Where the control is out of sight it says which way to scroll.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Mark {
        layer: floating; position: absolute; width: auto; height: 1; visibility: hidden;
        background: $accent; color: $background; text-style: bold;
    }
    """

    words = reactive("", layout=True)
    """What it says."""

    def __init__(self, control: str) -> None:
        super().__init__(classes="floating")
        self.control = control
        self._target: Widget | None = None
        self._seen: tuple[Region, Region] | None = None

    def on_mount(self) -> None:
        """Be placed anew after every change of the layout, and every scrolling."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._moved, immediate=True)
        self._moved(self.screen)

    def _moved(self, screen: Screen[Any]) -> None:
        """Look for the control anew: it may have come or gone."""
        self._target = next((one for one in screen.query(self.control) if one.display and one.visible), None)
        self._seen = None
        self.place()

    def render(self) -> Content:
        """The word and the arrow."""
        return Content(self.words)

    def place(self) -> None:
        """Go where the control is now; it may slide without a change of the layout."""
        target = self._target
        try:
            region = self.screen.find_widget(target).region if target else None
        except NoWidget:
            region = None
        if target is None or region is None:
            self._seen, self.visible = None, False
            return
        around = self._around(target)
        if (region, around) == self._seen:
            return
        self._seen = region, around
        placed = self._best(target, region, around)
        self.visible = placed is not None
        if placed is not None:
            self.words = placed.words
            self.styles.offset = placed.at.x, placed.at.y

    def _around(self, target: Widget) -> Region:
        """The part of the screen that the control scrolls in."""
        box = next((one for one in target.ancestors if isinstance(one, VerticalScroll)), None)
        if box is None:
            return self.screen.region
        inside = box.region.shrink(box.styles.border.spacing)
        return inside.shrink((0, box.scrollbar_size_vertical if box.show_vertical_scrollbar else 0, 0, 0))

    def _best(self, target: Widget, region: Region, around: Region) -> Placed | None:
        middle = region.y + region.height // 2
        if not around.y <= middle < around.bottom:
            return self._out_of_sight(around, down=middle >= around.bottom)
        places = [place for place in self._beside(target, region, middle) if around.contains_region(place.region)]
        outside = [place for place in places if not place.region.overlaps(region)]
        return next(filter(self._blank, places), outside[-1] if outside else None)

    def _beside(self, target: Widget, region: Region, middle: int) -> Iterator[Placed]:
        """Right of the control, in its own blank end, left of it, above, and below."""
        here = self._screen.tr("here")
        back, on = f"◀ {here}", f"{here} ▶"
        width = Content(back).cell_length
        yield Placed(back, Offset(region.right, middle))
        if not isinstance(target, Input):
            yield Placed(back, Offset(region.right - width, middle))
        yield Placed(on, Offset(region.x - width, middle))
        for column in (region.x + 1, region.x + (region.width - width) // 2):
            yield Placed(f"▼ {here}", Offset(column, region.y - 1))
            yield Placed(f"▲ {here}", Offset(column, region.bottom))

    def _out_of_sight(self, around: Region, *, down: bool) -> Placed:
        """At the edge that the control lies beyond."""
        words = self._screen.tr("▼ further down") if down else self._screen.tr("▲ further up")
        row, room = (around.bottom - 1 if down else around.y), around.width - Content(words).cell_length
        places = [Placed(words, Offset(around.x + max(column, 0), row)) for column in (room - 1, room // 2, 1)]
        return next(filter(self._blank, places), places[0])

    def _blank(self, place: Placed) -> bool:
        """Whether nothing can be read in these cells."""
        others = (widget for widget in self.screen.walk_children(Widget) if widget is not self)
        return not any(self._text(widget, place.region) for widget in others)

    def _text(self, widget: Widget, region: Region) -> str:
        """What a widget that holds no others shows in these cells."""
        if widget.children or not widget.display or not widget.visible:
            return ""
        try:
            cells = self.screen.find_widget(widget).visible_region.intersection(region)
        except NoWidget:
            return ""
        lines = widget.render_lines(cells.translate(-widget.region.offset)) if cells else []
        return "".join(line.text for line in lines).strip()

    @property
    def _screen(self) -> BaseScreen[Any]:
        return cast("BaseScreen[Any]", self.screen)
