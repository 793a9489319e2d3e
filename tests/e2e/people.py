"""What people do at their terminals: accounts made, an authenticator set up, logging in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

import pyotp
import zxingcpp

from tests.e2e.terminal import Terminal

PASSWORD = "kanarie fietst over bruggen"


def add_account(place: Mapping[str, str], login: str, first_name: str, role: str = "user") -> None:
    """An account that the operator makes, with `PASSWORD`."""
    options = ["--first-name", first_name, "--role", role, "--password-stdin"]
    argv = [sys.executable, "-m", "tui2fa", "users", "add", login, *options]
    subprocess.run(argv, input=PASSWORD.encode(), env={**os.environ, **place}, check=True, stdout=subprocess.DEVNULL)


def log_in(panel: Terminal, login: str, password: str = PASSWORD) -> None:
    """Login and password."""
    panel.wait("Gebruikersnaam")
    panel.settle()
    panel.type(login)
    panel.press("tab")
    panel.type(password)
    panel.press("enter")


def scan(panel: Terminal) -> pyotp.TOTP:
    """What a phone's authenticator app makes of the QR code on the screen."""
    [found] = zxingcpp.read_barcodes(panel.picture())
    app = pyotp.parse_uri(found.text)
    assert isinstance(app, pyotp.TOTP)
    assert app.issuer == "Callvoip"
    return app


def set_up_authenticator(panel: Terminal) -> pyotp.TOTP:
    """The first set-up with an authenticator, up to the button that leads into the panel."""
    panel.wait("Wat is jouw verificatie voorkeursmethode?")
    panel.settle()
    panel.press("down", "enter")
    panel.wait("2. Voer de verificatiecode in")
    panel.settle()
    app = scan(panel)
    panel.type(app.now())
    panel.wait("Gefeliciteerd!")
    panel.settle()
    panel.press("enter")
    return app
