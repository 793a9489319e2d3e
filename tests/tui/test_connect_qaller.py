"""[Verbind Qaller]: the code, who comes with it, and logging an app out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.tui.inside import inside, presses
from tests.tui.stage import shown
from tests.tui.walker import Walker
from tests.world import LOGIN, PASSWORD, World, refused
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import PairingState
from tui2fa.tui.screens.connect_qaller import ConnectQaller
from tui2fa.tui.widgets.pairing_code import PairingCodeText


@asynccontextmanager
async def connecting(world: World, session: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Walker]:
    """A person who has pressed [Verbind Qaller]."""
    async with inside(world, session, size) as walk:
        await walk.press("n")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        await walk.press("tab", "enter")
        await walk.comes_to("ConnectQaller")
        await walk.until(lambda: bool(code(walk)), "no code")
        yield walk


def code(walk: Walker) -> str:
    return walk.one("PairingCodeText", PairingCodeText).content


def comes(world: World, shown_code: str, name: str = "toestel van Sanne") -> None:
    world.services.companion.pair(LOGIN, shown_code, name, world.identity)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_code_is_shown_large_until_an_app_comes_with_it(world: World, size: tuple[int, int]) -> None:
    session = world.in_editor()
    async with connecting(world, session, size) as walk:
        await walk.sees("KOPPELCODE", "Deze koppelcode kunt u in de Mobiele App invoeren", "Nog 10 min geldig")
        letters = "".join(letter for letter in shown(walk.app) if letter.isalnum())
        assert code(walk).replace("-", "") in letters
        assert len(code(walk)) == 9
        comes(world, code(walk))
        await walk.sees("Verbonden: toestel van Sanne", "Bewerk 2FA", "nog geen factor")
        assert code(walk) == ""
        await walk.press("enter")
        await walk.comes_to("Dashboard")


@pytest.mark.parametrize("came", [True, False])
async def test_who_asked_hears_whether_an_app_came(world: World, came: bool) -> None:
    session = world.in_editor()
    answers: list[bool | None] = []
    async with inside(world, session) as walk:
        await walk.app.push_screen(ConnectQaller(), answers.append)
        await walk.comes_to("ConnectQaller")
        await walk.until(lambda: bool(code(walk)), "no code")
        shown_code = code(walk)
        if came:
            comes(world, shown_code)
            await walk.sees("Kies Doorgaan en typ één code over")
        await walk.press("escape")
        await walk.comes_to("Dashboard")
        assert answers == [came]
        with refused(Refusal.WRONG_PAIRING):
            comes(world, shown_code)


async def test_the_first_key_counts_even_before_the_code_is_there(world: World) -> None:
    session = world.in_editor()
    async with inside(world, session) as walk:
        await walk.app.push_screen(ConnectQaller())
        await walk.press("escape")
        await walk.comes_to("Dashboard")


async def test_it_works_from_the_first_set_up_too(world: World) -> None:
    world.add()
    signed = world.password()
    async with inside_set_up(world, signed.session) as walk:
        await walk.app.push_screen(ConnectQaller())
        await walk.comes_to("ConnectQaller")
        await walk.until(lambda: bool(code(walk)), "no code")
        comes(world, code(walk))
        await walk.sees("Verbonden: toestel van Sanne")


@asynccontextmanager
async def inside_set_up(world: World, session: str) -> AsyncIterator[Walker]:
    """A person without any factor."""
    from tests.tui.walker import walking
    from tui2fa.services.views import SignIn, Step

    async with walking(world) as walk:
        await walk.app.enter(SignIn(session, Step.SET_UP, world.password().profile))
        await walk.comes_to("FirstSetup")
        yield walk


async def test_the_time_left_is_told_and_a_code_that_is_over_says_so(world: World) -> None:
    session = world.in_editor()
    async with connecting(world, session) as walk:
        await walk.turns(30)
        await walk.sees("Nog 9 min 30 s geldig")
        for _ in range(10):
            await walk.press("tab")
            await walk.turns(57)
        await walk.sees("Deze koppelcode werkt niet meer")
        assert code(walk) == ""
        await walk.clicks("#again")
        await walk.until(lambda: bool(code(walk)), "no new code")


async def test_a_code_that_was_guessed_at_too_often_says_so(world: World) -> None:
    session = world.in_editor()
    async with connecting(world, session) as walk:
        for _ in range(5):
            with refused(Refusal.WRONG_PAIRING):
                comes(world, "00000000")
            world.clock.forward(40)
        await walk.sees("Deze koppelcode werkt niet meer")


async def test_the_code_hides_after_a_minute_without_a_key_and_any_key_shows_it(world: World) -> None:
    session = world.in_editor()
    async with connecting(world, session) as walk:
        before = code(walk)
        await walk.turns(60)
        await walk.sees("Druk op een toets", "• ││ •")
        assert code(walk) == ""
        assert before[:4] not in "".join(letter for letter in shown(walk.app) if letter.isalnum())
        await walk.press("x")
        await walk.until(lambda: code(walk) == before, "the code stays hidden")
        assert type(walk.screen).__name__ == "ConnectQaller"


async def test_enter_on_a_hidden_code_only_shows_it(world: World) -> None:
    session = world.in_editor()
    async with connecting(world, session) as walk:
        await walk.turns(60)
        await walk.press("enter")
        await walk.until(lambda: bool(code(walk)), "the code stays hidden")
        assert type(walk.screen).__name__ == "ConnectQaller"


async def test_another_code_makes_the_earlier_one_work_no_more(world: World) -> None:
    session = world.in_editor()
    async with connecting(world, session) as walk:
        first = code(walk)
        await walk.clicks("#again")
        await walk.until(lambda: code(walk) not in ("", first), "no other code")
        with refused(Refusal.WRONG_PAIRING):
            comes(world, first)


def apps(world: World, session: str) -> PairingState:
    return world.services.pairing.state(session)


async def test_an_app_is_disconnected_after_a_question_whose_default_is_no(world: World) -> None:
    session = world.in_editor()
    world.pair(session)
    async with connecting(world, session) as walk:
        await walk.sees("toestel van Sanne", "Ontkoppelen")
        [device] = apps(world, session).devices
        await presses(walk, f"#unpair-{device.id}")
        await walk.comes_to("Confirm")
        assert walk.focused() == "no"
        await walk.press("enter")
        await walk.comes_to("ConnectQaller")
        assert apps(world, session).devices
        await presses(walk, f"#unpair-{device.id}")
        await walk.comes_to("Confirm")
        await walk.clicks("#yes")
        await walk.sees("Er is nog geen app verbonden")
        assert not apps(world, session).devices


async def test_an_app_that_is_a_factor_goes_with_it_behind_the_password(world: World) -> None:
    session, _ = world.with_all()
    world.clock.forward(601)
    world.services.login.alive(session)
    async with connecting(world, session) as walk:
        [device] = apps(world, session).devices
        await presses(walk, f"#unpair-{device.id}")
        await walk.comes_to("Confirm")
        await walk.sees("een van uw factoren")
        await walk.clicks("#yes")
        await walk.comes_to("PasswordPrompt")
        await walk.pastes(PASSWORD)
        await walk.press("enter")
        await walk.sees("Er is nog geen app verbonden")
    assert Kind.QALLER not in {factor.kind for factor in world.services.factors.listing(session)}


async def test_nothing_of_the_code_can_be_selected_or_is_in_a_repr(world: World) -> None:
    session = world.in_editor()
    async with connecting(world, session) as walk:
        widget = walk.one("PairingCodeText", PairingCodeText)
        assert not widget.allow_select
        assert code(walk) not in repr(widget)
