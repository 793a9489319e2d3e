"""A change is told to the account's other ways, whoever made it, and says how to object (RC-7)."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlmodel import select

from tests.administrators import administrator
from tests.agents import agent, reset
from tests.world import PASSWORD, KeepingPhone, World, refused
from tui2fa.delivery.base import Telling
from tui2fa.domain.errors import Refusal
from tui2fa.domain.factors import Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.services.courier import Courier
from tui2fa.services.house import make_services
from tui2fa.services.notices import NOTICES_DAY, PATIENCE, QUIET, TAKEN_FOR, Notices
from tui2fa.store import tables

SUPPORT = "050-8200000"
FIRST, SECOND = "+31612345678", "+31687654321"


@pytest.fixture
def texting(world: World) -> World:
    """A world whose telephone takes sentences, too, and an account with two numbers in its editor."""
    world.phone.telling = Telling.WRITTEN
    world.context = replace(world.context, support_phone=SUPPORT)
    world.services = make_services(world.context)
    return world


def told(world: World) -> list[tuple[str, str]]:
    """What is told when the courier comes by: number and sentence, in the order of the numbers."""
    before = len(world.phone.jobs)
    while Notices(world.context).deliver():
        pass
    return sorted((job.to, job.message) for job in world.phone.jobs[before:])


def two_numbers(world: World) -> str:
    world.add()
    session = world.password().session
    world.enrol_number(session, "06 12345678")
    world.services.login.confirm_password(session, PASSWORD)
    world.enrol_number(session, "06 87654321")
    told(world)
    return session


def test_every_number_of_before_hears_of_it_and_how_to_object(texting: World) -> None:
    session = two_numbers(texting)
    texting.enrol_number(session, "06 11112222")
    came = told(texting)
    assert [number for number, _ in came] == [FIRST, SECOND]
    assert all(SUPPORT in words and "061*****22 toegevoegd" in words for _, words in came)
    assert not any("11112222" in words for _, words in came)
    assert told(texting) == [], "nothing is told twice"


def test_who_loses_a_number_hears_of_it_there_and_elsewhere(texting: World) -> None:
    session = two_numbers(texting)
    texting.services.factors.remove(session, texting.factor(session, Kind.PHONE).id)
    assert {number for number, _ in told(texting)} == {FIRST, SECOND}


def test_what_somebody_else_does_is_told_as_well(texting: World) -> None:
    two_numbers(texting)
    texting.services.company.first_password(administrator(texting), "202.mijnbedrijf")
    assert [number for number, _ in told(texting)] == [FIRST, SECOND]


def test_an_app_that_is_paired_and_a_reset_are_told(texting: World) -> None:
    session = two_numbers(texting)
    texting.pair(session)
    came = told(texting)
    assert [number for number, _ in came] == [FIRST, SECOND]
    assert all("Qaller" in words for _, words in came)
    at_desk = agent(texting)
    told(texting)
    reset(texting, at_desk)
    assert [number for number, _ in told(texting)] == [FIRST, SECOND]


def test_a_change_that_was_not_made_is_not_told(texting: World) -> None:
    session = two_numbers(texting)
    with refused(Refusal.FACTOR_GONE):
        texting.services.factors.remove(session, "nothing")
    assert told(texting) == []


def test_nothing_waits_where_no_way_tells_of_changes(world: World) -> None:
    two_numbers(world)
    with world.store.read() as db:
        assert db.exec(select(tables.Notice)).all() == []


def test_a_notice_that_was_taken_and_not_sent_is_sent_by_another_program(texting: World) -> None:
    session = two_numbers(texting)
    texting.services.factors.remove(session, texting.factor(session, Kind.PHONE).id)
    with texting.store.write() as db:
        for row in db.exec(select(tables.Notice)):
            row.taken_at = texting.clock.now() if not row.outcome else row.taken_at
    assert told(texting) == []
    texting.clock.forward(TAKEN_FOR.total_seconds() + 1)
    assert {number for number, _ in told(texting)} == {FIRST, SECOND}


def test_a_number_hears_ten_notices_a_day_and_its_codes_all_the_same(texting: World) -> None:
    session = two_numbers(texting)
    factor = texting.factor(session, Kind.PHONE)
    for turn in range(NOTICES_DAY + 3):
        texting.services.factors.rename(session, factor.id, f"naam {turn}")
    came = told(texting)
    assert len(came) < 2 * (NOTICES_DAY + 3)
    texting.clock.forward(3600)
    assert texting.asked(texting.password().session).sent_at == texting.clock.now()


def test_a_notice_that_reached_nobody_leaves_the_change_as_it_is(texting: World) -> None:
    session = two_numbers(texting)
    texting.phone.outcome = Outcome.UNREACHABLE
    texting.services.factors.remove(session, texting.factor(session, Kind.PHONE).id)
    assert told(texting)
    assert len(texting.services.factors.listing(session)) == 1


def test_the_courier_comes_by_itself_and_survives_what_goes_wrong() -> None:
    logged: list[str] = []
    came = threading.Event()

    class Failing:
        calls = 0

        def deliver(self) -> bool:
            self.calls += 1
            came.set()
            if self.calls == 1:
                raise OSError("secret")
            return False

        def close(self) -> None:
            """Nothing is under way."""

    courier = Courier(Failing(), logged.append)
    courier.start()
    assert came.wait(10)
    came.clear()
    courier.wake()
    assert came.wait(10)
    courier.close()
    assert logged == ["notices: OSError"]


# by a call


@pytest.fixture
def calling(texting: World) -> tuple[World, str]:
    """An account with two numbers in its editor, whose telephones can only be called now; everybody hears it all."""
    session = two_numbers(texting)
    texting.phone.telling = Telling.SPOKEN
    texting.phone.outcome = Outcome.HEARD
    return texting, session


def rename(world: World, session: str, *names: str) -> None:
    """Changes that are told."""
    for name in names:
        world.services.factors.rename(session, world.factor(session, Kind.PHONE).id, name)


def test_a_number_is_called_about_a_change_and_told_whom_to_call(calling: tuple[World, str]) -> None:
    world, session = calling
    world.services.factors.remove(session, world.factor(session, Kind.PHONE).id)
    assert [number for number, _ in told(world)] == [FIRST, SECOND]
    assert [(job.code, job.call_back) for job in world.phone.jobs[-2:]] == [("", "0508200000")] * 2


def test_a_sentence_goes_before_a_call(calling: tuple[World, str]) -> None:
    world, session = calling
    sms = KeepingPhone("sms", Telling.WRITTEN)
    world.context = replace(world.context, phone=(world.phone, sms))
    world.services = make_services(world.context)
    rename(world, session, "kantoor")
    assert told(world) == []
    assert sorted(job.to for job in sms.jobs) == [FIRST, SECOND]
    sms.outcome = Outcome.REFUSED
    rename(world, session, "thuis")
    assert [number for number, _ in told(world)] == [FIRST, SECOND], "where no sentence arrives, it calls"


def test_one_call_tells_of_all_that_was_changed_and_the_next_comes_a_quarter_later(calling: tuple[World, str]) -> None:
    world, session = calling
    rename(world, session, "kantoor", "thuis")
    assert [number for number, _ in told(world)] == [FIRST, SECOND], "one call each"
    rename(world, session, "magazijn")
    for _ in range(2):
        assert told(world) == []
        world.clock.forward(TAKEN_FOR.total_seconds() + 1)
    world.clock.forward(TAKEN_FOR.total_seconds())
    assert [number for number, _ in told(world)] == [FIRST, SECOND]
    world.clock.forward(2 * QUIET.total_seconds())
    assert told(world) == [], "nothing is told twice"


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.BUSY, Outcome.HUNG_UP])
def test_who_was_not_reached_is_called_again_for_a_quarter_of_an_hour(
    calling: tuple[World, str], outcome: Outcome
) -> None:
    world, session = calling
    world.phone.outcome = outcome
    rename(world, session, "kantoor", "thuis")
    calls = []
    for _ in range(12):
        calls.append(len(told(world)))
        world.clock.forward(TAKEN_FOR.total_seconds() + 1)
    assert calls[:3] == [2, 2, 2], "every five minutes, once each"
    assert sum(calls) <= 10
    assert calls[-1] == 0


def test_a_call_that_is_broken_off_as_the_program_ends_is_made_by_the_next_one(calling: tuple[World, str]) -> None:
    world, session = calling
    world.services.factors.remove(session, world.factor(session, Kind.PHONE).id)
    world.clock.forward(2 * PATIENCE.total_seconds())
    world.phone.outcome = Outcome.HUNG_UP
    ending = Notices(world.context)
    ending.close()
    assert ending.deliver()
    world.clock.forward(TAKEN_FOR.total_seconds() + 1)
    world.phone.outcome = Outcome.HEARD
    assert [number for number, _ in told(world)] == [FIRST, SECOND]
