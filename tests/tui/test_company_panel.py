"""The Company Panel: figures and who needs attention, the name top right with its menu (route B), both panels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from tests.tui.manager import ADMINISTRATOR, ANNA, BRAM, EVA, company, listed, managing
from tests.tui.stage import shown
from tests.tui.walker import PLACES, walking
from tests.world import PASSWORD, KeepingPhone, World
from tui2fa.delivery.base import Problem
from tui2fa.domain.language import Language
from tui2fa.domain.roles import Role
from tui2fa.services.house import make_services
from tui2fa.store import tables
from tui2fa.tui.widgets.user_table import fewer

LABELS = {
    "nl": ("Verbind Mobiele App", "Taal", "Bewerk 2FA", "Log uit"),
    "en": ("Connect Mobile App", "Language", "Edit 2FA", "Sign out"),
}
FIGURES = {
    "nl": (
        "Gebruikers 4",
        "Met 2FA 3",
        "Met reserve 1",
        "Alleen oproepen 2",
        "Nooit ingelogd 1",
        "Vraagt aandacht (3)",
    ),
    "en": ("Users 4", "With 2FA 3", "With a backup 1", "Calls only 2", "Never logged in 1", "Needs attention (3)"),
}


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_the_dashboard_counts_and_names_who_needs_attention(
    world: World, size: tuple[int, int], language: str
) -> None:
    async with managing(world, size, language=language) as walk:
        await walk.sees(*FIGURES[language])
        assert listed(walk) == [ANNA, ADMINISTRATOR, BRAM], "worst first"
        await walk.sees("! Nog geen 2FA · Nooit ingelogd" if language == "nl" else "! No 2FA yet · Never logged in")
        assert walk.focused() == "attention"
        await walk.press("down", "down", "enter")
        await walk.comes_to("UserScreen")
        await walk.sees("203 Bram de Vries")
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")
        assert EVA not in listed(walk)


@pytest.mark.parametrize(
    ("width", "seen"),
    [(20, "! one · two · three"), (18, "! one · two +1"), (9, "! one +2"), (5, "! one · two · three")],
)
def test_no_reason_is_cut_in_the_middle_while_one_fits(width: int, seen: str) -> None:
    assert fewer("! one · two · three", width) == seen


async def test_what_others_change_is_seen_and_so_is_what_changed_meanwhile(world: World) -> None:
    async with managing(world) as walk:
        world.services.company.disable(walk.app.session, BRAM)
        await walk.sees("Vraagt aandacht (2)", "1 uitgeschakeld")
        world.services.company.enable(walk.app.session, BRAM)
        await walk.sees("Vraagt aandacht (3)")
        await walk.press("enter")
        await walk.comes_to("UserScreen")
        world.services.company.disable(walk.app.session, ANNA)
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")
        await walk.sees("Vraagt aandacht (2)", "1 uitgeschakeld")


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_route_b_leads_to_the_factor_editor(world: World, size: tuple[int, int], language: str) -> None:
    async with managing(world, size, language=language) as walk:
        name = await walk.visible("TopBar #name")
        assert name.right >= size[0] - 2
        assert name.y <= 1
        await walk.press("n")
        await walk.comes_to("NameMenu")
        await walk.sees(*LABELS[language])
        box = walk.screen.query_one("#box").region
        assert box.right == size[0], "it hangs under the name"
        await walk.press("down", "down", "enter")
        await walk.comes_to("PasswordPrompt")
        await walk.pastes(PASSWORD)
        await walk.press("enter")
        await walk.comes_to("FactorEditor")
        await walk.sees("061*****00")
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")


async def test_route_b_with_the_mouse_alone(world: World) -> None:
    async with managing(world) as walk:
        await walk.clicks("TopBar #name")
        await walk.comes_to("NameMenu")
        menu = walk.screen.query_one("OptionList").content_region
        await walk.pilot.click(offset=(menu.x + 2, menu.y + 2))
        await walk.comes_to("PasswordPrompt")
        await walk.pastes(PASSWORD)
        await walk.clicks("#go")
        await walk.comes_to("FactorEditor")


async def test_the_language_is_switched_at_once_everywhere_and_kept(world: World) -> None:
    async with managing(world, (120, 40)) as walk:
        await walk.press("n")
        await walk.comes_to("NameMenu")
        await walk.sees("Taal English")
        await walk.press("down", "enter")
        await walk.comes_to("CompanyDashboard")
        await walk.sees("Needs attention (3)", "Company Panel", "Log out")
        await walk.until(
            lambda: world.services.accounts.profile(walk.app.session).language is Language.ENGLISH, "not kept"
        )
        await walk.press("g")
        await walk.comes_to("Users")
        await walk.sees("Add user", "Everybody")
        await walk.press("n")
        await walk.comes_to("NameMenu")
        await walk.press("down", "enter")
        await walk.comes_to("Users")
        await walk.sees("Gebruiker toevoegen", "Iedereen")
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")
        await walk.sees("Vraagt aandacht (3)")


async def test_the_app_is_connected_from_the_menu(world: World) -> None:
    async with managing(world) as walk:
        await walk.press("n")
        await walk.comes_to("NameMenu")
        await walk.press("enter")
        await walk.comes_to("ConnectQaller")
        await walk.sees("KOPPELCODE")
        await walk.settles()
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")


async def test_the_menu_logs_out_and_escape_closes_it(world: World) -> None:
    async with managing(world) as walk:
        await walk.press("n")
        await walk.comes_to("NameMenu")
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")
        session = walk.app.session
        await walk.press("n")
        await walk.comes_to("NameMenu")
        await walk.press("end", "enter")
        await walk.comes_to("LoginScreen")
        await walk.sees("U bent uitgelogd.")
        await walk.until(lambda: not world.services.login.alive(session), "still logged in")


@pytest.mark.parametrize("way", ["keys", "mouse"])
async def test_one_goes_to_ones_own_uc_panel_and_back(world: World, way: str) -> None:
    async with managing(world) as walk:
        await (walk.press("u") if way == "keys" else walk.clicks("#own"))
        await walk.comes_to("Dashboard")
        await walk.sees("Uw account is beschermd", "Beheerderspaneel")
        await (walk.press("b") if way == "keys" else walk.clicks("#company"))
        await walk.comes_to("CompanyDashboard")


async def test_escape_on_the_dashboard_goes_nowhere(world: World) -> None:
    async with managing(world) as walk:
        await walk.press("escape")
        await walk.settles()
        assert type(walk.screen).__name__ == "CompanyDashboard"
        assert "esc" not in shown(walk.app).splitlines()[-1]


async def test_help_and_menu_know_what_can_be_done(world: World) -> None:
    async with managing(world) as walk:
        await walk.press("f1")
        await walk.comes_to("Help")
        await walk.sees("Dit is het Beheerderspaneel.")
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")
        await walk.press("ctrl+p")
        await walk.comes_to("Palette")
        await walk.types("eigen uc")
        await walk.press("enter")
        await walk.comes_to("Dashboard")


async def test_who_lost_the_role_or_the_session_gets_to_the_login(world: World) -> None:
    async with managing(world) as walk:
        with world.store.write() as db:
            account = db.exec(select(tables.Account).where(tables.Account.login == ADMINISTRATOR)).one()
            account.role = Role.USER
        await walk.press("g")
        await walk.comes_to("LoginScreen")
        await walk.sees("Dit mag uw account niet.")


async def test_who_is_disabled_by_a_colleague_gets_to_the_login_at_the_next_action(world: World) -> None:
    company(world)
    world.clock.forward(61)
    session = world.signed_in(BRAM)
    async with walking(world) as walk:
        await walk.enters(session)
        world.disable(BRAM)
        await walk.press("a")
        await walk.comes_to("LoginScreen")
        await walk.sees("Uw sessie is beëindigd")


async def test_an_administrator_reads_what_he_did_to_others(world: World) -> None:
    session = company(world)
    world.services.company.disable(session, BRAM)
    async with managing(world, session=session) as walk:
        await walk.press("u")
        await walk.comes_to("Dashboard")
        await walk.press("a")
        await walk.comes_to("Activity")
        await walk.sees("Wat u bij anderen hebt gedaan", f"{BRAM}: account uitgeschakeld")


async def test_an_administrator_reads_how_codes_are_sent_and_what_is_wrong(world: World) -> None:
    broken = KeepingPhone("command")
    broken.check = lambda: [Problem("{path} is not a program that can be run.", {"path": "/x"})]  # type: ignore[method-assign]
    session = company(world)
    world.context = replace(world.context, phone=(KeepingPhone("voice"), broken))
    world.services = make_services(world.context)
    async with managing(world, session=session) as walk:
        await walk.sees("! Programma: /x is geen programma dat uitgevoerd kan worden.")
        assert "Bellen" not in walk.text, "what works is not told here"
        await walk.app.action_language()
        await walk.sees("! Command: /x is not a program that can be run.")
        await walk.app.action_language()
        await walk.press("w")
        await walk.comes_to("Ways")
        await walk.sees("1. Bellen", "✓ in orde", "2. Programma", "! /x is geen programma dat uitgevoerd kan worden.")
        await walk.press("escape")
        await walk.comes_to("CompanyDashboard")
