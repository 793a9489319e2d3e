"""Six boxes for a code, in two groups of three: one widget, so that a key repaints two boxes and nothing else."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui2fa.domain.codes import DIGITS, parse_code
from tui2fa.domain.errors import Refused

GROUP = 3
"""Boxes that stand together."""
WIDE, COMPACT = 39, 25
"""Columns that all boxes take, where there is room and where there is not."""
LONGEST_PASTE = 64
"""Characters; a longer text is no code and is not even looked at."""
EMPTY = " "


class CodeBoxes(Widget, can_focus=True):
    """Digits are typed over what is there; the sixth one sends `Completed`, and so does Enter when all boxes are full.

    Wide it takes 39 columns, with the class `compact` 25. Nothing of it can be selected, copied or logged.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"code-boxes--empty", "code-boxes--filled", "code-boxes--current"}
    DEFAULT_CSS = """
    CodeBoxes {
        width: 39; height: 3; background: $background; color: $foreground; pointer: text;
        &.compact { width: 25; }
        & > .code-boxes--empty { color: $line; }
        & > .code-boxes--filled { color: $accent; }
        & > .code-boxes--current { color: $foreground; }
        &:disabled { color: $faint; }
    }
    """

    value = reactive(EMPTY * DIGITS, init=False, repaint=False)
    """What the boxes hold, a space for an empty one."""
    cursor = reactive(0, init=False, repaint=False)
    """The current box."""

    class Completed(Message):
        """All boxes are full; `code` is what they hold."""

        def __init__(self, boxes: CodeBoxes, code: str) -> None:
            super().__init__()
            self.boxes, self.code = boxes, code

        @property
        def control(self) -> CodeBoxes:
            """The boxes."""
            return self.boxes

    class Changed(Message):
        """The boxes have become full, or are no longer."""

        def __init__(self, boxes: CodeBoxes, full: bool) -> None:
            super().__init__()
            self.boxes, self.full = boxes, full

    class Rejected(Message):
        """What was pasted, or what stands there at Enter, is no code."""

        def __init__(self, refused: Refused) -> None:
            super().__init__()
            self.refused = refused

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._refused = False
        """Whether what the boxes hold was judged and is wrong: the next digit begins anew."""
        self._drawn: dict[tuple[str, bool, int, int], list[Segment]] = {}

    @property
    def full(self) -> bool:
        """Whether every box holds a digit."""
        return EMPTY not in self.value

    @property
    def place(self) -> tuple[int, bool]:
        """The current box, and whether the next digit begins anew."""
        return self.cursor, self._refused

    @place.setter
    def place(self, place: tuple[int, bool]) -> None:
        self.cursor, self._refused = place

    def clear(self) -> None:
        """Empty every box."""
        self.value = EMPTY * DIGITS
        self.cursor = 0
        self._refused = False

    def again(self) -> None:
        """Back to the first box; what was typed stays until something else is typed."""
        self.cursor = 0
        self._refused = True

    # typing

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Digits are for the boxes; every other key may be a command."""
        del key
        return character is not None and character.isascii() and character.isdigit()

    def on_key(self, event: events.Key) -> None:
        """A digit fills the current box; other keys move or take away."""
        character = event.character
        if character and self.check_consume_key(event.key, character):
            self._put(character)
        elif event.key in _MOVES:
            self.cursor = min(max(self.cursor + _MOVES[event.key], 0), DIGITS - 1)
        elif event.key == "backspace":
            self._take(self.cursor if self.value[self.cursor] != EMPTY else max(self.cursor - 1, 0))
        elif event.key == "delete":
            self._take(self.cursor)
        elif event.key == "enter":
            self._give(self.value)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """A whole code, spaces allowed, or nothing."""
        event.stop()
        if code := self._give(event.text if len(event.text) <= LONGEST_PASTE else ""):
            self.cursor = DIGITS - 1
            self.value, self._refused = code, False

    def on_click(self, event: events.Click) -> None:
        """A click on a box makes it the current one."""
        places = [abs(event.x - left - self._box_width // 2) for left in self._lefts()]
        self.cursor = places.index(min(places))

    def _give(self, text: str) -> str:
        """The code, once it is on its way to be judged; "" where this is none."""
        try:
            code = parse_code(text)
        except Refused as refused:
            self.post_message(self.Rejected(refused))
            return ""
        self.post_message(self.Completed(self, code))
        return code

    def _put(self, digit: str) -> None:
        if self._refused and self.cursor == 0:
            self.clear()
        place = self.cursor
        self.cursor = min(place + 1, DIGITS - 1)
        self.value = self.value[:place] + digit + self.value[place + 1 :]
        if place == DIGITS - 1 and self.full:
            self.post_message(self.Completed(self, self.value))

    def _take(self, place: int) -> None:
        self.value = self.value[:place] + EMPTY + self.value[place + 1 :]
        self.cursor = place

    # drawing

    @property
    def _box_width(self) -> int:
        return 5 if self.size.width >= WIDE else 4

    def _lefts(self) -> list[int]:
        """The column that each box begins at, all of them in the middle."""
        total, step, gap = (WIDE, 6, 4) if self._box_width == 5 else (COMPACT, 4, 1)
        first = max(self.size.width - total, 0) // 2
        return [first + place * step + place // GROUP * gap for place in range(DIGITS)]

    def watch_value(self, old: str, new: str) -> None:
        """Draw the boxes that changed."""
        self._draw(*(place for place in range(DIGITS) if old[place] != new[place]))
        if (EMPTY in old) != (EMPTY in new):
            self.post_message(self.Changed(self, self.full))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the box that was current and the one that is."""
        self._draw(old, new)

    def on_focus(self) -> None:
        """Show which box is current."""
        self._draw(self.cursor)

    def on_blur(self) -> None:
        """No box is current."""
        self._draw(self.cursor)

    def _draw(self, *places: int) -> None:
        lefts = self._lefts()
        self.refresh(*(Region(lefts[place], 0, self._box_width, 3) for place in set(places)))

    def render_line(self, y: int) -> Strip:
        """One of the three rows."""
        width = self._box_width
        base = self.visual_style.rich_style
        focused = self.cursor if self.has_focus else None
        segments: list[Segment] = []
        column = 0
        for place, left in enumerate(self._lefts()):
            if left > column:
                segments.append(Segment(" " * (left - column), base))
            box = (self.value[place], place == focused, y, width)
            if box not in self._drawn:
                self._drawn[box] = self._box(*box, base)
            segments.extend(self._drawn[box])
            column = left + width
        segments.append(Segment(" " * max(self.size.width - column, 0), base))
        return Strip(segments)

    def notify_style_update(self) -> None:
        """Draw every box anew in other colours."""
        self._drawn.clear()
        super().notify_style_update()

    def _box(self, digit: str, current: bool, y: int, width: int, base: Style) -> list[Segment]:
        look = "current" if current else "empty" if digit == EMPTY else "filled"
        line = self.get_component_rich_style(f"code-boxes--{look}")
        if y != 1:
            left, right = "╭╮" if y == 0 else "╰╯"
            return [Segment(f"{left}{'─' * (width - 2)}{right}", line)]
        inside = digit.center(width - 2)
        if current and digit == EMPTY:
            inside = "▁" * (width - 2)
        return [Segment("│", line), Segment(inside, base + _TYPED[current]), Segment("│", line)]


_MOVES = {"left": -1, "right": 1, "home": -DIGITS, "end": DIGITS}
"""How many boxes a key goes on, short of the ends."""
_TYPED = {False: Style(bold=True), True: Style(bold=True, underline=True)}
