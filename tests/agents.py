"""Support agents for tests: two of them, and what one of them fills in to reset a caller."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.world import LOGIN, PASSWORD, World, done_once
from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile
from tui2fa.domain.roles import Role
from tui2fa.domain.support import CallerCheck
from tui2fa.services.desk import ResetWish
from tui2fa.services.oversight import CallerFile, ResetGiven

AGENT, COLLEAGUE = "600.callvoip", "601.callvoip"
REASON, TICKET = "telefoon kwijt, nieuwe besteld", "TCK-4711"
NUMBERS = {AGENT: "06 21230600", COLLEAGUE: "06 21230601"}
NAMES = {AGENT: ("Anouk", "de Boer"), COLLEAGUE: ("Youssef", "Amrani")}


@done_once
def agent(world: World, login: str = AGENT, language: str = "nl") -> str:
    """A session at the desk of a new support agent."""
    first, last = NAMES[login]
    world.services.accounts.add(Profile(login, Role.SUPPORT, first, last, Language(language)), PASSWORD)
    session = world.password(login).session
    world.enrol_number(session, NUMBERS[login])
    return session


def wish(file: CallerFile) -> ResetWish:
    """A form filled in as it should be."""
    return ResetWish(PASSWORD, REASON, TICKET, frozenset(CallerCheck), file.login, file.version)


def reset(world: World, session: str, login: str = LOGIN, **changes: Any) -> ResetGiven:
    """A reset of the caller as an agent sees them now, the form filled in with these changes."""
    file = world.services.desk.caller(session, login)
    return world.services.desk.reset(session, login, replace(wish(file), **changes))
