"""The program as a process in a terminal: on which it runs, how large it lets them be, what it hides, how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

LOGIN = "Gebruikersnaam"
RESTORED = b"\x1b[?1049l"
"""Leaves the alternate screen."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where a store with an account lies, so that the program stays at the login; as variables."""
    folder = tmp_path_factory.mktemp("store")
    place = {"TUI2FA_DATA_DIR": str(folder / "data"), "TUI2FA_KEY_FILE": str(folder / "config" / "key")}
    add = [sys.executable, "-m", "tui2fa", "users", "add", "202.mijnbedrijf", "--first-name", "Jan", "--password-stdin"]
    subprocess.run(add, input=b"vier woorden zonder verband", env={**os.environ, **place}, check=True)
    return place


@pytest.fixture(autouse=True)
def _place(store: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in store.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """The program, its login screen painted and its store open."""
    with Terminal.tui2fa() as terminal:
        terminal.wait(LOGIN)
        terminal.settle()
        yield terminal


@pytest.mark.parametrize(
    "number",
    [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1],
    ids=lambda number: number.name,
)
def test_a_signal_ends_it_with_the_terminal_as_it_was(terminal: Terminal, number: signal.Signals) -> None:
    terminal.kill(number)
    terminal.wait_for_end()
    assert RESTORED in terminal.raw


def test_a_closed_window_ends_it(terminal: Terminal) -> None:
    terminal.hang_up()
    terminal.wait_for_end()


def test_ctrl_z_does_not_stop_it(terminal: Terminal) -> None:
    terminal.press("ctrl+z")
    terminal.type("202")
    terminal.wait("202")


def test_it_is_drawn_again_after_it_was_stopped(terminal: Terminal) -> None:
    terminal.kill(signal.SIGTSTP)
    status = Path(f"/proc/{terminal.process}/status")
    terminal.wait_until(lambda: "(stopped)" in status.read_text())
    terminal.screen.reset()
    terminal.kill(signal.SIGCONT)
    terminal.wait(LOGIN)


def test_a_terminal_that_claims_to_be_huge_is_brought_down_to_size() -> None:
    command = f"stty columns 65535 rows 65535; exec {sys.executable} -m tui2fa"
    with Terminal("/bin/sh", "-c", command) as terminal:
        terminal.wait("Menu")
        assert terminal.size == (500, 200)
        memory = Path(f"/proc/{terminal.process}/status").read_text().partition("VmHWM:")[2].split()[0]
        assert int(memory) < 500_000, "KiB"


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_without_a_screen_is_refused(term: str) -> None:
    with Terminal.tui2fa("--lang", "en", environment={"TERM": term}) as terminal:
        terminal.wait(f"TERM={term} cannot show this")
        assert terminal.wait_for_end() == 2


@pytest.mark.parametrize("term", ["no-such-terminal", "../../x", "linux", "screen"])
def test_any_other_terminal_is_drawn_on(term: str, tmp_path: Path) -> None:
    with Terminal.tui2fa(environment={"TERM": term, "TERMINFO": str(tmp_path), "COLORTERM": ""}) as terminal:
        terminal.wait(LOGIN)


def test_variables_that_would_load_code_or_write_what_is_typed_do_nothing(tmp_path: Path) -> None:
    hostile = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_LOG": str(tmp_path / "log"),
        "TEXTUAL_DRIVER": "tests.no_such_driver:Driver",
        "TEXTUAL_SCREENSHOT": "0.1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_PRESS": "ctrl+q",
        "TEXTUAL_ALLOW_SIGNALS": "1",
        "COLUMNS": "60000",
        "LINES": "60000",
    }
    before = set(tmp_path.iterdir())
    with Terminal.tui2fa(environment=hostile) as terminal:
        terminal.wait(LOGIN)
        terminal.type("202.mijn")
        terminal.wait("202.mijn")
        assert terminal.status is None
    assert set(tmp_path.iterdir()) == before


def test_its_memory_is_kept_from_others_and_from_the_disk(terminal: Terminal) -> None:
    limits = Path(f"/proc/{terminal.process}/limits").read_text()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
    umask = Path(f"/proc/{terminal.process}/status").read_text().partition("Umask:")[2].split()[0]
    assert umask == "0077"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every process")
def test_a_process_of_the_same_user_cannot_look_into_it(terminal: Terminal) -> None:
    terminal.wait_until(lambda: not os.access(f"/proc/{terminal.process}/environ", os.R_OK))


def test_nothing_of_it_stays_on_the_terminal(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 0
    assert terminal.raw.rindex(RESTORED) > terminal.raw.rindex(LOGIN.encode())
    assert b"\x1b]52;" not in terminal.raw
