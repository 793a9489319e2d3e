"""Agents, administrators and callers at the same moment: each thing happens once, whole or not at all (input 41)."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from sqlmodel import col, select

from tests.administrators import ADMINISTRATOR, DEPUTY, administrator
from tests.agents import AGENT, COLLEAGUE, agent, reset, wish
from tests.store.helpers import PROCESSES
from tests.store.test_services_race import RACERS, Given, Race, _rows, race, racers, world
from tests.world import LOGIN, World
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.store import tables

__all__ = ["race", "racers", "world"]
THIRD = "602.callvoip"
CALLERS = [f"{300 + number}.mijnbedrijf" for number in range(8)]
LONGEST = 0.1
"""Seconds between the first thing a process did and its end."""


def _of_two(came: Counter[str]) -> Counter[str]:
    """What came of the two who raced, without those who only looked on."""
    return came - Counter({"done": RACERS - 2})


def _two(*parts: Given) -> list[Given]:
    return [*parts, *[()] * (RACERS - 2)]


def _reset(world: World, given: Given) -> None:
    if given:
        session, login, version = given
        seen = replace(wish(world.services.desk.caller(session, login)), version=int(version))
        world.services.desk.reset(session, login, seen)


def _seen(world: World, session: str, login: str = LOGIN) -> Given:
    return session, login, str(world.services.desk.caller(session, login).version)


def _events(world: World, what: EventKind) -> int:
    return sum(row.what == what.name for row in _rows(world, tables.Activity))


def test_of_two_agents_who_reset_a_caller_at_once_one_does(world: World, race: Race) -> None:
    world.in_editor()
    first, second = agent(world), agent(world, COLLEAGUE)
    came = race(_reset, _two(_seen(world, first), _seen(world, second)))
    assert _of_two(came) == {"done": 1, "USER_CHANGED": 1}
    assert [row.executed_at for row in _rows(world, tables.Reset)] == [world.clock.now()]
    assert _events(world, EventKind.RESET) == 1


def test_of_two_second_agents_who_confirm_at_once_one_does(world: World, race: Race) -> None:
    world.in_editor()
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().role = Role.ADMINISTRATOR
    first, second = agent(world), agent(world, COLLEAGUE)
    world.add(THIRD, Role.SUPPORT)
    third = world.password(THIRD).session
    world.enrol_number(third, "06 21230602")
    reset(world, first)
    came = race(_reset, _two(_seen(world, second), _seen(world, third)))
    assert _of_two(came) == {"done": 1, "USER_CHANGED": 1}
    assert (_events(world, EventKind.RESET_ASKED), _events(world, EventKind.RESET)) == (1, 1)


def test_agents_who_act_on_each_other_at_once_do_not_bar_each_other(world: World, race: Race) -> None:
    first, second = agent(world), agent(world, COLLEAGUE)
    came = race(_reset, _two(_seen(world, first, COLLEAGUE), _seen(world, second, AGENT)))
    assert _of_two(came) == {"done": 2}
    assert _events(world, EventKind.RESET_ASKED) == 2


def _disable(world: World, given: Given) -> None:
    if given:
        session, login = given
        world.services.company.disable(session, login)


def test_of_two_administrators_who_disable_each_other_at_once_one_stays(world: World, race: Race) -> None:
    first, second = administrator(world), administrator(world, DEPUTY)
    came = race(_disable, _two((first, DEPUTY), (second, ADMINISTRATOR)))
    assert _of_two(came) == {"done": 1, "SESSION_ENDED": 1}
    assert sum(row.disabled for row in _rows(world, tables.Account)) == 1


def _redeem(world: World, given: Given) -> None:
    session, code = given
    world.services.resets.redeem(session, code)


def test_a_reset_code_lets_one_of_sixteen_sessions_on(world: World, race: Race) -> None:
    world.in_editor()
    code = reset(world, agent(world)).code
    assert code
    came = race(_redeem, [(world.password().session, code) for _ in range(RACERS)])
    assert came["done"] == 1
    assert set(came) <= {"done", "RESET_CODE_OVER", "WAIT"}
    assert _events(world, EventKind.RESET_CODE_ENTERED) == 1


def _join(world: World, given: Given) -> None:
    session, code = given
    world.services.following.join(session, code)


def test_a_follow_code_lets_one_follow(world: World, race: Race) -> None:
    code = world.services.following.share(world.in_editor()).code
    agents = agent(world), agent(world, COLLEAGUE)
    came = race(_join, [(agents[turn % 2], code) for turn in range(RACERS)])
    assert came["done"] == 1
    assert set(came) <= {"done", "FOLLOW_UNKNOWN", "WAIT"}
    assert _events(world, EventKind.FOLLOWED) == 1


def _give(world: World, given: Given) -> None:
    session, place = given
    Path(place).write_text(world.services.company.first_password(session, LOGIN).password)


def test_of_the_passwords_that_administrators_give_at_once_one_works(world: World, race: Race, tmp_path: Path) -> None:
    world.add()
    by = administrator(world), administrator(world, DEPUTY)
    came = race(_give, [(by[turn % 2], str(tmp_path / f"{turn}.given")) for turn in range(RACERS)])
    assert came == {"done": RACERS}
    worked = 0
    for place in tmp_path.glob("*.given"):
        world.clock.forward(3600)
        try:
            world.services.login.sign_in(LOGIN, place.read_text())
        except Refused as refused:
            assert refused.refusal is Refusal.WRONG_LOGIN  # noqa: PT017 - either outcome is right, for one of them
        else:
            worked += 1
    assert worked == 1
    assert _events(world, EventKind.FIRST_PASSWORD_GIVEN) == RACERS


def _reset_all(place: Path | str, folder: Path, session: str, told: Connection) -> None:
    world = World(place, folder)
    for login in CALLERS:
        if world.services.desk.caller(session, login).factors:
            told.send(login)
            reset(world, session, login)
    world.close()


def test_a_process_killed_while_it_resets_leaves_both_the_reset_and_its_entry_or_neither(
    world: World, database: Path | str, tmp_path: Path
) -> None:
    """RC-5."""
    for turn, login in enumerate(CALLERS):
        world.add(login)
        world.enrol_number(world.password(login).session, f"06 1234560{turn}")
    told = agent(world)
    chance = random.Random(5)
    for _ in range(4):
        end, report = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=_reset_all, args=(database, tmp_path, told, report))
        process.start()
        report.close()
        assert end.poll(60)
        time.sleep(chance.uniform(0, LONGEST))
        process.kill()
        process.join()
    factor, event, row = tables.Factor, tables.Activity, tables.Reset
    with world.store.read() as db:
        for account in db.exec(select(tables.Account).where(col(tables.Account.login).in_(CALLERS))).all():
            factors = db.exec(select(factor.id).where(factor.account_id == account.id)).all()
            entries = db.exec(
                select(event.id).where(event.account_id == account.id, event.what == EventKind.RESET.name)
            ).all()
            resets = db.exec(select(row.digest).where(row.account_id == account.id)).all()
            assert (len(factors), len(entries), len(resets)) in {(1, 0, 0), (0, 1, 1)}
