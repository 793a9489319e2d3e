"""Every test has a home of its own and knows nothing of whoever runs it."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

import pytest

gc.set_threshold(200_000, 50, 100)  # thousands of widgets live and die in a run: looking for garbage took a tenth of it


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders below `tmp_path`, the clock of Amsterdam, no settings in the environment."""
    for name in [name for name in os.environ if name.startswith(("TUI2FA_", "LC_", "SSH_", "NO_COLOR"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()


def pytest_collection_finish() -> None:
    """What was imported stays: who looks for garbage need not look there."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Look for garbage once: pytest looks five times after this, among all the lines that Textual keeps."""
    gc.collect()
    gc.freeze()
