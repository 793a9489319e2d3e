"""The colleagues in the demo's company: a few dozen people, protected in every way there is, and not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from tui2fa.demo.hints import ADMIN, AGENT, PASSWORD
from tui2fa.demo.past import Day, Past
from tui2fa.domain.codes import DIGITS
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Usage
from tui2fa.domain.phone import contact
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.domain.support import CallerCheck
from tui2fa.domain.throttle import wait_after
from tui2fa.services.desk import ResetWish

BEFORE, IMPORTED, NEWEST = 224, 211, 2
"""How many days ago people were added: before there was an administrator, by the administrator, just now."""
REASON = N_("Phone lost on the train; called back at the reception.")
WRONG_CODES = 7
"""After so many the next try has to wait for four minutes."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a login of this company.

    `set_up` is how many days ago which factors came, in their order; `added` is how many days ago the login was made.
    """

    extension: int
    first: str
    last: str = ""
    email: str = ""
    added: int = IMPORTED
    set_up: int = 0
    kinds: tuple[Kind, ...] = ()

    @property
    def login(self) -> str:
        """The user name."""
        return _login(self.extension)

    @property
    def number(self) -> str:
        """The mobile number, as one types it."""
        return f"06 2140 {self.extension:04}"

    def profile(self, language: Language) -> Profile:
        """The personal settings."""
        contacts: tuple[Contact, ...] = ()
        if self.email:
            contacts = (
                Contact(Medium.NUMBER, Usage.MOBILE, contact(self.number)),
                Contact(Medium.EMAIL, Usage.BUSINESS, f"{self.email}@mijnbedrijf.nl"),
            )
        return Profile(self.login, Role.USER, self.first, self.last, language, contacts)


CALLS, APP, QALLER = (Kind.PHONE,), (Kind.AUTHENTICATOR,), (Kind.QALLER, Kind.AUTHENTICATOR)
PEOPLE = (
    Colleague(205, "Jan-Willem", "van der Berg", "janwillem"),
    Colleague(206, "Fatima", "Benali", "fatima", BEFORE, 201, CALLS),
    Colleague(207, "Pieter", "Jansen", "pieter", BEFORE, 209, APP),
    Colleague(208, "Annelies", "de Wit", "annelies", BEFORE, 8, APP),
    Colleague(209, "Mehmet", "Yılmaz", "mehmet"),
    Colleague(210, "Anouk", "'t Hart", "anouk"),
    Colleague(211, "Sjoerd", "Hoekstra", "sjoerd", BEFORE, 31, CALLS),
    Colleague(212, "Chantal", "van den Heuvel-Kuipers", "chantal", BEFORE, 143, APP),
    Colleague(213, "Ömer", "Çelik", "omer"),
    Colleague(214, "Wei", "Chen", "wei"),
    Colleague(215, "Roos", "Smit", "roos", BEFORE, 166, QALLER),
    Colleague(216, "Ahmed", "El Idrissi", "ahmed"),
    Colleague(217, "Femke", "Postma", "femke"),
    Colleague(218, "Giovanni", "Rossi", "giovanni"),
    Colleague(219, "Lieke", "Vermeulen", "lieke", BEFORE, 118, APP),
    Colleague(220, "Kevin", "Bos", "kevin"),
    Colleague(221, "Zoë", "Peeters", "zoe"),
    Colleague(222, "Abdirahman", "Hassan", "abdirahman"),
    Colleague(223, "Marja", "Koopman-de Haan", "marja"),
    Colleague(224, "Tomasz", "Kowalski", "tomasz"),
    Colleague(225, "Iris", "Prins", "iris"),
    Colleague(226, "Rajesh", "Ramdin", "rajesh"),
    Colleague(227, "Bas", "Timmermans", "bas"),
    Colleague(228, "Esra", "Demir", "esra"),
    Colleague(229, "Hans", "de Groot", "hans"),
    Colleague(230, "Nynke", "Dijkstra", "nynke", NEWEST),
    Colleague(231, "Soraya", "Martina", "soraya", NEWEST),
    Colleague(240, "Magazijn"),
    Colleague(241, "Vergaderzaal", "Noord"),
)
LEFT = (229, 207)
"""Who went away; the accounts are disabled."""
LOGGED_OUT, LOCKED, RESET = 215, 219, 212
"""Whose Qaller app was logged out; who typed wrong codes just now; who was reset just now."""


class Colleagues:
    """What the administrator, the support desk and the colleagues themselves did."""

    def __init__(self, past: Past) -> None:
        self._past = past

    def days(self) -> Iterator[Day]:
        """Up to yesterday."""
        yield Day(BEFORE, 8, 45, self._are_made)
        yield Day(IMPORTED, 9, 20, self._are_imported)
        yield Day(NEWEST, 17, 3, self._come_and_go)
        yield Day(6, 10, 48, partial(self._past.log_app_out, _login(LOGGED_OUT)))
        for person in PEOPLE:
            if person.kinds:
                yield Day(person.set_up, 8 + person.extension % 9, person.extension % 60, partial(self._begins, person))

    def today(self) -> None:
        """What is still fresh when the demo opens."""
        self._past.clock.put_minutes(9)
        self._is_reset(_login(RESET))
        self._past.clock.put_minutes(3.7)
        self._types_wrong_codes(_login(LOCKED))

    def _are_made(self) -> None:
        for person in PEOPLE:
            if person.added == BEFORE:
                self._past.services.accounts.add(person.profile(self._past.language), PASSWORD)

    def _are_imported(self) -> None:
        self._add(self._past.log_in(ADMIN, Kind.AUTHENTICATOR), IMPORTED)

    def _come_and_go(self) -> None:
        past = self._past
        session = past.log_in(ADMIN, Kind.AUTHENTICATOR)
        self._add(session, NEWEST)
        for extension in LEFT:
            past.clock.forward(20)
            past.services.company.disable(session, _login(extension))
        past.services.login.log_out(session)

    def _add(self, session: str, added: int) -> None:
        self._past.clock.forward(240)
        profiles = [person.profile(self._past.language) for person in PEOPLE if person.added == added]
        self._past.services.company.add_all(session, profiles)

    def _begins(self, person: Colleague) -> None:
        """The first login, and the methods one after another."""
        past, login = self._past, person.login
        session = past.sign_in(login)
        for kind in person.kinds:
            past.clock.forward(70)
            match kind:
                case Kind.PHONE:
                    past.add_number(session, person.number)
                case Kind.QALLER:
                    past.add_qaller(session, login, person.first)
                case Kind.AUTHENTICATOR:
                    past.add_authenticator(session, login)

    def _types_wrong_codes(self, login: str) -> None:
        past = self._past
        session = past.sign_in(login)
        challenge = past.services.login.challenge(session)
        for failures in range(WRONG_CODES):
            past.clock.forward(wait_after(failures) + 1)
            past.services.login.alive(session)
            wrong = f"{(int(past.code(login, Kind.AUTHENTICATOR)) + 1) % 10**DIGITS:0{DIGITS}}"
            with suppress(Refused):
                past.services.login.verify(session, challenge.id, wrong)

    def _is_reset(self, login: str) -> None:
        past = self._past
        session = past.log_in(AGENT, Kind.AUTHENTICATOR)
        caller = past.services.desk.caller(session, login)
        wish = ResetWish(
            password=PASSWORD,
            reason=past.tr(REASON),
            ticket="T-48213",
            checks=frozenset(CallerCheck),
            confirmation=login,
            version=caller.version,
        )
        past.services.desk.reset(session, login, wish)
        past.services.login.log_out(session)


def _login(extension: int) -> str:
    return f"{extension}.mijnbedrijf"
