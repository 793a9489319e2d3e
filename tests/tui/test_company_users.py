"""The list of users: searched as one types, sorted, narrowed, exported; hostile names are names."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlmodel import select

from tests.abuse.test_hostile_text import HOSTILE, harmless
from tests.tui.manager import ADMINISTRATOR, ANNA, BRAM, EVA, company, listed, managing, to_users
from tests.tui.stage import shown
from tests.tui.walker import PLACES
from tests.world import World
from tui2fa.domain.directory import State
from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile
from tui2fa.domain.roles import Role
from tui2fa.services.account_rows import Accounts
from tui2fa.store import tables
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.secret_input import TextInput
from tui2fa.tui.widgets.user_table import Heads, UserTable

ALL = [ADMINISTRATOR, ANNA, BRAM, EVA]


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_it_is_searched_as_one_types(world: World, size: tuple[int, int], language: str) -> None:
    async with managing(world, size, language=language) as walk:
        await to_users(walk)
        await walk.sees("Gebruikersnaam" if language == "nl" else "User name", "Anna Bakker")
        assert listed(walk) == ALL
        await walk.press("slash")
        await walk.types("vr")
        await walk.until(lambda: listed(walk) == [ADMINISTRATOR, BRAM], "not those two")
        await walk.sees("2 van 4" if language == "nl" else "2 of 4")
        await walk.types("ies bram")
        await walk.until(lambda: listed(walk) == [BRAM], "not Bram alone")
        await walk.press("enter")
        await walk.comes_to("UserScreen")
        await walk.press("escape")
        await walk.comes_to("Users")
        assert walk.one("#sought", TextInput).value == "vries bram"
        await walk.press("escape")
        await walk.until(lambda: listed(walk) == ALL, "still searched")
        assert walk.focused() == "users"
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")


async def test_the_arrow_keys_are_the_lists_while_one_types(world: World) -> None:
    async with managing(world) as walk:
        await to_users(walk)
        await walk.press("slash", "down", "down", "up", "pagedown", "pageup", "down", "enter")
        await walk.comes_to("UserScreen")
        await walk.sees("202 Anna Bakker")


async def test_it_is_sorted_by_keys_and_by_clicking_a_head(world: World) -> None:
    async with managing(world) as walk:
        await to_users(walk)
        await walk.sees("Gebruikersnaam ▲")
        await walk.press("s")
        await walk.sees("Naam ▲")
        assert listed(walk) == [ANNA, BRAM, EVA, ADMINISTRATOR]
        await walk.press("r")
        await walk.sees("Naam ▼")
        assert listed(walk) == [ADMINISTRATOR, EVA, BRAM, ANNA]
        heads = walk.one("Heads", Heads).region
        column = shown(walk.app).splitlines()[heads.y].index("Bescherming")
        await walk.pilot.click(offset=(column + 1, heads.y))
        await walk.sees("Bescherming ▲")
        assert listed(walk) == [ANNA, ADMINISTRATOR, BRAM, EVA]
        await walk.pilot.click(offset=(column + 1, heads.y))
        await walk.sees("Bescherming ▼")
        assert listed(walk)[0] == EVA


async def test_the_mark_stays_on_its_user_when_the_order_changes(world: World) -> None:
    async with managing(world) as walk:
        await to_users(walk)
        await walk.press("end", "s", "r")
        assert walk.one("UserTable", UserTable).value == EVA
        await walk.press("f12")
        await walk.sees("Add user")
        await walk.until(lambda: walk.one("UserTable", UserTable).value == EVA, "the mark is gone")


async def test_it_is_narrowed_to_a_state(world: World) -> None:
    async with managing(world) as walk:
        await to_users(walk)
        await walk.press("f", "down", "enter")
        await walk.until(lambda: listed(walk) == [ADMINISTRATOR, ANNA, BRAM], "not those who need attention")
        assert walk.one("#state", Choice).chosen is State.ATTENTION
        await walk.sees("3 van 4")
        walk.one("#state", Choice).value = State.PROTECTED
        await walk.until(lambda: listed(walk) == [EVA], "not Eva alone")
        walk.one("#state", Choice).value = State.DISABLED
        await walk.until(lambda: listed(walk) == [], "somebody")
        await walk.sees("0 van 4")
        walk.one("#users", UserTable).focus()
        await walk.press("enter", "down", "end", "pageup")
        assert type(walk.screen).__name__ == "Users"


async def test_a_click_marks_and_one_more_opens(world: World) -> None:
    async with managing(world) as walk:
        await to_users(walk)
        region = walk.one("#users", UserTable).region
        await walk.pilot.click(offset=(region.x + 5, region.y + 2))
        await walk.until(lambda: walk.one("#users", UserTable).value == BRAM, "not marked")
        await walk.pilot.click(offset=(region.x + 5, region.y + 2))
        await walk.comes_to("UserScreen")


async def test_ten_thousand_users_are_told_of_and_scrolled_through(world: World) -> None:
    session = company(world)
    with world.store.write() as db:
        model = db.exec(select(tables.Account).where(tables.Account.login == ANNA)).one()
        rows = [
            {**model.model_dump(), "id": f"{number:032x}", "login": f"{1000 + number}.mijnbedrijf"}
            for number in range(10_000)
        ]
        db.execute(insert(tables.Account), rows)
    async with managing(world, session=session) as walk:
        await to_users(walk)
        await walk.sees("10004 van 10004")
        await walk.press("end")
        await walk.sees("10999.")
        await walk.press("slash")
        await walk.types("5432")
        await walk.until(lambda: listed(walk) == ["5432.mijnbedrijf"], "not that one")


async def test_hostile_names_are_shown_as_text(world: World) -> None:
    session = company(world)
    with world.store.write() as db:
        model = db.exec(select(tables.Account).where(tables.Account.login == ANNA)).one().model_dump()
        for number, text in enumerate(HOSTILE):
            name = text[:64]
            row = {**model, "id": f"{number:032x}", "login": f"{1000 + number}.mijnbedrijf", "first_name": name}
            db.execute(insert(tables.Account), [row | {"last_name": name}])
    async with managing(world, session=session) as walk:
        harmless(walk.app)
        await to_users(walk)
        for _ in range(4):
            await walk.press("pagedown")
            await walk.pilot.pause(0)
            harmless(walk.app)
        await walk.press("end", "enter")
        await walk.comes_to("UserScreen")
        harmless(walk.app)


async def test_the_list_is_exported_to_a_new_file_only(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with managing(world) as walk:
        await to_users(walk)
        await walk.press("e")
        await walk.comes_to("Rename")
        await walk.sees("Gebruikers exporteren", "~/gebruikers-mijnbedrijf.csv")
        await walk.press("enter")
        await walk.comes_to("Users")
        await walk.sees("Geschreven naar")
        place = tmp_path / "gebruikers-mijnbedrijf.csv"
        assert place.stat().st_mode & 0o777 == 0o600
        assert BRAM in place.read_text()
        await walk.press("e")
        await walk.comes_to("Rename")
        await walk.press("enter")
        await walk.sees("Er is al een bestand met die naam")
        await walk.press("escape")
        await walk.comes_to("Users")


async def test_a_new_user_is_marked_in_the_list_whatever_was_sought(world: World) -> None:
    async with managing(world) as walk:
        await to_users(walk)
        await walk.press("slash")
        await walk.types("eva")
        await walk.until(lambda: listed(walk) == [EVA], "not Eva alone")
        await walk.clicks("#add")
        await walk.comes_to("AddUser")
        await walk.types("301")
        await walk.press("enter")
        await walk.types("Piet")
        await walk.press("f5")
        await walk.comes_to("FirstPasswords")
        await walk.clicks("#done")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("Users")
        await walk.until(lambda: listed(walk) == [*ALL, "301.mijnbedrijf"], "not everybody")
        assert walk.one("UserTable", UserTable).value == "301.mijnbedrijf"
        assert walk.one("#sought", TextInput).value == ""


async def test_what_others_change_is_seen_and_nobody_loses_their_place(world: World) -> None:
    session = company(world)
    accounts, hashed = Accounts(world.context), world.context.passwords.hash("een fiets vol tulpen")
    with world.store.write() as db:
        for number in range(300, 360):
            profile = Profile(f"{number}.mijnbedrijf", Role.USER, "Nieuw", f"{number}", Language.DUTCH)
            accounts.keep(db, accounts.new(profile, hashed))
    async with managing(world, session=session) as walk:
        await to_users(walk)
        await walk.press("slash")
        await walk.types("nieuw")
        await walk.until(lambda: len(listed(walk)) == 60, "not those that are new")
        table = walk.one("UserTable", UserTable)
        await walk.press("pagedown", "pagedown", "pagedown")
        await walk.until(lambda: table.scroll_offset.y > 3, "not scrolled")
        marked, top = table.value, listed(walk)[table.scroll_offset.y]
        world.services.company.add(session, Profile("250.mijnbedrijf", Role.USER, "Nieuw", "", Language.DUTCH))
        await walk.until(lambda: len(listed(walk)) == 61, "the change is not seen")
        await walk.until(lambda: listed(walk)[table.scroll_offset.y] == top, "another place is in sight")
        assert (table.value, walk.one("#sought", TextInput).value, walk.focused()) == (marked, "nieuw", "sought")
        world.services.company.disable(session, marked)
        await walk.sees("Uitgeschakeld")
        assert table.value == marked


def test_the_list_is_made_once_for_each_state_of_the_store(world: World) -> None:
    session, users = company(world), world.services.company.users
    assert users(session) is users(session)
    before = users(session)
    world.services.company.disable(session, ANNA)
    assert [user.login for user in users(session) if user.disabled] == [ANNA]
    assert not any(user.disabled for user in before)
