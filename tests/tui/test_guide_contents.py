"""What the guide marks is there: every control of every step stands on one of its screens, as a person meets them."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from tests.administrators import administrator
from tests.agents import agent, reset
from tests.tui.walker import Walker, walking
from tests.world import PASSWORD, World
from tui2fa.guide import model as guide
from tui2fa.guide.tasks import TASKS
from tui2fa.services.oversight import FirstPassword
from tui2fa.services.views import SignIn, Step
from tui2fa.store.sealing import DeviceIdentity
from tui2fa.tui.dialogs.congratulations import Congratulations
from tui2fa.tui.screens.company.first_passwords import FirstPasswords
from tui2fa.tui.screens.first_setup import FirstSetup
from tui2fa.tui.widgets.factor_row import FactorRow
from tui2fa.tui.widgets.pairing_code import PairingCodeText

STEPS = {step for task in TASKS for step in task.steps if step.control}
BY_OTHERS = {step for step in STEPS if {"CompanyDashboard", "NameMenu", "Users", "ResetCode"} & {*step.on}}
"""Steps of administrators, and of who was reset."""


class Visitor:
    """Writes down which of the wanted controls stand where."""

    def __init__(self, walk: Walker) -> None:
        self.walk = walk
        self.found: defaultdict[str, set[str]] = defaultdict(set)

    def looks(self, spot: str = "") -> None:
        """Look around on the screen in front."""
        screen = self.walk.screen
        wanted = {step.control for step in STEPS}
        self.found[spot or type(screen).__name__] |= {control for control in wanted if screen.query(control)}

    async def comes_to(self, *names: str) -> None:
        """Look around on these screens, the next one being in front already."""
        for name in names:
            await self.walk.comes_to(name)
            self.looks()


async def _logs_in(visitor: Visitor, world: World) -> None:
    walk = visitor.walk
    await visitor.comes_to("LoginScreen")
    calls = len(world.phone.jobs)
    await walk.gives_password()
    await walk.hears(calls + 1)
    await visitor.comes_to("CodeScreen")
    await walk.press("m")
    await visitor.comes_to("ChooseMethod")
    await walk.press("escape")
    await walk.comes_to("CodeScreen")
    await walk.types(world.code())
    await visitor.comes_to("Dashboard")


async def _route_a(visitor: Visitor) -> None:
    walk = visitor.walk
    await walk.press("n")
    await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
    visitor.looks("Dashboard.bar")
    await walk.press("enter")
    await visitor.comes_to("PersonalSettings")
    await walk.pushes("#edit")
    await visitor.comes_to("PasswordPrompt")
    await walk.pastes(PASSWORD)
    await walk.press("enter")
    await walk.comes_to("FactorEditor")
    await walk.until(lambda: isinstance(walk.screen.focused, FactorRow), "no rows")
    visitor.looks()


async def _methods(visitor: Visitor, world: World) -> None:
    walk = visitor.walk
    await walk.press("enter")
    await visitor.comes_to("FactorMenu")
    await walk.press("escape", "a")
    await visitor.comes_to("ChooseKind")
    await walk.clicks("#kind-phone")
    await visitor.comes_to("AddNumber")
    await walk.pastes("06 21234530")
    await walk.press("enter", "enter")
    await walk.until(lambda: bool(walk.screen.query("#boxes")), "no boxes")
    await walk.settles()
    visitor.looks("AddNumber.code")
    await walk.press("escape")
    await walk.until(lambda: walk.focused() == "number", "no number")
    await walk.settles()
    await walk.press("escape")
    await walk.comes_to("FactorEditor")
    await walk.press("down", "v")
    await walk.comes_to("AddAuthenticator")
    await walk.until(lambda: bool(walk.screen.query("#boxes")), "no boxes")
    visitor.looks()
    await walk.press("escape")
    await walk.comes_to("FactorEditor")
    await walk.press("down", "v")
    await walk.comes_to("ConnectQaller")
    await walk.until(lambda: bool(walk.one("PairingCodeText", PairingCodeText).content), "no code")
    visitor.looks()
    code = walk.one("PairingCodeText", PairingCodeText).content
    world.services.companion.pair("202.mijnbedrijf", code, "tweede toestel", DeviceIdentity.new())
    await walk.sees("Verbonden: tweede toestel")
    await walk.pushes("#done")
    await walk.comes_to("AddQaller")
    await walk.until(lambda: bool(walk.screen.query("#boxes")), "no boxes")
    visitor.looks()


async def test_every_control_stands_on_one_of_its_screens(world: World) -> None:
    world.with_all()
    world.clock.forward(61)
    async with walking(world) as walk:
        visitor = Visitor(walk)
        await _logs_in(visitor, world)
        await _route_a(visitor)
        await _methods(visitor, world)
        walk.app.push_screen(FirstSetup())
        await walk.until(lambda: bool(walk.screen.query("#kind-qaller")), "no choices")
        await visitor.comes_to("FirstSetup")
        walk.app.push_screen(Congratulations())
        await visitor.comes_to("Congratulations")
        walk.log.clear()
    _all_found(visitor, STEPS - BY_OTHERS)


async def test_the_controls_of_administrators_stand_on_their_screens(world: World) -> None:
    session = administrator(world)
    profile = world.services.accounts.profile(session)
    given = FirstPassword("299.mijnbedrijf", "abcd-efgh-jkmn-pqrs", world.clock.now() + timedelta(days=7))
    async with walking(world) as walk:
        visitor = Visitor(walk)
        await walk.app.enter(SignIn(session, Step.PANEL, profile))
        await visitor.comes_to("CompanyDashboard")
        await walk.press("n")
        await visitor.comes_to("NameMenu")
        await walk.press("escape", "g")
        await visitor.comes_to("Users")
        walk.app.push_screen(FirstPasswords([given]))
        await visitor.comes_to("FirstPasswords")
    _all_found(visitor, {step for step in BY_OTHERS if "ResetCode" not in step.on})


async def test_the_reset_code_is_typed_where_the_guide_says(world: World) -> None:
    world.in_editor()
    reset(world, agent(world))
    async with walking(world) as walk:
        visitor = Visitor(walk)
        await walk.gives_password()
        await visitor.comes_to("ResetCode")
    _all_found(visitor, {step for step in BY_OTHERS if "ResetCode" in step.on})


def _all_found(visitor: Visitor, steps: set[guide.Step]) -> None:
    assert steps
    for step in steps:
        assert any(step.control in visitor.found[spot] for spot in step.on), step.do
