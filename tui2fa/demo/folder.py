"""The demo's folder, gone with its process: what a killed demo left behind is removed by the next one."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "tui2fa-demo-"
LOCK = "running"
"""A file that the demo's process holds locked as long as it lives; the system lets go of it, however that ends."""


@contextmanager
def demo_folder(place: Path) -> Iterator[Path]:
    """A new folder in `place` until the block ends, after those that dead demos of this user left there are removed."""
    _sweep(place)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=place, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (folder / f"{LOCK}.new").open("x") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # never there without being held: nobody takes a demo that begins for one that is dead
            (folder / f"{LOCK}.new").rename(folder / LOCK)
            yield folder


def _sweep(place: Path) -> None:
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if _ours(folder) and _dead(folder / LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _ours(folder: Path) -> bool:
    """Whether it is a folder of this user, and no link to one."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()


def _dead(lock: Path) -> bool:
    """Whether nobody holds it any more. Raises OSError where there is none."""
    descriptor = os.open(lock, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)
