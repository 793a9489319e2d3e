"""The demo's accounts look lived in, and what belongs to them is on the phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.world import START, StandingClock, World
from tui2fa.demo.accounts import NUMBERS, furnish
from tui2fa.demo.hints import ADMIN, AGENT, HINTS, NONE, PASSWORD, SECOND_AGENT, SHARED, THREE
from tui2fa.demo.phone import Phone
from tui2fa.domain.directory import State, narrowed
from tui2fa.domain.factors import Kind
from tui2fa.domain.harmless import safe
from tui2fa.domain.language import Language
from tui2fa.services.context import Context
from tui2fa.services.house import Services, make_services
from tui2fa.services.oversight import AccountLine
from tui2fa.services.views import Step
from tui2fa.store import tables
from tui2fa.store.sealing import Passwords


class Demo:
    """A store that was just furnished, and the phone."""

    def __init__(self, world: World) -> None:
        self.clock = StandingClock(START)
        self.context: Context = replace(world.context, clock=self.clock, passwords=Passwords(memory=128))
        self.phone = Phone(self.clock)
        furnish(self.context, self.phone)
        yesterday = START.astimezone().date() - timedelta(days=1)
        self.yesterday = datetime.combine(yesterday, time(16, 20)).astimezone(UTC)
        """At 16:20 by the clock on the wall."""
        self.services: Services = make_services(self.context)

    def by_authenticator(self, login: str) -> str:
        """A session in the panel, as a stranger with the phone gets it."""
        session = self.services.login.sign_in(login, PASSWORD).session
        authenticator = next(factor for factor in self.account(login).factors if factor.kind is Kind.AUTHENTICATOR)
        challenge = self.services.login.challenge(session, authenticator.id)
        entry = next(entry for entry in self.phone.entries if entry.account == login)
        self.clock.forward(60)
        signed = self.services.login.verify(session, challenge.id, entry.code(self.clock.now()))
        assert signed.step is Step.PANEL
        return session

    def account(self, login: str) -> AccountLine:
        """One of them all."""
        return next(account for account in self.services.accounts.listing() if account.login == login)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder: Path = tmp_path_factory.mktemp("demo")
    world = World(folder / "data" / "tui2fa.sqlite3", folder / "config")
    yield Demo(world)
    world.close()


def test_every_account_that_the_login_screen_offers_is_there(demo: Demo) -> None:
    logins = {account.login for account in demo.services.accounts.listing()}
    assert {hint.login for hint in HINTS} | {SECOND_AGENT} <= logins


def test_one_account_is_that_of_the_panels_picture(demo: Demo) -> None:
    factors = demo.account(THREE).factors
    assert [(factor.kind, factor.primary) for factor in factors] == [
        (Kind.PHONE, False),
        (Kind.QALLER, True),
        (Kind.AUTHENTICATOR, False),
    ]
    assert [factor.label for factor in factors] == ["kantoor", "toestel van Sanne", ""]
    assert factors[0].masked == "062*****29"
    assert all(factor.since < START - timedelta(days=90) for factor in factors)
    assert all(factor.last_used for factor in factors)


def test_one_account_has_no_factor_and_is_led_to_the_set_up(demo: Demo) -> None:
    assert demo.account(NONE).factors == ()
    assert demo.services.login.sign_in(NONE, PASSWORD).step is Step.SET_UP


def test_one_account_is_shared_with_eight_numbers(demo: Demo) -> None:
    factors = demo.account(SHARED).factors
    assert [factor.label for factor in factors] == [label for label, _ in NUMBERS]
    assert {factor.kind for factor in factors} == {Kind.PHONE}
    assert len(factors) == 8


def test_the_last_login_was_yesterday_afternoon(demo: Demo) -> None:
    last = demo.account(THREE).last_login
    assert last is not None
    assert demo.yesterday <= last < demo.yesterday + timedelta(minutes=1)


def test_nothing_happened_in_the_future_or_out_of_order(demo: Demo) -> None:
    session = demo.services.login.sign_in(THREE, PASSWORD).session
    challenge = demo.services.login.challenge(session)
    demo.services.login.send(session, challenge.id)
    demo.phone.connect(demo.services.companion)
    demo.phone.look()
    demo.services.login.verify(session, challenge.id, demo.phone.codes[0].code)
    demo.phone.close()
    moments = [event.at for event in demo.services.activity.listing(session)]
    assert moments == sorted(moments, reverse=True)
    assert moments[0] <= demo.clock.now()


@pytest.mark.parametrize("login", [THREE, ADMIN, AGENT, SECOND_AGENT])
def test_the_phone_has_the_authenticators_secret(demo: Demo, login: str) -> None:
    assert demo.by_authenticator(login)


def test_the_authenticator_of_whoever_holds_the_phone_stands_first(demo: Demo) -> None:
    for login in (ADMIN, AGENT, ADMIN):
        demo.phone.take_up(login)
        assert demo.phone.entries[0].account == login
    assert demo.phone.entries[1].account == AGENT
    assert len({entry.account for entry in demo.phone.entries}) == len(demo.phone.entries) == 4


def test_the_administrators_company_has_users_in_every_state(demo: Demo) -> None:
    session = demo.by_authenticator(ADMIN)
    users = demo.services.company.users(session)
    assert 24 <= len(users) <= 60
    for state in State:
        assert narrowed(users, "", state), state
    assert any(user.kinds != user.reachable for user in users)
    files = [demo.services.company.user(session, user.login) for user in users]
    assert any(file.one_time for file in files)
    assert any(file.reset_waiting for file in files)
    days = {user.created.date() for user in users} | {user.last_login.date() for user in users if user.last_login}
    assert max(days) - min(days) > timedelta(days=120)
    assert max(days) <= START.date()


def test_the_support_desk_has_something_to_do(demo: Demo) -> None:
    session = demo.by_authenticator(AGENT)
    logins = [account.login for account in demo.services.accounts.listing()]
    callers = [demo.services.desk.caller(session, login) for login in logins]
    assert any(lock.failures for caller in callers for lock in caller.locks)
    assert [caller.reset.agent for caller in callers if caller.reset] == ["Daan Visser"]
    assert any(not factor.reachable for caller in callers for factor in caller.factors)
    assert demo.services.desk.activity(session)


def test_what_support_did_is_told_in_the_language_of_the_demo(tmp_path: Path) -> None:
    world = World(tmp_path / "data" / "tui2fa.sqlite3", tmp_path / "config")
    context = replace(world.context, passwords=Passwords(memory=128))
    furnish(context, Phone(StandingClock(START)), Language.ENGLISH)
    with context.store.read() as db:
        reset = db.exec(select(tables.Reset)).one()
    assert "Phone lost" in reset.reason
    world.close()


def test_a_password_hashed_cheaply_is_hashed_anew_at_the_first_login(demo: Demo) -> None:
    demo.services.login.sign_in(SHARED, PASSWORD)
    with demo.context.store.read() as db:
        kept = db.exec(select(tables.Account.password).where(tables.Account.login == SHARED)).one()
    assert "m=128," in kept


def test_nothing_of_the_phone_shows_a_secret_in_a_repr(demo: Demo) -> None:
    entry = demo.phone.entries[0]
    assert entry.totp.secret not in repr(entry)
    assert safe(entry.account) == entry.account
