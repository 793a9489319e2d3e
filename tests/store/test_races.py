"""Sixteen processes want the same thing at the same moment (DB-1, OOB-4, TO-4, TO-11, TH-4, TH-5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select, update

from tests.store import helpers
from tests.store.helpers import NOW, PROCESSES, opened
from tui2fa.store.engine import Store
from tui2fa.store.tables import Account, Challenge, Factor, Throttle

RACERS = 16
Work = Callable[[Store, int], str]
Race = Callable[[Work], Counter[str]]

_start: Barrier


def _wait_at(start: Barrier) -> None:
    global _start
    _start = start


def _run(work: Work, place: Path | str, folder: Path, number: int) -> str:
    with opened(place, folder) as store:
        _start.wait(60)
        return work(store, number)


@pytest.fixture(scope="module")
def racers() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(RACERS, PROCESSES, _wait_at, (PROCESSES.Barrier(RACERS),)) as pool:
        yield pool


@pytest.fixture
def store(database: Path | str, tmp_path: Path) -> Iterator[Store]:
    with opened(database, tmp_path) as store:
        with store.write() as session:
            session.add(helpers.account())
        yield store


@pytest.fixture
def race(store: Store, racers: ProcessPoolExecutor, database: Path | str, tmp_path: Path) -> Race:
    """Lets all of them do one thing, and counts what came of it."""

    def run(work: Work) -> Counter[str]:
        running = [racers.submit(_run, work, database, tmp_path, number) for number in range(RACERS)]
        return Counter(racer.result() for racer in running)

    return run


def _add_blindly(store: Store, factor: Factor) -> str:
    try:
        with store.write() as session:
            session.add(factor)
    except IntegrityError:
        return "refused"
    return "added"


def _eighth_number(store: Store, number: int) -> str:
    return _add_blindly(store, helpers.phone(8, id=str(number), e164=f"+316123456{number:02}"))


def _same_number(store: Store, number: int) -> str:
    return _add_blindly(store, helpers.phone(number % 8 + 1, id=str(number), e164="+31612345678"))


def _authenticator(store: Store, number: int) -> str:
    return _add_blindly(store, helpers.authenticator(str(number)))


def _primary(store: Store, number: int) -> str:
    return _add_blindly(store, helpers.phone(number % 8 + 1, id=str(number), is_primary=True))


@pytest.mark.parametrize("work", [_eighth_number, _same_number, _authenticator, _primary])
def test_only_one_of_sixteen_gets_what_there_is_one_of(race: Race, work: Work) -> None:
    assert race(work) == {"added": 1, "refused": RACERS - 1}


def _hold(session: Session) -> None:
    session.exec(select(Account.id).where(Account.id == "a").with_for_update()).one()


def _next_number(store: Store, number: int) -> str:
    with store.write() as session:
        _hold(session)
        count = session.exec(select(func.count()).select_from(Factor)).one()
        if count == 8:
            return "full"
        session.add(helpers.phone(count + 1, id=str(number)))
    return "added"


def test_nobody_gets_a_ninth_number(store: Store, race: Race) -> None:
    assert race(_next_number) == {"added": 8, "full": 8}
    with store.read() as session:
        assert sorted(session.exec(select(Factor.slot)).all(), key=str) == list(range(1, 9))


def _make_primary(store: Store, number: int) -> str:
    with store.write() as session:
        _hold(session)
        session.exec(update(Factor).values(is_primary=False))
        session.exec(update(Factor).where(col(Factor.slot) == number % 8 + 1).values(is_primary=True))
    return "made"


def test_one_primary_is_left_when_all_change_it(store: Store, race: Race) -> None:
    with store.write() as session:
        session.add_all(helpers.phone(slot, is_primary=slot == 1) for slot in range(1, 9))
    assert race(_make_primary) == {"made": RACERS}
    with store.read() as session:
        assert session.exec(select(func.count()).where(Factor.is_primary)).one() == 1


def _consume(store: Store, number: int) -> str:
    row = Challenge
    with store.write() as session:
        done = session.exec(
            update(row).where(col(row.id) == "challenge", col(row.consumed_at).is_(None)).values(consumed_at=NOW)
        )
        return f"{done.rowcount} used"


def _accept_step(store: Store, number: int) -> str:
    row = Factor
    with store.write() as session:
        done = session.exec(
            update(row).where(col(row.id) == "authenticator", col(row.last_step) < 7).values(last_step=7)
        )
        return f"{done.rowcount} used"


@pytest.mark.parametrize("work", [_consume, _accept_step])
def test_a_code_is_used_once(store: Store, race: Race, work: Work) -> None:
    with store.write() as session:
        session.add_all([helpers.login_session(), helpers.phone(1), helpers.authenticator()])
        session.flush()
        session.add(helpers.challenge())
    assert race(work) == {"1 used": 1, "0 used": RACERS - 1}


def _fail_five_times(store: Store, number: int) -> str:
    row = Throttle
    more = update(row).where(col(row.subject) == "s", col(row.failures) < 50).values(failures=row.failures + 1)
    counted = 0
    for _ in range(5):
        with store.write() as session:
            counted += session.exec(more).rowcount
    return str(counted)


def test_every_wrong_try_counts_until_the_cap(store: Store, race: Race) -> None:
    with store.write() as session:
        session.add(Throttle(subject="s", failures=10))
    counted = race(_fail_five_times)
    assert sum(int(tries) * racers for tries, racers in counted.items()) == 40
    with store.read() as session:
        assert session.exec(select(Throttle.failures)).one() == 50
