"""A code on its way: how often, what a failure costs, and what the waiting person sees (OOB-5, OOB-12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.world import PASSWORD, World, refused
from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.delivery.gate import NOT_SENT
from tui2fa.domain.factors import Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.refusals import Refusal
from tui2fa.services.house import make_services
from tui2fa.services.views import Step
from tui2fa.store import tables

SENT = tuple(outcome for outcome in Outcome if outcome not in NOT_SENT)


def _later(world: World) -> str:
    """A session that waits for a code, long after the account was made."""
    world.in_editor()
    world.clock.forward(24 * 3600)
    return world.password().session


def test_the_same_code_is_sent_again_but_not_within_a_minute(world: World) -> None:
    session = _later(world)
    challenge = world.asked(session)
    first = world.code()
    assert challenge.resend_at == world.clock.now() + timedelta(seconds=60)
    world.clock.forward(59)
    with refused(Refusal.TOO_SOON) as caught:
        world.services.login.send(session, challenge.id)
    assert caught.value.values == {"wait": 1}
    world.clock.forward(1)
    assert world.services.login.send(session, challenge.id).challenge.id == challenge.id
    assert world.code() == first


def test_the_message_is_in_the_language_of_the_account_and_carries_the_code_in_no_repr(world: World) -> None:
    session = _later(world)
    world.asked(session)
    job = world.phone.jobs[-1]
    assert job.language == "nl"
    assert job.code in job.message
    assert job.code not in repr(job)
    assert job.expires == world.clock.now() + timedelta(minutes=5)


@pytest.mark.parametrize("outcome", NOT_SENT)
def test_what_cannot_have_arrived_costs_no_waiting_and_the_question_stands(world: World, outcome: Outcome) -> None:
    session = _later(world)
    world.phone.outcome = outcome
    challenge = world.services.login.challenge(session)
    for _ in range(7):
        delivered = world.services.login.send(session, challenge.id)
        assert delivered.outcome is outcome
        assert (delivered.challenge.over, delivered.challenge.sent_at, delivered.challenge.resend_at) == (None,) * 3
    assert world.services.login.verify(session, challenge.id, world.code()).step is Step.PANEL


@pytest.mark.parametrize("outcome", SENT)
def test_what_may_have_arrived_costs_a_minute_and_is_never_a_proof(world: World, outcome: Outcome) -> None:
    session = _later(world)
    world.phone.outcome = outcome
    challenge = world.services.login.challenge(session)
    delivered = world.services.login.send(session, challenge.id)
    assert delivered.challenge.resend_at == world.clock.now() + timedelta(seconds=60)
    with refused(Refusal.TOO_SOON):
        world.services.login.send(session, challenge.id)
    with refused(Refusal.SESSION_ENDED):
        world.services.accounts.overview(session)


def test_an_account_gets_five_calls_an_hour_over_all_its_numbers_and_front_ends(world: World) -> None:
    editor = world.in_editor()
    world.enrol_number(editor, "06 12345678")
    world.clock.forward(3600)
    there = world.neighbour()
    session = world.password().session
    first, second = world.services.login.factors(session)
    for turn in range(5):
        services = there if turn % 2 else world.services
        challenge = services.login.challenge(session, (second if turn % 2 else first).id)
        services.login.send(session, challenge.id)
        world.clock.forward(60)
    for services in (world.services, there):
        challenge = services.login.challenge(session, first.id)
        with refused(Refusal.TOO_MANY_SENT) as caught:
            services.login.send(session, challenge.id)
        assert caught.value.values == {"wait": 3600 - 5 * 60}
    world.services.login.alive(session)
    world.clock.forward(3600 - 5 * 60)
    again = world.password().session
    assert world.asked(again).sent_at == world.clock.now()


def test_a_minute_between_two_calls_holds_over_front_ends_and_sessions(world: World) -> None:
    session = _later(world)
    world.asked(session)
    there = world.neighbour().login
    other = there.sign_in("202.mijnbedrijf", PASSWORD).session
    challenge = there.challenge(other)
    with refused(Refusal.TOO_SOON):
        there.send(other, challenge.id)


def test_a_number_gets_ten_calls_a_day_whoever_asks(world: World) -> None:
    world.add()
    world.add("203.mijnbedrijf")
    for turn in range(10):
        session = world.password("202.mijnbedrijf" if turn % 2 else "203.mijnbedrijf").session
        challenge = world.services.enrolment.begin_number(session, "06 21234529")
        world.services.enrolment.send(session, challenge.id)
        world.clock.forward(15 * 60)
    session = world.password().session
    challenge = world.services.enrolment.begin_number(session, "06 21234529")
    with refused(Refusal.TOO_MANY_SENT) as caught:
        world.services.enrolment.send(session, challenge.id)
    assert caught.value.values == {"wait": 24 * 3600 - 10 * 15 * 60}
    other = world.services.enrolment.begin_number(session, "06 12345678")
    assert world.services.enrolment.send(session, other.id).outcome is Outcome.ACCEPTED


def test_an_app_gets_five_codes_that_nobody_answers_and_as_many_as_are_answered(world: World) -> None:
    world.with_all()
    for _ in range(7):
        session = world.password().session
        challenge = world.asked(session, world.factor(session, Kind.QALLER).id)
        world.services.login.verify(session, challenge.id, world.pushed())
    session = world.password().session
    challenge = world.services.login.challenge(session, world.factor(session, Kind.QALLER).id)
    for _ in range(5):
        challenge = world.services.login.send(session, challenge.id).challenge
        world.clock.forward(61)
    with refused(Refusal.TOO_MANY_SENT):
        world.services.login.send(session, challenge.id)


@pytest.mark.parametrize(("jump", "wait"), [(-30, 90), (-60, 120), (-3600, 0), (-400 * 24 * 3600, 0)])
def test_a_clock_that_went_back_bars_nobody_for_long(world: World, jump: int, wait: int) -> None:
    session = _later(world)
    challenge = world.asked(session)
    world.clock.wall += timedelta(seconds=jump)
    if wait:
        with refused(Refusal.TOO_SOON) as caught:
            world.services.login.send(session, challenge.id)
        assert caught.value.values == {"wait": wait}
        world.clock.forward(wait)
    assert world.services.login.send(session, challenge.id).challenge.sent_at


def test_a_number_that_no_configured_way_reaches_says_so_and_the_rest_works(world: World) -> None:
    world.with_all()
    services = make_services(replace(world.context, phone=()))
    session = world.password().session
    challenge = services.login.challenge(session)
    with refused(Refusal.CHANNEL_OFF):
        services.login.send(session, challenge.id)
    qaller = services.login.challenge(session, world.factor(session, Kind.QALLER).id)
    services.login.send(session, qaller.id)
    assert services.login.verify(session, qaller.id, world.pushed()).step is Step.PANEL


class _Meanwhile:
    """A channel in whose time something else happens."""

    name = "slow"
    telling = Telling.NOT

    def __init__(self, happens: list[object]) -> None:
        self.happens = happens

    def check(self) -> list[Problem]:
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        for what in self.happens:
            assert callable(what)
            what()
        return Result(Outcome.BAD_NUMBER)

    def cancel(self, job: str) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is under way."""


def test_no_transaction_is_open_while_a_code_is_carried(world: World) -> None:
    session = _later(world)
    there = world.neighbour()
    written: list[object] = [lambda: there.login.alive(session)]
    services = make_services(replace(world.context, phone=(_Meanwhile(written),)))
    challenge = services.login.challenge(session)
    assert services.login.send(session, challenge.id).outcome is Outcome.BAD_NUMBER


def test_the_outcome_is_kept_although_its_session_ended_meanwhile(world: World) -> None:
    session = _later(world)
    services = make_services(
        replace(world.context, phone=(_Meanwhile([lambda: world.services.login.log_out(session)]),))
    )
    challenge = services.login.challenge(session)
    with refused(Refusal.SESSION_ENDED):
        services.login.send(session, challenge.id)
    with world.store.read() as db:
        newest = db.exec(select(tables.Delivery.outcome).where(tables.Delivery.at == world.clock.now())).one()
    assert newest == Outcome.BAD_NUMBER


def test_a_code_declined_while_it_is_on_its_way_comes_back_as_dead(world: World) -> None:
    world.with_all()
    world.clock.forward(60)
    session = world.password().session
    challenge = world.asked(session, world.factor(session, Kind.QALLER).id)
    message = world.services.companion.inbox(world.identity)[0]
    world.services.companion.decline(world.identity, message.id)
    world.services.companion.decline(world.identity, message.id)
    assert world.services.login.state(session, challenge.id).over is Refusal.CODE_VOIDED


def test_an_app_that_logged_out_cannot_be_reached_and_another_method_works(world: World) -> None:
    world.with_all()
    world.services.companion.log_out(world.identity)
    world.clock.forward(60)
    session = world.password().session
    qaller = world.factor(session, Kind.QALLER)
    assert not qaller.reachable
    challenge = world.services.login.challenge(session, qaller.id)
    assert world.services.login.send(session, challenge.id).outcome is Outcome.UNREACHABLE
    challenge = world.asked(session)
    assert world.services.login.verify(session, challenge.id, world.code()).step is Step.PANEL
