"""The languages that the program speaks; Dutch first."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """The languages of the interface."""

    DUTCH = "nl"
    ENGLISH = "en"
