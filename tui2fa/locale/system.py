"""What the operating system and SQLite say when something fails, in their own words, so that others know them too."""

from __future__ import annotations

from tui2fa.domain.sentences import N_

SAID = (
    N_("Operation not permitted"),
    N_("No such file or directory"),
    N_("Input/output error"),
    N_("Permission denied"),
    N_("Not a directory"),
    N_("Is a directory"),
    N_("File exists"),
    N_("Too many open files"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("File name too long"),
    N_("Too many levels of symbolic links"),
    N_("Disk quota exceeded"),
    N_("Address already in use"),
    N_("Cannot assign requested address"),
    N_("database is locked"),
    N_("database disk image is malformed"),
    N_("disk I/O error"),
    N_("file is not a database"),
    N_("unable to open database file"),
)
