"""A code answers one question, once, in the session that asked it (OOB-2 to OOB-4, TO-3 to TO-8)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.world import LOGIN, START, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step
from tui2fa.store import tables


@pytest.mark.parametrize("text", ["", "12345", "1234567", "-12345", "1_2_3_4", "１２３４５６", "12345\n6", "0" * 10**6])
def test_what_is_no_code_costs_no_try(world: World, text: str) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    with refused(Refusal.NOT_A_CODE):
        world.services.login.verify(session, challenge.id, text)
    assert world.services.login.state(session, challenge.id).tries_left == 4


@pytest.mark.parametrize("kind", Kind)
def test_every_method_begins_with_as_many_tries_before_one_has_to_wait(world: World, kind: Kind) -> None:
    session, _ = world.with_all()
    again = world.password().session
    challenge = world.services.login.challenge(again, world.factor(session, kind).id)
    for left in (3, 2, 1):
        with refused(Refusal.WRONG_CODE, Refusal.CODE_USED):
            world.services.login.verify(again, challenge.id, wrong(world.code()))
        assert world.services.login.state(again, challenge.id).tries_left == left
    with refused(Refusal.WRONG_CODE) as caught:
        world.services.login.verify(again, challenge.id, wrong(world.code()))
    assert caught.value.tries_left is None
    assert world.services.login.state(again, challenge.id).wait == 30


def test_a_code_may_be_pasted_with_spaces(world: World) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    spaced = f" {world.code()[:3]} {world.code()[3:]} "
    assert world.services.login.verify(session, challenge.id, spaced).step is Step.PANEL


@pytest.mark.parametrize(("later", "right"), [(300.0, True), (300.001, False)])
def test_a_code_lives_five_minutes(world: World, later: float, right: bool) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    world.clock.forward(later)
    if right:
        assert world.services.login.verify(session, challenge.id, world.code()).step is Step.PANEL
        return
    assert world.services.login.state(session, challenge.id).over is Refusal.CODE_EXPIRED
    with refused(Refusal.CODE_EXPIRED):
        world.services.login.verify(session, challenge.id, world.code())


def test_five_wrong_tries_spend_a_code_and_sending_brings_a_new_one(world: World) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    for left in (3, 2, 1, None):
        with refused(Refusal.WRONG_CODE) as caught:
            world.services.login.verify(session, challenge.id, wrong(world.code()))
        assert caught.value.tries_left == left
    world.clock.forward(30)
    with refused(Refusal.WRONG_CODE):
        world.services.login.verify(session, challenge.id, wrong(world.code()))
    world.clock.forward(60)
    first = world.code()
    with refused(Refusal.CODE_SPENT):
        world.services.login.verify(session, challenge.id, first)
    renewed = world.services.login.send(session, challenge.id).challenge
    assert (renewed.tries_left, renewed.over) == (1, None)
    assert renewed.id != challenge.id
    assert world.code() != first
    with refused(Refusal.CODE_EXPIRED):
        world.services.login.verify(session, challenge.id, first)
    assert world.services.login.verify(session, renewed.id, world.code()).step is Step.PANEL


def test_a_code_works_once(world: World) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    world.services.login.verify(session, challenge.id, world.code())
    with refused(Refusal.CODE_EXPIRED):
        world.services.login.verify(session, challenge.id, world.code())


def test_a_code_works_only_in_its_session_for_its_purpose_and_for_its_factor(world: World) -> None:
    editor = world.in_editor()
    world.enrol_number(editor, "06 12345678")
    world.clock.forward(60)
    login, enrolment = world.services.login, world.services.enrolment
    here, there = world.password().session, world.password().session
    first, second = login.factors(here)
    asked = {
        "here": (here, login.challenge(here, first.id).id, login.verify),
        "there": (there, login.challenge(there, second.id).id, login.verify),
        "editor": (editor, enrolment.begin_number(editor, "06 11111111").id, enrolment.confirm),
    }
    codes = {}
    for name, (session, challenge, _) in asked.items():
        login.send(session, challenge)
        codes[name] = world.code()
    assert len(set(codes.values())) == 3
    for name, (session, challenge, answer) in asked.items():
        for other, code in codes.items():
            if other != name:
                with refused(Refusal.WRONG_CODE):
                    answer(session, challenge, code)
                with refused(Refusal.FACTOR_GONE, Refusal.ENROLMENT_GONE):
                    answer(asked[other][0], challenge, codes[name])
    with refused(Refusal.CODE_EXPIRED):
        login.verify(editor, asked["editor"][1], codes["editor"])
    with refused(Refusal.ENROLMENT_GONE, Refusal.SESSION_ENDED):
        enrolment.confirm(here, asked["here"][1], codes["here"])
    for name, (session, challenge, answer) in asked.items():
        assert answer(session, challenge, codes[name]).step is Step.PANEL


def test_whoever_comes_back_to_a_method_finds_the_code_that_is_on_the_phone(world: World) -> None:
    world.with_all()
    world.clock.forward(60)
    session = world.password().session
    first = world.asked(session)
    with refused(Refusal.WRONG_CODE):
        world.services.login.verify(session, first.id, wrong(world.code()))
    world.services.login.challenge(session, world.factor(session, Kind.QALLER).id)
    with refused(Refusal.CODE_EXPIRED):
        world.services.login.verify(session, first.id, world.code())
    again = world.services.login.challenge(session, first.factor)
    assert (again.id, again.tries_left, again.sent_at) == (first.id, 3, first.sent_at)
    assert world.services.login.verify(session, again.id, world.code()).step is Step.PANEL


def test_coming_back_brings_no_code_back_to_life_that_was_dead(world: World) -> None:
    world.with_all()
    world.clock.forward(60)
    session = world.password().session
    qaller = world.factor(session, Kind.QALLER).id
    expired = world.asked(session)
    world.clock.forward(301)
    fresh = world.services.login.challenge(session, expired.factor)
    assert fresh.id != expired.id
    declined = world.asked(session, qaller)
    world.services.companion.decline(world.identity, world.services.companion.inbox(world.identity)[0].id)
    assert world.services.login.challenge(session, qaller).id != declined.id


def test_a_question_left_behind_cannot_be_sent_and_does_not_end_the_one_that_stands(world: World) -> None:
    world.with_all()
    world.clock.forward(60)
    session = world.password().session
    left = world.services.login.challenge(session)
    stands = world.services.login.challenge(session, world.factor(session, Kind.QALLER).id)
    with refused(Refusal.CODE_EXPIRED):
        world.services.login.send(session, left.id)
    assert world.services.login.state(session, stands.id).over is None


def test_a_declined_code_is_dead_and_the_waiting_panel_hears_of_it(world: World) -> None:
    world.with_all()
    world.clock.forward(60)
    session = world.password().session
    challenge = world.asked(session, world.factor(session, Kind.QALLER).id)
    code = world.pushed()
    message = world.services.companion.inbox(world.identity)[0]
    world.services.companion.decline(world.identity, message.id)
    assert world.services.login.state(session, challenge.id).over is Refusal.CODE_VOIDED
    with refused(Refusal.CODE_VOIDED):
        world.services.login.verify(session, challenge.id, code)
    assert world.events()[0] is EventKind.CODE_DECLINED
    shown = world.services.companion.inbox(world.identity)[0]
    assert (shown.declined, shown.spent) == (True, True)
    world.clock.forward(60)
    renewed = world.services.login.send(session, challenge.id).challenge
    assert world.pushed() != code
    assert world.services.login.verify(session, renewed.id, world.pushed()).step is Step.PANEL


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_an_authenticator_may_be_one_step_off(world: World, steps: int, right: bool) -> None:
    _, app = world.with_all()
    world.clock.forward(600)
    session = world.password().session
    challenge = world.services.login.challenge(session, world.factor(session, Kind.AUTHENTICATOR).id)
    code = app.at(world.clock.now() + timedelta(seconds=30 * steps))
    if right:
        assert world.services.login.verify(session, challenge.id, code).step is Step.PANEL
    else:
        with refused(Refusal.WRONG_CODE):
            world.services.login.verify(session, challenge.id, code)


def test_a_code_of_an_authenticator_works_once_and_no_older_one_after_it(world: World) -> None:
    _, app = world.with_all()
    world.clock.forward(600)
    for seconds, answer in ((0, None), (0, Refusal.CODE_USED), (-30, Refusal.CODE_USED), (30, None)):
        session = world.password().session
        challenge = world.services.login.challenge(session, world.factor(session, Kind.AUTHENTICATOR).id)
        code = app.at(world.clock.now() + timedelta(seconds=seconds))
        if answer is None:
            assert world.services.login.verify(session, challenge.id, code).step is Step.PANEL
        else:
            with refused(answer):
                world.services.login.verify(session, challenge.id, code)
            assert world.events()[0] is EventKind.CODE_REUSED
            assert world.services.login.state(session, challenge.id).over is None


def test_the_code_that_enrolled_an_authenticator_logs_nobody_in(world: World) -> None:
    world.add()
    app = world.enrol_authenticator(world.password().session)
    session = world.password().session
    challenge = world.services.login.challenge(session)
    with refused(Refusal.CODE_USED):
        world.services.login.verify(session, challenge.id, app.at(world.clock.now()))


def test_a_clock_that_went_back_is_said_and_costs_no_try(world: World) -> None:
    world.add()
    app = world.enrol_authenticator(world.password().session)
    world.clock.wall -= timedelta(hours=1)
    session = world.password().session
    challenge = world.services.login.challenge(session)
    for _ in range(5):
        with refused(Refusal.CLOCK_WENT_BACK):
            world.services.login.verify(session, challenge.id, app.at(world.clock.now()))
    assert world.events()[0] is EventKind.CLOCK_WENT_BACK
    world.clock.wall = START + timedelta(seconds=60)
    assert world.services.login.verify(session, challenge.id, app.at(world.clock.now())).step is Step.PANEL


@pytest.mark.parametrize(("jump", "right"), [(-30, True), (-31, False), (-3600, False), (-400 * 24 * 3600, False)])
def test_a_code_from_before_the_clock_went_back_is_dead(world: World, jump: int, right: bool) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    world.clock.wall += timedelta(seconds=jump)
    if right:
        assert world.services.login.verify(session, challenge.id, world.code()).step is Step.PANEL
    else:
        with refused(Refusal.CODE_EXPIRED):
            world.services.login.verify(session, challenge.id, world.code())
        assert world.services.login.state(session, challenge.id).over is Refusal.CODE_EXPIRED


def test_after_the_clock_went_back_a_new_code_is_sent_and_works(world: World) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    code = world.code()
    world.clock.wall -= timedelta(hours=1)
    renewed = world.services.login.send(session, challenge.id).challenge
    assert world.code() != code
    assert world.services.login.verify(session, renewed.id, world.code()).step is Step.PANEL


def test_a_pushed_code_from_before_the_clock_went_back_is_shown_as_spent(world: World) -> None:
    world.with_all()
    session = world.password().session
    world.asked(session, world.factor(session, Kind.QALLER).id)
    assert not world.services.companion.inbox(world.identity)[0].spent
    world.clock.wall -= timedelta(seconds=31)
    assert world.services.companion.inbox(world.identity)[0].spent


def test_a_secret_that_was_tampered_with_is_said_and_logs_nobody_in(world: World) -> None:
    world.add()
    app = world.enrol_authenticator(world.password().session)
    with world.store.write() as db:
        factor = db.exec(select(tables.Factor)).one()
        assert factor.secret
        factor.secret = factor.secret[:-1] + bytes([factor.secret[-1] ^ 1])
    session = world.password().session
    challenge = world.services.login.challenge(session)
    with refused(Refusal.SECRET_UNREADABLE):
        world.services.login.verify(session, challenge.id, app.at(world.clock.now()))


def test_a_factor_removed_meanwhile_is_said_to_be_gone(world: World) -> None:
    editor, _ = world.with_all()
    session = world.password().session
    number = world.factor(session, Kind.PHONE)
    challenge = world.services.login.challenge(session, number.id)
    world.services.factors.remove(editor, number.id)
    for asked in (world.services.login.state, world.services.login.send):
        with refused(Refusal.FACTOR_GONE):
            asked(session, challenge.id)
    assert world.services.login.challenge(session).kind is not Kind.PHONE


def test_a_code_lies_in_the_store_neither_plain_nor_as_a_plain_digest(world: World) -> None:
    world.in_editor()
    session = world.password(LOGIN).session
    world.asked(session)
    with world.store.read() as db:
        kept = db.exec(select(tables.Challenge)).all()
    assert all(world.code() not in repr(row.model_dump()) for row in kept)
    assert len({row.digest for row in kept}) == len(kept)
