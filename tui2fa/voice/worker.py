"""The process that makes the calls: orders come in on standard input, what becomes of them goes out on standard output.

It ends when its input does, after hanging up. Nothing of an order is written anywhere else.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from tui2fa.voice import orders
from tui2fa.voice.call import Call
from tui2fa.voice.endings import Ended
from tui2fa.voice.g711 import LAWS
from tui2fa.voice.orders import Ask, Cancel, Dial, Pace, Said
from tui2fa.voice.ping import ask
from tui2fa.voice.script import silence

IN, OUT = 0, 1
"""File descriptors."""


class Worker:
    """The calls that are under way."""

    def __init__(self) -> None:
        self._calls: dict[str, Call] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._gone = asyncio.Event()
        self._longest = Pace().farewell

    async def run(self) -> None:
        """Work until there is nobody to work for."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: None)  # it would print what it was busy with
        for law in LAWS.values():
            law.encode(silence(1))  # makes its table: not in the middle of a call
        reader = asyncio.StreamReader(limit=orders.LONGEST)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(IN, "rb", buffering=0))
        tasks = [asyncio.create_task(self._read(reader)), asyncio.create_task(self._beat())]
        await self._gone.wait()
        for call in self._calls.values():
            call.give_up()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2 * self._longest)
        for task in (*tasks, *self._tasks):
            task.cancel()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with suppress(ValueError, OSError):
            while line := await reader.readline():
                with suppress(ValueError, KeyError, TypeError):
                    self._take(orders.read(line))
        self._gone.set()

    def _take(self, order: orders.Order | Said) -> None:
        if isinstance(order, Dial):
            self._longest = order.pace.farewell
            call = self._calls[order.job] = Call(order, lambda ending: self._tell(Said(order.job, ending)))
            self._start(self._dial(order.job, call))
        elif isinstance(order, Ask):
            self._start(self._ask(order))
        elif isinstance(order, Cancel) and order.job in self._calls:
            self._calls[order.job].give_up()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _dial(self, job: str, call: Call) -> None:
        ended = await call.run()
        del self._calls[job]
        self._tell_end(job, ended)

    async def _ask(self, order: Ask) -> None:
        self._tell_end(order.job, await ask(order))

    async def _beat(self) -> None:
        while True:
            self._tell(Said())
            await asyncio.sleep(Pace().beat)

    def _tell_end(self, job: str, ended: Ended) -> None:
        self._tell(Said(job, ended.ending, ended.detail, last=True))

    def _tell(self, said: Said) -> None:
        try:
            os.write(OUT, orders.written(said))
        except OSError:
            self._gone.set()


def main() -> int:
    """Run the worker; the exit status."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)  # meant for the program that started it, which ends it in good order
    logging.disable()
    try:
        asyncio.run(Worker().run())
    except Exception:  # noqa: BLE001 - a traceback could show what it was busy with
        return os.EX_SOFTWARE
    return os.EX_OK
