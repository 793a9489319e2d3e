"""Which of the messages are codes that still work, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tui2fa.services.views import Message


def waiting(messages: Sequence[Message], now: datetime) -> tuple[Message, ...]:
    """The codes that still work, newest first; one that was sent again is one code."""
    newest: dict[str, Message] = {}
    for message in messages:
        if message.code and not message.declined and not message.spent and seconds_left(message, now) > 0:
            newest.setdefault(message.code, message)
    return tuple(newest.values())


def seconds_left(message: Message, now: datetime) -> int:
    """Whole seconds that a code still works."""
    return int((message.expires - now).total_seconds()) if message.expires else 0


def grouped(code: str) -> str:
    """`482137` as `482 137`."""
    return f"{code[:3]} {code[3:]}"
