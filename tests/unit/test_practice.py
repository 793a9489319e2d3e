"""The process of a practice panel: it ends well or with an error, and tells when somebody is at it."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import pytest

from tui2fa import bootstrap
from tui2fa.domain.language import Language
from tui2fa.tui.base.app import BaseApp
from tui2fa.tui.base.preferences import Preferences

ENGLISH = Preferences("en")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is run instead of Python; it keeps its arguments."""
    script = tmp_path / "python"
    monkeypatch.setattr(sys, "executable", str(script))
    return script


def runs(program: Path, line: str) -> None:
    program.write_text(f'#!/bin/sh\necho "$@" > {program}.said\n{line}\n')
    program.chmod(0o700)


async def test_it_is_the_demo_marked_as_practice_in_the_agents_language(program: Path) -> None:
    runs(program, "exit 0")
    await bootstrap.practise(ENGLISH, lambda: None)
    said = program.with_name("python.said").read_text()
    assert said.split() == ["-P", "-m", "tui2fa", "--demo", "--practice", "--lang", "en"]


async def test_keys_that_are_pressed_there_count_for_the_desk(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs(program, "sleep 0.3")
    reads = count()
    monkeypatch.setattr(bootstrap, "_touched", lambda: float(next(reads)))
    monkeypatch.setattr(bootstrap, "LOOK_EVERY", 0.05)
    attended: list[None] = []
    await bootstrap.practise(ENGLISH, lambda: attended.append(None))
    assert attended


async def test_without_a_key_nobody_is_there(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs(program, "exit 0")
    monkeypatch.setattr(bootstrap, "_touched", lambda: 0.0)
    attended: list[None] = []
    await bootstrap.practise(ENGLISH, lambda: attended.append(None))
    assert not attended


async def test_one_that_ends_with_an_error_is_no_quiet_matter(program: Path) -> None:
    runs(program, "exit 3")
    with pytest.raises(RuntimeError):
        await bootstrap.practise(ENGLISH, lambda: None)


async def test_one_that_cannot_be_started_is_neither(program: Path) -> None:
    del program
    with pytest.raises(OSError, match="python"):
        await bootstrap.practise(ENGLISH, lambda: None)


@pytest.mark.parametrize("practice", [False, True])
def test_the_demos_data_lies_in_memory_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, practice: bool
) -> None:
    seen: list[Path] = []

    def run(app: BaseApp, house: bootstrap.House) -> int:
        del house
        seen.extend(tmp_path.iterdir())
        assert app.surroundings.mark == (bootstrap.PRACTICE if practice else "")
        assert (app.surroundings.practise is None) == practice
        return 0

    monkeypatch.setattr(bootstrap, "MEMORY", str(tmp_path))
    monkeypatch.setattr(bootstrap, "_run", run)
    assert bootstrap.run_demo(Language.DUTCH, practice=practice) == 0
    assert len(seen) == 1
    assert not list(tmp_path.iterdir())
