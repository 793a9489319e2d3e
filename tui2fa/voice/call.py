"""One outgoing call from the first INVITE to the last BYE."""

from __future__ import annotations

import asyncio
import re
import secrets
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

from sipmessage import Request, Response

from tui2fa.domain.outcomes import Outcome
from tui2fa.voice import clips, script, sdp, sip
from tui2fa.voice.agent import Agent, Header, Transaction
from tui2fa.voice.endings import Ended, Over, refused
from tui2fa.voice.media import Media
from tui2fa.voice.orders import Dial
from tui2fa.voice.wire import Address

_SIGNAL = re.compile(rb"(?im)^Signal\s*=\s*1\s*$")
"""Key 1 in an INFO request (application/dtmf-relay), which some gateways send instead of an event."""


class Dialog:
    """Who is at the other end once the call is answered."""

    def __init__(self, answer: Response, uri: str) -> None:
        self.called = answer.headers["To"]
        self.tag = sip.tag(self.called)
        self.target = sip.target(answer, uri)
        self.routes = [("Route", route) for route in sip.routes(answer)]


class Call:
    """Places one call and speaks its code or its notice. `tell` is told how far it has come."""

    def __init__(self, dial: Dial, tell: Callable[[Outcome], None]) -> None:
        self._dial, self._tell = dial, tell
        self._agent = Agent(dial.trunk, dial.pace, self._requested)
        self._media: Media | None = None
        self._dialog: Dialog | None = None
        self._id, self._tag = secrets.token_hex(16), secrets.token_hex(8)
        self._sequence = self._invited = 0
        host = dial.trunk.host
        self._uri = f"sip:{dial.number}@{host}:{dial.trunk.port}"
        self._from = f"<sip:{dial.trunk.caller or dial.trunk.username}@{host}>;tag={self._tag}"
        self._invite: Transaction | None = None
        self._over: Over | None = None
        self._keyed = self._complete = self._rang = self._left = False
        self._until = 0.0

    async def run(self) -> Ended:
        """Place the call and see it to its end. Never raises but CancelledError."""
        try:
            return await self._run()
        except Over as over:
            return over.ended
        except (OSError, TimeoutError) as error:
            return Ended(Outcome.UNREACHABLE, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - whatever a peer or a recording does, the call has an end
            return Ended(Outcome.UNKNOWN, type(error).__name__)
        finally:
            self._agent.close()
            if self._media is not None:
                self._media.close()

    def give_up(self) -> None:
        """End it: hang up where somebody answered, withdraw it where nobody did."""
        if self._over is None:
            self._over = Over(Outcome.HUNG_UP, "given up")
            if self._invite is not None:
                self._invite.fail(self._over)

    async def _run(self) -> Ended:
        try:
            folder = Path(self._dial.prompts) if self._dial.prompts else clips.BUILT_IN
            spoken = clips.load(self._dial.language, folder, clips.NOTICE if self._dial.notice else clips.CODE)
        except Exception as error:  # noqa: BLE001 - an operator's file can be anything
            raise Over(Outcome.MISCONFIGURED, f"recordings: {type(error).__name__}") from None
        await self._agent.open()
        self._media = await Media.open(
            self._agent.wire.here[0], self._dial.pace.frame, lambda packet, law: None, self._pressed
        )
        answer = await self._ring()
        try:
            self._media.agree(sdp.parse(answer.body))
            self._tell(Outcome.ANSWERED)
            await (self._warn if self._dial.notice else self._speak)(self._media, spoken)
        except sip.Malformed:
            raise Over(Outcome.REFUSED, "answered without sound") from None
        finally:
            if not self._left:
                await self._bye()
        return Ended(Outcome.HEARD)

    # until it is answered

    async def _ring(self) -> Response:
        """Call until somebody answers. Raises Over, OSError and TimeoutError."""
        deadline = self._now + self._dial.ring
        while True:
            self._check()
            invite, branch = self._invitation()
            answer = await self._final(invite, branch, deadline)
            if answer.code not in (401, 407):
                break
            self._agent.authenticate(answer)
        if answer.code >= 300:
            raise refused(answer, rang=self._rang)
        self._establish(answer, invite)
        return answer

    def _invitation(self) -> tuple[Transaction, str]:
        self._sequence += 1
        self._invited = self._sequence
        branch = sip.new_branch()
        offer = sdp.describe(self._agent.wire.here[0], self._media.port if self._media else 0)
        headers = [*self._headers("INVITE", f"<{self._uri}>"), ("Contact", self._agent.contact), ("Allow", sip.METHODS)]
        self._invite = self._agent.send("INVITE", self._uri, headers, offer, sdp.CONTENT, branch)
        return self._invite, branch

    async def _final(self, invite: Transaction, branch: str, deadline: float) -> Response:
        """The final answer to an invitation; on the way, that the telephone rings."""
        dead = self._now + self._dial.pace.dead
        while True:
            try:
                answer = await invite.next(deadline if invite.heard else min(dead, deadline))
            except Over:
                await self._withdraw(invite, branch)
                raise
            except TimeoutError:
                if not invite.heard:
                    raise Over(Outcome.UNREACHABLE, "no answer from the server") from None
                await self._withdraw(invite, branch)
                raise Over(Outcome.NO_ANSWER if self._rang else Outcome.TEMPORARY, "withdrawn") from None
            if answer.code >= 200:
                return answer
            if answer.code > 100 and not self._rang:
                self._rang = True
                self._tell(Outcome.RINGING)

    async def _withdraw(self, invite: Transaction, branch: str) -> None:
        """CANCEL; one that answers at the same moment is hung up on (9.1)."""
        until = self._now + self._dial.pace.farewell
        sent = False
        try:
            while True:
                if invite.heard and not sent:
                    self._agent.send("CANCEL", self._uri, self._headers("CANCEL", f"<{self._uri}>"), branch=branch)
                    sent = True
                answer = await invite.next(until)
                if answer.code >= 200:
                    break
        except (Over, OSError, TimeoutError):
            return
        if answer.code < 300:
            self._establish(answer, invite)
            await self._bye()

    def _establish(self, answer: Response, invite: Transaction) -> None:
        """Acknowledge an answer, and each repeat of it; whoever else answers the same call is hung up on (13.2.2.4)."""
        self._dialog = dialog = Dialog(answer, self._uri)
        self._until = self._now + self._dial.pace.longest
        ack = self._acknowledge(dialog)
        others: dict[str, Dialog] = {}

        def again(response: Response) -> None:
            if not 200 <= response.code < 300:
                return
            if sip.tag(response.headers["To"]) == dialog.tag:
                self._agent.resend(ack, dialog.target, dialog.routes)
            elif len(others) < 8:
                other = others.setdefault(sip.tag(response.headers["To"]), Dialog(response, self._uri))
                self._acknowledge(other)
                self._send_bye(other)

        invite.again = again

    def _acknowledge(self, dialog: Dialog) -> Transaction:
        headers = [*self._headers("ACK", dialog.called, self._invited), *dialog.routes]
        return self._agent.send("ACK", dialog.target, headers)

    # while somebody listens

    async def _speak(self, media: Media, spoken: clips.Clips) -> None:
        """Speak the code, twice, once key 1 was pressed. Raises Over."""
        digits = self._dial.digits
        await self._await_key(media, spoken)
        self._tell(Outcome.SPEAKING)
        await self._play(media, script.reading(spoken, digits, again=False))
        self._complete = True
        await self._play(media, script.reading(spoken, digits, again=True))
        await self._play(media, script.goodbye(spoken))

    async def _warn(self, media: Media, spoken: clips.Clips) -> None:
        """Tell of a change, twice, whoever listens; it is told once it was said whom to call. Raises Over."""
        number = script.number(spoken, self._dial.digits)
        await self._play(media, script.greeting(spoken))
        self._tell(Outcome.SPEAKING)
        await self._play(media, script.warning(spoken, again=False))
        self._complete = True
        await self._play(media, number + script.warning(spoken, again=True) + number + script.farewell(spoken))

    async def _await_key(self, media: Media, spoken: clips.Clips) -> None:
        """Ask for key 1 until it was pressed. Raises Over."""
        pace, wait = self._dial.pace, script.silence(self._dial.pace.key)
        for number in range(pace.invitations):
            asked = script.invitation(spoken)
            if number == 0:
                asked = script.introduction(spoken) + asked
            if await self._play(media, asked + wait, lambda: self._keyed):
                break
        else:
            raise Over(Outcome.NO_KEYPRESS)

    async def _play(self, media: Media, sound: array[int], until: Callable[[], bool] = lambda: False) -> bool:
        """Play to the end or until something; stops at once when the call is over."""
        await media.play(sound, lambda: self._over is not None or self._now > self._until or until())
        self._check()
        if self._now > self._until:
            raise Over(Outcome.HEARD if self._complete else Outcome.UNKNOWN, "took too long")
        return until()

    def _pressed(self, key: str) -> None:
        self._keyed = self._keyed or key == "1"

    def _check(self) -> None:
        if self._over is not None:
            raise self._over

    # what the other side asks

    def _requested(self, request: Request, source: Address | None) -> None:
        """Answer a request of this call; nobody else is expected here."""
        dialog, method = self._dialog, request.method
        if method == "ACK":
            return
        ours = dialog and request.headers["Call-ID"] == self._id and sip.tag(request.headers["From"]) == dialog.tag
        if method == "OPTIONS":
            self._answer(request, source, 200, [("Allow", sip.METHODS)])
        elif not ours:
            self._answer(request, source, 481)
        elif method == "BYE":
            self._answer(request, source, 200)
            self._left = True
            self._over = self._over or Over(Outcome.HEARD if self._complete else Outcome.HUNG_UP, "hung up")
        elif method == "INFO":
            self._answer(request, source, 200)
            if _SIGNAL.search(request.body):
                self._pressed("1")
        elif method in ("INVITE", "UPDATE"):
            self._agree_anew(request, source)
        else:
            self._answer(request, source, 405, [("Allow", sip.METHODS)])

    def _agree_anew(self, request: Request, source: Address | None) -> None:
        """Another offer within the call: the sound goes where it says from now on (14.2)."""
        media = self._media
        if media is None:
            return
        own = sdp.describe(self._agent.wire.here[0], media.port)
        if request.body:
            try:
                sound = sdp.parse(request.body)
            except sip.Malformed:
                self._answer(request, source, 488)
                return
            media.agree(sound)
            own = sdp.describe(self._agent.wire.here[0], media.port, sound.laws[:1], sound.events)
        self._answer(request, source, 200, [("Contact", self._agent.contact)], own)

    def _answer(
        self, request: Request, source: Address | None, code: int, headers: Sequence[Header] = (), body: bytes = b""
    ) -> None:
        packet = sip.response(request, code, headers, own_tag=self._tag, body=body, kind=sdp.CONTENT)
        self._agent.wire.send(packet, source)

    # the end

    async def _bye(self) -> None:
        """Hang up; who asks for credentials once more gets them."""
        if self._dialog is None:
            return
        until = self._now + self._dial.pace.farewell
        try:
            for _ in range(2):
                bye = self._send_bye(self._dialog)
                answer = await bye.next(until)
                while answer.code < 200:
                    answer = await bye.next(until)
                if answer.code not in (401, 407):
                    return
                self._agent.authenticate(answer)
        except (Over, OSError, TimeoutError):
            return

    def _send_bye(self, dialog: Dialog) -> Transaction:
        self._sequence += 1
        return self._agent.send("BYE", dialog.target, [*self._headers("BYE", dialog.called), *dialog.routes])

    def _headers(self, method: str, called: str, sequence: int = 0) -> list[Header]:
        return [
            ("From", self._from),
            ("To", called),
            ("Call-ID", self._id),
            ("CSeq", f"{sequence or self._sequence} {method}"),
        ]

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()
