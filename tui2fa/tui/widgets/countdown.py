"""Something to press that can be pressed again after a while, and says how long that is."""

from __future__ import annotations

from textual.content import Content

from tui2fa.tui.widgets.button import Link


class Countdown(Link):
    """A link with the seconds that are left behind its words; disabled as long as there are any."""

    def __init__(self, words: str, *, id: str | None = None) -> None:
        super().__init__(words, id=id)
        self._words = words

    def left(self, seconds: float, told: str) -> None:
        """Show that so many seconds are left, `told` in the person's language; none makes it pressable."""
        waiting = seconds > 0
        self.label = Content(f"{self._words} ({told})" if waiting else self._words)
        self.disabled = waiting
