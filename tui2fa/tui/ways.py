"""Where each step of logging in leads, and where the panel of each role begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


def first_account() -> Screen[Any]:
    """The making of the first account, where there is none yet."""
    from tui2fa.tui.screens.first_account import FirstAccount

    return FirstAccount()


def _first_setup() -> Screen[Any]:
    from tui2fa.tui.screens.first_setup import FirstSetup

    return FirstSetup()


def _code() -> Screen[Any]:
    from tui2fa.tui.screens.code import CodeScreen

    return CodeScreen()


def _reset_code() -> Screen[Any]:
    from tui2fa.tui.screens.reset_code import ResetCode

    return ResetCode()


def _new_password() -> Screen[Any]:
    from tui2fa.tui.screens.new_password import ChoosePassword

    return ChoosePassword()


def _dashboard() -> Screen[Any]:
    from tui2fa.tui.screens.dashboard import Dashboard

    return Dashboard()


def _desk() -> Screen[Any]:
    from tui2fa.tui.screens.desk.desk import Desk

    return Desk()


def _company() -> Screen[Any]:
    from tui2fa.tui.screens.company.dashboard import CompanyDashboard

    return CompanyDashboard()


DESTINATIONS: dict[str, Callable[[], Screen[Any]]] = {
    "SET_UP": _first_setup,
    "BACKUP": _first_setup,
    "CODE": _code,
    "RESET_CODE": _reset_code,
    "NEW_PASSWORD": _new_password,
}
"""Where each `Step` of logging in leads, by its name; a screen is imported when somebody comes there."""
HOMES: dict[str, Callable[[], Screen[Any]]] = {
    "USER": _dashboard,
    "ADMINISTRATOR": _company,
    "SUPPORT": _desk,
}
"""Where the panel of each `Role` begins."""
