"""How fast the program is beside a bare Textual app, in a real terminal: `python -m tests.benchmark`.

It prints figures and judges nothing: a busy machine must not fail a test.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

import pyotp
from sqlalchemy import insert
from sqlmodel import select

from tests.e2e.terminal import KEYS as KEYS_BY_NAME
from tests.e2e.terminal import Terminal
from tests.voice import gaps
from tests.world import PASSWORD as PEOPLES_PASSWORD
from tests.world import World
from tui2fa.demo.hints import PASSWORD
from tui2fa.domain.roles import Role
from tui2fa.store import tables

RUNS = 9
USERS = 50_000
FIRST = ("Anna", "Annelies", "Anneke", "Antje", "Bram", "Chantal", "Daan", "Eva", "Femke", "Gijs", "Hanna", "Ilse")
LAST = ("de Vries", "Bakker", "Jansen", "van Dijk", "Visser", "Smit", "Meijer", "de Boer", "Mulder", "de Groot", "Vos")
HITS = re.compile(r"(\d+) van \d+")
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
    """Measure and print all of them."""
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
        start_up(folder)
        with bare(INPUT, "ready") as terminal:
            plain = key(terminal, "7")
            blinking = idle(terminal)
        with code_screen() as terminal:
            boxes = key(terminal, "│ 7 │")
            print(f"a key                  {boxes:7.1f} ms   bare Input {plain:7.1f} ms   ratio {boxes / plain:.2f}")
            with_phone = idle(terminal)
            terminal.press("f9")
            terminal.wait_gone("Callvoip ▂▄▆█")
            print(
                f"idle, countdown        {idle(terminal):7.2f} % of a core; with the demo's phone {with_phone:.2f} %; "
                f"bare Input {blinking:.2f} %"
            )
        large_company(Path(folder) / "large")
    sound = gaps.measure()
    print(
        f"gaps in a call         {sound.median:7.1f} ms, 99th percentile {sound.p99:.1f}, longest {sound.longest:.1f}"
    )


def start_up(folder: str) -> None:
    """From the start of the process to a first screen that can be read, beside a bare app, taken in turns."""
    anew = (str(Path(folder) / f"fresh-{number}") for number in count())

    def login() -> float:
        with Terminal.tui2fa("--lang", "nl") as terminal:
            return terminal.wait("Gebruikersnaam")

    def fresh() -> float:
        with Terminal.tui2fa("--lang", "nl", "--data-dir", next(anew)) as terminal:
            return terminal.wait("Gebruikersnaam")

    def hello() -> float:
        with Terminal(sys.executable, "-c", HELLO) as terminal:
            return terminal.wait("hello, world")

    rounds = [(login(), fresh(), hello()) for _ in range(RUNS + 1)][1:]  # the first only warms up
    ours, first, bare_app = (median(column) for column in zip(*rounds, strict=True))
    for name, seconds in (("login", ours), ("first account", first)):
        print(
            f"start to {name:13} {1000 * seconds:7.1f} ms   bare hello {1000 * bare_app:7.1f} ms   "
            f"ratio {seconds / bare_app:.2f}"
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


def large_company(folder: Path) -> None:
    """An administrator with so many users: until they are there, and from a key in the search to what it found."""
    login, app = furnish(folder)
    place = {"TUI2FA_DATA_DIR": str(folder / "data"), "TUI2FA_KEY_FILE": str(folder / "key"), "TUI2FA_LANG": "nl"}
    with Terminal.tui2fa(columns=120, rows=40, environment=place) as terminal:
        terminal.wait("Gebruikersnaam")
        terminal.settle()
        terminal.type(login)
        terminal.press("tab")
        terminal.type(PEOPLES_PASSWORD)
        terminal.press("enter")
        terminal.wait("Voer de verificatiecode in")
        terminal.settle()
        terminal.type(app.at(int(time.time()) + 30))
        came = terminal.wait("Beheerderspaneel")
        loaded = terminal.wait("Met reserve", 60) - came
        terminal.settle(1)
        terminal.press("g")
        terminal.wait(f"{USERS} van {USERS}", 60)
        terminal.settle(1)
        terminal.press("/")
        usual, worst = search(terminal)
    print(
        f"{USERS} users       {usual:7.1f} ms from a key in the search to what it found, {worst:.1f} ms at worst; "
        f"loaded in {loaded:.1f} s"
    )


def furnish(folder: Path) -> tuple[str, pyotp.TOTP]:
    """A store with that many users, and the login and authenticator of their administrator."""
    (folder / "data").mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    world = World(folder / "data" / "tui2fa.sqlite3", folder)
    world.clock.wall = datetime.now(UTC)
    world.add("200.grootbedrijf", Role.ADMINISTRATOR)
    app = world.enrol_authenticator(world.password("200.grootbedrijf").session)
    now = world.clock.wall
    with world.store.write() as db:
        hashed = db.exec(select(tables.Account.password)).one()
        people = [
            {
                "id": f"{number:032x}",
                "login": f"{1000 + number}.grootbedrijf",
                "first_name": FIRST[number % len(FIRST)],
                "last_name": LAST[number // len(FIRST) % len(LAST)],
                "role": "user",
                "language": "nl",
                "password": hashed,
                "created_at": now,
                "last_login_at": now if number % 3 else None,
            }
            for number in range(1, USERS)
        ]
        db.execute(insert(tables.Account), people)
        db.execute(
            insert(tables.Factor),
            [
                {
                    "id": f"{slot}{number:031x}",
                    "account_id": person["id"],
                    "kind": "phone",
                    "label": "",
                    "slot": slot,
                    "position": slot,
                    "is_primary": slot == 1,
                    "e164": f"+316{10_000_000 + 10 * number + slot}",
                    "created_at": now,
                    "created_from": "-",
                }
                for number, person in enumerate(people)
                for slot in range(1, 1 + number % 3)
            ],
        )
    world.close()
    return "200.grootbedrijf", app


def search(terminal: Terminal) -> tuple[float, float]:
    """Milliseconds from a key to other users found, in the middle and at worst; each of these keys finds others."""
    times = []
    for key in [*"annel", *["backspace"] * 5] * 4:
        terminal.settle(0.1)
        before = HITS.findall(terminal.text)
        typed = time.perf_counter() - terminal.started
        terminal.type(KEYS_BY_NAME.get(key, key))
        arrived = terminal.wait_until(lambda before=before: HITS.findall(terminal.text) != before)  # type: ignore[misc]
        times.append(1000 * (arrived - typed))
    return median(times), max(times)


def shown(terminal: Terminal, text: str, count: int) -> bool:
    """Whether a text stands so often on the screen."""
    return terminal.text.count(text) == count


def idle(terminal: Terminal) -> float:
    """Per cent of a core while nobody touches a key."""
    terminal.settle()
    before, started = processor_time(terminal.process), time.perf_counter()
    terminal.wait_until(lambda: time.perf_counter() - started >= IDLE_SECONDS)
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
