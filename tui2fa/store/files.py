"""Private files and folders: for their owner alone, checked before use, written whole or not at all (DB-15)."""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tui2fa.domain.sentences import N_

NETWORK_FILE_SYSTEMS = frozenset(
    {
        0x6969,  # NFS
        0x517B,  # SMB
        0xFF534D42,  # CIFS
        0xFE534D42,  # SMB2
        0x65735546,  # FUSE
        0x01021997,  # 9P
        0x00C36400,  # Ceph
        0x5346414F,  # OpenAFS
        0x6B414653,  # AFS
        0x73757245,  # Coda
        0x564C,  # NCP
        0x0BD00BD0,  # Lustre
        0x19830326,  # BeeGFS
        0x47504653,  # GPFS
        0x7461636F,  # OCFS2
        0x786F4256,  # VirtualBox shared folder
    }
)
"""The `f_type` of statfs(2) where SQLite's locks do not hold between machines."""


class StoreRefused(Exception):
    """Something an operator meets when the program starts: what is wrong with which file, and what to do.

    `message` is the catalogue key (the English sentence) and `values` fill its named places, as in `Refused`.
    """

    STATUS = os.EX_CONFIG
    """78 (DB-9)."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = {name: str(value) for name, value in values.items()}


def private_folder(path: Path) -> None:
    """Make a folder 0700 where it is missing, its missing parents too, and refuse one that others can enter.

    Raises StoreRefused.
    """
    with refused(path):
        for folder in reversed([path, *path.parents]):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
        check_private_folder(path)


def check_private_folder(path: Path) -> None:
    """Refuse what is not a folder of this user alone. Raises FileNotFoundError and StoreRefused."""
    with refused(path, FileNotFoundError):
        found = path.stat()
        _check_private(path, found, stat.S_ISDIR(found.st_mode), "700")


def check_private_file(path: Path) -> None:
    """Refuse what is not a plain file of this user alone; nothing is opened.

    Not opening matters for a SQLite file: closing any descriptor drops the locks of every connection in this process.
    Raises FileNotFoundError and StoreRefused.
    """
    with refused(path, FileNotFoundError):
        found = path.lstat()
        _check_private(path, found, stat.S_ISREG(found.st_mode), "600")


def read_private(path: Path, limit: int) -> bytes:
    """The content, at most `limit` bytes, of a file of this user alone. Raises FileNotFoundError and StoreRefused."""
    with refused(path, FileNotFoundError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            _check_private(path, found, stat.S_ISREG(found.st_mode), "600")
            return file.read(limit)


def create_private(path: Path, content: bytes) -> None:
    """Make a file 0600 that appears whole and on disk, or not at all. Raises FileExistsError and StoreRefused."""
    with refused(path, FileExistsError), _written(path, content) as made:
        path.hardlink_to(made)


def write_private(path: Path, content: bytes) -> None:
    """Make or replace a file 0600, whole and on disk, or not at all. Raises StoreRefused."""
    with refused(path), _written(path, content) as made:
        made.replace(path)


@contextlib.contextmanager
def made_apart(path: Path) -> Iterator[Path]:
    """An empty file 0600 under a name of its own beside `path`, gone afterwards unless it was moved to its place."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
        sync(path.parent)


def sync(path: Path) -> None:
    """Have a file or folder reach the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_local(folder: Path) -> None:
    """Refuse a folder on a network file system, where SQLite cannot lock safely (DB-16). Raises StoreRefused."""
    if file_system_type(folder) in NETWORK_FILE_SYSTEMS:
        raise StoreRefused(
            N_("{path} is on a network file system, where SQLite cannot lock. Use a local folder or PostgreSQL."),
            path=folder,
        )


def file_system_type(path: Path) -> int:
    """The `f_type` of statfs(2) for the file system `path` lies on; 0 where the system has no such number."""
    if sys.platform != "linux":
        return 0
    answer = ctypes.create_string_buffer(512)
    if ctypes.CDLL(None, use_errno=True).statfs(os.fsencode(path), answer) != 0:
        return 0
    return ctypes.c_ulong.from_buffer(answer).value & 0xFFFFFFFF


@contextlib.contextmanager
def refused(path: Path, *expected: type[OSError]) -> Iterator[None]:
    """Turn what the system says about a file into one line for the operator, but for what the caller expects."""
    try:
        yield
    except expected:
        raise
    except OSError as error:
        raise StoreRefused(
            N_("{path} cannot be used: {system}. Choose another place with --data-dir, or put this one right."),
            path=path,
            system=error.strerror or type(error).__name__,
        ) from error


@contextlib.contextmanager
def _written(path: Path, content: bytes) -> Iterator[Path]:
    with made_apart(path) as made:
        made.write_bytes(content)
        sync(made)
        yield made


def _check_private(path: Path, found: os.stat_result, right_kind: bool, mode: str) -> None:
    if not right_kind:
        raise StoreRefused(N_("{path} is not what belongs there: a link, a folder, a device? Move it."), path=path)
    if found.st_uid != os.geteuid():
        raise StoreRefused(N_("{path} belongs to another user. Run tui2fa as that user."), path=path)
    if found.st_mode & 0o077:
        raise StoreRefused(N_("{path} is open to other users. Run: chmod {mode} {path}"), path=path, mode=mode)
