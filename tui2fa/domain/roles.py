"""What an account is for: all that the login screen has to know of accounts."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account is for."""

    USER = "user"
    ADMINISTRATOR = "administrator"
    SUPPORT = "support"
