"""Walks of a support agent at the desk, and of the caller who comes back in after a reset."""

from __future__ import annotations

from collections.abc import AsyncIterator

from textual.containers import VerticalScroll

from tests.looks.theatre import Play
from tests.looks.visit import Visit
from tests.looks.walks.walk import Walk
from tui2fa.demo.hints import ADMIN, PASSWORD
from tui2fa.services.oversight import Spot
from tui2fa.tui.widgets.checks import Check

CALLER, LOCKED, RESET, NEWCOMER = "202.mijnbedrijf", "219.mijnbedrijf", "212.mijnbedrijf", "230.mijnbedrijf"
REASON = "Toestel kwijt in de trein, nieuwe is besteld"


async def desk(visit: Visit) -> AsyncIterator[str]:
    await visit.agent()
    yield "desk"
    await visit.keys("f4")
    await visit.at("AgentMenu")
    yield "desk-menu"
    await visit.keys("escape", *"van de")
    await visit.shows("205.mijnbedrijf")
    yield "desk-found"


async def caller(visit: Visit) -> AsyncIterator[str]:
    await visit.agent()
    await _file(visit, LOCKED)
    yield "caller-locked"
    await visit.keys("l")
    await visit.at("LiftLock", "#reason")
    yield "lift-lock"


async def reset(visit: Visit) -> AsyncIterator[str]:
    await visit.agent()
    await _file(visit, CALLER)
    yield "caller"
    visit.app.screen.query_one("#body", VerticalScroll).scroll_end(animate=False)
    yield "caller-bottom"
    await visit.keys("r")
    await visit.at("ResetForm", "#password")
    for check in visit.app.screen.query(Check):
        check.value = True
    visit.fill("#reason", REASON)
    visit.fill("#ticket", "T-48219")
    visit.fill("#confirmation", CALLER)
    visit.fill("#password", PASSWORD)
    yield "reset"
    visit.press("#go")
    await visit.at("ResetCode", "LargeCode")
    yield "reset-given"


async def look_along(visit: Visit) -> AsyncIterator[str]:
    followed, following = visit.play.sign_in(), visit.play.services.following
    code = following.share(followed.session).code
    following.tell(followed.session, Spot("PasswordPrompt", "route-a", 4, "WRONG_PASSWORD"))
    await visit.agent()
    await visit.keys("f5")
    await visit.at("Follow", "#boxes")
    await visit.keys(*code[:3])
    yield "follow"
    await visit.keys(*code[3:])
    await visit.at("Follow", "#banner")
    visit.play.clock.forward(12)
    await visit.shows("12 s")
    yield "look-along"


async def practice(visit: Visit) -> AsyncIterator[str]:
    await visit.panel()
    yield "practice"


async def back_in(visit: Visit) -> AsyncIterator[str]:
    await visit.enter(visit.play.services.login.sign_in(RESET, PASSWORD))
    await visit.at("ResetCode", "#boxes")
    await visit.shows("2")
    await visit.keys("4", "8")
    yield "reset-code"


async def new_password(visit: Visit) -> AsyncIterator[str]:
    administrator = visit.play.sign_in_staff(ADMIN)
    given = visit.play.services.company.first_password(administrator.session, NEWCOMER)
    await visit.enter(visit.play.services.login.sign_in(NEWCOMER, given.password))
    await visit.at("ChoosePassword", "#new")
    yield "new-password"


async def _file(visit: Visit, login: str) -> None:
    """From the desk to the file of a caller."""
    await visit.keys(*login, "enter")
    await visit.at("Caller", "#events")


WALKS = {
    "desk": Walk(desk),
    "caller": Walk(caller),
    "reset": Walk(reset),
    "look-along": Walk(look_along),
    "practice": Walk(practice, Play.practice),
    "back-in": Walk(back_in),
    "new-password": Walk(new_password),
}
