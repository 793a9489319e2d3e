"""Accounts: the first one, further ones, personal settings, the password (PW-1 to PW-4, PW-9)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from tests.world import LOGIN, PASSWORD, World, refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Usage
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.services.views import Step
from tui2fa.store import tables

NEW = "een tuin vol narcissen"


def test_the_first_account_is_the_administrator_and_goes_straight_into_the_set_up(world: World) -> None:
    accounts = world.services.accounts
    assert accounts.empty()
    signed = accounts.create_first(" 202.MijnBedrijf ", "Sanne", "de Vries", PASSWORD, Language.DUTCH)
    assert not accounts.empty()
    assert (signed.step, signed.profile.login, signed.profile.role) == (Step.SET_UP, LOGIN, Role.ADMINISTRATOR)
    world.enrol_number(signed.session)
    assert accounts.overview(signed.session).events[-1].what is EventKind.ACCOUNT_MADE
    assert world.password().step is Step.CODE


@pytest.mark.parametrize("login", [LOGIN, "203.mijnbedrijf"])
def test_there_is_one_first_account(world: World, login: str) -> None:
    create = world.services.accounts.create_first
    create(LOGIN, "Sanne", "de Vries", PASSWORD, Language.DUTCH)
    with refused(Refusal.LOGIN_TAKEN):
        create(login, "Sanne", "de Vries", PASSWORD, Language.DUTCH)
    assert [line.login for line in world.services.accounts.listing()] == [LOGIN]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"login": "mijnbedrijf"}, Refusal.NOT_A_LOGIN),
        ({"first_name": " "}, Refusal.EMPTY),
        ({"first_name": "a\x1b]0;x\x07"}, Refusal.STRANGE_CHARACTERS),
        ({"last_name": "x" * 65}, Refusal.TOO_LONG),
        ({"password": "kort"}, Refusal.PASSWORD_SHORT),
        ({"password": "wachtwoord"}, Refusal.PASSWORD_WEAK),
        ({"password": "202.mijnbedrijf"}, Refusal.PASSWORD_WEAK),
        ({"password": "\ud800" * 12}, Refusal.STRANGE_CHARACTERS),
    ],
)
def test_a_bad_field_makes_no_account(world: World, change: dict[str, str], refusal: Refusal) -> None:
    fields = {"login": LOGIN, "first_name": "Sanne", "last_name": "de Vries", "password": PASSWORD} | change
    with refused(refusal):
        world.services.accounts.create_first(**fields, language=Language.DUTCH)
    assert world.services.accounts.empty()


def test_a_login_exists_once_in_any_spelling(world: World) -> None:
    world.add()
    with refused(Refusal.LOGIN_TAKEN):
        world.add("２０２.MIJNBEDRIJF")
    with refused(Refusal.NOT_A_LOGIN):
        world.add("202.mijnbedrіjf")  # a Cyrillic letter
    assert len(world.services.accounts.listing()) == 1


def test_the_operator_sees_accounts_masked_and_the_absent_as_absent(world: World) -> None:
    world.with_all()
    line = world.services.accounts.status("202.MIJNBEDRIJF")
    assert (line.name, line.role, line.disabled) == ("Sanne de Vries", Role.USER, False)
    assert [factor.kind for factor in line.factors] == [Kind.PHONE, Kind.AUTHENTICATOR, Kind.QALLER]
    assert "21234529" not in repr(line)
    with refused(Refusal.NO_ACCOUNT):
        world.services.accounts.status("999.nobody")
    with refused(Refusal.NOT_A_LOGIN):
        world.services.accounts.status("\x1b")


def test_the_overview_tells_the_newest_things_first_and_the_login_before(world: World) -> None:
    world.in_editor()
    session = world.signed_in_later()
    overview = world.services.accounts.overview(session)
    assert overview.last_login == world.clock.now()
    assert overview.events[0].what is EventKind.LOGGED_IN
    assert len(overview.events) <= 8


def test_personal_settings_are_kept_cleaned_and_the_login_and_role_stay(world: World) -> None:
    session = world.in_editor()
    contacts = (
        Contact(Medium.NUMBER, Usage.PRIVATE, "06-12 34 56 78"),
        Contact(Medium.EMAIL, Usage.BUSINESS, " sanne@mijnbedrijf.nl "),
    )
    wanted = Profile("999.other", Role.ADMINISTRATOR, " Sanne  Maria ", "", Language.ENGLISH, contacts)
    saved = world.services.accounts.save_profile(session, wanted)
    assert saved == world.services.accounts.profile(session)
    assert (saved.login, saved.role) == (LOGIN, Role.USER)
    assert (saved.first_name, saved.last_name, saved.language) == ("Sanne Maria", "", Language.ENGLISH)
    assert [contact.value for contact in saved.contacts] == ["+31612345678", "sanne@mijnbedrijf.nl"]
    assert world.services.accounts.save_profile(session, replace(saved, contacts=())).contacts == ()


def test_saving_what_is_there_already_is_no_event(world: World) -> None:
    session = world.in_editor()
    profile = world.services.accounts.profile(session)
    world.services.accounts.save_profile(session, profile)
    assert EventKind.PROFILE_CHANGED not in world.events()
    world.services.accounts.save_profile(session, replace(profile, first_name="Sara"))
    assert world.events()[0] is EventKind.PROFILE_CHANGED


@pytest.mark.parametrize(
    ("profile", "refusal", "place"),
    [
        ({"first_name": ""}, Refusal.EMPTY, {"field": "first_name", "row": 0}),
        ({"last_name": "a\u202eb"}, Refusal.STRANGE_CHARACTERS, {"field": "last_name", "row": 0}),
        (
            {
                "contacts": (
                    Contact(Medium.NUMBER, Usage.MOBILE, "06 12345678"),
                    Contact(Medium.EMAIL, Usage.PRIVATE, "nobody"),
                )
            },
            Refusal.NOT_AN_EMAIL,
            {"field": "contact", "row": 1},
        ),
    ],
)
def test_a_refusal_says_which_field_it_is_about_and_nothing_is_kept(
    world: World, profile: dict[str, object], refusal: Refusal, place: dict[str, object]
) -> None:
    session = world.in_editor()
    before = world.services.accounts.profile(session)
    wanted = {"login": LOGIN, "role": Role.USER, "first_name": "A", "last_name": "B", "language": Language.DUTCH}
    with refused(refusal) as caught:
        world.services.accounts.save_profile(session, Profile(**wanted | profile))  # type: ignore[arg-type]
    assert place.items() <= caught.value.values.items()
    assert world.services.accounts.profile(session) == before


def test_a_contact_is_never_a_factor(world: World) -> None:
    session = world.in_editor()
    profile = world.services.accounts.profile(session)
    contact = Contact(Medium.NUMBER, Usage.MOBILE, "06 12345678")
    world.services.accounts.save_profile(session, replace(profile, contacts=(contact,)))
    assert len(world.services.factors.listing(session)) == 1


def test_a_new_password_counts_and_the_old_one_no_more(world: World) -> None:
    session = world.in_editor()
    world.services.accounts.change_password(session, PASSWORD, NEW)
    assert world.events()[0] is EventKind.PASSWORD_CHANGED
    with refused(Refusal.WRONG_LOGIN):
        world.password()
    assert world.services.login.sign_in(LOGIN, NEW).step is Step.CODE
    with world.store.read() as db:
        assert db.exec(select(tables.Account.password)).one().startswith("$argon2id$v=19$")


@pytest.mark.parametrize(
    ("current", "new", "refusal"),
    [
        ("een fiets vol rozen", NEW, Refusal.WRONG_PASSWORD),
        ("", NEW, Refusal.WRONG_PASSWORD),
        (PASSWORD, PASSWORD, Refusal.PASSWORD_SAME),
        (PASSWORD, "kort", Refusal.PASSWORD_SHORT),
        (PASSWORD, "qallerqaller", Refusal.PASSWORD_WEAK),
        (PASSWORD, "sanne de vries", Refusal.PASSWORD_WEAK),
        (PASSWORD, "x" * 1025, Refusal.PASSWORD_LONG),
    ],
)
def test_a_password_that_is_refused_changes_nothing(world: World, current: str, new: str, refusal: Refusal) -> None:
    session = world.in_editor()
    other = world.signed_in_later()
    with refused(refusal):
        world.services.accounts.change_password(session, current, new)
    assert world.services.login.alive(other)
    assert world.password().step is Step.CODE
    assert EventKind.PASSWORD_CHANGED not in world.events()


def test_guessing_the_current_password_is_kept_and_throttled_with_the_rest(world: World) -> None:
    session = world.in_editor()
    for _ in range(4):
        with refused(Refusal.WRONG_PASSWORD) as caught:
            world.services.accounts.change_password(session, "een fiets vol rozen", NEW)
        assert caught.value.values["field"] == "current"
    assert world.events()[:4] == [EventKind.PASSWORD_WRONG] * 4
    with refused(Refusal.WAIT):
        world.services.accounts.change_password(session, PASSWORD, NEW)
    with refused(Refusal.WAIT):
        world.services.login.confirm_password(session, PASSWORD)
    with refused(Refusal.WAIT):
        world.password()


def test_a_password_of_1024_bytes_works_to_its_last_letter(world: World) -> None:
    session = world.in_editor()
    long = "".join(f"{number:04}" for number in range(256))
    world.services.accounts.change_password(session, PASSWORD, long)
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(LOGIN, long[:-1] + "x")
    assert world.services.login.sign_in(LOGIN, long).step is Step.CODE
