"""Help: for the spot one is at, the ten tips, the methods compared, and what to do when one cannot get in."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.tui.stage import playing, press, shown, surroundings
from tests.tui.walker import PLACES, Walker, walking
from tests.world import PASSWORD, World
from tui2fa.guide.tips import TIPS
from tui2fa.locale import LANGUAGES, catalogue
from tui2fa.settings import Support
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import Surroundings
from tui2fa.tui.dialogs.methods import QUESTIONS, Methods
from tui2fa.tui.dialogs.no_way_in import CHECKS
from tui2fa.tui.dialogs.tips import TITLES
from tui2fa.tui.factors.registry import SLICES
from tui2fa.tui.factors.slice import Facts

SIZES = [(60, 20), (80, 24), (120, 40)]


class Guided(PanelApp):
    """A panel that remembers which task it was asked to walk along with."""

    started = ""

    def start_guide(self, task: str) -> None:
        """Remember it."""
        self.started = task


def one(walk: Walker) -> Guided:
    """The app, as what it is."""
    assert isinstance(walk.app, Guided)
    return walk.app


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_a_tip_is_found_by_a_word_and_ends_in_its_task(
    world: World, size: tuple[int, int], language: str
) -> None:
    world.add()
    tr = catalogue(language)
    wanted = TIPS[9]
    async with walking(world, size, language=language, make=Guided) as walk:
        await walk.press("f1")
        await walk.comes_to("Help")
        await walk.press("t")
        await walk.comes_to("Tips")
        await walk.sees(tr(TIPS[0].title), tr(TITLES[TIPS[0].task]))
        await walk.types("voicemail")
        await walk.sees_no_more(tr(TIPS[0].title))
        await walk.sees(tr(wanted.title), tr(TITLES[wanted.task]))
        await walk.visible("#walk")
        await walk.press("enter")
        await walk.comes_to("LoginScreen")
        assert one(walk).started == wanted.task


async def test_the_tips_are_used_with_the_mouse_and_with_the_arrow_keys(world: World) -> None:
    world.add()
    async with walking(world, make=Guided) as walk:
        await walk.press("f1")
        await walk.comes_to("Help")
        await walk.clicks("#tips")
        await walk.comes_to("Tips")
        await walk.press("down", "down", "up", "down")
        await walk.sees(catalogue("nl")(TITLES[TIPS[2].task]))
        await walk.clicks("#walk")
        await walk.until(lambda: one(walk).started == TIPS[2].task, "not started")
        assert type(walk.screen).__name__ == "LoginScreen"


async def test_words_that_no_tip_has_say_so_and_start_nothing(world: World) -> None:
    world.add()
    async with walking(world, make=Guided) as walk:
        walk.app.action_tips()
        await walk.comes_to("Tips")
        await walk.types("xyzzy")
        await walk.sees("Geen tip met deze woorden.")
        await walk.press("enter")
        await walk.comes_to("Tips")
        await walk.press("escape")
        await walk.comes_to("LoginScreen")
        assert one(walk).started == ""


async def test_the_language_changes_in_the_tips_too(world: World) -> None:
    world.add()
    async with walking(world, make=Guided) as walk:
        walk.app.action_tips()
        await walk.comes_to("Tips")
        await walk.app.speak("en")
        await walk.sees(TIPS[0].title, "Step by step")


def test_every_kind_answers_every_question_of_the_table() -> None:
    assert list(QUESTIONS) == [one.name for one in fields(Facts)]
    for kind in SLICES.values():
        assert all(getattr(kind.facts, name) for name in QUESTIONS), kind.kind


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_methods_compared_are_seen_at_once_at_the_design_size(language: str) -> None:
    tr = catalogue(language)
    async with playing(PanelApp(surroundings(NOBODY, language=language))) as pilot:
        pilot.app.push_screen(Methods())
        await pilot.pause()
        seen = shown(pilot.app)  # type: ignore[arg-type]
        assert all(tr(question) in seen for question in QUESTIONS.values())
        assert all(tr(kind.name) in seen for kind in SLICES.values())
        assert pilot.app.screen.query_one("#box").max_scroll_y == 0


async def test_the_methods_compared_begin_at_their_top_and_scroll_where_they_must() -> None:
    async with playing(PanelApp(surroundings(NOBODY)), (60, 20)) as pilot:
        pilot.app.push_screen(Methods())
        await pilot.pause()
        box = pilot.app.screen.query_one("#box")
        assert box.scroll_y == 0 < box.max_scroll_y
        await press(pilot, "end")
        await pilot.pause()
        assert "Close" in shown(pilot.app)  # type: ignore[arg-type]
        await press(pilot, "escape")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "LoginScreen"


async def test_the_methods_are_compared_wherever_one_is_chosen(world: World) -> None:
    world.with_all()
    world.clock.forward(61)
    world.add("203.mijnbedrijf")
    async with walking(world) as walk:
        await walk.gives_password("203.mijnbedrijf")
        await walk.until(lambda: walk.focused() == "kind-qaller", "no choice")
        await _compares(walk, "FirstSetup")
        walk.app.log_out()
        await walk.sees("U bent uitgelogd.")
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.press("m")
        await _compares(walk, "ChooseMethod")


async def test_the_methods_are_compared_where_one_is_added(world: World) -> None:
    session, _ = world.with_all()
    async with walking(world) as walk:
        await walk.edits(session)
        await walk.press("a")
        await _compares(walk, "ChooseKind")


async def _compares(walk: Walker, screen: str) -> None:
    await walk.comes_to(screen)
    await walk.until(lambda: bool(walk.screen.query("#compare")), "no comparison")
    await walk.clicks("#compare")
    await walk.comes_to("Methods")
    await walk.press("escape")
    await walk.comes_to(screen)


@pytest.mark.parametrize("size", SIZES)
async def test_who_cannot_get_in_is_helped_at_the_login_and_where_a_code_is_asked(
    world: World, size: tuple[int, int]
) -> None:
    world.in_editor()
    world.clock.forward(61)
    contact = Support("www.elders.nl", "hulp@elders.nl", "030-1234567")

    def make(around: Surroundings) -> PanelApp:

        return Guided(around._replace(support=contact))

    async with walking(world, size, make=make) as walk:
        tr = walk.app.tr
        await walk.pushes("#stuck")
        await walk.comes_to("NoWayIn")
        for check in CHECKS:
            await walk.sees(" ".join(tr(check).split()[:4]))
        await walk.press("end")
        await walk.sees(contact.phone, contact.email, contact.website)
        await walk.press("enter")
        await walk.comes_to("LoginScreen")
        walk.screen.query_one("#login").focus()
        await walk.gives_password(password=PASSWORD)
        await walk.comes_to("CodeScreen")
        await walk.sees(contact.phone, "Verstuurd naar")
        await walk.clicks("#stuck")
        await walk.comes_to("NoWayIn")
        await walk.press("escape")
        await walk.comes_to("CodeScreen")


class _Accounts:
    @staticmethod
    def empty() -> bool:
        """Somebody has an account."""
        return False


class _Login:
    @staticmethod
    def version() -> int:
        """Nothing ever changes."""
        return 0


class _Nobody:
    accounts, login = _Accounts, _Login


NOBODY = _Nobody
