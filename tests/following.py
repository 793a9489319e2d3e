"""A support agent for tests, who follows a caller by the digits that are read out."""

from __future__ import annotations

from sqlmodel import select

from tests.world import PASSWORD, World
from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile
from tui2fa.domain.roles import Role
from tui2fa.store import tables

AGENT = "600.callvoip"
NUMBER = "06 21230600"


def agent(world: World, first_name: str = "Anouk") -> str:
    """A session of a new agent in their panel; the name is kept as it is, whatever a form would say of it."""
    world.services.accounts.add(Profile(AGENT, Role.SUPPORT, "Anouk", "de Boer", Language.DUTCH), PASSWORD)
    session = world.password(AGENT).session
    world.enrol_number(session, NUMBER)
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == AGENT)).one().first_name = first_name
    return session


def kept_spot(world: World) -> str:
    """What is kept of where the caller is, as the store has it."""
    with world.store.read() as db:
        return "".join(db.exec(select(tables.Follow.spot)).all())
