"""A reset from the form to the code that is read out: nothing typed is lost, no key resets by accident, two agents."""

from __future__ import annotations

import pytest
from sqlmodel import select

from tests.agents import COLLEAGUE, REASON, TICKET, agent, reset
from tests.tui.at_desk import at_desk, opens
from tests.tui.stage import is_seen, shown
from tests.tui.walker import WAYS, Walker
from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.roles import Role
from tui2fa.services.views import Step
from tui2fa.store import tables
from tui2fa.tui.screens.desk.reset_code import ResetCode
from tui2fa.tui.widgets.checks import Check
from tui2fa.tui.widgets.secret_input import TextInput


async def to_form(walk: Walker) -> None:
    """Open the form of the caller."""
    await opens(walk)
    await walk.press("r")
    await walk.comes_to("ResetForm")
    await walk.until(lambda: isinstance(walk.screen.focused, Check), "no focus on the first check")


async def fills_in(walk: Walker, password: str = PASSWORD) -> None:
    """Everything, from the first check on, by keyboard alone; the focus ends at [2FA resetten]."""
    await walk.press("space", "enter", "space", "enter")
    for text in (REASON, TICKET, LOGIN, password):
        await walk.pastes(text)
        await walk.press("enter")
    await walk.until(lambda: walk.focused() == "go", "Enter did not lead on")


async def gives(walk: Walker) -> None:
    """Press the last button."""
    await walk.pushes("#go")
    await walk.settles()


def code_of(walk: Walker) -> str:
    """The code, as it stands in the sentence to say."""
    assert isinstance(walk.screen, ResetCode)
    code = walk.screen._given.code
    assert code
    return code


@pytest.mark.parametrize(("language", "size"), WAYS)
async def test_a_reset_ends_with_a_code_to_read_out_which_leads_the_caller_in(
    world: World, language: str, size: tuple[int, int]
) -> None:
    world.with_all()
    say, left = {"nl": ("Zeg: “Log in met uw", "Nog 30 min geldig"), "en": ('Say: "Log in', "Valid for another 30")}[
        language
    ]
    entered, taken = {
        "nl": ("De beller heeft de code ingevoerd", "Geen: de beller"),
        "en": ("has entered", "None: the"),
    }[language]
    async with at_desk(world, agent(world, language=language), size) as walk:
        await to_form(walk)
        await fills_in(walk)
        await gives(walk)
        await walk.comes_to("ResetCode")
        code = code_of(walk)
        await walk.sees(say, left, f"{code[:3]} {code[3:]}", "██████")
        caller = world.password()
        assert caller.step is Step.RESET_CODE
        assert world.services.resets.redeem(caller.session, code).step is Step.SET_UP
        await walk.sees(entered)
        await walk.until(lambda: not walk.screen.query_one("#hide").display, "still something to show or hide")
        assert f"{code[:3]} {code[3:]}" not in walk.text
        await walk.press("escape")
        await walk.comes_to("Caller")
        await walk.sees(taken)


async def test_the_code_hides_and_is_never_seen_again_after_leaving(world: World) -> None:
    world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await to_form(walk)
        await fills_in(walk)
        await gives(walk)
        await walk.comes_to("ResetCode")
        code = code_of(walk)
        grouped = f"{code[:3]} {code[3:]}"
        await walk.sees(grouped)
        await walk.press("h")
        await walk.sees_no_more(grouped)
        await walk.sees_no_more("██████")
        await walk.press("h")
        await walk.sees(grouped)
        world.clock.forward(61)
        await walk.sees_no_more(grouped)
        await walk.sees("De code is verborgen")
        await walk.press("x")
        await walk.sees(grouped)
        await walk.press("escape")
        await walk.comes_to("Confirm")
        assert walk.focused() == "no"
        await walk.press("enter")
        await walk.comes_to("ResetCode")
        world.clock.forward(30 * 60)
        world.clock.seconds -= 30 * 60
        await walk.sees("Deze resetcode werkt niet meer")
        await walk.sees_no_more("Toon of verberg")
        await walk.press("escape")
        await walk.comes_to("Caller")
        assert grouped not in walk.text
        await walk.press("escape")
        await walk.comes_to("Desk")


async def test_every_refusal_stands_at_its_field_and_nothing_typed_is_lost(world: World) -> None:
    session = world.in_editor()
    async with at_desk(world, agent(world), (120, 40)) as walk:
        await to_form(walk)
        await gives(walk)
        await walk.sees("Doe eerst elke controle")
        assert isinstance(walk.screen.focused, Check)
        await walk.press("space", "enter", "space")
        await walk.sees_no_more("Doe eerst elke controle")
        for field, wrong, right, sentence in (
            ("reason", "kort", REASON, "ten minste 10 tekens"),
            ("ticket", "", TICKET, "Vul dit eerst in"),
            ("confirmation", "203.mijnbedrijf", LOGIN, f"Typ de gebruikersnaam van de beller, {LOGIN}"),
            ("password", "verkeerd", PASSWORD, "Dit wachtwoord klopt niet"),
        ):
            box = walk.one(f"#{field}", TextInput)
            box.value = wrong
            await gives(walk)
            await walk.sees(sentence)
            assert walk.focused() == field
            assert box.value == wrong
            box.value = right
        assert world.services.login.alive(session)
        await gives(walk)
        await walk.comes_to("ResetCode")


async def test_no_key_in_a_field_resets_and_leaving_asks_first(world: World) -> None:
    session = world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await to_form(walk)
        await fills_in(walk)
        assert type(walk.screen).__name__ == "ResetForm"
        for key in ("escape", "f8", "ctrl+q"):
            await walk.press(key)
            await walk.comes_to("Confirm")
            assert walk.focused() == "no"
            await walk.press("enter")
            await walk.comes_to("ResetForm")
            assert walk.one("#password", TextInput).value == PASSWORD
        await walk.press("escape")
        await walk.comes_to("Confirm")
        await walk.press("right", "enter")
        await walk.comes_to("Caller")
        assert world.services.login.alive(session)


async def test_what_is_too_long_to_be_taken_says_so(world: World) -> None:
    world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await to_form(walk)
        walk.one("#reason", TextInput).focus()
        await walk.pastes("x" * 10_000)
        await walk.sees("Gebruik hoogstens 200 tekens.")


async def test_a_mouse_fills_it_in_as_well(world: World) -> None:
    world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await opens(walk)
        await walk.clicks("#reset")
        await walk.comes_to("ResetForm")
        for check in walk.screen.query(Check):
            await walk.clicks(f"#{check.id}")
        for field, text in (("reason", REASON), ("ticket", TICKET), ("confirmation", LOGIN), ("password", PASSWORD)):
            await walk.clicks(f"#{field}")
            await walk.pastes(text)
        assert walk.one("#password", TextInput).password, "a click shows it"
        await walk.clicks("#go")
        await walk.comes_to("ResetCode")
        await walk.clicks("#hide")
        await walk.sees("De code is verborgen")
        await walk.clicks("#done")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.comes_to("Caller")


@pytest.mark.parametrize(("language", "size"), WAYS)
async def test_an_administrator_takes_a_second_agent(world: World, language: str, size: tuple[int, int]) -> None:
    world.in_editor()
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().role = Role.ADMINISTRATOR
    words = {
        "nl": ("moet een tweede medewerker", "Wacht op een tweede medewerker", "Gevraagd door Anouk de Boer"),
        "en": ("a second agent must confirm it", "Waits for a second agent", "Asked by Anouk de Boer"),
    }[language]
    async with at_desk(world, agent(world, language=language), size) as walk:
        await to_form(walk)
        await walk.sees(words[0])
        await fills_in(walk)
        await gives(walk)
        await walk.comes_to("Caller")
        await walk.sees(words[1])
    async with at_desk(world, agent(world, COLLEAGUE, language), size) as walk:
        await to_form(walk)
        await walk.sees(words[2], REASON, TICKET)
        await fills_in(walk)
        await gives(walk)
        await walk.comes_to("ResetCode")


async def test_the_first_agent_cannot_confirm(world: World) -> None:
    world.in_editor()
    with world.store.write() as db:
        db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().role = Role.SUPPORT
    told = agent(world)
    reset(world, told)
    async with at_desk(world, told) as walk:
        await to_form(walk)
        await fills_in(walk)
        await gives(walk)
        await walk.sees("Een tweede medewerker moet")
        assert type(walk.screen).__name__ == "ResetForm"


async def test_who_was_acted_on_by_a_colleague_is_looked_at_again(world: World) -> None:
    world.with_all()
    colleague = agent(world, COLLEAGUE)
    async with at_desk(world, agent(world), (120, 40)) as walk:
        await to_form(walk)
        await walk.sees("Authenticator")
        await fills_in(walk)
        reset(world, colleague)
        await gives(walk)
        await walk.sees("intussen gewijzigd", "nog geen 2FA")
        assert walk.one("#reason", TextInput).value == REASON
        assert [check.value for check in walk.screen.query(Check)] == [True, True]
        await gives(walk)
        await walk.comes_to("ResetCode")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("variant", ["alone", "asking", "second"])
async def test_the_whole_form_is_seen_without_scrolling(world: World, language: str, variant: str) -> None:
    world.with_all()
    if variant != "alone":
        with world.store.write() as db:
            db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one().role = Role.ADMINISTRATOR
    if variant == "second":
        reset(world, agent(world))
    async with at_desk(world, agent(world, COLLEAGUE, language)) as walk:
        await to_form(walk)
        for part in ("summary", "checks", "reason", "ticket", "confirmation", "password", "cancel", "go", "close"):
            await walk.until(lambda part=part: is_seen(walk.app, f"#{part}"), f"{part} is not seen")  # type: ignore[misc]


async def test_everything_is_in_reach_on_the_smallest_terminal(world: World) -> None:
    world.in_editor()
    async with at_desk(world, agent(world), (60, 20)) as walk:
        await to_form(walk)
        await fills_in(walk)
        await walk.visible("#cancel")
        await gives(walk)
        await walk.comes_to("ResetCode")
        await walk.until(lambda: "██████" in shown(walk.app), "no code")
        await walk.visible("#done")
