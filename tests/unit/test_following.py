"""A session that is followed: six digits for one agent, where its owner is, never what they type; ended by either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.administrators import administrator
from tests.agents import AGENT, COLLEAGUE, agent, reset
from tests.world import LOGIN, PASSWORD, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.throttle import CAP, FREE_TRIES
from tui2fa.services.following import CODE_LIFETIME, MOST_DRAWN
from tui2fa.services.house import make_services
from tui2fa.services.oversight import Spot
from tui2fa.services.views import Step
from tui2fa.store import tables

SPOT = Spot("FactorEditor", task="new-phone", step=3, refusal="LAST_FACTOR")


def codes(world: World) -> list[str]:
    """What the next codes will be made of is set by whoever calls this: the list that is drawn from."""
    drawn: list[str] = []

    def random(below: int) -> int:
        return int(drawn.pop(0)) if below == 10**6 and drawn else world.context.random(below)

    world.services = make_services(replace(world.context, random=random))
    return drawn


@pytest.fixture
def caller(world: World) -> str:
    """A session in the panel."""
    return world.in_editor()


def test_an_agent_sees_where_the_caller_is_and_the_caller_sees_the_agent(world: World, caller: str) -> None:
    following, told = world.services.following, agent(world)
    given = following.share(caller)
    assert given.expires == world.clock.now() + CODE_LIFETIME
    assert given.code not in repr(given)
    waiting = following.sharing(caller)
    assert waiting
    assert (waiting.agent, waiting.since) == ("", None)
    follow = following.join(told, f"{given.code[:3]} {given.code[3:]}")
    seen = following.look(told, follow)
    assert (seen.login, seen.name, seen.language, seen.spot, seen.at) == (LOGIN, "Sanne de Vries", "nl", None, None)
    sharing = following.tell(caller, SPOT)
    assert sharing
    assert (sharing.agent, sharing.since) == ("Anouk de Boer", world.clock.now())
    seen = following.look(told, follow)
    assert (seen.spot, seen.at) == (SPOT, world.clock.now())


def test_a_caller_who_is_stuck_before_the_panel_is_followed_too(world: World) -> None:
    world.in_editor()
    told, following = agent(world), world.services.following
    for step in (Step.CODE, Step.RESET_CODE):
        signed = world.password()
        assert signed.step is step
        follow = following.join(told, following.share(signed.session).code)
        following.tell(signed.session, Spot("CodeScreen"))
        assert following.look(told, follow).spot == Spot("CodeScreen")
        if step is Step.CODE:
            reset(world, told)
            with refused(Refusal.FOLLOW_ENDED):
                following.look(told, follow)


def test_both_lists_tell_of_it(world: World, caller: str) -> None:
    following, told = world.services.following, agent(world)
    follow = following.join(told, following.share(caller).code)
    following.leave(told, follow)
    ended, begun = world.services.activity.listing(caller)[:2]
    assert (begun.what, begun.by, begun.actor) == (EventKind.FOLLOWED, "Anouk de Boer", AGENT)
    assert ended.what is EventKind.FOLLOW_ENDED
    assert [done.what for done in world.services.desk.activity(told)] == [EventKind.FOLLOWED]


def test_it_is_told_that_an_agent_who_left_the_program_follows_no_more(world: World, caller: str) -> None:
    following, told = world.services.following, agent(world)
    following.join(told, following.share(caller).code)
    world.services.login.log_out(told)
    assert following.sharing(caller) is None
    ended, begun = world.services.activity.listing(caller)[:2]
    assert (ended.what, begun.what) == (EventKind.FOLLOW_ENDED, EventKind.FOLLOWED)


@pytest.mark.parametrize("spoil", ["guess", "used", "old", "revoked", "replaced", "logged out", "clock back"])
def test_a_code_that_is_not_right_any_more_is_refused_alike(world: World, caller: str, spoil: str) -> None:
    """FOLLOW_UNKNOWN for a wrong, used, old, revoked or replaced code and for one of a session that is over."""
    following, first, second = world.services.following, agent(world), agent(world, COLLEAGUE)
    code = following.share(caller).code
    match spoil:
        case "guess":
            code = wrong(code)
        case "used":
            following.join(second, code)
        case "old":
            world.clock.forward(CODE_LIFETIME.total_seconds())
        case "revoked":
            following.revoke(caller)
        case "replaced":
            code = code if (new := following.share(caller).code) != code else wrong(new)
        case "logged out":
            world.services.login.log_out(caller)
        case "clock back":
            world.clock.wall -= timedelta(days=1)
    with refused(Refusal.FOLLOW_UNKNOWN):
        following.join(first, code)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345x"])
def test_what_is_no_code_costs_an_agent_nothing(world: World, typed: str) -> None:
    """NOT_A_CODE."""
    told = agent(world)
    for _ in range(FREE_TRIES + 2):
        with refused(Refusal.NOT_A_CODE):
            world.services.following.join(told, typed)


def test_guessing_costs_the_agent_waiting_and_then_the_desk(world: World, caller: str) -> None:
    """WAIT from the fourth on and LOCKED after fifty (TH-1 to TH-3); the right code does not help meanwhile."""
    following, told = world.services.following, agent(world)
    code = following.share(caller).code
    for _ in range(FREE_TRIES + 1):
        with refused(Refusal.FOLLOW_UNKNOWN):
            following.join(told, wrong(code))
    with refused(Refusal.WAIT):
        following.join(told, code)
    world.clock.forward(30)
    follow = following.join(told, code)
    assert following.look(told, follow).login == LOGIN
    with world.store.write() as db:
        assert db.exec(select(tables.Throttle)).all() == []
        account = db.exec(select(tables.Account.id).where(tables.Account.login == AGENT)).one()
        subject = world.context.sealer.digest("throttle", "follow", account).hex()
        db.add(tables.Throttle(subject=subject, failures=CAP))
    with refused(Refusal.LOCKED):
        following.join(told, code)


Attempt = Callable[[World, str, str], object]


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(lambda world, session, code: world.services.following.join(session, code), id="join"),
        pytest.param(lambda world, session, code: world.services.following.look(session, "x"), id="look"),
    ],
)
def test_nobody_but_an_agent_follows(world: World, caller: str, attempt: Attempt) -> None:
    """NOT_ALLOWED for users and administrators, also of the same company."""
    code = world.services.following.share(caller).code
    for session in (caller, administrator(world)):
        with refused(Refusal.NOT_ALLOWED):
            attempt(world, session, code)
    sharing = world.services.following.sharing(caller)
    assert sharing
    assert not sharing.since


def test_an_agent_does_not_follow_himself(world: World) -> None:
    """FOLLOW_UNKNOWN for an agent's own code."""
    told, following = agent(world), world.services.following
    with refused(Refusal.FOLLOW_UNKNOWN):
        following.join(told, following.share(told).code)


def test_only_the_session_that_joined_looks_and_leaves(world: World, caller: str) -> None:
    """FOLLOW_ENDED for a colleague, and for the same agent in another session."""
    following, first, second = world.services.following, agent(world), agent(world, COLLEAGUE)
    follow = following.join(first, following.share(caller).code)
    world.clock.forward(61)
    again = world.signed_in(AGENT)
    for session in (second, again):
        with refused(Refusal.FOLLOW_ENDED):
            following.look(session, follow)
        following.leave(session, follow)
    assert following.look(first, follow).login == LOGIN
    with refused(Refusal.FOLLOW_ENDED):
        following.look(first, "nothing")


@pytest.mark.parametrize("end", ["revoke", "share", "log out", "lock", "disconnect", "reset", "disable", "password"])
def test_the_caller_ends_it_at_any_time(world: World, caller: str, end: str) -> None:
    """FOLLOW_ENDED to the agent, whatever ended it."""
    following, told = world.services.following, agent(world)
    by = administrator(world)
    follow = following.join(told, following.share(caller).code)
    acts: dict[str, Callable[[], object]] = {
        "revoke": lambda: following.revoke(caller),
        "share": lambda: following.share(caller),
        "log out": lambda: world.services.login.log_out(caller),
        "lock": lambda: world.services.login.lock(caller),
        "disconnect": lambda: world.services.login.disconnect(caller),
        "reset": lambda: reset(world, told),
        "disable": lambda: world.services.company.disable(by, LOGIN),
        "password": lambda: world.services.company.first_password(by, LOGIN),
    }
    acts[end]()
    with refused(Refusal.FOLLOW_ENDED):
        following.look(told, follow)
    following.leave(told, follow)


@pytest.mark.parametrize("end", ["leave", "log out"])
def test_the_caller_sees_that_nobody_follows_any_more(world: World, caller: str, end: str) -> None:
    following, told = world.services.following, agent(world)
    follow = following.join(told, following.share(caller).code)
    if end == "leave":
        following.leave(told, follow)
    else:
        world.services.login.log_out(told)
    assert following.sharing(caller) is None
    assert following.tell(caller, SPOT) is None


def test_who_ends_where_nothing_is_shared_ends_nothing(world: World, caller: str) -> None:
    following = world.services.following
    following.revoke(caller)
    assert following.tell(caller, SPOT) is None
    assert following.sharing(caller) is None
    following.leave(caller, "nothing")
    assert EventKind.FOLLOW_ENDED not in world.events()


def test_a_code_that_nobody_used_leaves_no_entry(world: World, caller: str) -> None:
    world.services.following.share(caller)
    world.services.following.revoke(caller)
    assert world.services.following.sharing(caller) is None
    assert {EventKind.FOLLOWED, EventKind.FOLLOW_ENDED}.isdisjoint(world.events())


def test_two_callers_never_have_the_same_code(world: World, caller: str) -> None:
    drawn = codes(world)
    world.clock.forward(61)
    other = world.signed_in()
    drawn.extend(["123456"])
    assert world.services.following.share(caller).code == "123456"
    drawn.extend(["123456", "123456", "654321"])
    assert world.services.following.share(other).code == "654321"


def test_where_no_code_is_free_it_says_so(world: World, caller: str) -> None:
    """STORE_FAILED after twenty draws, rather than for ever."""
    drawn = codes(world)
    world.clock.forward(61)
    other = world.signed_in()
    drawn.extend(["123456"] * (1 + MOST_DRAWN))
    world.services.following.share(caller)
    with refused(Refusal.STORE_FAILED):
        world.services.following.share(other)


def test_codes_of_sessions_that_are_over_are_free_again(world: World, caller: str) -> None:
    drawn = codes(world)
    world.clock.forward(61)
    other = world.signed_in()
    drawn.extend(["123456", "123456"])
    world.services.following.share(caller)
    world.services.login.log_out(caller)
    assert world.services.following.share(other).code == "123456"


def test_the_machines_uptime_of_the_agent_says_nothing_of_the_caller(world: World, caller: str) -> None:
    """SE-2: caller and agent sit at two machines, one of them started long ago."""
    following, told = world.services.following, agent(world)
    code = following.share(caller).code
    with world.store.write() as db:
        row = db.get(tables.LoginSession, caller)
        assert row
        row.started_uptime = row.seen_uptime = 10**7
    follow = following.join(told, code)
    assert following.look(told, follow).login == LOGIN


def test_digits_are_kept_as_a_digest_only(world: World, caller: str) -> None:
    code = world.services.following.share(caller).code
    with world.store.read() as db:
        [row] = db.exec(select(tables.Follow)).all()
    assert code.encode() not in row.digest
    assert PASSWORD not in repr(row)


def test_both_sides_learn_of_a_change_by_the_version(world: World, caller: str) -> None:
    following = world.services.following
    before = following.version()
    following.share(caller)
    assert following.version() != before
