"""A change is told to the account's other ways, whoever made it, and says how to object (RC-7)."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.administrators import administrator
from tests.agents import agent, reset
from tests.world import PASSWORD, KeepingPhone, World, refused
from tui2fa.delivery.base import Job, Progress, Result, Telling
from tui2fa.domain.factors import Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.refusals import Refusal
from tui2fa.services.courier import Courier
from tui2fa.services.house import make_services
from tui2fa.services.telling import CALLS, NOTICES_DAY, PUT_OFF, Teller
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
    while Teller(world.context).deliver():
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
    texting.clock.forward(PUT_OFF.total_seconds() + 1)
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
    rename(world, session, *(f"naam {number}" for number in range(NOTICES_DAY + 2)))
    assert [number for number, _ in told(world)] == [FIRST, SECOND], "one call each"
    rename(world, session, "magazijn")
    assert later(world, 3) == [[], [], []]
    assert later(world, 1) == [[FIRST, SECOND]], "and however many changes were told at once, it counts as one"
    assert not any(later(world, 10)), "nothing is told twice"


def later(world: World, times: int) -> list[list[str]]:
    """Who is called now, and each time five minutes later."""
    calls = []
    for _ in range(times):
        calls.append([number for number, _ in told(world)])
        world.clock.forward(PUT_OFF.total_seconds() + 1)
    return calls


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.BUSY, Outcome.HUNG_UP, Outcome.UNKNOWN])
def test_who_was_not_reached_is_called_again_for_a_quarter_of_an_hour(
    calling: tuple[World, str], outcome: Outcome
) -> None:
    world, session = calling
    world.phone.outcome = outcome
    rename(world, session, *(f"naam {number}" for number in range(8)))
    assert later(world, 12) == [[FIRST, SECOND]] * CALLS + [[]] * (12 - CALLS)


def test_a_change_that_follows_an_unanswered_call_waits_for_the_next_one(calling: tuple[World, str]) -> None:
    world, session = calling
    world.phone.outcome = Outcome.NO_ANSWER
    rename(world, session, "kantoor")
    assert len(told(world)) == 2
    world.clock.forward(60)
    rename(world, session, "thuis")
    assert told(world) == []
    world.clock.forward(PUT_OFF.total_seconds() - 59)
    world.phone.outcome = Outcome.HEARD
    assert len(told(world)) == 2
    assert not any(later(world, 6))


@pytest.mark.parametrize("outcome", [Outcome.TEMPORARY, Outcome.UNREACHABLE, Outcome.MISCONFIGURED])
def test_a_way_that_does_not_work_for_now_is_tried_all_day(calling: tuple[World, str], outcome: Outcome) -> None:
    world, session = calling
    world.phone.outcome = outcome
    rename(world, session, "kantoor")
    later(world, 30)
    world.phone.outcome = Outcome.HEARD
    assert later(world, 3) == [[FIRST, SECOND], [], []]


def test_a_password_that_was_refused_is_not_tried_again(calling: tuple[World, str]) -> None:
    world, session = calling
    logged: list[str] = []
    world.context = replace(world.context, log=logged.append)
    world.phone.outcome = Outcome.CREDENTIALS
    rename(world, session, "kantoor")
    assert later(world, 1) == [[FIRST, SECOND]]
    assert not any(later(world, 12))
    assert all("not delivered: credentials" in line and "+31" not in line for line in logged)
    assert logged, "the operator learns of it"


def test_a_call_that_is_broken_off_as_the_program_ends_is_made_by_the_next_one(calling: tuple[World, str]) -> None:
    world, session = calling
    world.services.factors.remove(session, world.factor(session, Kind.PHONE).id)
    for outcome in (Outcome.HUNG_UP, Outcome.UNKNOWN, Outcome.TEMPORARY) * 2:
        world.phone.outcome = outcome
        ending = Teller(world.context)
        ending.close()
        while ending.deliver():
            pass
        world.clock.forward(PUT_OFF.total_seconds() + 1)
    world.phone.outcome = Outcome.HEARD
    assert [number for number, _ in told(world)] == [FIRST, SECOND]


def test_a_call_that_is_going_on_ends_at_once_with_the_program(calling: tuple[World, str]) -> None:
    world, session = calling
    rename(world, session, "kantoor")
    speaking, cancelled = threading.Event(), threading.Event()

    class Speaking(KeepingPhone):
        """Speaks until it is hung up."""

        def send(self, job: Job, progress: Progress) -> Result:
            speaking.set()
            return Result(Outcome.HUNG_UP if cancelled.wait(20) else Outcome.HEARD)

        def cancel(self, job: str) -> None:
            cancelled.set()

    world.context = replace(world.context, phone=(Speaking("voice", Telling.SPOKEN),))
    courier = Courier(Teller(world.context), lambda line: None)
    courier.start()
    assert speaking.wait(10)
    courier.close()
    assert cancelled.is_set()
    world.context = replace(world.context, phone=(world.phone,))
    world.clock.forward(PUT_OFF.total_seconds() + 1)
    assert [number for number, _ in told(world)] == [FIRST, SECOND]


def test_where_no_message_arrives_so_soon_after_a_call_the_next_call_tells_of_it(calling: tuple[World, str]) -> None:
    world, session = calling
    rename(world, session, "kantoor")
    assert len(told(world)) == 2
    sms = KeepingPhone("sms", Telling.WRITTEN, outcome=Outcome.REFUSED)
    world.context = replace(world.context, phone=(world.phone, sms))
    rename(world, session, "thuis")
    assert later(world, 3) == [[], [], []]
    assert later(world, 1) == [[FIRST, SECOND]]


def test_a_clock_that_went_back_has_nobody_called_twice(calling: tuple[World, str]) -> None:
    world, session = calling
    rename(world, session, "kantoor")
    world.clock.wall -= timedelta(hours=1)
    assert later(world, 8) == [[FIRST, SECOND]] + [[]] * 7
    world.clock.wall += timedelta(hours=5)
    assert told(world) == []


def test_two_programs_call_a_number_once(calling: tuple[World, str]) -> None:
    world, session = calling
    rename(world, session, "kantoor", "thuis")
    calls: list[str] = []

    class Meanwhile(KeepingPhone):
        """While one program calls, another one looks what there is to do."""

        def send(self, job: Job, progress: Progress) -> Result:
            calls.append(job.to)
            if len(calls) == 1:
                while Teller(world.context).deliver():
                    pass
            return super().send(job, progress)

    world.context = replace(world.context, phone=(Meanwhile("voice", Telling.SPOKEN, outcome=Outcome.HEARD),))
    while Teller(world.context).deliver():
        pass
    assert sorted(calls) == [FIRST, SECOND]
    assert not any(later(world, 5))


def test_what_was_never_told_goes_before_what_reached_nobody(calling: tuple[World, str]) -> None:
    world, session = calling
    world.phone.outcome = Outcome.NO_ANSWER
    rename(world, session, "kantoor")
    told(world)
    world.clock.forward(PUT_OFF.total_seconds() + 1)
    other = administrator(world)
    told(world)
    world.services.login.confirm_password(other, PASSWORD)
    world.enrol_number(other, "06 33334444")
    assert Teller(world.context).deliver()
    assert world.phone.jobs[-1].to not in (FIRST, SECOND)


@pytest.mark.parametrize(
    ("support", "spoken"),
    [
        ("050-8200000", "0508200000"),
        ("+31 50 820 0000", "0508200000"),
        ("+32 2 555 12 12", "003225551212"),
        ("050-8200000 of 088-1234567", ""),
        ("050-8200000 (ma-vr 8-17 uur)", ""),
        ("112 intern", ""),
        ("de helpdesk", ""),
    ],
)
def test_a_call_names_one_whole_number_or_none(calling: tuple[World, str], support: str, spoken: str) -> None:
    world, session = calling
    world.context = replace(world.context, support_phone=support)
    rename(world, session, "kantoor")
    assert len(told(world)) == 2
    assert world.phone.jobs[-1].call_back == spoken
