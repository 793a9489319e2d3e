"""One user: the profile is changed, the factors are seen and never set, access is given and taken."""

from __future__ import annotations

import re

import pytest
from textual.containers import VerticalScroll

from tests.tui.manager import ADMINISTRATOR, ANNA, BRAM, EVA, managing, to_user
from tests.tui.walker import PLACES, SIZES
from tests.world import World, refused
from tui2fa.domain.language import Language
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step
from tui2fa.tui.screens.company.first_passwords import HIDE_AFTER, FirstPasswords, PasswordList
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.secret_input import TextInput

SEEN = {
    "nl": ("Telefoongesprek 061*****02 (kantoor)", "primair", "Authenticator", "sinds vandaag", "nooit gebruikt"),
    "en": ("Telephone call 061*****02 (kantoor)", "primary", "Authenticator", "since today", "never used"),
}
INSTEAD = {
    "nl": ("niemand stelt de factoren van een ander in", "De helpdesk reset de 2FA", "050-8200000", "eigen login"),
    "en": ("nobody sets another person's factors", "Support resets the 2FA", "050-8200000", "a login of their own"),
}
PASSWORD = re.compile(r"\w{4}-\w{4}-\w{4}-\w{4}")


@pytest.mark.parametrize(("language", "size"), PLACES)
async def test_factors_are_seen_and_the_screen_says_what_to_do_instead_of_setting_them(
    world: World, size: tuple[int, int], language: str
) -> None:
    async with managing(world, size, language=language) as walk:
        await to_user(walk, EVA)
        await walk.sees("204 Eva Smit")
        walk.screen.query_one("#access").scroll_visible(animate=False)
        await walk.pilot.pause(0)
        whole = " ".join(
            " ".join(str(getattr(widget, "content", "")).split()) for widget in walk.screen.query("#form Static")
        )
        for text in (*SEEN[language], *INSTEAD[language]):
            assert text in whole, text
        assert "12345602" not in whole
        assert not walk.screen.query("FactorRow")
        assert {button.id for button in walk.screen.query("#form > HorizontalGroup > Button")} == {
            "first-password",
            "disable",
        }


async def test_the_factors_are_seen_without_scrolling(world: World) -> None:
    async with managing(world) as walk:
        await to_user(walk, EVA)
        await walk.sees(*SEEN["nl"], *INSTEAD["nl"])


async def test_names_and_language_are_changed(world: World) -> None:
    async with managing(world) as walk:
        await to_user(walk, BRAM)
        walk.one("#first", TextInput).value = ""
        await walk.press("f5")
        await walk.sees("Vul dit eerst in.")
        await walk.settles()
        assert walk.focused() == "first"
        await walk.types("Abraham")
        await walk.press("f5")
        await walk.comes_to("Users")
        await walk.sees("203 Abraham de Vries is opgeslagen.", "Abraham de Vries")
        profile = world.services.company.user(walk.app.session, BRAM).profile
        assert (profile.first_name, profile.language) == ("Abraham", Language.DUTCH)


async def test_nothing_typed_is_lost_without_a_question(world: World) -> None:
    async with managing(world) as walk:
        await to_user(walk, BRAM)
        walk.one("#first", TextInput).focus()
        await walk.press("end")
        await walk.types("X")
        await walk.press("f12")
        await walk.sees("User login")
        assert walk.one("#first", TextInput).value == "BramX"
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.press("enter")
        await walk.comes_to("UserScreen")
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("Users")


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_user_is_disabled_and_enabled_after_a_question_whose_default_is_no(world: World, language: str) -> None:
    off, on = ("Schakel uit", "Schakel in") if language == "nl" else ("Disable", "Enable")
    async with managing(world, language=language) as walk:
        await to_user(walk, BRAM)
        await walk.press("d")
        await walk.comes_to("Confirm")
        await walk.sees("203 Bram de Vries")
        assert walk.focused() == "no"
        await walk.press("enter")
        await walk.comes_to("UserScreen")
        assert not world.services.company.user(walk.app.session, BRAM).disabled
        await walk.settles()
        await walk.press("d")
        await walk.comes_to("Confirm")
        await walk.press("tab", "enter")
        await walk.sees("Uitgeschakeld: kan niet inloggen" if language == "nl" else "Disabled: cannot log in")
        await walk.sees("is uitgeschakeld." if language == "nl" else "is disabled.")
        assert world.services.company.user(walk.app.session, BRAM).disabled
        assert str(walk.one("#disable", Button).label) == on
        await walk.settles()
        await walk.clicks("#disable")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.sees("kan weer inloggen." if language == "nl" else "can log in again.")
        await walk.settles()
        assert str(walk.one("#disable", Button).label) == off


@pytest.mark.parametrize("size", SIZES)
async def test_a_one_time_password_is_shown_once_hides_and_works(world: World, size: tuple[int, int]) -> None:
    async with managing(world, size) as walk:
        await to_user(walk, ANNA)
        await walk.press("f")
        await walk.comes_to("Confirm")
        assert walk.focused() == "no"
        await walk.clicks("#yes")
        await walk.comes_to("FirstPasswords")
        await walk.sees("Eenmalig wachtwoord voor 1 gebruiker", ANNA, "één keer", "10 mei")
        [password] = PASSWORD.findall(walk.text)
        screen = walk.screen
        assert isinstance(screen, FirstPasswords)
        assert HIDE_AFTER == 60
        screen._hide()
        await walk.sees("••••-••••-••••-••••")
        assert password not in walk.text
        await walk.press("down")
        await walk.sees(password)
        assert not walk.one("#passwords", PasswordList).allow_select
        assert walk.app.clipboard == ""
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("UserScreen")
        await walk.sees("Heeft een eenmalig wachtwoord")
        assert password not in repr(screen._given)
        assert world.services.login.sign_in(ANNA, password).step is Step.NEW_PASSWORD


async def test_ones_own_account_is_not_shut_here_and_the_screen_says_so(world: World) -> None:
    async with managing(world) as walk:
        await to_user(walk, ADMINISTRATOR)
        assert all(button.disabled for button in walk.screen.query("#access Button"))
        walk.one("#body", VerticalScroll).scroll_to_widget(walk.screen.query_one("#access"), animate=False, top=True)
        await walk.sees(walk.app.tr(Refusal.NOT_YOURSELF.value))
        await walk.press("d", "f")
        await walk.settles()
        assert type(walk.screen).__name__ == "UserScreen"
        with refused(Refusal.NOT_YOURSELF):
            world.services.company.disable(walk.app.session, ADMINISTRATOR)


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_of_the_form_shows_between_the_bar_and_the_head_that_stays(
    world: World, size: tuple[int, int]
) -> None:
    async with managing(world, size) as walk:
        await to_user(walk, EVA)
        await walk.sees("204 Eva Smit")
        walk.screen.query_one("#access").scroll_visible(animate=False)
        await walk.pilot.pause(0)
        assert (await walk.visible("UserScreen #top")).y == (await walk.visible("TopBar")).bottom
