"""Living in the panel: the documented way, the settings, the language, idleness (item 5)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select
from textual.containers import VerticalScroll

from tests.agents import agent, reset
from tests.tui.walker import SIZES, walking
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Usage
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step
from tui2fa.store import tables
from tui2fa.tui.factors.authenticator_enrolment import AddAuthenticator
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.qr_code import QrCode
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput
from tui2fa.tui.widgets.secret_text import SecretText

LABELS = {
    "nl": ("Persoonlijke instellingen", "AUTORISATIE", "Wijzig wachtwoord", "Bewerk 2FA", "Geef uw wachtwoord"),
    "en": ("Personal settings", "AUTHORISATION", "Change password", "Edit 2FA", "Enter your password"),
}


def speaks(world: World, language: str) -> None:
    """The account, which has its first number, reads this language."""
    session = world.in_editor()
    profile = world.services.accounts.profile(session)
    world.services.accounts.save_profile(session, replace(profile, language=Language(language)))
    world.clock.forward(120)


@pytest.mark.parametrize(("size", "language"), [(SIZES[0], "nl"), (SIZES[1], "nl"), (SIZES[0], "en")])
async def test_the_documented_way_with_the_keyboard_alone(world: World, size: tuple[int, int], language: str) -> None:
    speaks(world, language)
    title, section, password, edit, question = LABELS[language]
    async with walking(world, size, language=language) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.types(await walk.hears(2))
        await walk.comes_to("Dashboard")
        assert walk.focused() == "name"
        await walk.press("enter")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        await walk.press("enter")
        await walk.comes_to("PersonalSettings")
        await walk.sees(title)
        short = size == (80, 24)
        assert (edit in walk.text) is not short, "at 80x24 one scrolls to it"
        while walk.focused() != "edit":
            await walk.press("tab")
        await walk.sees(section, password, edit)
        await walk.visible("#edit")
        await walk.press("enter")
        await walk.comes_to("PasswordPrompt")
        await walk.sees(question)
        await walk.pastes("niet het goede")
        await walk.press("enter")
        await walk.sees(walk.app.tr(Refusal.WRONG_PASSWORD.value))
        await walk.settles()
        assert walk.focused() == "password"
        walk.one("#password", SecretInput).clear()
        await walk.pastes(PASSWORD)
        await walk.press("enter")
        await walk.comes_to("FactorEditor")
        await walk.sees("062*****29")


async def test_the_documented_way_with_the_mouse_alone(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.types(await walk.hears(2))
        await walk.comes_to("Dashboard")
        await walk.until(lambda: "202" in str(walk.one("#name", Button).label), "no name")
        await walk.clicks("#name")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        await walk.clicks("#bar-name")
        await walk.comes_to("PersonalSettings")
        body = walk.one("#body", VerticalScroll)
        while body.max_scroll_y and body.scroll_offset.y < body.max_scroll_y:
            await walk.wheels(10, 10)
        await walk.clicks("#edit")
        await walk.comes_to("PasswordPrompt")
        await walk.pastes(PASSWORD)
        await walk.clicks("#go")
        await walk.comes_to("FactorEditor")
        await walk.until(lambda: bool(walk.screen.query("FactorRow")), "no rows")
        await walk.clicks("FactorRow .menu")
        await walk.comes_to("FactorMenu")


async def test_a_click_beside_the_bar_and_escape_let_it_slide_in(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await walk.press("escape", "escape")
        for way in ("escape", "click"):
            await walk.press("n")
            await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
            await walk.sees("Verbind Qaller", "Uitloggen")
            if way == "escape":
                await walk.press("escape")
            else:
                await walk.pilot.click(offset=(75, 20))
            await walk.until(lambda: walk.focused() == "name", "the bar is still out")
        await walk.press("n")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        await walk.clicks("#log-out")
        await walk.comes_to("LoginScreen")


async def test_settings_are_kept_and_normalised(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await walk.to_settings()
        assert walk.focused() == "first"
        await walk.press("end")
        await walk.types(" Maria")
        await walk.clicks("#add-number")
        await walk.types("0612345678")
        await walk.clicks("#add-email")
        await walk.types("geen adres")
        await walk.press("f5")
        await walk.sees("Dit is geen e-mailadres.")
        await walk.settles()
        assert walk.focused() == "email-1-value"
        assert walk.one("#email-1-value", TextInput).value == "geen adres"
        walk.one("#email-1-value", TextInput).value = ""
        await walk.types("sanne@mijnbedrijf.nl")
        await walk.press("f5")
        await walk.comes_to("Dashboard")
        await walk.sees("Uw instellingen zijn opgeslagen.", "202 Sanne")
        profile = world.services.accounts.profile(walk.app.session)
        assert profile.first_name == "Sanne Maria"
        assert profile.contacts == (
            Contact(Medium.NUMBER, Usage.BUSINESS, "+31612345678"),
            Contact(Medium.EMAIL, Usage.BUSINESS, "sanne@mijnbedrijf.nl"),
        )


async def test_nothing_typed_is_lost_without_a_question(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await walk.to_settings()
        await walk.press("escape")
        await walk.comes_to("Dashboard")
        await walk.to_settings()
        await walk.press("end")
        await walk.types("X")
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.sees("Wijzigingen weggooien?")
        await walk.press("enter")
        await walk.comes_to("PersonalSettings")
        assert walk.one("#first", TextInput).value == "SanneX"
        await walk.clicks("#cancel")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("Dashboard")
        assert world.services.accounts.profile(walk.app.session).first_name == "Sanne"


async def test_the_language_is_switched_at_once_and_cancelling_puts_it_back(world: World) -> None:
    session = world.in_editor()
    async with walking(world, (120, 40)) as walk:
        await walk.enters(session)
        await walk.to_settings()
        await walk.press("end")
        await walk.types("X")
        walk.one(".language", Choice).focus()
        await walk.press("enter", "down", "enter")
        await walk.sees("Personal settings", "AUTHORISATION", "Log out")
        assert walk.one("#first", TextInput).value == "SanneX"
        await walk.press("escape")
        await walk.sees("Discard your changes?")
        await walk.clicks("#yes")
        await walk.comes_to("Dashboard")
        await walk.sees("Laatste activiteit")
        await walk.to_settings()
        await walk.press("f12", "f5")
        await walk.comes_to("Dashboard")
        await walk.sees("Latest activity", "Your account is protected")
        assert world.services.accounts.profile(walk.app.session).language is Language.ENGLISH


async def test_a_new_password_is_judged_and_works(world: World) -> None:
    session = world.in_editor()
    fresh = "vier woorden zonder verband"
    async with walking(world) as walk:
        await walk.enters(session)
        await walk.to_settings()
        await walk.clicks("#password")
        await walk.comes_to("ChangePassword")
        for new, again, told in (
            ("kort", "kort", "Gebruik minstens 8 tekens."),
            ("wachtwoord1", "wachtwoord1", "makkelijk te raden"),
            (fresh, fresh + "!", "niet gelijk"),
            (PASSWORD, PASSWORD, "huidige wachtwoord"),
        ):
            for name, value in (("current", PASSWORD), ("new", new), ("again", again)):
                walk.one(f"#{name}", SecretInput).value = value
            await walk.pushes("#change")
            await walk.sees(told)
            await walk.settles()
        walk.one("#new", SecretInput).value = walk.one("#again", SecretInput).value = fresh
        await walk.pushes("#change")
        await walk.comes_to("PersonalSettings")
        await walk.sees("Uw wachtwoord is gewijzigd.")
        assert world.services.login.sign_in(LOGIN, fresh).step is Step.CODE


@pytest.mark.parametrize("place", ["Dashboard", "PersonalSettings"])
@pytest.mark.parametrize(("sought", "found"), [("2fa", "PasswordPrompt"), ("wachtwoord", "ChangePassword")])
async def test_the_menu_finds_what_one_came_for(world: World, place: str, sought: str, found: str) -> None:
    speaks(world, "nl")
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.types(await walk.hears(2))
        await walk.comes_to("Dashboard")
        if place == "PersonalSettings":
            await walk.press("n", "n")
            await walk.comes_to(place)
        world.clock.forward(11 * 60)
        await walk.press("ctrl+p")
        await walk.comes_to("Palette")
        await walk.types(sought)
        await walk.press("enter")
        await walk.comes_to(found)


async def test_everything_that_happened_stands_in_the_activity(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await walk.press("a")
        await walk.comes_to("Activity")
        await walk.sees("Telefoongesprek 062*****29 toegevoegd", "Account gemaakt", "tty")
        await walk.press("escape")
        await walk.comes_to("Dashboard")


async def test_fifteen_minutes_without_a_key_drop_every_screen_and_what_was_on_it(world: World) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        await walk.edits(session)
        await walk.press("a")
        await walk.comes_to("ChooseKind")
        await walk.clicks("#kind-authenticator")
        await walk.comes_to("AddAuthenticator")
        await walk.until(lambda: bool(walk.screen.query("SecretText")), "no secret")
        world.clock.forward(14 * 60)
        walk.app.look_for_life()
        await walk.sees("U wordt over een minuut uitgelogd")
        world.clock.forward(60)
        walk.app.look_for_life()
        await walk.comes_to("LoginScreen")
        await walk.sees("15 minuten niets ingedrukt")
        assert walk.app.session == ""
        assert len(walk.app.screen_stack) == 1
        await walk.until(lambda: not world.services.login.alive(session), "still logged in")
        assert all(not field.value for field in walk.screen.query(TextInput))
        secret = (AddAuthenticator, QrCode, SecretText, CodeBoxes)
        await walk.until(
            lambda: not any(isinstance(widget, secret) for widget in walk.app._registry), "a secret is still there"
        )


@pytest.mark.parametrize("ended", ["reset", "disabled", "password"])
async def test_who_is_logged_out_by_somebody_else_is_told_without_a_key(world: World, ended: str) -> None:
    session = world.in_editor()
    async with walking(world) as walk:
        await walk.enters(session)
        if ended == "password":
            other = world.password().session
            with world.store.write() as db:
                db.exec(select(tables.LoginSession).where(tables.LoginSession.id == other)).one().level = "verified"
            world.services.accounts.change_password(other, PASSWORD, "zeven groene paraplus")
        elif ended == "disabled":
            with world.store.write() as db:
                db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().disabled = True
        else:
            await walk.to_settings()
            reset(world, agent(world))
        await walk.comes_to("LoginScreen")
        await walk.sees(walk.app.tr(Refusal.SESSION_ENDED.value))
