"""The login offers both panels, and everybody lands in the right one."""

from __future__ import annotations

import pytest

from tests.tui.manager import ADMINISTRATOR, ANNA, BRAM, company
from tests.tui.stage import shown
from tests.tui.walker import PLACES, Walker, walking
from tests.world import World


async def logs_in(walk: Walker, login: str) -> None:
    calls = len(walk.world.phone.jobs)
    await walk.gives_password(login)
    await walk.comes_to("CodeScreen")
    await walk.types(await walk.hears(calls + 1))


def column_of(walk: Walker, text: str) -> tuple[int, int]:
    for row, line in enumerate(shown(walk.app).splitlines()):
        if text in line:
            return line.index(text) + 1, row
    raise AssertionError(f"no {text!r}")


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_both_panels_are_offered_and_one_is_chosen_by_key(
    world: World, size: tuple[int, int], language: str
) -> None:
    world.add()
    uc, company_panel = ("UC Panel", "Beheerderspaneel" if language == "nl" else "Company Panel")
    async with walking(world, size, language=language) as walk:
        await walk.sees(uc, company_panel)
        await walk.press("f7")
        await walk.sees(f"✓ {company_panel}")
        assert walk.focused() == "login"
        await walk.press("f7")
        await walk.sees(f"✓ {uc}")
        await walk.press("shift+tab", "right")
        await walk.sees(f"✓ {company_panel}")
        await walk.press("left")
        await walk.sees(f"✓ {uc}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_click_chooses_a_panel_and_the_typing_goes_on(world: World, size: tuple[int, int]) -> None:
    world.add()
    async with walking(world, size) as walk:
        await walk.types("20")
        await walk.pilot.click(offset=column_of(walk, "Beheerderspaneel"))
        await walk.sees("✓ Beheerderspaneel")
        assert walk.focused() == "login"
        await walk.pilot.click(offset=column_of(walk, "UC Panel"))
        await walk.sees("✓ UC Panel")


async def test_an_administrator_lands_in_the_company_panel(world: World) -> None:
    company(world)
    world.clock.forward(120)
    async with walking(world) as walk:
        await logs_in(walk, ADMINISTRATOR)
        await walk.comes_to("CompanyDashboard")


async def test_an_administrator_who_chose_the_uc_panel_lands_there_and_can_go_over(world: World) -> None:
    company(world)
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.press("f7", "f7")
        await logs_in(walk, ADMINISTRATOR)
        await walk.comes_to("Dashboard")
        await walk.sees("Beheerderspaneel")
        await walk.press("b")
        await walk.comes_to("CompanyDashboard")


async def test_a_user_who_chose_the_company_panel_is_told_calmly(world: World) -> None:
    company(world)
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.press("f7")
        await logs_in(walk, BRAM)
        await walk.comes_to("Dashboard")
        await walk.sees("Dit account is geen beheerder; dit is uw eigen UC Panel.")
        assert not walk.screen.query("#company")
        await walk.press("b")
        await walk.settles()
        assert type(walk.screen).__name__ == "Dashboard"
        await walk.press("f8")
        await walk.comes_to("LoginScreen")
        assert walk.app.chosen is None


async def test_a_set_up_comes_first_whatever_panel_was_chosen(world: World) -> None:
    company(world)
    async with walking(world) as walk:
        await walk.press("f7")
        await walk.gives_password(ANNA)
        await walk.comes_to("FirstSetup")
