"""For tests that look at a screen now and then: nothing is drawn for a terminal at which nobody sits."""

from __future__ import annotations

import pytest
from textual._context import visible_screen_stack
from textual.screen import Screen

from tui2fa.tui.base.compositor import Sparing


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw when a test looks, and not each change for a terminal at which nobody sits: that took a fifth of the time.

    What a person sees then is proven by the pictures, and on a real terminal by `tests/e2e`.
    """
    draw = Sparing.render_update

    def render_update(
        self: Sparing, full: bool = False, screen_stack: list[Screen[object]] | None = None, simplify: bool = False
    ) -> object:
        if full:  # a picture is taken
            return draw(self, full, screen_stack, simplify)
        visible_screen_stack.set([] if screen_stack is None else screen_stack)
        self._dirty_regions.clear()
        return None

    monkeypatch.setattr(Sparing, "render_update", render_update)
