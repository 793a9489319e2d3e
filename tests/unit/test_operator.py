"""The operator's command for an authenticator that a clock which went back has stopped (TO-8)."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from tests.world import LOGIN, World, refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.journal import OPERATOR
from tui2fa.services.views import Step
from tui2fa.store import tables

HOUR = timedelta(hours=1)


def _try(world: World, code: str) -> Step:
    session = world.password().session
    challenge = world.services.login.challenge(session, world.factor(session, Kind.AUTHENTICATOR).id)
    return world.services.login.verify(session, challenge.id, code).step


def _stopped(world: World) -> pyotp.TOTP:
    """An authenticator whose last code was of an hour that is still to come."""
    _, app = world.with_all()
    world.clock.wall -= HOUR
    with refused(Refusal.CLOCK_WENT_BACK):
        _try(world, app.at(world.clock.now()))
    return app


def test_the_present_code_counts_again_at_once_and_no_earlier_one(world: World) -> None:
    app = _stopped(world)
    assert world.services.operator.unlock_step(LOGIN.upper()) == world.clock.now()
    with refused(Refusal.CODE_USED):
        _try(world, app.at(world.clock.now() - timedelta(seconds=30)))
    assert _try(world, app.at(world.clock.now())) is Step.PANEL
    with refused(Refusal.CODE_USED):
        _try(world, app.at(world.clock.now()))


def test_it_stands_in_the_activity_list_as_the_operators_and_is_told(world: World) -> None:
    _stopped(world)
    world.services.operator.unlock_step(LOGIN)
    newest = world.services.activity.listing(world.signed_in_with_qaller())[1]
    assert (newest.what, newest.kind, newest.actor) == (EventKind.STEP_UNLOCKED, Kind.AUTHENTICATOR, OPERATOR.login)
    assert world.notices()[0] is EventKind.STEP_UNLOCKED


def test_time_alone_never_lowers_the_last_step(world: World) -> None:
    app = _stopped(world)
    world.clock.forward(HOUR.total_seconds() - 61)
    with refused(Refusal.CLOCK_WENT_BACK):
        _try(world, app.at(world.clock.now()))


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(seconds=30), HOUR])
def test_where_the_clock_did_not_go_back_nothing_is_changed(world: World, ahead: timedelta) -> None:
    world.with_all()
    world.clock.wall += ahead - timedelta(seconds=30)
    with refused(Refusal.STEP_NOT_LOCKED):
        world.services.operator.unlock_step(LOGIN)
    with world.store.read() as db:
        kept = db.exec(select(tables.Activity.what).where(tables.Activity.actor == OPERATOR.login)).all()
    assert kept == []


def test_without_an_authenticator_or_an_account_it_is_refused(world: World) -> None:
    world.in_editor()
    with refused(Refusal.STEP_NOT_LOCKED):
        world.services.operator.unlock_step(LOGIN)
    with refused(Refusal.NO_ACCOUNT):
        world.services.operator.unlock_step("999.nobody")
    with refused(Refusal.NOT_A_LOGIN):
        world.services.operator.unlock_step("nobody")
