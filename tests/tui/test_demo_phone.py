"""The phone on the screen: it rings, speaks, shows codes and scans, and never takes the focus from where one types."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.stage import press, shown
from tui2fa import settings
from tui2fa.bootstrap import House
from tui2fa.demo.hints import ADMIN, HINTS, NONE, PASSWORD, SHARED, THREE
from tui2fa.demo.phone import Phone
from tui2fa.demo.phone_view import PhoneView
from tui2fa.demo.stage import DemoApp, Stage
from tui2fa.domain.clock import SystemClock
from tui2fa.domain.codes import DIGITS
from tui2fa.domain.limits import uncapped
from tui2fa.services.companion import CompanionService
from tui2fa.services.context import Context
from tui2fa.settings import Support
from tui2fa.tui.base.app import Surroundings
from tui2fa.tui.base.preferences import Preferences
from tui2fa.tui.qaller.codes import grouped
from tui2fa.tui.themes import LIGHT
from tui2fa.tui.widgets.code_boxes import CodeBoxes


@cache
def furnished() -> tuple[Path, Phone]:
    """The demo's months, lived through once: a folder to copy, and the phone."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    stage = Stage()
    house = House(settings.within(folder), lambda _: (), stage.furnish)
    house.open()
    house.close()
    stage.phone.close()
    return folder, stage.phone


def hand_over(context: Context, phone: Phone) -> None:
    """Give this phone what that of the furnished demo has."""
    before = furnished()[1]
    phone.entries = before.entries
    for login, identity in before._apps.items():
        phone.hold(login, identity)
    phone.connect(CompanionService(context))


@asynccontextmanager
async def demo(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[DemoApp, Pilot[object]]]:
    """The whole demo in a terminal, as `tui2fa --demo` makes it."""
    chosen = replace(settings.within(folder), limits=uncapped(timedelta(seconds=15)))
    shutil.copytree(furnished()[0], folder, dirs_exist_ok=True)
    stage = Stage(Phone(SystemClock(), digit=0.1))
    house = House(chosen, stage.ways, lambda context: hand_over(context, stage.phone))
    around = Surroundings(
        house.open, SystemClock(), lambda _: None, Support(), Preferences("nl", LIGHT.name, animation=False)
    )
    app = stage.app(around)
    assert isinstance(app, DemoApp)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await app.opened()
            await pilot.pause()
            yield app, pilot
    finally:
        house.close()


async def until(app: DemoApp, pilot: Pilot[object], happened: Callable[[], object]) -> None:
    """Wait, with patience for a slow machine, until something has happened."""
    for _ in range(600):
        await asyncio.sleep(0.05)
        if happened():
            await pilot.pause()
            return
    raise AssertionError(shown(app))


async def heard(app: DemoApp, pilot: Pilot[object], digits: int) -> str:
    """So many digits, as soon as they have been spoken."""
    await until(app, pilot, lambda: app.phone.call and len(app.phone.call.heard) >= digits)
    assert app.phone.call
    return app.phone.call.heard[:digits]


async def comes_in_by_call(app: DemoApp, pilot: Pilot[object]) -> None:
    """Log in by a call that is answered, and whose first reading is typed over."""
    await sign_in(app, SHARED)
    await until(app, pilot, lambda: "Callvoip belt" in shown(app))
    await press(pilot, "f5")
    await press(pilot, *await heard(app, pilot, DIGITS))
    await until(app, pilot, lambda: "Dashboard" in shown(app))


async def sign_in(app: DemoApp, login: str) -> None:
    """The first step, as behind the login screen."""
    await app.enter(app.services.login.sign_in(login, PASSWORD))


def view(app: DemoApp) -> PhoneView:
    """The phone as the active screen shows it."""
    return app.screen.query_one(PhoneView)


def covered(app: DemoApp, *selectors: str) -> list[str]:
    """What of these is on the screen but not wholly seen."""
    widgets = [(selector, widget) for selector in selectors for widget in app.screen.query(selector)]
    assert {selector for selector, _ in widgets} == set(selectors)
    places = [(selector, app.screen.find_widget(widget)) for selector, widget in widgets if widget.display]
    return [
        selector
        for selector, place in places
        if place.region != place.visible_region or view(app).region.overlaps(place.region)
    ]


async def test_the_login_screen_offers_the_accounts(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, _):
        for hint in HINTS:
            assert hint.login in shown(app)
        assert "f9 Telefoon" in shown(app)
        assert "gedeelde login, acht nummers" in shown(app)


async def test_a_call_rings_in_a_drawer_is_answered_by_a_key_and_speaks_the_code_twice(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        assert not app.screen.query(PhoneView)
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))
        boxes = app.screen.query_one(CodeBoxes)
        assert app.focused is boxes
        assert not view(app).region.overlaps(boxes.region)
        await press(pilot, "f5")
        await until(app, pilot, lambda: "Deze telefoon drukt op 1" in shown(app))
        await until(app, pilot, lambda: "De code wordt uitgesproken" in shown(app))
        code = (await heard(app, pilot, 2 * DIGITS))[:DIGITS]
        await until(app, pilot, lambda: shown(app).count(" ".join(code[:3]) + "  " + " ".join(code[3:])) == 2)
        assert app.focused is boxes
        await press(pilot, *code)
        await until(app, pilot, lambda: "Dashboard" in shown(app))


async def test_the_call_ends_when_the_code_has_come_back(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await comes_in_by_call(app, pilot)
        await until(app, pilot, lambda: not app.phone.busy and not app.is_out("phone"))


async def test_where_no_telephone_can_listen_the_code_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("tui2fa.voice.telephone.Telephone.start", refused)
    async with demo(tmp_path) as (app, pilot):
        await comes_in_by_call(app, pilot)


async def test_a_call_that_is_declined_says_so_and_the_drawer_closes(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))
        await press(pilot, "f6")
        await until(app, pilot, lambda: "De oproep is geweigerd" in shown(app))
        await until(app, pilot, lambda: not app.is_out("phone"))


async def test_a_code_comes_in_the_qaller_app_and_can_be_rejected(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, THREE)
        await until(app, pilot, lambda: f"Code voor {THREE}" in shown(app))
        boxes = app.screen.query_one(CodeBoxes)
        assert app.focused is boxes
        assert not view(app).region.overlaps(boxes.region)
        await press(pilot, "f6")
        await until(app, pilot, lambda: not app.is_out("phone"))
        await until(app, pilot, lambda: "afgewezen in de Qaller-app" in shown(app))


async def test_the_code_of_the_qaller_app_logs_in(tmp_path: Path) -> None:
    async with demo(tmp_path, (120, 40)) as (app, pilot):
        await sign_in(app, THREE)
        await until(app, pilot, lambda: app.phone.codes)
        await press(pilot, *app.phone.codes[0].code)
        await until(app, pilot, lambda: "Dashboard" in shown(app))
        await until(app, pilot, lambda: "Er wacht geen code." in shown(app))


async def test_the_authenticator_app_shows_itself_to_whoever_is_asked_for_its_code(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, ADMIN)
        await until(app, pilot, lambda: app.screen.query(CodeBoxes) and app.is_out("phone"))
        assert app.phone.entries[0].account == ADMIN
        await until(app, pilot, lambda: grouped(app.phone.entries[0].code(SystemClock().now())) in shown(app))
        assert app.focused is app.screen.query_one(CodeBoxes)
        await press(pilot, *app.phone.entries[0].code(SystemClock().now()))
        await until(app, pilot, lambda: type(app.screen).__name__ != "CodeScreen")


async def test_the_authenticator_app_scans_the_qr_code_on_the_screen(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, NONE)
        await until(app, pilot, lambda: "voorkeursmethode" in shown(app))
        await press(pilot, "down", "down", "enter")
        await until(app, pilot, lambda: "F7 Scan het scherm" in shown(app))
        await press(pilot, "f7")
        await until(app, pilot, lambda: app.phone.entries[0].account == NONE)
        code = app.phone.entries[0].code(SystemClock().now())
        await until(app, pilot, lambda: grouped(app.phone.entries[0].code(SystemClock().now())) in shown(app))
        boxes = app.screen.query_one(CodeBoxes)
        assert app.focused is boxes
        assert not view(app).region.overlaps(boxes.region)
        await press(pilot, *code)
        await until(app, pilot, lambda: app.services.accounts.status(NONE).factors)


async def test_the_qaller_app_takes_the_pairing_code_off_the_screen(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, NONE)
        await until(app, pilot, lambda: "voorkeursmethode" in shown(app))
        await press(pilot, "enter")
        await until(app, pilot, lambda: app.phone.in_sight)
        await press(pilot, "f7")
        await until(app, pilot, lambda: NONE in app.phone.logins)
        await until(app, pilot, lambda: "Verbonden: " in shown(app))


async def test_a_new_thing_opens_the_drawer_again_but_not_the_one_that_was_put_away(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, THREE)
        await until(app, pilot, lambda: f"Code voor {THREE}" in shown(app))
        await press(pilot, "f9")
        await until(app, pilot, lambda: not app.is_out("phone"))
        await pilot.pause(0.2)
        assert not app.is_out("phone")
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_phone_comes_before_the_guide_and_the_guide_comes_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with demo(tmp_path, size) as (app, pilot):
        await press(pilot, "f2")
        await until(app, pilot, lambda: "wat wilt u doen" in shown(app))
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))
        assert "wat wilt u doen" not in shown(app)
        await press(pilot, "f6")
        await until(app, pilot, lambda: "wat wilt u doen" in shown(app))
        await press(pilot, "f9")
        await until(app, pilot, lambda: "Niemand belt." in shown(app))
        await press(pilot, "f9")
        await until(app, pilot, lambda: "wat wilt u doen" in shown(app))
        assert app.focused is app.screen.query_one(CodeBoxes)


async def test_a_window_that_becomes_narrow_still_shows_the_call(tmp_path: Path) -> None:
    async with demo(tmp_path, (120, 40)) as (app, pilot):
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))
        await pilot.resize_terminal(80, 24)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))
        await press(pilot, "f9")
        await until(app, pilot, lambda: "Callvoip belt" not in shown(app))
        await pilot.pause(0.6)
        assert "Callvoip belt" not in shown(app)


async def test_what_a_person_opened_stays_open(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await press(pilot, "f9")
        await until(app, pilot, lambda: "Niemand belt." in shown(app))
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: app.phone.ringing)
        await press(pilot, "f6")
        await until(app, pilot, lambda: not app.phone.ringing)
        await pilot.pause(0.2)
        assert app.is_out("phone")


async def test_the_phone_can_be_used_with_the_mouse_and_the_focus_stays(tmp_path: Path) -> None:
    async with demo(tmp_path, (120, 40)) as (app, pilot):
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: any(one.region.width for one in app.screen.query("#phone-answer")))
        boxes = app.screen.query_one(CodeBoxes)
        await pilot.click("#phone-answer")
        await until(app, pilot, lambda: app.phone.call and not app.phone.ringing)
        assert app.focused is boxes


async def test_all_of_the_phone_fits_at_every_size(tmp_path: Path) -> None:
    async with demo(tmp_path, (120, 40)) as (app, pilot):
        app.show_aside("phone")
        for size in [(120, 40), (118, 24), (80, 24), (60, 20)]:
            await pilot.resize_terminal(*size)
            await until(app, pilot, lambda: "Niemand belt." in shown(app))
            handset = app.screen.query_one("#handset")
            assert handset.virtual_size.height <= handset.size.height, size
            assert view(app).region.right == size[0], size


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_drawer_leaves_free_what_one_reads_and_types(tmp_path: Path, size: tuple[int, int]) -> None:
    async with demo(tmp_path, size) as (app, pilot):
        await sign_in(app, THREE)
        await until(app, pilot, lambda: f"Code voor {THREE}" in shown(app))
        assert covered(app, "#heading", ".question", "#boxes", "#resend", "#other") == []
        await press(pilot, "f9")
        await until(app, pilot, lambda: f"Code voor {THREE}" not in shown(app))
        await pilot.pause(0.5)
        await press(pilot, "f9")
        await until(app, pilot, lambda: "Niemand belt." in shown(app))
        assert covered(app, ".question", "#boxes") == []


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_drawer_leaves_free_what_is_scanned(tmp_path: Path, size: tuple[int, int]) -> None:
    async with demo(tmp_path, size) as (app, pilot):
        await sign_in(app, NONE)
        await until(app, pilot, lambda: "voorkeursmethode" in shown(app))
        await press(pilot, "down", "down", "enter")
        await until(app, pilot, lambda: "F7 Scan het scherm" in shown(app))
        assert covered(app, ".step", "#secret", "#boxes", "#qr") == []
        await press(pilot, "escape")
        await until(app, pilot, lambda: "voorkeursmethode" in shown(app))
        await press(pilot, "up", "up", "enter")
        await until(app, pilot, lambda: "F7 Scan het scherm" in shown(app))
        assert covered(app, "#caption", "PairingCodeText", "#where", "#state", "#done") == []


async def test_what_is_scanned_right_after_something_else_can_be_scanned_too(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, NONE)
        await until(app, pilot, lambda: "voorkeursmethode" in shown(app))
        await press(pilot, "down", "down", "enter")
        await until(app, pilot, lambda: "F7 Scan het scherm" in shown(app))
        for seen in ("", "otpauth://totp/seen-before"):
            app.phone.in_sight = seen
            view(app).look()
        await until(app, pilot, lambda: "F7 Scan het scherm" in shown(app))


async def test_the_key_that_scans_is_the_login_screens_own_as_soon_as_that_is_there(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, NONE)
        await until(app, pilot, lambda: "voorkeursmethode" in shown(app))
        await press(pilot, "down", "down", "enter")
        await until(app, pilot, lambda: app.phone.in_sight)
        codes = len(app.phone.codes)
        app.log_out()
        await until(app, pilot, lambda: type(app.screen).__name__ == "LoginScreen")
        app.phone.in_sight = "otpauth://totp/seen-before"
        await press(pilot, "f7")
        await until(app, pilot, lambda: "✓ Beheerderspaneel" in shown(app))
        assert len(app.phone.codes) == codes


async def test_a_code_that_waits_is_shown_before_a_call_that_is_over(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))
        await press(pilot, "f5")
        await until(app, pilot, lambda: app.phone.call and not app.phone.ringing)
        await press(pilot, "f6")
        await until(app, pilot, lambda: not app.phone.busy)
        await sign_in(app, THREE)
        await until(app, pilot, lambda: f"Code voor {THREE}" in shown(app))


async def test_the_drawer_is_no_higher_than_what_it_shows(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        entries, app.phone.entries = app.phone.entries[:1], ()
        app.show_aside("phone")
        await until(app, pilot, lambda: "Leeg. Druk op F7" in shown(app))
        app.phone.entries = entries
        await until(app, pilot, lambda: "Leeg. Druk op F7" not in shown(app))
        assert view(app).region.height == 4
