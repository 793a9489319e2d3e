"""Personal settings: a draft that is kept or discarded as a whole, and the way to password and 2FA."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll

from tests.tui.inside import inside, keeps, presses
from tests.tui.stage import shown, toasts
from tests.tui.walker import Walker
from tests.world import PASSWORD, World, refused
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Usage
from tui2fa.domain.refusals import Refusal
from tui2fa.tui.screens.personal_settings import PersonalSettings
from tui2fa.tui.widgets.button import Link
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.contact_list import MOST, ContactLine
from tui2fa.tui.widgets.secret_input import TextInput

NUMBER = Contact(Medium.NUMBER, Usage.BUSINESS, "+31612345678")
ADDRESS = Contact(Medium.EMAIL, Usage.BUSINESS, "sanne@mijnbedrijf.nl")


async def chooses_next(walk: Walker, selector: str) -> None:
    """Open a list of choices and take the one below."""
    choice = walk.one(selector, Choice)
    choice.focus()
    await walk.press("enter")
    await walk.until(lambda: choice.expanded and not choice.has_focus, "the list is not open")
    await walk.press("down")
    await walk.press("enter")
    await walk.pilot.pause()


async def test_what_was_typed_is_kept_whole_and_in_one_form(world: World) -> None:
    session = world.in_editor()
    keeps(world, session, NUMBER)
    async with inside(world, session) as walk:
        await walk.to_settings()
        await walk.press("end")
        await walk.types("-Marie")
        await presses(walk, "#add-number")
        assert walk.focused() == "number-1-value"
        await walk.types("020 123 45 67")
        await presses(walk, "#add-email")
        await walk.types("sanne@mijnbedrijf.nl")
        await walk.clicks("#save")
        await walk.comes_to("Dashboard")
        await walk.until(lambda: "Uw instellingen zijn opgeslagen." in toasts(walk.app), "no toast")
    kept = world.services.accounts.profile(session)
    assert kept.first_name == "Sanne-Marie"
    assert [contact.value for contact in kept.contacts] == ["+31612345678", "+31201234567", "sanne@mijnbedrijf.nl"]


async def test_a_kind_is_chosen_and_a_line_is_removed_with_the_keyboard(world: World) -> None:
    session = world.in_editor()
    keeps(world, session, NUMBER, ADDRESS)
    async with inside(world, session) as walk:
        await walk.to_settings()
        await chooses_next(walk, "#number-0-usage")
        walk.one("#email-0-remove", Link).focus()
        await walk.press("enter")
        await walk.until(lambda: walk.focused() == "add-email", "the focus is lost")
        await walk.press("f5")
        await walk.comes_to("Dashboard")
    assert world.services.accounts.profile(session).contacts == (Contact(Medium.NUMBER, Usage.MOBILE, NUMBER.value),)


async def test_a_second_press_on_a_line_that_goes_does_nothing(world: World) -> None:
    session = world.in_editor()
    keeps(world, session, NUMBER, ADDRESS)
    async with inside(world, session) as walk:
        await walk.to_settings()
        remove = walk.one("#email-0-remove", Link)
        for _ in range(2):
            remove.post_message(Link.Pressed(remove))
        await walk.until(lambda: walk.focused() == "add-email", "the focus is lost")
        await walk.settles()
        assert len(walk.screen.query(ContactLine)) == 1


async def test_a_refusal_stands_at_the_very_line_and_keeps_nothing(world: World) -> None:
    session = world.in_editor()
    keeps(world, session, NUMBER, ADDRESS)
    async with inside(world, session) as walk:
        await walk.to_settings()
        await presses(walk, "#add-email")
        await walk.types("geen adres")
        await walk.press("f5")
        await walk.sees("Dit is geen e-mailadres")
        assert walk.focused() == "email-1-value"
        assert walk.one("#email-1", ContactLine).has_class("-refused")
        assert not walk.one("#email-0", ContactLine).has_class("-refused")
        walk.one("#first", TextInput).value = ""
        await walk.press("f5")
        await walk.until(lambda: walk.focused() == "first", "the name is not told")
    assert world.services.accounts.profile(session).contacts == (NUMBER, ADDRESS)


async def test_lines_that_are_empty_are_none_and_there_is_an_end_to_them(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.to_settings()
        for _ in range(MOST):
            await presses(walk, "#add-number")
        assert len(walk.screen.query(ContactLine)) == MOST
        assert walk.screen.query_one("#add-number").disabled
        await walk.press("f5")
        await walk.comes_to("Dashboard")
    assert world.services.accounts.profile(session).contacts == ()


async def test_leaving_without_a_change_asks_nothing(world: World) -> None:
    session = world.in_editor()
    keeps(world, session, ADDRESS, NUMBER)
    async with inside(world, session) as walk:
        await walk.to_settings()
        await walk.press("escape")
        await walk.comes_to("Dashboard")


@pytest.mark.parametrize("way", ["escape", "#cancel", "#close"])
async def test_changes_are_discarded_only_after_a_question_whose_default_is_no(world: World, way: str) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.to_settings()
        await walk.types("x")
        for answer in ("no", "yes"):
            await (walk.clicks(way) if way.startswith("#") else walk.press(way))
            await walk.comes_to("Confirm")
            await walk.sees("weggooien?", "Verder bewerken")
            assert walk.focused() == "no"
            await walk.clicks(f"#{answer}")
            await walk.comes_to("PersonalSettings" if answer == "no" else "Dashboard")
            if answer == "no":
                assert "x" in walk.one("#first", TextInput).value
    assert world.services.accounts.profile(session).first_name == "Sanne"


@pytest.mark.parametrize("key", ["f8", "ctrl+q"])
async def test_nobody_is_out_of_unsaved_changes_without_a_question(world: World, key: str) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.to_settings()
        await walk.types("x")
        await walk.press("ctrl+p")
        await walk.comes_to("Palette")
        await walk.press(key)
        await walk.comes_to("Confirm")
        await walk.press("enter")
        await walk.comes_to("Palette")
        await walk.press("escape")
        assert "x" in walk.one("#first", TextInput).value
        await walk.press(key)
        await walk.comes_to("Confirm")
        await walk.press("right", "enter")
        await walk.until(lambda: not walk.app.is_running or not walk.app.session, "still logged in")


async def test_the_language_changes_at_once_with_the_draft_and_is_put_back_on_cancel(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.to_settings()
        await walk.types("x")
        await presses(walk, "#add-number")
        await walk.types("0612")
        await chooses_next(walk, ".language")
        await walk.sees("Personal settings", "Interface language", "English")
        assert walk.one("#first", TextInput).value.count("x") == 1
        assert walk.one("#number-1-value", TextInput).value == "0612"
        await walk.until(lambda: isinstance(walk.screen.focused, Choice), "the focus is lost")
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("Dashboard")
        await walk.sees("Laatste activiteit")
    assert world.services.accounts.profile(session).language is Language.DUTCH


async def test_the_language_is_kept_with_the_rest(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.to_settings()
        await chooses_next(walk, ".language")
        await walk.sees("Personal settings")
        await walk.press("f5")
        await walk.comes_to("Dashboard")
        await walk.sees("Latest activity")
    assert world.services.accounts.profile(session).language is Language.ENGLISH


@pytest.mark.parametrize(("way", "size"), [("tab", (80, 24)), ("pagedown", (80, 24)), ("wheel", (60, 20))])
async def test_one_scrolls_to_authorisation_in_every_way(world: World, size: tuple[int, int], way: str) -> None:
    session = world.in_editor()
    keeps(world, session, NUMBER, ADDRESS)
    async with inside(world, session, size) as walk:
        await walk.to_settings()
        assert "AUTORISATIE" not in shown(walk.app)
        assert "Opslaan" in shown(walk.app)
        if way == "wheel":
            walk.one("#body", VerticalScroll).scroll_end(animate=False, immediate=True)
        else:
            while "Bewerk 2FA" not in shown(walk.app):
                await walk.press(way)
        await walk.sees("AUTORISATIE", "Wijzig wachtwoord", "Bewerk 2FA", "Opslaan")


async def test_editing_2fa_with_changes_saves_them_first_when_asked(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.to_settings()
        await walk.types("x")
        await walk.clicks("#edit")
        await walk.comes_to("Confirm")
        await walk.clicks("#no")
        await walk.comes_to("PersonalSettings")
        await walk.clicks("#edit")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("FactorEditor")
        await walk.press("escape")
        await walk.comes_to("PersonalSettings")
        assert isinstance(walk.screen, PersonalSettings)
        assert not walk.screen.changed
    assert "x" in world.services.accounts.profile(session).first_name


async def test_editing_2fa_asks_the_password_when_it_was_not_given_lately(world: World) -> None:
    session = world.in_editor()
    world.clock.forward(601)
    world.services.login.alive(session)
    async with inside(world, session) as walk:
        await walk.to_settings()
        await walk.clicks("#edit")
        await walk.comes_to("PasswordPrompt")
        await walk.press("escape")
        await walk.comes_to("PersonalSettings")
        await walk.clicks("#edit")
        await walk.comes_to("PasswordPrompt")
        await walk.pastes(PASSWORD)
        await walk.press("enter")
        await walk.comes_to("FactorEditor")


async def test_the_password_is_changed_and_refusals_stand_at_their_fields(world: World) -> None:
    new = "zeven koeien op het dak"
    session = world.in_editor()
    other = world.signed_in_later()
    async with inside(world, session) as walk:
        await walk.to_settings()
        await walk.clicks("#password")
        await walk.comes_to("ChangePassword")

        async def tries(current: str, first: str, second: str) -> None:
            for name, text in (("current", current), ("new", first), ("again", second)):
                walk.one(f"#{name}", TextInput).value = text
            walk.one("#again", TextInput).focus()
            await walk.press("enter")
            await walk.settles()

        await tries(PASSWORD, new, new + "!")
        await walk.until(lambda: walk.focused() == "again", "not told at the third field")
        await tries("niet het goede", new, new)
        await walk.until(lambda: walk.focused() == "current", "not told at the first field")
        await tries(PASSWORD, "kort", "kort")
        await walk.until(lambda: walk.focused() == "new", "not told at the second field")
        await walk.sees("8 tekens")
        await tries(PASSWORD, new, new)
        await walk.comes_to("PersonalSettings")
        assert any("andere sessies" in toast for toast in toasts(walk.app))
    assert world.services.login.alive(session)
    assert not world.services.login.alive(other)
    with refused(Refusal.WRONG_LOGIN):
        world.password()
