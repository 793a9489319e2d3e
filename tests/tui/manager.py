"""An administrator in the Company Panel, and the users of the company."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.tui.walker import Walker, walking
from tests.world import PASSWORD, World, done_once
from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile
from tui2fa.domain.roles import Role
from tui2fa.services.views import SignIn, Step
from tui2fa.tui.widgets.user_table import UserTable

ADMINISTRATOR = "201.mijnbedrijf"
ANNA, BRAM, EVA = "202.mijnbedrijf", "203.mijnbedrijf", "204.mijnbedrijf"
NAMES = {ANNA: ("Anna", "Bakker"), BRAM: ("Bram", "de Vries"), EVA: ("Eva", "Smit")}


@done_once
def company(world: World) -> str:
    """A company of four: Anna has no factor, Bram a number, Eva two methods. The administrator's session."""
    world.add(ADMINISTRATOR, Role.ADMINISTRATOR)
    session = world.password(ADMINISTRATOR).session
    world.enrol_number(session, "0612345600")
    for login, (first, last) in NAMES.items():
        world.services.accounts.add(Profile(login, Role.USER, first, last, Language.DUTCH), PASSWORD)
    world.enrol_number(world.password(BRAM).session, "0612345601")
    other = world.password(EVA).session
    world.enrol_number(other, "0612345602", "kantoor")
    world.services.login.confirm_password(other, PASSWORD)
    world.enrol_authenticator(other)
    return session


@asynccontextmanager
async def managing(
    world: World, size: tuple[int, int] = (80, 24), *, language: str = "nl", session: str = ""
) -> AsyncIterator[Walker]:
    """The administrator at the panel's dashboard."""
    session = session or company(world)
    async with walking(world, size, language=language) as walk:
        profile = replace(world.services.accounts.profile(session), language=Language(language))
        await walk.app.enter(SignIn(session, Step.PANEL, profile))
        await walk.comes_to("CompanyDashboard")
        await walk.sees("201 Sanne", "202.mijnbedrijf")
        yield walk


async def to_users(walk: Walker) -> None:
    """From the dashboard to the list."""
    await walk.press("g")
    await walk.comes_to("Users")
    await walk.until(lambda: walk.focused() == "users", "no list")
    await walk.until(lambda: bool(listed(walk)), "nobody in the list")


async def to_user(walk: Walker, login: str) -> None:
    """On to one of them."""
    await to_users(walk)
    await walk.press("slash")
    await walk.until(lambda: walk.focused() == "sought", "no search")
    await walk.types(login)
    await walk.until(lambda: listed(walk) == [login], f"not {login} alone")
    await walk.press("enter")
    await walk.comes_to("UserScreen")


def listed(walk: Walker) -> list[str]:
    """The logins that the list shows, in its order."""
    return [user.login for user in walk.one("UserTable", UserTable)._users]
