"""PostgreSQL as the store wants it: one moment for readers, waits that end, others' tables untouched (DB-12)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlmodel import select

from tests.store import helpers
from tests.store.helpers import in_a_child, opened
from tests.store.postgresql import Server
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.store import postgresql
from tui2fa.store.engine import Store, database_at
from tui2fa.store.files import StoreRefused
from tui2fa.store.tables import Account

CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture(name="url")
def empty_database(postgresql: Server) -> Iterator[str]:
    url = postgresql.lend()
    yield url
    postgresql.take_back(url)


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with opened(url, tmp_path) as store:
        with store.write() as session:
            session.add(helpers.account())
        yield store


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


def _add(url: str, folder: Path) -> None:
    with opened(url, folder) as store, store.write() as session:
        session.add(helpers.account("b"))


def test_a_reader_sees_one_moment(store: Store, url: str, tmp_path: Path) -> None:
    with store.read() as session:
        before = session.exec(select(Account.id)).all()
        in_a_child(_add, url, tmp_path)
        assert session.exec(select(Account.id)).all() == before
    with store.read() as session:
        assert len(session.exec(select(Account.id)).all()) == 2


def test_every_connection_has_every_setting(store: Store) -> None:
    for transaction in (store.read, store.write):
        with transaction() as session:
            got = {name: session.connection().execute(text(f"SHOW {name}")).scalar() for name in postgresql.SETTINGS}
        assert got == postgresql.SETTINGS


def test_a_row_that_is_held_is_told_as_busy(
    store: Store, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgresql.SETTINGS, "lock_timeout", "50ms")
    holding = select(Account).where(Account.id == "a").with_for_update()
    with store.write() as first, opened(url, tmp_path) as other:
        first.exec(holding).one()
        with pytest.raises(Refused) as refused, other.write() as second:
            second.exec(holding).one()
    assert refused.value.refusal is Refusal.STORE_BUSY


def _write_while_cut_off(store: Store, url: str) -> None:
    with store.write() as session:
        session.add(helpers.account("b"))
        session.flush()
        _execute(url, CUT_OFF)
        session.exec(select(Account.id)).all()


def test_a_connection_cut_off_keeps_nothing_and_is_made_anew(store: Store, url: str) -> None:
    with pytest.raises(Refused) as refused:
        _write_while_cut_off(store, url)
    assert refused.value.refusal is Refusal.STORE_FAILED
    with store.read() as session:
        assert session.exec(select(Account.id)).all() == ["a"]


CUT_OFF_AT_COMMIT = """
CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER cut_off AFTER INSERT ON account DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION cut_off()
"""


def test_a_connection_that_breaks_while_committing_leaves_it_uncertain_and_is_told_so(store: Store, url: str) -> None:
    _execute(url, CUT_OFF_AT_COMMIT)
    with pytest.raises(Refused) as refused, store.write() as session:
        session.add(helpers.account("b"))
    assert refused.value.refusal is Refusal.STORE_UNCERTAIN
    with store.read() as session:
        assert session.exec(select(Account.id)).all() == ["a"]


def _read_and_be_cut_off(store: Store, url: str) -> None:
    with store.read() as session:
        session.exec(select(Account.id)).all()
        _execute(url, CUT_OFF)


def test_a_connection_that_breaks_at_the_end_of_reading_changed_nothing_for_certain(store: Store, url: str) -> None:
    with pytest.raises(Refused) as refused:
        _read_and_be_cut_off(store, url)
    assert refused.value.refusal is Refusal.STORE_FAILED


def test_what_the_server_refuses_while_committing_is_certain(store: Store, url: str) -> None:
    _execute(url, CUT_OFF_AT_COMMIT.replace("PERFORM pg_terminate_backend(pg_backend_pid())", "RAISE disk_full"))
    with pytest.raises(Refused) as refused, store.write() as session:
        session.add(helpers.account("b"))
    assert refused.value.refusal is Refusal.STORE_FULL


@pytest.mark.parametrize("transaction", ["read", "write"])
def test_a_connection_cut_off_between_two_transactions_is_made_anew_unnoticed(
    store: Store, url: str, transaction: str
) -> None:
    _execute(url, CUT_OFF)
    with getattr(store, transaction)() as session:
        assert session.exec(select(Account.id)).all() == ["a"]


NOT_VERIFIED = [
    "postgresql://u@db.example.net/n",
    "postgresql://u@192.0.2.1/n",
    "postgresql://u@[2001:db8::1]/n",
    "postgresql://u@db.example.net/n?sslmode=require",
    "postgresql://u@db.example.net/n?sslmode=verify-ca",
    "postgresql:///n?host=/tmp&host=db.example.net",
    "postgresql:///n?hostaddr=192.0.2.1",
    "postgresql://u@localhost/n?hostaddr=192.0.2.1",
    "postgresql:///n?service=elsewhere",
    "postgresql://u@localhost.example.net/n",
]
LOCAL = [
    "postgresql:///n",
    "postgresql://u@localhost/n",
    "postgresql://u@127.0.0.2:5433/n",
    "postgresql://u@[::1]/n",
    "postgresql:///n?host=/var/run/postgresql",
    "postgresql:///n?host=@tui2fa",
]


@pytest.mark.parametrize("url", NOT_VERIFIED)
def test_another_machine_is_not_connected_to_unless_its_name_is_verified(url: str) -> None:
    with pytest.raises(StoreRefused, match="sslmode=verify-full") as refused:
        database_at(url)
    assert refused.value.STATUS == os.EX_CONFIG
    verified = make_url(url).update_query_dict({"sslmode": "verify-full"}).render_as_string()
    database_at(verified).close()


@pytest.mark.parametrize("url", LOCAL)
def test_this_machine_needs_no_certificate(url: str) -> None:
    database_at(url).close()


def test_what_the_url_leaves_open_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example.net")
    with pytest.raises(StoreRefused, match="sslmode=verify-full"):
        database_at("postgresql:///n")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    database_at("postgresql:///n").close()


def test_the_password_of_a_url_that_is_refused_is_not_told() -> None:
    with pytest.raises(StoreRefused) as refused:
        database_at("postgresql://u:hunter2@db.example.net/n?password=hunter2")
    assert "hunter2" not in str(refused.value.values)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer"),
        ("UPDATE alembic_version SET version_num = '1a2b3c4d'", "something other"),
        ("DELETE FROM alembic_version", "something other"),
        ("DROP TABLE alembic_version", "something other"),
        ("DROP TABLE contact", "lacks tables"),
    ],
)
def test_tables_that_are_not_ours_or_not_all_there_are_refused(
    store: Store, url: str, tmp_path: Path, statement: str, reason: str
) -> None:
    _execute(url, statement)
    with pytest.raises(StoreRefused, match=reason), opened(url, tmp_path):
        pass


def test_a_database_of_another_program_stays_as_it_was(url: str, tmp_path: Path) -> None:
    _execute(url, "CREATE TABLE theirs (id int)")
    with pytest.raises(StoreRefused, match="something other"), opened(url, tmp_path):
        pass
    assert not (tmp_path / "key").exists()
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("theirs",)]


def test_one_that_does_not_answer_is_refused_without_its_password(tmp_path: Path) -> None:
    place = f"postgresql://somebody:hunter2@/name?host={tmp_path}&password=hunter2"
    with pytest.raises(StoreRefused, match="does not answer") as refused, opened(place, tmp_path):
        pass
    assert "hunter2" not in str(refused.value.values)
