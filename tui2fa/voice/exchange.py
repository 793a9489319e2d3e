"""Where a telephone is reached: one address, over UDP and TCP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from tui2fa.voice.wire import framed

Reply = Callable[[bytes], None]
Received = Callable[[bytes, Reply], None]
"""Given a message, and the way back to whoever sent it."""

TRIES = 8
"""How often another port is taken where any will do."""


class Exchange:
    """Hands everything that comes in to `received`."""

    def __init__(self, received: Received) -> None:
        self._received = received
        self._datagrams: asyncio.DatagramTransport | None = None
        self._server: asyncio.Server | None = None
        self.connections: set[asyncio.StreamWriter] = set()

    async def start(self, host: str, port: int) -> int:
        """Listen; the port, a free one where 0 was asked for. Raises OSError where the address is taken."""
        for _ in range(TRIES if port == 0 else 0):
            with suppress(OSError):  # the port that was free for one protocol is not for the other
                return await self._listen(host, port)
        return await self._listen(host, port)

    async def _listen(self, host: str, port: int) -> int:
        loop = asyncio.get_running_loop()
        made = await loop.create_datagram_endpoint(lambda: _Datagrams(self._received), local_addr=(host, port))
        self._datagrams = made[0]
        found = int(self._datagrams.get_extra_info("sockname")[1])
        try:
            self._server = await asyncio.start_server(self._connected, host, found)
        except OSError:
            self._datagrams.close()
            raise
        return found

    async def stop(self) -> None:
        """Listen no more."""
        if self._datagrams is not None:
            self._datagrams.close()
        if self._server is not None:
            self._server.close()
            for writer in self.connections:
                writer.close()
            await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.add(writer)
        with suppress(OSError, EOFError, ValueError):
            while True:
                self._received(await framed(reader), writer.write)
        self.connections.discard(writer)
        writer.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, received: Received) -> None:
        self._received = received
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        transport = self._transport
        if transport is not None:
            self._received(data, lambda packet: transport.sendto(packet, addr))
