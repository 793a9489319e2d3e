"""A one-time password leads to the choice of one's own and nowhere else, and nobody gets further by it than before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.administrators import ADMINISTRATOR, DEPUTY, STRANGER, administrator
from tests.agents import AGENT, agent, reset
from tests.world import LOGIN, PASSWORD, World, refused
from tui2fa.domain import codes
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.throttle import CAP
from tui2fa.services.oversight import FirstPassword
from tui2fa.services.views import SignIn, Step
from tui2fa.store import tables

OWN = "een tuin vol narcissen"


def given(world: World, login: str = LOGIN) -> FirstPassword:
    """A one-time password from a new administrator."""
    return world.services.company.first_password(administrator(world), login)


def signed_in(world: World, first: FirstPassword) -> SignIn:
    """What comes of logging in with it."""
    return world.services.login.sign_in(first.login, first.password)


def test_it_leads_to_a_password_of_ones_own_and_then_to_the_set_up(world: World) -> None:
    world.add()
    first = given(world)
    assert (first.login, first.expires) == (LOGIN, world.clock.now() + codes.FIRST_PASSWORD_LIFETIME)
    assert first.password not in repr(first)
    signed = signed_in(world, first)
    assert signed.step is Step.NEW_PASSWORD
    chosen = world.services.accounts.choose_password(signed.session, OWN)
    assert (chosen.session, chosen.step) == (signed.session, Step.SET_UP)
    world.enrol_number(chosen.session)
    assert world.services.login.sign_in(LOGIN, OWN).step is Step.CODE
    for gone in (first.password, PASSWORD):
        with refused(Refusal.WRONG_LOGIN):
            world.services.login.sign_in(LOGIN, gone)


def test_nothing_else_opens_before_a_password_is_chosen(world: World) -> None:
    """NEW_PASSWORD_FIRST for the panel, the set-up and pairing alike."""
    world.add()
    session = signed_in(world, given(world)).session
    services = world.services
    for attempt in (
        services.accounts.overview,
        services.enrolment.choices,
        services.enrolment.begin_authenticator,
        services.pairing.open,
        services.factors.listing,
        services.activity.listing,
        services.company.users,
    ):
        with refused(Refusal.NEW_PASSWORD_FIRST):
            attempt(session)


def test_factors_are_asked_before_it_and_stay(world: World) -> None:
    world.in_editor()
    first = given(world)
    world.clock.forward(61)
    signed = signed_in(world, first)
    assert signed.step is Step.CODE
    with refused(Refusal.SESSION_ENDED):
        world.services.accounts.choose_password(signed.session, OWN)
    challenge = world.asked(signed.session)
    assert world.services.login.verify(signed.session, challenge.id, world.code()).step is Step.NEW_PASSWORD
    assert world.services.accounts.choose_password(signed.session, OWN).step is Step.PANEL
    assert world.services.accounts.overview(signed.session).profile.login == LOGIN


@pytest.mark.parametrize("bad", ["kort", LOGIN, "wachtwoord"])
def test_a_bad_password_is_refused_and_can_be_chosen_again(world: World, bad: str) -> None:
    """PASSWORD_SHORT and PASSWORD_WEAK."""
    world.add()
    session = signed_in(world, given(world)).session
    with refused(Refusal.PASSWORD_SHORT, Refusal.PASSWORD_WEAK):
        world.services.accounts.choose_password(session, bad)
    assert world.services.accounts.choose_password(session, OWN).step is Step.SET_UP


def test_the_one_time_password_itself_is_not_ones_own(world: World) -> None:
    """PASSWORD_SAME."""
    world.add()
    first = given(world)
    session = signed_in(world, first).session
    with refused(Refusal.PASSWORD_SAME):
        world.services.accounts.choose_password(session, first.password)


def test_a_password_is_chosen_once(world: World) -> None:
    """SESSION_ENDED where none is to be chosen, in the same session and in another one of the same account."""
    world.add()
    first = given(world)
    one, other = signed_in(world, first).session, signed_in(world, first).session
    world.services.accounts.choose_password(one, OWN)
    for session in (one, other):
        with refused(Refusal.SESSION_ENDED):
            world.services.accounts.choose_password(session, "een schuur vol uien")


def test_it_works_for_a_week_and_then_says_so_without_costing_a_try(world: World) -> None:
    """FIRST_PASSWORD_EXPIRED, only to who knows it; WRONG_LOGIN to everybody else."""
    world.add()
    first = given(world)
    world.clock.forward(codes.FIRST_PASSWORD_LIFETIME.total_seconds())
    for _ in range(10):
        with refused(Refusal.FIRST_PASSWORD_EXPIRED):
            signed_in(world, first)
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(LOGIN, PASSWORD)
    with world.store.read() as db:
        assert [row.failures for row in db.exec(select(tables.Throttle))] == [1]


def test_a_new_one_opens_a_login_that_was_blocked_by_wrong_tries(world: World) -> None:
    """PASSWORD_LOCKED goes with the password that was guessed at (TH-1: a new binding helps)."""
    world.add()
    for _ in range(CAP):
        with refused(Refusal.WRONG_LOGIN):
            world.services.login.sign_in(LOGIN, "een fiets vol rozen")
        world.clock.forward(3600)
    with refused(Refusal.PASSWORD_LOCKED):
        world.password()
    assert signed_in(world, given(world)).step is Step.NEW_PASSWORD


def test_the_last_one_given_works_and_ends_what_was_under_way(world: World) -> None:
    world.in_editor()
    session = administrator(world)
    waiting = world.password().session
    first = world.services.company.first_password(session, LOGIN)
    assert not world.services.login.alive(waiting)
    second = world.services.company.first_password(session, LOGIN)
    with refused(Refusal.WRONG_LOGIN):
        signed_in(world, first)
    assert signed_in(world, second).step is Step.CODE


def test_an_app_that_came_in_by_an_earlier_one_is_logged_out_before_the_first_factor(world: World) -> None:
    """R9: whoever knew the earlier password leaves no app behind on an account that its user has yet to set up."""
    world.add()
    by = administrator(world)
    session = signed_in(world, world.services.company.first_password(by, LOGIN)).session
    world.services.accounts.choose_password(session, OWN)
    world.pair(session)
    world.services.company.first_password(by, LOGIN)
    with refused(Refusal.DEVICE_GONE):
        world.services.companion.who(world.identity)


def test_the_users_own_app_stays_where_there_is_a_factor(world: World) -> None:
    world.with_all()
    given(world)
    assert world.services.companion.who(world.identity).login == LOGIN
    assert world.notices()[0] is EventKind.FIRST_PASSWORD_GIVEN


def test_it_does_not_lead_round_a_reset_code(world: World) -> None:
    """R9, R10: an administrator's password after support's reset still asks what support read out."""
    world.in_editor()
    code = reset(world, agent(world)).code
    assert code
    signed = signed_in(world, given(world))
    assert signed.step is Step.RESET_CODE
    with refused(Refusal.SESSION_ENDED):
        world.services.accounts.choose_password(signed.session, OWN)
    assert world.services.resets.redeem(signed.session, code).step is Step.NEW_PASSWORD
    assert world.services.accounts.choose_password(signed.session, OWN).step is Step.SET_UP


def test_the_list_of_the_user_and_of_the_administrator_tell_it(world: World) -> None:
    world.add()
    by = administrator(world)
    first = world.services.company.first_password(by, LOGIN.upper())
    assert first.login == LOGIN
    [done] = world.services.activity.done(by)
    assert (done.what, done.login, done.at) == (EventKind.FIRST_PASSWORD_GIVEN, LOGIN, world.clock.now())
    session = signed_in(world, first).session
    world.services.accounts.choose_password(session, OWN)
    world.enrol_number(session)
    told = world.services.activity.listing(session)
    assert [event.what for event in told[1:3]] == [EventKind.PASSWORD_CHANGED, EventKind.FIRST_PASSWORD_GIVEN]
    assert (told[2].actor, told[2].by) == (ADMINISTRATOR, "Sanne de Vries")
    assert first.password not in repr(told)


def test_only_an_administrator_of_the_company_gives_one(world: World) -> None:
    """NO_SUCH_USER beyond the company, NOT_YOURSELF, and NOT_ALLOWED for users, agents and to an agent's login."""
    user = world.in_editor()
    by = administrator(world)
    give = world.services.company.first_password
    with refused(Refusal.NO_SUCH_USER):
        give(administrator(world, STRANGER), LOGIN)
    with refused(Refusal.NO_SUCH_USER):
        give(by, "999.mijnbedrijf")
    with refused(Refusal.NOT_YOURSELF):
        give(by, ADMINISTRATOR)
    for session in (user, agent(world)):
        with refused(Refusal.NOT_ALLOWED):
            give(session, LOGIN)
    world.services.login.log_out(by)
    with refused(Refusal.SESSION_ENDED):
        give(by, LOGIN)
    assert world.services.login.alive(user)


def test_support_of_the_same_company_is_out_of_an_administrators_reach(world: World) -> None:
    """NOT_ALLOWED to change, disable or give a password to an agent."""
    told = agent(world, AGENT)
    by = administrator(world)
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == AGENT)).one().login = "600.mijnbedrijf"
    company = world.services.company
    profile = company.user(by, "600.mijnbedrijf").profile
    for attempt in (company.first_password, company.disable, company.enable):
        with refused(Refusal.SUPPORT_ACCOUNT):
            attempt(by, "600.mijnbedrijf")
    with refused(Refusal.SUPPORT_ACCOUNT):
        company.change(by, "600.mijnbedrijf", profile)
    assert world.services.login.alive(told)


def test_a_user_who_is_disabled_gets_in_with_none(world: World) -> None:
    """WRONG_LOGIN, as for a login that nobody has."""
    world.add()
    by = administrator(world)
    first = world.services.company.first_password(by, LOGIN)
    session = signed_in(world, first).session
    world.services.company.disable(by, LOGIN)
    with refused(Refusal.SESSION_ENDED):
        world.services.accounts.choose_password(session, OWN)
    with refused(Refusal.WRONG_LOGIN):
        signed_in(world, first)
    world.services.company.enable(by, LOGIN)
    assert signed_in(world, first).step is Step.NEW_PASSWORD


def test_of_two_administrators_who_disable_each_other_the_first_stays(world: World) -> None:
    """SESSION_ENDED for the one who was disabled: a company is never left without."""
    one, other = administrator(world), administrator(world, DEPUTY)
    world.services.company.disable(one, DEPUTY)
    with refused(Refusal.SESSION_ENDED):
        world.services.company.disable(other, ADMINISTRATOR)
    assert not world.services.company.user(one, ADMINISTRATOR).disabled


def test_its_lifetime_is_a_week() -> None:
    assert timedelta(days=7) == codes.FIRST_PASSWORD_LIFETIME
