"""One socket of sound: plays clips and keys on time, keeps what comes in."""

from __future__ import annotations

import asyncio
import socket
import time
from array import array
from collections.abc import Callable
from typing import Any, cast

from tui2fa.voice import rtp
from tui2fa.voice.g711 import A_LAW, FRAME, LAWS, Law
from tui2fa.voice.sdp import Sound

LATE = 5
"""Frames. Later than that, the sound goes on from now instead of catching up in a burst."""
KEY_FRAMES = 8
"""How long a key is held."""
ROOM = 1 << 20
"""Bytes that wait to be heard while the machine has no time for it; most systems give less."""
REPEATS = 3
"""Last packets of a key, in case some are lost (RFC 4733 2.5.1.4)."""


class Media(asyncio.DatagramProtocol):
    """Sends to, and takes from, whoever `agree` names; before that it is silent and deaf.

    `frame` is how long a packet lasts, in seconds; `heard` is given each packet of sound, `keyed` each key once.
    """

    def __init__(
        self,
        frame: float = 0.02,
        heard: Callable[[rtp.Packet, Law], None] = lambda packet, law: None,
        keyed: Callable[[str], None] = lambda key: None,
    ) -> None:
        self._frame, self._heard, self._keyed = frame, heard, keyed
        self._stream = rtp.Stream()
        self._law: Law = A_LAW
        self._events: int | None = None
        self._remote: tuple[str, int] | None = None
        self._host = ""
        self._last_key: int | None = None
        self._due = 0.0
        self._talking = False
        self._turn = asyncio.Lock()
        self._transport: asyncio.DatagramTransport | None = None
        self.port = 0

    @classmethod
    async def open(cls, host: str, *args: Any) -> Media:
        """On a free port of this address. Raises OSError."""
        loop = asyncio.get_running_loop()
        _, media = await loop.create_datagram_endpoint(lambda: cls(*args), local_addr=(host, 0))
        return media

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there."""
        self._transport = cast(asyncio.DatagramTransport, transport)
        self.port = transport.get_extra_info("sockname")[1]
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)

    def agree(self, sound: Sound) -> None:
        """Speak with this side from now on, in the law it likes best."""
        self._law, self._events = sound.laws[0], sound.events
        self._remote, self._host = sound.address, sound.host

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        """Sound or a key from the other side; a key from anybody else could have a code spoken to voicemail."""
        packet = rtp.parse(data) if addr[0] == self._host else None
        if packet is None:
            return
        if packet.payload_type == self._events:
            if packet.timestamp != self._last_key and (key := rtp.key_of(packet.payload)):
                self._last_key = packet.timestamp
                self._keyed(key)
        elif packet.payload_type in LAWS:
            self._heard(packet, LAWS[packet.payload_type])

    async def play(self, sound: array[int], until: Callable[[], bool] = lambda: False) -> bool:
        """Play samples, whole packets of them, to the end or until something is true; whether it became true."""
        payload = self._law.encode(sound)
        for start in range(0, len(payload), FRAME):
            if until():
                return True
            async with self._turn:
                await self._send(self._law.payload_type, payload[start : start + FRAME], marker=not self._talking)
                self._talking = True
                self._stream.forward(FRAME)
        return until()

    async def press(self, key: str) -> None:
        """Press a key."""
        if self._events is None:
            return
        async with self._turn:  # every packet of a key has the time at which it went down
            for number in range(KEY_FRAMES):
                await self._send(self._events, rtp.pressed(key, (number + 1) * FRAME, end=False), marker=number == 0)
            for _ in range(REPEATS):
                await self._send(self._events, rtp.pressed(key, (KEY_FRAMES + 1) * FRAME, end=True))
            self._stream.forward((KEY_FRAMES + REPEATS) * FRAME)

    async def _send(self, payload_type: int, payload: bytes, *, marker: bool = False) -> None:
        """Send a packet when its time has come."""
        now = time.monotonic()
        if now - self._due > LATE * self._frame:
            self._due = now
        await asyncio.sleep(max(self._due - now, 0))
        self._due += self._frame
        if self._remote is not None and self._transport is not None:
            self._transport.sendto(self._stream.packet(payload_type, payload, marker=marker), self._remote)

    def close(self) -> None:
        """Close the socket."""
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()
