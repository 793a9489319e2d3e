"""What every channel takes and gives back, so that nothing above it knows which one carried a code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto
from typing import Protocol


class Outcome(StrEnum):
    """What happened to a code on its way to a person."""

    ACCEPTED = auto()
    """Handed over; whether it arrived is not known."""
    RINGING = auto()
    ANSWERED = auto()
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


@dataclass(frozen=True, slots=True)
class Job:
    """One code for one recipient.

    `to` is a number (E.164) or, for Qaller, the account's id; `message` is the whole sentence in the person's language
    with the code in it. Neither recipient, code nor sentence appears in a repr. `expires` is in UTC.
    """

    id: str
    to: str = field(repr=False)
    code: str = field(repr=False)
    message: str = field(repr=False)
    language: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """How a job ended. `detail` is for the operator's log: never the code, the number or what a program printed."""

    outcome: Outcome
    detail: str = ""
    seconds: float = 0.0


Progress = Callable[[Outcome], None]
"""Told what a channel knows before its job has ended."""


class Channel(Protocol):
    """One way for a code to reach a person."""

    name: str

    def check(self) -> list[str]:
        """Problems with the configuration, a sentence each; sends nothing."""

    def send(self, job: Job, progress: Progress) -> Result:
        """Carry one job, in the calling thread, for as long as it takes (30 s at most). Never raises."""

    def close(self) -> None:
        """Give up what is under way; called once, from any thread, when the program ends."""
