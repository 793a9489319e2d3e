"""The ways in that somebody else opened: a one-time password, and the code that support read out (R10)."""

from __future__ import annotations

import pytest

from tests.administrators import administrator
from tests.agents import agent, reset
from tests.tui.walker import Walker, walking
from tests.world import LOGIN, PASSWORD, World, wrong
from tui2fa.domain.support import RESET_LIFETIME
from tui2fa.services.oversight import FirstPassword
from tui2fa.services.views import Step
from tui2fa.tui.ways import DESTINATIONS
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.secret_input import SecretInput

OWN = "een tuin vol narcissen"
SIZES = [(60, 20), (80, 24), (120, 40)]
OVER = "Deze resetcode werkt niet meer. Bel de helpdesk voor een nieuwe."


def given(world: World) -> FirstPassword:
    """A one-time password from an administrator."""
    return world.services.company.first_password(administrator(world), LOGIN)


def read_out(world: World, told: str) -> str:
    """The code of a reset."""
    code = reset(world, told).code
    assert code
    return code


def test_every_step_of_the_login_leads_somewhere() -> None:
    assert set(DESTINATIONS) == {step.name for step in Step} - {Step.PANEL.name}


async def sets_up(walk: Walker) -> None:
    """The first factor, a number, and on to the panel."""
    await walk.comes_to("FirstSetup")
    await walk.until(lambda: walk.focused() == "kind-qaller", "the kinds are not there")
    calls = len(walk.world.phone.jobs)
    await walk.press("down", "enter")
    await walk.comes_to("AddNumber")
    await walk.types("0612345678")
    await walk.press("enter", "enter")
    await walk.sees("Verstuurd naar")
    await walk.types(await walk.hears(calls + 1))
    await walk.comes_to("Congratulations")
    await walk.press("enter")
    await walk.comes_to("Dashboard")


async def at_the_reset_code(walk: Walker, password: str = PASSWORD) -> None:
    """From the login to the question for the reset code."""
    await walk.gives_password(password=password)
    await walk.comes_to("ResetCode")
    await walk.sees("Typ de resetcode over die de helpdesk u heeft voorgelezen.", "De code is nog")


@pytest.mark.parametrize("size", SIZES)
async def test_from_a_one_time_password_to_ones_own_and_on_to_the_set_up(world: World, size: tuple[int, int]) -> None:
    world.add()
    first = given(world)
    async with walking(world, size) as walk:
        await walk.gives_password(password=first.password)
        await walk.comes_to("ChoosePassword")
        await walk.sees("Kies een eigen wachtwoord", "kreeg u van iemand anders", "Ten minste 8 tekens")
        await walk.visible("#go")
        assert walk.focused() == "new"
        await walk.pastes(OWN)
        await walk.press("enter")
        await walk.until(lambda: walk.focused() == "again", "not at the second field")
        await walk.pastes(OWN)
        await walk.press("enter")
        await walk.comes_to("FirstSetup")
        assert OWN not in walk.text
        await walk.press("f8")
        await walk.gives_password(password=OWN)
        await walk.comes_to("FirstSetup")


@pytest.mark.parametrize(
    ("new", "again", "told", "place"),
    [
        ("", "", "Vul dit eerst in.", "new"),
        (OWN, "iets anders", "zijn niet gelijk", "again"),
        ("kort", "kort", "Gebruik minstens 8 tekens.", "new"),
        ("one-time", "one-time", "huidige wachtwoord", "new"),
    ],
)
async def test_a_password_that_cannot_be_is_told_at_its_field(
    world: World, new: str, again: str, told: str, place: str
) -> None:
    world.add()
    first = given(world)
    async with walking(world) as walk:
        await walk.gives_password(password=first.password)
        await walk.comes_to("ChoosePassword")
        for name, typed in (("new", new), ("again", again)):
            walk.one(f"#{name}", SecretInput).value = first.password if typed == "one-time" else typed
        await walk.clicks("#go")
        await walk.until(lambda: bool(walk.screen.query(".-refused")), "no refusal")
        await walk.sees(told)
        assert walk.focused() == place


async def test_who_does_not_choose_now_is_asked_again_at_the_next_login(world: World) -> None:
    world.add()
    first = given(world)
    async with walking(world) as walk:
        for way in ("escape", "f8", "click"):
            await walk.gives_password(password=first.password)
            await walk.comes_to("ChoosePassword")
            await (walk.clicks("#log-out") if way == "click" else walk.press(way))
            await walk.comes_to("LoginScreen")
            await walk.sees("U bent uitgelogd.")


async def test_both_screens_explain_themselves(world: World) -> None:
    world.in_editor()
    read_out(world, agent(world))
    first = given(world)
    async with walking(world, (80, 24)) as walk:
        await at_the_reset_code(walk, first.password)
        await walk.press("f1")
        await walk.sees("een half uur lang", "Hebt u niet om een reset gevraagd?")


async def test_a_one_time_password_that_is_too_old_says_whom_to_ask(world: World) -> None:
    world.add()
    first = given(world)
    world.clock.forward(7 * 24 * 3600)
    async with walking(world) as walk:
        await walk.gives_password(password=first.password)
        await walk.sees("Dit eenmalige wachtwoord is verlopen.")
        assert walk.focused() == "password"


@pytest.mark.parametrize("size", SIZES)
async def test_from_a_reset_by_its_code_and_the_set_up_to_the_panel(world: World, size: tuple[int, int]) -> None:
    world.in_editor()
    code = read_out(world, agent(world))
    async with walking(world, size) as walk:
        await at_the_reset_code(walk)
        await walk.sees("Uw tweestapsverificatie is gereset", "nog 30 min geldig", "Nog 4 pogingen", "050-8200000")
        await walk.visible("#boxes")
        assert walk.one("#go", Button).disabled
        await walk.types(code)
        await sets_up(walk)
        await walk.sees("Uw account is beschermd", "Tweestapsverificati")


async def test_a_wrong_code_costs_a_try_and_four_of_them_a_wait(world: World) -> None:
    world.in_editor()
    code = read_out(world, agent(world))
    async with walking(world) as walk:
        await at_the_reset_code(walk)
        for left in ("Nog 3 pogingen", "Nog 2 pogingen", "Nog 1 poging"):
            await walk.types(wrong(code))
            await walk.sees("Deze code klopt niet.", left)
            await walk.settles()
        await walk.types(wrong(code))
        await walk.sees("Te veel foute pogingen.", "30 s")
        await walk.settles()
        await walk.turns(30)
        await walk.sees_no_more("Te veel foute pogingen.")
        await walk.types(wrong(code))
        await walk.sees(OVER, "Een code werkt één keer", "050-8200000")
        await walk.until(lambda: walk.focused() == "back", "the way out is not at hand")
        assert not walk.one("#boxes", CodeBoxes).display
        await walk.press("enter")
        await walk.comes_to("LoginScreen")


async def test_what_is_no_code_costs_nothing(world: World) -> None:
    world.in_editor()
    code = read_out(world, agent(world))
    async with walking(world) as walk:
        await at_the_reset_code(walk)
        await walk.pastes("12345")
        await walk.sees("Een code heeft zes cijfers")
        await walk.pastes(f"{code[:3]} {code[3:]}")
        await walk.comes_to("FirstSetup")


async def test_who_leaves_after_the_code_is_told_that_it_is_used_up(world: World) -> None:
    world.in_editor()
    code = read_out(world, agent(world))
    first = given(world)
    async with walking(world) as walk:
        await at_the_reset_code(walk, first.password)
        await walk.types(code)
        await walk.comes_to("ChoosePassword")
        for key in ("escape", "f8", "ctrl+q"):
            await walk.press(key)
            await walk.comes_to("Confirm")
            await walk.sees("Uw resetcode werkt één keer en is nu gebruikt.")
            await walk.press("enter")
            await walk.comes_to("ChoosePassword")
        for field in ("new", "again"):
            await walk.until(lambda field=field: walk.focused() == field, f"not at {field}")  # type: ignore[misc]
            await walk.pastes(OWN)
            await walk.press("enter")
        await walk.comes_to("FirstSetup")
        await walk.settles()
        await walk.clicks("#log-out")
        await walk.comes_to("Confirm")
        await walk.press("tab", "enter")
        await walk.comes_to("LoginScreen")
        await walk.sees("U bent uitgelogd.")


async def test_while_one_looks_the_code_grows_too_old(world: World) -> None:
    world.in_editor()
    read_out(world, agent(world))
    async with walking(world) as walk:
        await at_the_reset_code(walk)
        for _ in range(int(RESET_LIFETIME.total_seconds()) // 600):
            await walk.press("left")
            await walk.turns(600)
        await walk.sees(OVER)
        await walk.press("escape")
        await walk.comes_to("LoginScreen")


async def test_entered_in_another_session_it_is_over_here(world: World) -> None:
    world.in_editor()
    code = read_out(world, agent(world))
    async with walking(world) as walk:
        await at_the_reset_code(walk)
        world.services.resets.redeem(world.password().session, code)
        await walk.sees(OVER)


async def test_a_terminal_lost_before_the_set_up_was_done_takes_a_new_code(world: World) -> None:
    world.in_editor()
    told = agent(world)
    code = read_out(world, told)
    async with walking(world) as walk:
        await at_the_reset_code(walk)
        await walk.types(code)
        await walk.comes_to("FirstSetup")
        walk.app.hang_up()
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("ResetCode")
        await walk.sees(OVER, "Met de nieuwe logt u opnieuw in.")
        new = read_out(world, told)
        await walk.comes_to("LoginScreen")
        await at_the_reset_code(walk)
        await walk.types(new)
        await sets_up(walk)


async def test_the_way_back_in_english(world: World) -> None:
    world.in_editor()
    code = read_out(world, agent(world))
    async with walking(world) as walk:
        await at_the_reset_code(walk)
        await walk.press("f12")
        await walk.sees("Your two-factor authentication was reset", "The code is good for another", "Back to the login")
        await walk.types(code)
        await walk.comes_to("FirstSetup")
