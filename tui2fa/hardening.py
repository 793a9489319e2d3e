"""What is made safe before anything else runs: environment, files, memory images, terminal size, signals."""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import signal
import struct
import sys
import termios
import threading
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

DROPPED = frozenset({"TEXTUAL", "BROWSER", "PAGER", "EDITOR", "VISUAL", "COLUMNS", "LINES"})
DROPPED_PREFIXES = ("TEXTUAL_", "PYTHON", "TERMINFO", "LD_")
"""Variables that load code, write what is typed to a file, start programs or claim a size (section 3, input 31)."""
LARGEST_TERMINAL = (500, 200)
"""Columns and rows; a claimed 65535x65535 costs gigabytes (input 25)."""
ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)
"""Signals that would leave the terminal as a screen program had it."""
TIME_TO_END = 2.0
"""Seconds (SE-6)."""

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """Drop harmful variables; keep new files from other users, and memory from the disk (SC-10, DB-15).

    To be called before Textual is imported: it reads its variables when it is.
    """
    scrub(os.environ)
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hide_memory() -> None:
    """Keep the memory of this process from other processes of the same user (SC-10); before a key or code is in it."""
    import ctypes  # half of all that `harden` takes: the login screen does not wait for it

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def scrub(environment: MutableMapping[str, str]) -> None:
    """Take the harmful variables out."""
    for name in list(environment):
        if name in DROPPED or name.startswith(DROPPED_PREFIXES):
            del environment[name]


def clamp_terminal() -> None:
    """Bring a terminal that claims to be larger than any down to LARGEST_TERMINAL."""
    for descriptor in range(3):
        with contextlib.suppress(OSError):
            rows, columns = struct.unpack("HHHH", fcntl.ioctl(descriptor, termios.TIOCGWINSZ, bytes(8)))[:2]
            clamped = (min(columns, LARGEST_TERMINAL[0]), min(rows, LARGEST_TERMINAL[1]))
            if clamped != (columns, rows):
                fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", clamped[1], clamped[0], 0, 0))


def end_on_signals(loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> None:
    """Have every ending signal call `end` on the loop, and see to it that the process then ends within TIME_TO_END."""

    def leave(number: int, frame: object) -> None:
        del frame
        watchdog = threading.Timer(TIME_TO_END, os._exit, (128 + number,))
        watchdog.daemon = True
        watchdog.start()
        loop.call_soon_threadsafe(end)

    for number in ENDING:
        signal.signal(number, leave)
