"""No session is left behind, however the program ends (SE-6)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from tests.tui.walker import walking
from tests.world import World
from tui2fa.domain.events import EventKind
from tui2fa.store import tables


@pytest.mark.parametrize(
    ("hung_up", "told"), [(True, EventKind.DISCONNECTED), (False, EventKind.LOGGED_OUT)], ids=["hang up", "quit"]
)
async def test_the_session_ends_with_the_program(world: World, hung_up: bool, told: EventKind) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.logs_in()
        session = walk.app.session
        if hung_up:
            walk.app.hang_up()
        else:
            walk.app.exit()
    walk.app.farewell()
    assert not world.services.login.alive(session)
    with world.store.read() as db:
        assert db.exec(select(tables.Activity.what)).all()[-1] == told.name


async def test_nobody_logged_in_leaves_nothing(world: World) -> None:
    world.add()
    async with walking(world) as walk:
        walk.app.exit()
    walk.app.farewell()
