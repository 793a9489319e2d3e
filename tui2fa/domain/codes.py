"""One-time codes, time steps and pairing codes: alphabets, lifetimes, spelling."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal

DIGITS = 6
"""NIST SP 800-63B-4 3.1.3.2: 20 bits or more."""
CODE_LIFETIME = timedelta(minutes=5)
"""OOB-2."""
CODE_TRIES = 5
"""OOB-2."""
ENROLMENT_LIFETIME = timedelta(minutes=10)
"""TO-12."""
TIME_STEP = 30
"""Seconds; RFC 6238 5.2."""
WINDOW = 1
"""Steps either side; RFC 6238 5.2, TO-3."""

PAIRING_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford base32: 5 bits a character."""
PAIRING_LENGTH = 8
PAIRING_LIFETIME = timedelta(minutes=10)
"""OOB-10."""
PAIRING_TRIES = 5
CLOCK_SLACK = timedelta(seconds=TIME_STEP)
"""So far may the clocks of two front ends differ; further apart they could not judge an authenticator alike."""

FIRST_PASSWORD_GROUPS = 4
"""Groups of four characters: 80 bits, so that nobody can guess what is valid for days."""
FIRST_PASSWORD_LIFETIME = timedelta(days=7)
"""ASVS 6.4.1: what somebody else gave must not lie about for long."""

Random = Callable[[int], int]
"""A random whole number from 0 up to, not including, its argument; `secrets.randbelow` outside tests."""


def new_code(random: Random = secrets.randbelow) -> str:
    """Six random decimal digits, leading zeros kept (OOB-1)."""
    return f"{random(10**DIGITS):0{DIGITS}d}"


def parse_code(text: str) -> str:
    """Six ASCII digits out of what a person typed or pasted; ASCII spaces are skipped (TO-6).

    Raises Refused(NOT_A_CODE) for anything else; such an entry costs no try.
    """
    code = text.replace(" ", "")
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        raise Refused(Refusal.NOT_A_CODE)
    return code


def time_step(moment: datetime) -> int:
    """The number of the TOTP time step that a UTC moment lies in (RFC 6238 4.2)."""
    return int(moment.timestamp()) // TIME_STEP


def living(lifetime: timedelta, now: datetime) -> tuple[datetime, datetime]:
    """The first and the last moment (UTC) at which something that lives now can expire.

    What expires later was made before the clock went back: how old it is cannot be told, so it is dead.
    """
    return now, now + lifetime + CLOCK_SLACK


def lives(expires: datetime, lifetime: timedelta, now: datetime) -> bool:
    """Whether something that expires then still lives; see `living`."""
    first, last = living(lifetime, now)
    return first <= expires <= last


def new_pairing_code(random: Random = secrets.randbelow) -> str:
    """Eight random characters, 40 bits, without the hyphen people see (OOB-10)."""
    return "".join(PAIRING_ALPHABET[random(len(PAIRING_ALPHABET))] for _ in range(PAIRING_LENGTH))


def new_first_password(random: Random = secrets.randbelow) -> str:
    """A one-time password to hand over: `k7qm-4t2p-9xwe-h3rd`, 80 bits, lower case so that it is typed easily."""
    characters = (PAIRING_ALPHABET[random(len(PAIRING_ALPHABET))] for _ in range(4 * FIRST_PASSWORD_GROUPS))
    password = "".join(characters).lower()
    return "-".join(password[start : start + 4] for start in range(0, len(password), 4))


def show_pairing_code(code: str) -> str:
    """`K7QM4T2P` as `K7QM-4T2P`."""
    return f"{code[:4]}-{code[4:]}"


def parse_pairing_code(text: str) -> str:
    """A pairing code out of what a person typed: case, spaces and hyphens do not matter, O reads 0, I and L read 1.

    Raises Refused(WRONG_PAIRING) for anything that cannot be one.
    """
    code = text.upper().replace(" ", "").replace("-", "").translate(str.maketrans("OIL", "011"))
    if len(code) != PAIRING_LENGTH or any(character not in PAIRING_ALPHABET for character in code):
        raise Refused(Refusal.WRONG_PAIRING)
    return code
