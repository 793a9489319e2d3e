"""The demo's accounts look lived in, and what belongs to them is on the phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.world import START, StandingClock, World
from tui2fa.demo.accounts import NUMBERS, furnish
from tui2fa.demo.hints import HINTS, NONE, PASSWORD, SHARED, THREE
from tui2fa.demo.phone import Phone
from tui2fa.domain.factors import Kind
from tui2fa.domain.text import safe
from tui2fa.services.context import Context
from tui2fa.services.house import Services, make_services
from tui2fa.services.views import AccountLine, Step
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

    def account(self, login: str) -> AccountLine:
        """One of the three."""
        return next(account for account in self.services.accounts.listing() if account.login == login)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder: Path = tmp_path_factory.mktemp("demo")
    world = World(folder / "data" / "tui2fa.sqlite3", folder / "config")
    yield Demo(world)
    world.close()


def test_every_account_that_the_login_screen_offers_is_there(demo: Demo) -> None:
    assert [account.login for account in demo.services.accounts.listing()] == [hint.login for hint in HINTS]


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


def test_the_phone_has_the_authenticators_secret(demo: Demo) -> None:
    session = demo.services.login.sign_in(THREE, PASSWORD).session
    authenticator = next(f for f in demo.account(THREE).factors if f.kind is Kind.AUTHENTICATOR)
    challenge = demo.services.login.challenge(session, authenticator.id)
    entry = demo.phone.entries[0]
    assert entry.account == THREE
    signed = demo.services.login.verify(session, challenge.id, entry.code(demo.clock.now()))
    assert signed.step is Step.PANEL


def test_a_password_hashed_cheaply_is_hashed_anew_at_the_first_login(demo: Demo) -> None:
    demo.services.login.sign_in(SHARED, PASSWORD)
    with demo.context.store.read() as db:
        from sqlmodel import select

        from tui2fa.store import tables

        kept = db.exec(select(tables.Account.password).where(tables.Account.login == SHARED)).one()
    assert "m=128," in kept


def test_nothing_of_the_phone_shows_a_secret_in_a_repr(demo: Demo) -> None:
    entry = demo.phone.entries[0]
    assert entry.totp.secret not in repr(entry)
    assert safe(entry.account) == entry.account
