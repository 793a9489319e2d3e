"""The dashboard: what protects the account, the bar behind the name, the activity list, the way out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.inside import inside, presses
from tests.tui.stage import shown
from tests.tui.walker import Walker
from tests.world import LOGIN, World
from tui2fa.domain.factors import Kind
from tui2fa.store.sealing import DeviceIdentity
from tui2fa.tui.widgets.pairing_code import PairingCodeText
from tui2fa.tui.widgets.settings_bar import SettingsBar


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_it_tells_every_factor_which_is_primary_and_that_there_is_a_backup(
    world: World, size: tuple[int, int]
) -> None:
    session, _ = world.with_all()
    qaller = world.factor(session, Kind.QALLER)
    world.services.factors.make_primary(session, qaller.id)
    async with inside(world, session, size) as walk:
        await walk.sees("Telefoongesprek", "062*****29", "Qaller App", "Authenticator", "U hebt een reserve")
        lines = shown(walk.app).splitlines()
        [primary] = [line for line in lines if "●" in line]
        assert "Qaller App" in primary
        assert "primair" in primary
        assert "202 Sanne de Vries" in " ".join(words(walk, "#name").split())


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_no_name_is_cut(world: World, size: tuple[int, int]) -> None:
    session = world.in_editor()
    profile = world.services.accounts.profile(session)
    person = replace(profile, first_name="Annemarie Wilhelmina", last_name="van der Meulen-Oosterhuis")
    world.services.accounts.save_profile(session, person)
    [factor] = world.services.factors.listing(session)
    label = "kantoor aan de Oude Stationsstraat in Leeuwarden"
    world.services.factors.rename(session, factor.id, label)
    async with inside(world, session, size) as walk:
        await walk.press("n")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        for name in ("#name", "#bar-name"):
            assert "".join(words(walk, name).split()).strip("▸◂") == person.name.replace(" ", "")
        await walk.press("escape")
        assert label in " ".join(words(walk, "#protection").split())
        assert "Persoonlijke instellingen gewijzigd" in " ".join(words(walk, "#activity").split())


def words(walk: Walker, selector: str) -> str:
    """What a widget has drawn."""
    widget = walk.screen.query_one(selector)
    return "\n".join(widget.render_line(y).text for y in range(widget.size.height))


async def test_one_factor_alone_says_what_to_do_next(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.sees("U hebt maar één methode", "Voeg een tweede methode toe")
        await walk.clicks("#second")
        await walk.comes_to("FactorEditor")


async def test_the_window_may_be_made_as_small_as_one_likes_and_large_again(world: World) -> None:
    session, _ = world.with_all()
    async with inside(world, session) as walk:
        for columns in range(60, 0, -4):
            await walk.pilot.resize_terminal(columns, max(columns // 4, 1))
            await walk.pilot.pause()
        await walk.pilot.resize_terminal(80, 24)
        await walk.sees("Uw account is beschermd")


async def test_an_app_that_is_logged_out_is_no_backup(world: World) -> None:
    session = world.in_editor()
    world.pair(session)
    world.enrol_qaller(session)
    world.services.companion.log_out(world.identity)
    async with inside(world, session) as walk:
        await walk.sees("toestel van Sanne uitgelogd", "Onder Bewerk 2FA vervangt u hem")
        await walk.press("n")
        await walk.clicks("#connect")
        await walk.comes_to("ConnectQaller")
        code = walk.one("PairingCodeText", PairingCodeText)
        await walk.until(lambda: bool(code.content), "no code")
        world.services.companion.pair(LOGIN, code.content, "nieuw toestel", DeviceIdentity.new())
        await walk.sees("in de plaats", "Vervangen")


async def test_the_name_slides_the_bar_out_and_the_name_on_it_opens_the_settings(world: World) -> None:
    session, _ = world.with_all()
    async with inside(world, session) as walk:
        await walk.press("enter")
        await walk.sees("3 factoren", "Verbind Qaller", "Uitloggen")
        assert walk.focused() == "bar-name"
        await walk.press("enter")
        await walk.comes_to("PersonalSettings")
        await walk.press("escape")
        await walk.comes_to("Dashboard")
        assert not walk.one("#bar", SettingsBar).out
        assert walk.focused() == "name"


async def test_a_second_click_on_the_name_goes_on_too(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.clicks("#name")
        await walk.clicks("#name")
        await walk.comes_to("PersonalSettings")


async def test_escape_and_a_click_beside_it_slide_the_bar_in_and_nothing_else(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        bar = walk.one("#bar", SettingsBar)
        await walk.press("n")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        await walk.press("escape")
        await walk.until(lambda: not bar.out and walk.focused() == "name", "the bar stays out")
        await walk.press("escape", "escape")
        assert type(walk.screen).__name__ == "Dashboard"
        await walk.press("n")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        await walk.pilot.click(offset=(75, 2))
        await walk.until(lambda: not bar.out, "the bar stays out")


async def test_the_focus_never_goes_to_what_is_hidden_in_the_bar(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        seen = set()
        for _ in range(12):
            seen.add(walk.focused())
            await walk.press("tab")
        assert not seen & {"bar-name", "connect", "log-out"}


async def test_the_activity_says_when_what_and_from_where(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.sees("vandaag 14:02 Telefoongesprek 062*****29 toeg")
        await walk.press("a")
        await walk.comes_to("Activity")
        await walk.sees("vandaag 14:02 Telefoongesprek 062*****29 toegevoegd tty", "Account gemaakt")
        await walk.press("escape")
        await walk.comes_to("Dashboard")


async def test_what_another_screen_changed_is_seen_when_one_comes_back(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.press("a")
        await walk.comes_to("Activity")
        world.enrol_authenticator(session)
        await walk.press("escape")
        await walk.sees("Authenticator toegevoegd", "U hebt een reserve")


@pytest.mark.parametrize("way", ["f8", "#rail-log-out", "bar"])
async def test_logging_out_is_in_sight_and_ends_the_session(world: World, way: str) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        assert "f8 Uitloggen" in shown(walk.app)
        if way == "bar":
            await walk.press("n")
            await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
            await presses(walk, "#log-out")
        elif way == "f8":
            await walk.press("f8")
        else:
            await walk.clicks(way)
        await walk.comes_to("LoginScreen")
        await walk.sees("U bent uitgelogd")
        assert "f8" not in shown(walk.app)
        await walk.until(lambda: not world.services.login.alive(session), "the session is alive")


async def test_a_session_that_was_ended_elsewhere_leads_to_the_login(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        world.services.login.log_out(session)
        await walk.press("a")
        await walk.comes_to("LoginScreen")


@pytest.mark.parametrize("label", ["[/]", "[red]x", "名前" * 16])
async def test_no_name_breaks_it(world: World, label: str) -> None:
    session = world.in_editor()
    [factor] = world.services.factors.listing(session)
    world.services.factors.rename(session, factor.id, label)
    async with inside(world, session) as walk:
        await walk.sees(label[:4])
        await walk.press("a")
        await walk.comes_to("Activity")
        await walk.sees("hernoemd")
