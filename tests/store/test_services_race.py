"""Sixteen processes ask the services for the same thing at the same moment, and the rules hold (DB-1, OOB-4, TH-5)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TypeVar

import pyotp
import pytest
from sqlmodel import SQLModel, select

from tests.store.helpers import PROCESSES
from tests.world import LOGIN, PASSWORD, KeepingPhone, World, wrong
from tui2fa.delivery.base import Job, Progress, Result, Telling
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.domain.limits import USUAL, uncapped
from tui2fa.domain.outcomes import Outcome
from tui2fa.services.sessions import VERIFIED
from tui2fa.services.telling import Teller
from tui2fa.store import postgresql, sqlite, tables
from tui2fa.store.sealing import DeviceIdentity

RACERS = 16
UNLIMITED = uncapped(timedelta(0))
Given = tuple[str, ...]
Work = Callable[[World, Given], object]
Race = Callable[[Work, Sequence[Given]], Counter[str]]
Row = TypeVar("Row", bound=SQLModel)

_start: Barrier


def _wait_at(start: Barrier) -> None:
    """Begin at once; and wait longer for each other than people would, because it is the order that is tried here."""
    global _start
    _start = start
    sqlite.BUSY_SECONDS = 60
    sqlite.PRAGMAS["busy_timeout"] = 60_000
    postgresql.SETTINGS.update(statement_timeout="60s", lock_timeout="60s")


def _run(work: Work, place: Path | str, folder: Path, now: tuple[datetime, float], given: Given) -> str:
    world = World(place, folder)
    world.clock.wall, world.clock.seconds = now
    _start.wait(60)
    try:
        work(world, given)
    except Refused as refused:
        return refused.refusal.name
    finally:
        world.close()
    return "done"


@pytest.fixture(scope="module")
def racers() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(RACERS, PROCESSES, _wait_at, (PROCESSES.Barrier(RACERS),)) as pool:
        yield pool


@pytest.fixture
def world(database: Path | str, tmp_path: Path) -> Iterator[World]:
    """Services on SQLite, then on PostgreSQL, where sending has no limits."""
    made = World(database, tmp_path, limits=UNLIMITED)
    yield made
    made.close()


@pytest.fixture
def race(world: World, racers: ProcessPoolExecutor, database: Path | str, tmp_path: Path) -> Race:
    """Lets each racer do its part of one thing, all at the same moment, and counts what came of it."""

    def run(work: Work, parts: Sequence[Given]) -> Counter[str]:
        now = world.clock.wall, world.clock.seconds
        running = [racers.submit(_run, work, database, tmp_path, now, given) for given in parts]
        return Counter(racer.result() for racer in running)

    return run


def _rows(world: World, table: type[Row]) -> list[Row]:
    with world.store.read() as db:
        return list(db.exec(select(table)))


def _editors(world: World, many: int = RACERS) -> list[str]:
    """So many sessions of one account, each with the factor editor open."""
    sessions = [world.password().session for _ in range(many)]
    with world.store.write() as db:
        for row in db.exec(select(tables.LoginSession)):
            row.level, row.editor_until = VERIFIED, world.clock.uptime() + 600
    return sessions


def _verify(world: World, given: Given) -> None:
    session, challenge, code = given
    world.services.login.verify(session, challenge, code)


def _confirm(world: World, given: Given) -> None:
    session, challenge, code = given
    world.services.enrolment.confirm(session, challenge, code)


def test_the_same_right_code_lets_one_in(world: World, race: Race) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    came = race(_verify, [(session, challenge.id, world.code())] * RACERS)
    assert came["done"] == 1
    assert set(came) <= {"done", "CODE_EXPIRED", "WAIT"}


def test_the_same_code_of_an_authenticator_lets_one_of_sixteen_sessions_in(world: World, race: Race) -> None:
    world.add()
    app = world.enrol_authenticator(world.password().session)
    world.clock.forward(60)
    sessions = [world.password().session for _ in range(RACERS)]
    code = app.at(world.clock.now())
    parts = [(session, world.services.login.challenge(session).id, code) for session in sessions]
    came = race(_verify, parts)
    assert came["done"] == 1
    assert set(came) <= {"done", "CODE_USED", "WAIT"}
    assert sum(row.level == VERIFIED for row in _rows(world, tables.LoginSession)) == 2


def test_every_wrong_code_is_counted_and_no_more_are_looked_at_than_are_free(world: World, race: Race) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    came = race(_verify, [(session, challenge.id, wrong(world.code()))] * RACERS)
    assert came == {"WRONG_CODE": 4, "WAIT": RACERS - 4}
    assert [row.failures for row in _rows(world, tables.Throttle)] == [4]
    assert world.services.login.state(session, challenge.id).tries_left == 1


def _sign_in(world: World, given: Given) -> None:
    login, password = given
    world.services.login.sign_in(login, password)


@pytest.mark.parametrize("login", [LOGIN, "999.nobody"])
def test_wrong_passwords_are_counted_for_a_login_known_or_not(world: World, race: Race, login: str) -> None:
    world.add()
    came = race(_sign_in, [(login, "een fiets vol rozen")] * RACERS)
    assert came == {"WRONG_LOGIN": 4, "WAIT": RACERS - 4}
    assert [row.failures for row in _rows(world, tables.Throttle)] == [4]


def _remove(world: World, given: Given) -> None:
    session, factor = given
    world.services.factors.remove(session, factor)


def test_of_the_two_last_factors_one_stays_when_two_sessions_remove_both(world: World, race: Race) -> None:
    session = world.in_editor()
    world.enrol_authenticator(session)
    factors = world.services.factors.listing(session)
    sessions = _editors(world, 2)
    came = race(_remove, [(sessions[turn % 2], factors[turn % 2].id) for turn in range(RACERS)])
    assert came == {"done": 1, "LAST_FACTOR": RACERS // 2, "FACTOR_GONE": RACERS // 2 - 1}
    assert [row.is_primary for row in _rows(world, tables.Factor)] == [True]


def test_there_is_no_ninth_number(world: World, race: Race) -> None:
    session = world.in_editor()
    for turn in range(5):
        world.enrol_number(session, f"06 1111110{turn}")
    parts = []
    for turn, session in enumerate(_editors(world)):
        challenge = world.services.enrolment.begin_number(session, f"06 123456{turn:02}")
        world.services.enrolment.send(session, challenge.id)
        parts.append((session, challenge.id, world.code()))
    came = race(_confirm, parts)
    had = 6
    assert 1 <= came["done"] <= 2, "sixteen tries at once may make all the others wait"
    assert set(came) <= {"done", "TOO_MANY_NUMBERS", "WAIT", "STORE_BUSY"}
    assert sorted(row.slot or 0 for row in _rows(world, tables.Factor)) == list(range(1, had + came["done"] + 1))
    assert sorted(row.position for row in _rows(world, tables.Factor)) == list(range(had + came["done"]))


def test_there_is_no_second_authenticator(world: World, race: Race) -> None:
    world.in_editor()
    parts = []
    for session in _editors(world):
        offer = world.services.enrolment.begin_authenticator(session)
        parts.append((session, offer.challenge.id, pyotp.TOTP(offer.secret).at(world.clock.now())))
    came = race(_confirm, parts)
    assert came["done"] == 1
    assert set(came) <= {"done", "ONE_AUTHENTICATOR", "WAIT"}
    assert len(_rows(world, tables.Factor)) == 2


def test_of_sixteen_who_set_up_one_account_one_does_and_the_others_owe_its_code(world: World, race: Race) -> None:
    world.add()
    parts = []
    for _ in range(RACERS):
        session = world.password().session
        offer = world.services.enrolment.begin_authenticator(session)
        parts.append((session, offer.challenge.id, pyotp.TOTP(offer.secret).at(world.clock.now())))
    came = race(_confirm, parts)
    assert came["done"] == 1
    assert set(came) <= {"done", "SESSION_ENDED", "WAIT"}
    assert [row.is_primary for row in _rows(world, tables.Factor)] == [True]


def _send(world: World, given: Given) -> None:
    session, challenge = given
    world.services.login.send(session, challenge)


def test_a_code_is_sent_once_however_many_ask_for_it(world: World, race: Race) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.services.login.challenge(session)
    came = race(_send, [(session, challenge.id)] * RACERS)
    assert came == {"done": 1, "TOO_SOON": RACERS - 1}


def _send_enrolment(world: World, given: Given) -> None:
    session, challenge = given
    world.services.enrolment.send(session, challenge)


def test_a_number_gets_five_calls_an_hour_though_sixteen_accounts_ask_at_once(world: World, race: Race) -> None:
    parts = []
    for turn in range(RACERS):
        login = f"{200 + turn}.mijnbedrijf"
        world.add(login)
        session = world.password(login).session
        parts.append((session, world.services.enrolment.begin_number(session, "06 21234529").id))
    came = race(_send_enrolment, parts)
    assert set(came) <= {"done", "TOO_MANY_SENT", "STORE_BUSY"}
    assert USUAL.number_hour - came["STORE_BUSY"] <= len(_rows(world, tables.Delivery)) <= USUAL.number_hour


def _pair(world: World, given: Given) -> None:
    login, code = given
    world.services.companion.pair(login, code, "toestel", DeviceIdentity.new())


def test_a_pairing_code_pairs_one_app(world: World, race: Race) -> None:
    session = world.in_editor()
    code = world.services.pairing.open(session).code
    came = race(_pair, [(LOGIN, code)] * RACERS)
    assert came["done"] == 1
    assert set(came) <= {"done", "WRONG_PAIRING", "WAIT"}
    assert len(_rows(world, tables.Device)) == 1


def _create_first(world: World, given: Given) -> None:
    (login,) = given
    world.services.accounts.create_first(login, "Sanne", "de Vries", PASSWORD, Language.DUTCH)


def test_there_is_one_first_account(world: World, race: Race) -> None:
    came = race(_create_first, [(f"{200 + turn}.mijnbedrijf",) for turn in range(RACERS)])
    assert came == {"done": 1, "LOGIN_TAKEN": RACERS - 1}
    assert len(_rows(world, tables.Account)) == 1


class _Calling(KeepingPhone):
    """A telephone that is spoken with for a moment, and a file that keeps who was."""

    def __init__(self, heard: Path) -> None:
        super().__init__("voice", Telling.SPOKEN, outcome=Outcome.HEARD)
        self._heard = heard

    def send(self, job: Job, progress: Progress) -> Result:
        with self._heard.open("a") as file:
            file.write(f"{job.to}\n")
        time.sleep(0.2)
        return super().send(job, progress)


def _tell(world: World, given: Given) -> None:
    (heard,) = given
    teller = Teller(replace(world.context, phone=(_Calling(Path(heard)),)))
    while teller.deliver():
        pass


def test_a_number_with_many_changes_to_hear_of_is_called_by_one(world: World, race: Race, tmp_path: Path) -> None:
    world.phone.telling = Telling.SPOKEN
    session, _ = world.with_all()
    world.enrol_number(session, "06 87654321")
    for number in range(6):
        world.services.factors.rename(session, world.factor(session, Kind.PHONE).id, f"naam {number}")
    heard = tmp_path / "heard"
    assert race(_tell, [(str(heard),)] * RACERS) == {"done": RACERS}
    called = heard.read_text().split()
    assert len(called) == len(set(called)) == 2
    assert {row.outcome for row in _rows(world, tables.Notice)} == {Outcome.HEARD}
