"""The store suite runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.postgresql import Server, Unavailable


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server for each process of the test run; skips where there can be none."""
    try:
        server = Server()
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a store of the test's own is to be made, as `Store.open` takes it: a path, then a URL."""
    if request.param == "sqlite":
        yield tmp_path / "store" / "tui2fa.sqlite3"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.lend()
    yield url
    server.take_back(url)
