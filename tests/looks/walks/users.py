"""Walks of who logs in: to the panel, through the settings, to the factors; and of the Qaller app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from textual.containers import VerticalScroll

from tests.looks.theatre import Play
from tests.looks.visit import Visit
from tests.looks.walks.walk import LARGE, TOO_SMALL, Walk
from tui2fa.demo.hints import PASSWORD, THREE
from tui2fa.domain.factors import Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.voice.manner import Phase, Seen


async def first_account(visit: Visit) -> AsyncIterator[str]:
    await visit.at("FirstAccount")
    yield "first-account"


async def login(visit: Visit) -> AsyncIterator[str]:
    await visit.at("LoginScreen")
    yield "login"
    await visit.keys("f1")
    await visit.at("Help")
    yield "help"


async def code(visit: Visit) -> AsyncIterator[str]:
    await visit.enter(visit.play.services.login.sign_in(THREE, PASSWORD))
    await visit.at("CodeScreen")
    await visit.sent(Outcome.SHOWN)
    await visit.keys("4", "8")
    yield "code-qaller"
    await visit.keys("m")
    await visit.at("ChooseMethod", "#methods")
    yield "choose-method"
    await visit.keys("end", "enter")
    await visit.at("CodeScreen")
    yield "code-authenticator"


async def phone(visit: Visit) -> AsyncIterator[str]:
    await visit.enter(visit.play.services.login.sign_in(THREE, PASSWORD))
    await visit.at("CodeScreen")
    await visit.sent(Outcome.SHOWN)
    await visit.phone("not_me")
    yield "phone-code"
    await visit.keys("m")
    await visit.at("ChooseMethod", "#methods")
    await visit.keys("home", "enter")
    await visit.at("CodeScreen")
    await visit.sent(Outcome.RINGING)
    await visit.phone("answer")
    yield "phone-rings"
    await visit.keys("f5")
    await visit.phone("hang_up")
    await visit.sent(Outcome.SPEAKING)
    line = visit.play.phone.line
    assert line.call
    line.hear(line.call.id, "482137" + "48")
    await visit.resize(*LARGE)
    await visit.shows("4 8 2  1 3 7", "Nog een keer  4 8")
    yield "phone-beside"


async def panel(visit: Visit) -> AsyncIterator[str]:
    await visit.panel()
    yield "dashboard"
    await visit.keys("a")
    await visit.at("Activity", "EventList")
    yield "activity"
    await visit.keys("escape")
    await visit.at("Dashboard")
    await visit.keys("n")
    yield "settings-bar"
    visit.press("#connect")
    await visit.at("ConnectQaller", "#done")
    yield "connect-qaller"
    await visit.keys("escape")
    await visit.at("Dashboard")
    await visit.resize(*TOO_SMALL)
    yield "too-small"


async def settings(visit: Visit) -> AsyncIterator[str]:
    await visit.panel()
    await visit.settings()
    yield "personal-settings"
    visit.app.screen.query_one("#edit").focus()
    visit.app.screen.query_one("#body", VerticalScroll).scroll_end(animate=False)
    yield "personal-settings-bottom"
    visit.press("#password")
    await visit.at("ChangePassword")
    yield "change-password"
    await visit.keys("escape")
    await visit.at("PersonalSettings")
    visit.press("#edit")
    await visit.at("PasswordPrompt", "#password")
    yield "password"


async def editor(visit: Visit) -> AsyncIterator[str]:
    await visit.editor()
    yield "factor-editor"
    await visit.keys("enter")
    await visit.at("FactorMenu")
    yield "factor-menu"
    await visit.keys("escape", "x")
    await visit.at("Confirm")
    yield "remove-factor"
    await visit.keys("escape", "ctrl+p")
    await visit.at("Palette")
    yield "menu"
    await visit.keys("escape", "a")
    await visit.at("ChooseKind", "KindRow")
    yield "add-method"


async def number(visit: Visit) -> AsyncIterator[str]:
    await visit.editor()
    await visit.keys("a")
    await visit.at("ChooseKind", "KindRow")
    await visit.kind(Kind.PHONE)
    await visit.at("AddNumber", "#number")
    visit.fill("#number", "050 8200001")
    visit.fill("#label", "kantoor")
    yield "add-number"
    visit.press("#add")
    await visit.at("Confirm")
    yield "add-number-landline"
    await visit.keys("escape")
    await visit.at("AddNumber", "#number")
    visit.fill("#number", "+31 6 12345678")
    visit.press("#add")
    await visit.at("AddNumber", "CodeBoxes")
    await visit.sent(Outcome.RINGING)
    yield "add-number-code"


async def first_setup(visit: Visit) -> AsyncIterator[str]:
    await visit.newcomer()
    yield "first-setup"
    await visit.kind(Kind.AUTHENTICATOR)
    await visit.at("AddAuthenticator", "QrCode", "CodeBoxes")
    yield "add-authenticator"


async def pair(visit: Visit) -> AsyncIterator[str]:
    await visit.at("PairScreen")
    yield "qaller-pair"


async def qaller(visit: Visit) -> AsyncIterator[str]:
    await visit.at("InboxScreen", "#events")
    yield "qaller-empty"
    login = visit.play.services.login
    session = login.sign_in(THREE, PASSWORD).session
    login.send(session, login.challenge(session).id)
    await visit.at("InboxScreen", "CodeCard")
    yield "qaller-code"


async def telephone(visit: Visit) -> AsyncIterator[str]:
    await visit.at("HandsetScreen", "#settings")
    yield "telephone"
    caller = Seen(Phase.RINGING, "+31508200000", "+31612345678")
    visit.play.telephone.show(caller)
    await visit.at("HandsetScreen", "#answer")
    yield "telephone-rings"
    visit.play.telephone.show(replace(caller, phase=Phase.TALKING, digits="48213748", keyed=True))
    await visit.at("HandsetScreen", "#one", "LargeCode")
    yield "telephone-heard"


WALKS = {
    "telephone": Walk(telephone, Play.handset, furnished=False),
    "first-account": Walk(first_account, furnished=False),
    "login": Walk(login, Play.demo),
    "code": Walk(code),
    "phone": Walk(phone, Play.demo),
    "panel": Walk(panel),
    "settings": Walk(settings),
    "editor": Walk(editor),
    "number": Walk(number),
    "first-setup": Walk(first_setup),
    "pair": Walk(pair, Play.fresh_qaller),
    "qaller": Walk(qaller, Play.qaller),
}
