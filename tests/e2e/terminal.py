"""A program in a real pseudo-terminal, looked at and typed to as a person would."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from PIL import Image, ImageDraw

KEYS = {
    "tab": "\t",
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "ctrl+up": "\x1b[1;5A",
    "ctrl+down": "\x1b[1;5B",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghjklnopqrstuvwxyz"},
}
"""Keys by Textual's names, as xterm sends them."""
PASTE = "\x1b[200~{}\x1b[201~"
LARGEST_WRITE = 65536
"""Bytes."""
PATIENCE = 60
"""Seconds that a program on a busy machine may take for what it does at once on a quiet one."""
MORE_WITHIN = 0.002
"""Seconds in which a program goes on with what it writes."""
CELL = (8, 16)
"""Pixels of a cell in `picture`."""
COLOURS = {
    "black": "000000",
    "red": "cd0000",
    "green": "00cd00",
    "brown": "cdcd00",
    "blue": "0000ee",
    "magenta": "cd00cd",
    "cyan": "00cdcd",
    "white": "e5e5e5",
}
BLOCKS = {"█": (0, 16), "▀": (0, 8), "▄": (8, 16)}
"""Characters that are drawn, by the rows of pixels they fill."""

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9]+\$p")
"""Keyboard and mode requests that pyte 0.8 would show as text."""


class Terminal:
    """One program in one pseudo-terminal, its screen kept by pyte; ended when the `with` block ends."""

    def __init__(
        self, *argv: str, columns: int = 80, rows: int = 24, environment: Mapping[str, str] | None = None
    ) -> None:
        """Start `argv`; `environment` is added to that of the tests."""
        self.screen = pyte.Screen(columns, rows)
        self.raw = b""
        """All that the program wrote."""
        self.status: int | None = None
        """The exit status, negative for a signal; None while it runs."""
        self.started = time.perf_counter()
        self._stream = pyte.ByteStream(self.screen)
        self._arrived = self.started
        self._over = False
        self._closed = False
        inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TMUX")}
        variables = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self.process, self._descriptor = pty.fork()
        if self.process == 0:
            _set_size(0, columns, rows)
            os.execvpe(argv[0], argv, variables)

    @classmethod
    def tui2fa(
        cls, *arguments: str, columns: int = 80, rows: int = 24, environment: Mapping[str, str] | None = None
    ) -> Self:
        """Our own program with these arguments, as it was installed."""
        program = Path(sys.executable).with_name("tui2fa")
        return cls(str(program), *arguments, columns=columns, rows=rows, environment=environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # what is to be seen

    @property
    def text(self) -> str:
        """The screen, a line for each row."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def size(self) -> os.terminal_size:
        """What the terminal says its size is."""
        return os.get_terminal_size(self._descriptor)

    def wait(self, text: str, seconds: float = PATIENCE) -> float:
        """Wait until `text` stands on the screen; how many seconds after the start it came. Raises TimeoutError."""
        return self.wait_until(lambda: text in self.text, f"no {text!r}", seconds)

    def wait_gone(self, text: str, seconds: float = PATIENCE) -> float:
        """Wait until `text` has left the screen; how many seconds after the start it went. Raises TimeoutError."""
        return self.wait_until(lambda: text not in self.text, f"still {text!r}", seconds)

    def wait_until(self, met: Callable[[], bool], complaint: str = "not yet", seconds: float = PATIENCE) -> float:
        """Read until a condition is met; how many seconds after the start what met it was written.

        Raises TimeoutError with the screen.
        """
        end = time.perf_counter() + seconds
        while not met():
            if time.perf_counter() > end or (not self._read(0.05) and self.status is not None):
                raise TimeoutError(f"{complaint} (status {self.status}):\n{self.text}")
        return self._arrived - self.started

    def settle(self, quiet: float = 0.15) -> None:
        """Read until the program has written nothing for `quiet` seconds, and not for want of a processor."""
        while self._read(quiet) or (self.status is None and _works(self.process)):
            pass

    def find(self, text: str) -> tuple[int, int]:
        """Column and row, from 1, of the first place where `text` stands. Raises LookupError with the screen."""
        for row, line in enumerate(self.screen.display, 1):
            if (column := line.find(text)) >= 0:
                return column + 1, row
        raise LookupError(f"no {text!r} on\n{self.text}")

    def picture(self) -> Image.Image:
        """The screen in pixels: backgrounds and block characters, which is all that a QR code is made of."""
        width, height = CELL
        image = Image.new("RGB", (self.screen.columns * width, self.screen.lines * height))
        draw = ImageDraw.Draw(image)
        for row in range(self.screen.lines):
            for column in range(self.screen.columns):
                cell = self.screen.buffer[row][column]
                front, back = _colour(cell.fg, "e5e5e5"), _colour(cell.bg, "000000")
                if cell.reverse:
                    front, back = back, front
                left, top = column * width, row * height
                draw.rectangle((left, top, left + width - 1, top + height - 1), fill=back)
                if cell.data in BLOCKS:
                    first, last = BLOCKS[cell.data]
                    draw.rectangle((left, top + first, left + width - 1, top + last - 1), fill=front)
        return image

    # what a person does

    def type(self, text: str) -> None:
        """Type characters as they are."""
        os.write(self._descriptor, text.encode())

    def paste(self, text: str) -> None:
        """Paste as a terminal does, in brackets."""
        self.type(PASTE.format(text))

    def press(self, *keys: str) -> None:
        """Press keys by their names, reading what each does before the next."""
        for key in keys:
            self.type(KEYS.get(key, key))
            self.settle(0.05)

    def click(self, column: int, row: int) -> None:
        """Press and release the left mouse button; 1,1 is the top left."""
        self.type(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")

    def click_on(self, text: str) -> None:
        """Click in the middle of a text. Raises LookupError where it does not stand."""
        column, row = self.find(text)
        self.click(column + len(text) // 2, row)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        self.screen.resize(rows, columns)
        _set_size(self._descriptor, columns, rows)

    # how it ends

    def kill(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.process, number)

    def hang_up(self) -> None:
        """Close the window: the terminal is gone and the program hears SIGHUP."""
        os.close(self._descriptor)
        self._closed = self._over = True

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """The exit status, negative for a signal. Raises TimeoutError with the screen."""
        end = time.perf_counter() + seconds
        while self.status is None:
            if time.perf_counter() > end:
                raise TimeoutError(f"still running:\n{self.text}")
            self._read(0.05)
        return self.status

    def close(self) -> None:
        """End the program, whatever it does."""
        if self.status is None:
            self.kill(signal.SIGKILL)
        if not self._closed:
            self.hang_up()
        self.wait_for_end()

    def _read(self, seconds: float) -> bool:
        """Take in what comes within some seconds; False when nothing did."""
        if self._over:
            self._reap()
            time.sleep(min(seconds, 0.02))
            return False
        if not select.select([self._descriptor], [], [], seconds)[0]:
            self._reap()
            return False
        data = self._written()
        if not data:
            self._over = True
            self._reap()
            return False
        self.raw += data
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))
        return True

    def _written(self) -> bytes:
        """All that stands ready: pyte draws 4 KiB, as many as one read gives, more slowly than any terminal does."""
        data = b""
        with contextlib.suppress(OSError):  # Linux says EIO when the last program has left the terminal
            while len(data) < LARGEST_WRITE and (part := os.read(self._descriptor, LARGEST_WRITE)):
                data += part
                self._arrived = time.perf_counter()
                if not select.select([self._descriptor], [], [], MORE_WITHIN)[0]:
                    break
        return data

    def _reap(self) -> None:
        if self.status is None:
            ended, status = os.waitpid(self.process, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if ended else None


def _works(process: int) -> bool:
    """Whether a thread of a process has a processor, or waits for one."""
    with contextlib.suppress(OSError):  # it, or one of its threads, has ended meanwhile
        for thread in Path(f"/proc/{process}/task").iterdir():
            if (thread / "stat").read_text().rpartition(")")[2].split()[0] == "R":
                return True
    return False


def _set_size(descriptor: int, columns: int, rows: int) -> None:
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _colour(name: str, default: str) -> str:
    return "#" + (default if name == "default" else COLOURS.get(name, name))
