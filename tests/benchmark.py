"""How fast the program is beside a bare Textual app, in a real terminal: `python -m tests.benchmark`.

It prints figures and judges nothing: a busy machine must not fail a test.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from tests.e2e.terminal import Terminal
from tui2fa.demo.hints import PASSWORD

RUNS = 9
KEYS = 40
IDLE_SECONDS = 20
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello, world")
Hello().run()
"""
INPUT = """
from textual.app import App
from textual.widgets import Input
class Typing(App):
    def compose(self):
        yield Input()
        yield Input(placeholder="ready")
Typing().run()
"""


def main() -> None:
    """Measure and print all three."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(folder) / name.lower())
        # every module compiled before it counts, as an installation leaves them
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        add = ("users", "add", "202.mijnbedrijf", "--first-name", "Sanne", "--password-stdin")
        with Terminal.tui2fa(*add) as terminal:  # where there is an account, the first screen is the login
            terminal.type("een fiets vol tulpen\n")
            assert terminal.wait_for_end() == 0, terminal.text
        start_up()
        with bare(INPUT, "ready") as terminal:
            plain = key(terminal, "7")
            blinking = idle(terminal)
        with code_screen() as terminal:
            boxes = key(terminal, "│ 7 │")
            print(f"a key             {boxes:7.1f} ms   bare Input {plain:7.1f} ms   ratio {boxes / plain:.2f}")
            with_phone = idle(terminal)
            terminal.press("f9")
            print(
                f"idle, countdown   {idle(terminal):7.2f} % of a core; with the demo's phone {with_phone:.2f} %; "
                f"bare Input {blinking:.2f} %"
            )


def start_up() -> None:
    """From the start of the process to a login screen that can be read, beside a bare app, taken in turns."""

    def login() -> float:
        with Terminal.tui2fa("--lang", "nl") as terminal:
            return terminal.wait("Gebruikersnaam")

    def hello() -> float:
        with Terminal(sys.executable, "-c", HELLO) as terminal:
            return terminal.wait("hello, world")

    rounds = [(login(), hello()) for _ in range(RUNS + 1)][1:]  # the first only warms up
    ours, bare_app = (median(column) for column in zip(*rounds, strict=True))
    print(
        f"start to login    {1000 * ours:7.1f} ms   bare hello {1000 * bare_app:7.1f} ms   ratio {ours / bare_app:.2f}"
    )


def key(terminal: Terminal, digit: str) -> float:
    """Milliseconds from a typed 7 to that digit on the screen, as it looks there."""
    times = []
    before = terminal.text.count(digit)
    for _ in range(KEYS):
        terminal.settle(0.1)
        started = time.perf_counter()
        terminal.type("7")
        terminal.wait_until(partial(shown, terminal, digit, before + 1))
        times.append(time.perf_counter() - started)
        terminal.press("backspace")
        terminal.wait_until(partial(shown, terminal, digit, before))
    return 1000 * median(times)


def shown(terminal: Terminal, text: str, count: int) -> bool:
    """Whether a text stands so often on the screen."""
    return terminal.text.count(text) == count


def idle(terminal: Terminal) -> float:
    """Per cent of a core while nobody touches a key."""
    terminal.settle()
    before, started = processor_time(terminal.process), time.perf_counter()
    while time.perf_counter() - started < IDLE_SECONDS:
        terminal.settle(0.5)
    return 100 * (processor_time(terminal.process) - before) / (time.perf_counter() - started)


def processor_time(process: int) -> float:
    """Seconds that a process has worked, in its own code and in the kernel's."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def bare(program: str, ready: str) -> Iterator[Terminal]:
    """A Textual app of a few lines, in a terminal as large as that of `code_screen`."""
    with Terminal(sys.executable, "-c", program, columns=120, rows=40) as terminal:
        terminal.wait(ready)
        yield terminal


@contextmanager
def code_screen() -> Iterator[Terminal]:
    """The demo where it asks for a code that was just sent."""
    with Terminal.tui2fa("--demo", "--lang", "nl", columns=120, rows=40) as terminal:
        terminal.wait("Gebruikersnaam")
        terminal.settle(0.5)
        terminal.type("202.mijnbedrijf")
        column, row = terminal.find("toon")
        terminal.click(column - 10, row)
        terminal.type(PASSWORD)
        terminal.press("enter")
        terminal.wait("Code nogmaals versturen")
        yield terminal


if __name__ == "__main__":
    main()
