"""Logging in and out, as somebody at the terminal does it (item 4)."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

import pytest
from textual import events
from textual.widgets import OptionList

from tests.tui.walker import SIZES, Walker, walking
from tests.world import LOGIN, PASSWORD, KeepingPhone, World, wrong
from tui2fa.delivery.base import Job, Progress, Result
from tui2fa.domain.factors import Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.locale import catalogue
from tui2fa.services.house import make_services
from tui2fa.services.views import Challenge, SignIn
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.challenge import FAILED, UNDER_WAY
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.countdown import Countdown
from tui2fa.tui.widgets.secret_input import TextInput

ON_THE_WAY = "Verstuurd naar 062*****29"


async def to_the_code(walk: Walker) -> str:
    """Give the password; the code of the call that follows."""
    calls = len(walk.world.phone.jobs)
    await walk.gives_password()
    await walk.comes_to("CodeScreen")
    await walk.sees(ON_THE_WAY)
    return await walk.hears(calls + 1)


async def to_a_wait(walk: Walker) -> str:
    """To the code, which was given wrongly so often that one has to wait."""
    code = await to_the_code(walk)
    for _ in range(4):
        await walk.types(wrong(code))
        await walk.settles()
    await walk.sees("Te veel foute pogingen.", "30 s")
    return code


async def other_method(walk: Walker, kind: Kind) -> None:
    """Choose another factor at the code screen, with the keyboard."""
    await walk.press("m")
    await walk.comes_to("ChooseMethod")
    await walk.sees("Hoe wil je jouw identiteit verifiëren?")
    wanted = [factor.kind for factor in walk.world.services.login.factors(walk.app.session)].index(kind)
    methods = walk.one("#methods", OptionList)
    await walk.until(lambda: methods.has_focus and methods.highlighted is not None, "nothing is marked")
    steps = wanted - (methods.highlighted or 0)
    await walk.press(*["down" if steps > 0 else "up"] * abs(steps))
    await walk.until(lambda: methods.highlighted == wanted, "not marked")
    await walk.press("enter")
    await walk.comes_to("CodeScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_the_primary_factors_code_is_sent_at_once_and_leads_to_the_panel(
    world: World, size: tuple[int, int]
) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world, size) as walk:
        code = await to_the_code(walk)
        await walk.sees(
            "Wacht even … we moeten uw identiteit verifiëren",
            "op 062*****29",
            "Nog 4 pogingen, daarna moet u wachten.",
            "nog 5 min",
        )
        assert "Doorgaan" in walk.text
        assert walk.one("#go", Button).disabled
        await walk.types(code[:5])
        assert walk.one("#go", Button).disabled
        await walk.types(code[5:])
        await walk.comes_to("Dashboard")
        await walk.sees("202 Sanne", "Uw account is beschermd")
        await walk.press("f8")
        await walk.comes_to("LoginScreen")
        await walk.sees("U bent uitgelogd.")


async def test_a_wrong_login_and_a_wrong_password_are_told_alike_at_the_field_and_stay(world: World) -> None:
    world.add()
    async with walking(world) as walk:
        told = []
        for login, password in ((LOGIN, "iets heel anders"), ("999.niemand", PASSWORD)):
            await walk.gives_password(login, password)
            await walk.sees("Deze combinatie van gebruikersnaam en wachtwoord is niet bekend.")
            await walk.settles()
            assert walk.focused() == "password"
            assert walk.one("#login", TextInput).value == login
            told.append(walk.text.replace(login, ""))
            for name in ("password", "login"):
                walk.one(f"#{name}", TextInput).value = ""
            walk.one("#login", TextInput).focus()
        assert told[0].replace("•", "") == told[1].replace("•", "")


async def test_a_wrong_code_costs_a_try_and_sends_nothing(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        code = await to_the_code(walk)
        await walk.types(wrong(code))
        await walk.sees("Deze code klopt niet.", "Nog 3 pogingen,")
        assert len(world.phone.jobs) == 2
        assert walk.focused() == "boxes"
        await walk.pastes(f"{code[:3]} {code[3:]}")
        await walk.comes_to("Dashboard")


async def test_who_tries_during_a_wait_reads_no_more_of_it_when_it_is_over(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        code = await to_a_wait(walk)
        await walk.turns(4)
        await walk.pastes(wrong(code))
        await walk.settles()
        await walk.sees("Te veel foute pogingen.", "26 s")
        await walk.turns(26)
        await walk.sees_no_more("Te veel foute pogingen.")
        await walk.sees("Nog 1 poging")
        await walk.pastes(code)
        await walk.comes_to("Dashboard")


async def test_who_has_used_up_a_code_reads_that_it_takes_a_new_one(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        code = await to_a_wait(walk)
        await walk.turns(30)
        await walk.sees("Nog 1 poging")
        await walk.types(wrong(code))
        await walk.sees("Te veel foute pogingen voor deze code. Laat een nieuwe versturen.")


async def test_what_is_no_code_is_refused_without_costing_a_try(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        code = await to_the_code(walk)
        for pasted in ("12345", "1234567", "-12345", "1_2_3_4", "１２３４５６", f"{code}\n{code}", "9" * 10**6):
            await walk.pastes(pasted)
            await walk.sees("Een code heeft zes cijfers")
            assert walk.one("#boxes", CodeBoxes).value.strip() == ""
        await walk.types(code[:3])
        await walk.press("backspace", "backspace", "x")
        await walk.types(code[1:])
        await walk.comes_to("Dashboard")


async def test_the_same_code_is_sent_again_once_its_countdown_is_over(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        code = await to_the_code(walk)
        resend = walk.one("#resend", Countdown)
        await walk.until(lambda: "1 min" in str(resend.label), "no countdown")
        assert resend.disabled
        await walk.press("r")
        await walk.turns(48)
        await walk.until(lambda: "(12 s)" in str(resend.label), "no countdown")
        await walk.sees("nog 4 min 12 s geldig")
        assert len(world.phone.jobs) == 2
        await walk.turns(12)
        await walk.until(lambda: not resend.disabled, "no resending")
        await walk.press("r")
        assert await walk.hears(3) == code
        await walk.until(lambda: resend.disabled, "no second countdown")
        await walk.turns(190)
        await walk.types(code)
        await walk.comes_to("Dashboard")


async def test_an_expired_code_says_so_and_a_new_one_gets_in(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        code = await to_the_code(walk)
        await walk.turns(301)
        await walk.sees("Deze code is verlopen. Laat een nieuwe versturen.")
        await walk.types(code)
        await walk.settles()
        await walk.sees("Deze code is verlopen.")
        await walk.press("r")
        fresh = await walk.hears(3)
        assert fresh != code
        await walk.sees("nog 5 min geldig")
        await walk.types(fresh)
        await walk.comes_to("Dashboard")


async def test_a_call_that_fails_says_why_and_another_method_gets_in(world: World) -> None:
    _, authenticator = world.with_all()
    world.clock.forward(120)
    world.phone.outcome = Outcome.BUSY
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.sees("De lijn is in gesprek. Probeer het zo opnieuw of gebruik een andere methode.")
        await other_method(walk, Kind.AUTHENTICATOR)
        await walk.sees("Voer de verificatiecode in die door de app is gegenereerd")
        assert not walk.one("#resend", Countdown).display
        await walk.types(authenticator.at(world.clock.now()))
        await walk.comes_to("Dashboard")


async def test_log_out_and_log_in_with_each_other_factor(world: World) -> None:
    session, authenticator = world.with_all()
    world.clock.forward(120)
    async with walking(world, (120, 40)) as walk:
        await walk.enters(session)
        await walk.press("f8")
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await other_method(walk, Kind.QALLER)
        await walk.sees("in uw Qaller-app", "Verstuurd naar Qaller")
        await walk.types(world.pushed())
        await walk.comes_to("Dashboard")
        await walk.press("f8")
        world.clock.forward(61)
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await other_method(walk, Kind.AUTHENTICATOR)
        await walk.sees("die door de app is gegenereerd")
        await walk.types(authenticator.at(world.clock.now()))
        await walk.comes_to("Dashboard")
        await walk.sees("Ingelogd met Authenticator", "Ingelogd met Qaller App")


async def test_a_code_that_is_typed_before_it_is_asked_for_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, app = world.with_all()
    authenticator = world.factor(session, Kind.AUTHENTICATOR)
    world.services.factors.make_primary(session, authenticator.id)
    world.clock.forward(120)
    asked = threading.Event()
    challenge = world.services.login.challenge

    def slowly(session: str, factor: str | None = None) -> Challenge:
        asked.wait(10)
        return challenge(session, factor)

    monkeypatch.setattr(world.services.login, "challenge", slowly)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.until(lambda: walk.focused() == "boxes", "no boxes")
        await walk.types(app.at(world.clock.now()))
        asked.set()
        await walk.comes_to("Dashboard")


async def test_a_call_that_goes_on_does_not_disturb_the_method_chosen_instead(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.with_all()
    world.clock.forward(120)
    ended = threading.Event()
    carry = world.phone.send

    def ring(job: Job, progress: Progress) -> Result:
        ended.wait(10)
        return carry(job, progress)

    monkeypatch.setattr(world.phone, "send", ring)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.sees("De code gaat naar 062*****29")
        await other_method(walk, Kind.QALLER)
        await walk.sees("Verstuurd naar Qaller")
        calls = len(world.phone.jobs)
        ended.set()
        await walk.until(lambda: len(world.phone.jobs) > calls, "the call goes on")
        await walk.types(world.pushed())
        await walk.comes_to("Dashboard")


async def test_that_was_not_me_in_the_qaller_app_is_told_to_whoever_waits_and_stands_in_the_activity(
    world: World,
) -> None:
    session, _ = world.with_all()
    world.services.factors.make_primary(session, world.factor(session, Kind.QALLER).id)
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.sees("Verstuurd naar Qaller")
        [message, *_] = [message for message in world.services.companion.inbox(world.identity) if message.code]
        world.services.companion.decline(world.identity, message.id)
        await walk.sees("Deze code is afgewezen in de Qaller-app")
        await walk.types(message.code)
        await walk.settles()
        await walk.sees("Deze code is afgewezen in de Qaller-app")
        await walk.turns(61)
        await walk.press("r")
        await walk.sees("nog 5 min geldig")
        await walk.types(world.pushed())
        await walk.comes_to("Dashboard")
        await walk.sees('"Dat was ik niet"')


async def test_a_second_press_while_the_first_is_under_way_is_ignored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.in_editor()
    asked: list[str] = []
    go_on = threading.Event()
    judge = world.services.login.sign_in

    def slow(login: str, password: str) -> SignIn:
        asked.append(login)
        assert go_on.wait(10)
        return judge(login, password)

    monkeypatch.setattr(world.services.login, "sign_in", slow)
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.until(lambda: bool(asked), "not asked")
        await walk.press("enter", "enter")
        await walk.clicks("#go")
        await walk.sees("Even geduld …")
        go_on.set()
        await walk.comes_to("CodeScreen")
        assert asked == [LOGIN]


async def test_too_many_wrong_passwords_make_one_wait_and_say_how_long(world: World) -> None:
    world.add()
    async with walking(world) as walk:
        for _ in range(5):
            walk.one("#login", TextInput).value = LOGIN
            walk.one("#password", TextInput).value = "fout fout fout"
            await walk.pushes("#go")
            await walk.settles()
        await walk.sees("Te veel foute pogingen. Probeer het opnieuw over 30 s.")
        world.clock.forward(30)
        walk.one("#password", TextInput).value = PASSWORD
        await walk.pushes("#go")
        await walk.comes_to("FirstSetup")


async def test_what_is_typed_right_behind_enter_goes_into_the_next_field(world: World) -> None:
    world.with_all()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.comes_to("LoginScreen")
        for key in (*LOGIN, "enter", *PASSWORD, "enter"):  # faster than the screen takes them in
            walk.app.post_message(events.Key(key, None if len(key) > 1 else key))
        await walk.comes_to("CodeScreen")


@pytest.mark.parametrize("behind", [[*"123456"], ["ctrl+p"], ["f1"]], ids=["digits", "menu", "help"])
async def test_a_password_is_what_was_typed_before_enter_whatever_comes_right_behind_it(
    world: World, behind: list[str]
) -> None:
    world.with_all()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.comes_to("LoginScreen")
        for key in (*LOGIN, "enter", *PASSWORD, "enter", *behind):
            walk.app.post_message(events.Key(key, None if len(key) > 1 else key))
        await walk.comes_to("CodeScreen")


async def test_a_key_while_the_password_is_judged_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.with_all()
    world.clock.forward(120)
    typed = threading.Event()
    opened = PanelApp.opened

    async def slowly(app: PanelApp) -> None:
        await in_thread(typed.wait, 10)
        await opened(app)

    async with walking(world) as walk:
        monkeypatch.setattr(PanelApp, "opened", slowly)
        await walk.gives_password()
        await walk.press("x")
        typed.set()
        await walk.comes_to("CodeScreen")


async def test_a_wrong_password_is_typed_over(world: World) -> None:
    world.with_all()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password(password="wrong")
        await walk.sees("niet bekend")
        await walk.types(PASSWORD)
        await walk.press("enter")
        await walk.comes_to("CodeScreen")


async def test_the_boxes_have_the_focus_again_when_no_other_method_was_chosen(world: World) -> None:
    world.with_all()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.clicks("#other")
        await walk.comes_to("ChooseMethod")
        await walk.press("escape")
        await walk.comes_to("CodeScreen")
        await walk.until(lambda: walk.focused() == "boxes", "not at the boxes")


@dataclass
class Ringing(KeepingPhone):
    """A telephone that rings until it is picked up or whoever calls hangs up."""

    ends: threading.Event = field(default_factory=threading.Event)
    hung_up: list[str] = field(default_factory=list)

    def send(self, job: Job, progress: Progress) -> Result:
        self.jobs.append(job)
        progress(Outcome.RINGING)
        assert self.ends.wait(20)
        self.ends.clear()
        return Result(Outcome.HUNG_UP)

    def cancel(self, job: str) -> None:
        self.hung_up.append(job)
        self.ends.set()


@pytest.mark.parametrize("size", [(60, 20), *SIZES])
async def test_escape_hangs_up_and_the_next_one_goes_back(world: World, size: tuple[int, int]) -> None:
    world.in_editor()
    world.clock.forward(120)
    world.context = replace(world.context, phone=(Ringing(),))
    world.services = make_services(world.context)
    tr = catalogue("nl")
    async with walking(world, size) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.sees(tr(UNDER_WAY[Outcome.RINGING]), f"esc {tr('Hang up')}")
        await walk.press("escape")
        await walk.sees(tr(FAILED[Outcome.HUNG_UP]), f"esc {tr('Back')}")
        await walk.comes_to("CodeScreen")
        await walk.press("escape")
        await walk.comes_to("LoginScreen")


@pytest.mark.parametrize("leaves", ["f8", "m"])
async def test_a_call_ends_when_one_turns_to_something_else(world: World, leaves: str) -> None:
    session = world.in_editor()
    world.enrol_authenticator(session)
    world.clock.forward(120)
    phone = Ringing()
    world.context = replace(world.context, phone=(phone,))
    world.services = make_services(world.context)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.sees("De telefoon gaat over")
        await walk.press(leaves)
        if leaves == "m":
            await walk.comes_to("ChooseMethod")
            await walk.press("down", "enter")
        await walk.until(lambda: phone.hung_up == [phone.jobs[0].id], "it still rings")
