"""How long somebody stays logged in, and what ends it (SE-1 to SE-6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.world import PASSWORD, World, refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step
from tui2fa.store import tables


def _ended(world: World, session: str) -> bool:
    if world.services.login.alive(session):
        return False
    with refused(Refusal.SESSION_ENDED):
        world.services.accounts.overview(session)
    return True


def test_fifteen_minutes_without_a_key_end_a_session(world: World) -> None:
    session = world.in_editor()
    world.clock.forward(899)
    assert not _ended(world, session)
    world.clock.forward(899)
    assert not _ended(world, session)
    world.clock.forward(900)
    assert _ended(world, session)


def test_the_minutes_before_the_code_count_as_well(world: World) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.services.login.challenge(session)
    world.clock.forward(900)
    with refused(Refusal.SESSION_ENDED):
        world.services.login.send(session, challenge.id)


def test_twelve_hours_end_a_session_however_busy(world: World) -> None:
    session = world.in_editor()
    for _ in range(12 * 6 - 1):
        world.clock.seconds += 600
        assert world.services.login.alive(session)
    world.clock.seconds += 600
    assert _ended(world, session)


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1), timedelta(days=4000)])
def test_a_wall_clock_that_jumps_ends_no_session_and_shuts_no_editor(world: World, jump: timedelta) -> None:
    session = world.in_editor()
    world.clock.wall += jump
    assert world.services.login.alive(session)
    assert world.services.login.editor_open(session)
    world.clock.seconds += 600
    assert not world.services.login.editor_open(session)
    world.clock.seconds += 300
    assert _ended(world, session)


def test_a_session_does_not_outlive_the_machine_it_began_on(world: World) -> None:
    session = world.in_editor()
    world.clock.seconds = 10
    assert _ended(world, session)


@pytest.mark.parametrize(
    ("how", "what"),
    [("log_out", EventKind.LOGGED_OUT), ("lock", EventKind.LOCKED), ("disconnect", EventKind.DISCONNECTED)],
)
def test_an_end_is_kept_once_and_takes_along_what_was_under_way(world: World, how: str, what: EventKind) -> None:
    session = world.in_editor()
    world.services.enrolment.begin_authenticator(session)
    for _ in range(2):
        getattr(world.services.login, how)(session)
    assert _ended(world, session)
    assert world.events().count(what) == 1
    with world.store.read() as db:
        assert db.exec(select(tables.Enrolment)).all() == []


def test_a_code_of_a_session_that_ended_works_nowhere(world: World) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    world.services.login.log_out(session)
    with refused(Refusal.SESSION_ENDED):
        world.services.login.verify(session, challenge.id, world.code())
    again = world.password().session
    with refused(Refusal.FACTOR_GONE):
        world.services.login.verify(again, challenge.id, world.code())


def test_another_front_end_ends_a_session_and_this_one_hears_of_it(world: World) -> None:
    session = world.in_editor()
    world.neighbour().login.log_out(session)
    assert _ended(world, session)


def test_an_account_that_was_disabled_is_out_at_once(world: World) -> None:
    session = world.in_editor()
    half = world.password().session
    world.disable()
    assert _ended(world, session)
    assert not world.services.login.alive(half)
    with refused(Refusal.WRONG_LOGIN):
        world.password()


def test_an_account_that_was_deleted_is_out_at_once(world: World) -> None:
    session, _ = world.with_all()
    with world.store.write() as db:
        db.delete(db.exec(select(tables.Account)).one())
    assert _ended(world, session)
    world.services.login.log_out(session)
    with refused(Refusal.DEVICE_GONE):
        world.services.companion.inbox(world.identity)


def test_a_session_nobody_has_is_nobodys(world: World) -> None:
    world.in_editor()
    for made_up in ("", "0" * 32, "' OR 1=1 --"):
        assert not world.services.login.alive(made_up)
        world.services.login.log_out(made_up)


def test_a_new_password_ends_every_other_session_and_what_waited_in_it(world: World) -> None:
    session = world.in_editor()
    other, half = world.signed_in_later(), world.password().session
    world.services.login.confirm_password(other, PASSWORD)
    world.services.enrolment.begin_authenticator(other)
    asked = world.services.login.challenge(half)
    world.services.accounts.change_password(session, PASSWORD, "een tuin vol narcissen")
    assert _ended(world, other)
    assert not world.services.login.alive(half)
    assert not _ended(world, session)
    with world.store.read() as db:
        assert db.exec(select(tables.Enrolment)).all() == []
        waited = db.get(tables.Challenge, asked.id)
        assert waited
        assert waited.voided_at
    with refused(Refusal.WRONG_LOGIN):
        world.password()
    assert world.services.login.sign_in("202.mijnbedrijf", "een tuin vol narcissen").step is Step.CODE


def test_a_session_of_one_account_is_not_touched_by_the_password_of_another(world: World) -> None:
    session = world.in_editor()
    world.add("203.mijnbedrijf")
    other = world.password("203.mijnbedrijf").session
    world.enrol_number(other, "06 12345678")
    world.services.accounts.change_password(session, PASSWORD, "een tuin vol narcissen")
    assert world.services.login.alive(other)


def test_session_ids_are_128_random_bits(world: World) -> None:
    world.add()
    ids = {world.password().session for _ in range(8)}
    assert len(ids) == 8
    assert all(len(made) == 32 and int(made, 16) >= 0 for made in ids)
