"""The file of settings: which keys there are, what each takes, and whether the file itself can be trusted."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tui2fa.domain.language import Language
from tui2fa.domain.sentences import N_

LARGEST_FILE = 64 * 1024
"""Bytes."""
LONGEST_COMMAND = 30
"""Seconds an operator's program may take."""
SHORTEST_GAP = 60
"""Seconds between two sends (OOB-5)."""
LONGEST_TEXT = 120
"""Characters of one text."""
CHANNELS = ("voice", "sms", "webhook", "command")
"""The ways to a number; `ways` says what each is made of."""
LONGEST_LIST = 50
"""Entries of one list."""


class SettingsError(Exception):
    """The settings cannot be used. `message` is the catalogue key; `values` fill its named places, as in `Refused`."""

    STATUS = os.EX_CONFIG

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = {name: str(value) for name, value in values.items()}


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


def language(value: object) -> Language:
    """A language by its code."""
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
    regions = frozenset(_list("[A-Z]{2}", '["NL", "BE"]')(value))
    from phonenumbers import SUPPORTED_REGIONS

    if unknown := sorted(regions - SUPPORTED_REGIONS):
        raise _Wrong(N_("{source} names a country that there is not: {unknown}."), unknown=", ".join(unknown))
    return regions


def _program(value: object) -> tuple[str, ...]:
    example = '["/usr/local/bin/call-code"]'
    argv: tuple[str, ...] = _list(r"[^\0]{0,1000}", example)(value)
    if not argv[0].startswith("/"):
        raise _Wrong(N_("{source} must begin with a program and its whole path, such as {example}."), example=example)
    return argv


def _choice(*choices: str) -> _Check:
    def check(value: object) -> str:
        if value not in choices:
            raise _Wrong(N_("{source} must be one of: {choices}."), choices=", ".join(choices))
        return str(value)

    return check


def _like(pattern: str, example: str) -> _Check:
    """A text that matches the pattern as a whole."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            raise _Wrong(N_("{source} must be a text such as {example}."), example=example)
        return value

    return check


def _place(value: object) -> Path:
    if not isinstance(value, str) or not value.startswith("/") or "\0" in value:
        raise _Wrong(N_("{source} must be a text such as {example}."), example='"/etc/tui2fa/secret"')
    return Path(value)


def _server(value: object) -> str:
    text: str = _like(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?", '"sip.example:5060"')(value)
    if not 0 < int(text.partition(":")[2] or 1) < 65536:
        raise _Wrong(N_("{source} must have a port from 1 to 65535."))
    return text


def _ways(value: object) -> tuple[str, ...]:
    names: tuple[str, ...] = _list("[a-z]*", '["voice", "sms"]')(value)
    if not set(names) <= set(CHANNELS) or len(set(names)) < len(names):
        raise _Wrong(N_("{source} may name each of these once: {choices}."), choices=", ".join(CHANNELS))
    return names


def _message(value: object) -> str:
    text = _text(value)
    if text.count("{code}") != 1 or re.search(r"[{}]", text.replace("{code}", "")):
        raise _Wrong(N_("{source} must be a text such as {example}."), example='"Code: {code}"')
    return text


def _url(value: object) -> str:
    text: str = _like(r"https?://[^\s@]+", '"https://pbx.example/code"')(value)
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|$)", text):
        raise _Wrong(N_("{source} must begin with https://, as it goes to another machine."))
    return text


KEYS: dict[str, _Check] = {
    "language": language,
    "animation": _flag,
    "support.website": _text,
    "support.email": _text,
    "support.phone": _text,
    "delivery.order_phone": _ways,
    "delivery.policy.regions": _regions,
    "delivery.policy.extra_prefixes": _list(r"\+[0-9]{2,14}", '["+3188"]'),
    "delivery.policy.per_number.gap_seconds": _whole(SHORTEST_GAP, 3600),
    "delivery.policy.per_number.hour": _whole(1, 5),
    "delivery.policy.per_number.day": _whole(1, 10),
    "delivery.policy.per_user_hour": _whole(1, 5),
    "delivery.policy.per_user_day": _whole(1, 20),
    "delivery.policy.total_day": _whole(1, 1_000_000),
    "delivery.voice.server": _server,
    "delivery.voice.transport": _choice("udp", "tcp"),
    "delivery.voice.username": _like(r"[A-Za-z0-9._+*-]{1,64}", '"cv1001"'),
    "delivery.voice.password_file": _place,
    "delivery.voice.caller_id": _like(r"\+[0-9]{6,15}", '"+31501234567"'),
    "delivery.voice.number_format": _choice("e164", "00", "national"),
    "delivery.voice.ring_seconds": _whole(5, 60),
    "delivery.voice.prompts_dir": _place,
    "delivery.voice.max_calls": _whole(1, 20),
    "delivery.voice.notices": _flag,
    "delivery.sms.url_file": _place,
    "delivery.sms.text.nl": _message,
    "delivery.sms.text.en": _message,
    "delivery.sms.timeout_seconds": _whole(1, LONGEST_COMMAND),
    "delivery.webhook.url": _url,
    "delivery.webhook.secret_file": _place,
    "delivery.webhook.timeout_seconds": _whole(1, LONGEST_COMMAND),
    "delivery.webhook.sends": _choice("call", "message"),
    "delivery.command.argv": _program,
    "delivery.command.timeout_seconds": _whole(1, LONGEST_COMMAND),
    "delivery.command.sends": _choice("call", "message"),
}
"""Every key of the file, and what it takes; the dataclasses of `ways` say what they mean."""


def read(path: Path, *, missing_ok: bool) -> dict[str, Any]:
    """The checked values of a file by their whole keys. Raises SettingsError, which names the key and its line."""
    try:
        content = _content(path)
    except FileNotFoundError:
        if missing_ok:
            return {}
        raise SettingsError(N_("{path} is not there."), path=path) from None
    import tomllib  # where there is no file, the login screen does not wait for it

    try:
        text = content.decode()
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = N_("{source} cannot be read as TOML: is a quote or bracket missing, or a key there twice?")
        raise SettingsError(message, source=f"{path}{_where(error, content)}") from None
    values = {}
    for key, value in flat(table):
        source = f"{path}:{line_of(text, key)}: {key}"
        if inner := [name.removeprefix(f"{key}.") for name in KEYS if name.startswith(f"{key}.")]:
            names = ", ".join(inner)
            message = N_("{source} is a table, in which these can stand: {names}.")
            raise SettingsError(message, source=source, names=names)
        if key not in KEYS:
            raise SettingsError(N_("{source} is not a setting."), source=source)
        values[key] = checked(source, KEYS[key], value)
    return values


def _where(error: Exception, content: bytes) -> str:
    """Where a text stops being TOML, `:3:5` or `:3`, as far as the parser says."""
    if isinstance(error, UnicodeDecodeError):
        return f":{len(content[: error.start + 1].splitlines())}"
    if "at end of document" in str(error):
        return f":{len(content.splitlines())}"
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    return f":{place[1]}:{place[2]}" if place else ""


def secret(path: Path) -> str:
    """The one line of a file that nobody else can read. Raises SettingsError."""
    try:
        content = _content(path, private=True)
    except FileNotFoundError:
        raise SettingsError(N_("{path} is not there."), path=path) from None
    try:
        line = content.decode().strip()
    except ValueError:
        line = ""
    if not line or not line.isprintable():
        raise SettingsError(N_("{path} must hold one line of text."), path=path)
    return line


def line_of(text: str, key: str) -> int:
    """In which line of a TOML text a whole key stands, or the nearest of the tables that it stands in; else 1.

    It looks at headers and at what stands before an equals sign; that the text is TOML was found out before.
    """
    table, found, depth = "", 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+([^\]]+)\]", line):
            name = table = re.sub(r"[\s\"']", "", header[1])
        elif assigned := re.match(r"\s*([A-Za-z0-9_.\"' -]+?)\s*=", line):
            name = ".".join(filter(None, (table, re.sub(r"[\s\"']", "", assigned[1]))))
        else:
            continue
        if len(name) > depth and (key == name or key.startswith(f"{name}.")):
            found, depth = number, len(name)
    return found


def checked(source: str, check: _Check, value: object) -> Any:
    """What `check` makes of a value. Raises SettingsError, which names the `source`."""
    try:
        return check(value)
    except _Wrong as wrong:
        raise SettingsError(wrong.args[0], source=source, **wrong.values) from None


def _content(path: Path, *, private: bool = False) -> bytes:
    """The bytes of a file that only this user or root can have written, and where `private` can read.

    Raises FileNotFoundError and SettingsError.
    """
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
            if private and found.st_mode & 0o044:
                raise SettingsError(N_("{path} holds a secret that others can read. Run: chmod 600 {path}"), path=path)
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise SettingsError(N_("{path} cannot be read: {system}."), path=path, system=error.strerror) from None
    if len(content) > LARGEST_FILE:
        raise SettingsError(N_("{path} is larger than {limit} bytes."), path=path, limit=LARGEST_FILE)
    return content


def flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a table and its tables, with its whole key: `delivery.limits.gap_seconds`."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from flat(value, f"{prefix}{key}.")
        elif value != {}:
            yield f"{prefix}{key}", value
