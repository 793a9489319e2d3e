"""A world on SQLite for tests of services."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.world import Moments, World
from tui2fa.domain.limits import Limits
from tui2fa.store.engine import Store

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of our own is made in it
"""Where waiting for a disk costs nothing; how things last is the store suite's to prove."""


@dataclass(frozen=True)
class Home:
    """A store that stays open from test to test, because a new engine compiles every statement anew."""

    store: Store
    file: Path
    empty: bytes
    moments: Moments = field(default_factory=dict)

    def world(self, limits: Limits | None = None) -> World:
        """Services on that store, empty again."""
        self.file.write_bytes(self.empty)
        return World(
            self.file, self.file.parent, limits=limits, store=self.store, moments=None if limits else self.moments
        )


@pytest.fixture(scope="session")
def home() -> Iterator[Home]:
    """One for each process of the test run."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        file = Path(folder) / "tui2fa.sqlite3"
        store = Store.open(file, Path(folder) / "key")
        yield Home(store, file, file.read_bytes())
        store.close()


@pytest.fixture
def world(home: Home) -> Iterator[World]:
    """Services on a store with nobody in it."""
    made = home.world()
    yield made
    made.close()
