"""The telephone on the screen: rings, is answered, presses 1 and shows the digits that it hears."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.tui.stage import playing, press, settled, shown, surroundings
from tests.voice.rig import CLEAR, CODE, job, until
from tui2fa import bootstrap, cli, settings
from tui2fa.cli import phone
from tui2fa.delivery.voice import VoiceChannel
from tui2fa.domain.outcomes import Outcome
from tui2fa.settings.ways import Voice
from tui2fa.tui.phone.app import PhoneApp
from tui2fa.tui.phone.handset import SETTINGS
from tui2fa.tui.qaller.large_code import LargeCode
from tui2fa.voice.manner import Phase, Seen
from tui2fa.voice.telephone import Telephone


@pytest.mark.parametrize(("language", "size"), [("nl", (80, 24)), ("en", (60, 20))])
async def test_it_rings_is_answered_and_shows_the_digits_as_they_are_heard(
    language: str, size: tuple[int, int]
) -> None:
    app = PhoneApp(surroundings(language=language), Telephone(port=0, frame=CLEAR.frame))
    english = language == "en"
    async with playing(app, size) as pilot:
        address = app.telephone.address
        assert ("Waiting for a call on " if english else "Wacht op een oproep op ") + address in shown(app)
        assert f'server = "{address}"' in shown(app)
        settings = Voice(address, "cv1001", caller_id="+31501234567")
        channel = VoiceChannel(settings, pace=replace(CLEAR, key=PATIENT))

        def send() -> asyncio.Task[Outcome]:
            async def sending() -> Outcome:
                return (await asyncio.to_thread(channel.send, job(language), lambda outcome: None)).outcome

            return asyncio.get_running_loop().create_task(sending())

        call = send()
        await until(lambda: app.seen.phase is Phase.RINGING and app.screen.query("#answer"))
        await pilot.pause()
        assert ("☎ +31501234567 is calling" if english else "☎ +31501234567 belt") in shown(app)
        await press(pilot, "f6")
        assert await call is Outcome.DECLINED
        await until(lambda: f'server = "{address}"' in shown(app))

        call = send()
        await until(lambda: app.seen.phase is Phase.RINGING and app.screen.query("#answer"))
        await pilot.pause()
        await press(pilot, "enter")
        await until(lambda: app.screen.query("#one"))
        await press(pilot, "1")
        assert await call is Outcome.HEARD
        await until(lambda: app.seen.phase is Phase.IDLE)
        await until(lambda: ("Heard: " if english else "Gehoord: ") + "482 913 · 482 913" in shown(app))
        assert app.seen.digits == CODE * 2
        await asyncio.to_thread(channel.close)


PATIENT = 60
"""Seconds to press a key, five times as fast: as long as a slow machine may take to draw the button."""


async def test_hanging_up_half_way_ends_the_call_at_the_other_end() -> None:
    app = PhoneApp(surroundings(), Telephone(port=0, frame=CLEAR.frame))
    async with playing(app) as pilot:
        channel = VoiceChannel(Voice(app.telephone.address, "cv1001"), pace=replace(CLEAR, key=PATIENT))
        call = asyncio.create_task(asyncio.to_thread(channel.send, job(), lambda outcome: None))
        await until(lambda: app.screen.query("#answer"))
        await pilot.pause()
        await press(pilot, "f5")
        await until(lambda: app.screen.query("#one"))
        await press(pilot, "f6")
        assert (await call).outcome is Outcome.HUNG_UP
        await asyncio.to_thread(channel.close)


def test_a_port_that_is_taken_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_: object) -> int:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(phone, "need_terminal", lambda context: None)
    monkeypatch.setattr(bootstrap, "run_phone", taken)
    done = CliRunner().invoke(cli.tui2fa, ["phone", "--port", "5099"])
    assert done.exit_code == 1
    assert "5099: die poort is al in gebruik." in done.output


def test_the_lines_it_shows_are_settings_that_have_it_called(tmp_path: Path) -> None:
    file = tmp_path / "tui2fa.toml"
    file.write_text(SETTINGS.format(address="127.0.0.1:5090"))
    (channel,) = bootstrap.channels(settings.load({}, config=file))
    assert isinstance(channel, VoiceChannel)
    channel.close()


async def test_digits_that_come_without_key_1_are_a_number_to_call_and_no_code() -> None:
    app = PhoneApp(surroundings(), Telephone(port=0))
    async with playing(app) as pilot:
        app.seen = Seen(Phase.TALKING, digits="0508200000")
        await settled(pilot)
        assert "Heard: 0508200000" in shown(app)
        assert not app.screen.query(LargeCode)
        app.seen = Seen(Phase.TALKING, digits="482913", keyed=True)
        await settled(pilot)
        assert app.screen.query(LargeCode)
