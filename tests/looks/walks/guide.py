"""Walks with the guide out, alone and with support looking along, and through the help."""

from __future__ import annotations

from collections.abc import AsyncIterator

from tests.looks.visit import Visit
from tests.looks.walks.walk import LARGE, Walk
from tui2fa.demo.hints import AGENT
from tui2fa.tui.guide.state import State


async def guide(visit: Visit) -> AsyncIterator[str]:
    await visit.panel()
    await visit.keys("f2", "ctrl+g")
    await visit.at("Dashboard", "GuidePanel")
    yield "guide-tasks"
    await _task(visit, "route-a")
    yield "guide"
    await visit.resize(*LARGE)
    yield "guide-beside"


async def guide_settings(visit: Visit) -> AsyncIterator[str]:
    await visit.panel()
    await visit.keys("f2")
    await _task(visit, "route-a")
    await visit.settings()
    yield "guide-settings"


async def script(visit: Visit) -> AsyncIterator[str]:
    await visit.agent()
    await visit.keys("f2")
    await _task(visit, "route-a")
    yield "guide-script"
    await visit.resize(*LARGE)
    yield "guide-script-beside"


async def sharing(visit: Visit) -> AsyncIterator[str]:
    await visit.panel()
    await visit.keys("f2")
    await visit.at("Dashboard", "#guide-share.-offered")
    visit.press("#guide-share")
    await visit.until(lambda: bool(_code(visit)))
    yield "sharing"
    agent = visit.play.sign_in_staff(AGENT)
    visit.play.services.following.join(agent.session, _code(visit))
    await visit.shows("Daan")
    yield "looked-along"


async def help(visit: Visit) -> AsyncIterator[str]:
    await visit.panel()
    await visit.keys("f1")
    await visit.at("Help")
    yield "help-dashboard"
    await visit.keys("t")
    await visit.at("Tips", "#found")
    yield "tips"
    await visit.keys("escape")
    await visit.at("Dashboard")
    await visit.keys("f1")
    await visit.at("Help")
    await visit.keys("m")
    await visit.at("Methods")
    yield "methods"


async def no_way_in(visit: Visit) -> AsyncIterator[str]:
    await visit.at("LoginScreen", "#stuck")
    visit.press("#stuck")
    await visit.at("NoWayIn")
    yield "no-way-in"


async def _task(visit: Visit, key: str) -> None:
    """Have the guide walk along with a task."""
    visit.app.start_guide(key)
    await visit.until(lambda: any(state.progress for state in _states(visit)))


def _code(visit: Visit) -> str:
    """The digits that are read out."""
    return next((state.code.code for state in _states(visit) if state.code), "")


def _states(visit: Visit) -> list[State]:
    """What the guide shows, where it is out."""
    from tui2fa.tui.guide.panel import GuidePanel

    return [panel.shown for panel in visit.app.screen.query(GuidePanel) if panel.shown]


WALKS = {
    "guide": Walk(guide),
    "guide-settings": Walk(guide_settings),
    "script": Walk(script),
    "sharing": Walk(sharing),
    "help": Walk(help),
    "no-way-in": Walk(no_way_in),
}
