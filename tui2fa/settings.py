"""What the operator and the person at the keyboard chose: flags before environment before file before defaults."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from tui2fa.domain import limits
from tui2fa.domain.errors import N_
from tui2fa.domain.language import Language

if TYPE_CHECKING:
    from tui2fa.domain.phone import NumberPolicy

STORE_FILE = "tui2fa.sqlite3"
LARGEST_FILE = 64 * 1024
"""Bytes."""
LONGEST_COMMAND = 30
"""Seconds an operator's program may take."""
SHORTEST_GAP = int(limits.SEND_GAP.total_seconds())
"""Seconds between two sends (OOB-5)."""
LONGEST_TEXT = 120
"""Characters of one text."""
LONGEST_LIST = 50
"""Entries of one list."""


class SettingsError(Exception):
    """The settings cannot be used. `message` is the catalogue key; `values` fill its named places, as in `Refused`."""

    STATUS = os.EX_CONFIG

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = {name: str(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Support:
    """Where a person gets help."""

    website: str = "www.callvoip.nl"
    email: str = "callvoip@callvoip.nl"
    phone: str = "050-8200000"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be chosen, within the bounds of the standards.

    `database` is the SQLite file or the URL of another database. `key_file` lies outside `data_dir`. `command` is the
    operator's program that reaches a number, empty where there is none.
    """

    language: Language
    data_dir: Path
    database: Path | str = field(repr=False)
    key_file: Path
    config_dir: Path
    support: Support = Support()
    animation: bool = True
    command: tuple[str, ...] = ()
    command_seconds: int = LONGEST_COMMAND
    gap_seconds: int = SHORTEST_GAP
    account_hour: int = limits.SENDS_PER_HOUR
    number_day: int = limits.SENDS_PER_DAY
    regions: frozenset[str] | None = None
    extra_prefixes: tuple[str, ...] | None = None

    @property
    def policy(self) -> NumberPolicy:
        """Which numbers may be called; `regions` and `extra_prefixes` where something else than usual was chosen."""
        from tui2fa.domain.phone import DEFAULT_POLICY, NumberPolicy

        return NumberPolicy(
            DEFAULT_POLICY.regions if self.regions is None else self.regions,
            DEFAULT_POLICY.extra_prefixes if self.extra_prefixes is None else self.extra_prefixes,
        )

    @property
    def device_file(self) -> Path:
        """What holds the secret of the Qaller app on this machine, one for each store."""
        from hashlib import sha256  # OpenSSL is loaded with it, which the login screen does not wait for

        return self.config_dir / f"qaller-{sha256(str(self.database).encode()).hexdigest()[:16]}"


def within(folder: Path, language: Language = Language.DUTCH) -> Settings:
    """Settings that keep everything in one folder and read no file: for the demo and for tests."""
    data_dir, config_dir = folder / "data", folder / "config"
    return Settings(language, data_dir, data_dir / STORE_FILE, config_dir / "key", config_dir)


def load(
    environment: Mapping[str, str],
    *,
    config: Path | None = None,
    data_dir: Path | None = None,
    database: str | None = None,
    language: Language | None = None,
) -> Settings:
    """The settings of this run; makes and changes nothing. Raises SettingsError."""
    config_dir = platformdirs.user_config_path("tui2fa")
    named_file = config or _path(environment, "TUI2FA_CONFIG")
    chosen = _read(named_file or config_dir / "tui2fa.toml", missing_ok=named_file is None)
    in_file = chosen.pop("language", None)
    data_dir = (data_dir or _path(environment, "TUI2FA_DATA_DIR") or platformdirs.user_data_path("tui2fa")).absolute()
    key_file = (_path(environment, "TUI2FA_KEY_FILE") or config_dir / "key").absolute()
    if key_file.is_relative_to(data_dir):
        raise SettingsError(
            N_("The key file {path} must not lie with the data it protects. Set TUI2FA_KEY_FILE."), path=key_file
        )
    place = _without_password(database) or environment.get("TUI2FA_DATABASE_URL") or data_dir / STORE_FILE
    return Settings(
        language=language or chosen_language(environment) or in_file or detected_language(environment),
        data_dir=data_dir,
        database=place,
        key_file=key_file,
        config_dir=config_dir,
        support=Support(**_taken(chosen, "website", "email", "phone")),
        **chosen,
    )


def chosen_language(environment: Mapping[str, str]) -> Language | None:
    """The language that TUI2FA_LANG asks for, None where it does not. Raises SettingsError."""
    text = environment.get("TUI2FA_LANG")
    return _checked("TUI2FA_LANG", _language, text) if text else None


def detected_language(environment: Mapping[str, str]) -> Language:
    """The language of the machine: Dutch where it speaks Dutch or names no language, else English."""
    names = (environment.get(variable) for variable in ("LC_ALL", "LC_MESSAGES", "LANG"))
    spoken = re.split(r"[._@]", next(filter(None, names), "C"))[0].lower()
    return Language.DUTCH if spoken in ("nl", "c", "posix") else Language.ENGLISH


def _taken(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: values.pop(name) for name in names if name in values}


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None


def _without_password(url: str | None) -> str | None:
    """A database URL that may stand on the command line. Raises SettingsError."""
    if url and "@" in url and ":" in url.partition("://")[2].rpartition("@")[0]:
        raise SettingsError(
            N_("Other users can read a password on the command line. Put it in ~/.pgpass or TUI2FA_DATABASE_URL.")
        )
    return url


_Check = Callable[[Any], Any]


class _Wrong(Exception):
    """A value is not what its key takes; `args[0]` says so, with places for `source` and these values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.values = values


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_TEXT:
        raise _Wrong(N_("{source} must be one line of text of at most {limit} characters."), limit=LONGEST_TEXT)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(N_("{source} must be true or false."))
    return value


def _language(value: object) -> Language:
    if value not in tuple(Language):
        raise _Wrong(N_("{source} must be one of: {choices}."), choices=", ".join(Language))
    return Language(str(value))


def _whole(least: int, most: int) -> _Check:
    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _Wrong(N_("{source} must be a whole number from {least} to {most}."), least=least, most=most)
        return value

    return check


def _list(entry: str, example: str) -> _Check:
    """A list with at least one text, each of which matches the pattern `entry`."""

    def check(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not 0 < len(value) <= LONGEST_LIST:
            raise _Wrong(N_("{source} must be a list such as {example}."), example=example)
        if not all(isinstance(text, str) and re.fullmatch(entry, text) for text in value):
            raise _Wrong(N_("{source} must be a list such as {example}."), example=example)
        return tuple(value)

    return check


def _regions(value: object) -> frozenset[str]:
    return frozenset(_list("[A-Z]{2}", '["NL", "BE"]')(value))


def _program(value: object) -> tuple[str, ...]:
    example = '["/usr/local/bin/call-code"]'
    argv: tuple[str, ...] = _list(r"[^\0]{0,1000}", example)(value)
    if not argv[0].startswith("/"):
        raise _Wrong(N_("{source} must be a list such as {example}."), example=example)
    return argv


_KEYS: dict[str, tuple[str, _Check]] = {
    "language": ("language", _language),
    "animation": ("animation", _flag),
    "support.website": ("website", _text),
    "support.email": ("email", _text),
    "support.phone": ("phone", _text),
    "delivery.command.argv": ("command", _program),
    "delivery.command.timeout_seconds": ("command_seconds", _whole(1, LONGEST_COMMAND)),
    "delivery.limits.gap_seconds": ("gap_seconds", _whole(SHORTEST_GAP, 3600)),
    "delivery.limits.per_account_hour": ("account_hour", _whole(1, limits.SENDS_PER_HOUR)),
    "delivery.limits.per_number_day": ("number_day", _whole(1, limits.SENDS_PER_DAY)),
    "delivery.policy.regions": ("regions", _regions),
    "delivery.policy.extra_prefixes": ("extra_prefixes", _list(r"\+[0-9]{2,14}", '["+3188"]')),
}
"""Every key of the file, the field of Settings or Support it fills, and what it takes."""


def _read(path: Path, *, missing_ok: bool) -> dict[str, Any]:
    """The checked values of a file by the fields they fill."""
    try:
        content = _content(path)
    except FileNotFoundError:
        if missing_ok:
            return {}
        raise SettingsError(N_("{path} cannot be read: {reason}."), path=path, reason="no such file") from None
    import tomllib  # where there is no file, the login screen does not wait for it

    try:
        table = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise SettingsError(N_("{path} is not a TOML file: {reason}."), path=path, reason=error) from None
    values = {}
    for key, value in _flat(table):
        source = f"{path}: {key}"
        if key not in _KEYS:
            raise SettingsError(N_("{source} is not a setting."), source=source)
        name, check = _KEYS[key]
        values[name] = _checked(source, check, value)
    return values


def _checked(source: str, check: _Check, value: object) -> Any:
    try:
        return check(value)
    except _Wrong as wrong:
        raise SettingsError(wrong.args[0], source=source, **wrong.values) from None


def _content(path: Path) -> bytes:
    """The bytes of a file that only this user or root can have written. Raises FileNotFoundError and SettingsError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise SettingsError(N_("{path} is not a file."), path=path)
            if found.st_uid not in (0, os.geteuid()):
                raise SettingsError(N_("{path} belongs to another user, so it is not trusted."), path=path)
            if found.st_mode & 0o022:
                raise SettingsError(N_("{path} can be changed by others. Run: chmod go-w {path}"), path=path)
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise SettingsError(N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror) from None
    if len(content) > LARGEST_FILE:
        raise SettingsError(N_("{path} is larger than {limit} bytes."), path=path, limit=LARGEST_FILE)
    return content


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{prefix}{key}.")
        elif value != {}:
            yield f"{prefix}{key}", value
