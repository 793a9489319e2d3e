"""Carries SIP messages to one server and back, over UDP or TCP."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any, Protocol

from tui2fa.voice.sip import LARGEST

Address = tuple[str, int]
Receive = Callable[[bytes, "Address | None"], None]
"""Given a message, and who sent it where that was not the server."""
Fail = Callable[[OSError], None]
_LENGTH = re.compile(rb"(?im)^(?:content-length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*\r?$")


class Wire(Protocol):
    """One way to a server. `here` is our end of it."""

    name: str
    reliable: bool
    here: Address

    def send(self, data: bytes, hop: Address | None = None) -> None:
        """Send a message to the server, or to another hop where the wire can."""

    def close(self) -> None:
        """Send and receive no more."""


async def connect(transport: str, host: str, port: int, receive: Receive, fail: Fail) -> Wire:
    """A wire to a server; what comes in goes to `receive`, that it broke to `fail`. Raises OSError."""
    loop = asyncio.get_running_loop()
    kind = socket.SOCK_STREAM if transport == "tcp" else socket.SOCK_DGRAM
    found = await loop.getaddrinfo(host, port, type=kind)
    family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    if transport == "tcp":
        reader, writer = await asyncio.open_connection(*address[:2])
        return Tcp(reader, writer, receive, fail)
    wire = Udp(receive, fail)
    await wire.open(family, (str(address[0]), int(address[1])))
    return wire


class Udp:
    """Two sockets on one port: a connected one, which tells at once that nobody listens at the server, and one for
    whoever else in the call sends or is sent to directly.
    """

    name = "UDP"
    reliable = False

    def __init__(self, receive: Receive, fail: Fail) -> None:
        self._receive, self._fail = receive, fail
        self._transports: list[asyncio.DatagramTransport] = []
        self.here: Address = ("", 0)
        self._server: Address = ("", 0)

    async def open(self, family: int, server: Address) -> None:
        """Bind both. Raises OSError."""
        self._server = server
        with ExitStack() as failing:
            opened = []
            for _ in range(2):
                one = failing.enter_context(socket.socket(family, socket.SOCK_DGRAM))
                one.setblocking(False)
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                opened.append(one)
            opened[0].connect(server)
            self.here = opened[0].getsockname()[:2]
            opened[1].bind(opened[0].getsockname())
            failing.pop_all()
        for one, server_only in zip(opened, (True, False), strict=True):
            datagrams = _Datagrams(self._receive, self._fail, server_only)
            transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: datagrams, sock=one)  # noqa: B023
            self._transports.append(transport)

    def send(self, data: bytes, hop: Address | None = None) -> None:
        """To the server through the connected socket, elsewhere through the other."""
        connected, other = self._transports
        if hop in (None, self._server):
            connected.sendto(data)
        else:
            other.sendto(data, hop)

    def close(self) -> None:
        """Close both."""
        for transport in self._transports:
            transport.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, receive: Receive, fail: Fail, server_only: bool) -> None:
        self._receive, self._fail, self._server_only = receive, fail, server_only

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        self._receive(data, None if self._server_only else addr[:2])

    def error_received(self, exc: Exception) -> None:
        if isinstance(exc, OSError) and self._server_only:
            self._fail(exc)


class Tcp:
    """One connection; every message goes over it, wherever it is for."""

    name = "TCP"
    reliable = True

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, receive: Receive, fail: Fail
    ) -> None:
        self._writer = writer
        self.here: Address = writer.get_extra_info("sockname")[:2]
        self._reading = asyncio.get_running_loop().create_task(self._read(reader, receive, fail))

    def send(self, data: bytes, hop: Address | None = None) -> None:
        """Down the connection; one that broke has told so."""
        del hop
        if not self._writer.is_closing():
            self._writer.write(data)

    def close(self) -> None:
        """Close it."""
        self._reading.cancel()
        self._writer.close()

    @staticmethod
    async def _read(reader: asyncio.StreamReader, receive: Receive, fail: Fail) -> None:
        error = ConnectionResetError()
        with suppress(OSError, EOFError, ValueError):
            while True:
                receive(await framed(reader), None)
        fail(error)


async def framed(reader: asyncio.StreamReader) -> bytes:
    """The next message of a stream (RFC 3261 18.3). Raises OSError, EOFError, and ValueError for what is none."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise ValueError from None
    if not (head := head.lstrip(b"\r\n")):
        return b""
    length = _LENGTH.search(head)
    if len(head) > LARGEST or (length and int(length[1]) > LARGEST):
        raise ValueError
    return head + (await reader.readexactly(int(length[1])) if length else b"")
