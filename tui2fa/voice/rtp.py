"""Sound and keys in packets (RFC 3550, RFC 4733)."""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass

KEYS = "0123456789*#"
"""By their event numbers (RFC 4733 3.2)."""
EVENTS = 101
"""The payload type that is offered for keys."""
_HEADER = struct.Struct("!BBHII")
_EVENT = struct.Struct("!BBH")
_VOLUME = 10
"""-10 dBm0."""
_END = 0x80


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet that came in."""

    payload_type: int
    sequence: int
    timestamp: int
    payload: bytes


def parse(data: bytes) -> Packet | None:
    """A packet out of a datagram; None for what is none."""
    if len(data) < _HEADER.size or data[0] >> 6 != 2:
        return None
    first, kind, sequence, timestamp, _source = _HEADER.unpack_from(data)
    start = _HEADER.size + 4 * (first & 0xF)
    if first & 0x10:
        if len(data) < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
    end = len(data) - (data[-1] if first & 0x20 else 0)
    return Packet(kind & 0x7F, sequence, timestamp, data[start:end]) if start <= end else None


class Stream:
    """Numbers the packets that go out: sequence, time and source start anywhere (RFC 3550 5.1)."""

    def __init__(self) -> None:
        self._sequence = random.SystemRandom().randrange(1 << 15)
        self.timestamp = random.SystemRandom().randrange(1 << 31)
        self._source = random.SystemRandom().randrange(1 << 32)

    def packet(self, payload_type: int, payload: bytes, *, marker: bool = False) -> bytes:
        """The next packet, at the present timestamp."""
        kind = payload_type | (0x80 if marker else 0)
        header = _HEADER.pack(0x80, kind, self._sequence, self.timestamp, self._source)
        self._sequence = (self._sequence + 1) & 0xFFFF
        return header + payload

    def forward(self, samples: int) -> None:
        """Let time pass."""
        self.timestamp = (self.timestamp + samples) & 0xFFFFFFFF


def pressed(key: str, samples: int, *, end: bool) -> bytes:
    """A key that has been down for so many samples."""
    return _EVENT.pack(KEYS.index(key), _VOLUME | (_END if end else 0), min(samples, 0xFFFF))


def key_of(payload: bytes) -> str:
    """The key that a payload tells of; "" for none."""
    return KEYS[payload[0]] if len(payload) >= _EVENT.size and payload[0] < len(KEYS) else ""
