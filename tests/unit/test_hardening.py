"""What is made safe before a key or a code is in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ASKED = """
import ctypes, sys
from pathlib import Path
from tui2fa import bootstrap, settings
from tui2fa.cli import main
from tui2fa.store import doctor
from tui2fa.store.engine import Store

def dumpable():
    return ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)  # PR_GET_DUMPABLE

"""
PANEL = """
opened = Store.open
Store.open = lambda *place: (print("at the key", dumpable()), opened(*place))[1]
print("before", dumpable())
with bootstrap.open_services(settings.within(Path(sys.argv[1]))):
    pass
"""
COMMAND = """
examined = doctor.examine
doctor.examine = lambda *place: (print("at the key", dumpable()), examined(*place))[1]
print("before", dumpable())
main(["--data-dir", f"{sys.argv[1]}/data", "doctor"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be asked")
@pytest.mark.parametrize("program", [PANEL, COMMAND], ids=["panel", "command"])
def test_no_other_process_looks_into_memory_that_has_a_key(tmp_path: Path, program: str) -> None:
    script = [sys.executable, "-c", ASKED + program, str(tmp_path)]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[:2] == ["before 1", "at the key 0"]
