"""A reset: what it takes away, the code that leads its caller back in, and four eyes (R10, RC-4 to RC-6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from tests.administrators import administrator
from tests.agents import AGENT, COLLEAGUE, REASON, TICKET, agent, reset, wish
from tests.world import LOGIN, PASSWORD, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.support import RESET_LIFETIME, RESET_TRIES, SECOND_LIFETIME
from tui2fa.domain.throttle import FREE_TRIES
from tui2fa.services.views import ResetQuestion, Step
from tui2fa.store import tables


@pytest.fixture
def told(world: World) -> str:
    """The session of an agent; the caller has one number."""
    world.in_editor()
    return agent(world)


def given(world: World, told: str) -> str:
    """The code of a reset of the caller."""
    code = reset(world, told).code
    assert code
    return code


def privileged(world: World) -> None:
    """The caller is an administrator."""
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().role = Role.ADMINISTRATOR


def later(world: World, wait: timedelta, *sessions: str) -> None:
    """Time passes while somebody is at each of these sessions."""
    for _ in range(int(wait.total_seconds() // 600)):
        world.clock.forward(600)
        for session in sessions:
            assert world.services.login.alive(session)


def question(world: World, session: str) -> ResetQuestion:
    """What a session that owes a code is told."""
    asked = world.services.resets.state(session)
    assert asked
    return asked


def rows(world: World, table: type[SQLModel]) -> int:
    """How many rows a table has."""
    with world.store.read() as db:
        return len(db.exec(select(table)).all())


# what it takes away


def test_sessions_enrolments_challenges_pairing_codes_and_apps_end_with_the_factors(world: World) -> None:
    session, _ = world.with_all()
    session_of_agent = agent(world)
    offer = world.services.enrolment.begin_number(session, "06 12345678")
    pairing = world.services.pairing.open(session)
    waiting = world.password().session
    challenge = world.services.login.challenge(waiting)
    given(world, session_of_agent)
    for ended in (session, waiting):
        assert not world.services.login.alive(ended)
    with refused(Refusal.SESSION_ENDED):
        world.services.enrolment.confirm(session, offer.id, "123456")
    with refused(Refusal.SESSION_ENDED):
        world.services.login.verify(waiting, challenge.id, "123456")
    with refused(Refusal.WRONG_PAIRING):
        world.services.companion.pair(LOGIN, pairing.code, "toestel", world.identity)
    with refused(Refusal.DEVICE_GONE):
        world.services.companion.inbox(world.identity)
    assert rows(world, tables.Enrolment) == 0
    with world.store.read() as db:
        assert {factor.e164 for factor in db.exec(select(tables.Factor))} == {"+31621230600"}
        assert all(challenge.voided_at or challenge.consumed_at for challenge in db.exec(select(tables.Challenge)))


def test_the_old_app_is_told_who_did_it_and_why(world: World) -> None:
    """RC-7, by the notice that logs it out."""
    world.with_all()
    given(world, agent(world))
    word = world.services.companion.last_word(world.identity)
    assert word
    assert (word.what, word.by, word.reason, word.ticket) == (EventKind.RESET, "Anouk de Boer", REASON, TICKET)


def test_the_lists_of_the_user_and_of_the_agent_tell_name_time_and_reason(world: World, told: str) -> None:
    at = world.clock.now()
    code = given(world, told)
    session = world.password().session
    world.services.resets.redeem(session, code)
    world.enrol_number(session)
    events = world.services.activity.listing(session)
    [event] = [event for event in events if event.what is EventKind.RESET]
    assert (event.by, event.actor, event.at) == ("Anouk de Boer", AGENT, at)
    assert (event.reason, event.ticket) == (REASON, TICKET)
    assert (Kind.PHONE, "062*****29") in event.removed
    assert EventKind.RESET_CODE_ENTERED in {event.what for event in events}
    [done] = world.services.desk.activity(told)
    assert (done.what, done.login, done.reason, done.ticket) == (EventKind.RESET, LOGIN, REASON, TICKET)
    assert code not in repr((events, done))


def test_what_is_refused_leaves_no_trace(world: World, told: str) -> None:
    """The factors stay, and no entry says that anything happened."""
    before = world.services.desk.caller(told, LOGIN)
    with refused(Refusal.WRONG_PASSWORD):
        reset(world, told, password="een fiets vol rozen")
    assert world.services.desk.caller(told, LOGIN) == before


# the code


def test_the_code_leads_one_session_from_the_password_to_the_set_up(world: World, told: str) -> None:
    code = given(world, told)
    signed = world.password()
    assert signed.step is Step.RESET_CODE
    for attempt in (world.services.enrolment.choices, world.services.pairing.open, world.services.accounts.overview):
        with refused(Refusal.RESET_CODE_FIRST):
            attempt(signed.session)
    assert world.services.resets.redeem(signed.session, f"{code[:3]} {code[3:]}").step is Step.SET_UP
    world.enrol_number(signed.session)
    assert world.services.accounts.overview(signed.session).factors
    world.clock.forward(61)
    assert world.password().step is Step.CODE


def test_how_the_question_stands(world: World, told: str) -> None:
    code = given(world, told)
    session = world.password().session
    asked = question(world, session)
    assert (asked.tries_left, asked.wait, asked.over) == (FREE_TRIES + 1, 0, False)
    assert asked.expires == world.clock.now() + RESET_LIFETIME
    for _ in range(4):
        with refused(Refusal.WRONG_CODE):
            world.services.resets.redeem(session, wrong(code))
    asked = question(world, session)
    assert (asked.tries_left, asked.wait, asked.over) == (1, 30, False)
    with refused(Refusal.WAIT):
        world.services.resets.redeem(session, code)
    assert question(world, session).tries_left == 1
    world.clock.forward(30)
    world.services.resets.redeem(session, code)
    assert world.services.resets.state(session) is None


def test_a_wrong_code_costs_a_try_and_the_fifth_ends_it(world: World, told: str) -> None:
    """WRONG_CODE with the tries left before a wait, then RESET_CODE_OVER for the right code, too, in any session."""
    code = given(world, told)
    session = world.password().session
    for left in (3, 2, 1, None):
        with refused(Refusal.WRONG_CODE) as caught:
            world.services.resets.redeem(session, wrong(code))
        assert caught.value.tries_left == left
        world.clock.forward(60)
    for typed in (wrong(code), code):
        with refused(Refusal.RESET_CODE_OVER):
            world.services.resets.redeem(session, typed)
    again = world.password().session
    assert question(world, again).over
    with refused(Refusal.RESET_CODE_OVER):
        world.services.resets.redeem(again, code)
    events = [event.what for event in world.services.desk.caller(told, LOGIN).events]
    assert events.count(EventKind.RESET_CODE_WRONG) == RESET_TRIES


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345x", "١٢٣٤٥٦"])
def test_what_is_no_code_costs_no_try(world: World, told: str, typed: str) -> None:
    """NOT_A_CODE."""
    given(world, told)
    session = world.password().session
    with refused(Refusal.NOT_A_CODE):
        world.services.resets.redeem(session, typed)
    assert question(world, session).tries_left == FREE_TRIES + 1


def test_half_an_hour_later_it_works_no_more(world: World, told: str) -> None:
    """RESET_CODE_OVER."""
    code = given(world, told)
    later(world, RESET_LIFETIME, told)
    session = world.password().session
    assert question(world, session).over
    with refused(Refusal.RESET_CODE_OVER):
        world.services.resets.redeem(session, code)


def test_it_works_until_then(world: World, told: str) -> None:
    code = given(world, told)
    world.clock.forward(RESET_LIFETIME.total_seconds() - 1)
    assert world.services.resets.redeem(world.password().session, code).step is Step.SET_UP


def test_a_clock_that_went_back_does_not_make_it_last(world: World, told: str) -> None:
    """RESET_CODE_OVER before the moment it was given."""
    code = given(world, told)
    world.clock.wall -= timedelta(days=1)
    with refused(Refusal.RESET_CODE_OVER):
        world.services.resets.redeem(world.password().session, code)


def test_it_is_bound_to_the_session_in_which_it_was_entered(world: World, told: str) -> None:
    """RESET_CODE_OVER in every other one: who has the password alone waits beside the caller in vain."""
    code = given(world, told)
    thief, caller = world.password().session, world.password().session
    world.services.resets.redeem(caller, code)
    with refused(Refusal.RESET_CODE_OVER):
        world.services.resets.redeem(thief, code)
    with refused(Refusal.RESET_CODE_FIRST):
        world.services.enrolment.choices(thief)
    assert question(world, thief).over
    world.enrol_number(caller)
    with refused(Refusal.SESSION_ENDED):
        world.services.enrolment.choices(thief)


def test_a_terminal_lost_before_the_set_up_was_done_takes_a_new_code(world: World, told: str) -> None:
    """RESET_CODE_OVER for the used one; support gives another, and the old session is out."""
    code = given(world, told)
    lost = world.password().session
    world.services.resets.redeem(lost, code)
    again = world.password()
    assert again.step is Step.RESET_CODE
    with refused(Refusal.RESET_CODE_OVER):
        world.services.resets.redeem(again.session, code)
    new = given(world, told)
    for session in (lost, again.session):
        assert not world.services.login.alive(session)
    assert world.services.resets.redeem(world.password().session, new).step is Step.SET_UP


def test_only_the_newest_code_works(world: World, told: str) -> None:
    old, new = given(world, told), given(world, told)
    session = world.password().session
    if old != new:
        with refused(Refusal.WRONG_CODE):
            world.services.resets.redeem(session, old)
    assert world.services.resets.redeem(session, new).step is Step.SET_UP


def test_nobody_enters_the_code_of_somebody_else(world: World, told: str) -> None:
    """RESET_CODE_OVER for sessions of accounts that were not reset, which owe none."""
    code = given(world, told)
    world.add("203.mijnbedrijf")
    for session in (told, world.password("203.mijnbedrijf").session):
        with refused(Refusal.RESET_CODE_OVER):
            world.services.resets.redeem(session, code)
        assert world.services.resets.state(session) is None
    assert question(world, world.password().session).tries_left == FREE_TRIES + 1


def test_the_code_is_kept_as_a_digest_only(world: World, told: str) -> None:
    code = given(world, told)
    with world.store.read() as db:
        [row] = db.exec(select(tables.Reset)).all()
    assert code.encode() not in (row.digest or b"")
    assert code not in repr(row)


def test_a_factor_that_comes_after_it_closes_it(world: World, told: str) -> None:
    code = given(world, told)
    session = world.password().session
    world.services.resets.redeem(session, code)
    assert world.services.desk.caller(told, LOGIN).reset
    world.enrol_number(session)
    assert world.services.desk.caller(told, LOGIN).reset is None


# who may not


def test_nobody_but_an_agent_resets_and_the_agent_never_himself(world: World, told: str) -> None:
    """NOT_ALLOWED for users and administrators before anything of the form is looked at; NOT_YOURSELF."""
    seen = wish(world.services.desk.caller(told, LOGIN))
    for session in (world.signed_in_later(), administrator(world)):
        with refused(Refusal.NOT_ALLOWED):
            world.services.desk.reset(session, LOGIN, seen)
    with refused(Refusal.NOT_YOURSELF):
        reset(world, told, AGENT)
    assert len(world.services.desk.caller(told, LOGIN).factors) == 1


def test_an_agent_who_was_disabled_is_out(world: World, told: str) -> None:
    """SESSION_ENDED."""
    seen = wish(world.services.desk.caller(told, LOGIN))
    world.disable(AGENT)
    with refused(Refusal.SESSION_ENDED):
        world.services.desk.reset(told, LOGIN, seen)


def test_who_has_nothing_has_nothing_to_reset(world: World) -> None:
    """NOTHING_TO_RESET; NO_SUCH_USER where there is nobody."""
    world.add()
    told = agent(world)
    seen = wish(world.services.desk.caller(told, LOGIN))
    with refused(Refusal.NOTHING_TO_RESET):
        world.services.desk.reset(told, LOGIN, seen)
    with refused(Refusal.NO_SUCH_USER):
        reset(world, told, "999.mijnbedrijf")


@pytest.mark.parametrize("act", ["lift", "disable", "factor"])
def test_what_happened_since_the_agent_looked_must_be_seen_first(world: World, told: str, act: str) -> None:
    """USER_CHANGED (input 41)."""
    by = administrator(world)
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(LOGIN, "een fiets vol rozen")
    seen = wish(world.services.desk.caller(told, LOGIN))
    if act == "lift":
        world.services.desk.lift(agent(world, COLLEAGUE), LOGIN, "password", REASON)
    elif act == "disable":
        world.services.company.disable(by, LOGIN)
    else:
        session = world.signed_in_later()
        world.services.login.confirm_password(session, PASSWORD)
        world.enrol_number(session, "06 12345678")
    with refused(Refusal.USER_CHANGED):
        world.services.desk.reset(told, LOGIN, seen)


# four eyes


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPPORT])
def test_whoever_has_power_over_others_takes_two_agents(world: World, told: str, role: Role) -> None:
    """SECOND_AGENT_NEEDED for the one who asked; nothing is taken away before the other confirms (RC-6)."""
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().role = role
    second = agent(world, COLLEAGUE)
    asked = reset(world, told)
    assert (asked.code, asked.expires) == (None, None)
    with refused(Refusal.SECOND_AGENT_NEEDED):
        reset(world, told)
    assert len(world.services.desk.caller(told, LOGIN).factors) == 1
    assert reset(world, second, reason="zelf teruggebeld en herkend").code
    told_events = world.services.desk.caller(second, LOGIN).events[:2]
    assert [event.what for event in told_events] == [EventKind.RESET, EventKind.RESET_ASKED]
    assert [event.by for event in told_events] == ["Youssef Amrani", "Anouk de Boer"]


def test_who_is_to_be_reset_does_not_confirm_it(world: World, told: str) -> None:
    """NOT_YOURSELF for an agent whose reset waits for a second one."""
    second = agent(world, COLLEAGUE)
    assert reset(world, told, COLLEAGUE).code is None
    with refused(Refusal.NOT_YOURSELF):
        reset(world, second, COLLEAGUE)


def test_a_new_code_for_an_administrator_takes_two_agents_and_no_password_gets_in_meanwhile(
    world: World, told: str
) -> None:
    """RESET_CODE_FIRST from the first reset to the last: asking anew never opens the set-up to the password alone."""
    privileged(world)
    second = agent(world, COLLEAGUE)
    reset(world, told)
    old = reset(world, second).code
    assert old
    assert reset(world, told).code is None
    session = world.password()
    assert session.step is Step.RESET_CODE
    assert question(world, session.session).over
    with refused(Refusal.RESET_CODE_OVER):
        world.services.resets.redeem(session.session, old)
    with refused(Refusal.RESET_CODE_FIRST):
        world.services.enrolment.begin_authenticator(session.session)
    later(world, SECOND_LIFETIME, told, second)
    assert world.password().step is Step.RESET_CODE
    assert reset(world, second).code is None
    new = reset(world, told).code
    assert new
    assert world.services.resets.redeem(world.password().session, new).step is Step.SET_UP


def test_a_request_that_nobody_confirms_changes_nothing_for_the_user(world: World, told: str) -> None:
    privileged(world)
    reset(world, told)
    assert world.services.desk.caller(told, LOGIN).reset
    session = world.signed_in_later()
    world.services.login.confirm_password(session, PASSWORD)
    world.enrol_number(session, "06 12345678")
    assert world.services.company.user(session, LOGIN).reset_waiting is False
    world.clock.forward(61)
    assert world.password().step is Step.CODE
