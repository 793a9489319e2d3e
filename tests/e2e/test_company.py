"""An administrator and the user who is added, in two terminals on one store: what each sees of the other."""

from __future__ import annotations

import re

import pytest

from tests.e2e.people import add_account, log_in, set_up_authenticator
from tests.e2e.terminal import Terminal

MANAGER, USER = "201.mijnbedrijf", "301.mijnbedrijf"
OWN = "een tuin vol narcissen"
ONE_TIME = re.compile(r"\w{4}-\w{4}-\w{4}-\w{4}")

pytestmark = pytest.mark.timeout(400)


def add_user(manager: Terminal) -> str:
    """From the dashboard to the new user's one-time password, and on to the list."""
    manager.press("g")
    manager.wait("1 van 1")
    manager.settle()
    manager.press("a")
    manager.wait("Een extra gebruiker met enkel 2FA.")
    manager.settle()
    manager.type("301")
    manager.press("enter")
    manager.type("Piet")
    manager.press("enter", "enter")
    manager.wait("▸ Toevoegen ◂")
    manager.press("enter")
    manager.wait("Eenmalig wachtwoord voor 1 gebruiker")
    manager.settle()
    found = ONE_TIME.search(manager.text)
    assert found, manager.text
    manager.click_on("Klaar")
    manager.wait("Hebt u dit wachtwoord doorgegeven?")
    manager.settle()
    manager.click_on("Ja, weggaan")
    manager.wait("2 van 2")
    manager.wait("Nog geen 2FA")
    return found.group()


def test_a_user_whom_an_administrator_adds_comes_in_and_is_seen_with_a_factor(place: dict[str, str]) -> None:
    add_account(place, MANAGER, "Karin", "administrator")
    with Terminal.tui2fa(environment=place) as manager, Terminal.tui2fa(environment=place) as user:
        log_in(manager, MANAGER)
        set_up_authenticator(manager)
        manager.wait("Vraagt aandacht")
        manager.settle()
        one_time = add_user(manager)
        log_in(user, USER, one_time)
        user.wait("Kies een eigen wachtwoord")
        user.settle()
        for _ in range(2):
            user.type(OWN)
            user.press("enter")
        app = set_up_authenticator(user)
        user.wait("Uw account is beschermd")
        manager.press("down", "enter")
        manager.wait("Kan inloggen")
        manager.wait("Authenticator")
        manager.settle()
        manager.press("escape")
        manager.wait_gone("Nog geen 2FA")
        manager.wait_until(lambda: manager.text.count("! Geen reserve") == 2)
        for secret in (OWN, app.secret):
            assert secret.encode() not in manager.raw
