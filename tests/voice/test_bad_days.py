"""Every way in which a call can fail ends with an outcome that a person can act on."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from dataclasses import replace

import pytest

from tests.voice.rig import CLEAR, FAST, PASSWORD, notice, rig, until
from tui2fa.domain.outcomes import Outcome
from tui2fa.voice import clips, script
from tui2fa.voice.g711 import RATE
from tui2fa.voice.manner import Lock, Manner, Phase

REFUSALS = [
    (486, "", Outcome.BUSY),
    (600, "", Outcome.BUSY),
    (603, "", Outcome.DECLINED),
    (404, "", Outcome.BAD_NUMBER),
    (484, "", Outcome.BAD_NUMBER),
    (604, "", Outcome.BAD_NUMBER),
    (480, "", Outcome.NO_ANSWER),
    (408, "", Outcome.UNREACHABLE),
    (403, "", Outcome.NOT_ALLOWED),
    (403, "Q.850;cause=21", Outcome.NOT_ALLOWED),
    (429, "", Outcome.TEMPORARY),
    (503, "", Outcome.TEMPORARY),
    (503, 'Q.850;cause=17;text="User busy"', Outcome.BUSY),
    (480, "SIP;cause=480, Q.850;cause=21", Outcome.DECLINED),
    (480, "Q.850 ; cause=1", Outcome.BAD_NUMBER),
    (500, "Q.850;cause=19", Outcome.NO_ANSWER),
    (488, "", Outcome.REFUSED),
    (302, "", Outcome.REFUSED),
]
"""Status, Reason header, and what they come to."""


async def test_a_refusal_says_why_at_once() -> None:
    async with rig() as there:
        for status, reason, outcome in REFUSALS:
            there.phone.manner = Manner(refuses=status, reason=reason)
            result = await there.send()
            assert (status, result.outcome) == (status, outcome)
            assert result.detail.startswith(f"SIP {status}")
        await until(lambda: there.phone.got == ["INVITE", "ACK"] * len(REFUSALS))
        assert there.told == []


async def test_a_telephone_that_is_declined_while_it_rings_and_one_that_is_busy() -> None:
    async with rig() as there:
        first = there.sending()
        await there.ringing()
        assert (await there.send(name="2")).outcome is Outcome.BUSY
        there.phone.decline()
        assert (await first).outcome is Outcome.DECLINED


async def test_a_telephone_that_nobody_answers_is_called_no_longer() -> None:
    async with rig(ring_seconds=0.5) as there:
        result = await there.send()
        assert result.outcome is Outcome.NO_ANSWER
        assert there.told == [Outcome.RINGING]
        await until(lambda: there.phone.got == ["INVITE", "CANCEL", "ACK"])
        assert there.phone.seen.phase is Phase.IDLE


async def test_who_answers_just_when_the_call_is_withdrawn_is_hung_up_on() -> None:
    async with rig(Manner(deaf=True), ring_seconds=0.5) as there:
        assert (await there.send()).outcome is Outcome.NO_ANSWER
        await until(lambda: [*dict.fromkeys(there.phone.got)] == ["INVITE", "CANCEL", "ACK", "BYE"])
        assert there.phone.recording.tolist() == []


async def test_answered_without_a_key_the_code_is_not_spoken() -> None:
    async with rig(Manner(answers=0, presses="2")) as there:
        assert (await there.send()).outcome is Outcome.NO_KEYPRESS
        await until(lambda: [*dict.fromkeys(there.phone.got)] == ["INVITE", "ACK", "BYE"])  # some may come twice
        assert there.phone.seen.digits == ""


async def test_who_hangs_up_half_way_can_ask_again_and_who_heard_it_once_has_heard_it() -> None:
    async with rig(Manner(answers=0, presses="1", hangs_up=4), CLEAR) as there:
        assert (await there.send()).outcome is Outcome.HUNG_UP
        there.phone.manner = Manner(answers=0, presses="1", hangs_up=12)
        assert (await there.send()).outcome is Outcome.HEARD
        assert there.phone.seen.digits.startswith("482913")
        assert "BYE" not in there.phone.got


async def test_a_wrong_password_is_tried_once_and_never_again() -> None:
    async with rig(Manner(lock=Lock("cv1001", "another"), answers=0)) as there:
        assert (await there.send()).outcome is Outcome.CREDENTIALS
        await until(lambda: there.phone.got == ["INVITE", "ACK"] * 2)
        assert "not accept" in (await asyncio.to_thread(there.channel.check))[0].message
        assert there.phone.got.count("INVITE") == 2


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_server_that_asks_for_a_password_gets_its_proof(transport: str) -> None:
    async with rig(transport=transport) as there:
        for proxy in (False, True):
            for algorithm, qop in (("MD5", True), ("MD5", False), ("SHA-256", True), ("SHA-256", False)):
                lock = Lock("cv1001", PASSWORD, algorithm, qop, proxy)
                there.phone.manner = Manner(lock=lock, refuses=486)
                assert (await there.send()).outcome is Outcome.BUSY
                assert await asyncio.to_thread(there.channel.check) == []


async def test_a_dead_server_and_a_closed_port_are_out_of_reach() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as black_hole:
        black_hole.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{black_hole.getsockname()[1]}"
        async with rig(pace=replace(FAST, dead=0.5)) as there:
            there.channel._settings = replace(there.channel._settings, server=address)
            result = await there.send()
            assert (result.outcome, result.detail) == (Outcome.UNREACHABLE, "no answer from the server")
            (problem,) = await asyncio.to_thread(there.channel.check)
            assert "not answer" in problem.message
            assert problem.values == {"server": address, "transport": "UDP"}
    async with rig() as there:
        for transport in ("udp", "tcp"):
            there.channel._settings = replace(there.channel._settings, server=address, transport=transport)
            result = await there.send()
            assert (result.outcome, result.detail) == (Outcome.UNREACHABLE, "ConnectionRefusedError")
        there.channel._settings = replace(there.channel._settings, server="nowhere.invalid")
        assert (await there.send()).outcome is Outcome.UNREACHABLE


async def test_an_answer_that_comes_again_is_acknowledged_again() -> None:
    async with rig(Manner(answers=0)) as there:
        call = there.sending()
        await there.talking()
        there.phone.repeat_answer()
        await until(lambda: there.phone.got == ["INVITE", "ACK", "ACK"])
        there.phone.hang_up()
        assert (await call).outcome is Outcome.HUNG_UP


async def test_a_call_that_is_given_up_is_withdrawn_or_hung_up() -> None:
    async with rig() as there:
        call = there.sending()
        await there.ringing()
        there.channel.cancel("another")
        there.channel.cancel("1")
        assert (await call).outcome is Outcome.HUNG_UP
        await until(lambda: there.phone.got == ["INVITE", "CANCEL", "ACK"])
        there.phone.manner = Manner(answers=0, presses="1")
        call = there.sending()
        await until(lambda: Outcome.SPEAKING in there.told)
        there.channel.cancel("1")
        assert (await call).outcome is Outcome.HUNG_UP
        await until(lambda: there.phone.got[3:] == ["INVITE", "ACK", "BYE"])


async def test_closing_hangs_up_and_ends_the_worker() -> None:
    async with rig(Manner(answers=0)) as there:
        call = there.sending()
        await there.talking()
        assert there.channel._process is not None
        worker = there.channel._process.pid
        await asyncio.to_thread(there.channel.close)
        assert (await call).outcome in (Outcome.HUNG_UP, Outcome.UNKNOWN)
        assert "BYE" in there.phone.got
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
        assert (await there.send()).outcome is Outcome.TEMPORARY


@pytest.mark.parametrize(
    ("number", "detail"), [(signal.SIGKILL, "the worker died"), (signal.SIGSTOP, "the worker was silent")]
)
async def test_a_worker_that_dies_or_freezes_ends_its_call_and_is_replaced(number: signal.Signals, detail: str) -> None:
    async with rig(Manner(answers=0), replace(FAST, patience=3)) as there:
        call = there.sending()
        await there.talking()
        assert there.channel._process is not None
        os.kill(there.channel._process.pid, number)
        result = await call
        assert (result.outcome, result.detail) == (Outcome.UNKNOWN, detail)
        there.phone.hang_up()
        there.phone.manner = Manner(refuses=486)
        assert (await there.send()).outcome is Outcome.BUSY


async def test_more_calls_than_lines_are_refused_at_once() -> None:
    async with rig(max_calls=1) as there:
        call = there.sending()
        await there.ringing()
        result = await there.send(name="2")
        assert (result.outcome, result.detail) == (Outcome.TEMPORARY, "all lines are in use")
        there.phone.decline()
        await call


async def test_no_call_lasts_for_ever() -> None:
    async with rig(Manner(answers=0), replace(FAST, longest=0.1)) as there:
        result = await there.send()
        assert (result.outcome, result.detail) == (Outcome.UNKNOWN, "took too long")
        await until(lambda: [*dict.fromkeys(there.phone.got)] == ["INVITE", "ACK", "BYE"])  # some may come twice


async def test_a_notice_counts_as_told_once_it_was_said_what_happened_and_whom_to_call() -> None:
    async with rig(Manner(answers=0, hangs_up=0.2)) as there:
        assert (await there.carry(notice())).outcome is Outcome.HUNG_UP
    spoken = clips.load("nl")
    greeted = len(script.greeting(spoken)) / RATE
    warned = greeted + len(script.warning(spoken, again=False)) / RATE
    for seconds, outcome in ((greeted, Outcome.HUNG_UP), (warned + 6, Outcome.HEARD)):
        async with rig(Manner(answers=0, hangs_up=seconds)) as there:
            assert (await there.carry(notice())).outcome is outcome
    async with rig(Manner(answers=0)) as there:
        assert (await there.carry(notice(call_back=""))).outcome is Outcome.HEARD, "there may be no number to call"
        assert there.phone.seen.digits == ""


async def test_a_notice_gives_its_line_to_a_code_and_never_takes_one_from_it() -> None:
    async with rig(Manner(answers=0), max_calls=1) as there:
        telling = asyncio.create_task(there.carry(notice()))
        await there.talking()
        there.phone.manner = Manner(answers=0.5, presses="1")
        calling = asyncio.create_task(there.send())
        assert (await telling).outcome is Outcome.HUNG_UP
        await until(lambda: there.phone.got.count("INVITE") == 2)
        assert (await there.carry(notice())).outcome is Outcome.TEMPORARY
        assert (await calling).outcome is Outcome.HEARD


async def test_a_code_is_not_told_that_its_number_is_engaged_with_a_notice() -> None:
    async with rig(Manner(answers=0)) as there:
        telling = asyncio.create_task(there.carry(notice()))
        await until(lambda: there.told)
        there.phone.manner = Manner(answers=0.5, presses="1")
        calling = asyncio.create_task(there.send())
        assert (await telling).outcome is Outcome.HUNG_UP
        await until(lambda: there.phone.got.count("INVITE") == 2)
        assert (await there.carry(notice())).outcome is Outcome.TEMPORARY, "nor is a code disturbed by one"
        assert (await calling).outcome is Outcome.HEARD


async def test_two_who_look_whether_the_server_is_there_both_get_an_answer() -> None:
    async with rig() as there:
        looks = [asyncio.to_thread(there.channel.check) for _ in range(3)]
        assert await asyncio.wait_for(asyncio.gather(*looks), 20) == [[], [], []]


async def test_a_server_that_refused_the_password_is_not_asked_again_at_once() -> None:
    async with rig(Manner(lock=Lock("cv1001", "another"))) as there:
        for _ in range(2):
            [problem] = await asyncio.to_thread(there.channel.check)
            assert "does not accept" in problem.message
        assert len(there.phone.got) <= 2
