"""New users: one by one, or many from a file, all of them or none; their passwords are shown once."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event

import pytest

from tests.tui.manager import BRAM, managing, to_users
from tests.tui.walker import PLACES, SIZES, WAYS, Walker
from tests.world import World, refused
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.secret_input import TextInput

PASSWORD = re.compile(r"\w{4}-\w{4}-\w{4}-\w{4}")
HEADER = "login,first_name,last_name,language,number,email\n"
GOOD = HEADER + "301.mijnbedrijf,Piet,Post,nl,0612345678,\n302.mijnbedrijf,Jan,,en,,"
BAD = f"first_name;login\nKlaas;301.anderbedrijf\nPiet;{BRAM}\n;303.mijnbedrijf\nJan;304.mijnbedrijf\n"


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_an_extra_user_is_added(world: World, size: tuple[int, int], language: str) -> None:
    async with managing(world, size, language=language) as walk:
        await to_users(walk)
        await walk.press("a")
        await walk.comes_to("AddUser")
        await walk.sees("enkel 2FA" if language == "nl" else "2FA only")
        assert walk.focused() == "new-login"
        assert walk.one("#new-login", TextInput).value == ".mijnbedrijf"
        await walk.types("203")
        await walk.press("f5")
        await walk.sees("Vul dit eerst in." if language == "nl" else "Fill this in first.")
        await walk.settles()
        assert walk.focused() == "first"
        await walk.types("Piet")
        await walk.press("f5")
        await walk.sees("bestaat al" if language == "nl" else "already exists")
        await walk.settles()
        assert walk.focused() == "new-login"
        walk.one("#new-login", TextInput).value = "301.mijnbedrijf"
        await walk.press("f5")
        await walk.comes_to("FirstPasswords")
        await walk.sees("301.mijnbedrijf")
        [password] = PASSWORD.findall(walk.text)
        await walk.press("escape")
        await walk.comes_to("Confirm")
        assert walk.focused() == "no"
        await walk.press("enter")
        await walk.comes_to("FirstPasswords")
        await walk.clicks("#done")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("Users")
        await walk.sees("301.mijnbedrijf")
        assert world.services.login.sign_in("301.mijnbedrijf", password).step is Step.NEW_PASSWORD


async def test_enter_leads_through_the_form_as_everywhere(world: World) -> None:
    async with managing(world) as walk:
        await to_users(walk)
        await walk.press("a")
        await walk.comes_to("AddUser")
        await walk.types("301")
        await walk.press("enter")
        await walk.types("Piet")
        await walk.press("enter")
        await walk.types("Post")
        await walk.press("enter", "enter")
        await walk.comes_to("FirstPasswords")
        assert world.services.company.user(walk.app.session, "301.mijnbedrijf").profile.last_name == "Post"


async def test_a_new_user_that_was_begun_is_not_lost_without_a_question(world: World) -> None:
    async with managing(world) as walk:
        await to_users(walk)
        await walk.press("a")
        await walk.comes_to("AddUser")
        await walk.press("escape")
        await walk.comes_to("Users")
        await walk.press("a")
        await walk.comes_to("AddUser")
        await walk.types("3")
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("Users")


async def names(walk: Walker, file: Path) -> None:
    """Open the import and look at a file."""
    await to_users(walk)
    await walk.press("i")
    await walk.comes_to("ImportUsers")
    await walk.pastes(str(file))
    await walk.press("enter")
    await walk.settles()


@pytest.mark.parametrize(("language", "size"), WAYS)
async def test_every_bad_line_is_named_and_nothing_can_be_imported(
    world: World, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    (tmp_path / "x.csv").write_text(BAD)
    async with managing(world, size, language=language) as walk:
        await names(walk, tmp_path / "x.csv")
        await walk.sees("3 regels zijn fout" if language == "nl" else "3 lines are wrong")
        await walk.sees("regel 2" if language == "nl" else "line 2", "301.anderbedrijf", ".mijnbedrijf")
        assert walk.one("#go", Button).disabled
        assert walk.focused() == "preview"
        await walk.press("end")
        await walk.sees("304.mijnbedrijf")
        await walk.press("f5", "escape")
        await walk.comes_to("Users")
    with refused(Refusal.NO_ACCOUNT):
        world.services.accounts.status("304.mijnbedrijf")


@pytest.mark.parametrize("size", SIZES)
async def test_a_good_file_is_imported_and_the_passwords_are_shown_and_saved(
    world: World, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "x.csv").write_text(GOOD)
    async with managing(world, size) as walk:
        await names(walk, Path("~/x.csv"))
        await walk.sees("2 gebruikers, elke regel is goed.", "Importeer 2 gebruikers", "regel 3")
        assert walk.focused() == "go"
        await walk.press("enter")
        await walk.comes_to("FirstPasswords")
        await walk.sees("Eenmalige wachtwoorden voor 2 gebruikers", "301.mijnbedrijf", "302.mijnbedrijf")
        first, second = PASSWORD.findall(walk.text)
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.press("enter")
        await walk.comes_to("FirstPasswords")
        await walk.press("s")
        await walk.comes_to("Rename")
        await walk.press("enter")
        await walk.comes_to("FirstPasswords")
        await walk.sees("Geschreven naar")
        place = tmp_path / "eerste-wachtwoorden.csv"
        assert place.stat().st_mode & 0o777 == 0o600
        assert f"301.mijnbedrijf,{first}" in place.read_text()
        await walk.press("escape")
        await walk.comes_to("Users")
        await walk.sees("301.mijnbedrijf", "Piet Post")
        signed = world.services.login.sign_in("302.mijnbedrijf", second)
        assert (signed.step, signed.profile.language) == (Step.NEW_PASSWORD, "en")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Er staan geen gebruikers in dit bestand."),
        (b"login,geheim\n", "Een kolom geheim kan niet."),
        (b"\xff\xfe", "geen tekst in UTF-8"),
        (None, "Dit bestand is er niet op deze machine."),
    ],
)
async def test_a_file_that_is_no_list_is_told_at_the_field(
    world: World, tmp_path: Path, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / "x.csv").write_bytes(content)
    async with managing(world) as walk:
        await names(walk, tmp_path / "x.csv")
        await walk.sees(told)
        assert walk.focused() == "path"
        walk.one("#path", TextInput).value = ""
        await walk.clicks("#look")
        await walk.sees("Vul dit eerst in.")


async def test_progress_is_told_and_escape_stops_before_anybody_is_added(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.csv").write_text(GOOD)
    go = Event()
    hash_it = world.context.passwords.hash

    def slowly(password: str) -> str:
        go.wait(10)
        return hash_it(password)

    async with managing(world) as walk:
        await names(walk, tmp_path / "x.csv")
        monkeypatch.setattr(world.context.passwords, "hash", slowly)
        await walk.press("enter")
        await walk.sees("0 van 2 gebruikers zijn klaargezet")
        await walk.press("escape")
        assert type(walk.screen).__name__ == "ImportUsers"
        go.set()
        await walk.sees("Gestopt: niemand is toegevoegd.")
        await walk.sees("Importeer 2 gebruikers")
    with refused(Refusal.NO_ACCOUNT):
        world.services.accounts.status("301.mijnbedrijf")


async def test_who_was_taken_meanwhile_is_named_and_nobody_is_added(world: World, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(GOOD)
    async with managing(world) as walk:
        await names(walk, tmp_path / "x.csv")
        await walk.sees("Importeer 2 gebruikers")
        world.add("302.mijnbedrijf")
        await walk.press("enter")
        await walk.sees("1 regel is fout", "Deze gebruikersnaam bestaat al.")
    with refused(Refusal.NO_ACCOUNT):
        world.services.accounts.status("301.mijnbedrijf")
