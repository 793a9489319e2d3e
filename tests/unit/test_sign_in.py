"""From the login screen to the panel: what a password opens, what a code opens, and what neither does."""

from __future__ import annotations

import pytest
from sqlmodel import select

from tests.world import LOGIN, PASSWORD, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step
from tui2fa.store import tables
from tui2fa.store.sealing import Passwords


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed or verified, in order: equal work takes equal time, whatever the machine is doing."""
    done: list[str] = []
    verify, hashed = Passwords.verify, Passwords.hash

    def verified(self: Passwords, kept: str | None, password: str) -> bool:
        done.append("verify")
        return verify(self, kept, password)

    def hashed_anew(self: Passwords, password: str) -> str:
        done.append("hash")
        return hashed(self, password)

    monkeypatch.setattr(Passwords, "verify", verified)
    monkeypatch.setattr(Passwords, "hash", hashed_anew)
    return done


def _stored(world: World) -> str:
    with world.store.read() as db:
        account = db.get(tables.Account, _id(world))
        assert account
        return account.password


def _id(world: World) -> str:
    with world.store.read() as db:
        return db.exec(select(tables.Account.id)).one()


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("999.nobody", PASSWORD),
        (LOGIN, "een fiets vol rozen"),
        ("203.mijnbedrijf", PASSWORD),
        ("not a login", PASSWORD),
    ],
    ids=["unknown login", "wrong password", "disabled account", "no login at all"],
)
def test_nobody_learns_why_logging_in_failed(world: World, hashing: list[str], login: str, password: str) -> None:
    world.add()
    world.add("203.mijnbedrijf")
    world.disable("203.mijnbedrijf")
    hashing.clear()
    with refused(Refusal.WRONG_LOGIN) as caught:
        world.services.login.sign_in(login, password)
    assert caught.value.values == {}
    assert caught.value.tries_left is None
    assert hashing == ["verify"]


@pytest.mark.parametrize(
    "login",
    ["\ud800", "\x00", "202.mijnbedrijf\x00", "", "'; DROP TABLE account; --", "9" * 10_000, "２０２.x\u0301" * 90],
)
def test_a_hostile_login_is_refused_like_any_other(world: World, login: str) -> None:
    world.add()
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(login, PASSWORD)


@pytest.mark.parametrize("password", ["", "\ud800", "\x00", "x" * 1025, PASSWORD + " "])
def test_a_hostile_password_is_only_wrong(world: World, password: str) -> None:
    world.add()
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(LOGIN, password)


@pytest.mark.parametrize("login", [" 202.MijnBedrijf ", "２０２.mijnbedrijf"])
def test_a_login_is_known_in_any_spelling(world: World, login: str) -> None:
    world.add()
    assert world.services.login.sign_in(login, PASSWORD).profile.login == LOGIN


def test_a_composed_and_a_decomposed_accent_are_one_password(world: World) -> None:
    world.add()
    session = world.password().session
    world.enrol_number(session)
    world.services.accounts.change_password(session, PASSWORD, "cafe\u0301 vol tulpen in mei")
    assert world.services.login.sign_in(LOGIN, "caf\u00e9 vol tulpen in mei").step is Step.CODE


def test_a_password_kept_at_an_older_cost_is_hashed_anew_when_it_was_right(world: World) -> None:
    world.add()
    with world.store.write() as db:
        account = db.get(tables.Account, _id(world))
        assert account
        account.password = Passwords(memory=32).hash(PASSWORD)
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(LOGIN, "een fiets vol rozen")
    assert "m=32," in _stored(world)
    world.password()
    assert "m=64," in _stored(world)
    assert world.password().step is Step.SET_UP


def test_a_password_that_is_changed_while_it_is_judged_opens_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.add()
    session = world.password().session
    world.enrol_number(session)
    verify = Passwords.verify

    def slowly(self: Passwords, kept: str | None, password: str) -> bool:
        monkeypatch.setattr(Passwords, "verify", verify)
        world.services.accounts.change_password(session, PASSWORD, "een tuin vol narcissen")
        return verify(self, kept, password)

    monkeypatch.setattr(Passwords, "verify", slowly)
    with refused(Refusal.WRONG_LOGIN):
        world.password()


def test_the_password_alone_opens_nothing_of_the_panel(world: World) -> None:
    session = world.in_editor()
    services, half = world.services, world.password().session
    number = services.factors.listing(session)[0].id
    for asked in (
        lambda: services.accounts.overview(half),
        lambda: services.accounts.profile(half),
        lambda: services.accounts.change_password(half, PASSWORD, "een tuin vol narcissen"),
        lambda: services.login.confirm_password(half, PASSWORD),
        lambda: services.login.editor_open(half),
        lambda: services.activity.listing(half),
        lambda: services.factors.listing(half),
        lambda: services.factors.make_primary(half, number),
        lambda: services.factors.remove(half, number),
        lambda: services.enrolment.choices(half),
        lambda: services.enrolment.begin_authenticator(half),
        lambda: services.enrolment.begin_number(half, "06 12345678"),
        lambda: services.pairing.open(half),
        lambda: services.pairing.state(half),
    ):
        with refused(Refusal.SESSION_ENDED):
            asked()
    assert services.login.alive(half)


def test_an_account_without_a_factor_sees_only_the_set_up(world: World) -> None:
    world.add()
    session = world.password().session
    for asked in (world.services.accounts.overview, world.services.activity.listing, world.services.factors.listing):
        with refused(Refusal.SET_UP_FIRST):
            asked(session)
    assert {choice.refusal for choice in world.services.enrolment.choices(session)} == {None}


def test_the_primary_factor_is_asked_and_the_right_code_opens_the_panel(world: World) -> None:
    world.in_editor()
    signed = world.password()
    assert signed.step is Step.CODE
    challenge = world.asked(signed.session)
    assert challenge.masked == "062*****29"
    assert world.phone.jobs[-1].to == "+31621234529"
    assert world.services.login.verify(signed.session, challenge.id, world.code()).step is Step.PANEL
    overview = world.services.accounts.overview(signed.session)
    assert overview.last_login == world.clock.now()
    assert overview.factors[0].last_used == world.clock.now()
    assert overview.events[0].what is EventKind.LOGGED_IN
    assert overview.events[0].origin == "tty"


def test_each_kind_can_be_chosen_at_login_and_only_that_one_is_asked(world: World) -> None:
    session, app = world.with_all()
    world.clock.forward(60)
    again = world.password().session
    chosen = world.services.login.challenge(again, world.factor(again, Kind.AUTHENTICATOR).id)
    assert (chosen.expires, chosen.sent_at, chosen.resend_at) == (None, None, None)
    with refused(Refusal.CHANNEL_OFF):
        world.services.login.send(again, chosen.id)
    assert world.services.login.verify(again, chosen.id, app.at(world.clock.now())).step is Step.PANEL
    assert world.services.login.alive(session)


def test_a_factor_of_somebody_else_cannot_be_asked(world: World) -> None:
    theirs = world.in_editor()
    number = world.factor(theirs, Kind.PHONE).id
    world.add("203.mijnbedrijf")
    session = world.password("203.mijnbedrijf").session
    world.enrol_authenticator(session)
    with refused(Refusal.FACTOR_GONE):
        world.services.login.challenge(session, number)


def test_a_session_is_not_shown_in_a_repr(world: World) -> None:
    world.add()
    signed = world.password()
    assert signed.session not in repr(signed)


def test_wrong_passwords_and_codes_stand_in_the_activity_list(world: World) -> None:
    session = world.in_editor()
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(LOGIN, "een fiets vol rozen")
    again = world.password().session
    challenge = world.asked(again)
    with refused(Refusal.WRONG_CODE) as caught:
        world.services.login.verify(again, challenge.id, wrong(world.code()))
    assert caught.value.tries_left == 3
    with refused(Refusal.WRONG_PASSWORD):
        world.services.login.confirm_password(session, "een fiets vol rozen")
    told = [event.what for event in world.services.activity.listing(session)][:3]
    assert told == [EventKind.PASSWORD_WRONG, EventKind.CODE_WRONG, EventKind.PASSWORD_WRONG]
