"""The guide beside every screen: it walks along, marks what comes next, and is never in the way of whoever types."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from textual.geometry import Region
from textual.widget import Widget

from tests.following import agent
from tests.tui.stage import shown
from tests.tui.walker import SIZES, Walker, walking
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.factors import Kind
from tui2fa.domain.roles import Role
from tui2fa.guide.model import Place, Step, Task
from tui2fa.guide.progress import Progress
from tui2fa.guide.tasks import TASKS
from tui2fa.locale import catalogue
from tui2fa.tui.guide import words
from tui2fa.tui.guide.drawing import PANEL, drawn
from tui2fa.tui.guide.mark import Mark
from tui2fa.tui.guide.panel import GuidePanel, TaskList
from tui2fa.tui.guide.state import Page, State
from tui2fa.tui.widgets.code_boxes import CodeBoxes

EVERY_SIZE = [*SIZES, (60, 20)]
ROUTE = TASKS[0]


def panel(walk: Walker) -> GuidePanel:
    """The guide as the screen in front shows it."""
    return walk.one("GuidePanel", GuidePanel)


def words_of(widget: Widget) -> Region:
    """Where the words of a button stand, without the blank cells around them."""
    middle = Region(0, widget.size.height // 2, widget.size.width, 1)
    text = "".join(strip.text for strip in widget.render_lines(middle))
    start = len(text) - len(text.lstrip())
    return Region(widget.region.x + start, widget.region.y, len(text.strip()), widget.region.height)


async def opens(walk: Walker) -> None:
    """Press F2 and see the guide."""
    await walk.press("f2")
    await walk.until(lambda: walk.screen.query(GuidePanel) and panel(walk).shown, "no guide")  # type: ignore[arg-type,return-value]


async def chooses(walk: Walker, number: int = 0) -> None:
    """Go into the guide with the keyboard, choose a task, and go back to where one was."""
    await walk.press("ctrl+g")
    await walk.until(lambda: isinstance(walk.screen.focused, TaskList), "not in the guide")
    await walk.press(*["down"] * number, "enter")
    await walk.until(lambda: (state := panel(walk).shown) is not None and state.progress is not None, "no task")
    await walk.press("escape")


async def at_step(walk: Walker, number: int) -> None:
    """Wait until the guide is at a step, counted from 1."""
    await walk.until(
        lambda: any(f"Stap {number} van" in str(one.content) for one in walk.screen.query("#guide-title")),  # type: ignore[attr-defined]
        f"not at step {number}",
    )


async def marked(walk: Walker, text: str) -> Mark:
    """Wait until the mark says so."""
    await walk.until(
        lambda: any(one.words == text and one.visible for one in walk.screen.query(Mark)) and text in shown(walk.app),
        f"no mark {text!r}",
    )
    return walk.one("Mark", Mark)


@pytest.mark.parametrize("size", SIZES)
async def test_the_guide_comes_and_goes_with_one_key_and_one_goes_on_typing(
    world: World, size: tuple[int, int]
) -> None:
    async with walking(world, size) as walk:
        await walk.types("20")
        await opens(walk)
        await walk.types("2.mij")
        assert walk.focused() == "login"
        assert walk.screen.query_one("#login").value == "202.mij"  # type: ignore[attr-defined]
        await walk.press("f2")
        await walk.sees_no_more("wat wilt u doen")
        await walk.types("n")
        assert walk.screen.query_one("#login").value == "202.mijn"  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", EVERY_SIZE)
async def test_with_the_guide_out_the_code_can_be_read_about_and_typed(world: World, size: tuple[int, int]) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world, size) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await chooses(walk)
        boxes = walk.one("#boxes", CodeBoxes)
        assert boxes.has_focus
        for selector in ("#boxes", "ChallengeView .question"):
            assert not (await walk.visible(selector)).overlaps(panel(walk).region)
        await walk.types(await walk.hears(2))
        await walk.comes_to("Dashboard")
        await at_step(walk, 1)


@pytest.mark.parametrize("size", EVERY_SIZE)
async def test_the_guide_walks_route_a_along_by_itself(world: World, size: tuple[int, int]) -> None:
    session = world.in_editor()
    world.clock.forward(700)
    async with walking(world, size) as walk:
        await walk.enters(session)
        await chooses(walk)
        await at_step(walk, 1)
        await marked(walk, "◀ hier" if size[0] < 80 else "▲ hier")  # there a name takes two lines
        await walk.press("n")
        await at_step(walk, 2)
        await walk.press("n")
        await walk.comes_to("PersonalSettings")
        await at_step(walk, 3)
        await marked(walk, "▼ verder omlaag" if size[1] < 40 else "◀ hier")
        await walk.pushes("#edit")
        await walk.comes_to("PasswordPrompt")
        await at_step(walk, 4)
        await walk.pastes(PASSWORD)
        await walk.press("enter")
        await walk.comes_to("FactorEditor")
        await at_step(walk, 5)
        world.services.factors.rename(session, world.factor(session, Kind.PHONE).id, "kantoor")
        await walk.sees("Klaar: dat was de laatste stap.")


async def test_the_mark_stands_beside_the_control_and_follows_it_without_being_in_the_way(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await chooses(walk)
        mark = await marked(walk, "▲ hier")
        name = walk.screen.query_one("#name")
        assert not mark.region.overlaps(words_of(name))
        assert walk.screen.get_widget_at(*mark.region.offset)[0] is not mark
        await walk.press("n")
        await walk.until(lambda: bool(walk.screen.query(Mark)) and walk.one("Mark", Mark).control == "#bar-name", "no")
        mark = await marked(walk, "◀ hier")
        assert not mark.region.overlaps(words_of(walk.screen.query_one("#bar-name")))
        await walk.press("n")
        await walk.comes_to("PersonalSettings")
        edge = await marked(walk, "▼ verder omlaag")
        edge_row = edge.region.y
        walk.screen.query_one("#body").scroll_end(animate=False)
        mark = await marked(walk, "◀ hier")
        await walk.until(lambda: mark.region.y == walk.screen.query_one("#edit").region.y, "it does not follow")
        assert mark.region.y != edge_row
        assert not mark.region.overlaps(walk.screen.query_one("#edit").region)
        await walk.pilot.resize_terminal(120, 40)
        await walk.until(
            lambda: walk.one("Mark", Mark).region.y == walk.screen.query_one("#edit").region.y, "it does not follow"
        )
        await walk.press("f2")
        await walk.until(lambda: not walk.screen.query(Mark), "the mark stays")


async def test_a_click_on_the_mark_goes_through_it(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await chooses(walk)
        mark = await marked(walk, "▲ hier")
        under = [widget for widget, _ in walk.screen.get_widgets_at(*mark.region.offset)]
        assert under[0] is mark
        assert walk.screen.get_widget_at(*mark.region.offset)[0] is under[1]
        assert not mark.focusable


async def test_the_guide_works_over_the_password_dialog(world: World) -> None:
    session = world.in_editor()
    world.clock.forward(700)
    async with walking(world) as walk:
        await walk.enters(session)
        await walk.to_settings()
        await walk.pushes("#edit")
        await walk.comes_to("PasswordPrompt")
        await walk.types("ab")
        await chooses(walk)
        await at_step(walk, 4)
        assert walk.focused() == "password"
        assert not (await walk.visible("#password")).overlaps(panel(walk).region)
        await walk.types("c")
        assert walk.screen.query_one("#password").value == "abc"  # type: ignore[attr-defined]
        await walk.press("f2")
        await walk.until(lambda: not panel(walk).display, "the guide stays")
        await walk.press("escape")
        await walk.comes_to("PersonalSettings")
        assert not any(one.display for one in walk.screen.query(GuidePanel))


async def test_stepping_by_hand_is_respected_with_keys_and_with_the_mouse(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await chooses(walk)
        await at_step(walk, 1)
        await walk.clicks("#guide-on")
        await at_step(walk, 2)
        assert walk.focused() == "name"
        await walk.sees("Deze stap hoort bij een ander scherm.")
        await walk.press("shift+tab")
        await walk.until(lambda: walk.focused() == "guide-on", "Shift+Tab leads elsewhere")
        await walk.press("enter")
        await at_step(walk, 3)
        await walk.press("shift+tab", "enter", "enter")
        await at_step(walk, 1)
        await walk.press("escape")
        assert walk.focused() == "name"


async def test_the_last_step_by_hand_ends_the_task_and_another_can_be_chosen(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await chooses(walk)
        for _ in ROUTE.steps:
            await walk.clicks("#guide-on")
        await walk.sees("Klaar: dat was de laatste stap.")
        await walk.clicks("#guide-tasks")
        await walk.sees("wat wilt u doen")


async def test_the_guide_speaks_the_other_language_at_once_and_stays_where_it_was(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await chooses(walk)
        await walk.clicks("#guide-on")
        await at_step(walk, 2)
        await walk.press("f12")
        await walk.sees("Step 2 of 5", "Then you see:")


async def test_a_click_in_the_guide_is_none_in_the_screen_below(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await chooses(walk)
        await walk.press("n")
        await at_step(walk, 2)
        await walk.clicks("#guide-title")
        await walk.pilot.pause()
        await at_step(walk, 2)
        assert walk.focused() == "bar-name", "the settings bar is still out"


async def test_nothing_looks_any_more_when_the_guide_is_put_away(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await opens(walk)
        follower = walk.app._follower
        assert follower is not None
        assert follower._watch is not None
        await walk.press("f2")
        await walk.until(lambda: follower._timer is None, "it goes on looking")
        assert follower._watch is None


async def test_an_agent_reads_what_to_say_and_what_to_ask(world: World) -> None:
    session = agent(world)
    async with walking(world) as walk:
        profile = world.services.accounts.profile(session)
        walk.app.session, walk.app.role = session, profile.role
        await opens(walk)
        await walk.sees("Van bellen naar Qaller")
        assert not walk.screen.query_one("#guide-share").has_class("-offered")
        await chooses(walk)
        await walk.sees("Zeg: “Wilt u inloggen", "Vraag: “")


def test_a_task_is_offered_to_its_roles_only_and_to_whoever_is_not_logged_in_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = replace(ROUTE, key="route-b", roles=(Role.ADMINISTRATOR,))
    monkeypatch.setattr("tui2fa.tui.guide.state.TASKS", (ROUTE, theirs))
    assert State(role=Role.USER).tasks == (ROUTE,)
    assert State(role=Role.ADMINISTRATOR).tasks == (ROUTE, theirs)
    assert State().tasks == (ROUTE, theirs)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("place", Place)
def test_every_place_is_on_the_map_with_a_sign_and_its_name(place: Place, language: str) -> None:
    tr = catalogue(language)
    picture = str(drawn(place, tr))
    assert picture.count("●") == 2
    assert tr(place.value) in picture
    assert {len(line) for line in picture.splitlines()} == {len(PANEL[0])}


def test_markup_in_a_step_is_shown_as_it_is() -> None:
    step = Step("[/] do", "[b]see", Place.MIDDLE, "[red]x", "[/]", "[/]")
    state = State(Page.STEPS, Progress(Task("t", "[/]", (step,))), Role.USER)
    assert "[/] do" in str(words.present(catalogue("en"), state)[0])


def test_nothing_of_the_guide_is_imported_for_the_login_screen() -> None:
    rooms = "('tui2fa.guide', 'tui2fa.tui.guide')"
    script = f"import sys, tui2fa.tui.app; print([name for name in sys.modules if name in {rooms}])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_the_login_is_the_first_step_that_is_walked(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        await chooses(walk)
        await at_step(walk, 1)
        await walk.logs_in(LOGIN)
        await marked(walk, "▲ hier")
