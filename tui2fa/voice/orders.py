"""What the worker is told and tells, a line of JSON each; numbers, codes and passwords travel in no other way."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

LONGEST = 65_536
"""Bytes of a line."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long everything takes, in seconds."""

    frame: float = 0.02
    """A packet of sound."""
    key: float = 4.0
    """To press a key, after each invitation."""
    invitations: int = 3
    t1: float = 0.5
    """RFC 3261 17.1.1.1: until a request is sent again; doubled each time."""
    dead: float = 8.0
    """Until a server that says nothing is out of reach."""
    farewell: float = 4.0
    """For the other side to confirm that a call is over."""
    longest: float = 60.0
    """A call, from when it is answered."""
    beat: float = 1.0
    """Between two signs of life of the worker."""
    patience: float = 5.0
    """Without a sign of life, until the worker is given up."""


@dataclass(frozen=True, slots=True)
class Trunk:
    """The server that carries calls, and who we are there. `host` is a name or an address; `caller` a number or ""."""

    host: str
    port: int
    transport: str
    username: str
    password: str = field(repr=False)
    caller: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dial:
    """One call. `number` is as the server wants it; `prompts` is a folder of recordings, "" for the built-in ones.

    `digits` are those of a code, for whoever presses 1; in a `notice` of a change those of the number to call, or none.
    """

    job: str
    trunk: Trunk = field(repr=False)
    number: str = field(repr=False)
    digits: str = field(repr=False)
    language: str
    ring: float
    prompts: str
    pace: Pace
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the server whether it is there; calls nobody."""

    job: str
    trunk: Trunk = field(repr=False)
    pace: Pace


@dataclass(frozen=True, slots=True)
class Cancel:
    """Give up a call."""

    job: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the worker tells of a job: how far it has come, or with `last` how it ended. Without a job: I am alive."""

    job: str = ""
    ending: str = ""
    detail: str = ""
    last: bool = False


Order = Dial | Ask | Cancel
_KINDS: dict[str, type[Order | Said]] = {kind.__name__: kind for kind in (Dial, Ask, Cancel, Said)}


def written(line: Order | Said) -> bytes:
    """As a line."""
    return json.dumps({"kind": type(line).__name__, **asdict(line)}).encode() + b"\n"


def read(line: bytes) -> Order | Said:
    """Out of a line. Raises ValueError, KeyError or TypeError for what is none."""
    fields: dict[str, Any] = json.loads(line)
    kind = _KINDS[fields.pop("kind")]
    if "trunk" in fields:
        fields["trunk"] = Trunk(**fields["trunk"])
    if "pace" in fields:
        fields["pace"] = Pace(**fields["pace"])
    return kind(**fields)
