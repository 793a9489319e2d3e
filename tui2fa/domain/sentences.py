"""The mark of what is said to people."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark an English sentence for the catalogue without translating it here."""
    return message
