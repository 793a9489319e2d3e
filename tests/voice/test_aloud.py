"""What is heard at the other end of a call: the code, twice, by whoever presses 1, and by nobody else."""

from __future__ import annotations

import asyncio
from array import array
from itertools import pairwise
from random import Random

import pytest

from tests.voice.rig import CALL_BACK, CLEAR, CODE, FAST, notice, rig
from tui2fa.domain.outcomes import Outcome
from tui2fa.voice import clips, script
from tui2fa.voice.g711 import A_LAW, FRAME, LAWS, MU_LAW, RATE, Law
from tui2fa.voice.hearing import Hearing, correlation
from tui2fa.voice.manner import Manner
from tui2fa.voice.orders import Pace

IN_FULL = Pace()


async def hear(language: str, law: Law, transport: str) -> None:
    """A call in real time to somebody who presses 1 while the introduction is still spoken."""
    async with rig(Manner(answers=0.1, presses="1", when=0.5, laws=(law,)), IN_FULL, transport=transport) as there:
        result = await there.send(language)
        assert result.outcome is Outcome.HEARD
        assert there.told == [Outcome.RINGING, Outcome.ANSWERED, Outcome.SPEAKING]
        assert there.phone.law == law.name
        assert there.phone.seen.digits == CODE * 2
        assert not any(seen.digits for seen in there.seen if not seen.keyed)
        spoken = clips.load(language)
        sent = script.reading(spoken, CODE, again=False) + script.reading(spoken, CODE, again=True)
        sent += script.goodbye(spoken)
        received = there.phone.recording[-len(sent) :]
        assert correlation(sent, received) >= 0.99
        for start, end in pairwise(range(0, len(sent), RATE)):
            assert correlation(sent[start:end], received[start:end]) >= 0.99 or not loud(sent[start:end])


async def test_voicemail_beeps_and_records_what_is_the_same_whatever_the_code() -> None:
    async with rig(Manner(answers=0, beeps=True), CLEAR) as there:
        result = await there.send("nl")
        assert result.outcome is Outcome.NO_KEYPRESS
        assert there.told == [Outcome.RINGING, Outcome.ANSWERED]
        assert there.phone.seen.digits == ""
        spoken, heard = clips.load("nl"), there.phone.recording
        asked = script.invitation(spoken) + script.silence(FAST.key)
        whole = script.introduction(spoken) + asked * 3
        assert len(heard) == len(whole)
        assert correlation(whole, heard) >= 0.99


async def hear_notice(language: str) -> None:
    """A call at twice the speed of speech to somebody who just listens."""
    async with rig(Manner(answers=0), CLEAR) as there:
        result = await there.carry(notice(language))
        assert result.outcome is Outcome.HEARD
        assert there.told == [Outcome.RINGING, Outcome.ANSWERED, Outcome.SPEAKING]
        assert there.phone.seen.digits == CALL_BACK * 2
        spoken = clips.load(language)
        said = [script.warning(spoken, again=again) + script.number(spoken, CALL_BACK) for again in (False, True)]
        whole = script.greeting(spoken) + said[0] + said[1] + script.farewell(spoken)
        assert len(whole) < 50 * RATE
        assert abs(len(there.phone.recording) - len(whole)) < RATE


async def test_a_notice_is_heard_twice_with_the_number_to_call_and_asks_for_no_key() -> None:
    await asyncio.gather(*map(hear_notice, clips.LANGUAGES))


def loud(sound: array[int]) -> bool:
    return max(sound) > 1000


async def test_the_code_is_heard_twice_after_key_1_in_both_languages() -> None:
    await asyncio.gather(hear("nl", A_LAW, "udp"), hear("en", MU_LAW, "tcp"))


@pytest.mark.parametrize("language", clips.LANGUAGES)
def test_every_digit_is_heard_in_both_laws_although_some_packets_are_lost(language: str) -> None:
    spoken = clips.load(language)
    asked = script.introduction(spoken) + script.invitation(spoken) + script.silence(1)
    whole = asked + script.reading(spoken, "0123456789", again=False) + script.goodbye(spoken)
    for law in LAWS.values():
        received, chance = law.decode(law.encode(whole)), Random(law.name)
        for start in range(0, len(received), FRAME):
            if chance.random() < 0.03:
                received[start : start + FRAME] = script.silence(FRAME / RATE)
        assert Hearing().listen(received) == "0123456789"


def test_the_laws_keep_every_sample_nearly_as_it_was() -> None:
    sound = array("h", range(-32768, 32768, 7))
    for law in LAWS.values():
        kept = law.decode(law.encode(sound))
        assert all(abs(one - other) <= max(abs(one) / 16, 16) for one, other in zip(sound, kept, strict=True))
        assert set(law.encode(law.decode(bytes(range(256))))) >= set(range(256)) - {0x7F}


def test_the_clips_that_come_with_the_program_are_in_order_and_small() -> None:
    assert clips.check() == []
    assert sum(path.stat().st_size for path in clips.BUILT_IN.glob("*/*.wav")) < 1_200_000
