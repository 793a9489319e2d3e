"""A world behind the screens, and screens that look at it more often than a person could."""

from __future__ import annotations

import pytest

from tests.undrawn import undrawn
from tests.unit.conftest import home, world

__all__ = ["home", "undrawn", "world"]


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui2fa.tui.screens.challenge.LOOK_EVERY", 0.05)
