"""SQLite as the store wants it: locked before it reads, settings read back, nothing left open (DB-2, DB-3, DB-5)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import select

from tests.store import helpers
from tests.store.helpers import opened
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.store import migrations, sqlite
from tui2fa.store.engine import Store
from tui2fa.store.tables import Account


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "s?#% ü.sqlite3"


@pytest.fixture
def store(path: Path, tmp_path: Path) -> Iterator[Store]:
    with opened(path, tmp_path) as store:
        with store.write() as session:
            session.add(helpers.account())
        yield store


def test_a_writer_locks_before_it_reads(store: Store) -> None:
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with store.write() as session:
            session.exec(select(Account)).all()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert statements[0] == "BEGIN IMMEDIATE"


def test_every_connection_has_every_setting(store: Store) -> None:
    expected = {
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "synchronous": 3,
        "journal_mode": "delete",
    }
    for transaction in (store.read, store.write):
        with transaction() as session:
            assert {
                name: session.connection().execute(text(f"PRAGMA {name}")).scalar() for name in expected
            } == expected


def test_a_setting_that_does_not_hold_is_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite.PRAGMAS, "synchronous", 7)
    with pytest.raises(Refused) as refused, store.read() as session:
        session.exec(select(Account)).all()
    assert refused.value.refusal is Refusal.STORE_FAILED


def test_the_header_says_whose_the_file_is(store: Store, path: Path) -> None:
    header = path.read_bytes()[:100]
    assert header[68:72] == b"t2fa"
    assert int.from_bytes(header[60:64], "big") == migrations.SCHEMA


def test_nothing_stays_open_between_transactions(store: Store, path: Path) -> None:
    with store.read() as session:
        session.exec(select(Account)).all()
        assert path in _open_files()
    assert path not in _open_files()


def _open_files() -> set[Path]:
    links = (Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd"))  # noqa: PTH208
    return {link.readlink() for link in links if link.is_symlink()}


def test_a_busy_store_is_told_apart(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite.PRAGMAS, "busy_timeout", 20)
    with opened(path, tmp_path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for transaction in (store.read, store.write):
            with pytest.raises(Refused) as refused, transaction() as session:
                session.exec(select(Account.id)).all()
            assert refused.value.refusal is Refusal.STORE_BUSY
        with pytest.raises(Refused) as refused:
            store.version()
        assert refused.value.refusal is Refusal.STORE_BUSY
