"""What is seen when the window is too small; everything under it stays as it is."""

from __future__ import annotations

from textual.widgets import Static


class Cover(Static):
    """One sentence over the whole screen."""

    DEFAULT_CSS = """
    Cover {
        layer: cover; dock: top; width: 100%; height: 100%; content-align: center middle; background: $background;
    }
    """
