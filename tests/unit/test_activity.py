"""The activity list: what is kept, for whom, and that it never tells a secret (SC-4, RC-9)."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import delete, select, update

from tests.world import PASSWORD, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Event
from tui2fa.store import tables


def test_each_change_stands_in_the_list_with_when_what_and_where_from(world: World) -> None:
    session = world.in_editor()
    world.clock.forward(61)
    world.enrol_number(session, "06 12345678", "Jan")
    assert world.services.activity.listing(session)[0] == Event(
        at=world.clock.now(),
        what=EventKind.FACTOR_ADDED,
        origin="tty",
        actor="202.mijnbedrijf",
        kind=Kind.PHONE,
        masked="061*****78",
        label="Jan",
    )


def test_a_walk_is_told_from_its_newest_step_to_its_first(world: World) -> None:
    session, _ = world.with_all()
    world.services.login.log_out(session)
    world.clock.forward(61)
    again = world.signed_in()
    assert [event.what for event in world.services.activity.listing(again)] == [
        EventKind.LOGGED_IN,
        EventKind.LOGGED_OUT,
        EventKind.FACTOR_ADDED,
        EventKind.DEVICE_PAIRED,
        EventKind.FACTOR_ADDED,
        EventKind.FACTOR_ADDED,
        EventKind.ACCOUNT_MADE,
    ]
    assert len(world.services.activity.listing(again, limit=2)) == 2


def test_nobody_reads_the_list_of_somebody_else(world: World) -> None:
    world.with_all()
    world.add("203.mijnbedrijf")
    theirs = world.password("203.mijnbedrijf").session
    world.enrol_authenticator(theirs)
    told = world.services.activity.listing(theirs)
    assert {event.actor for event in told} == {"203.mijnbedrijf"}
    assert [event.what for event in told] == [EventKind.FACTOR_ADDED, EventKind.ACCOUNT_MADE]


def test_what_was_refused_keeps_its_trace_although_nothing_was_changed(world: World) -> None:
    session, app = world.with_all()
    before = world.services.factors.listing(session)
    again = world.password().session
    challenge = world.services.login.challenge(again, world.factor(again, Kind.AUTHENTICATOR).id)
    with refused(Refusal.CODE_USED):
        world.services.login.verify(again, challenge.id, app.at(world.clock.now()))
    assert world.events()[0] is EventKind.CODE_REUSED
    assert world.services.login.state(again, challenge.id).tries_left == 3
    assert world.services.factors.listing(session) == before


def test_what_was_refused_for_a_rule_leaves_no_trace_of_a_change(world: World) -> None:
    session = world.in_editor()
    (factor,) = world.services.factors.listing(session)
    before = world.events()
    with refused(Refusal.LAST_FACTOR):
        world.services.factors.remove(session, factor.id)
    with refused(Refusal.SAME_NUMBER):
        world.services.enrolment.begin_number(session, "06 21234529")
    assert world.events() == before


def test_no_code_secret_password_or_whole_number_is_kept_in_the_list(world: World) -> None:
    session, app = world.with_all()
    again = world.password().session
    challenge = world.services.login.challenge(again, world.factor(again, Kind.AUTHENTICATOR).id)
    code = wrong(app.at(world.clock.now()))
    with refused(Refusal.WRONG_CODE):
        world.services.login.verify(again, challenge.id, code)
    with refused(Refusal.WRONG_PASSWORD):
        world.services.login.confirm_password(session, "een geheim vol rozen")
    with world.store.read() as db:
        kept = repr([row.model_dump() for row in db.exec(select(tables.Activity))])
    for secret in (code, world.code(), world.pushed(), app.secret, PASSWORD, "geheim", "621234529", session, again):
        assert secret not in kept


def test_the_list_can_be_neither_changed_nor_shortened(world: World) -> None:
    world.in_editor()
    with pytest.raises(IntegrityError), world.store.write() as db:
        db.exec(update(tables.Activity).values(origin="elsewhere"))
    with pytest.raises(IntegrityError), world.store.write() as db:
        db.exec(delete(tables.Activity))
