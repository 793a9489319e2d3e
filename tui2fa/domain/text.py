"""What a name may hold."""

from __future__ import annotations

import re
import unicodedata

from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import MARKS_PER_BASE, is_harmful, is_mark
from tui2fa.domain.refusals import Refusal

NAME_LIMIT = 64
"""Code points of a name or a label."""
EMAIL_LIMIT = 254
"""RFC 5321 4.5.3.1.3, less the angle brackets."""
_LONGEST_DECOMPOSITION = 4
"""Code points that NFC may fold into one; a bound, because normalising long runs of marks takes quadratic time."""
_LOOKALIKES = frozenset({"LATIN", "CYRILLIC", "GREEK"})
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that no normalisation takes apart."""
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_EMAIL = re.compile(
    r"""[^\s@<>()\[\]\\,;:"]{1,64}            # RFC 5321 4.5.3.1.1, without quoting
    @(?:(?!-)[^\W_](?:[^\W_]|-){0,62}(?<!-)\.)+  # labels of the domain, in any alphabet
    (?!-)[^\W_](?:[^\W_]|-){1,62}(?<!-)""",
    re.VERBOSE,
)


def folded(text: str) -> str:
    """A text as it is sought: without case, without marks on its letters."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(character for character in plain if not is_mark(character))


def clean_name(text: str, limit: int = NAME_LIMIT) -> str:
    """A name in its stored form: NFC, trimmed, runs of spaces folded to one; never empty.

    A colon is refused because a name may become part of an otpauth label, where it separates (TO-10, Key URI format).
    Raises Refused(EMPTY, TOO_LONG with `limit` in code points, STRANGE_CHARACTERS, MIXED_SCRIPTS).
    """
    name = clean_note(text, limit)
    if not name:
        raise Refused(Refusal.EMPTY)
    if ":" in name:
        raise Refused(Refusal.STRANGE_CHARACTERS)
    if any(_mixes_scripts(word) for word in name.split(" ")):
        raise Refused(Refusal.MIXED_SCRIPTS)
    return name


def clean_label(text: str, limit: int = NAME_LIMIT) -> str:
    """An optional name in its stored form, "" where nothing was given; otherwise as `clean_name`."""
    return clean_name(text, limit) if text.strip() else ""


def clean_note(text: str, limit: int) -> str:
    """A sentence of somebody's own in its stored form: one line, NFC, trimmed, "" where nothing was given.

    Raises Refused(TOO_LONG with `limit` in code points, or STRANGE_CHARACTERS).
    """
    folded = _SPACES.sub(" ", text).strip(" ")
    if len(folded) > limit * _LONGEST_DECOMPOSITION:
        raise Refused(Refusal.TOO_LONG, limit=limit)
    note = unicodedata.normalize("NFC", folded)
    if len(note) > limit:
        raise Refused(Refusal.TOO_LONG, limit=limit)
    if not _is_plain(note):
        raise Refused(Refusal.STRANGE_CHARACTERS)
    return note


def clean_email(text: str) -> str:
    """An e-mail address in its stored form: NFC, trimmed, spelled as its owner spells it.

    Only the shape is judged: nothing is ever sent to it (OOB-9). Raises Refused(NOT_AN_EMAIL).
    """
    folded = text.strip(" ")
    if len(folded) > EMAIL_LIMIT:
        raise Refused(Refusal.NOT_AN_EMAIL)
    email = unicodedata.normalize("NFC", folded)
    parts = re.split("[@.]", email)
    if not _is_plain(email) or any(map(_mixes_scripts, parts)) or not _EMAIL.fullmatch(email):
        raise Refused(Refusal.NOT_AN_EMAIL)
    return email


def _is_plain(text: str) -> bool:
    """Whether a person can see every character, and every mark has a base that does not carry a stack of them."""
    stacked = MARKS_PER_BASE
    for character in text:
        stacked = stacked + 1 if is_mark(character) else 0
        if is_harmful(character) or stacked > MARKS_PER_BASE:
            return False
    return True


def _mixes_scripts(word: str) -> bool:
    """Whether one word holds letters of alphabets that look alike: `аdmin` with a Cyrillic а."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
    return len(scripts & _LOOKALIKES) > 1
