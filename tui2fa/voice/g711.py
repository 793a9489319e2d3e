"""The two laws of telephone sound (ITU-T G.711): a byte for each sample of 16 bits."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

RATE = 8000
"""Samples a second."""
FRAME = 160
"""Samples in a packet of 20 ms (RFC 3551 4.2)."""
_A_SEGMENTS = (0x1F, 0x3F, 0x7F, 0xFF, 0x1FF, 0x3FF, 0x7FF, 0xFFF)
_U_BIAS = 132
_U_LOUDEST = 32635


@dataclass(frozen=True)
class Law:
    """One of the two: its name and payload type (RFC 3551 6), and how one sample becomes a byte and back."""

    name: str
    payload_type: int
    compress: Callable[[int], int]
    expand: Callable[[int], int]

    @cached_property
    def _bytes(self) -> bytes:
        return bytes(self.compress(sample - 65536 if sample > 32767 else sample) for sample in range(65536))

    @cached_property
    def _samples(self) -> tuple[int, ...]:
        return tuple(self.expand(byte) for byte in range(256))

    def encode(self, sound: array[int]) -> bytes:
        """Samples of 16 bits (array type h) as bytes."""
        table = self._bytes
        return bytes(table[sample] for sample in array("H", sound.tobytes()))

    def decode(self, payload: bytes) -> array[int]:
        """Bytes as samples of 16 bits (array type h)."""
        table = self._samples
        return array("h", [table[byte] for byte in payload])

    @property
    def silence(self) -> bytes:
        """A packet's worth of it."""
        return bytes((self.compress(0),)) * FRAME


def _to_a(sample: int) -> int:
    mask = 0xD5 if sample >= 0 else 0x55
    magnitude = sample >> 3 if sample >= 0 else -(sample >> 3) - 1
    segment = next((number for number, end in enumerate(_A_SEGMENTS) if magnitude <= end), 7)
    return ((segment << 4) | ((magnitude >> max(segment, 1)) & 0xF)) ^ mask


def _from_a(byte: int) -> int:
    byte ^= 0x55
    segment, step = (byte >> 4) & 7, byte & 0xF
    magnitude = (step << 4) + 8 if segment == 0 else ((step << 4) + 0x108) << (segment - 1)
    return magnitude if byte & 0x80 else -magnitude


def _to_u(sample: int) -> int:
    magnitude = min(abs(sample), _U_LOUDEST) + _U_BIAS
    segment = max(magnitude.bit_length() - 8, 0)
    return ~((0x80 if sample < 0 else 0) | (segment << 4) | ((magnitude >> (segment + 3)) & 0xF)) & 0xFF


def _from_u(byte: int) -> int:
    byte = ~byte & 0xFF
    magnitude = ((((byte & 0xF) << 3) + _U_BIAS) << ((byte >> 4) & 7)) - _U_BIAS
    return -magnitude if byte & 0x80 else magnitude


A_LAW = Law("PCMA", 8, _to_a, _from_a)
MU_LAW = Law("PCMU", 0, _to_u, _from_u)
LAWS = {law.payload_type: law for law in (A_LAW, MU_LAW)}
"""Those that are offered, the one that Europe speaks first."""
