"""A world on SQLite for tests of services."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World


def _world(home: Path) -> World:
    return World(home / "data" / "tui2fa.sqlite3", home / "config")


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without any account, with its key; making one takes longer than copying it."""
    home = tmp_path_factory.mktemp("empty")
    _world(home).close()
    return home


@pytest.fixture
def world(empty_home: Path, tmp_path: Path) -> Iterator[World]:
    """Services on a store of the test's own."""
    made = _world(shutil.copytree(empty_home, tmp_path / "home"))
    yield made
    made.close()
