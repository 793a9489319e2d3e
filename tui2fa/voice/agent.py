"""One end of a SIP conversation with a server: requests that are repeated until answered, answers matched to them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from sipmessage import Request, Response

from tui2fa.domain.outcomes import Outcome
from tui2fa.voice import digest, sip
from tui2fa.voice.endings import Over
from tui2fa.voice.orders import Pace, Trunk
from tui2fa.voice.wire import Address, Wire, connect

T2 = 4.0
"""Seconds between two repeats at most, but for an INVITE (RFC 3261 17.1.2.2)."""
_ASKS = {401: ("WWW-Authenticate", "Authorization"), 407: ("Proxy-Authenticate", "Proxy-Authorization")}
_HOP = re.compile(r"sip:(?:[^@>]*@)?((?:\d{1,3}\.){3}\d{1,3})(?::(\d{1,5}))?(?=[;>?]|$)")

Header = tuple[str, str]


class Transaction:
    """One request and what is answered to it. `again` is given what comes in when nobody waits any more."""

    def __init__(self, method: str, packet: bytes, ack: Callable[[Response], None]) -> None:
        self.method, self.packet = method, packet
        self.heard = False
        self.repeating: asyncio.Task[None] | None = None
        self.again: Callable[[Response], None] | None = None
        self._ack = ack
        self._answers: asyncio.Queue[Response | Exception] = asyncio.Queue(64)

    def take(self, response: Response) -> None:
        """An answer came in; a refused invitation is acknowledged each time (17.1.1.3)."""
        self.heard = True
        if self.repeating and (self.method == "INVITE" or response.code >= 200):
            self.repeating.cancel()
        if self.method == "INVITE" and response.code >= 300:
            self._ack(response)
        if self.again is not None:
            self.again(response)
        else:
            self.fail(response)

    def fail(self, what: Response | Exception) -> None:
        """Have whoever waits get this."""
        with suppress(asyncio.QueueFull):
            self._answers.put_nowait(what)

    async def next(self, until: float) -> Response:
        """The next answer. Raises TimeoutError when the time of the loop is `until`, and what `fail` was given."""
        if asyncio.get_running_loop().time() >= until:
            raise TimeoutError
        async with asyncio.timeout_at(until):
            answer = await self._answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer


class Agent:
    """Speaks with a trunk for one call. `requested` is given each request that comes in, and who is to be answered."""

    def __init__(self, trunk: Trunk, pace: Pace, requested: Callable[[Request, Address | None], None]) -> None:
        self.trunk, self.pace = trunk, pace
        self._requested = requested
        self._wire: Wire | None = None
        self._transactions: dict[str, Transaction] = {}
        self._credentials: dict[str, digest.Challenge] = {}
        self._fresh: set[str] = set()

    async def open(self) -> None:
        """Get a wire. Raises OSError and TimeoutError."""
        trunk = self.trunk
        async with asyncio.timeout(self.pace.dead):
            self._wire = await connect(trunk.transport, trunk.host, trunk.port, self._received, self._failed)

    @property
    def wire(self) -> Wire:
        """The wire, once open."""
        if self._wire is None:
            raise ConnectionError
        return self._wire

    @property
    def here(self) -> str:
        """Our end as it stands in a header."""
        host, port = self.wire.here
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    @property
    def contact(self) -> str:
        """Where requests of a dialog reach us."""
        return f"<sip:{self.here};transport={self.wire.name.lower()}>"

    def send(
        self, method: str, uri: str, headers: Sequence[Header], body: bytes = b"", kind: str = "", branch: str = ""
    ) -> Transaction:
        """Send a request and repeat it until it is answered; one that goes with another shares its branch."""
        branch = branch or sip.new_branch()
        full = self._headers(branch, headers)
        for name, challenge in self._credentials.items():
            value = digest.credentials(challenge, self.trunk.username, self.trunk.password, method, uri)
            full.append((name, value))
        packet = sip.request(method, uri, full, body, kind)
        hop = self._hop(uri, headers)

        def ack(response: Response) -> None:
            wanted = [header for header in headers if header[0] in ("From", "Call-ID", "Route")]
            sequence = dict(headers)["CSeq"].partition(" ")[0]
            wanted += [("To", response.headers["To"]), ("CSeq", f"{sequence} ACK")]
            self.wire.send(sip.request("ACK", uri, self._headers(branch, wanted)), hop)

        transaction = Transaction(method, packet, ack)
        if method != "ACK":
            self._transactions[f"{branch} {method}"] = transaction
            if not self.wire.reliable:
                transaction.repeating = asyncio.get_running_loop().create_task(self._repeat(transaction, hop))
        self.wire.send(packet, hop)
        return transaction

    def resend(self, transaction: Transaction, uri: str, headers: Sequence[Header]) -> None:
        """Send an ACK once more."""
        self.wire.send(transaction.packet, self._hop(uri, headers))

    def authenticate(self, response: Response) -> None:
        """Take up a challenge. Raises Over where it cannot be answered, or was answered already: never twice."""
        asked, answered = _ASKS[response.code]
        challenge = digest.chosen(response.headers.getlist(asked))
        if challenge is None:
            raise Over(Outcome.CREDENTIALS, f"SIP {response.code}, no challenge that can be answered")
        if answered in self._credentials and (not challenge.stale or answered in self._fresh):
            raise Over(Outcome.CREDENTIALS, f"SIP {response.code} twice")
        if answered in self._credentials:
            self._fresh.add(answered)
        self._credentials[answered] = challenge

    def close(self) -> None:
        """Repeat nothing any more and let go of the wire."""
        for transaction in self._transactions.values():
            if transaction.repeating:
                transaction.repeating.cancel()
        if self._wire is not None:
            self._wire.close()

    def _headers(self, branch: str, headers: Sequence[Header]) -> list[Header]:
        via = f"SIP/2.0/{self.wire.name} {self.here};branch={branch};rport"
        return [("Via", via), ("Max-Forwards", "70"), *headers]

    def _hop(self, uri: str, headers: Sequence[Header]) -> Address | None:
        """Where a request goes first: its first route, else its target; the server where that is no plain address."""
        route = next((value.partition("<")[2] for name, value in headers if name == "Route"), uri)
        found = _HOP.match(route)
        port = int(found[2] or 5060) if found else 0
        return (found[1], port) if found and 0 < port < 65536 else None

    async def _repeat(self, transaction: Transaction, hop: Address | None) -> None:
        wait = self.pace.t1
        while True:
            await asyncio.sleep(wait)
            self.wire.send(transaction.packet, hop)
            wait = wait * 2 if transaction.method == "INVITE" else min(wait * 2, T2)

    def _received(self, data: bytes, source: Address | None) -> None:
        try:
            message = sip.parse(data)
            if isinstance(message, Request):
                self._requested(message, source)
            elif transaction := self._transactions.get(f"{sip.branch(message)} {message.cseq.method}"):
                transaction.take(message)
        except sip.Malformed:
            return

    def _failed(self, error: OSError) -> None:
        for transaction in self._transactions.values():
            if not transaction.heard or self.wire.reliable:  # a connection that broke takes all along
                transaction.fail(error)
