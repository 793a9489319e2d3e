"""Where the terminals' programs keep what they keep."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """A fresh machine, as variables."""
    return {
        "TUI2FA_DATA_DIR": str(tmp_path / "data"),
        "TUI2FA_KEY_FILE": str(tmp_path / "config" / "key"),
        "TUI2FA_LANG": "nl",
    }
