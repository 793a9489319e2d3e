"""Walks of an administrator through the Company Panel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from textual.containers import VerticalScroll

from tests.looks.visit import Visit
from tests.looks.walks.walk import Walk
from tui2fa.domain.directory import State
from tui2fa.tui.widgets.choice import Choice

LIST = """\
login,first_name,last_name,language,number,email
260.mijnbedrijf,Karin,Visser,nl,06 21400260,karin@mijnbedrijf.nl
261.mijnbedrijf,Olaf,Mulder,nl,06 2140,olaf@mijnbedrijf.nl
202.mijnbedrijf,Sanne,de Vries,nl,,
262.elders,Mariam,Haddad,nl,06 21400262,mariam@mijnbedrijf.nl
263.mijnbedrijf,Piotr,Nowak,pl,,
264.mijnbedrijf,Saskia,Blom,en,06 21400264,saskia@mijnbedrijf.nl
"""
"""A file to import in which four lines are wrong, each in its own way."""


async def company(visit: Visit) -> AsyncIterator[str]:
    await visit.administrator()
    yield "company"
    await visit.keys("w")
    await visit.at("Ways", ".way")
    yield "ways"
    await visit.keys("escape")
    await visit.at("CompanyDashboard")
    await visit.keys("n")
    await visit.at("NameMenu")
    yield "company-menu"
    await visit.keys("escape")
    await _users(visit)
    yield "users"
    await visit.keys("slash", *"van")
    await visit.shows("3 ", "218.mijnbedrijf")
    yield "users-searched"
    await visit.keys("escape")
    await visit.shows("201.mijnbedrijf")
    visit.app.screen.query_one("#state", Choice).value = State.ATTENTION
    yield "users-filtered"


async def user(visit: Visit) -> AsyncIterator[str]:
    await visit.administrator()
    await _users(visit)
    await visit.keys("slash", *"206.", "enter")
    await visit.at("UserScreen", "#first-password")
    yield "user"
    visit.app.screen.query_one("#body", VerticalScroll).scroll_end(animate=False)
    yield "user-bottom"
    visit.press("#first-password")
    await visit.at("Confirm")
    await visit.keys("tab", "enter")
    await visit.at("FirstPasswords", "#passwords")
    yield "first-password"


async def more_users(visit: Visit) -> AsyncIterator[str]:
    await visit.administrator()
    await _users(visit)
    await visit.keys("a")
    await visit.at("AddUser", "#new-login")
    await visit.keys(*"232")
    visit.fill("#first", "Karin")
    visit.fill("#last", "Visser")
    yield "add-user"
    await visit.keys("escape")
    await visit.at("Confirm")
    await visit.keys("tab", "enter")
    await visit.at("Users")
    await visit.keys("i")
    await visit.at("ImportUsers", "#path")
    visit.fill("#path", _written(visit.app.tr("~/users.csv")))
    await visit.keys("enter")
    await visit.shows("261.mijnbedrijf")
    yield "import"


async def _users(visit: Visit) -> None:
    """From the dashboard to the list."""
    await visit.at("CompanyDashboard")
    await visit.keys("g")
    await visit.at("Users", "#users")
    await visit.shows("201.mijnbedrijf")


def _written(place: str) -> str:
    """Where there is a file to import now."""
    Path(place).expanduser().write_text(LIST, encoding="utf-8")
    return place


WALKS = {
    "company": Walk(company),
    "user": Walk(user),
    "more-users": Walk(more_users),
}
