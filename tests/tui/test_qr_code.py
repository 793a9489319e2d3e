"""A QR code that a camera reads from every terminal."""

from __future__ import annotations

import pytest
import segno
import zxingcpp
from PIL import Image
from textual.app import ComposeResult

from tests.tui.stage import Stage, playing
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.widgets.qr_code import QrCode

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
URI = f"otpauth://totp/Callvoip:202.mijnbedrijf?secret={SECRET}&issuer=Callvoip"
PIXELS = {" ": (255, 255), "▀": (0, 255), "▄": (255, 0), "█": (0, 0)}


class Showing(PanelScreen[None]):
    """A screen with a code on it."""

    def content(self) -> ComposeResult:
        yield QrCode(URI, id="code")


@pytest.mark.parametrize("theme", ["panel-light", "panel-dark"])
@pytest.mark.parametrize("colours", [True, False], ids=["colours", "NO_COLOR"])
async def test_it_is_black_on_white_in_every_cell_and_can_be_read(
    theme: str, colours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    app = Stage(Showing())
    async with playing(app):
        app.theme = theme
        code = app.screen.query_one(QrCode)
        assert code.region.size == (41, 21)
        image = Image.new("L", (41, 42))
        for y in range(21):
            strip = code.render_line(y)
            assert {(str(segment.style)) for segment in strip} == {str(next(iter(strip)).style)}
            assert "#000000 on #ffffff" in str(next(iter(strip)).style)
            for x, character in enumerate(strip.text):
                image.putpixel((x, 2 * y), PIXELS[character][0])
                image.putpixel((x, 2 * y + 1), PIXELS[character][1])
        [found] = zxingcpp.read_barcodes(image.resize((410, 420)))
        assert found.text == URI == code.content


def test_a_text_that_does_not_fit_beside_its_boxes_is_refused() -> None:
    with pytest.raises(segno.DataOverflowError):
        QrCode("x" * 200)
