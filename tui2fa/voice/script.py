"""What a call says: who it is, how to hear the code, and the code; or that something was changed; both twice."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

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


def reading(clips: Clips, digits: str, *, again: bool) -> array[int]:
    """The code."""
    opening = clips["again" if again else "code"]
    return _joined((silence(BETWEEN_PHRASES), opening, *_spelled(clips, digits), silence(BETWEEN_PHRASES)))


def goodbye(clips: Clips) -> array[int]:
    """The last words after a code."""
    return _joined((clips["goodbye"], silence(BETWEEN_PHRASES)))


def greeting(clips: Clips) -> array[int]:
    """Said once, to whoever is told of a change."""
    return _joined((silence(BETWEEN_PHRASES), clips["about"]))


def warning(clips: Clips, *, again: bool) -> array[int]:
    """That something was changed, and whom to call if it was somebody else."""
    parts = [silence(BETWEEN_PHRASES), *([clips["repeat"], silence(BETWEEN_PHRASES)] if again else ())]
    return _joined((*parts, clips["changed"], silence(BETWEEN_PHRASES), clips["object"]))


def number(clips: Clips, digits: str) -> array[int]:
    """The number to call; nothing where there is none."""
    return _joined(_spelled(clips, digits))


def farewell(clips: Clips) -> array[int]:
    """The last words after a notice."""
    return _joined((silence(BETWEEN_PHRASES), clips["farewell"], silence(BETWEEN_PHRASES)))


def silence(seconds: float) -> array[int]:
    """So many seconds of it, in whole packets."""
    return array("h", bytes(2 * FRAME * round(seconds * RATE / FRAME)))


def _spelled(clips: Clips, digits: str) -> Iterator[array[int]]:
    """Digit by digit: three together, then two and two, and no last one alone."""
    for position, digit in enumerate(digits):
        new_group = position > 2 and position % 2 and position < len(digits) - 1
        yield silence(BETWEEN_GROUPS if new_group or not position else BETWEEN_DIGITS)
        yield clips[digit]


def _joined(parts: Iterable[array[int]]) -> array[int]:
    """One after the other, each filled up to whole packets."""
    whole = array("h")
    for part in parts:
        whole.extend(part)
        whole.extend(array("h", bytes(2 * (-len(part) % FRAME))))
    return whole
