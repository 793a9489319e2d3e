"""Accounts as their owners see them (R9, R10)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from tui2fa.domain.errors import Refused
from tui2fa.domain.language import Language
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role

_LONGEST_LOGIN = 57
"""Characters; refused before normalising, which takes quadratic time on long runs of marks."""
_LOGIN = r"[0-9]{1,8}\.[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?"


class Medium(StrEnum):
    """What a line of contact data is."""

    NUMBER = "number"
    EMAIL = "email"


class Usage(StrEnum):
    """Which side of life a line of contact data belongs to."""

    BUSINESS = "business"
    MOBILE = "mobile"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Contact:
    """One number (E.164) or e-mail address of the personal settings; contact data, never a factor."""

    medium: Medium
    usage: Usage
    value: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the personal settings keep."""

    login: str
    role: Role
    first_name: str
    last_name: str
    language: Language
    contacts: tuple[Contact, ...] = field(default=())

    @property
    def name(self) -> str:
        """The extension and the full name, as the panel writes it at the top left."""
        return " ".join(filter(None, (self.login.partition(".")[0], self.first_name, self.last_name)))


def company_of(login: str) -> str:
    """The company that a login belongs to: what stands behind its dot."""
    return login.partition(".")[2]


def parse_login(text: str) -> str:
    """A login `extension.company` in its one stored form: NFKC, case folded, ASCII.

    Raises Refused(NOT_A_LOGIN).
    """
    typed = text.strip()
    if len(typed) > _LONGEST_LOGIN:
        raise Refused(Refusal.NOT_A_LOGIN)
    login = unicodedata.normalize("NFKC", typed).casefold()
    if not re.fullmatch(_LOGIN, login):
        raise Refused(Refusal.NOT_A_LOGIN)
    return login
