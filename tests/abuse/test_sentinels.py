"""Canaries: what is typed, sent and shown as a secret is afterwards only where it has to be (SC-4, SC-7, SC-9)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyotp
import pytest
from textual.worker import Worker

from tests.tui.walker import Walker, walking
from tests.unit.conftest import Home
from tests.world import LOGIN, PASSWORD, World, wrong
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Kind
from tui2fa.tui.base.app import BaseApp
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.pairing_code import PairingCodeText
from tui2fa.tui.widgets.secret_input import SecretInput
from tui2fa.tui.widgets.secret_text import SecretText

TYPO = "kanarie-die-fout-getypt-is"
FRESH = "kanarie fietst over nieuwe bruggen"
NUMBER = "0687654321"


@dataclass
class Ears:
    """All that is said beside the screen."""

    heard: list[str] = field(default_factory=list)

    def say(self, *words: object) -> None:
        """Remember it."""
        self.heard += map(str, words)

    def silent_about(self, *secrets: str) -> None:
        """None of these was heard, nor a part of it that gives it away."""
        for secret in secrets:
            for words in self.heard:
                assert secret not in words, words


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    """Workers as they are described, notifications, and what is logged."""
    ears = Ears()
    make, notify = Worker.__init__, BaseApp.notify

    def init(worker: Worker[Any], *arguments: Any, **options: Any) -> None:
        make(worker, *arguments, **options)
        ears.say(worker.name, worker.group, worker.description, repr(worker))

    def tell(app: BaseApp, message: str, **options: Any) -> None:
        ears.say(message)
        notify(app, message, **options)

    monkeypatch.setattr(Worker, "__init__", init)
    monkeypatch.setattr(BaseApp, "notify", tell)
    return ears


def files(home: Home) -> Iterator[tuple[Path, bytes]]:
    """Everything in the folder of the data and the key."""
    for path in home.file.parent.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


async def adds_authenticator(walk: Walker) -> str:
    """Add an authenticator on the screen; its secret."""
    await walk.press("a")
    await walk.comes_to("ChooseKind")
    await walk.clicks(f"#kind-{Kind.AUTHENTICATOR}")
    await walk.comes_to("AddAuthenticator")
    await walk.until(lambda: walk.focused() == "boxes", "no boxes")
    secret = walk.one("SecretText", SecretText)._secret
    code = pyotp.TOTP(secret).at(walk.world.clock.now())
    await walk.press("ctrl+c")
    await walk.types(wrong(code))
    await walk.sees("Deze code klopt niet.")
    await walk.types(code)
    await walk.comes_to("FactorEditor")
    return secret


async def test_no_secret_is_left_behind_by_a_whole_walk(
    world: World, home: Home, ears: Ears, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password(LOGIN, TYPO)
        await walk.sees("niet bekend")
        password = walk.one("#password", SecretInput)
        await walk.press("f4", "home", "shift+end", "ctrl+c", "ctrl+x")
        assert password.value == TYPO
        password.value = ""
        await walk.pastes(PASSWORD)
        await walk.press("enter")
        await walk.comes_to("CodeScreen")
        await walk.sees("Verstuurd naar")
        first = await walk.hears(2)
        await walk.types(first[:5])
        assert first[:5] not in repr(walk.one("#boxes", CodeBoxes))
        await walk.types(first[5:])
        await walk.comes_to("Dashboard")
        await walk.edits(walk.app.session)
        secret = await adds_authenticator(walk)
        await walk.press("a")
        await walk.comes_to("ChooseKind")
        await walk.clicks(f"#kind-{Kind.PHONE}")
        await walk.comes_to("AddNumber")
        await walk.types(NUMBER)
        await walk.press("enter", "enter")
        second = await walk.hears(3)
        await walk.sees("Verstuurd naar 068*****21")
        await walk.types(second)
        await walk.comes_to("FactorEditor")
        await walk.press("a")
        await walk.comes_to("ChooseKind")
        await walk.clicks(f"#kind-{Kind.QALLER}")
        await walk.comes_to("ConnectQaller")
        await walk.until(lambda: bool(walk.one("PairingCodeText", PairingCodeText).content), "no code")
        pairing = walk.one("PairingCodeText", PairingCodeText).content
        world.services.companion.pair(LOGIN, pairing, "toestel", world.identity)
        await walk.turns(1)
        await walk.sees("Verbonden: toestel")
        await walk.press("enter")
        await walk.comes_to("AddQaller")
        await walk.sees("Verstuurd naar Qaller")
        third = world.pushed()
        await walk.types(third)
        await walk.comes_to("FactorEditor")
        clipboard, text = walk.app.clipboard, walk.text
        session = walk.app.session
        world.services.accounts.change_password(session, PASSWORD, FRESH)
        ears.say(*walk.log, text)
    secrets = (TYPO, PASSWORD, FRESH, first, second, third, secret, secret[:12], pairing, pairing.replace("-", ""))
    assert clipboard == ""
    ears.say(capfd.readouterr(), caplog.text)
    ears.silent_about(*secrets, NUMBER, "687654321", session)
    for path, content in files(home):
        for kept in secrets:
            assert kept.encode() not in content, f"{kept} in {path}"


def test_no_view_row_or_refusal_shows_a_secret_when_it_is_printed(world: World) -> None:
    ears = Ears()
    session, authenticator = world.with_all()
    world.clock.forward(120)
    signed = world.password()
    challenge = world.asked(signed.session)
    offer = world.services.enrolment.begin_authenticator(
        session, next(f.id for f in world.services.factors.listing(session) if f.kind is Kind.AUTHENTICATOR)
    )
    pairing = world.services.pairing.open(session)
    delivered = world.services.enrolment.begin_qaller
    ears.say(signed, challenge, offer, pairing, world.identity, world.store, world.context, world.services, delivered)
    ears.say(*world.phone.jobs, *world.services.companion.inbox(world.identity), world.context.passwords)
    with pytest.raises(Refused) as refused:
        world.services.login.verify(signed.session, challenge.id, wrong(world.code()))
    ears.say(refused.value, repr(refused.value), refused.value.args, refused.value.values)
    ears.say(*_rows(world))
    ears.silent_about(
        *(PASSWORD, world.code(), session, signed.session, offer.secret, offer.uri, authenticator.secret),
        *(pairing.code, "+31621234529", "621234529", "$argon2id$"),
    )


def _rows(world: World) -> Iterator[str]:
    """Every row of every table, printed."""
    from sqlmodel import select

    from tui2fa.store import tables

    with world.store.read() as db:
        for table in (tables.Account, tables.Factor, tables.LoginSession, tables.Challenge, tables.Delivery):
            yield from map(repr, db.exec(select(table)))
