"""The accounts of the demo, lived in for months: everything goes through the services."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from tui2fa.demo.colleagues import Colleagues
from tui2fa.demo.hints import ADMIN, AGENT, HINTS, NONE, PASSWORD, SECOND_AGENT, SHARED, THREE
from tui2fa.demo.past import Day, OneTransaction, Past
from tui2fa.demo.phone import Phone
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Usage
from tui2fa.domain.phone import contact
from tui2fa.domain.roles import Role
from tui2fa.services.context import Context

DEVICE = "toestel van Sanne"
NUMBERS = (
    ("kantoor", "050 8200001"),
    ("Jan", "06 21234501"),
    ("Fatima", "06 21234502"),
    ("Pieter", "06 21234503"),
    ("Annelies", "06 21234504"),
    ("Mehmet", "06 21234505"),
    ("Sanne", "06 21234506"),
    ("achterwacht", "06 21234507"),
)
"""The eight people and places behind the shared login."""


def furnish(context: Context, phone: Phone, language: Language = Language.DUTCH) -> None:
    """Put the accounts, of people who speak `language`, in a new store, and what belongs to them on the phone."""
    with context.store.write() as db:
        one = replace(context, store=OneTransaction(context.store, db))
        past = Past(one, phone, [*(hint.login for hint in HINTS), SECOND_AGENT], language)
        colleagues = Colleagues(past)
        past.live([*_sanne(past), *_shared(past), *_newcomer(past), *_staff(past), *colleagues.days()])
        colleagues.today()


def _sanne(past: Past) -> list[Day]:
    """Three factors: a number first, then the Qaller app, much later an authenticator."""
    services = past.services

    def begins() -> None:
        _account(past, THREE, "Sanne", "de Vries", "06 21234529", "sanne@mijnbedrijf.nl")
        session = past.sign_in(THREE)
        past.add_number(session, "06 21234529")
        past.editor(session)
        past.add_qaller(session, THREE, DEVICE)
        services.factors.make_primary(session, past.factor(session, Kind.QALLER).id)
        services.login.log_out(session)

    def adds_an_authenticator() -> None:
        session = past.log_in(THREE, Kind.QALLER)
        past.editor(session)
        past.add_authenticator(session, THREE)
        services.login.log_out(session)

    def names_her_number() -> None:
        session = past.log_in(THREE, Kind.PHONE)
        past.editor(session)
        services.factors.rename(session, past.factor(session, Kind.PHONE).id, "kantoor")
        services.login.log_out(session)

    return [
        Day(203, 10, 4, begins),
        Day(133, 14, 41, adds_an_authenticator),
        Day(5, 8, 55, partial(past.visit, THREE, Kind.AUTHENTICATOR)),
        Day(3, 11, 32, names_her_number),
        Day(1, 16, 20, partial(past.visit, THREE, Kind.QALLER)),
    ]


def _shared(past: Past) -> list[Day]:
    """A login with eight numbers."""

    def begins() -> None:
        _account(past, SHARED, "Receptie", "", "050 8200001", "receptie@mijnbedrijf.nl")
        session = past.sign_in(SHARED)
        for number, (label, text) in enumerate(NUMBERS):
            if number == 1:
                past.editor(session)
            past.add_number(session, text, label)
            past.clock.forward(45)
        past.services.login.log_out(session)

    return [Day(96, 9, 12, begins), Day(2, 8, 31, partial(past.visit, SHARED, Kind.PHONE))]


def _newcomer(past: Past) -> list[Day]:
    """Nothing set up yet."""
    return [Day(20, 9, 5, partial(_account, past, NONE, "Bram", "Bakker", "06 21234530"))]


def _staff(past: Past) -> list[Day]:
    """The administrator of the company, and two agents of the provider's support desk."""

    def begins(login: str, role: Role, first: str, last: str, number: str, email: str) -> None:
        _account(past, login, first, last, number, email, role)
        session = past.sign_in(login)
        past.add_authenticator(session, login)
        past.services.login.log_out(session)

    administrator = ("Marijke", "Hofstra", "050 8200002", "marijke@mijnbedrijf.nl")
    agent = ("Daan", "Visser", "050 8200600", "daan@callvoip.nl")
    second = ("Noor", "el Amrani", "050 8200601", "noor@callvoip.nl")
    return [
        Day(412, 9, 0, partial(begins, AGENT, Role.SUPPORT, *agent)),
        Day(330, 9, 0, partial(begins, SECOND_AGENT, Role.SUPPORT, *second)),
        Day(231, 13, 10, partial(begins, ADMIN, Role.ADMINISTRATOR, *administrator)),
    ]


def _account(
    past: Past, login: str, first: str, last: str, number: str, email: str = "", role: Role = Role.USER
) -> None:
    contacts = [Contact(Medium.NUMBER, Usage.BUSINESS, contact(number))]
    if email:
        contacts.append(Contact(Medium.EMAIL, Usage.BUSINESS, email))
    past.services.accounts.add(Profile(login, role, first, last, past.language, tuple(contacts)), PASSWORD)
