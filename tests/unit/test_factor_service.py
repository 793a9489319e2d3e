"""The factor editor: primary, order, names, removal, and who is told (R5, R6, R9, R14, RC-7, RC-10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.world import PASSWORD, World, refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step


def _order(factors: tuple[Factor, ...]) -> list[Kind]:
    return [factor.kind for factor in factors]


def _primary(factors: tuple[Factor, ...]) -> list[Kind]:
    return [factor.kind for factor in factors if factor.primary]


def test_making_a_factor_primary_does_not_move_it_and_it_is_asked_at_login(world: World) -> None:
    session, _ = world.with_all()
    order = _order(world.services.factors.listing(session))
    for kind in (Kind.QALLER, Kind.AUTHENTICATOR, Kind.PHONE, Kind.PHONE):
        changed = world.services.factors.make_primary(session, world.factor(session, kind).id)
        assert _order(changed) == order
        assert _primary(changed) == [kind]
        assert world.services.login.challenge(world.password().session).kind is kind
    assert world.events().count(EventKind.PRIMARY_CHANGED) == 3


@pytest.mark.parametrize(("steps", "place"), [(-1, 0), (1, 2), (-9, 0), (9, 2), (0, 1)])
def test_a_factor_moves_in_the_list_and_the_primary_stays_the_primary(world: World, steps: int, place: int) -> None:
    session, _ = world.with_all()
    middle = world.services.factors.listing(session)[1]
    after = world.services.factors.move(session, middle.id, steps)
    assert after[place].id == middle.id
    assert _primary(after) == [Kind.PHONE]
    assert world.services.login.factors(session) == after
    assert (EventKind.ORDER_CHANGED in world.events()) is (steps != 0)


def test_a_name_is_cleaned_kept_and_taken_away_again(world: World) -> None:
    session = world.in_editor()
    (factor,) = world.services.factors.listing(session)
    assert world.services.factors.rename(session, factor.id, "  Jan   thuis ")[0].label == "Jan thuis"
    with refused(Refusal.STRANGE_CHARACTERS):
        world.services.factors.rename(session, factor.id, "\x1b[31m")
    with refused(Refusal.TOO_LONG):
        world.services.factors.rename(session, factor.id, "x" * 65)
    assert world.services.factors.rename(session, factor.id, "")[0].label == ""
    assert world.events().count(EventKind.FACTOR_RENAMED) == 2


@pytest.mark.parametrize(
    ("primary", "heir"),
    [(Kind.PHONE, Kind.AUTHENTICATOR), (Kind.AUTHENTICATOR, Kind.QALLER), (Kind.QALLER, Kind.PHONE)],
)
def test_the_next_in_order_becomes_primary_when_the_primary_goes(world: World, primary: Kind, heir: Kind) -> None:
    session, _ = world.with_all()
    world.services.factors.make_primary(session, world.factor(session, primary).id)
    after = world.services.factors.remove(session, world.factor(session, primary).id)
    assert primary not in _order(after)
    assert _primary(after) == [heir]
    assert world.events()[:2] == [EventKind.PRIMARY_CHANGED, EventKind.FACTOR_REMOVED]


def test_the_primary_stays_when_another_one_goes(world: World) -> None:
    session, _ = world.with_all()
    after = world.services.factors.remove(session, world.factor(session, Kind.AUTHENTICATOR).id)
    assert (_order(after), _primary(after)) == ([Kind.PHONE, Kind.QALLER], [Kind.PHONE])
    assert world.events()[0] is EventKind.FACTOR_REMOVED


def test_the_last_factor_stays_and_qaller_is_never_left_alone(world: World) -> None:
    session, _ = world.with_all()
    world.services.factors.remove(session, world.factor(session, Kind.AUTHENTICATOR).id)
    number = world.factor(session, Kind.PHONE)
    with refused(Refusal.BACKUP_NEEDED):
        world.services.factors.remove(session, number.id)
    world.services.factors.remove(session, world.factor(session, Kind.QALLER).id)
    with refused(Refusal.LAST_FACTOR):
        world.services.factors.remove(session, number.id)
    assert _primary(world.services.factors.listing(session)) == [Kind.PHONE]


def test_two_sessions_that_remove_the_two_last_factors_leave_one(world: World) -> None:
    session = world.in_editor()
    world.enrol_authenticator(session)
    there = world.neighbour()
    other = world.signed_in_later()
    world.services.login.confirm_password(session, PASSWORD)
    there.login.confirm_password(other, PASSWORD)
    number, authenticator = world.services.factors.listing(session)
    world.services.factors.remove(session, number.id)
    with refused(Refusal.LAST_FACTOR):
        there.factors.remove(other, authenticator.id)
    with refused(Refusal.FACTOR_GONE):
        there.factors.remove(other, number.id)


EVERY_CHANGE = pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda world, *of: world.services.factors.make_primary(*of), id="make primary"),
        pytest.param(lambda world, *of: world.services.factors.move(*of, 1), id="move"),
        pytest.param(lambda world, *of: world.services.factors.rename(*of, "x"), id="rename"),
        pytest.param(lambda world, *of: world.services.factors.remove(*of), id="remove"),
    ],
)


@EVERY_CHANGE
def test_nobody_changes_the_factors_of_somebody_else(world: World, change: Callable[[World, str, str], object]) -> None:
    session, _ = world.with_all()
    before = world.services.factors.listing(session)
    world.add("203.mijnbedrijf")
    theirs = world.password("203.mijnbedrijf").session
    world.enrol_number(theirs, "06 12345678")
    world.services.login.confirm_password(theirs, PASSWORD)
    for factor in before:
        with refused(Refusal.FACTOR_GONE):
            change(world, theirs, factor.id)
    assert world.services.factors.listing(session) == before


@EVERY_CHANGE
def test_every_change_needs_the_password_of_the_last_ten_minutes(
    world: World, change: Callable[[World, str, str], object]
) -> None:
    session, _ = world.with_all()
    qaller = world.factor(session, Kind.QALLER).id
    world.clock.forward(600)
    assert not world.services.login.editor_open(session)
    with refused(Refusal.PASSWORD_FIRST):
        change(world, session, qaller)
    with refused(Refusal.PASSWORD_FIRST):
        world.services.factors.listing(session)
    world.services.login.confirm_password(session, PASSWORD)
    assert world.services.login.editor_open(session)
    change(world, session, qaller)


def test_the_editor_that_one_session_opened_is_shut_for_the_other(world: World) -> None:
    world.in_editor()
    other = world.signed_in_later()
    with refused(Refusal.PASSWORD_FIRST):
        world.services.factors.listing(other)


def test_every_change_is_told_to_the_app_that_was_a_factor_before_it(world: World) -> None:
    session = world.in_editor()
    world.enrol_authenticator(session)
    world.pair(session)
    world.enrol_qaller(session)
    assert world.notices() == []
    number, authenticator, qaller = world.services.factors.listing(session)
    world.services.factors.rename(session, number.id, "kantoor")
    world.services.factors.make_primary(session, authenticator.id)
    world.enrol_authenticator(session, authenticator.id)
    world.services.factors.move(session, number.id, 1)
    world.services.accounts.change_password(session, PASSWORD, "een tuin vol narcissen")
    world.services.factors.make_primary(session, qaller.id)
    world.services.factors.remove(session, qaller.id)
    assert world.notices() == [
        EventKind.FACTOR_REMOVED,
        EventKind.PRIMARY_CHANGED,
        EventKind.PASSWORD_CHANGED,
        EventKind.FACTOR_REPLACED,
        EventKind.PRIMARY_CHANGED,
        EventKind.FACTOR_RENAMED,
    ]
    world.services.factors.rename(session, number.id, "thuis")
    assert world.notices()[0] is EventKind.FACTOR_REMOVED


def test_a_notice_says_what_was_changed_and_from_where_but_no_number(world: World) -> None:
    session, _ = world.with_all()
    world.enrol_number(session, "06 12345678", "Jan")
    message = world.services.companion.inbox(world.identity)[0]
    assert message.event
    assert (message.event.masked, message.event.label) == ("061*****78", "Jan")
    assert (message.login, message.origin, message.code) == ("202.mijnbedrijf", "tty", "")
    assert "12345678" not in repr(message)


def test_a_removed_factor_logs_nobody_in_and_the_rest_does(world: World) -> None:
    session, app = world.with_all()
    authenticator = world.factor(session, Kind.AUTHENTICATOR)
    waiting = world.password().session
    challenge = world.services.login.challenge(waiting, authenticator.id)
    world.services.factors.remove(session, authenticator.id)
    world.clock.forward(60)
    with refused(Refusal.FACTOR_GONE):
        world.services.login.verify(waiting, challenge.id, app.at(world.clock.now()))
    challenge = world.asked(waiting)
    assert world.services.login.verify(waiting, challenge.id, world.code()).step is Step.PANEL
