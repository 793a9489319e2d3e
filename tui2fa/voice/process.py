"""The worker as the program that starts it sees it: given orders, heard, and ended when it is silent too long."""

from __future__ import annotations

import os
import queue
import select
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import tui2fa
from tui2fa.domain.outcomes import Outcome
from tui2fa.voice import orders
from tui2fa.voice.orders import Cancel, Order, Said

ROOT = Path(tui2fa.__file__).parents[1]
"""Where the worker finds the program."""
SEARCH_PATH = "/usr/bin:/bin"
DIED = "the worker died"
SILENT = "the worker was silent"
READ = 65_536

Mouth = queue.SimpleQueue[Said]


class Process:
    """One worker. Safe in every thread; when it has ended, `alive` is False and every job has had its last word."""

    def __init__(self, patience: float) -> None:
        """Start it; it may be silent for `patience` seconds. Raises OSError."""
        self._patience = patience
        self._mouths: dict[str, Mouth] = {}
        self._lock = threading.Lock()
        self.alive = True
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "tui2fa.voice"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": SEARCH_PATH, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
            start_new_session=True,
            bufsize=0,
        )
        self._stdin, self._stdout = cast(IO[bytes], self._child.stdin), cast(IO[bytes], self._child.stdout)
        threading.Thread(target=self._listen, name="voice worker", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._child.pid

    def take(self, order: Order) -> Mouth:
        """Give an order; what it says of its job comes out of the queue, a `last` word always."""
        mouth = Mouth()
        with self._lock:
            if not self.alive:
                mouth.put(_last(order.job, DIED))
                return mouth
            self._mouths[order.job] = mouth
        self._write(order)
        return mouth

    def cancel(self, job: str) -> None:
        """Have a job given up; does nothing where there is none."""
        self._write(Cancel(job))

    def end(self, seconds: float) -> None:
        """Have it hang up and end, for which it gets so many seconds."""
        with self._lock, suppress(OSError):
            self._stdin.close()
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self._kill()

    def _write(self, order: Order) -> None:
        """An order that does not reach it is answered when it is seen to have died."""
        with self._lock, suppress(OSError, ValueError):
            self._stdin.write(orders.written(order))

    def _listen(self) -> None:
        descriptor, rest, reason = self._stdout.fileno(), b"", DIED
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        while True:
            if not poll.poll(1000 * self._patience):
                reason = SILENT
                break
            if not (data := os.read(descriptor, READ)):
                break
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._hear(line)
        self._kill()
        self._stdout.close()
        with self._lock:
            self.alive = False
            with suppress(OSError):
                self._stdin.close()
            left, self._mouths = self._mouths, {}
        for job, mouth in left.items():
            mouth.put(_last(job, reason))

    def _hear(self, line: bytes) -> None:
        with suppress(ValueError, KeyError, TypeError):
            said = orders.read(line)
            if isinstance(said, Said) and said.job:
                with self._lock:
                    mouth = self._mouths.pop(said.job, None) if said.last else self._mouths.get(said.job)
                if mouth is not None:
                    mouth.put(said)

    def _kill(self) -> None:
        self._child.kill()
        self._child.wait()


def _last(job: str, reason: str) -> Said:
    return Said(job, Outcome.UNKNOWN, reason, last=True)
