"""An administrator helps the users of the own company, and sets nobody's factors (R9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from tests.world import LOGIN, PASSWORD, World, done_once, refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Usage
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.user_list import read
from tui2fa.services.views import Step
from tui2fa.store import tables

ADMINISTRATOR = "201.mijnbedrijf"
BRAM = "203.mijnbedrijf"
STRANGER = "203.anderbedrijf"
AGENT = "600.mijnbedrijf"
NO_ADDRESS = Contact(Medium.EMAIL, Usage.BUSINESS, "x")


def profile(login: str, first: str = "Bram", *contacts: Contact) -> Profile:
    return Profile(login, Role.USER, first, "Bakker", Language.DUTCH, contacts=contacts)


@pytest.fixture
def session(world: World) -> str:
    """The administrator's; a user, a stranger and a support agent have accounts, too."""
    return everybody(world)


@done_once
def everybody(world: World) -> str:
    """Their accounts; the administrator's session."""
    world.add(ADMINISTRATOR, Role.ADMINISTRATOR)
    for login, role in ((BRAM, Role.USER), (STRANGER, Role.USER), (AGENT, Role.SUPPORT)):
        world.add(login, role)
    session = world.password(ADMINISTRATOR).session
    world.enrol_number(session, "0612345600")
    return session


@done_once
def protect(world: World, login: str, number: str = "0612345678") -> str:
    """Give a user a first factor; their session."""
    world.clock.forward(61)
    session = world.password(login).session
    world.enrol_number(session, number)
    return session


# what is seen


def test_the_list_has_everybody_of_the_company_by_login_and_nobody_else(world: World, session: str) -> None:
    protect(world, BRAM)
    world.services.company.add(session, profile("99.mijnbedrijf"))
    users = world.services.company.users(session)
    assert [user.login for user in users] == ["99.mijnbedrijf", ADMINISTRATOR, BRAM, AGENT]
    assert world.services.company.size(session) == 4
    bram = users[2]
    assert (bram.kinds, bram.primary, bram.one_time, bram.disabled) == ((Kind.PHONE,), Kind.PHONE, False, False)
    assert users[0].one_time
    assert users[0].last_login is None


def test_a_company_whose_name_ends_alike_is_another_one(world: World, session: str) -> None:
    for login in ("1.nietmijnbedrijf", "1.mijnbedrijf-2"):
        world.add(login)
        with refused(Refusal.NO_SUCH_USER):
            world.services.company.user(session, login)
    assert not {"1.nietmijnbedrijf", "1.mijnbedrijf-2"} & {user.login for user in world.services.company.users(session)}


def test_a_users_factors_are_seen_with_their_number_masked(world: World, session: str) -> None:
    protect(world, BRAM)
    [factor] = world.services.company.user(session, BRAM).factors
    assert (factor.kind, factor.masked, factor.primary) == (Kind.PHONE, "061*****78", True)
    assert factor.since == world.clock.now()
    assert "12345678" not in repr(world.services.company.user(session, BRAM))


def test_an_app_that_logged_out_is_a_factor_that_cannot_be_reached(world: World, session: str) -> None:
    other = protect(world, BRAM)
    world.services.login.confirm_password(other, PASSWORD)
    world.pair(other, BRAM)
    world.enrol_qaller(other)
    world.services.companion.log_out(world.identity)
    bram = next(user for user in world.services.company.users(session) if user.login == BRAM)
    assert bram.kinds == (Kind.PHONE, Kind.QALLER)
    assert bram.reachable == (Kind.PHONE,)
    assert not bram.backup


# whom it is for

Action = Callable[[World, str, str], object]
ON_A_USER: dict[str, Action] = {
    "user": lambda world, session, login: world.services.company.user(session, login),
    "change": lambda world, session, login: world.services.company.change(session, login, profile(login)),
    "disable": lambda world, session, login: world.services.company.disable(session, login),
    "enable": lambda world, session, login: world.services.company.enable(session, login),
    "first_password": lambda world, session, login: world.services.company.first_password(session, login),
}
ON_THE_COMPANY: dict[str, Action] = {
    "users": lambda world, session, login: world.services.company.users(session),
    "size": lambda world, session, login: world.services.company.size(session),
    "add": lambda world, session, login: world.services.company.add(session, profile("300.mijnbedrijf")),
    "add_all": lambda world, session, login: world.services.company.add_all(session, []),
    "preview": lambda world, session, login: world.services.company.preview(session, []),
    "listed": lambda world, session, login: world.services.company.listed(session, "/etc/hostname"),
    "export": lambda world, session, login: world.services.company.export(session, "/nowhere/at/all"),
    "write_passwords": lambda world, session, login: world.services.company.write_passwords(session, "/nowhere/x", []),
}


@pytest.mark.parametrize("name", [*ON_A_USER, *ON_THE_COMPANY])
@pytest.mark.parametrize("who", [BRAM, AGENT])
def test_nobody_but_an_administrator_may_do_any_of_it(world: World, session: str, name: str, who: str) -> None:
    del session
    other = protect(world, who)
    with refused(Refusal.NOT_ALLOWED):
        (ON_A_USER | ON_THE_COMPANY)[name](world, other, LOGIN)


@pytest.mark.parametrize("name", [*ON_A_USER, *ON_THE_COMPANY])
def test_an_administrator_who_is_not_wholly_logged_in_may_not_either(world: World, session: str, name: str) -> None:
    del session
    half = world.password(ADMINISTRATOR).session
    with refused(Refusal.SESSION_ENDED):
        (ON_A_USER | ON_THE_COMPANY)[name](world, half, BRAM)


@pytest.mark.parametrize("name", ON_A_USER)
@pytest.mark.parametrize("whom", [STRANGER, "999.mijnbedrijf", "", "geen login", "%.mijnbedrijf", "203.mijnbedrijf\0"])
def test_a_stranger_is_refused_like_somebody_who_does_not_exist(
    world: World, session: str, name: str, whom: str
) -> None:
    with refused(Refusal.NO_SUCH_USER):
        ON_A_USER[name](world, session, whom)


@pytest.mark.parametrize("name", ["change", "disable", "enable", "first_password"])
def test_a_support_agent_is_seen_and_left_alone(world: World, session: str, name: str) -> None:
    assert world.services.company.user(session, AGENT).profile.role is Role.SUPPORT
    with refused(Refusal.SUPPORT_ACCOUNT):
        ON_A_USER[name](world, session, AGENT)


@pytest.mark.parametrize("name", ["disable", "enable", "first_password"])
def test_nobody_shuts_themselves_out(world: World, session: str, name: str) -> None:
    with refused(Refusal.NOT_YOURSELF):
        ON_A_USER[name](world, session, ADMINISTRATOR)
    assert world.services.company.users(session)


def test_who_lost_the_role_may_do_nothing_more(world: World, session: str) -> None:
    with world.store.write() as db:
        account = db.exec(select(tables.Account).where(tables.Account.login == ADMINISTRATOR)).one()
        account.role = Role.USER
    with refused(Refusal.NOT_ALLOWED):
        world.services.company.users(session)


# what is changed


def test_names_language_and_contact_data_are_changed_and_the_user_reads_who_did(world: World, session: str) -> None:
    wanted = profile(BRAM, " Bram  Jan ", Contact(Medium.NUMBER, Usage.MOBILE, "0612345678"))
    file = world.services.company.change(session, BRAM, wanted)
    assert file.profile.first_name == "Bram Jan"
    assert file.profile.contacts == (Contact(Medium.NUMBER, Usage.MOBILE, "+31612345678"),)
    [event] = [
        event
        for event in world.services.activity.listing(protect(world, BRAM))
        if event.what is EventKind.PROFILE_CHANGED
    ]
    assert event.by == "Sanne de Vries"


def test_login_and_role_stay_what_they_are(world: World, session: str) -> None:
    wanted = Profile("1.anderbedrijf", Role.ADMINISTRATOR, "Bram", "", Language.ENGLISH)
    kept = world.services.company.change(session, BRAM, wanted).profile
    assert (kept.login, kept.role, kept.language) == (BRAM, Role.USER, Language.ENGLISH)


def test_who_is_disabled_is_out_at_once_and_comes_back_with_the_same_factors(world: World, session: str) -> None:
    other = protect(world, BRAM)
    code = world.services.pairing.open(other).code
    before = world.services.company.user(session, BRAM).factors
    assert world.services.company.disable(session, BRAM).disabled
    assert not world.services.login.alive(other)
    with refused(Refusal.WRONG_LOGIN):
        world.password(BRAM)
    assert not world.services.company.enable(session, BRAM).disabled
    with refused(Refusal.WRONG_PAIRING):
        world.services.companion.pair(BRAM, code, "toestel", world.identity)
    assert world.services.company.user(session, BRAM).factors == before
    assert world.password(BRAM).step is Step.CODE
    assert world.services.company.enable(session, BRAM).disabled is False, "twice is fine"
    assert world.events(ADMINISTRATOR)[:2] == [EventKind.ACCOUNT_ENABLED, EventKind.ACCOUNT_DISABLED]


def test_a_one_time_password_replaces_the_password_and_leaves_the_factors(world: World, session: str) -> None:
    other = protect(world, BRAM)
    before = world.services.company.user(session, BRAM).factors
    given = world.services.company.first_password(session, f" {BRAM.upper()} ")
    assert given.login == BRAM
    assert given.password not in repr(given)
    assert not world.services.login.alive(other)
    with refused(Refusal.WRONG_LOGIN):
        world.password(BRAM)
    assert world.services.login.sign_in(BRAM, given.password).step is Step.CODE, "the factor is still asked"
    file = world.services.company.user(session, BRAM)
    assert file.one_time
    assert file.factors == before


def test_a_new_user_chooses_a_password_before_the_set_up(world: World, session: str) -> None:
    given = world.services.company.add(session, profile("300.MijnBedrijf"))
    assert given.login == "300.mijnbedrijf"
    signed = world.services.login.sign_in(given.login, given.password)
    assert signed.step is Step.NEW_PASSWORD
    assert signed.profile.role is Role.USER
    assert world.services.accounts.choose_password(signed.session, PASSWORD).step is Step.SET_UP
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(given.login, given.password)


@pytest.mark.parametrize(
    ("wanted", "refusal", "field"),
    [
        (profile(BRAM), Refusal.LOGIN_TAKEN, "login"),
        (profile("300.anderbedrijf"), Refusal.CSV_COMPANY, "login"),
        (profile(".mijnbedrijf"), Refusal.NOT_A_LOGIN, "login"),
        (profile("300.mijnbedrijf", ""), Refusal.EMPTY, "first_name"),
        (profile("300.mijnbedrijf", "a:b"), Refusal.STRANGE_CHARACTERS, "first_name"),
        (
            profile("300.mijnbedrijf", "Jan", Contact(Medium.EMAIL, Usage.BUSINESS, "x")),
            Refusal.NOT_AN_EMAIL,
            "contact",
        ),
    ],
)
def test_a_bad_new_user_is_refused_at_the_field(
    world: World, session: str, wanted: Profile, refusal: Refusal, field: str
) -> None:
    with refused(refusal) as caught:
        world.services.company.add(session, wanted)
    assert caught.value.values["field"] == field
    assert world.services.company.size(session) == 3


def test_nobody_makes_an_administrator(world: World, session: str) -> None:
    wanted = Profile("300.mijnbedrijf", Role.ADMINISTRATOR, "Bram", "", Language.DUTCH)
    world.services.company.add(session, wanted)
    assert world.services.company.user(session, "300.mijnbedrijf").profile.role is Role.USER


# many at once


def test_all_are_made_or_none(world: World, session: str) -> None:
    with refused(Refusal.LOGIN_TAKEN):
        world.services.company.add_all(session, [profile("300.mijnbedrijf"), profile(BRAM)])
    with refused(Refusal.LOGIN_TAKEN):
        world.services.company.add_all(session, [profile("300.mijnbedrijf"), profile("300.mijnbedrijf")])
    assert world.services.company.size(session) == 3
    told: list[int] = []
    wanted = [profile(f"{300 + turn}.mijnbedrijf") for turn in range(3)]
    given = world.services.company.add_all(session, wanted, told.append)
    assert [one.login for one in given] == ["300.mijnbedrijf", "301.mijnbedrijf", "302.mijnbedrijf"]
    assert len({one.password for one in given}) == 3
    assert told == [0, 1, 2]
    assert world.services.company.size(session) == 6


def test_who_stops_it_midway_has_made_nobody(world: World, session: str) -> None:
    def stop(done: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.services.company.add_all(session, [profile("300.mijnbedrijf"), profile("301.mijnbedrijf")], stop)
    assert world.services.company.size(session) == 3


def test_a_preview_names_everything_that_is_wrong_with_each_line(world: World, session: str) -> None:
    text = "\n".join(
        (
            "login,first_name,last_name,language,number,email",
            "300.mijnbedrijf,Piet,,nl,0612345678,piet@a.nl",
            "300.MIJNBEDRIJF,Piet,,nl,,",
            f"{BRAM},Piet,,nl,,",
            "301.anderbedrijf,Piet,,nl,,",
            "302.mijnbedrijf,,,nl,,",
            "303.mijnbedrijf,Piet,,de,,",
            "304.mijnbedrijf,Piet,,nl,112,",
            "305.mijnbedrijf,Piet,,nl,,piet",
            "niets,Piet,,nl,,",
            "306.mijnbedrijf,Piet",
        )
    )
    found = world.services.company.preview(session, read(text))
    assert [(line.number, line.refused and line.refused.refusal) for line in found] == [
        (2, None),
        (3, Refusal.CSV_TWICE),
        (4, Refusal.LOGIN_TAKEN),
        (5, Refusal.CSV_COMPANY),
        (6, Refusal.EMPTY),
        (7, Refusal.CSV_LANGUAGE),
        (8, Refusal.NUMBER_SHORT),
        (9, Refusal.NOT_AN_EMAIL),
        (10, Refusal.NOT_A_LOGIN),
        (11, Refusal.CSV_COLUMNS),
    ]
    assert [line.column for line in found][4:9] == ["first_name", "", "number", "email", "login"]
    assert world.services.company.size(session) == 3


def test_what_the_preview_finds_good_can_be_imported(world: World, session: str, tmp_path: Path) -> None:
    file = tmp_path / "gebruikers.csv"
    file.write_text("login;first_name;number\n300.mijnbedrijf;Piet;06 12345678\n", encoding="utf-8-sig")
    listed = world.services.company.listed(session, str(file))
    assert [line.refused for line in world.services.company.preview(session, listed)] == [None]
    world.services.company.add_all(session, [one.profile for one in listed])
    contact = Contact(Medium.NUMBER, Usage.BUSINESS, "+31612345678")
    assert world.services.company.user(session, "300.mijnbedrijf").profile.contacts == (contact,)


def test_a_list_is_exported_once_to_a_file_of_ones_own(world: World, session: str, tmp_path: Path) -> None:
    protect(world, BRAM)
    place = tmp_path / "lijst.csv"
    assert world.services.company.export(session, str(place)) == place
    text = place.read_text()
    assert place.stat().st_mode & 0o777 == 0o600
    assert [line.partition(",")[0] for line in text.splitlines()] == ["login", ADMINISTRATOR, BRAM, AGENT]
    assert "12345678" not in text
    assert "argon2" not in text
    with refused(Refusal.FILE_EXISTS):
        world.services.company.export(session, str(place))


def test_given_passwords_are_written_to_a_file_of_ones_own(world: World, session: str, tmp_path: Path) -> None:
    given = world.services.company.add(session, profile("300.mijnbedrijf"))
    place = world.services.company.write_passwords(session, str(tmp_path / "wachtwoorden.csv"), [given])
    assert f"{given.login},{given.password}" in place.read_text()
    assert place.stat().st_mode & 0o777 == 0o600
