"""A fresh machine: the first account is made, and its mandatory set-up begins."""

from __future__ import annotations

import pytest

from tests.tui.walker import walking
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.roles import Role
from tui2fa.tui.widgets.secret_input import TextInput


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_first_account_is_made_with_the_keyboard_and_goes_into_the_set_up(
    world: World, size: tuple[int, int]
) -> None:
    async with walking(world, size) as walk:
        await walk.comes_to("FirstAccount")
        await walk.sees("beheerder")
        await walk.types(LOGIN)
        for name, text in (("first", "Sanne"), ("last", "de Vries"), ("new", PASSWORD), ("again", PASSWORD)):
            await walk.press("enter")
            await walk.until(lambda name=name: walk.focused() == name, f"not at {name}")  # type: ignore[misc]
            await walk.pastes(text)
        await walk.press("enter")
        await walk.comes_to("FirstSetup")
    [line] = world.services.accounts.listing()
    assert (line.login, line.name, line.role) == (LOGIN, "Sanne de Vries", Role.ADMINISTRATOR)


GOOD = {"login": LOGIN, "first": "Sanne", "last": "de Vries", "new": PASSWORD, "again": PASSWORD}
BAD = (
    ({"login": "sanne"}, "login"),
    ({"login": ""}, "login"),
    ({"first": ""}, "first"),
    ({"new": "", "again": ""}, "new"),
    ({"again": ""}, "again"),
    ({"last": "de:Vries"}, "last"),
    ({"new": "kort", "again": "kort"}, "new"),
    ({"new": LOGIN, "again": LOGIN}, "new"),
    ({"again": "anders dan dat"}, "again"),
)


async def test_every_refusal_stands_at_its_field(world: World) -> None:
    async with walking(world) as walk:
        await walk.comes_to("FirstAccount")
        for typed, told in BAD:
            for name, text in (GOOD | typed).items():
                walk.one(f"#{name}", TextInput).value = text
            walk.one("#login", TextInput).focus()
            await walk.until(lambda: walk.focused() == "login", "not at the beginning")
            for refused in walk.screen.query(".-refused"):
                refused.remove_class("-refused")
            await walk.clicks("#go")
            await walk.until(lambda: bool(walk.screen.query(".-refused")), f"no refusal of {typed}")
            await walk.until(lambda told=told: walk.focused() == told, f"not at {told}")  # type: ignore[misc]
            assert world.services.accounts.empty()


async def test_who_comes_second_is_led_to_the_login(world: World) -> None:
    async with walking(world) as walk:
        await walk.comes_to("FirstAccount")
        world.add("203.mijnbedrijf")
        for name, text in {"login": LOGIN, "first": "Sanne", "new": PASSWORD, "again": PASSWORD}.items():
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
        for name, text in {"first": "Sanne", "new": PASSWORD, "again": PASSWORD}.items():
            walk.one(f"#{name}", TextInput).value = text
        await walk.clicks("#go")
        await walk.comes_to("FirstSetup")
    assert world.password().profile.language == "en"
