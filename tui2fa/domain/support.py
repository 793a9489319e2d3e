"""What support may do to whom, and what must be told before it (R9, R10, RC-5, RC-6): pure values."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import timedelta
from enum import StrEnum

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.domain.text import clean_note

REASON_MINIMUM = 10
"""Characters (RC-5)."""
REASON_LIMIT = 200
TICKET_LIMIT = 32
RESET_LIFETIME = timedelta(minutes=30)
"""How long a reset code can be entered after it was given."""
RESET_TRIES = 5
"""Wrong entries of one reset code (OOB-2)."""
SECOND_LIFETIME = timedelta(hours=1)
"""How long a reset waits for a second agent (RC-6)."""


class CallerCheck(StrEnum):
    """How an agent knows that the caller is who they say; all of them, every time."""

    CALLED_BACK = "called_back"
    FACTS = "facts"


CHECKS = {
    CallerCheck.CALLED_BACK: N_("I called back on a number that was on file, the caller's or their administrator's."),
    CallerCheck.FACTS: N_("The caller told two facts that are not on a business card."),
}
"""What an agent confirms, in words."""


def needs_second(role: Role) -> bool:
    """Whether a reset takes two agents: for whoever has power over others (RC-6)."""
    return role is not Role.USER


def clean_reason(reason: str) -> str:
    """A reason in its stored form. Raises Refused(REASON_SHORT, TOO_LONG or STRANGE_CHARACTERS), its field `reason`."""
    try:
        told = clean_note(reason, REASON_LIMIT)
    except Refused as refused:
        raise refused.at(field="reason") from None
    if len(told) < REASON_MINIMUM:
        raise Refused(Refusal.REASON_SHORT, minimum=REASON_MINIMUM, field="reason")
    return told


def clean_ticket(ticket: str) -> str:
    """A ticket number in its stored form. Raises Refused(EMPTY, TOO_LONG or STRANGE_CHARACTERS), its field `ticket`."""
    try:
        told = clean_note(ticket, TICKET_LIMIT)
    except Refused as refused:
        raise refused.at(field="ticket") from None
    if not told:
        raise Refused(Refusal.EMPTY, field="ticket")
    return told


def check_caller(checks: AbstractSet[CallerCheck]) -> None:
    """Raises Refused(CHECKS_NEEDED) where an agent has not done all that tells who is calling."""
    if not set(CallerCheck) <= checks:
        raise Refused(Refusal.CHECKS_NEEDED, field="checks")
