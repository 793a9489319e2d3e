"""Whatever a peer sends, a call ends with an outcome, in time, and nothing is raised."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sipmessage import Request

from tests.voice.rig import CODE, FAST, NUMBER, PASSWORD, until
from tui2fa.domain.outcomes import Outcome
from tui2fa.voice import digest, rtp, sdp, sip
from tui2fa.voice.call import Call
from tui2fa.voice.endings import Ended
from tui2fa.voice.orders import Dial, Trunk

SOUND = b"v=0\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"
Answers = Callable[[Request], "Iterator[bytes]"]


class Peer(asyncio.DatagramProtocol):
    """Answers each request with what a test makes of it, and keeps the methods that came in."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.got: list[str] = []
        self.caller: tuple[str, int] = ("", 0)
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        with suppress(sip.Malformed):
            request = sip.parse(data)
            assert isinstance(request, Request)
            self.got.append(request.method)
            self.caller = addr[:2]
            for answer in self._answers(request):
                self.transport.sendto(answer, addr)


async def call(answers: Answers, ring: float = 2) -> tuple[Ended, Peer]:
    """A call to such a peer, in this process so that nothing is caught on its behalf."""
    async with peer_of(answers) as peer:
        return await Call(dial(peer, ring), lambda ending: None).run(), peer


@asynccontextmanager
async def peer_of(answers: Answers) -> Any:
    loop = asyncio.get_running_loop()
    transport, peer = await loop.create_datagram_endpoint(lambda: Peer(answers), local_addr=("127.0.0.1", 0))
    try:
        yield peer
    finally:
        transport.close()


def dial(peer: Peer, ring: float = 2) -> Dial:
    port = peer.transport.get_extra_info("sockname")[1]
    return Dial(
        "1",
        Trunk("127.0.0.1", port, "udp", "cv1001", PASSWORD, ""),
        NUMBER,
        CODE,
        "nl",
        ring,
        "",
        replace(FAST, farewell=0.5),
    )


def ok(request: Request, body: bytes = SOUND, tag: str = "a") -> bytes:
    headers = [("Contact", f"<sip:{request.uri.host}:{request.uri.port}>")]
    return sip.response(request, 200, headers, own_tag=tag, body=body, kind=sdp.CONTENT)


async def test_rubbish_before_the_answer_is_not_heard() -> None:
    def answers(request: Request) -> Iterator[bytes]:
        right = sip.response(request, 486, own_tag="a")
        yield from (b"", b"\r\n\r\n", b"\x00" * 9000, right[:40], right.replace(b"branch=", b"branch=x"))
        yield from (right.replace(b"INVITE", b"BYE"), right.replace(b"486", b"four"), right.replace(b"Via", b"Vio"))
        yield right.replace(b"\r\n\r\n", b"\r\nX: " + b"a" * 20_000 + b"\r\n\r\n")
        yield from (right, right)

    ended, peer = await call(answers)
    assert ended.ending is Outcome.BUSY
    assert "BYE" not in peer.got


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"v=0",
        SOUND.replace(b" 8 ", b" 18 "),
        SOUND.replace(b"127.0.0.1", b"example.net"),
        SOUND.replace(b"9", b"99999"),
    ],
)
async def test_an_answer_without_sound_that_we_can_speak_is_hung_up_on(body: bytes) -> None:
    def answers(request: Request) -> Iterator[bytes]:
        if request.method != "ACK":
            yield ok(request, body)

    ended, peer = await call(answers)
    assert ended == Ended(Outcome.REFUSED, "answered without sound")
    assert peer.got == ["INVITE", "ACK", "BYE"]


async def test_a_second_one_who_answers_the_same_call_is_hung_up_on() -> None:
    def answers(request: Request) -> Iterator[bytes]:
        if request.method == "INVITE":
            yield from (ok(request, tag="a"), ok(request, tag="b"), ok(request, tag="b"))
        elif request.method == "BYE":
            yield ok(request, b"")

    ended, peer = await call(answers)
    assert ended.ending is Outcome.NO_KEYPRESS
    assert peer.got.count("BYE") >= 2


async def test_a_server_that_asks_for_the_password_for_ever_gets_three_invitations_at_most() -> None:
    def answers(request: Request) -> Iterator[bytes]:
        asked = 'Digest realm="r", nonce="n", stale=true, qop="auth,auth-int"'
        if request.method == "INVITE":
            yield sip.response(request, 407, [("Proxy-Authenticate", asked)])

    ended, peer = await call(answers)
    assert ended.ending is Outcome.CREDENTIALS
    assert peer.got.count("INVITE") == 3
    ended, peer = await call(lambda request: iter([sip.response(request, 401, [("WWW-Authenticate", "Basic x")])]))
    assert ended.ending is Outcome.CREDENTIALS


async def test_questions_within_a_call_are_answered_and_strangers_are_not_obeyed() -> None:
    replies: list[bytes] = []

    def answers(request: Request) -> Iterator[bytes]:
        if request.method in ("INVITE", "BYE"):
            yield ok(request)

    def ask(peer: Peer, invite: Request, method: str, body: bytes = b"", tag: str = "a") -> None:
        headers = [
            ("Via", f"SIP/2.0/UDP 127.0.0.1:9;branch={sip.new_branch()}"),
            ("From", f"{invite.headers['To']};tag={tag}"),
            ("To", invite.headers["From"]),
            ("Call-ID", invite.headers["Call-ID"]),
            ("CSeq", f"7 {method}"),
        ]
        peer.transport.sendto(sip.request(method, "sip:x@127.0.0.1", headers, body, sdp.CONTENT), peer.caller)

    invites: list[Request] = []

    class Asking(Peer):
        def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
            message = sip.parse(data)
            if isinstance(message, Request):
                if message.method == "INVITE":
                    invites.append(message)
                super().datagram_received(data, addr)
            else:
                replies.append(data.partition(b"\r\n")[0] + b" " + message.headers["CSeq"].encode())

    loop = asyncio.get_running_loop()
    transport, peer = await loop.create_datagram_endpoint(lambda: Asking(answers), local_addr=("127.0.0.1", 0))
    going = loop.create_task(Call(dial(peer), lambda ending: None).run())
    await until(lambda: "ACK" in peer.got)
    questions = (
        ("OPTIONS", b"", "a"),
        ("BYE", b"", "stranger"),
        ("REFER", b"", "a"),
        ("INVITE", SOUND.replace(b" 8 ", b" 0 "), "a"),
        ("INVITE", b"v=0\r\n", "a"),
        ("INVITE", b"", "a"),
        ("INFO", b"Signal=1\r\nDuration=160\r\n", "a"),
        ("BYE", b"", "a"),
    )
    for wanted, (method, body, tag) in enumerate(questions, 1):
        ask(peer, invites[0], method, body, tag)
        await until(lambda: len(replies) == wanted)  # noqa: B023
    assert (await going).ending is Outcome.HUNG_UP
    transport.close()
    assert [int(reply.split()[1]) for reply in replies] == [200, 481, 405, 200, 488, 200, 200, 200]
    assert "BYE" not in peer.got


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_a_call_ends_whatever_its_answers_have_been_turned_into(data: st.DataObject) -> None:
    bits = st.sampled_from([b"\r\n", b":", b";", b"<", b"-1", b"\xff", b"SIP/2.0", b"tag=", b"", b"999999999999"])
    codes = st.sampled_from([100, 180, 183, 199, 200, 302, 401, 407, 480, 486, 500, 699])

    def answers(request: Request) -> Iterator[bytes]:
        if request.method == "ACK":
            return
        for _ in range(data.draw(st.integers(1, 3))):
            code, tag = data.draw(codes), data.draw(st.sampled_from(["", "a", "b"]))
            whole = sip.response(
                request, code, [("Reason", "Q.850;cause=17")], own_tag=tag, body=SOUND, kind=sdp.CONTENT
            )
            for _ in range(data.draw(st.integers(0, 3))):
                at = data.draw(st.integers(0, len(whole)))
                whole = whole[:at] + data.draw(bits) + whole[at + data.draw(st.integers(0, 8)) :]
            yield whole

    ended, _ = await asyncio.wait_for(call(answers, ring=0.1), 30)
    assert ended.ending in Outcome
    assert ended.ending is not Outcome.UNKNOWN


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
@example(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=\r\nFrom: \r\nTo: x\r\nCall-ID: y\r\nCSeq: 1 INVITE\r\n\r\n")
@example(b"\x90\x08" + bytes(14))
@example(b"\xbf\x88" + bytes(10) + b"\xff")
def test_no_bytes_at_all_do_harm(data: bytes) -> None:
    with suppress(sip.Malformed):
        message = sip.parse(data)
        sip.routes(message)
        sip.target(message, "")
    with suppress(sip.Malformed):
        sdp.parse(data)
    with suppress(sip.Malformed):
        sdp.parse(SOUND[: len(data)] + data + SOUND)
    if packet := rtp.parse(data):
        rtp.key_of(packet.payload)
    digest.chosen([data.decode("latin-1"), f'Digest realm="{data.decode("latin-1")}", nonce="x"'])
