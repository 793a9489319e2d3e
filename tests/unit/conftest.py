"""A world on SQLite for tests of services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "data" / "tui2fa.sqlite3", tmp_path / "config")
    yield made
    made.close()
