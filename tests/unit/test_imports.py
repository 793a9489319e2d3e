"""Nothing slow is imported before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = {"sqlmodel", "sqlalchemy", "alembic", "segno", "phonenumbers", "argon2", "cryptography", "zxcvbn", "sipmessage"}
"""What the login screen does not wait for."""
LATER = {"ctypes", "tui2fa.domain.refusals", "tui2fa.domain.people", "tui2fa.cli.doctor", "tui2fa.tui.widgets.cover"}
"""Small things that it need not wait for either: together they were a twentieth of its time."""


def imported(statement: str) -> set[str]:
    """The modules that a fresh interpreter holds after a statement."""
    script = f"import sys\ntry:\n    {statement}\nfinally:\n    print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], env=os.environ, capture_output=True, text=True, check=False)
    assert not done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["users", "add", "--help"]])
def test_help_and_version_import_neither_screens_nor_store(arguments: list[str]) -> None:
    modules = imported(f"from tui2fa.cli import main; main({arguments})")
    assert "click" in modules
    assert not modules & (HEAVY | {"textual", "rich"})


@pytest.mark.parametrize("module", ["tui2fa.cli", "tui2fa.bootstrap", "tui2fa.tui.app", "tui2fa.tui.screens.login"])
def test_the_login_screen_waits_for_nothing_that_it_does_not_show(module: str) -> None:
    assert not imported(f"import {module}") & (HEAVY | LATER)


@pytest.mark.parametrize("room", ["domain", "delivery", "voice", "services", "store", "settings", "locale", "guide"])
def test_only_screens_need_textual(room: str) -> None:
    statement = (
        f"import importlib, pkgutil, tui2fa.{room} as room; "
        "found = pkgutil.walk_packages(getattr(room, '__path__', []), f'{room.__name__}.'); "
        "[importlib.import_module(module.name) for module in found if '.migrations.' not in module.name]"
    )
    assert "textual" not in imported(statement)
