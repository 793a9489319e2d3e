"""A compiled catalogue, read as GNU gettext reads it: each sentence is looked up when it is asked for.

Python's own gettext takes in every sentence before it gives the first; the login screen would wait for that.
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from struct import Struct

_HEAD = Struct("<8x3I")
"""How many messages there are, where their table begins, and where that of the sentences does (GNU gettext, MO)."""
_ENTRY = Struct("<2I")
"""Length and place of a text."""


class Compiled:
    """The sentences of one language by their English messages; Germanic, so that all but one are many."""

    def __init__(self, file: Path | None) -> None:
        """None is the language of the messages. Raises OSError."""
        self._data = file.read_bytes() if file else bytes(_HEAD.size)
        self._count, self._messages, self._sentences = _HEAD.unpack_from(self._data)
        self._found: dict[str, list[str]] = {}

    def sentence(self, message: str) -> str:
        """The sentence, or the message where there is none."""
        return (self._find(message) or [message])[0]

    def plural(self, one: str, many: str, count: int) -> str:
        """The sentence for so many."""
        return (self._find(one) or [one, many])[count != 1]

    def _find(self, message: str) -> list[str]:
        if message not in self._found:
            sought = message.encode()
            # what has a plural stands there with it, behind a zero byte, and so right behind what has none
            place = bisect_left(range(self._count), sought, key=lambda at: self._text(self._messages, at))
            there = place < self._count and self._text(self._messages, place).partition(b"\0")[0] == sought
            self._found[message] = self._text(self._sentences, place).decode().split("\0") if there else []
        return self._found[message]

    def _text(self, table: int, place: int) -> bytes:
        length, start = _ENTRY.unpack_from(self._data, table + place * _ENTRY.size)
        return self._data[start : start + length]
