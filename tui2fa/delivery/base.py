"""What every channel takes and gives back, so that nothing above it knows which one carried a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.sentences import N_


@dataclass(frozen=True, slots=True)
class Job:
    """One code, or one notice of a change, for one recipient.

    `to` is a number (E.164) or, for Qaller, the account's id; `message` is the whole sentence in the person's language,
    with the code in it. A notice has no code; `call_back` are the digits that the recipient dials to object, "" for
    none. Neither recipient, code nor sentence appears in a repr. `expires` is in UTC.
    """

    id: str
    to: str = field(repr=False)
    code: str = field(repr=False)
    message: str = field(repr=False)
    language: str
    expires: datetime
    call_back: str = field(default="", repr=False)

    @property
    def is_notice(self) -> bool:
        """Whether it tells of a change, and carries no code."""
        return not self.code


@dataclass(frozen=True, slots=True)
class Result:
    """How a job ended. `detail` is for the operator's log: never the code, the number or what a program printed."""

    outcome: Outcome
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """What an operator has to put right: a catalogue key, and what stands in its named places."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)


WAYS = {
    "voice": N_("Calls"),
    "sms": N_("Text messages"),
    "webhook": N_("Webhook"),
    "command": N_("Command"),
    "screen": N_("Phone on the screen"),
}
"""What each way to a number is called."""


class Telling(Enum):
    """How a channel tells somebody of a change."""

    NOT = auto()
    """It carries codes alone."""
    SPOKEN = auto()
    """In a recording: that something was changed, and whom to call."""
    WRITTEN = auto()
    """In the sentence that says what was changed."""


Progress = Callable[[Outcome], None]
"""Told what a channel knows before its job has ended."""


class Channel(Protocol):
    """One way for a code to reach a person."""

    name: str
    telling: Telling
    """How it tells of a change."""

    def check(self) -> list[Problem]:
        """What is wrong with the configuration; sends nothing to anybody."""

    def send(self, job: Job, progress: Progress) -> Result:
        """Carry one job, in the calling thread, for as long as it takes (two minutes at most). Never raises."""

    def cancel(self, job: str) -> None:
        """Give up one job that is under way, from any thread: its `send` ends soon after, with HUNG_UP."""

    def close(self) -> None:
        """Give up what is under way; called once, from any thread, when the program ends."""
