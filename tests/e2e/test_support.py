"""A caller and an agent in two terminals on one store: looking along, then a reset and the caller's way back in."""

from __future__ import annotations

import re

import pytest

from tests.e2e.people import PASSWORD, add_account, log_in, set_up_authenticator
from tests.e2e.terminal import Terminal

CALLER, AGENT = "202.mijnbedrijf", "600.callvoip"
REASON, TICKET = "telefoon kwijt, nieuwe besteld", "TCK-4711"

pytestmark = pytest.mark.timeout(400)


def read(panel: Terminal, before: str) -> str:
    """Six digits in two groups behind a text, wherever the lines break."""
    found = re.search(re.escape(before) + r" (\d{3}) (\d{3})\b", " ".join(panel.text.split()))
    assert found, panel.text
    return "".join(found.groups())


def share(caller: Terminal) -> str:
    """The guide, and in it the follow code."""
    caller.press("f2")
    caller.wait("Laat de helpdesk meekijken")
    caller.click_on("Laat de helpdesk meekijken")
    caller.wait("Lees deze meekijkcode voor")
    caller.settle()
    return read(caller, "Lees deze meekijkcode voor aan de helpdesk:")


def look_along(agent: Terminal, caller: Terminal) -> None:
    """The agent sees each screen that the caller comes to, and the refusal there; the caller ends it."""
    code = share(caller)
    agent.press("f5")
    agent.wait("lees mij de zes cijfers voor")
    agent.settle()
    agent.type(code)
    agent.wait(f"Verbonden met {CALLER}")
    caller.wait("Anouk van de helpdesk kijkt mee")
    agent.wait("Scherm             het dashboard")
    caller.press("n")
    agent.wait("het dashboard, de instellingenbalk open")
    caller.press("n")
    agent.wait("de persoonlijke instellingen")
    caller.settle()
    caller.press("escape")
    agent.wait("Scherm             het dashboard")
    caller.press("ctrl+e")
    caller.wait("Er kijkt niemand meer mee.")
    agent.wait("De beller heeft het meekijken beëindigd")


def reset(agent: Terminal) -> str:
    """From looking along to the reset code, by the file and the form."""
    agent.settle()
    agent.press("escape")
    agent.wait("Wat u het laatst deed")
    agent.settle()
    agent.type(CALLER)
    agent.wait("1 gevonden")
    agent.press("enter")
    agent.wait("▸ Samen kijken ◂")
    agent.settle()
    agent.press("r")
    agent.wait("Uw eigen wachtwoord")
    agent.settle()
    agent.press("space", "tab", "space", "tab")
    agent.type(REASON)
    agent.press("enter")
    agent.type(TICKET)
    agent.press("enter")
    agent.type(CALLER)
    agent.press("enter")
    agent.type(PASSWORD)
    agent.press("enter")
    agent.wait("▸ 2FA resetten ◂")
    agent.press("enter")
    agent.wait("Resetcode voor")
    agent.settle()
    return read(agent, "typ deze code:")


def come_back(caller: Terminal, code: str) -> None:
    """The old session is over, which is told without a key; the password, the code and the set-up lead in again."""
    caller.wait("Uw sessie is beëindigd.")
    log_in(caller, CALLER)
    caller.wait("Typ de resetcode over")
    caller.settle()
    caller.type(code)


def test_a_caller_is_followed_then_reset_and_comes_back_in(place: dict[str, str]) -> None:
    add_account(place, CALLER, "Sanne")
    add_account(place, AGENT, "Anouk", "support")
    with Terminal.tui2fa(environment=place) as caller, Terminal.tui2fa(environment=place) as agent:
        log_in(caller, CALLER)
        lost = set_up_authenticator(caller)
        caller.wait("Uw account is beschermd")
        log_in(agent, AGENT)
        set_up_authenticator(agent)
        agent.wait("Beller zoeken")
        caller.settle()
        agent.settle()
        look_along(agent, caller)
        caller.press("f2")
        caller.wait_gone("Er kijkt niemand mee")
        code = reset(agent)
        come_back(caller, code)
        app = set_up_authenticator(caller)
        assert app.secret != lost.secret
        caller.wait("Uw account is beschermd")
        agent.wait("De beller heeft de code ingevoerd")
        caller.settle()
        caller.press("a")
        caller.wait(f"reden: {REASON}")
        for told in ("Tweestapsverificatie gereset · door Anouk", TICKET, "Resetcode ingevoerd"):
            assert told in caller.text
        agent.press("enter")
        agent.wait("▸ Samen kijken ◂")
        for secret in (code, lost.secret, app.secret, PASSWORD):
            assert secret.encode() not in agent.raw
