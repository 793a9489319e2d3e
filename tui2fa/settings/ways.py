"""The ways in which a code can reach a number, as the operator configured them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from tui2fa.settings.file import CHANNELS, LONGEST_COMMAND


@dataclass(frozen=True, slots=True)
class Voice:
    """`[delivery.voice]`: a call over the operator's SIP account, at `server` (host:port).

    `number_format` says how the trunk wants a number: e164 (+31…), 00 (0031…) or national (0…). `ring_seconds` is how
    long it rings at most, `prompts_dir` a folder of own recordings, `max_calls` how many calls there are at once.
    `notices` is whether numbers are called to tell of a change, too.
    """

    sends: ClassVar[str] = "call"
    server: str
    username: str
    transport: str = "udp"
    password_file: Path | None = None
    caller_id: str = ""
    number_format: str = "e164"
    ring_seconds: float = 30
    prompts_dir: Path | None = None
    max_calls: int = 2
    notices: bool = True


@dataclass(frozen=True, slots=True)
class Sms:
    """`[delivery.sms]`: a text message by a service that apprise knows.

    `url_file` holds its URL in one line, with `{to}` where the number goes. `text_nl` and `text_en` are sentences of
    the operator's own, with `{code}` in them.
    """

    sends: ClassVar[str] = "message"
    url_file: Path
    text_nl: str = ""
    text_en: str = ""
    timeout_seconds: int = 8


@dataclass(frozen=True, slots=True)
class Webhook:
    """`[delivery.webhook]`: a signed HTTP request to a service of the operator's (Standard Webhooks).

    `sends` says what that makes of it: a call or a message.
    """

    url: str
    secret_file: Path
    timeout_seconds: int = 8
    sends: str = "call"


@dataclass(frozen=True, slots=True)
class Command:
    """`[delivery.command]`: a program of the operator's, for each code once; `sends` as with a webhook."""

    argv: tuple[str, ...]
    timeout_seconds: int = LONGEST_COMMAND
    sends: str = "call"


WAYS: dict[str, type[Voice | Sms | Webhook | Command]] = dict(
    zip(CHANNELS, (Voice, Sms, Webhook, Command), strict=True)
)
"""Every way by its name, in the order in which they are tried where none was chosen."""
Way = Voice | Sms | Webhook | Command
