"""The store in a PostgreSQL database, for several front ends at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.store import migrations
from tui2fa.store.files import StoreRefused

APPLICATION_LOCK = 0x74326661
"""The advisory lock that one migration at a time holds (DB-13)."""

SETTINGS = {
    "statement_timeout": "5s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
}
_REFUSALS = {
    "55P03": Refusal.STORE_BUSY,  # lock not available
    "57014": Refusal.STORE_BUSY,  # statement timeout
    "40P01": Refusal.STORE_BUSY,  # deadlock
    "53300": Refusal.STORE_BUSY,  # too many connections
    "53100": Refusal.STORE_FULL,
    "25006": Refusal.STORE_READ_ONLY,
    "42501": Refusal.STORE_READ_ONLY,  # no right to write
}


class PostgreSQL:
    """A PostgreSQL database as a Database.

    A connection that was dropped is noticed before the first statement of a transaction and made anew, once. One that
    drops later ends its transaction: nothing is ever sent twice (DB-18).
    """

    def __init__(self, url: URL) -> None:
        """Nothing is opened yet. Raises StoreRefused without psycopg, and for another machine that is not verified."""
        self.name = url.set(query={}).render_as_string()
        try:
            engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 5})
        except ImportError:
            raise StoreRefused(N_("PostgreSQL needs one more package. Run: pip install 'tui2fa[postgres]'")) from None
        self._check_verified(engine.dialect.create_connect_args(url)[1])
        event.listen(engine, "connect", _set)
        event.listen(engine, "handle_error", _strip)
        self.writing: Engine = engine.execution_options(isolation_level="READ COMMITTED")
        self.reading: Engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._poll: Engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    def is_new(self) -> bool:
        """Whether the schema is empty. Raises StoreRefused unless it is ours and not too new, or does not answer."""
        return self.schema() == 0

    def schema(self) -> int:
        """The number of the schema, 0 where there is none. Raises StoreRefused as `is_new` does."""
        try:
            with self.reading.connect() as connection:
                return self._schema(connection)
        except DBAPIError as error:
            raise StoreRefused(
                N_("The database {url} does not answer: {system}"),
                url=self.name,
                system=str(error.orig).partition("\n")[0],
            ) from error

    def prepare(self) -> None:
        """Make or migrate the tables, one front end at a time. Raises StoreRefused."""
        with self.writing.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '60s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_LOCK})")
            if self._schema(connection) < migrations.SCHEMA:
                self._migrate(connection)
            if not set(SQLModel.metadata.tables) <= _tables(connection):
                raise StoreRefused(
                    N_("The database {url} lacks tables; it was left as it is. Restore a backup."),
                    url=self.name,
                )

    def version(self) -> int:
        """The newest snapshot in one number: every transaction that wrote something makes another one."""
        try:
            with self._poll.connect() as connection:
                snapshot = connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one()
        except DBAPIError as error:
            raise Refused(self.refusal(error.orig or error)) from error
        return number(snapshot)

    def refusal(self, error: BaseException) -> Refusal:
        """What PostgreSQL's error code means to a person."""
        return _REFUSALS.get(getattr(error, "sqlstate", None) or "", Refusal.STORE_FAILED)

    def close(self) -> None:
        """Close every pooled connection."""
        self.writing.dispose()

    def _check_verified(self, given: Mapping[str, Any]) -> None:
        """Refuse another machine whose name is not verified: codes and passwords would go to whoever answers (DB-18).

        What the URL leaves open, libpq takes from the environment; what a service of a URL says is known to it alone.
        """
        from psycopg.pq import Conninfo

        usual = {option.keyword.decode(): option.val.decode() for option in Conninfo.get_defaults() if option.val}
        chosen = {**usual, **given}
        hosts = [host for name in ("host", "hostaddr") for host in chosen.get(name, "").split(",")]
        if chosen["sslmode"] != "verify-full" and ("service" in given or not all(map(_is_local, hosts))):
            raise StoreRefused(
                N_("The database {url} is on another machine. Add ?sslmode=verify-full to its URL."), url=self.name
            )

    def _schema(self, connection: Connection) -> int:
        tables = _tables(connection)
        if not tables:
            return 0
        ours = "alembic_version" in tables and "account" in tables
        number = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if ours else ""
        if not (isinstance(number, str) and number.isascii() and number.isdigit()):
            raise StoreRefused(
                N_("The database {url} holds something other than tui2fa. Give tui2fa a database of its own."),
                url=self.name,
            )
        if int(number) > migrations.SCHEMA:
            raise StoreRefused(
                N_("The database {url} was made by a newer tui2fa. Upgrade tui2fa to open it."),
                url=self.name,
            )
        return int(number)

    def _migrate(self, connection: Connection) -> None:
        try:
            migrations.upgrade(connection)
        except Exception as error:
            raise StoreRefused(
                N_("The database {url} could not be brought up to date and was left as it was."),
                url=self.name,
            ) from error


def _tables(connection: Connection) -> set[str]:
    return set(
        connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").scalars()
    )


def _is_local(host: str) -> bool:
    """Whether a host of a connection is this machine: no host, a folder of sockets, the loopback."""
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def number(text: str) -> int:
    """A text as a bigint of PostgreSQL; that two texts share one is possible and most unlikely."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


def _set(connection: Any, record: object) -> None:
    connection.autocommit = True
    for name, value in SETTINGS.items():
        connection.execute(f"SET {name} = '{value}'")
    connection.autocommit = False


def _strip(context: ExceptionContext) -> None:
    """Take the row out of the message: PostgreSQL quotes the values that break a constraint (SC-4)."""
    summary = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    if summary and context.sqlalchemy_exception:
        context.original_exception.args = (summary,)
        context.sqlalchemy_exception.args = (summary,)
