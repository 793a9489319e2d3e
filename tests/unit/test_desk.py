"""The desk: callers found, their files, resets with one or two agents, locks, and numbers that nobody sees whole."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.agents import AGENT, COLLEAGUE, REASON, TICKET, agent, reset, wish
from tests.world import LOGIN, PASSWORD, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.people import Profile
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.support import RESET_LIFETIME, SECOND_LIFETIME, CallerCheck
from tui2fa.domain.throttle import CAP
from tui2fa.services.oversight import LockedThing
from tui2fa.services.views import Step
from tui2fa.store import tables

NUMBER = "0621234529"


def test_only_an_agent_is_at_the_desk(world: World) -> None:
    session, desk = world.in_editor(), world.services.desk
    with refused(Refusal.NOT_ALLOWED):
        desk.find(session, "mijn")
    with refused(Refusal.NOT_ALLOWED):
        desk.caller(session, LOGIN)
    with refused(Refusal.NOT_ALLOWED):
        desk.activity(session)
    with refused(Refusal.NOT_ALLOWED):
        desk.lift(session, LOGIN, "password", REASON)


@pytest.mark.parametrize("typed", ["202.mijn", "MIJNBEDRIJF", "sanne de", " vries ", NUMBER, "+31 6 2123 4529"])
def test_a_caller_is_found_by_login_company_name_or_whole_number(world: World, typed: str) -> None:
    world.in_editor()
    [line] = world.services.desk.find(agent(world), typed)
    assert (line.login, line.name, line.role, line.factors) == (LOGIN, "Sanne de Vries", Role.USER, 1)
    assert line.found_by == ("062*****29" if typed[0] in "0+" else "")


@pytest.mark.parametrize("typed", ["", "m", "06212345", "21234529", "%", "__", "nobody"])
def test_a_part_of_a_number_or_a_wildcard_finds_nobody(world: World, typed: str) -> None:
    world.in_editor()
    assert world.services.desk.find(agent(world), typed) == ()


def test_the_file_tells_what_is_wrong_and_no_number_whole(world: World) -> None:
    session, _ = world.with_all()
    factor = world.factor(session, Kind.PHONE)
    world.services.factors.rename(session, factor.id, "thuis 06-21234529")
    world.phone.outcome = Outcome.NO_ANSWER
    world.clock.forward(61)
    caller = world.password()
    world.asked(caller.session, factor.id)
    world.phone.outcome = Outcome.ACCEPTED
    told = agent(world)
    file = world.services.desk.caller(told, LOGIN)
    assert [one.kind for one in file.factors] == [Kind.PHONE, Kind.AUTHENTICATOR, Kind.QALLER]
    assert file.factors[0].label == "thuis 06-*****29"
    assert [app.factor for app in file.apps] == [True]
    assert (file.deliveries[0].outcome, file.deliveries[0].came_back) == (Outcome.NO_ANSWER, False)
    assert (file.own, file.password_expires, file.reset) == (False, None, None)
    assert "21234529" not in repr(asdict(file)).replace("-", "").replace(" ", "")
    assert world.services.desk.caller(told, AGENT).own


def test_every_lock_is_seen_and_lifted_with_a_reason(world: World) -> None:
    session = world.in_editor()
    [factor] = world.services.factors.listing(session)
    for _ in range(4):
        with refused(Refusal.WRONG_LOGIN):
            world.services.login.sign_in(LOGIN, "niet mijn wachtwoord")
    told, desk = agent(world), world.services.desk
    [lock] = desk.caller(told, LOGIN).locks
    assert (lock.thing, lock.failures, lock.wait, lock.blocked) == (LockedThing.PASSWORD, 4, 30, False)
    with refused(Refusal.REASON_SHORT):
        desk.lift(told, LOGIN, lock.id, "kort")
    with refused(Refusal.NO_LOCK):
        desk.lift(told, LOGIN, factor.id, REASON)
    assert desk.lift(told, LOGIN, lock.id, REASON).locks == ()
    assert world.password().step is Step.CODE
    lifted = next(event for event in desk.caller(told, LOGIN).events if event.what is EventKind.LOCK_LIFTED)
    assert (lifted.by, lifted.reason) == ("Anouk de Boer", REASON)
    [done] = desk.activity(told)
    assert (done.login, done.what) == (LOGIN, EventKind.LOCK_LIFTED)


def test_a_wait_on_a_reset_code_is_a_lock_too(world: World) -> None:
    world.in_editor()
    told = agent(world)
    code = reset(world, told).code
    assert code is not None
    session = world.password().session
    for _ in range(4):
        with refused(Refusal.WRONG_CODE):
            world.services.resets.redeem(session, wrong(code))
    [lock] = world.services.desk.caller(told, LOGIN).locks
    assert (lock.thing, lock.wait) == (LockedThing.RESET_CODE, 30)
    world.services.desk.lift(told, LOGIN, lock.id, REASON)
    assert world.services.resets.redeem(session, code).step is Step.SET_UP


def test_an_agent_who_guessed_follow_codes_is_helped_by_a_colleague(world: World) -> None:
    first, second = agent(world), agent(world, COLLEAGUE)
    with world.store.write() as db:
        throttle = tables.Throttle(
            subject=world.context.sealer.digest("throttle", "follow", _account(world, AGENT)).hex(), failures=CAP
        )
        db.add(throttle)
    with refused(Refusal.LOCKED):
        world.services.following.join(first, "123456")
    [lock] = world.services.desk.caller(second, AGENT).locks
    assert (lock.thing, lock.blocked) == (LockedThing.FOLLOW_CODE, True)
    world.services.desk.lift(second, AGENT, lock.id, REASON)
    with refused(Refusal.FOLLOW_UNKNOWN):
        world.services.following.join(first, "123456")


def _account(world: World, login: str) -> str:
    with world.store.read() as db:
        return db.exec(select(tables.Account.id).where(tables.Account.login == login)).one()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"checks": frozenset({CallerCheck.FACTS}), "reason": ""}, "checks"),
        ({"reason": "te kort", "ticket": ""}, "reason"),
        ({"ticket": " ", "confirmation": ""}, "ticket"),
        ({"confirmation": "203.mijnbedrijf", "password": ""}, "confirmation"),
        ({"password": "niet mijn wachtwoord"}, "password"),
    ],
)
def test_what_a_reset_lacks_is_told_at_its_field_in_the_order_of_the_form(
    world: World, changes: dict[str, Any], field: str
) -> None:
    session, _ = world.with_all()
    told = agent(world)
    with refused(*Refusal) as caught:
        reset(world, told, **changes)
    assert caught.value.values["field"] == field
    assert len(world.services.login.factors(session)) == 3


def test_a_reset_takes_everything_away_and_gives_a_code(world: World) -> None:
    session, _ = world.with_all()
    told = agent(world)
    given = reset(world, told)
    assert given.code is not None
    assert given.expires == world.clock.now() + RESET_LIFETIME
    assert given.code not in repr(given)
    file = world.services.desk.caller(told, LOGIN)
    assert (file.factors, file.apps) == ((), ())
    assert file.reset is not None
    assert (file.reset.mine, file.reset.second_needed, file.reset.entered) == (True, False, False)
    assert (file.events[0].by, file.events[0].reason, file.events[0].ticket) == ("Anouk de Boer", REASON, TICKET)
    assert not world.services.login.alive(session)
    caller = world.password()
    assert caller.step is Step.RESET_CODE
    world.services.resets.redeem(caller.session, given.code)
    entered = world.services.desk.caller(told, LOGIN).reset
    assert entered is not None
    assert entered.entered


def test_an_administrator_takes_two_agents(world: World) -> None:
    world.in_editor()
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().role = Role.ADMINISTRATOR
    first, second = agent(world), agent(world, COLLEAGUE)
    assert reset(world, first).code is None
    asked = world.services.desk.caller(second, LOGIN).reset
    assert asked is not None
    assert (asked.agent, asked.mine, asked.reason, asked.second_needed) == ("Anouk de Boer", False, REASON, True)
    assert asked.expires == world.clock.now() + SECOND_LIFETIME
    with refused(Refusal.SECOND_AGENT_NEEDED):
        reset(world, first)
    assert reset(world, second).code is not None
    assert world.services.desk.caller(first, LOGIN).factors == ()


def test_a_request_that_nobody_confirmed_is_gone_after_an_hour(world: World) -> None:
    world.in_editor()
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().role = Role.ADMINISTRATOR
    told, second = agent(world), agent(world, COLLEAGUE)
    reset(world, told)
    for _ in range(6):
        world.clock.forward(10 * 60)
        assert world.services.login.alive(told)
        assert world.services.login.alive(second)
    assert world.services.desk.caller(second, LOGIN).reset is None
    assert reset(world, second).code is None


def test_two_agents_at_once_are_one_reset(world: World) -> None:
    world.in_editor()
    first, second = agent(world), agent(world, COLLEAGUE)
    seen = wish(world.services.desk.caller(second, LOGIN))
    assert reset(world, first).code
    with refused(Refusal.USER_CHANGED):
        world.services.desk.reset(second, LOGIN, seen)
    with refused(Refusal.NOT_YOURSELF):
        reset(world, second, COLLEAGUE)


def test_a_wish_shows_nothing_of_itself(world: World) -> None:
    world.in_editor()
    filled = wish(world.services.desk.caller(agent(world), LOGIN))
    assert PASSWORD not in repr(replace(filled, reason="x"))


def test_an_app_that_a_reset_logged_out_learns_who_did_it(world: World) -> None:
    world.with_all()
    told, companion = agent(world), world.services.companion
    assert companion.last_word(world.identity) is None
    reset(world, told)
    with refused(Refusal.DEVICE_GONE):
        companion.inbox(world.identity)
    word = companion.last_word(world.identity)
    assert word is not None
    assert (word.what, word.by, word.reason) == (EventKind.RESET, "Anouk de Boer", REASON)


def test_an_agent_who_left_follows_no_more(world: World) -> None:
    session, told, following = world.in_editor(), agent(world), world.services.following
    follow = following.join(told, following.share(session).code)
    sharing = following.sharing(session)
    assert sharing is not None
    assert sharing.agent == "Anouk de Boer"
    assert following.look(told, follow).login == LOGIN
    world.services.login.log_out(told)
    assert following.sharing(session) is None


def test_the_desk_learns_of_every_change(world: World) -> None:
    session = world.in_editor()
    before = world.services.login.version()
    world.services.login.log_out(session)
    assert world.services.login.version() != before


def test_a_one_time_password_says_until_when(world: World) -> None:
    world.in_editor()
    told = agent(world)
    until = world.clock.now() + timedelta(days=1)
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().password_expires_at = until
    assert world.services.desk.caller(told, LOGIN).password_expires == until


@pytest.mark.parametrize("typed", ["özgür", "ÖZGÜR", "Özg", "ZG", "ozgur", "Oz", "202.mijnbedrijf ozgur yil"])
def test_a_name_is_found_whatever_the_case_of_its_letters_and_the_marks_on_them(world: World, typed: str) -> None:
    told = agent(world)
    world.services.accounts.add(Profile(LOGIN, Role.USER, "Özgür", "Yılmaz", Language.DUTCH), PASSWORD)
    assert [line.login for line in world.services.desk.find(told, typed)] == [LOGIN]


def test_who_is_called_otherwise_now_is_found_by_the_new_name_alone(world: World) -> None:
    session, _ = world.with_all()
    told = agent(world)
    services = world.services
    services.accounts.save_profile(session, replace(services.accounts.profile(session), first_name="Chloé"))
    assert [line.login for line in services.desk.find(told, "chloe")] == [LOGIN]
    assert services.desk.find(told, "sanne") == ()


def test_marks_alone_find_nobody(world: World) -> None:
    assert world.services.desk.find(agent(world), "\u0301\u0308\u0301") == ()
