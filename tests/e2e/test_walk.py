"""The program as people meet it, in real terminals: a fresh machine, two terminals on one store, the demo, a crash."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from tests.e2e.people import PASSWORD, log_in, set_up_authenticator
from tests.e2e.terminal import Terminal
from tui2fa.tui.qaller.large_code import smaller

LOGIN = "202.mijnbedrijf"
CLIPBOARD = b"\x1b]52;"
RESTORED = b"\x1b[?1049l"
PAIRING = re.compile(r"│ (\w) │" * 4 + r" - " + r"│ (\w) │" * 4)


def make_first_account(panel: Terminal) -> None:
    """From nothing to the mandatory set-up."""
    panel.wait("Maak het eerste account")
    panel.settle()
    for field in (LOGIN, None, "Sanne", "de Vries", PASSWORD, PASSWORD):
        if field:
            panel.type(field)
        panel.press("tab")
    panel.press("enter")
    panel.wait("We moeten eerst uw account beveiligen")


def to_own_panel(panel: Terminal) -> None:
    """From the Company Panel, where the first set-up led, to the administrator's own."""
    panel.wait("Vraagt aandacht")
    panel.settle()
    panel.press("u")
    panel.wait("Uw account is beschermd")
    panel.settle()


def log_in_to_own_panel(panel: Terminal) -> None:
    """Login and password, to the UC Panel."""
    panel.wait("Gebruikersnaam")
    panel.settle()
    panel.click_on("UC Panel")
    panel.wait("✓ UC Panel")
    log_in(panel, LOGIN)


def test_a_fresh_machine_to_the_panel_and_in_again_with_the_code_of_the_scanned_app(
    place: dict[str, str], tmp_path: Path
) -> None:
    with Terminal.tui2fa(environment=place) as panel:
        make_first_account(panel)
        panel.wait("[delivery]")
        app = set_up_authenticator(panel)
        to_own_panel(panel)
        panel.press("f8")
        panel.wait("U bent uitgelogd.")
        log_in_to_own_panel(panel)
        panel.wait("Voer de verificatiecode in die door de app is gegenereerd")
        panel.settle()
        panel.type(app.at(int(time.time()) + 30))
        panel.wait("Ingelogd met Authenticator")
        panel.press("ctrl+q")
        assert panel.wait_for_end() == 0
        assert CLIPBOARD not in panel.raw
        after = panel.raw[panel.raw.rindex(RESTORED) :]
        assert not [secret for secret in (PASSWORD, app.secret, app.secret[:4]) if secret.encode() in after]
        assert PASSWORD.encode() not in panel.raw
    assert oct((tmp_path / "data").stat().st_mode & 0o777) == "0o700"
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert oct(path.stat().st_mode & 0o777) == "0o600", path
            assert not [secret for secret in (PASSWORD, app.secret) if secret.encode() in path.read_bytes()], path


def test_a_panel_and_a_qaller_app_in_two_terminals_on_one_store(place: dict[str, str]) -> None:
    with Terminal.tui2fa(environment=place) as panel:
        make_first_account(panel)
        app = set_up_authenticator(panel)
        to_own_panel(panel)
        panel.press("n")
        panel.wait("Verbind Qaller")
        panel.settle()
        panel.press("tab", "enter")
        panel.wait("KOPPELCODE")
        panel.wait("geldig")
        panel.settle()
        found = PAIRING.search(panel.text)
        assert found, panel.text
        with Terminal.tui2fa("qaller", environment=place) as phone:
            phone.wait("Log in met een koppelcode")
            phone.settle()
            phone.type(LOGIN)
            phone.press("tab")
            phone.type("".join(found.groups()))
            phone.press("enter")
            phone.wait("Er wacht geen code.")
            panel.wait("Verbonden")
            panel.press("enter")
            add_qaller(panel, phone)
            panel.press("escape", "escape", "f8")
            panel.wait("U bent uitgelogd.")
            phone.wait("Er wacht geen code.")
            ask_a_code(panel)
            panel.type(code_on(phone))
            panel.wait("Ingelogd met Qaller App")
            phone.wait("Er wacht geen code.")
            panel.press("f8")
            panel.wait("U bent uitgelogd.")
            ask_a_code(panel)
            decline_then_enter(panel, phone)
            panel.press("m")
            panel.wait("Hoe wil je jouw identiteit verifiëren?")
            panel.settle()
            panel.press("up", "enter")
            panel.wait("door de app is gegenereerd")
            panel.settle()
            panel.type(app.at(int(time.time()) + 30))
            panel.wait("Uw account is beschermd")
            panel.wait('"Dat was ik niet"')
            panel.press("ctrl+q")
            assert panel.wait_for_end() == 0
            assert CLIPBOARD not in panel.raw + phone.raw


def code_on(phone: Terminal) -> str:
    """The code that stands in the Qaller app."""
    phone.wait_until(lambda: _code(phone) != "", "no code")
    phone.settle()  # what is read in the middle of a frame is neither the old screen nor the new one
    return _code(phone)


def _code(phone: Terminal) -> str:
    found = re.search(r"(\d{3}) (\d{3}) · nog", phone.text)
    return "".join(found.groups()) if found else ""


def add_qaller(panel: Terminal, phone: Terminal) -> None:
    """The documented way to the editor, where the app becomes a factor, and the primary one."""
    panel.wait("Laatste activiteit")
    panel.settle()
    panel.press("n")
    panel.wait("Verbind Qaller")
    panel.settle()
    panel.press("enter")
    panel.wait("Persoonlijke instellingen")
    panel.settle()
    panel.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "enter")
    panel.wait("Geef uw wachtwoord")
    panel.settle()
    panel.type(PASSWORD)
    panel.press("enter")
    panel.wait("Voeg nog een verificatiemethode toe")
    panel.settle()
    panel.press("a")
    panel.wait("aanbevolen")
    panel.settle()
    panel.press("enter")
    panel.wait("in uw Qaller-app")
    panel.type(code_on(phone))
    panel.wait("Toegevoegd.")
    panel.settle()
    panel.press("p")
    panel.wait("is nu primair.")
    panel.settle()


def ask_a_code(panel: Terminal) -> None:
    """Log in until the primary factor's code is on its way."""
    log_in_to_own_panel(panel)
    panel.wait("Verstuurd naar Qaller")


def decline_then_enter(panel: Terminal, phone: Terminal) -> None:
    """[Dat was ik niet] is told in the panel and stands in the activity; another method gets in."""
    phone.wait("Dat was ik niet")
    end = time.monotonic() + 10
    while "Die code werkt niet meer." not in phone.text:  # a code that has just come is to be read first
        assert time.monotonic() < end, phone.text
        phone.press("f6")
    panel.wait("Deze code is afgewezen in de Qaller-app")


def test_the_demo_as_a_stranger_walks_it(place: dict[str, str]) -> None:
    with Terminal.tui2fa("--demo", environment=place) as demo:
        demo.wait("203.mijnbedrijf")
        demo.settle()
        demo.click_on("203.mijnbedrijf")
        demo.wait("••••")
        demo.press("enter")
        demo.wait("Wat is jouw verificatie voorkeursmethode?")
        demo.settle()
        demo.press("enter")
        demo.wait("KOPPELCODE")
        demo.wait("Scan het scherm")
        demo.press("f7")
        demo.wait("Verbonden: Demo")
        demo.press("enter")
        demo.wait("in uw Qaller-app")
        demo.wait("Code voor")
        demo.settle(0.1)
        demo.type(read_large(demo))
        demo.wait("Voeg een reserve toe")
        demo.settle()
        demo.press("enter")
        demo.wait("Mobiel nummer")
        demo.settle()
        demo.type("0612345678")
        demo.press("enter", "enter")
        demo.wait("Callvoip belt")
        demo.press("f5")
        demo.wait_until(lambda: heard(demo) != "", "nothing was said")
        demo.type(heard(demo))
        demo.wait("Gefeliciteerd!")
        demo.settle()
        demo.press("enter")
        demo.wait("U hebt een reserve: goed zo.")
        demo.press("ctrl+q")
        assert demo.wait_for_end() == 0


def read_large(demo: Terminal) -> str:
    """The six digits in half blocks under the phone's title."""
    column, row = demo.find("Code voor")
    lines = [line[column - 1 :] for line in demo.screen.display[row : row + 3]]
    return "".join(GLYPHS[tuple(line[left : left + 3] for line in lines)] for left in (0, 4, 8, 14, 18, 22))


GLYPHS = {tuple(line[:3] for line in smaller(digit * 6).splitlines()): digit for digit in "0123456789"}


def heard(demo: Terminal) -> str:
    """The code that the phone has spoken whole."""
    found = re.search(r"Uw code is *((?:\d *){6})", demo.text)
    return found.group(1).replace(" ", "") if found else ""


CRASH = """
import sys
from textual import events
from tui2fa.tui.screens.login import LoginScreen

def crash(screen, event):
    secret = screen.query_one("#password").value
    if event.y > 20:
        raise ValueError(secret)

LoginScreen.on_click = crash
from tui2fa.cli import main
sys.argv = ["tui2fa"]
sys.exit(main())
"""


def test_after_a_crash_the_terminal_shows_a_number_and_no_secret(place: dict[str, str], tmp_path: Path) -> None:
    with Terminal.tui2fa(environment=place) as panel:
        make_first_account(panel)
    with Terminal(sys.executable, "-c", CRASH, environment=place) as panel:
        panel.wait("Gebruikersnaam")
        panel.settle()
        panel.press("tab")
        panel.type(PASSWORD)
        panel.settle()
        panel.click(5, 23)
        assert panel.wait_for_end() != 0
        after = panel.raw[panel.raw.rindex(RESTORED) :].decode()
    number = re.search(r"[0-9A-F]{8}", after)
    assert number, after
    assert PASSWORD not in after
    assert "Traceback" not in after
    [log] = tmp_path.rglob("errors.log")
    assert number.group() in log.read_text()
    assert PASSWORD not in log.read_text()
