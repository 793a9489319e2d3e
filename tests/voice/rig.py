"""A telephone on this machine, and a channel that calls it through a real worker process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tui2fa.delivery.base import Job, Result
from tui2fa.delivery.voice import VoiceChannel
from tui2fa.domain.outcomes import Outcome
from tui2fa.settings.ways import Voice
from tui2fa.voice.manner import ORDINARY, Manner, Phase, Seen
from tui2fa.voice.orders import Pace
from tui2fa.voice.telephone import Telephone

CODE = "482913"
NUMBER = "+31612345678"
CALL_BACK = "0508200000"
PASSWORD = 'g;e>h#e"i\\m'
FAST = Pace(frame=0.002, key=0.2, t1=0.2, farewell=2)
"""Ten times as fast as people speak, for tests that are not about speech."""
CLEAR = replace(FAST, frame=0.01)
"""Slow enough for a slow machine to hear every digit."""
GLANCE = 0.01
PATIENCE = 60.0
"""Seconds to wait for something that is sure to happen."""


def job(language: str = "nl", name: str = "1") -> Job:
    """A code on its way."""
    return Job(name, NUMBER, CODE, f"Uw code is {CODE}.", language, datetime(2026, 11, 22, 14, 2, tzinfo=UTC))


def notice(language: str = "nl", call_back: str = CALL_BACK) -> Job:
    """A notice of a change on its way."""
    return replace(job(language, "notice"), code="", message="Er is iets gewijzigd.", call_back=call_back)


async def until(happened: Callable[[], object]) -> None:
    """Wait, with patience for a slow machine, until something has happened."""
    for _ in range(round(PATIENCE / GLANCE)):
        if happened():
            return
        await asyncio.sleep(GLANCE)
    raise TimeoutError


@dataclass
class Rig:
    """Both ends of a call, what the channel told on the way, and what was seen at the telephone."""

    phone: Telephone
    channel: VoiceChannel
    told: list[Outcome] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    async def send(self, language: str = "nl", name: str = "1") -> Result:
        """Have the code carried."""
        return await self.carry(job(language, name))

    async def carry(self, job: Job) -> Result:
        """Have a code or a notice carried."""
        return await asyncio.to_thread(self.channel.send, job, self.told.append)

    def sending(self) -> asyncio.Task[Result]:
        """The same, while the test goes on."""
        return asyncio.get_running_loop().create_task(self.send())

    async def ringing(self) -> None:
        """Wait until it rings."""
        await until(lambda: self.phone.seen.phase is Phase.RINGING)

    async def talking(self) -> None:
        """Wait until something is heard."""
        await until(lambda: len(self.phone.recording) > 1000)


@asynccontextmanager
async def rig(manner: Manner = ORDINARY, pace: Pace = FAST, **settings: Any) -> AsyncIterator[Rig]:
    """A telephone of this manner and a channel to it; everything has ended afterwards."""
    phone = Telephone(port=0, manner=manner, frame=pace.frame)
    await phone.start()
    chosen = Voice(phone.address, "cv1001", **settings)
    made = Rig(phone, VoiceChannel(chosen, PASSWORD, pace))
    phone.changed = lambda: made.seen.append(phone.seen)
    try:
        yield made
    finally:
        await asyncio.to_thread(made.channel.close)
        await phone.stop()
