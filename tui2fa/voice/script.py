"""What a call says: who it is, how to hear the code, and the code, slowly and twice."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from tui2fa.voice.clips import Clips
from tui2fa.voice.g711 import FRAME, RATE

BETWEEN_DIGITS = 0.36
BETWEEN_GROUPS = 0.8
BETWEEN_PHRASES = 0.5
"""Seconds of silence; all are whole packets, so that every clip starts with one."""


def introduction(clips: Clips) -> array[int]:
    """Said once, as soon as somebody answers."""
    return _joined((silence(BETWEEN_PHRASES), clips["intro"], silence(BETWEEN_PHRASES)))


def invitation(clips: Clips) -> array[int]:
    """Which key to press."""
    return _joined((clips["press"],))


def reading(clips: Clips, code: str, *, again: bool) -> array[int]:
    """The code, in two groups."""
    parts = [silence(BETWEEN_PHRASES), clips["again" if again else "code"], silence(BETWEEN_GROUPS)]
    for position, digit in enumerate(code):
        if position:
            parts.append(silence(BETWEEN_GROUPS if position == (len(code) + 1) // 2 else BETWEEN_DIGITS))
        parts.append(clips[digit])
    return _joined((*parts, silence(BETWEEN_PHRASES)))


def goodbye(clips: Clips) -> array[int]:
    """The last words."""
    return _joined((clips["goodbye"], silence(BETWEEN_PHRASES)))


def silence(seconds: float) -> array[int]:
    """So many seconds of it, in whole packets."""
    return array("h", bytes(2 * FRAME * round(seconds * RATE / FRAME)))


def _joined(parts: Iterable[array[int]]) -> array[int]:
    """One after the other, each filled up to whole packets."""
    whole = array("h")
    for part in parts:
        whole.extend(part)
        whole.extend(array("h", bytes(2 * (-len(part) % FRAME))))
    return whole
