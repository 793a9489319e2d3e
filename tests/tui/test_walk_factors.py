"""Editing the factors: order, names, replacing, removing, and the password that opens the editor (item 6)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pyotp
import pytest

from tests.tui.walker import SIZES, Walker, walking
from tests.unit.conftest import Home
from tests.world import PASSWORD, World
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.limits import Limits
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.factor_row import FactorRow
from tui2fa.tui.widgets.secret_input import TextInput
from tui2fa.tui.widgets.secret_text import SecretText

NUMBER, APP, QALLER = Kind.PHONE, Kind.AUTHENTICATOR, Kind.QALLER


@asynccontextmanager
async def editing(world: World, session: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Walker]:
    """At the factor editor."""
    world.clock.forward(120)
    async with walking(world, size) as walk:
        await walk.edits(session)
        yield walk


def factors(walk: Walker) -> tuple[Factor, ...]:
    """What the account has now."""
    return walk.world.services.login.factors(walk.app.session)


def rows(walk: Walker) -> list[Kind]:
    """The kinds in the list, from top to bottom."""
    return [row.factor.kind for row in walk.screen.query(FactorRow)]


async def to_row(walk: Walker, kind: Kind) -> None:
    """To the first row of a kind, with the arrow keys."""
    await walk.until(lambda: isinstance(walk.screen.focused, FactorRow), "no row has the focus")
    for _ in rows(walk):
        await walk.press("up")
    for _ in range(rows(walk).index(kind)):
        await walk.press("down")
    await walk.until(lambda: chosen(walk) is kind, "another row")


def chosen(walk: Walker) -> Kind | None:
    """The kind of the row that has the focus."""
    row = walk.screen.focused
    return row.factor.kind if isinstance(row, FactorRow) else None


async def moved(walk: Walker, kinds: list[Kind]) -> None:
    """Wait until the list stands so, nothing is under way, and the Qaller app still has the focus."""
    await walk.until(lambda: rows(walk) == kinds and chosen(walk) is QALLER, "not moved")
    await walk.settles()


async def back_in_editor(walk: Walker) -> None:
    await walk.comes_to("FactorEditor")


@pytest.mark.parametrize("size", SIZES)
async def test_make_primary_move_and_rename(world: World, size: tuple[int, int]) -> None:
    session, _ = world.with_all()
    async with editing(world, session, size) as walk:
        await walk.sees(
            "Uw instellingen voor Two-factor authenticatie", "062*****29", "Voeg nog een verificatiemethode toe"
        )
        assert rows(walk) == [NUMBER, APP, QALLER]
        await to_row(walk, QALLER)
        await walk.press("p")
        await walk.sees("is nu primair.")
        await moved(walk, [NUMBER, APP, QALLER])
        assert [factor.kind for factor in factors(walk) if factor.primary] == [QALLER]
        await walk.press("shift+up")
        await moved(walk, [NUMBER, QALLER, APP])
        await walk.press("shift+up", "shift+up")
        await moved(walk, [QALLER, NUMBER, APP])
        await walk.press("J")
        await moved(walk, [NUMBER, QALLER, APP])
        await to_row(walk, NUMBER)
        await walk.press("r")
        await walk.comes_to("Rename")
        await walk.types("kantoor:")
        await walk.press("enter")
        await walk.sees("dubbele punten")
        await walk.settles()
        assert walk.one("#text", TextInput).value == "kantoor:"
        await walk.press("backspace", "enter")
        await back_in_editor(walk)
        await walk.sees("kantoor", "Hernoemd.")
        assert factors(walk)[0].label == "kantoor"
        assert {EventKind.PRIMARY_CHANGED, EventKind.ORDER_CHANGED, EventKind.FACTOR_RENAMED} <= set(world.events())
        assert EventKind.PRIMARY_CHANGED in world.notices(), "the app is told"


async def test_the_menu_of_a_row_does_the_same(world: World) -> None:
    session, _ = world.with_all()
    async with editing(world, session) as walk:
        await to_row(walk, APP)
        await walk.press("enter")
        await walk.comes_to("FactorMenu")
        await walk.press("escape")
        await back_in_editor(walk)
        await walk.press("enter")
        await walk.comes_to("FactorMenu")
        await walk.press("home", "down", "down", "enter")
        await walk.sees("is nu primair.")
        await walk.clicks(f"#factor-{factors(walk)[0].id} .primary.ask")
        await walk.until(lambda: factors(walk)[0].primary, "the link does nothing")


async def test_removing_asks_names_the_successor_and_takes_no_for_an_answer(world: World) -> None:
    session, _ = world.with_all()
    async with editing(world, session) as walk:
        await to_row(walk, NUMBER)
        await walk.press("x")
        await walk.comes_to("Confirm")
        await walk.sees("Telefoongesprek 062*****29 verwijderen?", "Deze is primair; Authenticator wordt dan primair.")
        assert walk.focused() == "no"
        await walk.press("enter")
        await back_in_editor(walk)
        assert len(factors(walk)) == 3
        await walk.press("delete")
        await walk.comes_to("Confirm")
        await walk.press("escape")
        await back_in_editor(walk)
        assert len(factors(walk)) == 3
        await walk.press("x")
        await walk.comes_to("Confirm")
        await walk.press("tab", "enter")
        await walk.until(lambda: rows(walk) == [APP, QALLER], "not removed")
        assert [factor.primary for factor in factors(walk)] == [True, False]
        await walk.sees("is verwijderd.")
        assert EventKind.FACTOR_REMOVED in world.notices()


async def test_the_last_factor_and_the_last_beside_qaller_are_refused_with_what_to_do_instead(world: World) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await walk.sees("U hebt maar één methode.")
        await walk.press("x")
        await walk.sees("Uw laatste factor kan niet worden verwijderd. Voeg eerst een vervanger toe.")
        await back_in_editor(walk)
        world.pair(walk.app.session)
        world.enrol_qaller(walk.app.session)
        await walk.press("escape")
        await walk.comes_to("Dashboard")
        await walk.edits(session)
        await walk.until(lambda: len(rows(walk)) == 2, "no second row")
        await to_row(walk, NUMBER)
        await walk.press("x")
        await walk.sees("Alleen de Qaller-app is niet genoeg.")
        assert len(factors(walk)) == 2


async def test_a_new_number_takes_the_place_of_the_old_one_only_with_its_code(world: World) -> None:
    session, _ = world.with_all()
    async with editing(world, session) as walk:
        old = factors(walk)[0]
        await to_row(walk, NUMBER)
        await walk.press("v")
        await walk.comes_to("AddNumber")
        await walk.types("06 12345678")
        await walk.press("enter", "enter")
        await walk.sees("Verstuurd naar 061*****78")
        assert factors(walk)[0] == old
        await walk.press("escape")
        await walk.until(lambda: walk.focused() == "number", "not back at the number")
        assert walk.one("#number", TextInput).value == "06 12345678"
        await walk.press("escape")
        await back_in_editor(walk)
        assert factors(walk)[0] == old
        world.clock.forward(61)
        await walk.press("v")
        await walk.comes_to("AddNumber")
        await walk.sees("Een nieuw nummer in plaats van 0", "Tot dit klaar is, werkt de oude nog.", "Vervangen")
        await walk.types("06 12345678")
        calls = len(world.phone.jobs)
        await walk.press("enter", "enter")
        code = await walk.hears(calls + 1)
        await walk.sees("Verstuurd naar 061*****78")
        await walk.types(code)
        await back_in_editor(walk)
        await walk.sees("Vervangen.", "061*****78")
        assert [(factor.kind, factor.primary) for factor in factors(walk)] == [
            (NUMBER, True),
            (APP, False),
            (QALLER, False),
        ]


async def test_a_new_authenticator_takes_the_place_of_the_old_one_only_with_its_code(world: World) -> None:
    session, _ = world.with_all()
    async with editing(world, session) as walk:
        before = factors(walk)
        await to_row(walk, APP)
        await walk.press("v")
        await walk.comes_to("AddAuthenticator")
        await walk.press("escape")
        await back_in_editor(walk)
        assert factors(walk) == before
        await to_row(walk, APP)
        await walk.press("v")
        await walk.comes_to("AddAuthenticator")
        await walk.until(lambda: walk.focused() == "boxes", "no boxes")
        secret = walk.one("SecretText", SecretText)._secret
        await walk.types(pyotp.TOTP(secret).at(world.clock.now()))
        await back_in_editor(walk)
        await walk.sees("Vervangen.")
        assert [factor.id for factor in factors(walk)][1] != before[1].id
        assert [factor.kind for factor in factors(walk)] == [NUMBER, APP, QALLER]
        assert EventKind.FACTOR_REPLACED in world.notices()


async def test_after_ten_minutes_the_password_is_asked_again(world: World) -> None:
    session, _ = world.with_all()
    async with editing(world, session) as walk:
        await to_row(walk, QALLER)
        await walk.turns(601)
        await walk.press("p")
        await walk.comes_to("PasswordPrompt")
        await walk.press("escape")
        await back_in_editor(walk)
        assert factors(walk)[0].primary
        await walk.press("p")
        await walk.comes_to("PasswordPrompt")
        await walk.pastes(PASSWORD)
        await walk.press("enter")
        await back_in_editor(walk)
        await walk.sees("is nu primair.")
        await walk.turns(601)
        await walk.press("r")
        await walk.comes_to("Rename")
        await walk.types(" nieuw")
        await walk.press("enter")
        await walk.comes_to("PasswordPrompt")
        await walk.pastes(PASSWORD)
        await walk.press("enter")
        await back_in_editor(walk)
        await walk.sees("Hernoemd.")


@pytest.mark.parametrize("moment", ["at the code", "at the number"])
async def test_ten_minutes_may_pass_in_the_middle_of_an_enrolment(world: World, moment: str) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await walk.turns(580)
        await walk.press("a")
        await walk.comes_to("ChooseKind")
        await walk.clicks("#kind-phone")
        await walk.comes_to("AddNumber")
        await walk.types("06 12345678")
        await walk.press("enter")
        if moment == "at the number":
            await walk.turns(30)
        calls = len(world.phone.jobs)
        await walk.press("enter")
        if moment == "at the number":
            await walk.comes_to("PasswordPrompt")
            await walk.pastes(PASSWORD)
            await walk.press("enter")
            await walk.comes_to("AddNumber")
        code = await walk.hears(calls + 1)
        await walk.sees("Verstuurd naar 061*****78")
        if moment == "at the code":
            await walk.turns(30)
            await walk.types(code)
            await walk.comes_to("PasswordPrompt")
            await walk.pastes(PASSWORD)
            await walk.press("enter")
        else:
            await walk.types(code)
        await back_in_editor(walk)
        await walk.until(lambda: len(rows(walk)) == 2, "not added")
        assert not walk.one("#add", Button).disabled


async def test_the_arrows_choose_a_row_in_a_list_that_scrolls_too(home: Home) -> None:
    world = home.world(Limits(account_hour=100))
    session = world.in_editor()
    for number in range(1, 8):
        world.clock.forward(61)
        world.enrol_number(session, f"06 1234567{number}")
    async with editing(world, session) as walk:
        shown = list(walk.screen.query(FactorRow))
        for row in shown[1:]:
            await walk.press("down")
            assert walk.screen.focused is row


async def test_the_keys_of_the_editor_work_in_the_menu_of_a_row(world: World) -> None:
    session, _ = world.with_all()
    async with editing(world, session) as walk:
        await walk.press("enter")
        await walk.comes_to("FactorMenu")
        await walk.press("x")
        await walk.comes_to("Confirm")
