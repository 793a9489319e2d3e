"""A telephone: it is called, rings, is answered, hears digits and presses keys. For trying out calls on one machine."""

from __future__ import annotations

import asyncio
import secrets
from array import array
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sipmessage import Request

from tui2fa.voice import digest, rtp, script, sdp, sip
from tui2fa.voice.exchange import Exchange, Reply
from tui2fa.voice.g711 import FRAME, RATE, Law
from tui2fa.voice.hearing import Ear
from tui2fa.voice.manner import ORDINARY, Manner, Phase, Seen
from tui2fa.voice.media import Media

PORT = 5090
"""Where it is found when nobody says otherwise."""
LULL, LULLS = 0.1, 20
"""Seconds without sound after which nothing is on its way any more, on a busy machine either; and how many at most."""
T1, REPEATS = 0.5, 6
"""Until an answer that is not acknowledged is sent again, in seconds, doubled each time; and how often (13.3.1.4)."""


class _Taken:
    """The call that it is in."""

    def __init__(self, request: Request, reply: Reply) -> None:
        self.request, self.reply = request, reply
        self.id, self.tag = request.headers["Call-ID"], secrets.token_hex(8)
        self.peer = request.headers["From"]
        self.sequence = 0
        self.confirmed = self.over = False
        self.media: Media | None = None


class Telephone:
    """Listens on one address, over UDP and TCP; knows one call at a time. `changed` is called when `seen` has changed.

    `frame` is how long a packet of its own sound lasts. `got` are the methods of all requests that came in, in order.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = PORT,
        manner: Manner = ORDINARY,
        changed: Callable[[], None] = lambda: None,
        frame: float = 0.02,
    ) -> None:
        self.host, self.port, self.manner = host, port, manner
        self.seen = Seen()
        self.got: list[str] = []
        self.ear = Ear()
        self.changed, self._frame = changed, frame
        self._nonce = secrets.token_hex(16)
        self._taken: _Taken | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._exchange = Exchange(self._received)

    @property
    def address(self) -> str:
        """Where it is called."""
        return f"{self.host}:{self.port}"

    @property
    def law(self) -> str:
        """The law of what it heard last."""
        return self.ear.law

    @property
    def recording(self) -> array[int]:
        """What was heard in the latest call."""
        return self.ear.recording

    async def start(self) -> None:
        """Be reachable. Raises OSError where the address is taken."""
        self.port = await self._exchange.start(self.host, self.port)

    async def stop(self) -> None:
        """Hang up and be reachable no more."""
        self.hang_up()
        for task in self._tasks:
            task.cancel()
        await self._exchange.stop()

    # what a person does with it

    def answer(self) -> None:
        """Pick up, if it rings."""
        if self._taken is not None and self.seen.phase is Phase.RINGING:
            self._see(phase=Phase.TALKING)
            self._start(self._talk(self._taken))

    def decline(self, status: int = 603) -> None:
        """Refuse a call that rings."""
        taken = self._taken
        if taken is not None and self.seen.phase is Phase.RINGING:
            headers = [("Reason", self.manner.reason)] if self.manner.reason else []
            self._respond(taken.request, taken.reply, status, headers)
            self._end()

    def press(self, key: str) -> None:
        """Press a key while one talks."""
        taken = self._taken
        if taken is not None and taken.media is not None and self.seen.phase is Phase.TALKING:
            self._see(keyed=True)
            self._start(taken.media.press(key))

    def hang_up(self) -> None:
        """End a call, refuse one that rings."""
        self.decline()
        taken = self._taken
        if taken is not None:
            self._request("BYE", taken)
            self._end()

    def repeat_answer(self) -> None:
        """Send the answer once more, as if its acknowledgement had been lost."""
        if self._taken is not None:
            self._send_answer(self._taken)

    # what comes in

    def _received(self, data: bytes, reply: Reply) -> None:
        with suppress(sip.Malformed):
            message = sip.parse(data)
            if isinstance(message, Request):
                self.got.append(message.method)
                self._requested(message, reply)

    def _requested(self, request: Request, reply: Reply) -> None:
        taken, method = self._taken, request.method
        ours = taken is not None and request.headers["Call-ID"] == taken.id
        if method == "ACK":
            if taken is not None and ours:
                taken.confirmed = True
        elif method == "OPTIONS":
            if self._known(request, reply):
                self._respond(request, reply, 200)
        elif method == "INVITE":
            self._invited(request, reply)
        elif taken is None or not ours:
            self._respond(request, reply, 481)
        elif method == "CANCEL":
            self._withdrawn(taken, request, reply)
        else:
            self._respond(request, reply, 200 if method in ("BYE", "INFO") else 405)
            if method == "BYE":
                taken.over = True
                self._start(self._hear_out(taken))

    def _invited(self, request: Request, reply: Reply) -> None:
        taken = self._taken
        if taken is not None and taken.over:
            self._end()
            taken = None
        if taken is not None and sip.branch(taken.request) == sip.branch(request):
            return  # a repeat; the answer to it is on its way
        if not self._known(request, reply):
            return
        if taken is not None:
            self._respond(request, reply, 486)
        elif self.manner.refuses is not None:
            headers = [("Reason", self.manner.reason)] if self.manner.reason else []
            self._respond(request, reply, self.manner.refuses, headers)
        else:
            self._taken = taken = _Taken(request, reply)
            self.ear = Ear()
            self.seen = Seen(Phase.RINGING, _caller(request), _called(request))
            self._respond(request, reply, 180)
            self.changed()
            if self.manner.answers is not None:
                self._start(self._answer_after(self.manner.answers, taken))

    def _withdrawn(self, taken: _Taken, request: Request, reply: Reply) -> None:
        self._respond(request, reply, 200)
        if self.manner.deaf:
            self.answer()
        elif self.seen.phase is Phase.RINGING:
            self._respond(taken.request, taken.reply, 487)
            self._end()

    def _known(self, request: Request, reply: Reply) -> bool:
        """Whether whoever calls has the password; who has not is asked for it."""
        lock = self.manner.lock
        if lock is None:
            return True
        asks, tells = (
            ("Proxy-Authenticate", "Proxy-Authorization") if lock.proxy else ("WWW-Authenticate", "Authorization")
        )
        told = digest.parameters(request.headers.get(tells) or "")
        challenge = digest.Challenge("tui2fa", self._nonce, lock.algorithm, None, lock.qop, False)
        if told and told.get("response") == digest.response(
            challenge, lock.username, lock.password, request.method, told.get("uri", ""), told.get("cnonce", "")
        ):
            return True
        qop = ', qop="auth"' if lock.qop else ""
        value = f'Digest realm="tui2fa", nonce="{self._nonce}", algorithm={lock.algorithm}{qop}'
        self._respond(request, reply, 407 if lock.proxy else 401, [(asks, value)])
        return False

    # a call

    async def _answer_after(self, seconds: float, taken: _Taken) -> None:
        await asyncio.sleep(seconds)
        if taken is self._taken:
            self.answer()

    async def _talk(self, taken: _Taken) -> None:
        """Answer, until it is acknowledged; then behave as it is our manner to."""
        media = taken.media = await Media.open(self.host, self._frame, self._heard)
        try:
            sound = sdp.parse(taken.request.body)
        except sip.Malformed:
            self._respond(taken.request, taken.reply, 488)
            self._end()
            return
        law = next((law for law in self.manner.laws if law in sound.laws), sound.laws[0])
        media.agree(replace(sound, laws=(law,)))
        self._send_answer(taken)
        self._start(self._behave(media))
        wait = T1
        for _ in range(REPEATS):
            await asyncio.sleep(wait)
            if taken.confirmed or taken is not self._taken:
                return
            self._send_answer(taken)
            wait *= 2

    def _send_answer(self, taken: _Taken) -> None:
        if taken.media is not None:
            sound = sdp.parse(taken.request.body)
            law = next((law for law in self.manner.laws if law in sound.laws), sound.laws[0])
            body = sdp.describe(self.host, taken.media.port, (law,), sound.events)
            self._respond(taken.request, taken.reply, 200, body=body)

    async def _hear_out(self, taken: _Taken) -> None:
        """End the call when all is heard that was said before the other side hung up."""
        for _ in range(LULLS):
            heard = len(self.recording)
            await asyncio.sleep(LULL)
            if len(self.recording) == heard:
                break
        if taken is self._taken:
            self._end()

    async def _behave(self, media: Media) -> None:
        manner = self.manner
        if manner.beeps:
            await media.play(array("h", [8000 if n // 4 % 2 else -8000 for n in range(20 * FRAME)]))
        while self.seen.phase is Phase.TALKING:
            await media.play(script.silence(0.2))

    def _heard(self, packet: rtp.Packet, law: Law) -> None:
        """Listen to a packet."""
        if digits := self.ear.hear(packet, law):
            self._see(digits=self.seen.digits + digits)
        self._react(len(self.recording) / RATE)

    def _react(self, seconds: float) -> None:
        """Do what it is our manner to do when somebody has spoken so long."""
        manner = self.manner
        if manner.presses and not self.seen.keyed and seconds >= manner.when:
            for key in manner.presses:
                self.press(key)
        if manner.hangs_up is not None and seconds >= manner.hangs_up:
            self.hang_up()

    def _end(self) -> None:
        taken, self._taken = self._taken, None
        if taken is not None and taken.media is not None:
            taken.media.close()
        self._see(phase=Phase.IDLE)

    def _see(self, **changes: Any) -> None:
        self.seen = replace(self.seen, **changes)
        self.changed()

    # the wire

    def _respond(
        self,
        request: Request,
        reply: Reply,
        code: int,
        headers: list[tuple[str, str]] | None = None,
        body: bytes = b"",
    ) -> None:
        taken = self._taken
        tag = taken.tag if taken is not None and taken.id == request.headers["Call-ID"] else "tui2fa"
        full = [*(headers or []), ("Contact", f"<sip:{self.address}>"), ("Allow", sip.METHODS)]
        reply(sip.response(request, code, full, own_tag=tag, body=body, kind=sdp.CONTENT))

    def _request(self, method: str, taken: _Taken) -> None:
        """Send a request in the call, once: who does not hear it hears no sound either."""
        taken.sequence += 1
        headers = [
            ("Via", f"SIP/2.0/UDP {self.address};branch={sip.new_branch()};rport"),
            ("Max-Forwards", "70"),
            *(("Route", route) for route in reversed(sip.routes(taken.request))),
            ("From", f"{taken.request.headers['To']};tag={taken.tag}"),
            ("To", taken.peer),
            ("Call-ID", taken.id),
            ("CSeq", f"{taken.sequence} {method}"),
        ]
        taken.reply(sip.request(method, sip.target(taken.request, "sip:unknown"), headers))

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _caller(request: Request) -> str:
    with suppress(Exception):  # a name is worth no call
        return str(request.from_address.uri.user or request.from_address.uri.host)
    return ""


def _called(request: Request) -> str:
    with suppress(Exception):
        return str(request.uri.user or "")
    return ""
