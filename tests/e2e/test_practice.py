"""The practice panel in a real terminal: lent by the desk, marked on every screen, gone without a trace, and back."""

from __future__ import annotations

import pytest

from tests.e2e.people import add_account, log_in, set_up_authenticator
from tests.e2e.terminal import Terminal

AGENT = "600.callvoip"


@pytest.fixture(autouse=True)
def _agent(place: dict[str, str]) -> None:
    add_account(place, AGENT, "Anouk", "support")


def to_desk(panel: Terminal) -> None:
    """Log in for the first time, by way of an authenticator."""
    log_in(panel, AGENT)
    set_up_authenticator(panel)
    panel.wait("Beller zoeken")
    panel.settle()


def test_the_desk_lends_its_terminal_to_a_marked_panel_and_has_it_back(place: dict[str, str]) -> None:
    with Terminal.tui2fa(environment=place) as panel:
        to_desk(panel)
        panel.press("f6")
        panel.wait("OEFENPANEEL · niets hiervan is echt")
        panel.wait("202.mijnbedrijf")
        panel.settle()
        panel.press("f1")
        panel.wait("Hulp")
        panel.settle()
        assert "OEFENPANEEL · niets hiervan is echt" in panel.text
        panel.press("escape")
        panel.settle()
        panel.press("ctrl+q")
        panel.wait("Beller zoeken")
        panel.settle()
        panel.type("600")
        panel.wait("1 gevonden")
        panel.press("ctrl+q")
        assert panel.wait_for_end() == 0


def test_both_end_when_the_terminal_goes(place: dict[str, str]) -> None:
    with Terminal.tui2fa(environment=place) as panel:
        to_desk(panel)
        panel.press("f6")
        panel.wait("OEFENPANEEL")
        panel.settle()
        panel.hang_up()
        panel.wait_for_end()


@pytest.mark.parametrize(("language", "mark"), [("nl", "OEFENPANEEL"), ("en", "PRACTICE PANEL")])
def test_the_mark_speaks_the_language_of_the_panel(place: dict[str, str], language: str, mark: str) -> None:
    with Terminal.tui2fa("--demo", "--practice", "--lang", language, environment=place) as panel:
        panel.wait(mark)
        panel.press("ctrl+q")
        assert panel.wait_for_end() == 0
