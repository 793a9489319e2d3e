"""Less is drawn than Textual would draw, and the same is seen."""

from __future__ import annotations

import asyncio

import pytest
from textual._compositor import Compositor, ReflowResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tests.tui.walker import SIZES, Walker, walking
from tests.world import World
from tui2fa.tui.base.compositor import Sparing
from tui2fa.tui.widgets.protection import Protection


class Drawing:
    """Draws the screen in front, and counts the rows that widgets had to draw for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._rows = 0
        draw = Widget.render_lines

        def counted(widget: Widget, crop: Region) -> list[Strip]:
            self._rows += crop.height
            return draw(widget, crop)

        monkeypatch.setattr(Widget, "render_lines", counted)

    def compare(self, walk: Walker) -> tuple[int, int]:
        """See that it looks as Textual draws it; the rows that were drawn for that, by us and by Textual."""
        seen, rows = self._draw(walk)
        with self._monkeypatch.context() as plain:
            plain.setattr(Sparing, "_get_renders", Compositor._get_renders)
            own, all_rows = self._draw(walk)
        assert seen == own
        return rows, all_rows

    def _draw(self, walk: Walker) -> tuple[list[Strip], int]:
        before = self._rows
        return [strip.simplify() for strip in walk.screen._compositor.render_strips()], self._rows - before


@pytest.mark.parametrize("size", SIZES)
async def test_what_lies_under_other_widgets_is_not_drawn_and_nothing_looks_different(
    world: World, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    drawing = Drawing(monkeypatch)
    world.in_editor()
    async with walking(world, size) as walk:
        await walk.comes_to("LoginScreen")
        ours, all_of_them = drawing.compare(walk)
        assert ours < all_of_them * 0.7
        await walk.press("f2")
        await walk.sees("wat wilt u doen")
        ours, all_of_them = drawing.compare(walk)
        assert ours < all_of_them * 0.7
        await walk.press("f1")
        await walk.comes_to("Help")
        drawing.compare(walk)


async def test_typing_lays_nothing_out_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = 0
    reflow = Sparing.reflow

    def counted(compositor: Sparing, parent: Widget, size: Size) -> ReflowResult:
        nonlocal laid_out
        laid_out += 1
        return reflow(compositor, parent, size)

    monkeypatch.setattr(Sparing, "reflow", counted)
    world.in_editor()
    async with walking(world) as walk:
        await walk.comes_to("LoginScreen")
        await walk.pilot.pause(0.2)
        before = laid_out
        await walk.types("x" * 80)  # longer than its box, so that it scrolls
        await walk.sees("xxxx")
        await walk.pilot.pause(0.2)
        assert laid_out == before
        assert walk.text.count("x") < 60


async def test_what_goes_is_wiped_off_even_when_somebody_asked_meanwhile_where_things_are(world: World) -> None:
    world.in_editor()
    async with walking(world) as walk:
        await walk.comes_to("LoginScreen")
        screen, password = walk.screen, walk.screen.query_one("#password")
        place, compositor = password.region, walk.screen._compositor
        with walk.app.batch_update():
            compositor.reflow_visible(screen, screen.size)  # as after something was scrolled
            compositor._dirty_regions.clear()
            password.display = False
            await asyncio.sleep(0.1)
            assert password not in compositor.full_map
            compositor.reflow(screen, screen.size)
            assert any(dirty.contains_region(place) for dirty in compositor._dirty_regions)


async def test_a_dialog_opened_in_the_first_moment_of_a_panel_has_the_whole_panel_behind_it(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        protection = walk.one("#protection", Protection)
        whole = protection.region
        with walk.app.batch_update():  # as long as Textual holds back what is drawn when it goes to another mode
            protection.factors = protection.factors * 3
            walk.app.action_help()
            await walk.pilot.pause(0.2)
            assert protection.region == whole
        await walk.until(lambda: protection.region.height > whole.height, "the panel is left as it was")
