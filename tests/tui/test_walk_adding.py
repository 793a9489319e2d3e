"""Adding a factor of each kind (item 7)."""

from __future__ import annotations

import pyotp
import pytest

from tests.tui.stage import toasts
from tests.tui.test_walk_factors import editing, factors, rows
from tests.tui.walker import SIZES, Walker
from tests.world import LOGIN, World, wrong
from tui2fa.domain.factors import Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.refusals import Refusal
from tui2fa.tui.factors.authenticator_enrolment import AddAuthenticator
from tui2fa.tui.widgets.factor_row import FactorRow
from tui2fa.tui.widgets.kind_list import KindRow
from tui2fa.tui.widgets.pairing_code import PairingCodeText
from tui2fa.tui.widgets.secret_input import TextInput
from tui2fa.tui.widgets.secret_text import SecretText

REFUSED = {
    "0900 1234": Refusal.NUMBER_PREMIUM,
    "0906-0123456": Refusal.NUMBER_PREMIUM,
    "0800 1234567": Refusal.NUMBER_SERVICE,
    "14020": Refusal.NUMBER_SHORT,
    "112": Refusal.NUMBER_SHORT,
    "0612345678 ext. 5": Refusal.NUMBER_EXTENSION,
    "06 12345678,,123#": Refusal.NUMBER_EXTENSION,
    "0612345678;phone-context=evil": Refusal.NUMBER_EXTENSION,
    "tel:0612345678": Refusal.NUMBER_CHARACTERS,
    "０６１２３４５６７８": Refusal.NUMBER_CHARACTERS,
    "06\u200b12345678": Refusal.NUMBER_CHARACTERS,
    "097012345678": Refusal.NUMBER_MACHINE,
    "+1 212 555 0100": Refusal.NUMBER_COUNTRY,
    "+882 16 1234567": Refusal.NUMBER_COUNTRY,
    "[b]06[/b]": Refusal.NUMBER_CHARACTERS,
    "": Refusal.EMPTY,
}
"""Inputs 10-18 of the hostile list."""


async def picks(walk: Walker, kind: Kind, screen: str) -> None:
    """Choose a kind in the picker."""
    await walk.press("a")
    await walk.comes_to("ChooseKind")
    await walk.clicks(f"#kind-{kind}")
    await walk.comes_to(screen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_number_in_any_spelling_counts_after_its_code(world: World, size: tuple[int, int]) -> None:
    spelling = "06-12345678" if size == (80, 24) else "+31 (0)6 12345678"
    session = world.in_editor()
    async with editing(world, session, size) as walk:
        await picks(walk, Kind.PHONE, "AddNumber")
        await walk.types(spelling)
        await walk.press("enter")
        await walk.types("kantoor")
        calls = len(world.phone.jobs)
        await walk.press("enter")
        code = await walk.hears(calls + 1)
        assert world.phone.jobs[-1].to == "+31612345678"
        await walk.sees("Verstuurd naar 061*****78")
        await walk.types(wrong(code))
        await walk.sees("Deze code klopt niet.", "Nog 3 pogingen,")
        assert len(factors(walk)) == 1
        await walk.types(code)
        await walk.comes_to("FactorEditor")
        await walk.sees("Toegevoegd.", "kantoor", "U hebt een reserve: goed zo.")
        assert [(factor.masked, factor.label) for factor in factors(walk)][1] == ("061*****78", "kantoor")


async def test_a_number_that_cannot_be_reached_leads_back_to_the_number(world: World) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await picks(walk, Kind.PHONE, "AddNumber")
        world.phone.outcome = Outcome.BAD_NUMBER
        await walk.types("06-12345678")
        await walk.press("enter", "enter")
        await walk.sees("Dit nummer is niet bereikbaar. Ga terug en controleer het.")
        await walk.press("escape")
        await walk.until(lambda: walk.focused() == "number", "not back at the number")


async def test_numbers_that_cannot_be_used_are_refused_with_the_reason_at_the_field(world: World) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await picks(walk, Kind.PHONE, "AddNumber")
        for typed, refusal in REFUSED.items():
            field = walk.one("#number", TextInput)
            field.value = typed
            field.focus()
            await walk.press("enter", "enter")
            await walk.sees(walk.app.tr(refusal.value))
            await walk.settles()
            assert walk.focused() == "number", typed
            assert walk.one("#number", TextInput).value == typed
        assert len(world.phone.jobs) == 1
        walk.one("#number", TextInput).value = "0612345678"
        walk.one("#label", TextInput).value = "x" * 65
        walk.one("#label", TextInput).focus()
        await walk.press("enter")
        await walk.sees("Gebruik hoogstens 64 tekens.")
        await walk.settles()
        assert walk.focused() == "label"


async def test_the_same_number_twice_is_refused_in_any_spelling(world: World) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await picks(walk, Kind.PHONE, "AddNumber")
        for spelling in ("0621234529", "+31 6 2123 4529", "0031 (0)6-21234529"):
            walk.one("#number", TextInput).value = spelling
            walk.one("#number", TextInput).focus()
            await walk.press("enter", "enter")
            await walk.sees("Dit nummer is al een van uw factoren.")
            await walk.settles()
            walk.one("#number", TextInput).value = ""
            await walk.sees_no_more("Dit nummer is al")


async def test_a_landline_is_allowed_after_a_warning(world: World) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await picks(walk, Kind.PHONE, "AddNumber")
        await walk.types("050 8200001")
        await walk.press("enter", "enter")
        await walk.comes_to("Confirm")
        await walk.sees("vast nummer", "Voicemail")
        assert walk.focused() == "no"
        await walk.press("enter")
        await walk.comes_to("AddNumber")
        assert walk.one("#number", TextInput).value == "050 8200001"
        calls = len(world.phone.jobs)
        await walk.clicks("#add")
        await walk.comes_to("Confirm")
        await walk.press("tab", "enter")
        code = await walk.hears(calls + 1)
        await walk.sees("Verstuurd naar")
        await walk.types(code)
        await walk.comes_to("FactorEditor")
        await walk.until(lambda: len(rows(walk)) == 2, "not added")


@pytest.mark.parametrize("size", SIZES)
async def test_the_authenticators_qr_code_secret_and_boxes_stand_together_on_the_screen(
    world: World, size: tuple[int, int]
) -> None:
    session = world.in_editor()
    async with editing(world, session, size) as walk:
        await picks(walk, Kind.AUTHENTICATOR, "AddAuthenticator")
        await walk.until(lambda: walk.focused() == "boxes", "no boxes")
        await walk.sees("1. Scan de QR-code in", "2. Voer de verificatiecode in")
        regions = [await walk.visible(selector) for selector in ("#qr", "#secret", "#boxes", "#go", "#back")]
        assert (regions[0].width, regions[0].height) == (41, 21)
        for number, region in enumerate(regions):
            assert not any(region.overlaps(other) for other in regions[number + 1 :])
        assert walk.focused() == "boxes"
        secret = walk.one("SecretText", SecretText)._secret
        assert secret[:4] + " " + secret[4:8] in walk.text
        await walk.press("f4")
        await walk.comes_to("QrAlone")
        await walk.visible("QrCode")
        await walk.press("x")
        await walk.comes_to("AddAuthenticator")
        code = pyotp.TOTP(secret).at(world.clock.now())
        await walk.types(wrong(code))
        await walk.sees("Deze code klopt niet.")
        regions = [await walk.visible(selector) for selector in ("#qr", "#boxes", ".trouble")]
        assert len(factors(walk)) == 1
        await walk.types(code)
        await walk.comes_to("FactorEditor")
        await walk.until(lambda: rows(walk) == [Kind.PHONE, Kind.AUTHENTICATOR], "not added")
        await walk.press("a")
        await walk.comes_to("ChooseKind")
        assert walk.one("#kind-authenticator", KindRow).disabled
        await walk.sees("U hebt al een authenticator.")


async def test_an_unattended_secret_hides_and_any_key_shows_it(world: World) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await picks(walk, Kind.AUTHENTICATOR, "AddAuthenticator")
        await walk.until(lambda: bool(walk.screen.query(SecretText)), "no secret")
        secret = walk.one("SecretText", SecretText)._secret
        screen = walk.screen
        assert isinstance(screen, AddAuthenticator)
        screen._hide()
        await walk.sees("•••• ••••", "Elke toets toont het weer")
        assert secret[:4] not in walk.text.split()
        await walk.press("left")
        await walk.sees(f"{secret[:4]} {secret[4:8]}")


async def test_qaller_is_connected_first_and_counts_after_its_code(world: World) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await walk.press("a")
        await walk.comes_to("ChooseKind")
        await walk.sees("aanbevolen")
        await walk.clicks("#kind-qaller")
        await walk.comes_to("ConnectQaller")
        await walk.sees("KOPPELCODE", "Deze koppelcode kunt u in de Mobiele App invoeren", "Nog 10 min geldig")
        await walk.press("escape")
        await walk.comes_to("FactorEditor")
        assert toasts(walk.app) == []
        await walk.press("a")
        await walk.comes_to("ChooseKind")
        await walk.clicks("#kind-qaller")
        await walk.comes_to("ConnectQaller")
        await walk.sees("Nog 10 min geldig")
        code = walk.one("PairingCodeText", PairingCodeText).content
        world.services.companion.pair(LOGIN, code, "toestel van Sanne", world.identity)
        await walk.turns(1)
        await walk.sees("Verbonden: toestel van Sanne")
        assert len(factors(walk)) == 1
        await walk.press("enter")
        await walk.comes_to("AddQaller")
        await walk.sees("Verstuurd naar Qaller")
        await walk.types(world.pushed())
        await walk.comes_to("FactorEditor")
        await walk.until(lambda: rows(walk) == [Kind.PHONE, Kind.QALLER], "not added")
        await walk.until(
            lambda: [row.factor.kind for row in walk.screen.query(FactorRow) if row.has_focus] == [Kind.QALLER],
            "the new one is not chosen",
        )


async def test_leaving_midway_keeps_nothing(world: World) -> None:
    session = world.in_editor()
    async with editing(world, session) as walk:
        await picks(walk, Kind.PHONE, "AddNumber")
        await walk.types("06 12345678")
        await walk.press("enter", "enter")
        await walk.sees("Verstuurd naar 061*****78")
        await walk.press("f8")
        await walk.comes_to("LoginScreen")
        world.clock.forward(61)
        assert len(world.services.login.factors(world.signed_in())) == 1
