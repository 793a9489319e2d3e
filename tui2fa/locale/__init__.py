"""The words of the interface: English source sentences, other languages from gettext catalogues beside this module."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from tui2fa.domain.errors import Refused
from tui2fa.domain.sentences import N_
from tui2fa.locale.compiled import Compiled

DOMAIN = "tui2fa"
FOLDER = Path(__file__).parent
LANGUAGES = {"nl": "Nederlands", "en": "English"}
"""Every language by its code, named in itself."""

_PLACE = re.compile(r"\{(\w+)\}")
_MONTHS = (
    N_("{day} January"),
    N_("{day} February"),
    N_("{day} March"),
    N_("{day} April"),
    N_("{day} May"),
    N_("{day} June"),
    N_("{day} July"),
    N_("{day} August"),
    N_("{day} September"),
    N_("{day} October"),
    N_("{day} November"),
    N_("{day} December"),
)


class Catalogue:
    """The sentences of one language; calling it translates.

    Values are put in their named places after the translation, made harmless for a terminal; a place without a value
    stays as it is, so that a wrong catalogue never breaks a screen. With `by_message` a number is not called, but gets
    a text message.
    """

    def __init__(self, language: str, *, by_message: bool = False) -> None:
        self.language = language
        file = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        self._words = Compiled(file if language in LANGUAGES and file.exists() else None)
        self._instead: dict[str, str] = {}
        if by_message:
            from tui2fa.locale.by_message import INSTEAD

            self._instead = INSTEAD

    def __call__(self, message: str, /, **values: object) -> str:
        """The sentence in this language; English where the catalogue has none, nothing for nothing.

        The place `{system}` is for what the operating system said, which is put into this language as well.
        """
        if "system" in values:
            values["system"] = self._words.sentence(str(values["system"]))
        return _fill(self._words.sentence(self._instead.get(message, message)) if message else "", values)

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The sentence for so many; `{count}` is filled in."""
        return _fill(self._words.plural(one, many, count), {"count": count, **values})

    def refusal(self, refused: Refused) -> str:
        """Why something was refused, its wait (seconds) in words, followed by the tries that are left."""
        values: dict[str, object] = dict(refused.values)
        if isinstance(wait := refused.values.get("wait"), int):
            values["wait"] = self.duration(wait)
        sentence = self(refused.refusal.value, **values)
        return sentence if refused.tries_left is None else f"{sentence} {self.tries(refused.tries_left)}"

    def tries(self, left: int) -> str:
        """How many tries are left before a wait."""
        return self.plural(
            "{count} attempt left, then you have to wait.", "{count} attempts left, then you have to wait.", left
        )

    def duration(self, seconds: float) -> str:
        """A wait in words, in its two largest units: `4 min 12 s`, `1 h 5 min`."""
        whole = max(int(seconds), 0)
        hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
        parts = [(hours, N_("{n} h")), (minutes, N_("{n} min")), (rest, N_("{n} s"))]
        while len(parts) > 1 and not parts[0][0]:
            parts.pop(0)
        return " ".join(self(unit, n=n) for n, unit in parts[:2] if n or len(parts) == 1)

    def time(self, moment: datetime) -> str:
        """The local time of day of a UTC moment: `14:02`."""
        return f"{moment.astimezone():%H:%M}"

    def moment(self, moment: datetime, now: datetime) -> str:
        """A UTC moment as people say it: `today 14:02`, `yesterday 16:20`, `3 May`, `3 May 2025`."""
        then, today = moment.astimezone(), now.astimezone()
        if then.date() == today.date():
            return self(N_("today {time}"), time=self.time(moment))
        if then.date() == today.date() - timedelta(days=1):
            return self(N_("yesterday {time}"), time=self.time(moment))
        date = self(_MONTHS[then.month - 1], day=then.day)
        return date if then.year == today.year else f"{date} {then.year}"


@lru_cache(maxsize=2 * len(LANGUAGES))
def catalogue(language: str, *, by_message: bool = False) -> Catalogue:
    """The catalogue of a language code; an unknown code speaks English."""
    return Catalogue(language, by_message=by_message)


def _fill(sentence: str, values: dict[str, object]) -> str:
    if not values:
        return sentence
    from tui2fa.domain.harmless import safe

    return _PLACE.sub(lambda place: safe(str(values[place[1]])) if place[1] in values else place[0], sentence)
