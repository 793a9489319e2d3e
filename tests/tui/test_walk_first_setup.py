"""The mandatory first set-up, in the demo with its phone and without any (items 1 and 2)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

import pytest

from tests.tui.walker import SIZES, Walker, walking
from tests.world import World
from tui2fa.demo.hints import NONE, PASSWORD
from tui2fa.demo.phone import Phone
from tui2fa.demo.stage import DemoApp, Stage
from tui2fa.domain.codes import DIGITS
from tui2fa.services.house import make_services
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import Surroundings
from tui2fa.tui.widgets.hints import Hints
from tui2fa.tui.widgets.kind_list import KindRow
from tui2fa.tui.widgets.pairing_code import PairingCodeText


@asynccontextmanager
async def demo(world: World, size: tuple[int, int]) -> AsyncIterator[tuple[Walker, Phone]]:
    """The demo, its calls spoken at once."""
    stage = Stage(Phone(world.clock, rings=30, digit=0.001))
    world.context = replace(world.context, phone=(stage.phone.line,))
    world.services = make_services(world.context)
    stage.furnish(world.context)

    def make(around: Surroundings) -> PanelApp:
        return cast("DemoApp", stage.app(around))

    try:
        async with walking(world, size, make=make) as walk:
            yield walk, stage.phone
    finally:
        stage.phone.close()


@pytest.mark.parametrize("size", SIZES)
async def test_the_demo_from_no_factor_to_the_panel_with_qaller_and_a_number(
    world: World, size: tuple[int, int]
) -> None:
    async with demo(world, size) as (walk, phone):
        await walk.comes_to("LoginScreen")
        await walk.sees("202.mijnbedrijf", "203.mijnbedrijf", "204.mijnbedrijf", "welkom-demo")
        walk.one("#hints", Hints).focus()
        await walk.press("down", "enter")
        await walk.until(lambda: walk.focused() == "password", "not filled in")
        await walk.press("enter")

        await walk.comes_to("FirstSetup")
        await walk.sees("Wat is jouw verificatie voorkeursmethode?", "aanbevolen")
        await walk.until(lambda: walk.focused() == "kind-qaller", "not the first")
        await walk.press("escape", "enter")
        await walk.comes_to("ConnectQaller")
        await walk.until(lambda: len(walk.one(PairingCodeText.__name__, PairingCodeText).content) == 9, "no code")
        await walk.until(lambda: "f7" in walk.screen.active_bindings, "nothing to scan")
        await walk.until(lambda: bool(walk.app.check_action("scan", ())), "nothing to scan")
        await walk.press("f7")
        await walk.until(lambda: NONE in phone.logins, "not paired")
        await walk.turns(1)
        await walk.sees("Verbonden: Demo")
        await walk.press("enter")

        await walk.comes_to("AddQaller")
        await walk.until(lambda: bool(phone.codes), "no code in the app")
        await walk.until(lambda: walk.app.is_out("phone"), "the phone is not shown")
        await walk.until(lambda: walk.focused() == "boxes", "the phone took the focus")
        await walk.types(phone.codes[0].code)

        await walk.comes_to("FirstSetup")
        await walk.sees("Nog één stap … Voeg een reserve toe", "Welke reservemethode wilt u toevoegen?")
        await walk.sees_no_more("voorkeursmethode")
        await walk.until(lambda: walk.focused() == "kind-phone", "not the number")
        await walk.press("enter")
        await walk.comes_to("AddNumber")
        await walk.types("0612345678")
        await walk.press("enter", "enter")
        await walk.until(lambda: phone.ringing, "it does not ring")
        await walk.press("f5")
        await walk.until(lambda: phone.call is not None and not phone.ringing, "not answered")
        await walk.until(lambda: phone.call is not None and len(phone.call.heard) >= DIGITS, "no code is heard")
        await walk.sees("Uw code is")
        await walk.types(phone.call.heard[:DIGITS] if phone.call else "")

        await walk.comes_to("Congratulations")
        await walk.sees("Gefeliciteerd!")
        await walk.press("enter")
        await walk.comes_to("Dashboard")
        await walk.sees("Qaller App", "Telefoongesprek", "061*****78")
        assert PASSWORD not in walk.text


async def test_where_nothing_can_call_the_number_is_shown_with_the_reason_and_the_authenticator_gets_in(
    world: World,
) -> None:
    world.context = replace(world.context, phone=())
    world.services = make_services(world.context)
    world.add()
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("FirstSetup")
        await walk.sees("Een nummer bellen is op dit systeem niet ingesteld.", "[delivery]")
        assert walk.one("#kind-phone", KindRow).disabled
        await walk.until(lambda: walk.focused() == "kind-qaller", "not the first")
        await walk.press("down", "enter")
        await walk.comes_to("AddAuthenticator")
        await walk.press("escape")
        await walk.comes_to("FirstSetup")


async def test_there_is_no_way_past_it(world: World) -> None:
    world.add()
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("FirstSetup")
        await walk.until(lambda: walk.focused() == "kind-qaller", "not the first")
        await walk.press("escape", "n", "a", "m", "escape")
        await walk.comes_to("FirstSetup")
        for kind, screen in (
            ("kind-qaller", "ConnectQaller"),
            ("kind-phone", "AddNumber"),
            ("kind-authenticator", "AddAuthenticator"),
        ):
            await walk.clicks(f"#{kind}")
            await walk.comes_to(screen)
            await walk.press("escape")
            await walk.comes_to("FirstSetup")
        assert world.services.login.factors(walk.app.session) == ()
        await walk.press("f8")
        await walk.comes_to("LoginScreen")


async def test_where_a_number_gets_messages_nothing_speaks_of_a_call(world: World) -> None:
    world.add()
    async with walking(world, by_message=True) as walk:
        await walk.gives_password()
        await walk.comes_to("FirstSetup")
        await walk.sees("Sms naar uw mobiele nummer")
        assert "oproep" not in walk.text.lower()
        await walk.pushes("#compare")
        await walk.comes_to("Methods")
        await walk.sees("Zonder bereik?", "minder: een sms")
        assert "oproep" not in walk.text.lower()
