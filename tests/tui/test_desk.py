"""The desk: callers are found as one types, one's own account is behind the name, a panel to practise in beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import select
from textual.app import App

from tests.agents import REASON, agent
from tests.tui.at_desk import at_desk, opens
from tests.tui.stage import shown
from tests.tui.walker import PLACES
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.roles import Role
from tui2fa.services.desk import MOST_FOUND
from tui2fa.store import tables
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import Surroundings
from tui2fa.tui.base.preferences import Preferences
from tui2fa.tui.widgets.secret_input import TextInput

HOSTILE = ["[/] [red]a\x1b]52;c;ZXZpbA==\x1b\\ abc\u202edef $accent [@click=app.quit]x", "名前" * 16]


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_a_caller_is_found_as_one_types(world: World, language: str, size: tuple[int, int]) -> None:
    world.in_editor()
    async with at_desk(world, agent(world, language=language), size) as walk:
        empty, found = {
            "nl": ("Vraag de gebruikersnaam van de beller", "1 gevonden"),
            "en": ("Ask the caller's login", "1 found"),
        }[language]
        await walk.sees(empty)
        await walk.types("mijnb")
        await walk.sees(found, LOGIN, "Sanne de Vries", "1 factor")
        assert "f8" in shown(walk.app).splitlines()[-1]
        await walk.press("enter")
        await walk.comes_to("Caller")
        await walk.press("escape")
        await walk.comes_to("Desk")
        assert walk.one("#sought", TextInput).value == "mijnb"
        await walk.press("escape")
        await walk.sees_no_more("Sanne de Vries")
        assert type(walk.screen).__name__ == "Desk"


async def test_the_mouse_finds_its_way_too(world: World) -> None:
    world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await walk.types("sanne")
        await walk.sees("Sanne de Vries")
        await walk.clicks("#found")
        await walk.comes_to("Caller")
        await walk.clicks("#close")
        await walk.comes_to("Desk")
        await walk.clicks("#follow")
        await walk.comes_to("Follow")
        await walk.clicks("#close")
        await walk.comes_to("Desk")


async def test_a_whole_number_finds_its_owner_and_is_shown_masked(world: World) -> None:
    world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await walk.types("06 2123452")
        await walk.sees("een nummer moet heel zijn")
        await walk.types("9")
        await walk.sees("Sanne de Vries", "062*****29")


async def test_what_is_too_short_or_too_much_is_said(world: World) -> None:
    session = agent(world)
    with world.store.write() as db:
        [some] = db.exec(select(tables.Account)).all()
        for number in range(MOST_FOUND + 1):
            login = f"{number}.groot"
            changed = {"id": f"x{number}", "login": login, "sought": login, "role": "user"}
            db.add(tables.Account(**{**some.model_dump(), **changed}))
    async with at_desk(world, session) as walk:
        await walk.types("g")
        await walk.sees("Typ ten minste 2 tekens")
        await walk.types("root")
        await walk.sees(f"Dit zijn de eerste {MOST_FOUND}", "nog geen 2FA")
        await walk.press("down", "down", "up", "enter")
        await walk.comes_to("Caller")
        await walk.sees("1.groot")


async def test_who_is_an_administrator_or_disabled_is_seen_in_the_list(world: World) -> None:
    world.in_editor()
    with world.store.write() as db:
        account = db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one()
        account.role, account.disabled = Role.ADMINISTRATOR, True
    async with at_desk(world, agent(world)) as walk:
        await walk.types("202")
        await walk.sees("Beheerder", "uitgeschakeld")


async def test_what_one_did_is_listed_when_nothing_is_looked_for(world: World) -> None:
    world.in_editor()
    session = agent(world)
    world.services.following.join(session, world.services.following.share(world.signed_in_later()).code)
    async with at_desk(world, session) as walk:
        await walk.sees("Wat u het laatst deed", f"{LOGIN}: ")
        await walk.types("mijn")
        await walk.sees_no_more("Wat u het laatst deed")


async def test_the_name_leads_to_ones_own_account_and_back(world: World) -> None:
    async with at_desk(world, agent(world)) as walk:
        await walk.press("f4")
        await walk.comes_to("AgentMenu")
        await walk.press("down", "down", "enter")
        await walk.comes_to("Dashboard")
        await walk.press("n")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        await walk.press("escape", "escape")
        await walk.comes_to("Desk")
        await walk.clicks("#name")
        await walk.comes_to("AgentMenu")
        await walk.press("enter")
        await walk.comes_to("PasswordPrompt")
        await walk.types(PASSWORD)
        await walk.press("enter")
        await walk.comes_to("FactorEditor")
        await walk.press("escape")
        await walk.comes_to("Desk")
        await walk.press("f4")
        await walk.comes_to("AgentMenu")
        await walk.press("down", "enter")
        await walk.comes_to("ConnectQaller")
        await walk.press("escape")
        await walk.comes_to("Desk")
        await walk.press("f4")
        await walk.comes_to("AgentMenu")
        await walk.press("end", "enter")
        await walk.comes_to("LoginScreen")


@pytest.mark.parametrize("name", HOSTILE)
async def test_no_name_breaks_the_desk_or_the_file(world: World, name: str) -> None:
    session = world.in_editor()
    [factor] = world.services.factors.listing(session)
    with world.store.write() as db:
        account = db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one()
        account.first_name = name
        row = db.get(tables.Factor, factor.id)
        assert row
        row.label = name
    told = agent(world)
    for _ in range(4):
        with pytest.raises(Exception, match="WRONG_LOGIN"):
            world.services.login.sign_in(LOGIN, "verkeerd wachtwoord")
    async with at_desk(world, told) as walk:
        await opens(walk)
        assert not {"\x1b", "\u202e"} & set(shown(walk.app))
        await walk.press("l")
        await walk.comes_to("LiftLock")
        await walk.types(REASON)
        await walk.press("enter")
        await walk.comes_to("Caller")
        await walk.press("r")
        await walk.comes_to("ResetForm")
        assert not {"\x1b", "\u202e"} & set(shown(walk.app))


# the practice panel


Run = Callable[[Preferences, Callable[[], None]], object]


def practising(run: object) -> Callable[[Surroundings], PanelApp]:
    """A panel that runs this as its practice panel."""
    return lambda around: PanelApp(around._replace(practise=run))  # type: ignore[arg-type]


@contextmanager
def _lent(app: App[object]) -> Iterator[None]:
    del app
    yield


async def test_the_terminal_is_lent_to_the_practice_panel_and_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "suspend", _lent)
    ran: list[str] = []

    async def run(preferences: Preferences, attend: Callable[[], None]) -> None:
        ran.append(preferences.language)
        world.clock.forward(8 * 60)
        attend()
        await walk.app.tell_of_life()
        world.clock.forward(8 * 60)

    async with at_desk(world, agent(world, language="en"), make=practising(run)) as walk:
        await walk.press("f6")
        await walk.until(lambda: ran == ["en"], "it did not run")
        walk.app.look_for_life()
        await walk.pilot.pause()
        assert type(walk.screen).__name__ == "Desk"
        await walk.types("x")
        await walk.sees("Type at least")


async def test_a_practice_panel_that_nobody_touched_ends_in_a_locked_desk(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "suspend", _lent)

    async def run(preferences: Preferences, attend: Callable[[], None]) -> None:
        del preferences, attend
        world.clock.forward(16 * 60)

    async with at_desk(world, agent(world), make=practising(run)) as walk:
        await walk.clicks("#practise")
        await walk.pilot.pause()
        walk.app.look_for_life()
        await walk.comes_to("LoginScreen")
        await walk.sees("15 minuten")


async def test_a_practice_panel_that_fails_is_told_on_a_screen_that_works(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "suspend", _lent)

    async def run(preferences: Preferences, attend: Callable[[], None]) -> None:
        raise RuntimeError(PASSWORD)

    async with at_desk(world, agent(world), make=practising(run)) as walk:
        await walk.press("f6")
        await walk.sees("Er ging iets mis")
        [line] = walk.log
        assert PASSWORD not in line
        walk.log.clear()


@pytest.mark.parametrize("there", [False, True])
async def test_a_terminal_that_cannot_be_lent_is_told_in_a_sentence(world: World, there: bool) -> None:
    async def run(preferences: Preferences, attend: Callable[[], None]) -> None:
        raise AssertionError

    async with at_desk(world, agent(world), make=practising(run if there else None)) as walk:
        await walk.press("f6")
        await walk.sees("tui2fa --demo --practice")
