"""Something to press that can be pressed again after a while, and says how long that is."""

from __future__ import annotations

from textual.content import Content

from tui2fa.tui.widgets.button import Link

ROOM = len(" (1 min)")
"""Cells behind the words, so that nothing moves while the seconds run."""


class Countdown(Link):
    """A link with the seconds that are left behind its words; disabled as long as there are any."""

    DEFAULT_CSS = "Countdown { text-style: none; text-align: left; content-align: left middle; }"

    def __init__(self, words: str, *, id: str | None = None) -> None:
        super().__init__(words, id=id)
        self._words = words
        self.styles.width = Content(words).cell_length + ROOM
        self.left(0, "")

    def left(self, seconds: float, told: str) -> None:
        """Show that so many seconds are left, `told` in the person's language; none makes it pressable."""
        waiting = seconds > 0
        words = f"{self._words} ({told})" if waiting else Content.styled(self._words, "underline")
        if words != self.label:
            self.label = words
        self.disabled = waiting
