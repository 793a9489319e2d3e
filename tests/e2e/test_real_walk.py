"""The issue's walk in real terminals: a fresh machine, a QR code read off the screen, two programs on one store."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
import zxingcpp

from tests.e2e.terminal import Terminal
from tui2fa.tui.qaller.large_code import SHAPES

LOGIN, PASSWORD = "202.mijnbedrijf", "een fiets vol tulpen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store of this test lies."""
    return tmp_path / "data"


@contextmanager
def program(folder: Path, *arguments: str) -> Iterator[Terminal]:
    """The program on that store, in Dutch."""
    with Terminal.tui2fa("--lang", "nl", "--data-dir", str(folder), *arguments) as terminal:
        yield terminal


def fill(terminal: Terminal, *texts: str) -> None:
    """Type into one field after the other; Enter goes to the next."""
    for text in texts:
        terminal.paste(text)
        terminal.settle()
        terminal.press("enter")
        terminal.settle()


def scanned(terminal: Terminal) -> pyotp.TOTP:
    """The authenticator app that has scanned what is drawn on the screen."""
    terminal.wait("1. Scan de QR-code")
    terminal.settle()
    found = zxingcpp.read_barcodes(terminal.picture())
    assert [code.format for code in found] == [zxingcpp.BarcodeFormat.QRCode], terminal.text
    app = pyotp.parse_uri(found[0].text)
    assert isinstance(app, pyotp.TOTP)
    return app


def first_account(terminal: Terminal) -> pyotp.TOTP:
    """Make the first account and set up its authenticator; ends in the panel."""
    terminal.wait("Voornaam")
    terminal.settle()
    fill(terminal, LOGIN, "Sanne", "de Vries", PASSWORD, PASSWORD)
    terminal.wait("Wat is jouw verificatie voorkeursmethode?")
    terminal.wait("Authenticator")
    terminal.settle()
    terminal.click_on("Authenticator")
    app = scanned(terminal)
    terminal.paste(app.now())
    terminal.wait("Gefeliciteerd!")
    terminal.settle()
    terminal.press("enter")
    terminal.wait("Dashboard")
    return app


def next_code(app: pyotp.TOTP) -> str:
    """A code of the next time step, which is within the window already: this one's was used."""
    return app.at(int(time.time()) + 30)


def test_a_fresh_machine_from_the_first_account_to_a_login_with_its_authenticator(folder: Path) -> None:
    with program(folder) as terminal:
        app = first_account(terminal)
        terminal.press("f8")
        terminal.wait("Wachtwoord vergeten?")
        terminal.settle()
        fill(terminal, LOGIN, PASSWORD)
        terminal.wait("identiteit verifiëren")
        terminal.settle()
        terminal.paste(next_code(app))
        terminal.wait("Dashboard")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    assert b"]52;" not in terminal.raw


def connect(panel: Terminal, phone: Terminal) -> None:
    """Make the first account, and log the Qaller app in with a pairing code of it."""
    first_account(panel)
    panel.press("n")
    panel.wait("Verbind Qaller")
    panel.settle()
    panel.click_on("Verbind Qaller")
    panel.wait("KOPPELCODE")
    panel.settle()
    phone.wait("Log in met een koppelcode")
    phone.settle()
    fill(phone, LOGIN, pairing_code(panel))
    phone.press("enter")
    panel.wait("verbonden", 15)
    phone.wait(LOGIN)


def test_the_panel_and_the_qaller_app_in_two_terminals_at_once(folder: Path) -> None:
    with program(folder) as panel, program(folder, "qaller") as phone:
        connect(panel, phone)
        add_qaller(panel)
        panel.wait("Verstuurd naar Qaller")
        phone.wait("Dat was ik niet", 5)
        panel.paste(large_code(phone))
        panel.wait("Toegevoegd.")
        panel.wait("Qaller App")


def test_that_was_not_me_is_told_to_the_panel_that_waits(folder: Path) -> None:
    with program(folder) as panel, program(folder, "qaller") as phone:
        connect(panel, phone)
        add_qaller(panel)
        phone.wait("Dat was ik niet", 10)
        time.sleep(1.2)
        phone.press("f6")
        panel.wait("Deze code is afgewezen in de Qaller-app", 5)


def add_qaller(panel: Terminal) -> None:
    """From the connected app, by the documented way, to the question for its code."""
    panel.settle()
    panel.press("escape")
    panel.wait("Alle activiteit")
    panel.settle()
    panel.press("n")
    panel.settle()
    panel.press("enter")
    panel.wait("Voornaam")
    panel.settle()
    panel.press("pagedown", "pagedown")
    panel.wait("Bewerk 2FA")
    panel.settle()
    panel.click_on("Bewerk 2FA")
    panel.wait("Geef uw wachtwoord")
    panel.settle()
    fill(panel, PASSWORD)
    panel.wait("Voeg nog een verificatiemethode toe")
    panel.settle()
    panel.press("a")
    panel.wait("aanbevolen")
    panel.settle()
    panel.press("enter")


def large_code(phone: Terminal) -> str:
    """The code that the app shows in large digits, a dot of which is two cells wide."""
    phone.settle(0.3)
    rows = [line for line in phone.screen.display if line.count("██") >= 6]
    left = min(line.index("██") for line in rows)
    shapes = {"".join(shape): digit for digit, shape in SHAPES.items()}

    def digit(place: int) -> str:
        at = left + 2 * (4 * place + (2 if place >= 3 else 0))
        return shapes["".join(line[at + 2 * dot] for line in rows[:5] for dot in range(3))]

    return "".join(map(digit, range(6)))


def pairing_code(terminal: Terminal) -> str:
    """The pairing code as it stands on the screen, a box to each character."""
    boxes = next(line for line in terminal.screen.display if len(re.findall(r"│\s*[0-9A-Z]\s*", line)) >= 8)
    return "".join(re.findall(r"│\s*([0-9A-Z])\s*", boxes))[:8]
