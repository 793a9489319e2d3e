"""A fresh machine: the first account is made, and its mandatory set-up begins."""

from __future__ import annotations

import pytest

from tests.tui.walker import walking
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.people import Role
from tui2fa.tui.widgets.secret_input import TextInput


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_first_account_is_made_with_the_keyboard_and_goes_into_the_set_up(
    world: World, size: tuple[int, int]
) -> None:
    async with walking(world, size) as walk:
        await walk.comes_to("FirstAccount")
        await walk.sees("beheerder")
        await walk.types(LOGIN)
        for name, text in (("first", "Sanne"), ("last", "de Vries"), ("password", PASSWORD), ("again", PASSWORD)):
            await walk.press("enter")
            await walk.until(lambda name=name: walk.focused() == name, f"not at {name}")  # type: ignore[misc]
            await walk.pastes(text)
        await walk.press("enter")
        await walk.comes_to("FirstSetup")
    [line] = world.services.accounts.listing()
    assert (line.login, line.name, line.role) == (LOGIN, "Sanne de Vries", Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"login": "sanne"}, "login"),
        ({"first": ""}, "first"),
        ({"last": "de:Vries"}, "last"),
        ({"password": "kort", "again": "kort"}, "password"),
        ({"password": LOGIN, "again": LOGIN}, "password"),
        ({"again": "anders dan dat"}, "again"),
    ],
)
async def test_a_refusal_stands_at_its_field(world: World, typed: dict[str, str], told: str) -> None:
    good = {"login": LOGIN, "first": "Sanne", "last": "de Vries", "password": PASSWORD, "again": PASSWORD}
    async with walking(world) as walk:
        await walk.comes_to("FirstAccount")
        for name, text in (good | typed).items():
            walk.one(f"#{name}", TextInput).value = text
        await walk.clicks("#go")
        await walk.until(lambda: bool(walk.screen.query(".-refused")), "no refusal")
        assert walk.focused() == told
    assert world.services.accounts.empty()


async def test_who_comes_second_is_led_to_the_login(world: World) -> None:
    async with walking(world) as walk:
        await walk.comes_to("FirstAccount")
        world.add("203.mijnbedrijf")
        for name, text in {"login": LOGIN, "first": "Sanne", "password": PASSWORD, "again": PASSWORD}.items():
            walk.one(f"#{name}", TextInput).value = text
        await walk.clicks("#go")
        await walk.comes_to("LoginScreen")
        await walk.sees("intussen")


async def test_the_language_is_chosen_there_and_kept_with_the_account(world: World) -> None:
    async with walking(world) as walk:
        await walk.comes_to("FirstAccount")
        await walk.types(LOGIN)
        await walk.press("tab", "enter", "down", "enter")
        await walk.sees("Make the first account")
        assert walk.one("#login", TextInput).value == LOGIN
        for name, text in {"first": "Sanne", "password": PASSWORD, "again": PASSWORD}.items():
            walk.one(f"#{name}", TextInput).value = text
        await walk.clicks("#go")
        await walk.comes_to("FirstSetup")
    assert world.password().profile.language == "en"
