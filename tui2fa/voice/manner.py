"""How a telephone behaves by itself, and what can be seen of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from tui2fa.voice.g711 import LAWS, Law


class Phase(Enum):
    """Where a telephone stands."""

    IDLE = auto()
    RINGING = auto()
    TALKING = auto()


@dataclass(frozen=True, slots=True)
class Lock:
    """What a telephone asks of whoever calls it; `proxy` asks as a proxy does (407)."""

    username: str
    password: str
    algorithm: str = "MD5"
    qop: bool = True
    proxy: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How a telephone behaves by itself; seconds, None for never.

    `presses` are the keys that it presses `when` somebody has spoken so long, and then it `hangs_up`. `refuses` is the
    status of a refusal and `reason` its Reason header; `deaf` rings on when a call is withdrawn, and answers just then.
    """

    refuses: int | None = None
    reason: str = ""
    answers: float | None = None
    presses: str = ""
    when: float = 0.0
    hangs_up: float | None = None
    beeps: bool = False
    deaf: bool = False
    laws: tuple[Law, ...] = tuple(LAWS.values())
    lock: Lock | None = None


ORDINARY = Manner()
"""Rings until somebody does something."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be seen of a telephone: who calls or called last, by which number, and the digits it has heard."""

    phase: Phase = Phase.IDLE
    caller: str = ""
    called: str = field(default="", repr=False)
    digits: str = field(default="", repr=False)
    keyed: bool = False
