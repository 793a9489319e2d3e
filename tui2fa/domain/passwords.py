"""Which passwords may protect an account, and the one form in which they are hashed."""

from __future__ import annotations

import re
import unicodedata
from threading import Lock

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal

MINIMUM = 8
"""Code points; NIST SP 800-63B-4 3.1.1.2 (1), because a second factor is mandatory (PW-1)."""
LONGEST = 1024
"""Bytes of UTF-8 (PW-2)."""
GUESSES = 10**8
"""What a password must withstand: as many guesses as eight characters without any pattern (PW-3)."""

_JUDGED = 24
"""Characters shown to the library, whose time grows with the square of the length and with every "leet" spelling. A
password whose beginning is strong is strong; one that only repeats itself repeats within this length."""
_PRODUCT_WORDS = ("qaller", "tui2fa", "callvoip")
_SHORTEST_KNOWN_WORD = 3
_JUDGE = Lock()
"""The library keeps the words of its latest caller in a module variable."""


def normal(password: str) -> str:
    """The form of a password that is hashed and verified: NFC, so that é typed either way is one letter (PW-1).

    Takes any string and never raises. One too long to have been accepted is returned as it is, because normalising long
    runs of marks takes quadratic time.
    """
    if len(password) > LONGEST:
        return password
    return unicodedata.normalize("NFC", password)


def check(password: str, *context: str) -> str:
    """The form to hash of a new password; `context` is what others know of the account: login, names, company.

    Raises Refused(PASSWORD_LONG, PASSWORD_SHORT with `minimum` in code points, PASSWORD_WEAK, STRANGE_CHARACTERS for
    bytes that are no text).
    """
    try:
        size = len(password.encode())
    except UnicodeEncodeError:
        raise Refused(Refusal.STRANGE_CHARACTERS) from None
    if size > LONGEST:
        raise Refused(Refusal.PASSWORD_LONG)
    accepted = normal(password)
    if len(accepted) < MINIMUM:
        raise Refused(Refusal.PASSWORD_SHORT, minimum=MINIMUM)
    if _guesses(accepted, _known_words(context)) < GUESSES:
        raise Refused(Refusal.PASSWORD_WEAK)
    return accepted


def _known_words(context: tuple[str, ...]) -> list[str]:
    """The context whole and in parts, longest first: `202.mijnbedrijf`, `mijnbedrijf`, `202`."""
    whole = [normal(text).casefold() for text in (*context, *_PRODUCT_WORDS)]
    parts = [part for text in whole for part in re.split(r"[\W_]+", text)]
    return sorted({word for word in (*whole, *parts) if len(word) >= _SHORTEST_KNOWN_WORD}, key=len, reverse=True)


def _guesses(password: str, known: list[str]) -> float:
    """How many guesses a password costs who knows these words: as they are they add nothing, disguised a little."""
    from zxcvbn import zxcvbn

    unknown = re.sub("|".join(map(re.escape, known)), "", password, flags=re.IGNORECASE)[:_JUDGED]
    if not unknown:
        return 0
    with _JUDGE:
        return float(zxcvbn(unknown, user_inputs=known)["guesses"])
