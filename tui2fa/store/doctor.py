"""Examines a store and changes nothing: where it lies, who can read it, whether it is whole, its age, key and clock."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from tui2fa.domain.clock import Clock
from tui2fa.domain.sentences import N_
from tui2fa.store import files, migrations
from tui2fa.store.engine import check_key, database_at
from tui2fa.store.files import StoreRefused
from tui2fa.store.postgresql import PostgreSQL
from tui2fa.store.sealing import Sealer, load_key
from tui2fa.store.sqlite import SQLite
from tui2fa.store.tables import Activity

CLOCK_SLACK = timedelta(minutes=2)
"""So far may the newest activity lie in the future before the clock is called wrong."""
WAL_REPAIRED = ((3, 44, 6), (3, 50, 7))
"""SQLite releases whose own series was repaired against losing data from a WAL with several writers."""
WAL_SAFE = (3, 51, 3)
"""From here on every release is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `name` and `message` are catalogue keys, `values` fill the named places of the message."""

    name: str
    ok: bool
    message: str
    values: dict[str, str]


_Said = tuple[str, dict[str, object]]


def examine(place: Path | str, key_file: Path, clock: Clock) -> list[Finding]:
    """What there is to say about the store at `place`, a SQLite file or a URL, and about its key file."""
    try:
        database = database_at(place)
    except StoreRefused as error:
        return [Finding(N_("Store"), False, error.message, error.values)]
    try:
        if isinstance(database, SQLite):
            return list(_sqlite(database, key_file, clock))
        return list(_postgresql(database, key_file, clock))
    finally:
        database.close()


def journal_is_safe(mode: str, version: tuple[int, ...]) -> bool:
    """Whether this SQLite keeps a store with several writers whole in this journal mode."""
    repaired = any(version[:2] == release[:2] and version >= release for release in WAL_REPAIRED)
    return mode != "wal" or repaired or version >= WAL_SAFE


def _sqlite(database: SQLite, key_file: Path, clock: Clock) -> Iterator[Finding]:
    path = database.path
    if not os.path.lexists(path):
        yield _found(N_("Store"), lambda: _unmade(path))
        return
    uri = f"file:{quote(str(path))}?mode=ro"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool)
    yield _found(N_("Store"), lambda: _file(path))
    schema = _found(N_("Schema"), lambda: _schema(_identity(engine, database)))
    yield _found(N_("Key"), lambda: _key(key_file, engine, schema.ok and _identity(engine, database) > 0))
    yield schema
    if schema.ok:
        yield _found(N_("Journal"), lambda: _journal(engine))
        yield _found(N_("Integrity"), lambda: _integrity(engine, path))
        yield _found(N_("Clock"), lambda: _clock(engine, clock))


def _postgresql(database: PostgreSQL, key_file: Path, clock: Clock) -> Iterator[Finding]:
    schema = _found(N_("Schema"), lambda: _schema(database.schema()))
    yield Finding(N_("Store"), True, N_("the database {url}"), {"url": database.name})
    yield schema
    if schema.ok and database.schema():
        yield _found(N_("Key"), lambda: _key(key_file, database.reading, filled=True))
        yield _found(N_("Clock"), lambda: _clock(database.reading, clock))


def _found(name: str, check: Callable[[], _Said]) -> Finding:
    try:
        message, values = check()
    except StoreRefused as error:
        return Finding(name, False, error.message, error.values)
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0]
        return Finding(name, False, N_("It cannot be read: {system}"), {"system": said})
    return Finding(name, True, message, {place: str(value) for place, value in values.items()})


def _unmade(path: Path) -> _Said:
    if path.parent.exists():
        files.check_private_folder(path.parent)
    return N_("{path} is made at the first start"), {"path": path}


def _file(path: Path) -> _Said:
    files.check_private_folder(path.parent)
    files.check_local(path.parent)
    files.check_private_file(path)
    return N_("{path}, for its owner alone"), {"path": path}


def _key(path: Path, engine: Engine, filled: bool) -> _Said:
    """`filled` says that there are tables in which there may be secrets."""
    sealer = Sealer(load_key(path, new_store=False))
    if filled:
        with engine.connect() as connection:
            check_key(connection, sealer, path)
    return N_("{path}, for its owner alone"), {"path": path}


def _identity(engine: Engine, database: SQLite) -> int:
    with engine.connect() as connection:
        return database.identity(lambda question: connection.exec_driver_sql(question).scalar_one())


def _schema(number: int) -> _Said:
    if number < migrations.SCHEMA:
        return N_("{number}; the next start brings it to {newest}"), {"number": number, "newest": migrations.SCHEMA}
    return N_("{number}, the newest"), {"number": number}


def _journal(engine: Engine) -> _Said:
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    if not journal_is_safe(mode, sqlite3.sqlite_version_info):
        raise StoreRefused(
            N_("{mode} can lose data with SQLite {version}. The next start puts it back to delete."),
            mode=mode,
            version=sqlite3.sqlite_version,
        )
    return N_("{mode}, SQLite {version}"), {"mode": mode, "version": sqlite3.sqlite_version}


def _integrity(engine: Engine, path: Path) -> _Said:
    with engine.connect() as connection:
        faults = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if faults != ["ok"] or loose:
        raise StoreRefused(N_("{path} is damaged. Put a backup in its place."), path=path)
    return N_("intact"), {}


def _clock(engine: Engine, clock: Clock) -> _Said:
    with engine.connect() as connection:
        newest = connection.execute(select(Activity.at).order_by(col(Activity.id).desc()).limit(1)).scalar()
    if newest and newest > clock.now() + CLOCK_SLACK:
        raise StoreRefused(
            N_("The newest activity is from {newest}, which is still to come. Set the clock of this machine."),
            newest=newest.isoformat(timespec="seconds"),
        )
    return N_("not before the newest activity"), {}
