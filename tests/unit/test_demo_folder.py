"""What a killed demo left behind is removed by the next one, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tui2fa.demo.folder import LOCK, PREFIX, demo_folder

KILLED = """
import os, signal, sys
from pathlib import Path
from tui2fa.demo.folder import demo_folder
with demo_folder(Path(sys.argv[1])) as folder:
    (folder / "secret").write_text("x")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_demo_is_cleared_away_and_one_that_runs_is_not(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    [left] = tmp_path.iterdir()
    assert (left / "secret").exists()
    with demo_folder(tmp_path) as first, demo_folder(tmp_path) as second:
        assert set(tmp_path.iterdir()) == {first, second}
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_proven_to_be_a_dead_demo_is_left(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / LOCK).touch()
    place = tmp_path / "place"
    for name in (f"{PREFIX}begins", "other"):
        (place / name).mkdir(parents=True)
    (place / "other" / LOCK).touch()
    (place / f"{PREFIX}link").symlink_to(elsewhere)
    before = set(place.iterdir())
    with demo_folder(place):
        pass
    assert set(place.iterdir()) == before
    assert (elsewhere / LOCK).exists()
