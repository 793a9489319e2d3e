"""The phone on the screen: it rings, speaks, shows codes and scans, and never takes the focus from where one types."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.stage import press, shown
from tests.world import StandingClock
from tui2fa import settings
from tui2fa.bootstrap import House
from tui2fa.delivery.base import Job, Outcome, Result
from tui2fa.demo.hints import HINTS, NONE, PASSWORD, SHARED, THREE
from tui2fa.demo.line import Line
from tui2fa.demo.phone import Phone
from tui2fa.demo.phone_view import PhoneView
from tui2fa.demo.stage import DemoApp, Stage
from tui2fa.domain.clock import SystemClock
from tui2fa.settings import Support
from tui2fa.tui.base.app import Surroundings
from tui2fa.tui.base.preferences import Preferences
from tui2fa.tui.qaller.codes import grouped
from tui2fa.tui.themes import LIGHT
from tui2fa.tui.widgets.code_boxes import CodeBoxes


@asynccontextmanager
async def demo(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[DemoApp, Pilot[object]]]:
    """The whole demo in a terminal, as `tui2fa --demo` makes it."""
    chosen = replace(settings.within(folder), gap_seconds=15, account_hour=1000, number_day=1000)
    stage = Stage(Phone(SystemClock(), digit=0.1))
    house = House(chosen, stage.channel, stage.furnish)
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
    for _ in range(200):
        await pilot.pause(0.05)
        if happened():
            await pilot.pause()
            return
    raise AssertionError(shown(app))


async def sign_in(app: DemoApp, login: str) -> None:
    """The first step, as behind the login screen."""
    await app.enter(app.services.login.sign_in(login, PASSWORD))


def view(app: DemoApp) -> PhoneView:
    """The phone as the active screen shows it."""
    return app.screen.query_one(PhoneView)


async def test_the_login_screen_offers_the_accounts(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, _):
        for hint in HINTS:
            assert hint.login in shown(app)
        assert "f9 Telefoon" in shown(app)
        assert "gedeelde login, acht nummers" in shown(app)


async def test_a_call_rings_in_a_drawer_is_answered_by_a_key_and_speaks_the_code_twice(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        assert not view(app).display or not app.aside_shown
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))
        boxes = app.screen.query_one(CodeBoxes)
        assert app.focused is boxes
        assert not view(app).region.overlaps(boxes.region)
        await press(pilot, "f5")
        assert app.phone.call
        spoken = " ".join(app.phone.call.code[:3]) + "  " + " ".join(app.phone.call.code[3:])
        await until(app, pilot, lambda: spoken in shown(app))
        await until(app, pilot, lambda: shown(app).count(spoken) == 2)
        assert app.focused is boxes
        await press(pilot, *app.phone.call.code)
        await until(app, pilot, lambda: "Dashboard" in shown(app))


async def test_a_call_that_is_declined_says_so_and_the_drawer_closes(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))
        await press(pilot, "f6")
        await until(app, pilot, lambda: "De oproep is geweigerd" in shown(app))
        await until(app, pilot, lambda: not app.aside_shown)


async def test_a_code_comes_in_the_qaller_app_and_can_be_rejected(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await sign_in(app, THREE)
        await until(app, pilot, lambda: f"Code voor {THREE}" in shown(app))
        boxes = app.screen.query_one(CodeBoxes)
        assert app.focused is boxes
        assert not view(app).region.overlaps(boxes.region)
        await press(pilot, "f6")
        await until(app, pilot, lambda: not app.aside_shown)
        await until(app, pilot, lambda: "afgewezen in de Qaller-app" in shown(app))


async def test_the_code_of_the_qaller_app_logs_in(tmp_path: Path) -> None:
    async with demo(tmp_path, (120, 40)) as (app, pilot):
        await sign_in(app, THREE)
        await until(app, pilot, lambda: app.phone.codes)
        await press(pilot, *app.phone.codes[0].code)
        await until(app, pilot, lambda: "Dashboard" in shown(app))
        await until(app, pilot, lambda: "Er wacht geen code." in shown(app))


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
        await until(app, pilot, lambda: app.services.accounts.status(NONE).factors)  # type: ignore[union-attr]


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
        await until(app, pilot, lambda: not app.aside_shown)
        await pilot.pause(0.2)
        assert not app.aside_shown
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: "Callvoip belt" in shown(app))


async def test_what_a_person_opened_stays_open(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        await press(pilot, "f9")
        await until(app, pilot, lambda: "Niemand belt." in shown(app))
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: app.phone.ringing)
        await press(pilot, "f6")
        await until(app, pilot, lambda: not app.phone.ringing)
        await pilot.pause(0.2)
        assert app.aside_shown


async def test_the_phone_can_be_used_with_the_mouse_and_the_focus_stays(tmp_path: Path) -> None:
    async with demo(tmp_path, (120, 40)) as (app, pilot):
        await sign_in(app, SHARED)
        await until(app, pilot, lambda: app.screen.query_one("#phone-answer").region.width)
        boxes = app.screen.query_one(CodeBoxes)
        await pilot.click("#phone-answer")
        await until(app, pilot, lambda: app.phone.call and not app.phone.ringing)
        assert app.focused is boxes


async def test_all_of_the_phone_fits_at_every_size(tmp_path: Path) -> None:
    async with demo(tmp_path, (120, 40)) as (app, pilot):
        app.show_aside()
        for size in [(120, 40), (118, 24), (80, 24), (60, 20)]:
            await pilot.resize_terminal(*size)
            await until(app, pilot, lambda: "Niemand belt." in shown(app))
            handset = app.screen.query_one("#handset")
            assert handset.virtual_size.height <= handset.size.height, size
            assert view(app).region.right == size[0], size


async def test_the_drawer_is_no_higher_than_what_it_shows(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, pilot):
        entries, app.phone.entries = app.phone.entries, ()
        app.show_aside()
        await until(app, pilot, lambda: "Leeg. Druk op F7" in shown(app))
        app.phone.entries = entries
        await until(app, pilot, lambda: "Leeg. Druk op F7" not in shown(app))
        assert view(app).region.height == 6


# the line alone

JOB = Job("1", "+31621234529", "482137", "", "nl", datetime(2026, 5, 3, 12, 7, tzinfo=UTC))


def under_way(line: Line) -> tuple[threading.Thread, list[Result], list[Outcome]]:
    """A call in a thread of its own; its result and what was told of it."""
    results: list[Result] = []
    told: list[Outcome] = []
    ringing = threading.Event()

    def progress(outcome: Outcome) -> None:
        told.append(outcome)
        ringing.set()

    thread = threading.Thread(target=lambda: results.append(line.send(JOB, progress)))
    thread.start()
    assert ringing.wait(5)
    return thread, results, told


def test_a_call_that_nobody_picks_up_answers_itself() -> None:
    line = Line(StandingClock(), rings=0.01, digit=0.001)
    assert line.send(JOB, lambda _: None).outcome is Outcome.HEARD


def test_a_call_rings_until_it_is_answered() -> None:
    line = Line(StandingClock(), rings=5, digit=0.001)
    thread, results, told = under_way(line)
    assert line.ringing
    line.answer()
    thread.join(5)
    assert [result.outcome for result in results] == [Outcome.HEARD]
    assert told == [Outcome.RINGING]


@pytest.mark.parametrize(("answered", "outcome"), [(False, Outcome.DECLINED), (True, Outcome.HUNG_UP)])
def test_hanging_up_is_told(answered: bool, outcome: Outcome) -> None:
    line = Line(StandingClock(), rings=5, digit=1)
    thread, results, _ = under_way(line)
    if answered:
        line.answer()
    line.hang_up()
    thread.join(5)
    assert [result.outcome for result in results] == [outcome]


def test_leaving_the_program_waits_for_no_call() -> None:
    phone = Phone(StandingClock(), rings=60)
    thread, results, _ = under_way(phone)
    phone.close()
    thread.join(5)
    assert [result.outcome for result in results] == [Outcome.DECLINED]


def test_digits_are_spoken_one_by_one_twice() -> None:
    clock = StandingClock()
    line = Line(clock, rings=0.01, digit=0.01)
    line.send(JOB, lambda _: None)
    call = line.call
    assert call
    assert [call.spoken(call.since + 0.01 * digits + 0.001) for digits in range(14)] == [*range(13), 12]
    assert call.speaking(call.since)
    assert not call.speaking(call.since + 1)
    assert not call.alive(call.since + 60)


def test_neither_number_nor_code_is_in_the_repr_of_a_call() -> None:
    line = Line(StandingClock(), rings=0.01, digit=0.001)
    line.send(JOB, lambda _: None)
    assert "482137" not in repr(line.call)
    assert "+31621234529" not in repr(line.call)
