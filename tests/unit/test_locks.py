"""Each thing that wrong tries can bar is seen at the desk as what it is, and lifted on its own (TH-1, TH-8, R10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.administrators import administrator
from tests.agents import AGENT, COLLEAGUE, REASON, agent, reset
from tests.world import LOGIN, World, refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.throttle import CAP
from tui2fa.services.oversight import LockedThing
from tui2fa.services.throttling import Throttles
from tui2fa.store import tables

Right = Callable[[], object]
"""What works as long as nothing bars it."""


def fail(world: World, kind: str, name: str, times: int = CAP, wait: int = 0) -> None:
    """So many wrong tries in a row of one thing, and seconds still to wait."""
    until = world.clock.now() + timedelta(seconds=wait)
    subject = Throttles(world.context).subject(kind, name)
    with world.store.write() as db:
        db.merge(tables.Throttle(subject=subject, failures=times, until=until))


def account(world: World, login: str = LOGIN) -> str:
    """The id of an account."""
    with world.store.read() as db:
        return db.exec(select(tables.Account.id).where(tables.Account.login == login)).one()


def _password(world: World, session: str, times: int, wait: int) -> Right:
    fail(world, "password", LOGIN, times, wait)
    return world.password


def _factor(world: World, session: str, times: int, wait: int) -> Right:
    fail(world, "factor", world.factor(session, Kind.PHONE).id, times, wait)
    world.clock.seconds += 61
    return lambda: world.signed_in()


def _enrolment(world: World, session: str, times: int, wait: int) -> Right:
    fail(world, "enrolment", account(world), times, wait)
    return lambda: world.enrol_authenticator(session)


def _pairing(world: World, session: str, times: int, wait: int) -> Right:
    code = world.services.pairing.open(session).code
    fail(world, "pairing", LOGIN, times, wait)
    return lambda: world.services.companion.pair(LOGIN, code, "toestel", world.identity)


THINGS = pytest.mark.parametrize(
    ("bar", "thing"),
    [
        (_password, LockedThing.PASSWORD),
        (_factor, LockedThing.FACTOR),
        (_enrolment, LockedThing.ENROLMENT),
        (_pairing, LockedThing.PAIRING),
    ],
)


@THINGS
@pytest.mark.parametrize(("times", "wait"), [(CAP, 0), (6, 120)])
def test_what_is_barred_is_open_again_once_it_is_lifted(
    world: World, bar: Callable[[World, str, int, int], Right], thing: LockedThing, times: int, wait: int
) -> None:
    session = world.in_editor()
    told = agent(world)
    right = bar(world, session, times, wait)
    with refused(Refusal.LOCKED, Refusal.PASSWORD_LOCKED, Refusal.WAIT):
        right()
    [lock] = world.services.desk.caller(told, LOGIN).locks
    assert (lock.thing, lock.failures, lock.blocked, lock.wait) == (thing, times, times == CAP, wait)
    assert (lock.kind, lock.masked) == ((Kind.PHONE, "062*****29") if thing is LockedThing.FACTOR else (None, ""))
    assert world.services.desk.lift(told, LOGIN, lock.id, REASON).locks == ()
    with world.store.write() as db:  # so that the same number may be called again at once
        for sent in db.exec(select(tables.Delivery)):
            db.delete(sent)
    right()


def test_one_is_lifted_and_the_others_stay(world: World) -> None:
    session = world.in_editor()
    for bar in (_password, _factor, _enrolment, _pairing):
        bar(world, session, 6, 0)
    told = agent(world)
    left = world.services.desk.lift(told, LOGIN, "enrolment", REASON).locks
    assert [lock.thing for lock in left] == [LockedThing.PASSWORD, LockedThing.FACTOR, LockedThing.PAIRING]


def test_it_stands_in_both_lists_with_name_time_and_reason(world: World) -> None:
    session = world.in_editor()
    _factor(world, session, 6, 0)
    told = agent(world)
    world.services.desk.lift(told, LOGIN, world.factor(session, Kind.PHONE).id, REASON)
    event = world.services.activity.listing(session)[0]
    assert (event.what, event.by, event.actor) == (EventKind.LOCK_LIFTED, "Anouk de Boer", AGENT)
    assert (event.at, event.reason, event.kind) == (world.clock.now(), REASON, Kind.PHONE)
    [done] = world.services.desk.activity(told)
    assert (done.what, done.login, done.reason) == (EventKind.LOCK_LIFTED, LOGIN, REASON)


def test_the_app_is_told_of_it(world: World) -> None:
    """RC-7: somebody who is wooed into lifting a lock for a thief is seen by the owner."""
    session, _ = world.with_all()
    _password(world, session, 6, 0)
    world.services.desk.lift(agent(world), LOGIN, "password", REASON)
    assert world.notices()[0] is EventKind.LOCK_LIFTED


@pytest.mark.parametrize("lock", ["password", "pairing", "enrolment", "follow", "reset", "", "nothing"])
def test_where_nothing_is_barred_nothing_is_lifted(world: World, lock: str) -> None:
    """NO_LOCK."""
    world.in_editor()
    with refused(Refusal.NO_LOCK):
        world.services.desk.lift(agent(world), LOGIN, lock, REASON)


def test_the_lock_of_somebody_elses_factor_is_not_lifted_by_its_id(world: World) -> None:
    """NO_LOCK for the id of a factor of another account."""
    session = world.in_editor()
    _factor(world, session, 6, 0)
    told = agent(world)
    world.add("203.mijnbedrijf")
    with refused(Refusal.NO_LOCK):
        world.services.desk.lift(told, "203.mijnbedrijf", world.factor(session, Kind.PHONE).id, REASON)


def test_a_reason_is_given_and_nobody_helps_himself(world: World) -> None:
    """REASON_SHORT; NOT_YOURSELF; NO_SUCH_USER; NOT_ALLOWED for users and administrators, whatever they give."""
    session = world.in_editor()
    told, by = agent(world), administrator(world)
    fail(world, "password", LOGIN, 6)
    lift = world.services.desk.lift
    with refused(Refusal.REASON_SHORT):
        lift(told, LOGIN, "password", "kort")
    with refused(Refusal.NOT_YOURSELF):
        lift(told, AGENT, "password", REASON)
    with refused(Refusal.NO_SUCH_USER):
        lift(told, "999.mijnbedrijf", "password", REASON)
    for other in (session, by):
        with refused(Refusal.NOT_ALLOWED):
            lift(other, LOGIN, "password", "kort")
    assert len(world.services.desk.caller(told, LOGIN).locks) == 1


def test_a_reset_forgets_what_barred_the_factors_and_keeps_what_bars_the_password(world: World) -> None:
    """TH-8: what is gone can be guessed at no more; a password that is guessed at still is."""
    session = world.in_editor()
    for bar in (_password, _factor, _enrolment):
        bar(world, session, 6, 0)
    told = agent(world)
    assert reset(world, told).code
    assert [lock.thing for lock in world.services.desk.caller(told, LOGIN).locks] == [LockedThing.PASSWORD]


def test_an_agent_helps_another_one(world: World) -> None:
    first, second = agent(world), agent(world, COLLEAGUE)
    fail(world, "follow", account(world, AGENT))
    with refused(Refusal.LOCKED):
        world.services.following.join(first, "123456")
    world.services.desk.lift(second, AGENT, "follow", REASON)
    with refused(Refusal.FOLLOW_UNKNOWN):
        world.services.following.join(first, "123456")
