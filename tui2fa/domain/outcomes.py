"""What became of a code on its way to a person."""

from __future__ import annotations

from enum import StrEnum, auto


class Outcome(StrEnum):
    """What happened to a code on its way to a person."""

    ACCEPTED = auto()
    """Handed over; whether it arrived is not known."""
    RINGING = auto()
    ANSWERED = auto()
    SPEAKING = auto()
    """Key 1 was pressed: the code is being spoken; or a notice, which asks for no key."""
    HEARD = auto()
    """Spoken to the end."""
    SHOWN = auto()
    """On the screen of a device."""
    BUSY = auto()
    NO_ANSWER = auto()
    DECLINED = auto()
    NO_KEYPRESS = auto()
    """Answered, perhaps by voicemail: nobody asked for the code, so it was not spoken."""
    HUNG_UP = auto()
    BAD_NUMBER = auto()
    NOT_ALLOWED = auto()
    LIMIT = auto()
    REFUSED = auto()
    CREDENTIALS = auto()
    UNREACHABLE = auto()
    TEMPORARY = auto()
    MISCONFIGURED = auto()
    UNKNOWN = auto()
    """Perhaps sent: the answer did not come in time."""
