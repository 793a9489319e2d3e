"""Pictures know nothing of the machine they are taken on."""

from __future__ import annotations

import time

import pytest

from tests.looks.theatre import TIME_ZONE
from tests.undrawn import undrawn

__all__ = ["undrawn"]


@pytest.fixture(autouse=True)
def _time_zone(_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of Amsterdam on a machine without a list of time zones, too."""
    monkeypatch.setenv("TZ", TIME_ZONE)
    time.tzset()
