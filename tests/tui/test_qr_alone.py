"""The QR code on the whole screen: any key goes back, one step; where it does not fit it is not offered."""

from __future__ import annotations

import pytest

from tests.looks.theatre import play
from tests.looks.visit import Visit
from tests.tui.stage import is_seen, shown
from tui2fa.bootstrap import PRACTICE
from tui2fa.domain.factors import Kind
from tui2fa.tui.base.preferences import Preferences


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_any_key_goes_back_to_the_boxes(key: str) -> None:
    with play() as on_stage:
        app = on_stage.panel(Preferences("en", animation=False))
        async with app.run_test(size=(80, 24)) as pilot:
            visit = Visit(on_stage, pilot)
            await visit.newcomer()
            await visit.kind(Kind.AUTHENTICATOR)
            await visit.at("AddAuthenticator", "QrCode")
            await visit.keys("f4")
            await visit.at("QrAlone", "QrCode")
            await visit.keys(key)
            await visit.at("AddAuthenticator")
            await visit.still()
            assert type(app.screen).__name__ == "AddAuthenticator"


async def test_a_window_that_is_too_low_says_what_to_do() -> None:
    with play() as on_stage:
        app = on_stage.panel(Preferences("en", animation=False))
        async with app.run_test(size=(60, 20)) as pilot:
            visit = Visit(on_stage, pilot)
            await visit.newcomer()
            await visit.kind(Kind.AUTHENTICATOR)
            await visit.at("AddAuthenticator", "CodeBoxes")
            await visit.keys("f4")
            await visit.still()
            assert type(app.screen).__name__ == "AddAuthenticator"
            assert "at least 80 by 24" in shown(app)


async def test_where_the_guide_takes_its_place_it_says_which_key_shows_it() -> None:
    with play() as on_stage:
        app = on_stage.panel(Preferences("en", animation=False))
        async with app.run_test(size=(80, 24)) as pilot:
            visit = Visit(on_stage, pilot)
            await visit.newcomer()
            await visit.kind(Kind.AUTHENTICATOR)
            await visit.at("AddAuthenticator", "QrCode")
            await visit.keys("f2")
            await visit.until(lambda: "F4 shows it on the whole screen" in shown(app))
            await visit.keys("f4")
            await visit.at("QrAlone", "QrCode")


async def test_with_a_line_above_the_screen_and_the_guide_out_the_code_is_seen_whole() -> None:
    with play() as on_stage:
        app = on_stage.panel(Preferences("en", animation=False))
        app.surroundings = app.surroundings._replace(mark=PRACTICE)
        async with app.run_test(size=(80, 24)) as pilot:
            visit = Visit(on_stage, pilot)
            await visit.newcomer()
            await visit.kind(Kind.AUTHENTICATOR)
            await visit.at("AddAuthenticator", "QrCode")
            await visit.until(lambda: is_seen(app, "#qr"))
            assert is_seen(app, "#boxes")
            await visit.keys("f2")
            await visit.until(lambda: "F4 shows it on the whole screen" in shown(app))
            await visit.keys("f4")
            await visit.at("QrAlone", "QrCode")
            await visit.until(lambda: is_seen(app, "QrCode"))
            assert "Guide" not in shown(app)
