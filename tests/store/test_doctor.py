"""The doctor says what is right and wrong with a store, and changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.store import helpers
from tests.store.helpers import NOW, opened
from tui2fa.store import migrations
from tui2fa.store.doctor import examine, journal_is_safe


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW

    def uptime(self) -> float:
        return 0.0


def _wrong(place: Path | str, folder: Path) -> dict[str, str]:
    findings = examine(place, folder / "key", Noon())
    return {finding.name: finding.message.format(**finding.values) for finding in findings if not finding.ok}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store" / "s"
    with opened(path, tmp_path) as store, store.write() as session:
        session.add(helpers.activity())
    return path


def test_a_sound_store_has_nothing_wrong(database: Path | str, tmp_path: Path) -> None:
    with opened(database, tmp_path) as store, store.write() as session:
        session.add(helpers.activity())
    findings = examine(database, tmp_path / "key", Noon())
    names = ["Store", "Key", "Schema", "Journal", "Integrity", "Clock"]
    if isinstance(database, str):
        names = ["Store", "Schema", "Key", "Clock"]
    assert [(finding.name, finding.ok) for finding in findings] == [(name, True) for name in names]


def test_a_store_that_is_not_there_is_not_made(database: Path | str, tmp_path: Path) -> None:
    findings = examine(database, tmp_path / "key", Noon())
    assert findings[0].name == "Store"
    assert all(finding.ok for finding in findings)
    assert not list(tmp_path.iterdir())


def test_a_folder_in_which_no_store_may_be_made_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o755)
    assert "chmod 700" in _wrong(folder / "s", tmp_path)["Store"]


def _execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


WRONG: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "open to others": (lambda path: path.chmod(0o644), "Store", "chmod 600"),
    "folder open to others": (lambda path: path.parent.chmod(0o755), "Store", "chmod 700"),
    "no key": (lambda path: (path.parents[1] / "key").unlink(), "Key", "missing"),
    "newer": (lambda path: _execute(path, "PRAGMA user_version = 99"), "Schema", "newer"),
    "not ours": (lambda path: path.write_bytes(b""), "Schema", "not a store"),
    "a row of nobody": (
        lambda path: _execute(path, "INSERT INTO contact VALUES (1, 'nobody', 1, 'number', 'mobile', '+316')"),
        "Integrity",
        "damaged",
    ),
    "from the future": (
        lambda path: _execute(path, "INSERT INTO activity VALUES (9, 'a', '2027-01-01 00:00:00', 'x', '{}', 'o', 'a')"),
        "Clock",
        "2027-01-01T00:00:00+00:00",
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_wrong_is_named_and_left_as_it_is(path: Path, tmp_path: Path, fault: str) -> None:
    spoil, name, reason = WRONG[fault]
    spoil(path)
    before = path.read_bytes()
    wrong = _wrong(path, tmp_path)
    assert [*wrong] == [name]
    assert reason in wrong[name]
    assert path.read_bytes() == before
    assert [*path.parent.iterdir()] == [path]


def test_an_unknown_url_and_an_unreachable_database_are_named(tmp_path: Path) -> None:
    assert [*_wrong("mysql://host", tmp_path)] == ["Store"]
    assert "does not answer" in _wrong(f"postgresql:///name?host={tmp_path}", tmp_path)["Schema"]


def test_an_older_store_is_fine_until_the_next_start(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = migrations.SCHEMA
    monkeypatch.setattr(migrations, "SCHEMA", present + 1)
    assert _wrong(path, tmp_path) == {}
    schema = next(finding for finding in examine(path, tmp_path / "key", Noon()) if finding.name == "Schema")
    assert schema.values == {"number": str(present), "newest": str(present + 1)}


def test_the_clock_may_be_a_little_behind(path: Path, tmp_path: Path) -> None:
    with opened(path, tmp_path) as store, store.write() as session:
        session.add(helpers.activity(at=NOW + timedelta(minutes=2)))
    assert _wrong(path, tmp_path) == {}


@pytest.mark.parametrize(
    ("mode", "version", "safe"),
    [
        ("delete", (3, 40, 1), True),
        ("wal", (3, 40, 1), False),
        ("wal", (3, 44, 5), False),
        ("wal", (3, 44, 6), True),
        ("wal", (3, 45, 0), False),
        ("wal", (3, 50, 7), True),
        ("wal", (3, 51, 2), False),
        ("wal", (3, 51, 3), True),
        ("wal", (3, 52, 0), True),
    ],
)
def test_a_wal_is_safe_only_where_sqlite_is_repaired(mode: str, version: tuple[int, ...], safe: bool) -> None:
    assert journal_is_safe(mode, version) is safe
