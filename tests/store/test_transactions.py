"""Transactions: who may write, what a commit keeps, what others see, what an error is to people (DB-2, DB-5)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from tests.store import helpers
from tests.store.helpers import in_a_child, opened
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.store.engine import WRITING, Store
from tui2fa.store.tables import Account, Activity


@pytest.fixture
def store(database: Path | str, tmp_path: Path) -> Iterator[Store]:
    with opened(database, tmp_path) as store:
        with store.write() as session:
            session.add(helpers.account())
        yield store


def _logins(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.exec(select(Account.id).order_by(Account.id)).all())


def _add_and_refuse(store: Store) -> None:
    with store.write() as session:
        session.add(helpers.account("b"))
        session.flush()
        raise Refused(Refusal.TOO_SOON)


def test_an_exception_keeps_nothing(store: Store) -> None:
    with pytest.raises(Refused):
        _add_and_refuse(store)
    assert _logins(store) == ["a"]


def test_rows_live_on_after_their_transaction(store: Store) -> None:
    with store.read() as session:
        row = session.get(Account, "a")
    assert row
    assert (row.first_name, row.created_at) == ("Jan", helpers.NOW)


def test_a_reading_session_cannot_write(store: Store) -> None:
    with pytest.raises(Refused) as refused, store.read() as session:
        session.add(helpers.account("b"))
    assert refused.value.refusal is Refusal.STORE_READ_ONLY
    assert _logins(store) == ["a"]


def test_a_session_tells_whether_it_may_write(store: Store) -> None:
    with store.read() as session:
        assert session.info[WRITING] is False
    with store.write() as session:
        assert session.info[WRITING] is True


def test_a_constraint_stays_what_it_is_and_quotes_no_row(store: Store) -> None:
    with pytest.raises(IntegrityError) as error, store.write() as session:
        session.add(helpers.account("b", login="202.ax", first_name="Secretname", password="$argon2id$secrethash"))
    assert "Secretname" not in f"{error.value}{error.value.orig}"
    assert "secrethash" not in f"{error.value}{error.value.orig}"


def test_a_statement_that_fails_otherwise_is_one_refusal(store: Store) -> None:
    with pytest.raises(Refused) as refused, store.read() as session:
        session.execute(text("select * from nowhere"))
    assert refused.value.refusal is Refusal.STORE_FAILED


def _add(database: Path | str, folder: Path) -> None:
    with opened(database, folder) as store, store.write() as session:
        session.add(helpers.account("b"))


def test_another_process_is_seen_in_the_version(store: Store, database: Path | str, tmp_path: Path) -> None:
    before = store.version()
    assert store.version() == before
    _logins(store)
    assert store.version() == before
    in_a_child(_add, database, tmp_path)
    after = store.version()
    assert after != before
    with store.write() as session:
        session.add(helpers.activity())
    assert store.version() not in (before, after)


def test_what_is_rolled_back_is_not_seen_by_others(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as session:
        session.add_all([helpers.account("b"), helpers.account("c", login="202.ax")])
    assert _logins(store) == ["a"]


def test_a_thread_of_its_own_may_use_the_store(store: Store) -> None:
    def write(number: int) -> None:
        with store.write() as session:
            session.add(helpers.activity(str(number)))
        store.version()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(12)))
    with store.read() as session:
        assert len(session.exec(select(Activity)).all()) == 12
