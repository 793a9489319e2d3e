"""Lists of any length, of which no more is drawn than is in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

Piece = tuple[str, str]
"""A part of a line, and its look: "plain", "strong", "muted", "faint", "good", "warning" or "bad"."""
LOOKS = ("plain", "strong", "muted", "faint", "good", "warning", "bad")


def fitted(text: str, width: int) -> str:
    """A text in exactly so many cells, cut with an ellipsis where it is longer."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


class LineList(ScrollView, can_focus=True):
    """Lines that scroll; a subclass says how many there are and makes one when it comes in sight."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {f"line-list--{look}" for look in LOOKS}
    DEFAULT_CSS = """
    LineList {
        width: 100%; height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        scrollbar-background: $background; scrollbar-color: $line;
        scrollbar-background-hover: $background; scrollbar-color-hover: $muted;
        scrollbar-background-active: $background; scrollbar-color-active: $muted;
        & > .line-list--strong { text-style: bold; }
        & > .line-list--muted { color: $muted; }
        & > .line-list--faint { color: $faint; }
        & > .line-list--good { color: $success; text-style: bold; }
        & > .line-list--warning { color: $primary; text-style: bold; }
        & > .line-list--bad { color: $error; }
    }
    """

    def on_mount(self) -> None:
        """Take the room that the lines need."""
        self.renew()

    def on_resize(self) -> None:
        """Lines may be cut or wrapped otherwise at another width."""
        self.renew()

    def renew(self) -> None:
        """Show what the lines are now."""
        self.virtual_size = Size(1, self.count(self.room))
        self.refresh()

    @property
    def room(self) -> int:
        """Cells of a line: the bar at the right is not among them."""
        return max(self.scrollable_content_region.width, 1)

    def count(self, width: int) -> int:
        """How many lines there are at a width in cells."""
        raise NotImplementedError

    def line(self, index: int, width: int) -> Sequence[Piece]:
        """One line; what is beyond `width` cells is not seen."""
        raise NotImplementedError

    def ground(self, index: int) -> tuple[str, ...]:
        """The component classes that a line has beside the looks of its parts."""
        del index
        return ()

    def render_line(self, y: int) -> Strip:
        """One row of cells; made of segments, since a list of thousands is drawn anew with each key in a search."""
        index = y + self.scroll_offset.y
        there = index < self.virtual_size.height
        ground = self.ground(index) if there else ()
        segments = [
            Segment(text, self.get_visual_style(*ground, f"line-list--{look}").rich_style)
            for text, look in (self.line(index, self.room) if there else ())
        ]
        style = self.get_visual_style(*ground, "line-list--plain").rich_style
        return Strip(segments).adjust_cell_length(self.size.width, style)


class ChoiceList(LineList):
    """Lines of which one is marked; Enter and a click on the marked one choose it."""

    COMPONENT_CLASSES = {"choice-list--marked"}
    DEFAULT_CSS = """
    ChoiceList {
        pointer: pointer;
        & > .choice-list--marked { background: $panel; }
        &:focus > .choice-list--marked { background: $block-cursor-background; text-style: bold; }
    }
    """
    BINDINGS = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(False)", show=False),
        Binding("end", "end(True)", show=False),
        Binding("enter", "choose", show=False),
    ]

    marked = reactive(0)
    """The line that Enter chooses."""

    @dataclass
    class Chosen(Message):
        """A line was chosen."""

        index: int

    def renew(self) -> None:
        """Show what the lines are now; the mark stays on one of them."""
        super().renew()
        self.marked = self._bounded(self.marked)

    def _bounded(self, index: int) -> int:
        return max(0, min(index, self.virtual_size.height - 1))

    def validate_marked(self, marked: int) -> int:
        """Only a line can be marked."""
        return self._bounded(marked)

    def watch_marked(self) -> None:
        """The marked line is in sight."""
        self.scroll_to_region(Region(0, self.marked, 1, 1), animate=False)

    def ground(self, index: int) -> tuple[str, ...]:
        """The marked line has a ground of its own."""
        return ("choice-list--marked",) if index == self.marked else ()

    def action_move(self, steps: int) -> None:
        """Mark another line."""
        self.marked += steps

    def action_page(self, pages: int) -> None:
        """Mark the line a screenful on."""
        self.marked += pages * max(self.size.height - 1, 1)

    def action_end(self, last: bool) -> None:
        """Mark the first or the last line."""
        self.marked = self.virtual_size.height - 1 if last else 0

    def action_choose(self) -> None:
        """Choose the marked line."""
        if self.virtual_size.height:
            self.post_message(self.Chosen(self.marked))

    def on_click(self, event: events.Click) -> None:
        """A click marks a line; one on the marked line chooses it."""
        index = event.y + self.scroll_offset.y
        if index < self.virtual_size.height:
            again = index == self.marked
            self.marked = index
            if again:
                self.action_choose()
