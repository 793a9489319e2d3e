"""Administrators for tests: of the caller's company, and of another one."""

from __future__ import annotations

from tests.world import World, done_once
from tui2fa.domain.roles import Role

ADMINISTRATOR, DEPUTY, STRANGER = "201.mijnbedrijf", "205.mijnbedrijf", "201.elders"
NUMBERS = {ADMINISTRATOR: "06 21230201", DEPUTY: "06 21230205", STRANGER: "06 21230299"}


@done_once
def administrator(world: World, login: str = ADMINISTRATOR) -> str:
    """A session in the panel of a new administrator."""
    world.add(login, Role.ADMINISTRATOR)
    session = world.password(login).session
    world.enrol_number(session, NUMBERS[login])
    return session
