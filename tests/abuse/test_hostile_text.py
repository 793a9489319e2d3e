"""Names, labels, devices and origins that were never meant to be read: on every widget and screen that shows them.

Whatever stands in the database (input 1-9 of the hostile list, and what hypothesis makes up), nothing raises, nothing
but harmless characters reaches the terminal, no markup comes to life, and 80 columns stay 80 columns (SC-11).
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select
from textual.app import ComposeResult

from tests.tui.stage import NOON, Stage, playing, surroundings
from tests.tui.walker import Walker, walking
from tests.world import World
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.people import Contact, Medium, Usage
from tui2fa.services.views import Device, Event, Message
from tui2fa.store import tables
from tui2fa.tui.base.app import BaseApp
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.dialogs.choose_method import ChooseMethod
from tui2fa.tui.dialogs.factor_menu import FactorMenu
from tui2fa.tui.qaller.code_card import CodeCard
from tui2fa.tui.widgets.contact_list import ContactLine
from tui2fa.tui.widgets.device_list import DeviceList
from tui2fa.tui.widgets.event_list import EventList
from tui2fa.tui.widgets.factor_row import FactorRow
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.protection import Protection
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput

HOSTILE = (
    "[b]x[/b] [@click=app.quit]hi[/]",
    "[/]",
    "[/b]",
    "[@click=app.boom(']",
    "[red]x",
    "a[b]c",
    "$accent [$error]x[/]",
    "a\x1b]52;c;ZXZpbA==\x1b\\",
    "\x1b]0;pwn\x07",
    "\x9b31m",
    "\x1b[2J\x1b[H",
    "x\x00y",
    "a\nb\rc\td\x0b\x0c",
    "\x85\u2028\u2029",
    "abc\u202edef\u2066ghi\u2069",
    "\u200b\u200d\ufeff\u00ad",
    "\U000e0041\U000e0042",
    "\ue000\uffff",
    "e" + "\u0301" * 60,
    "\u0301\u0301",
    "漢" * 64,
    "🔑" * 30,
    "Ａｄｍｉｎ",
    "аdmin",
    "a:b",
    "%3A&secret=x",
    "'; DROP TABLE factor; --",
    "{0} {factor} {name!r} %s $(id)",
    "../../x",
    "-rf",
    "x" * 64,
    " " * 64,
    "שלום مرحبا",
    "ᄀᄀᄀ각ᆨᆨ",
    "कि्षि",
)
"""Those of 64 characters that a database keeps; a lone surrogate it does not."""
AT_ONCE = 6
"""Texts that fit the tallest terminal together."""
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def harmless(app: BaseApp) -> None:
    """What is on the terminal cannot be anything but text, and fills exactly the width of the terminal."""
    for strip in app.screen._compositor.render_strips():
        assert strip.cell_length == app.size.width
        for segment in strip:
            assert not {unicodedata.category(character) for character in segment.text} & HARMFUL, repr(segment.text)
            meta = segment.style.meta if segment.style else {}
            assert "@click" not in meta, meta
            assert segment.style is None or segment.style.link is None


class Gallery(PanelScreen[None]):
    """Every widget that shows what somebody else wrote, a few texts at a time."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.texts: Sequence[str] = ()

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Factors that are named so."""
        return tuple(
            Factor(f"{number}", Kind.PHONE, text, "062*****29", primary=not number, since=NOON, last_used=NOON)
            for number, text in enumerate(self.texts)
        )

    def content(self) -> ComposeResult:
        tr = self.tr
        for factor in self.factors:
            yield FactorRow(factor, tr, NOON)
        yield Protection(tr, self.factors)
        events = [
            Event(NOON, what, text, text, Kind.PHONE, "062*****29", text, text)
            for text in self.texts
            for what in (EventKind.FACTOR_RENAMED, EventKind.DEVICE_PAIRED)
        ]
        yield EventList(tr, NOON, events, brief=True, id="brief")
        yield EventList(tr, NOON, events, brief=False, id="whole")
        yield DeviceList(tr, NOON, [Device(f"{n}", text, NOON, factor=True) for n, text in enumerate(self.texts)])
        for number, text in enumerate(self.texts):
            yield ContactLine(tr, number, Contact(Medium.EMAIL, Usage.PRIVATE, text))
            secret = SecretInput(id=f"secret-{number}")
            secret.password = False
            yield Field("Password", secret)
            until = NOON + timedelta(minutes=5)
            yield CodeCard(Message(1, "123456", text, text, NOON, until, declined=False, spent=False), tr, NOON)


async def look_at(texts: Sequence[str]) -> None:
    """Show each text everywhere, in dialogs and toasts too."""
    gallery = Gallery()
    async with playing(Stage(gallery, surroundings()), (80, 200)) as pilot:
        for start in range(0, len(texts), AT_ONCE):
            gallery.texts = texts[start : start + AT_ONCE]
            await gallery.recompose()
            for field in gallery.query(TextInput):
                field.value = gallery.texts[int((field.id or "").removesuffix("-value").rpartition("-")[2])]
            gallery.notify(gallery.tr("{factor} is removed.", factor=gallery.texts[0]))
            await pilot.pause(0)
            await pilot.pause(0)
            harmless(gallery.app)
            for widget in gallery.query("FactorRow .cross, DeviceLine Link, ContactLine .remove, CodeCard Button"):
                assert 0 <= widget.region.x < widget.region.right <= 80, (gallery.texts, widget, widget.region)
            for dialog in (ChooseMethod(gallery.factors, None), FactorMenu(gallery.factors[0], first=True, last=False)):
                await gallery.app.push_screen(dialog)
                await pilot.pause(0)
                await pilot.pause(0)
                harmless(gallery.app)
                dialog.dismiss(None)
                await pilot.pause(0)
            gallery.app.clear_notifications()


async def test_every_widget_shows_the_known_tricks_as_text() -> None:
    await look_at((*HOSTILE, "\ud800", "x" * 10_000))


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.lists(st.text(max_size=64), min_size=AT_ONCE, max_size=2 * AT_ONCE))
def test_every_widget_shows_any_text_as_text(texts: list[str]) -> None:
    asyncio.run(look_at(texts))


# the same from the database, past every check


def poison(world: World, text: str) -> None:
    """Write a text everywhere where somebody's own words are kept."""
    with world.store.write() as db:
        account = db.exec(select(tables.Account)).one()
        account.first_name = account.last_name = text
        for factor in db.exec(select(tables.Factor)):
            factor.label = text
        for device in db.exec(select(tables.Device)):
            device.name = text


async def visit(walk: Walker, *texts: str) -> None:
    """Everything on the terminal is harmless."""
    for text in texts:
        await walk.sees(text)
    await walk.pilot.pause(0)
    harmless(walk.app)


@pytest.mark.parametrize(
    "text",
    ["[/][@click=app.quit]x\x1b]52;c;ZXZpbA==\x1b\\\x9b31m", "漢" * 64],
    ids=["obeyed", "wide"],
)
async def test_no_screen_is_hurt_by_what_stands_in_the_database(world: World, text: str) -> None:
    session, _ = world.with_all()
    poison(world, text)
    async with walking(world) as walk:
        await walk.enters(session)
        await visit(walk, "Uw account is beschermd")
        await walk.visible("#rail-log-out")
        await walk.press("n")
        await walk.until(lambda: walk.focused() == "bar-name", "the bar is not out")
        await visit(walk, "Verbind Qaller")
        await walk.press("enter")
        await walk.comes_to("PersonalSettings")
        await visit(walk, "Persoonlijke instellingen")
        await walk.press("escape")
        await walk.comes_to("Dashboard")
        await walk.press("a")
        await walk.comes_to("Activity")
        await visit(walk, "Herkent u iets niet?")
        await walk.press("escape")
        await walk.comes_to("Dashboard")
        await walk.edits(session)
        await visit(walk, "Voeg nog een verificatiemethode toe")
        for key, screen in (("enter", "FactorMenu"), ("r", "Rename"), ("x", "Confirm")):
            await walk.press(key)
            await walk.comes_to(screen)
            await visit(walk)
            await walk.press("escape")
            await walk.comes_to("FactorEditor")
        await walk.press("down", "p")
        await visit(walk, "is nu primair.")
