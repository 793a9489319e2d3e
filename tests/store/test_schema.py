"""The migrations make the schema that the tables describe, and it refuses what is not right (DB-14, DB-17)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, func, inspect, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, SQLModel, delete, update

from tests.store import helpers
from tests.store.helpers import NOW, opened
from tui2fa.store.engine import Store
from tui2fa.store.tables import (
    Account,
    Activity,
    Challenge,
    Contact,
    Delivery,
    Device,
    Enrolment,
    Factor,
    Follow,
    Pairing,
    Push,
    Reset,
    Throttle,
)


@pytest.fixture
def store(database: Path | str, tmp_path: Path) -> Iterator[Store]:
    with opened(database, tmp_path) as store:
        with store.write() as session:
            session.add(helpers.account())
            session.flush()
            session.add_all([helpers.login_session(), helpers.device(), helpers.phone(1)])
        yield store


def _described(connection: Connection, schema: str | None = None) -> dict[str, Any]:
    """Everything a database tells about the tables of ours."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": [_column(column) for column in inspector.get_columns(table, schema)],
            "key": inspector.get_pk_constraint(table, schema),
            "unique": _by_name(inspector.get_unique_constraints(table, schema)),
            "checks": _by_name(inspector.get_check_constraints(table, schema)),
            "indexes": _by_name([_index(index) for index in inspector.get_indexes(table, schema)]),
            "references": _by_name(inspector.get_foreign_keys(table, schema)),
        }
        for table in SQLModel.metadata.tables
    }


def _column(column: Any) -> dict[str, Any]:
    return {**column, "type": str(column["type"]), "default": str(column["default"]).replace("described.", "")}


def _index(index: Any) -> dict[str, Any]:
    return {**index, "dialect_options": {name: str(option) for name, option in index["dialect_options"].items()}}


def _by_name(constraints: list[Any]) -> dict[str, Any]:
    return {constraint["name"]: {**constraint, "referred_schema": None} for constraint in constraints}


def test_the_migrations_make_what_the_tables_describe(store: Store, tmp_path: Path) -> None:
    with store.write() as session:
        connection = session.connection()
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        migrated = _described(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("CREATE SCHEMA described")
            described = connection.execution_options(schema_translate_map={None: "described"})
            SQLModel.metadata.create_all(described)
            assert _described(described, "described") == migrated
            return
    with create_engine(f"sqlite:///{tmp_path}/described", poolclass=NullPool).begin() as described:
        SQLModel.metadata.create_all(described)
        assert _described(described) == migrated


def test_every_constraint_has_a_name(store: Store) -> None:
    with store.read() as session:
        for parts in _described(session.connection()).values():
            assert parts["key"]["name"]
            assert None not in {*parts["unique"], *parts["checks"], *parts["references"]}


def _enrolment(**changes: Any) -> Enrolment:
    values: dict[str, Any] = {"id": "e", "account_id": "a", "session_id": "session", "kind": "phone", "expires_at": NOW}
    return Enrolment(**values | {"e164": "+31612345678"} | changes)


def _contact(**changes: Any) -> Contact:
    values: dict[str, Any] = {"account_id": "a", "position": 1, "medium": "number", "usage": "mobile", "value": "+316"}
    return Contact(**values | changes)


def _pairing(**changes: Any) -> Pairing:
    values: dict[str, Any] = {"id": "p", "account_id": "a", "digest": b"d", "expires_at": NOW}
    return Pairing(**values | changes)


def _reset(**changes: Any) -> Reset:
    """A reset that waits for a second agent."""
    values: dict[str, Any] = {"id": "r", "account_id": "a", "agent_id": "agent", "needs_second": True, "tries": 0}
    told = {"reason": "telefoon kwijt", "ticket": "7", "asked_at": NOW}
    return Reset(**values | told | changes)


def _executed(**changes: Any) -> Reset:
    """A reset that two agents carried out."""
    values: dict[str, Any] = {"second_agent_id": "second", "executed_at": NOW, "expires_at": NOW, "digest": b"d"}
    return _reset(**values | changes)


def _follow(**changes: Any) -> Follow:
    values: dict[str, Any] = {"id": "f", "session_id": "session", "digest": b"d", "created_at": NOW, "expires_at": NOW}
    return Follow(**values | changes)


BAD = [
    helpers.account("b", role="root"),
    helpers.account("b", language="xx"),
    helpers.account("b", password="hunter2"),
    helpers.account("b", login="x" * 58),
    helpers.account("b", login="202.ax"),
    helpers.account("b", first_name=""),
    helpers.account("b", last_name="x" * 65),
    helpers.account("b", created_at=None),
    helpers.phone(2, account_id="nobody"),
    helpers.phone(2, kind="email"),
    helpers.phone(0),
    helpers.phone(9),
    helpers.phone(2, slot=None),
    helpers.phone(1, id="other", e164="+31612345670"),
    helpers.phone(2, e164=None),
    helpers.phone(2, e164="0612345678"),
    helpers.phone(2, e164="+" + "3" * 998),
    helpers.phone(2, e164="+31612345671"),
    helpers.phone(2, label="x" * 65),
    helpers.phone(2, secret=b"s"),
    helpers.phone(2, device_id="device"),
    helpers.authenticator(secret=None),
    helpers.authenticator(last_step=None),
    helpers.authenticator(e164="+31612345678"),
    helpers.authenticator(slot=1),
    helpers.authenticator(kind="qaller", secret=None, last_step=None),
    helpers.device("d", public_key=b"p"),
    helpers.device("d", verifier=b"v" * 33),
    helpers.device("d", name=""),
    helpers.login_session("s", level="root"),
    helpers.challenge(factor_id=None),
    helpers.challenge(digest=None),
    helpers.challenge(recipient=None),
    helpers.challenge(tries=6),
    _enrolment(kind="email"),
    _enrolment(e164=None),
    _enrolment(secret=b"s"),
    _enrolment(device_id="device"),
    _contact(medium="fax"),
    _contact(usage="holiday"),
    _contact(value="1"),
    _contact(value="1" * 255),
    _pairing(tries=-1),
    Push(device_id="device", kind="picture", sealed=b"s", sent_at=NOW),
    Throttle(subject="s", failures=51),
    Delivery(id="d", account_id="nobody", recipient="r", channel="call", at=NOW),
    _reset(account_id="nobody"),
    _reset(agent_id="a"),
    _reset(second_agent_id="agent"),
    _reset(second_agent_id="a"),
    _reset(reason="te kort"),
    _reset(reason="x" * 201),
    _reset(ticket=""),
    _reset(ticket="x" * 33),
    _reset(tries=6),
    _reset(digest=b"d"),
    _reset(expires_at=NOW),
    _reset(session_id="session"),
    _executed(second_agent_id=None),
    _executed(digest=None),
    _executed(expires_at=None),
    _follow(session_id="nobody"),
    _follow(agent_session_id="nobody", joined_at=NOW),
    _follow(agent_session_id="session"),
    _follow(joined_at=NOW),
    _follow(digest=None),
]
GOOD = [
    _reset(),
    _reset(needs_second=False),
    _executed(),
    _executed(needs_second=False, second_agent_id=None),
    _executed(session_id="session", tries=5, closed_at=NOW),
    _follow(),
    _follow(agent_session_id="session", joined_at=NOW, spot_at=NOW),
]


def test_bad_rows_are_refused(store: Store) -> None:
    accepted = [row for row in BAD if not _refuses(store, type(row)(**row.model_dump()))]
    assert accepted == []


def test_good_rows_are_not(store: Store) -> None:
    refused = [row for row in GOOD if _refuses(store, type(row)(**row.model_dump()))]
    assert refused == []


def _refuses(store: Store, row: SQLModel) -> bool:
    try:
        with store.write() as session:
            session.add(row)
            session.flush()
            session.rollback()
    except IntegrityError:
        return True
    return False


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="time zone"), store.write() as session:
        session.add(helpers.activity(at=NOW.replace(tzinfo=None)))


def test_a_second_open_challenge_pairing_or_enrolment_is_refused(store: Store) -> None:
    with store.write() as session:
        session.add_all([helpers.challenge(), _pairing(), _enrolment()])
    for second in (helpers.challenge(id="c2"), _pairing(id="p2"), _enrolment(id="e2")):
        with pytest.raises(IntegrityError), store.write() as session:
            session.add(second)
    with store.write() as session:
        session.exec(update(Challenge).values(voided_at=NOW))
        session.exec(update(Pairing).values(consumed_at=NOW))
        session.add_all([helpers.challenge(id="c2"), _pairing(id="p2")])


def test_a_second_open_reset_or_followed_session_is_refused(store: Store) -> None:
    """One reset an account, one follow code a session, and no code that two sessions wait with."""
    with store.write() as session:
        session.add(helpers.login_session("other"))
        session.add_all([_reset(), _follow()])
    for second in (_executed(id="r2"), _follow(id="f2", digest=b"e"), _follow(id="f2", session_id="other")):
        with pytest.raises(IntegrityError), store.write() as session:
            session.add(second)
    with store.write() as session:
        session.exec(update(Reset).values(closed_at=NOW))
        session.exec(update(Follow).values(agent_session_id="other", joined_at=NOW))
        session.add_all([_reset(id="r2"), _follow(id="f2", session_id="other")])


def _change(session: Session) -> None:
    session.exec(update(Activity).values(what="nothing"))


def _remove(session: Session) -> None:
    session.exec(delete(Activity))


@pytest.mark.parametrize("tamper", [_change, _remove])
def test_activity_is_only_added_to(store: Store, tamper: Any) -> None:
    with store.write() as session:
        session.add(helpers.activity())
    with pytest.raises(IntegrityError), store.write() as session:
        tamper(session)


def test_what_belongs_to_an_account_goes_with_it_but_not_its_activity(store: Store) -> None:
    with store.write() as session:
        session.add_all([helpers.activity(), helpers.challenge(), _enrolment(), _pairing(), _contact()])
        session.add_all([_reset(), _follow()])
        qaller = helpers.authenticator("q", kind="qaller", secret=None, last_step=None, device_id="device")
        session.add(qaller)
        session.flush()
        session.exec(delete(Account))
    with store.read() as session:
        tables = SQLModel.metadata.tables.values()
        left = {table.name for table in tables if session.execute(select(func.count()).select_from(table)).scalar()}
    assert left == {"activity"}


def test_a_device_that_is_a_factor_stays(store: Store) -> None:
    with store.write() as session:
        session.add(helpers.authenticator("q", kind="qaller", secret=None, last_step=None, device_id="device"))
    with pytest.raises(IntegrityError), store.write() as session:
        session.exec(delete(Device))
    with store.read() as session:
        assert session.get(Factor, "q")
