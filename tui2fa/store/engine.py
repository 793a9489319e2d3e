"""Opens the store and gives out short transactions on it, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlmodel import Session, col

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.store.files import StoreRefused
from tui2fa.store.postgresql import PostgreSQL, number
from tui2fa.store.sealing import Sealer, load_key
from tui2fa.store.sqlite import SQLite
from tui2fa.store.tables import Factor

WRITING = "writing"
"""The key of `Session.info` that tells whether a session may change the store, and so has rows to lock."""


def check_key(connection: Connection, sealer: Sealer, key_file: Path) -> None:
    """See whether the secrets of a store were sealed under this key. Raises StoreRefused where they were not."""
    secret = connection.execute(select(col(Factor.secret)).where(col(Factor.secret).is_not(None)).limit(1)).scalar()
    if secret is not None and sealer.is_foreign(secret):
        raise StoreRefused(
            N_("{path} is not the key of this store. Put the right one back from your backup."), path=key_file
        )


class Database(Protocol):
    """What differs between SQLite and PostgreSQL."""

    @property
    def reading(self) -> Engine:
        """Transactions that see one moment of the store and change nothing."""

    @property
    def writing(self) -> Engine:
        """Transactions that may change the store."""

    def is_new(self) -> bool:
        """Whether there is no store there yet. Raises StoreRefused for what is not a store of ours or too new."""

    def prepare(self) -> None:
        """Make the store, or bring an older one up to date, or check a present one. Raises StoreRefused."""

    def version(self) -> int:
        """A number that differs whenever something was committed since."""

    def refusal(self, error: BaseException) -> Refusal:
        """What an error of the driver means to a person."""

    def close(self) -> None:
        """Give up every connection."""


class Store:
    """An open store with the sealer of its key; safe in every thread.

    Transactions raise Refused(STORE_BUSY, STORE_FULL, STORE_READ_ONLY or STORE_FAILED) for what a person can meet, and
    then nothing was changed; Refused(STORE_UNCERTAIN) where nobody can know. An IntegrityError, a constraint at work,
    stays what it is for the service to name.
    """

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self.sealer = sealer
        self._database = database

    @classmethod
    def open(cls, place: Path | str, key_file: Path) -> Store:
        """Open the store at `place`, a SQLite file or a URL (`sqlite:///…`, `postgresql://…`); make it when it is new.

        The key file is made with a new store only. Raises files.StoreRefused for what an operator has to put right, and
        Refused when it is busy, full or not to be written to; what was there is left as it was.
        """
        database = database_at(place)
        try:
            new = database.is_new()
            sealer = Sealer(load_key(key_file, new_store=new))
            database.prepare()
            with database.reading.connect() as connection:
                check_key(connection, sealer, key_file)
        except DBAPIError as error:
            database.close()
            raise Refused(database.refusal(_driver(error))) from error
        except BaseException:
            database.close()
            raise
        return cls(database, sealer)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the store and cannot change it."""
        with self._transaction(self._database.reading) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes all last once this ends without an exception, or not at all.

        On SQLite it is the only writer from its start (DB-2). On PostgreSQL whoever decides on what belongs to an
        account takes its row `FOR UPDATE` first.
        """
        with self._transaction(self._database.writing) as session:
            session.connection()
            yield session

    def version(self) -> int:
        """A number that differs whenever another transaction was committed since; for asking four times a second."""
        return self._database.version()

    def close(self) -> None:
        """Give up every connection."""
        self._database.close()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        may_write = {WRITING: engine is self._database.writing}
        try:
            with Session(engine, expire_on_commit=False, info=may_write) as session:
                yield session
                session.flush()
                _commit(session)
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise Refused(self._database.refusal(_driver(error))) from error


def database_at(place: Path | str) -> SQLite | PostgreSQL:
    """The database a path or URL names, not opened yet. Raises StoreRefused for a URL of another kind."""
    if isinstance(place, Path):
        return SQLite(place)
    try:
        url = make_url(place)
    except ArgumentError:
        raise StoreRefused(_BAD_URL) from None
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return SQLite(Path(url.database))
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return PostgreSQL(url.set(drivername="postgresql+psycopg"))
    raise StoreRefused(_BAD_URL)


_BAD_URL = N_("The database is not one of these: sqlite:////folder/file.db, postgresql://user@host/name.")


def hold(session: Session, what: str) -> None:
    """Let one writing transaction at a time decide on `what`, until its end, where there is no row to lock: a number.

    Call it after the account's row is locked and before what the decision rests on is read. On SQLite a writing
    transaction is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(number(what))))


def after_commit(session: Session, do: Callable[[], None]) -> None:
    """Have something done once the transaction of this session is kept; nothing where it is not."""
    event.listen(session, "after_commit", lambda _: do(), once=True)


def _commit(session: Session) -> None:
    """Commit what was flushed. Raises Refused(STORE_UNCERTAIN) where the connection broke before the answer came."""
    try:
        session.commit()
    except DBAPIError as error:
        if error.connection_invalidated and session.info[WRITING]:
            raise Refused(Refusal.STORE_UNCERTAIN) from error
        raise


def _driver(error: DBAPIError) -> BaseException:
    return error.orig or error
