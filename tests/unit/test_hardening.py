"""What is made safe before a key or a code is in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DUMPABLE = """
import ctypes, sys
from pathlib import Path
from tui2fa import bootstrap, settings
from tui2fa.store.engine import Store

def dumpable():
    return ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)  # PR_GET_DUMPABLE

opened = Store.open
Store.open = lambda *place: (print("at the key", dumpable()), opened(*place))[1]
print("before", dumpable())
with bootstrap.open_services(settings.within(Path(sys.argv[1]))):
    pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be asked")
def test_no_other_process_looks_into_memory_that_has_a_key(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DUMPABLE, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["before 1", "at the key 0"]
