"""Together: a caller shares six digits, an agent in another process sees where they are, and each can end it."""

from __future__ import annotations

import pytest

from tests.following import agent, kept_spot
from tests.tui.stage import toasts
from tests.tui.test_guide import at_step, chooses, opens, panel
from tests.tui.walker import SIZES, Walker, walking
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.services.following import FollowService
from tui2fa.services.oversight import Followed, Spot
from tui2fa.tui.widgets.code_boxes import CodeBoxes

SHARES = [*SIZES, (60, 20)]


async def shares(walk: Walker) -> str:
    """Press the link in the guide and read the digits."""
    await walk.clicks("#guide-share")
    await walk.sees("Lees deze meekijkcode voor")
    code = panel(walk).shown
    assert code is not None
    assert code.code is not None
    digits = code.code.code
    await walk.sees(f"{digits[:3]} {digits[3:]}")
    return digits


def looks(service: FollowService, session: str, follow: str) -> Followed | None:
    """What the agent sees, None once it is over."""
    try:
        return service.look(session, follow)
    except Refused:
        return None


async def spotted(walk: Walker, service: FollowService, session: str, follow: str, spot: Spot) -> None:
    """Wait until the agent sees the caller there."""
    await walk.until(
        lambda: (seen := looks(service, session, follow)) is not None and seen.spot == spot,
        f"not {spot}",
    )


@pytest.mark.parametrize("size", SIZES)
async def test_an_agent_in_another_process_sees_where_the_caller_is_and_one_key_ends_it(
    world: World, size: tuple[int, int]
) -> None:
    session, theirs = world.in_editor(), agent(world)
    desk = world.neighbour().following
    async with walking(world, size) as walk:
        await walk.enters(session)
        await chooses(walk)
        follow = desk.join(theirs, await shares(walk))
        await walk.sees("Anouk de Boer van de helpdesk kijkt mee · ^e stopt dat")
        await walk.sees("Anouk de Boer van de helpdesk kijkt nu mee.")
        await spotted(walk, desk, theirs, follow, Spot("Dashboard", "route-a", 1))
        await walk.press("n")
        await spotted(walk, desk, theirs, follow, Spot("Dashboard.bar", "route-a", 2))
        await walk.press("f2", "n")
        await walk.comes_to("PersonalSettings")
        await spotted(walk, desk, theirs, follow, Spot("PersonalSettings", "route-a", 3))
        await walk.sees("Anouk de Boer van de helpdesk kijkt mee")
        await walk.press("f1")
        await walk.comes_to("Help")
        assert "Anouk de Boer" in "".join(strip.text for strip in walk.screen._compositor.render_strips()[:1])
        await walk.press("ctrl+e")
        await walk.until(lambda: looks(desk, theirs, follow) is None, "the agent goes on looking")
        await walk.press("escape")
        await walk.sees_no_more("van de helpdesk kijkt mee")
        assert "Er kijkt niemand meer mee." in toasts(walk.app)


@pytest.mark.parametrize("size", SHARES)
async def test_help_begins_where_one_is_stuck_at_the_code(world: World, size: tuple[int, int]) -> None:
    world.in_editor()
    theirs = agent(world)
    world.clock.forward(120)
    async with walking(world, size) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await opens(walk)
        follow = world.services.following.join(theirs, await shares(walk))
        await spotted(walk, world.services.following, theirs, follow, Spot("CodeScreen"))
        await walk.sees("kijkt mee · ^e stopt dat")
        boxes = walk.one("#boxes", CodeBoxes)
        assert boxes.has_focus
        for selector in ("#boxes", "ChallengeView .question"):
            assert not (await walk.visible(selector)).overlaps(panel(walk).region)
        await walk.types("000000")
        await spotted(walk, world.services.following, theirs, follow, Spot("CodeScreen", refusal="WRONG_CODE"))
        assert "000000" not in kept_spot(world)


async def test_nothing_that_is_typed_is_told(world: World) -> None:
    session, theirs = world.in_editor(), agent(world)
    async with walking(world) as walk:
        await walk.enters(session)
        await opens(walk)
        follow = world.services.following.join(theirs, await shares(walk))
        await walk.to_settings()
        await walk.types("Geheim")
        await walk.pushes("#password")
        await walk.comes_to("ChangePassword")
        await walk.types("zesentwintig fietsen")
        await spotted(walk, world.services.following, theirs, follow, Spot("ChangePassword"))
        await walk.press("enter", "enter")
        told = kept_spot(world)
        assert "Geheim" not in told
        assert "fiets" not in told
        assert PASSWORD not in told
        assert LOGIN not in told


async def test_the_caller_is_told_when_the_agent_leaves(world: World) -> None:
    session, theirs = world.in_editor(), agent(world)
    async with walking(world) as walk:
        await walk.enters(session)
        await opens(walk)
        follow = world.services.following.join(theirs, await shares(walk))
        await walk.sees("Anouk de Boer kijkt mee.")
        world.services.following.leave(theirs, follow)
        await walk.sees("Anouk de Boer kijkt niet meer mee.")
        await walk.sees_no_more("van de helpdesk kijkt mee")


async def test_an_agent_who_logs_out_looks_along_no_more(world: World) -> None:
    session, theirs = world.in_editor(), agent(world)
    async with walking(world) as walk:
        await walk.enters(session)
        await opens(walk)
        follow = world.services.following.join(theirs, await shares(walk))
        await walk.sees("Anouk de Boer kijkt mee.")
        world.services.login.log_out(theirs)
        await walk.sees_no_more("van de helpdesk kijkt mee")
        await walk.sees("niemand")
        with pytest.raises(Refused):
            world.services.following.look(theirs, follow)


async def test_digits_that_nobody_used_are_over_after_ten_minutes(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await opens(walk)
        await shares(walk)
        await walk.sees("nog 10 min")
        await walk.turns(61)
        await walk.sees("nog 9 min")
        await walk.turns(540)
        await walk.sees("Er kijkt niemand mee.")
        assert panel(walk).shown.code is None  # type: ignore[union-attr]


async def test_logging_out_ends_it_and_the_next_session_shares_nothing(world: World) -> None:
    session, theirs = world.in_editor(), agent(world)
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.enters(session)
        await opens(walk)
        follow = world.services.following.join(theirs, await shares(walk))
        await walk.sees("Anouk de Boer kijkt mee.")
        await walk.press("f8")
        await walk.comes_to("LoginScreen")
        await walk.sees_no_more("van de helpdesk kijkt mee")
        await walk.until(lambda: looks(world.services.following, theirs, follow) is None, "the agent goes on looking")
        await walk.sees("Gids: wat wilt u doen?")
        await walk.logs_in()
        assert not walk.app.check_action("end_sharing", ())
        assert world.services.following.sharing(walk.app.session) is None


async def test_one_can_end_it_before_anybody_came_and_with_the_mouse(world: World) -> None:
    session, theirs = world.in_editor(), agent(world)
    async with walking(world) as walk:
        await walk.enters(session)
        await opens(walk)
        code = await shares(walk)
        await walk.clicks("#guide-end")
        await walk.sees("Er kijkt niemand mee.")
        await walk.until(lambda: world.services.following.sharing(session) is None, "it is still shared")
        with pytest.raises(Refused) as refused:
            world.services.following.join(theirs, code)
        assert refused.value.refusal is Refusal.FOLLOW_UNKNOWN
        world.services.following.join(theirs, await shares(walk))
        await walk.sees("Anouk de Boer kijkt mee.", "kijkt mee · ^e stopt dat")
        await walk.clicks("Notice")
        await walk.until(lambda: world.services.following.sharing(session) is None, "it is still shared")


@pytest.mark.parametrize("name", ["[/] [red]An\x1b[31mouk\nis weg \u202eevil", "名前" * 20])
async def test_a_hostile_name_of_an_agent_is_shown_harmless(world: World, name: str) -> None:
    session, theirs = world.in_editor(), agent(world, name)
    async with walking(world) as walk:
        await walk.enters(session)
        await chooses(walk)
        world.services.following.join(theirs, await shares(walk))
        await walk.until(lambda: bool(walk.screen.query("Notice")), "no notice")
        await walk.sees("kijkt mee")
        await walk.press("n")
        await walk.clicks("#guide-steps")
        await at_step(walk, 2)


async def test_nothing_can_be_shared_without_a_session(world: World) -> None:
    async with walking(world) as walk:
        await opens(walk)
        assert not walk.screen.query_one("#guide-share").display
        await walk.press("ctrl+e")
        assert not toasts(walk.app)
