"""How text from data is made harmless before anyone sees it (SC-11)."""

from __future__ import annotations

import unicodedata

SHOWN_LIMIT = 256
"""Terminal cells; longer data is cut where it is shown."""

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_INVISIBLE = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0x180B, 0x1810)))
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Fillers and variation selectors: letters and marks by category, yet nothing to see (UAX 44, Default_Ignorable)."""
MARKS_PER_BASE = 2
"""More than these are a stack that paints over other lines."""


def safe(text: str, limit: int = SHOWN_LIMIT) -> str:
    """Text from data as it may be drawn: one line of at most `limit` cells, cut with an ellipsis (SC-11).

    Escape becomes ␛; every other control, bidirectional, invisible, unassigned or undecodable character becomes �, and
    so does a mark without a base or a third one on it. Takes any string and never raises.
    """
    shown: list[str] = []
    room = limit
    stacked = MARKS_PER_BASE
    for character in text:
        stacked = stacked + 1 if is_mark(character) else 0
        drawn = _drawn(character) if stacked <= MARKS_PER_BASE else "�"
        room -= _cells(drawn)
        if room < 0:
            return _shortened(shown, limit)
        shown.append(drawn)
    return "".join(shown)


def is_harmful(character: str) -> bool:
    """Whether a terminal obeys a character, or a person cannot see it."""
    return unicodedata.category(character) in _HARMFUL or character in _INVISIBLE


def is_mark(character: str) -> bool:
    """Whether a character stands on the one before it."""
    return unicodedata.category(character).startswith("M")


def _drawn(character: str) -> str:
    if character == "\x1b":
        return "␛"
    return "�" if is_harmful(character) else character


def _cells(character: str) -> int:
    """How many cells a terminal gives a character, by Unicode alone (UAX 11)."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _shortened(shown: list[str], limit: int) -> str:
    """What fits in `limit` cells together with an ellipsis."""
    room = limit - sum(map(_cells, shown)) - 1
    while shown and room < 0:
        room += _cells(shown.pop())
    return "".join(shown) + "…" if limit > 0 else ""
