"""How even the sound is that arrives while whoever asked for a call is busy: `python -m tests.voice.gaps`."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from statistics import median, quantiles

from tests.voice.rig import PASSWORD, job
from tui2fa.delivery.voice import VoiceChannel
from tui2fa.settings.ways import Voice
from tui2fa.voice import rtp
from tui2fa.voice.g711 import RATE, Law
from tui2fa.voice.manner import Manner
from tui2fa.voice.telephone import Telephone

BLOCKED, FREE = 0.25, 0.75
"""Seconds of each second."""


@dataclass(frozen=True)
class Gaps:
    """Between two packets of sound at the telephone, in milliseconds; 20 is as it should be."""

    packets: int
    median: float
    p99: float
    longest: float


class Noting(Telephone):
    """A telephone that notes when each packet comes."""

    def __init__(self) -> None:
        super().__init__(port=0, manner=Manner(answers=0.1, presses="1", when=1))
        self.times: list[float] = []

    def _heard(self, packet: rtp.Packet, law: Law) -> None:
        self.times.append(time.perf_counter())
        self.ear.recording.extend(law.decode(packet.payload))  # not listened to, which takes longer than a packet
        self._react(len(self.recording) / RATE)


def measure() -> Gaps:
    """A whole call, heard in another thread, while the event loop of this one stands still 250 ms of each second."""
    there, started = Noting(), threading.Event()
    channels: list[VoiceChannel] = []

    async def callee() -> None:
        await there.start()
        channel = VoiceChannel(Voice(there.address, "cv1001"), PASSWORD)
        channels.append(channel)
        started.set()
        await asyncio.to_thread(channel.send, job(), lambda outcome: None)
        await asyncio.to_thread(channel.close)
        await there.stop()

    thread = threading.Thread(target=lambda: asyncio.run(callee()))
    thread.start()
    started.wait()

    async def busy() -> None:
        while thread.is_alive():
            time.sleep(BLOCKED)  # noqa: ASYNC251 - the point of it
            await asyncio.sleep(FREE)

    asyncio.run(busy())
    gaps = [1000 * (later - one) for one, later in zip(there.times, there.times[1:], strict=False)]
    return Gaps(len(there.times), median(gaps), quantiles(gaps, n=100)[98], max(gaps))


if __name__ == "__main__":
    print(measure())
