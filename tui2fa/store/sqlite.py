"""The store in one SQLite file: private, with one writer at a time, known to be ours before it is touched."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.store import files, migrations
from tui2fa.store.files import StoreRefused

APPLICATION_ID = 0x74326661
"""`t2fa` in the file's header (DB-12)."""
BUSY_SECONDS = 5
"""How long a transaction waits for another one to end (DB-4)."""

PRAGMAS = {
    "foreign_keys": 1,
    "busy_timeout": BUSY_SECONDS * 1000,
    "trusted_schema": 0,
    "synchronous": 3,  # EXTRA: the folder is synced too, so a commit survives a power cut
    "journal_mode": "delete",  # WAL can lose data before SQLite 3.51.3 where several processes write
}
_NOT_OURS = N_("{path} is not a store of tui2fa. Move it away or choose another place with --data-dir.")
_NEWER = N_("{path} was made by a newer tui2fa. Upgrade tui2fa to open it.")
_DAMAGED = N_("{path} is damaged; it was left as it is. Put a backup in its place.")


class SQLite:
    """A SQLite file as a Database.

    Every transaction opens the file anew (0.4 ms): one that was moved, removed or put back is noticed at once, and
    no lock or descriptor outlives its transaction.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool, hide_parameters=True)
        event.listen(engine, "begin", _begin)
        self.reading: Engine = engine
        self.writing: Engine = engine.execution_options(begin="IMMEDIATE")
        self._migrating: Engine = engine.execution_options(begin="MIGRATE")
        self._poll: sqlite3.Connection | None = None
        self._poll_lock = threading.Lock()

    def is_new(self) -> bool:
        """Whether the file is not there yet. Raises StoreRefused unless it is ours, private, local and not too new."""
        files.private_folder(self.path.parent)
        files.check_local(self.path.parent)
        try:
            files.check_private_file(self.path)
        except FileNotFoundError:
            return True
        self._check_writable()
        self._peek()
        return False

    def prepare(self) -> None:
        """Make the file, or migrate it behind a backup; then check that it is whole. Raises StoreRefused."""
        if not self.path.exists():
            self._create()
        with self._damaged():
            with self.reading.connect() as connection:
                number = self.identity(lambda question: connection.exec_driver_sql(question).scalar_one())
            if number < migrations.SCHEMA:
                self._migrate()
            with self.reading.connect() as checked:
                whole = _is_whole(checked)
        if not whole:
            raise StoreRefused(_DAMAGED, path=self.path)

    def identity(self, ask: Callable[[str], int]) -> int:
        """The schema number, where `ask` answers a PRAGMA. Raises StoreRefused unless it is ours and no newer."""
        if ask("PRAGMA application_id") != APPLICATION_ID:
            raise StoreRefused(_NOT_OURS, path=self.path)
        number = ask("PRAGMA user_version")
        if number > migrations.SCHEMA:
            raise StoreRefused(_NEWER, path=self.path)
        return number

    def version(self) -> int:
        """The file's data version as one connection of its own sees it, which writes nothing itself."""
        with self._poll_lock:
            try:
                self._poll = self._poll or self._connect()
                number: int = self._poll.execute("PRAGMA data_version").fetchone()[0]
            except sqlite3.Error as error:
                raise Refused(self.refusal(error)) from error
        return number

    def refusal(self, error: BaseException) -> Refusal:
        """What SQLite's result code means to a person; a quota or size limit shows as a failing write (DB-8)."""
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_WRITE:
            return Refusal.STORE_FULL
        return _REFUSALS.get(_code(error), Refusal.STORE_FAILED)

    def close(self) -> None:
        """Close the polling connection; there are no others between transactions."""
        with self._poll_lock:
            if self._poll is not None:
                self._poll.close()
                self._poll = None

    def _connect(self) -> sqlite3.Connection:
        """A connection that never makes the file (`mode=rw`), with each setting read back (DB-3)."""
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            for name, value in PRAGMAS.items():
                connection.execute(f"PRAGMA {name} = {value}").close()
                if connection.execute(f"PRAGMA {name}").fetchone() != (value,):
                    raise sqlite3.OperationalError(f"PRAGMA {name} is not {value}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _check_writable(self) -> None:
        for place in (self.path, self.path.parent):
            if not os.access(place, os.W_OK):
                raise StoreRefused(N_("{path} cannot be written to. Run: chmod u+w {path}"), path=place)

    def _peek(self) -> None:
        """Refuse a foreign or newer file by its header, read without a lock, a journal or a write.

        What looks damaged is left to `prepare`: it may be a commit that is under way, or one to be rolled back.
        """
        uri = f"file:{quote(str(self.path))}?mode=ro&immutable=1"
        try:
            with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
                self.identity(lambda question: connection.execute(question).fetchone()[0])
        except sqlite3.DatabaseError as error:
            if _code(error) != sqlite3.SQLITE_CORRUPT:
                raise StoreRefused(_NOT_OURS, path=self.path) from error

    def _create(self) -> None:
        """Build the store under another name and put it in its place whole; of two at once, the first stays."""
        with files.made_apart(self.path) as made:
            apart = SQLite(made)
            with apart._migrating.begin() as connection:
                _upgrade(connection)
            with contextlib.suppress(FileExistsError):
                self.path.hardlink_to(made)

    def _migrate(self) -> None:
        """Migrate behind a backup; whoever comes second waits and finds it done (DB-13)."""
        with self._migrating.begin() as connection:
            if _schema(connection) < migrations.SCHEMA:
                backup = self._back_up()
                try:
                    _upgrade(connection)
                except Exception as error:
                    raise StoreRefused(
                        N_("{path} could not be brought up to date and was left as it was. A copy lies in {backup}."),
                        path=self.path,
                        backup=backup,
                    ) from error

    def _back_up(self) -> Path:
        descriptor, name = tempfile.mkstemp(prefix=f"{self.path.name}.", suffix=".backup", dir=self.path.parent)
        os.close(descriptor)
        with contextlib.closing(self._connect()) as connection:
            connection.execute("VACUUM INTO ?", (name,))
        files.sync(Path(name))
        files.sync(self.path.parent)
        return Path(name)

    @contextlib.contextmanager
    def _damaged(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if _code(error.orig) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise StoreRefused(_DAMAGED, path=self.path) from error
            raise


_REFUSALS = {
    sqlite3.SQLITE_BUSY: Refusal.STORE_BUSY,
    sqlite3.SQLITE_LOCKED: Refusal.STORE_BUSY,
    sqlite3.SQLITE_FULL: Refusal.STORE_FULL,
    sqlite3.SQLITE_READONLY: Refusal.STORE_READ_ONLY,
    sqlite3.SQLITE_PERM: Refusal.STORE_READ_ONLY,
}


def _begin(connection: Connection) -> None:
    """Lock before the first read where something will be written: a lock taken later fails at once (DB-2)."""
    match connection.get_execution_options().get("begin"):
        case "IMMEDIATE":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        case "MIGRATE":  # a table made anew is dropped in between, which must not reach the rows that refer to it
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        case _:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            connection.exec_driver_sql("BEGIN")


def _code(error: object) -> int:
    """The primary result code, without what SQLite adds to it."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _upgrade(connection: Connection) -> None:
    migrations.upgrade(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {migrations.SCHEMA}")


def _schema(connection: Connection) -> int:
    number: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return number


def _is_whole(connection: Connection) -> bool:
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    return (
        set(SQLModel.metadata.tables) <= tables
        and connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() == "ok"
        and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None
    )
