"""The Qaller app beside a panel on the same store: pairing, codes, rejecting, logging out."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from tests.tui.stage import TurnedClock, press, shown, surroundings, toasts
from tests.world import LOGIN, World
from tui2fa.bootstrap import device_file
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.tui.qaller.app import QallerApp
from tui2fa.tui.qaller.code_card import CodeCard
from tui2fa.tui.qaller.codes import grouped, waiting
from tui2fa.tui.qaller.large_code import smaller
from tui2fa.tui.widgets.secret_input import TextInput


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "data" / "tui2fa.sqlite3", tmp_path / "config")
    yield made
    made.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the app keeps who it is."""
    return tmp_path / "config" / "qaller"


def mode(place: Path) -> int | None:
    """Who may read the file; None where there is none."""
    return stat.S_IMODE(place.stat().st_mode) if place.exists() else None


@asynccontextmanager
async def carrying(
    world: World, place: Path, *, language: str = "nl", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[QallerApp, Pilot[object]]]:
    """The app in a terminal, its services open."""
    around = surroundings(world.services, clock=cast(TurnedClock, world.clock), language=language)
    app = QallerApp(around, device_file(place))
    async with app.run_test(size=size, notifications=True) as pilot:
        await app.opened()
        await pilot.pause()
        yield app, pilot


async def until(pilot: Pilot[object], happened: Callable[[], object]) -> None:
    """Wait, with patience for a slow machine, until something has happened."""
    for _ in range(200):
        await asyncio.sleep(0.05)
        if happened():
            await pilot.pause()
            return
    raise AssertionError(shown(cast(QallerApp, pilot.app)))


async def log_in(app: QallerApp, pilot: Pilot[object], code: str, login: str = LOGIN) -> None:
    """Fill in the form and press Enter."""
    app.screen.query_one("#login", TextInput).value = login
    app.screen.query_one("#code", TextInput).value = code
    app.screen.query_one("#code").focus()
    await press(pilot, "enter")
    await until(pilot, lambda: app.companion or "-refused" in str(app.screen.query_one("#code-field").classes))


async def paired(app: QallerApp, pilot: Pilot[object], world: World) -> str:
    """The app logged in as an account that has a number; the panel's session."""
    session = world.in_editor()
    await log_in(app, pilot, world.services.pairing.open(session).code)
    await until(pilot, lambda: "Er wacht geen code" in shown(app))
    return session


def push(world: World, session: str) -> str:
    """Have a code sent to the app; the challenge."""
    challenge = world.services.enrolment.begin_qaller(session)
    world.services.enrolment.send(session, challenge.id)
    return challenge.id


async def pushed(app: QallerApp, pilot: Pilot[object], world: World, session: str) -> str:
    """A code on the screen of the app; the challenge."""
    challenge = push(world, session)
    await until(pilot, lambda: app.screen.query(CodeCard))
    return challenge


async def test_pairing_logs_in_and_keeps_who_it_is_in_a_private_file(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        assert "Log in met een koppelcode" in shown(app)
        session = await paired(app, pilot, world)
        assert f"{LOGIN} · " in shown(app)
        assert mode(place) == 0o600
        assert [device.factor for device in world.services.pairing.state(session).devices] == [False]


async def test_a_wrong_pairing_code_is_told_at_its_field_and_leaves_no_file(world: World, place: Path) -> None:
    world.add()
    async with carrying(world, place) as (app, pilot):
        await log_in(app, pilot, "K7QM-4T2P")
        assert "koppelcode" in shown(app)
        assert app.screen.query_one("#code", TextInput).value == "K7QM-4T2P"
        assert app.screen.focused is app.screen.query_one("#code")
        assert mode(place) is None


async def test_what_is_missing_is_told_at_its_field(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        for here, text in (("#login", "202.mijnbedrijf"), ("#code", "")):
            await press(pilot, "enter")
            await until(pilot, lambda: "Vul dit eerst in." in shown(app))
            assert app.screen.focused is app.screen.query_one(here)
            await press(pilot, *text, "enter")
        assert mode(place) is None


async def test_a_bad_name_is_told_at_its_own_field(world: World, place: Path) -> None:
    session = world.in_editor()
    async with carrying(world, place) as (app, pilot):
        app.screen.query_one("#name", TextInput).value = "  "
        await log_in_without_waiting(app, pilot, world.services.pairing.open(session).code)
        await until(pilot, lambda: app.screen.query_one("#name-field").has_class("-refused"))
        assert mode(place) is None


async def log_in_without_waiting(app: QallerApp, pilot: Pilot[object], code: str) -> None:
    app.screen.query_one("#login", TextInput).value = LOGIN
    app.screen.query_one("#code", TextInput).value = code
    app.screen.query_one("#name").focus()
    await press(pilot, "enter")


async def test_an_app_that_is_logged_in_comes_back_to_its_inbox(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        await paired(app, pilot, world)
    async with carrying(world, place) as (app, pilot):
        await until(pilot, lambda: LOGIN in shown(app))
        assert "Log in met een koppelcode" not in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_a_code_appears_by_itself_with_who_from_where_and_how_long(
    world: World, place: Path, size: tuple[int, int]
) -> None:
    async with carrying(world, place, size=size) as (app, pilot):
        session = await paired(app, pilot, world)
        challenge = await pushed(app, pilot, world, session)
        code = app.messages[0].code
        assert grouped(code) in shown(app)
        assert f"Qaller toevoegen als factor van {LOGIN}" in shown(app)
        assert "vanaf tty" in shown(app)
        world.clock.forward(48)
        await until(pilot, lambda: "nog 4 min 12 s geldig" in shown(app))
        assert "Dat was ik niet" in shown(app)
        world.services.enrolment.confirm(session, challenge, code)
        await until(pilot, lambda: "Er wacht geen code" in shown(app))


async def test_a_code_whose_time_is_over_leaves(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        await pushed(app, pilot, world, session)
        world.clock.forward(301)
        await until(pilot, lambda: not app.screen.query(CodeCard))


async def test_a_code_that_is_sent_again_is_one_code(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        challenge = await pushed(app, pilot, world, session)
        world.clock.forward(61)
        world.services.enrolment.send(session, challenge)
        await until(pilot, lambda: len(app.messages) == 2)
        assert len(waiting(app.messages, world.clock.now())) == 1
        assert len(app.screen.query(CodeCard)) == 1


async def test_that_was_not_me_voids_the_code_and_the_panel_hears_of_it(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        challenge = await pushed(app, pilot, world, session)
        world.clock.forward(2)
        await press(pilot, "f6")
        await until(pilot, lambda: "Die code werkt niet meer" in shown(app))
        assert "Wijzig het nu" in shown(app)
        assert ["geweigerd" in toast for toast in toasts(app)] == [True]
        assert world.services.enrolment.state(session, challenge).over is Refusal.CODE_VOIDED
        assert world.services.activity.listing(session)[0].what is EventKind.CODE_DECLINED
        world.clock.forward(60)
        another = await pushed(app, pilot, world, session)
        world.services.enrolment.confirm(session, another, app.messages[0].code)
        await until(pilot, lambda: "Er wacht geen code" in shown(app))


async def test_a_second_may_pass_while_a_card_comes_and_goes(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        await pushed(app, pilot, world, session)
        card = CodeCard(app.screen.query_one(CodeCard).message, app.tr, world.clock.now())
        mounting = app.screen.mount(card)
        card.tick(world.clock.now())
        await mounting
        removing = card.remove()
        card.tick(world.clock.now())
        await removing


async def test_a_key_on_its_way_does_not_reject_a_code_that_has_just_come(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        challenge = await pushed(app, pilot, world, session)
        assert app.screen.focused is None
        await press(pilot, "f6", "enter", "space")
        await pilot.pause()
        assert world.services.enrolment.state(session, challenge).over is None


async def test_the_button_rejects_the_code_it_stands_with(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        challenge = await pushed(app, pilot, world, session)
        world.clock.forward(2)
        await pilot.click(".not-me")
        await until(pilot, lambda: not app.screen.query(CodeCard))
        assert world.services.enrolment.state(session, challenge).over is Refusal.CODE_VOIDED


async def test_changes_of_the_account_are_told(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        challenge = await pushed(app, pilot, world, session)
        world.services.enrolment.confirm(session, challenge, app.messages[0].code)
        world.enrol_authenticator(session)
        await until(pilot, lambda: "Authenticator toegevoegd" in shown(app))
        assert "Meldingen" in shown(app)


async def test_logging_out_asks_first_and_forgets_who_it_was(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        await press(pilot, "f8")
        await until(pilot, lambda: "Deze Qaller-app uitloggen?" in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: "uitloggen?" not in shown(app))
        assert mode(place)
        await press(pilot, "f8")
        await until(pilot, lambda: "Deze Qaller-app uitloggen?" in shown(app))
        await pilot.click("#yes")
        await until(pilot, lambda: "Log in met een koppelcode" in shown(app))
        assert mode(place) is None
        assert world.services.pairing.state(session).devices == ()


async def test_an_app_that_is_unpaired_in_the_panel_says_so_and_pairs_anew(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        world.services.pairing.unpair(session, world.services.pairing.state(session).devices[0].id)
        await until(pilot, lambda: "Log in met een koppelcode" in shown(app))
        assert "niet meer verbonden" in shown(app)
        assert mode(place) is None
        await log_in(app, pilot, world.services.pairing.open(session).code)
        await until(pilot, lambda: "Er wacht geen code" in shown(app))


async def test_an_app_that_was_unpaired_while_it_was_off_says_so_at_once(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
    world.services.pairing.unpair(session, world.services.pairing.state(session).devices[0].id)
    async with carrying(world, place) as (app, pilot):
        await until(pilot, lambda: "niet meer verbonden" in shown(app))
        assert mode(place) is None


async def test_a_store_that_does_not_answer_is_told_once_and_the_app_goes_on(
    world: World, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)

        def busy() -> int:
            raise Refused(Refusal.STORE_BUSY)

        with monkeypatch.context() as broken:
            broken.setattr(world.services.companion, "version", busy)
            await restart_watch(app)
            await until(pilot, lambda: toasts(app))
            await pilot.pause(0.2)
            assert len(toasts(app)) == 1
        await restart_watch(app)
        await pushed(app, pilot, world, session)


async def restart_watch(app: QallerApp) -> None:
    """Let the watch use the services as they are now."""
    assert app._identity is not None
    app._stop()
    await app._follow(app._identity)


async def test_the_language_changes_at_once_also_on_a_code(world: World, place: Path) -> None:
    async with carrying(world, place) as (app, pilot):
        session = await paired(app, pilot, world)
        await pushed(app, pilot, world, session)
        await press(pilot, "f12")
        await until(pilot, lambda: "That was not me" in shown(app))
        assert grouped(app.messages[0].code) in shown(app)


def test_small_digits_are_three_rows_of_twenty_five_cells() -> None:
    rows = smaller("482137").split("\n")
    assert [len(row) for row in rows] == [25, 25, 25]
    assert rows[0].startswith("█ █ █▀█ ▀▀█")
