"""The spoken words: those that come with the program, or an operator's own recordings."""

from __future__ import annotations

import wave
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path

from tui2fa.voice.g711 import RATE

BUILT_IN = Path(__file__).with_name("prompts")
LANGUAGES = ("nl", "en")
DIGITS = "0123456789"
CODE = ("intro", "press", "code", "again", "goodbye")
NOTICE = ("about", "changed", "object", "repeat", "farewell")
"""The phrases of a call with a code, and of one that tells of a change."""
LONGEST = 15
"""Seconds of one clip."""

Clips = Mapping[str, "array[int]"]
"""Samples (8 kHz, 16 bits) by name: the ten digits and the phrases."""


def check(folder: Path = BUILT_IN, *, notices: bool = True) -> list[tuple[Path, str]]:
    """Every clip of a folder that cannot be played, with what the system says of it; "" for another format."""
    problems = []
    for language in LANGUAGES:
        for name in (*DIGITS, *CODE, *(NOTICE if notices else ())):
            try:
                _read(_place(folder, language, name))
            except OSError as error:
                problems.append((_place(folder, language, name), str(error.strerror)))
            except (ValueError, EOFError, wave.Error):
                problems.append((_place(folder, language, name), ""))
    return problems


def load(language: str, folder: Path = BUILT_IN, phrases: Iterable[str] = (*CODE, *NOTICE)) -> Clips:
    """The digits and phrases of a language, Dutch where it is not spoken.

    Raises OSError, ValueError, EOFError and wave.Error.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return {name: _read(_place(folder, spoken, name)) for name in (*DIGITS, *phrases)}


def _place(folder: Path, language: str, name: str) -> Path:
    return folder / language / f"{name}.wav"


def _read(path: Path) -> array[int]:
    with wave.open(str(path)) as clip:
        length = clip.getnframes()
        if (clip.getnchannels(), clip.getsampwidth(), clip.getframerate()) != (1, 2, RATE):
            raise ValueError
        if not 0 < length <= LONGEST * RATE:
            raise ValueError
        return array("h", clip.readframes(length))
