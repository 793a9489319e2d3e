"""Looking along: by a code that works once, live, in words, and never more than where somebody is."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import tui2fa.tui
from tests.agents import agent
from tests.tui.at_desk import at_desk
from tests.tui.walker import PLACES, Walker
from tests.world import LOGIN, World, wrong
from tui2fa.domain.refusals import Refusal
from tui2fa.guide.tasks import TASKS
from tui2fa.locale import catalogue
from tui2fa.services.oversight import Spot
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.screen import BaseScreen
from tui2fa.tui.screens.desk import places
from tui2fa.tui.screens.desk.places import place_words, refusal_words

ELSEWHERE = ("tui2fa.tui.qaller", "tui2fa.tui.phone")
"""Other programs."""


async def follows(walk: Walker, code: str) -> None:
    """Type what the caller reads out."""
    await walk.press("f5")
    await walk.comes_to("Follow")
    await walk.types(code)


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_an_agent_sees_live_where_the_caller_is(world: World, language: str, size: tuple[int, int]) -> None:
    session = world.in_editor()
    told = agent(world, language=language)
    words = {
        "nl": (
            "Verbonden met",
            "De beller ziet dit ook",
            "Nog niets bekend",
            "het verplichte eerste instellen",
            "Te veel foute pogingen. Probeer het opnieuw over …",
            "geen",
        ),
        "en": (
            "Connected with",
            "The caller sees it, too",
            "Nothing was told yet",
            "the mandatory first set-up",
            "Too many wrong attempts. Try again in …",
            "none",
        ),
    }[language]
    following = world.services.following
    async with at_desk(world, told, size) as walk:
        await follows(walk, following.share(session).code)
        await walk.sees(words[0], f"{LOGIN} · Sanne de Vries", *words[1:3])
        sharing = following.tell(session, Spot("FirstSetup", refusal="WAIT"))
        assert sharing is not None
        assert sharing.agent == "Anouk de Boer"
        await walk.sees(*words[3:5])
        world.neighbour().following.tell(session, Spot("Dashboard.bar"))
        await walk.sees(words[5])
        await walk.sees_no_more(words[3])
        await walk.press("escape")
        await walk.comes_to("Desk")
        assert following.sharing(session) is None


async def test_a_wrong_or_a_used_code_is_told_below_the_boxes(world: World) -> None:
    session, following = world.in_editor(), world.services.following
    async with at_desk(world, agent(world)) as walk:
        code = following.share(session).code
        await follows(walk, wrong(code))
        await walk.sees("Deze meekijkcode klopt niet")
        assert walk.focused() == "boxes"
        await walk.pastes("geen code")
        await walk.sees("Een code heeft zes cijfers")
        await walk.types(code)
        await walk.sees("Verbonden met")
        await walk.press("escape")
        await walk.comes_to("Desk")
        await follows(walk, code)
        await walk.sees("Deze meekijkcode klopt niet")


async def test_the_caller_ends_it_and_the_agent_is_told(world: World) -> None:
    session, following = world.in_editor(), world.services.following
    async with at_desk(world, agent(world)) as walk:
        await follows(walk, following.share(session).code)
        await walk.sees("Verbonden met")
        world.neighbour().following.revoke(session)
        await walk.sees("De beller heeft het meekijken")
        assert walk.focused() == "boxes"
        await walk.types(following.share(session).code)
        await walk.sees("Verbonden met")
        await walk.sees_no_more("De beller heeft het meekijken")


async def test_a_caller_who_logs_out_is_followed_no_more(world: World) -> None:
    session = world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await follows(walk, world.services.following.share(session).code)
        await walk.sees("Verbonden met")
        world.services.login.log_out(session)
        await walk.sees("De beller heeft het meekijken")


async def test_the_callers_file_lies_behind_it_and_one_goes_on_looking_along(world: World) -> None:
    session, following = world.in_editor(), world.services.following
    async with at_desk(world, agent(world)) as walk:
        await follows(walk, following.share(session).code)
        await walk.sees("Verbonden met")
        await walk.clicks("#file")
        await walk.comes_to("Caller")
        following.tell(session, Spot("Activity"))
        await walk.press("escape")
        await walk.comes_to("Follow")
        await walk.sees("de activiteitenlijst")
        await walk.clicks("#stop")
        await walk.comes_to("Desk")


async def test_since_when_nothing_changed_is_told_and_the_language_changes(world: World) -> None:
    session, following = world.in_editor(), world.services.following
    following_code = following.share(session).code
    async with at_desk(world, agent(world)) as walk:
        await follows(walk, following_code)
        following.tell(session, Spot("Activity", TASKS[0].key, 1))
        await walk.sees("Sinds 14:02", f"stap 1 van {len(TASKS[0].steps)}")
        world.clock.forward(90)
        await walk.sees("1 min 30 s geleden")
        await walk.app.speak("en")
        await walk.sees("Connected with", "the activity list", "1 min 30 s ago")


def screens() -> set[type[BaseScreen[object]]]:
    """Every screen and dialog of the panel that can be in front."""
    for module in pkgutil.walk_packages(tui2fa.tui.__path__, "tui2fa.tui."):
        importlib.import_module(module.name)
    found: set[type[BaseScreen[object]]] = set()
    rest: list[type[BaseScreen[object]]] = [BaseScreen]
    while rest:
        below = rest.pop().__subclasses__()
        rest += below
        found |= {kind for kind in below if kind.__module__.startswith("tui2fa.tui.")}
    leaves = {kind for kind in found if not any(other is not kind and issubclass(other, kind) for other in found)}
    return {kind for kind in leaves if not kind.__module__.startswith(ELSEWHERE) and kind is not Dialog}


def test_every_screen_that_a_caller_can_be_at_has_its_words() -> None:
    assert {kind.__name__ for kind in screens()} <= set(places.PLACES)
    assert place_words(catalogue("nl"), "Nowhere") == "een ander scherm"
    assert place_words(catalogue("nl"), "Dashboard.elsewhere") == "het dashboard"


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_can_be_told_without_its_numbers(refusal: Refusal) -> None:
    for language in ("nl", "en"):
        words = refusal_words(catalogue(language), refusal.name)
        assert words
        assert "{" not in words
    assert refusal_words(catalogue("nl"), "") == refusal_words(catalogue("nl"), "NO_SUCH_REFUSAL") == ""
