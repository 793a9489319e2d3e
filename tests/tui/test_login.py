"""Logging in: the login screen, the code screen, and what happens when nobody is there any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from tests.tui.stage import NOON, TurnedClock, playing, press, settled, shown, surroundings, toasts
from tui2fa.delivery.base import Progress
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.language import Language
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.people import Profile
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.services.views import Challenge, Delivered, SignIn, Step
from tui2fa.tui import ways
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.dialogs.choose_method import ChooseMethod
from tui2fa.tui.dialogs.support import Support
from tui2fa.tui.screens.code import CodeScreen
from tui2fa.tui.screens.login import LoginScreen
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.hints import Hint, Hints
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput

PROFILE = Profile("202.mijnbedrijf", Role.USER, "Sanne", "de Vries", Language.ENGLISH)
FACTORS = (
    Factor("q", Kind.QALLER, "toestel van Sanne", "", primary=True, since=NOON),
    Factor("p", Kind.PHONE, "kantoor", "062*****29", primary=False, since=NOON),
    Factor("a", Kind.AUTHENTICATOR, "", "", primary=False, since=NOON),
)


class Login:
    """The login service as these tests want it."""

    def __init__(self, clock: TurnedClock) -> None:
        self.clock = clock
        self.calls: list[tuple[str, ...]] = []
        self.step = Step.CODE
        self.refusal: Refused | None = None
        self.send_refusal: Refused | None = None
        self.outcome = Outcome.SHOWN
        self.ring: Callable[[Progress], None] = lambda _: None
        self.living = True
        self.question = self._question(FACTORS[0])

    def _question(self, factor: Factor) -> Challenge:
        sent = factor.kind is not Kind.AUTHENTICATOR
        expires = self.clock.now() + timedelta(minutes=5) if sent else None
        return Challenge(f"about {factor.id}", factor.id, factor.kind, factor.masked, factor.label, expires, 5)

    def _refuse(self) -> None:
        if self.refusal:
            raise self.refusal

    def sign_in(self, login: str, password: str) -> SignIn:
        self.calls.append(("sign_in", login, password))
        self._refuse()
        return SignIn("session", self.step, PROFILE)

    def challenge(self, session: str, factor: str | None = None) -> Challenge:
        self.calls.append(("challenge", factor or ""))
        self.question = self._question(next(one for one in FACTORS if one.id == (factor or "q")))
        return self.question

    def state(self, session: str, challenge: str) -> Challenge:
        return self.question

    def send(self, session: str, challenge: str, progress: Progress) -> Delivered:
        self.calls.append(("send", challenge))
        if self.send_refusal:
            raise self.send_refusal
        self.ring(progress)
        now = self.clock.now()
        self.question = replace(self.question, sent_at=now, resend_at=now + timedelta(seconds=60))
        return Delivered(self.outcome, self.question)

    def hang_up(self, challenge: str) -> None:
        self.calls.append(("hang_up", challenge))

    def verify(self, session: str, challenge: str, code: str) -> SignIn:
        self.calls.append(("verify", challenge, code))
        self._refuse()
        return SignIn("session", Step.PANEL, PROFILE)

    def factors(self, session: str) -> tuple[Factor, ...]:
        return FACTORS

    def log_out(self, session: str) -> None:
        self.calls.append(("log_out",))

    def lock(self, session: str) -> None:
        self.calls.append(("lock",))

    def version(self) -> int:
        return 0

    def stands(self, session: str) -> bool:
        return self.living

    def alive(self, session: str) -> bool:
        self.calls.append(("alive",))
        return self.living


class Inside(PanelScreen[None]):
    """Where a sign-in leads in these tests."""

    def content(self) -> ComposeResult:
        yield Static("secret figures")


class House:
    """A panel over a login service."""

    def __init__(self, hints: tuple[Hint, ...] = (), language: str = "en") -> None:
        self.clock = TurnedClock()
        self.login = Login(self.clock)
        companion = SimpleNamespace(version=lambda: hash(self.login.question))
        accounts = SimpleNamespace(empty=lambda: False)
        services = SimpleNamespace(login=self.login, accounts=accounts, companion=companion)
        self.app = PanelApp(surroundings(services, clock=self.clock, language=language), hints)

    def called(self, name: str) -> list[tuple[str, ...]]:
        """The arguments of every call of this name."""
        return [call[1:] for call in self.login.calls if call[0] == name]

    @property
    def screen(self) -> Screen[Any]:
        """The screen that is seen."""
        return self.app.screen


@pytest.fixture(autouse=True)
def _inside(monkeypatch: pytest.MonkeyPatch) -> None:
    for step in (Step.PANEL, Step.SET_UP, Step.BACKUP):
        monkeypatch.setitem(ways.DESTINATIONS, step.name, Inside)
    monkeypatch.setitem(ways.HOMES, "USER", Inside)


async def log_in(pilot: Pilot[object], house: House) -> None:
    """Give user name and password, and wait for the next screen."""
    await press(pilot, *"202.mijnbedrijf", "enter", *"welkom", "enter")
    await until(pilot, lambda: not isinstance(house.screen, LoginScreen))
    await pilot.pause()


async def until(pilot: Pilot[object], holds: Callable[[], bool]) -> None:
    """Wait, two seconds at most, until something holds."""
    for _ in range(100):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"never came to hold:\n{shown(pilot.app)}")  # type: ignore[arg-type]


# the login screen


async def test_enter_leads_from_the_user_name_to_the_password_and_on() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        assert house.called("sign_in") == [("202.mijnbedrijf", "welkom")]
        assert isinstance(house.screen, CodeScreen)


async def test_an_empty_field_is_told_where_it_is_and_nothing_is_tried() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await press(pilot, "enter")
        await until(pilot, lambda: "Fill this in first." in shown(house.app))
        assert house.app.focused is house.screen.query_one("#login")
        await press(pilot, *"202.x", "enter", "enter")
        await until(pilot, lambda: house.screen.query_one("#password-field").has_class("-refused"))
        assert house.app.focused is house.screen.query_one("#password")
        assert house.called("sign_in") == []
        await press(pilot, *"welkom", "enter")
        await until(pilot, lambda: isinstance(house.screen, CodeScreen))


async def test_the_button_and_tab_do_the_same() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await press(pilot, *"202.x", "tab", *"welkom", "tab", "enter")
        await until(pilot, lambda: isinstance(house.screen, CodeScreen))
        assert house.called("sign_in") == [("202.x", "welkom")]


@pytest.mark.parametrize("step", [Step.SET_UP, Step.BACKUP, Step.PANEL])
async def test_each_step_leads_to_its_screen_and_nothing_stays_behind(step: Step) -> None:
    house = House()
    house.login.step = step
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        assert isinstance(house.screen, Inside)
        assert len(house.app.screen_stack) == 1
        await press(pilot, "escape")
        assert isinstance(house.screen, Inside)


async def test_a_refused_login_says_so_at_the_password_which_stays() -> None:
    house = House(language="nl")
    house.login.refusal = Refused(Refusal.WRONG_LOGIN)
    async with playing(house.app) as pilot:
        await press(pilot, *"202.x", "enter", *"fout", "enter")
        await until(pilot, lambda: "niet bekend" in " ".join(shown(house.app).split()))
        assert house.screen.query_one("#password", SecretInput).value == "fout"
        assert house.screen.focused is house.screen.query_one("#password")
        assert "fout" not in shown(house.app)


async def test_a_login_waits_for_services_that_are_still_opening() -> None:
    house = House()
    go_on = threading.Event()
    services = house.app.surroundings.open_services()

    def slowly() -> Any:
        assert go_on.wait(5)
        return services

    house.app.surroundings = house.app.surroundings._replace(open_services=slowly)
    async with house.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *"202.x", "enter", *"welkom", "enter")
        await pilot.pause(0.25)
        assert "One moment" in shown(house.app)
        assert house.called("sign_in") == []
        go_on.set()
        await until(pilot, lambda: isinstance(house.screen, CodeScreen))


async def test_the_password_can_be_shown_and_hidden() -> None:
    house = House(language="nl")
    async with playing(house.app) as pilot:
        await press(pilot, "tab", *"welkom")
        assert "welkom" not in shown(house.app)
        assert "toon" in shown(house.app)
        await pilot.click("#password", offset=(50, 2))
        await pilot.pause()
        assert "welkom" in shown(house.app)
        assert "verberg" in shown(house.app)
        await press(pilot, "f4", "!")
        await pilot.pause()
        assert "welkom" not in shown(house.app)
        assert house.screen.query_one("#password", SecretInput).value == "welkom!"


async def test_a_hint_fills_in_the_account() -> None:
    house = House((Hint("203.mijnbedrijf", "no 2FA yet", "welkom-demo"),))
    async with playing(house.app) as pilot:
        assert "welkom-demo" in shown(house.app)
        await pilot.click(Hints, offset=(20, 0))
        await pilot.pause()
        assert house.screen.query_one("#login", TextInput).value == "203.mijnbedrijf"
        assert house.screen.query_one("#password", SecretInput).value == "welkom-demo"


@pytest.mark.parametrize("how", ["click", "key"])
async def test_a_forgotten_password_leads_to_people(how: str) -> None:
    house = House(language="nl")
    async with playing(house.app) as pilot:
        await (pilot.click("#forgotten") if how == "click" else press(pilot, "f5"))
        await pilot.pause()
        assert isinstance(house.screen, Support)
        for way in ("050-8200000", "callvoip@callvoip.nl", "www.callvoip.nl"):
            assert way in shown(house.app)


async def test_the_language_is_switched_on_the_login_screen() -> None:
    house = House(language="nl")
    async with playing(house.app) as pilot:
        await press(pilot, *"202.x")
        await pilot.click("#language")
        await settled(pilot)
        assert "User name" in shown(house.app)
        assert house.screen.query_one("#login", TextInput).value == "202.x"


async def test_the_language_that_was_chosen_on_the_login_screen_stays_until_one_logs_out() -> None:
    house = House(language="en")
    async with playing(house.app) as pilot:
        await press(pilot, "f12")
        await log_in(pilot, house)
        await until(pilot, lambda: "Wacht even" in shown(house.app))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(house.screen, LoginScreen))
        await log_in(pilot, house)
        await until(pilot, lambda: "Wait a moment" in shown(house.app))


# the code screen


async def test_the_primary_factor_is_asked_and_its_code_sent_at_once() -> None:
    house = House(language="nl")
    house.login.clock = house.clock
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await house.app.speak("nl")
        await until(pilot, lambda: "nog 5 min geldig" in shown(house.app))
        assert house.called("challenge") == [("",)]
        assert house.called("send") == [("about q",)]
        assert "Voer de verificatiecode in die u heeft ontvangen in uw Qaller-app" in shown(house.app)
        assert "Verstuurd naar Qaller om 14:00" in shown(house.app)
        assert "Nog 5 pogingen, daarna moet u wachten." in shown(house.app)


async def test_the_right_code_goes_on_by_itself() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await press(pilot, *"123456")
        await until(pilot, lambda: isinstance(house.screen, Inside))
        assert house.called("verify") == [("about q", "123456")]


async def test_a_wrong_code_is_told_with_the_tries_left_and_sends_nothing() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        house.login.refusal = Refused(Refusal.WRONG_CODE, tries_left=4)
        await press(pilot, *"111111")
        await until(pilot, lambda: "4 attempts left," in shown(house.app))
        assert house.called("send") == [("about q",)]
        assert house.screen.query_one(CodeBoxes).value == "111111"
        assert house.screen.query_one("#go").disabled is False


async def test_the_code_is_sent_again_when_its_time_has_come() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await until(pilot, lambda: "Send the code again (1 min)" in shown(house.app))
        await press(pilot, "r")
        assert len(house.called("send")) == 1
        house.clock.turn(60)
        await screen(house).look()
        await press(pilot, "r")
        await until(pilot, lambda: len(house.called("send")) == 2)
        assert len(house.called("challenge")) == 1


def screen(house: House) -> CodeScreen:
    assert isinstance(house.screen, CodeScreen)
    return house.screen


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.BUSY, "The line is busy."),
        (Outcome.NO_KEYPRESS, "Was it voicemail?"),
        (Outcome.MISCONFIGURED, "not set up rightly"),
        (Outcome.UNKNOWN, "It may have been sent."),
    ],
)
async def test_a_failed_delivery_says_why_and_the_code_can_still_be_typed(outcome: Outcome, words: str) -> None:
    house = House()
    house.login.outcome = outcome
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await until(pilot, lambda: words in shown(house.app))
        await press(pilot, *"123456")
        await until(pilot, lambda: isinstance(house.screen, Inside))


async def test_what_a_call_does_is_told_while_it_rings() -> None:
    house = House()
    go_on = threading.Event()

    def ring(progress: Progress) -> None:
        progress(Outcome.RINGING)
        assert go_on.wait(5)

    house.login.ring = ring
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await until(pilot, lambda: "The telephone rings" in shown(house.app))
        await press(pilot, *"12")
        go_on.set()
        await until(pilot, lambda: "good for another" in shown(house.app))
        assert house.screen.query_one(CodeBoxes).value == "12    "


async def test_too_many_sendings_are_told_on_the_screen() -> None:
    house = House()
    house.login.send_refusal = Refused(Refusal.TOO_MANY_SENT, wait=600)
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await until(pilot, lambda: "try again in 10 min" in shown(house.app))


async def test_a_code_that_is_rejected_in_the_app_is_told_to_the_waiting_screen() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await until(pilot, lambda: "good for another" in shown(house.app))
        house.login.question = replace(house.login.question, over=Refusal.CODE_VOIDED)
        await screen(house).look()
        await pilot.pause()
        assert "somebody said it was not them" in " ".join(shown(house.app).split())


async def test_a_wait_is_counted_down() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await until(pilot, lambda: "good for another" in shown(house.app))
        house.login.question = replace(house.login.question, wait=72)
        await screen(house).look()
        await until(pilot, lambda: "Try again in 1 min 12 s" in shown(house.app))


async def test_another_method_is_chosen_among_ones_own() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await press(pilot, "m")
        await until(pilot, lambda: isinstance(house.screen, ChooseMethod))
        await pilot.pause()
        text = shown(house.app)
        assert "How do you want to verify your identity?" in text
        assert "062*****29" in text
        assert "primary" in text
        await press(pilot, "down", "down", "enter")
        await until(pilot, lambda: "half minute" in shown(house.app))
        assert house.called("challenge") == [("",), ("a",)]
        assert len(house.called("send")) == 1
        assert "Send the code again" not in shown(house.app)


async def test_a_paste_that_is_no_code_is_told_and_costs_nothing() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        screen(house).query_one(CodeBoxes).post_message(CodeBoxes.Rejected(Refused(Refusal.NOT_A_CODE)))
        await pilot.pause()
        assert "A code has six digits" in shown(house.app)
        assert house.called("verify") == []


async def test_escape_leads_back_to_the_login_and_ends_the_session() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(house.screen, LoginScreen))
        await settled(pilot)
        assert house.called("log_out") == [()]
        assert house.screen.query_one("#password", SecretInput).value == ""


async def test_changing_the_language_keeps_the_code_and_sends_nothing() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        await press(pilot, *"12", "f12")
        await until(pilot, lambda: "Wacht even" in shown(house.app) and "nog 5 min geldig" in shown(house.app))
        assert house.screen.query_one(CodeBoxes).value == "12    "
        assert house.called("send") == [("about q",)]


# nobody there


async def test_after_fourteen_minutes_a_warning_and_after_fifteen_the_login() -> None:
    house = House()
    house.login.step = Step.PANEL
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        house.clock.turn(14 * 60)
        house.app.look_for_life()
        await pilot.pause()
        assert toasts(house.app) == ["You will be logged out in a minute. Press a key to stay."]
        house.clock.turn(60)
        house.app.look_for_life()
        await until(pilot, lambda: isinstance(house.screen, LoginScreen))
        await settled(pilot)
        assert house.called("lock") == [()]
        assert "15 minutes without a key press" in shown(house.app)
        assert "secret figures" not in house.app.export_screenshot()


async def test_a_key_in_the_last_minute_keeps_one_in() -> None:
    house = House()
    house.login.step = Step.PANEL
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        house.clock.turn(14 * 60 + 59)
        house.app.look_for_life()
        await press(pilot, "x")
        await pilot.pause()
        house.clock.turn(14 * 60 - 1)
        house.app.look_for_life()
        await pilot.pause()
        assert isinstance(house.screen, Inside)
        assert toasts(house.app) == []


async def test_the_first_key_after_too_long_reaches_no_screen() -> None:
    house = House()
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        house.clock.turn(3600)
        await press(pilot, *"123456")
        await until(pilot, lambda: isinstance(house.screen, LoginScreen))
        assert house.called("verify") == []


async def test_a_session_that_was_ended_elsewhere_leads_to_the_login() -> None:
    house = House()
    house.login.step = Step.PANEL
    async with playing(house.app) as pilot:
        await log_in(pilot, house)
        house.login.living = False
        await house.app.tell_of_life()
        assert isinstance(house.screen, Inside)
        house.clock.turn(30)
        await press(pilot, "x")
        await house.app.tell_of_life()
        await until(pilot, lambda: "Your session has ended." in shown(house.app))
        assert house.called("lock") == []
