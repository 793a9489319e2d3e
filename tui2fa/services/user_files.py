"""Lists of users in files: read with care, written new and for their owner alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.store.files import StoreRefused, create_private

LARGEST = 2**20
"""Bytes of a file to import."""


def read_text(place: str) -> str:
    """The text of a file that a person named; `~` is the home folder.

    Raises Refused(EMPTY, FILE_MISSING, FILE_UNREADABLE, FILE_NOT_PLAIN, FILE_TOO_LARGE, FILE_NOT_TEXT).
    """
    path = _path(place)
    try:
        # what is no plain file may never answer: not waited for
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Refused(Refusal.FILE_NOT_PLAIN)
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Refused(Refusal.FILE_MISSING) from None
    except IsADirectoryError:
        raise Refused(Refusal.FILE_NOT_PLAIN) from None
    except (OSError, ValueError):
        raise Refused(Refusal.FILE_UNREADABLE) from None
    if len(content) > LARGEST:
        raise Refused(Refusal.FILE_TOO_LARGE, limit=f"{LARGEST // 2**20} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Refusal.FILE_NOT_TEXT) from None
    if "\0" in text:
        raise Refused(Refusal.FILE_NOT_TEXT)
    return text


def write_text(place: str, text: str) -> Path:
    """Write a new file 0600, whole or not at all; where it is.

    Raises Refused(EMPTY, FILE_EXISTS, FILE_UNWRITABLE).
    """
    path = _path(place)
    try:
        create_private(path, text.encode())
    except FileExistsError:
        raise Refused(Refusal.FILE_EXISTS) from None
    except (StoreRefused, OSError, ValueError):
        raise Refused(Refusal.FILE_UNWRITABLE) from None
    return path


def _path(place: str) -> Path:
    if not place.strip():
        raise Refused(Refusal.EMPTY)
    try:
        return Path(place.strip()).expanduser().absolute()
    except RuntimeError:  # a home folder of nobody
        raise Refused(Refusal.FILE_MISSING) from None
