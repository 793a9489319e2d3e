"""What an operator can configure wrongly is said in a sentence each, and how a number is dialled."""

from __future__ import annotations

import asyncio
import shutil
import wave
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.voice.rig import PASSWORD, job, notice, rig, until
from tui2fa.delivery.voice import VoiceChannel, server_form
from tui2fa.domain.outcomes import Outcome
from tui2fa.settings.ways import Voice
from tui2fa.voice import clips
from tui2fa.voice.manner import Manner

RIGHT = Voice("127.0.0.1:9", "cv1001")


def test_what_is_no_number_is_not_called_and_a_password_is_in_no_repr() -> None:
    channel = VoiceChannel(RIGHT, PASSWORD)
    for wrong in (
        replace(job(), to="sip:evil@example.net"),
        replace(job(), to="0612345678"),
        replace(job(), code="12a"),
    ):
        assert channel.send(wrong, lambda outcome: None).outcome is Outcome.BAD_NUMBER
    assert PASSWORD not in repr((RIGHT, vars(channel)["_settings"]))
    channel.close()


def test_a_number_is_dialled_as_the_server_wants_it() -> None:
    assert server_form("+31612345678", "e164") == "+31612345678"
    assert server_form("+31612345678", "00") == "0031612345678"
    assert server_form("+31612345678", "national") == "0612345678"
    assert server_form("+31612345678", "national", "+31501234567") == "0612345678"
    assert server_form("+32470123456", "national", "+31501234567") == "0032470123456"
    assert server_form("+32470123456", "national", "+32470000000") == "0470123456"


async def test_own_recordings_are_checked_and_spoken(tmp_path: Path) -> None:
    own = tmp_path / "prompts"
    shutil.copytree(clips.BUILT_IN, own, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    async with rig(Manner(answers=0, presses="1"), prompts_dir=own) as there:
        assert await asyncio.to_thread(there.channel.check) == []
        (own / "nl" / "press.wav").unlink()
        (own / "en" / "7.wav").write_bytes(b"not a recording")
        with wave.open(str(own / "en" / "8.wav"), "wb") as stereo:
            stereo.setparams((2, 2, 44100, 0, "NONE", "not compressed"))
            stereo.writeframes(bytes(400))
        problems = await asyncio.to_thread(there.channel.check)
        assert problems[0].values == {"path": f"{own}/nl/press.wav", "system": "No such file or directory"}
        assert [problem.values["path"] for problem in problems[1:]] == [f"{own}/en/{name}.wav" for name in "78"]
        assert all("not a WAV file" in problem.message for problem in problems[1:])
        result = await there.send("nl")
        assert (result.outcome, result.detail) == (Outcome.MISCONFIGURED, "recordings: FileNotFoundError")
        assert "INVITE" not in there.phone.got


async def test_recordings_for_notices_are_asked_of_nobody_who_wants_none(tmp_path: Path) -> None:
    own = tmp_path / "prompts"
    shutil.copytree(clips.BUILT_IN, own, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name in clips.NOTICE:
        (own / "nl" / f"{name}.wav").unlink()
    async with rig(Manner(answers=0, presses="1"), prompts_dir=own) as there:
        assert await asyncio.to_thread(there.channel.check)
        assert (await there.carry(notice())).outcome is Outcome.MISCONFIGURED
        assert (await there.send()).outcome is Outcome.HEARD, "a code needs none of them"
    async with rig(prompts_dir=own, notices=False) as there:
        assert await asyncio.to_thread(there.channel.check) == []


async def test_a_connection_that_breaks_while_it_rings_ends_the_call() -> None:
    async with rig(transport="tcp") as there:
        call = there.sending()
        await there.ringing()
        await until(lambda: there.told == [Outcome.RINGING])
        for writer in tuple(there.phone._exchange.connections):
            writer.close()
        assert (await call).outcome is Outcome.UNREACHABLE


async def test_a_telephone_finds_a_port_that_is_free_for_both_protocols(monkeypatch: pytest.MonkeyPatch) -> None:
    listen, taken = asyncio.start_server, [OSError(98, "in use"), OSError(98, "in use")]

    async def start_server(*arguments: Any, **named: Any) -> asyncio.Server:
        if taken:
            raise taken.pop()
        return await listen(*arguments, **named)

    monkeypatch.setattr("asyncio.start_server", start_server)
    async with rig(Manner(answers=0, presses="1")) as there:
        assert (await there.send()).outcome is Outcome.HEARD
