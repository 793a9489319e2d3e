"""The same world and the same quick looks as the walks."""

from __future__ import annotations

from tests.tui.conftest import _quick_looks, home, undrawn, world

__all__ = ["_quick_looks", "home", "undrawn", "world"]
