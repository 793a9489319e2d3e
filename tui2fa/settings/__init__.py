"""What the operator and the person at the keyboard chose: flags before environment before file before defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import platformdirs

from tui2fa.domain.language import Language
from tui2fa.domain.sentences import N_
from tui2fa.settings import file
from tui2fa.settings.file import SettingsError

if TYPE_CHECKING:
    from tui2fa.domain.limits import Limits
    from tui2fa.domain.phone import NumberPolicy
    from tui2fa.settings.ways import Way

STORE_FILE = "tui2fa.sqlite3"
CAPS = {
    "delivery.policy.per_number.gap_seconds": "gap",
    "delivery.policy.per_number.hour": "number_hour",
    "delivery.policy.per_number.day": "number_day",
    "delivery.policy.per_user_hour": "account_hour",
    "delivery.policy.per_user_day": "account_day",
    "delivery.policy.total_day": "total_day",
}
"""What each key sets of the limits."""
NUMBERS = {"delivery.policy.regions": "regions", "delivery.policy.extra_prefixes": "extra_prefixes"}
"""What each key sets of the policy of numbers."""


class Support(NamedTuple):
    """Where a person gets help."""

    website: str = "www.callvoip.nl"
    email: str = "callvoip@callvoip.nl"
    phone: str = "050-8200000"


CALLVOIP = Support()
"""The provider's own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be chosen, within the bounds of the standards.

    `database` is the SQLite file or the URL of another database. `key_file` lies outside `data_dir`. `ways` are the
    ways to a number in their order; `limits` and `policy` are None where the operator left them as they usually are.
    """

    language: Language
    data_dir: Path
    database: Path | str = field(repr=False)
    key_file: Path
    config_dir: Path
    support: Support = CALLVOIP
    animation: bool = True
    ways: tuple[Way, ...] = ()
    limits: Limits | None = None
    policy: NumberPolicy | None = None

    @property
    def by_message(self) -> bool:
        """Whether the first way to a number is a message; a request or a program calls unless the file says so."""
        return bool(self.ways) and self.ways[0].sends == "message"

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
    config_file = named_file or config_dir / "tui2fa.toml"
    chosen = file.read(config_file, missing_ok=named_file is None)
    data_dir = (data_dir or _path(environment, "TUI2FA_DATA_DIR") or platformdirs.user_data_path("tui2fa")).absolute()
    key_file = (_path(environment, "TUI2FA_KEY_FILE") or config_dir / "key").absolute()
    if key_file.is_relative_to(data_dir):
        raise SettingsError(
            N_("The key file {path} must not lie with the data it protects. Set TUI2FA_KEY_FILE."), path=key_file
        )
    place = _without_password(database) or environment.get("TUI2FA_DATABASE_URL") or data_dir / STORE_FILE
    return Settings(
        language=language or chosen_language(environment) or chosen.get("language") or detected_language(environment),
        data_dir=data_dir,
        database=place,
        key_file=key_file,
        config_dir=config_dir,
        support=Support(**_table(chosen, "support")),
        animation=chosen.get("animation", True),
        **_delivery(config_file, chosen),
    )


def chosen_language(environment: Mapping[str, str]) -> Language | None:
    """The language that TUI2FA_LANG asks for, None where it does not. Raises SettingsError."""
    text = environment.get("TUI2FA_LANG")
    return file.checked("TUI2FA_LANG", file.language, text) if text else None


def detected_language(environment: Mapping[str, str]) -> Language:
    """The language of the machine: Dutch where it speaks Dutch or names no language, else English."""
    names = (environment.get(variable) for variable in ("LC_ALL", "LC_MESSAGES", "LANG"))
    spoken = re.split(r"[._@]", next(filter(None, names), "C"))[0].lower()
    return Language.DUTCH if spoken in ("nl", "c", "posix") else Language.ENGLISH


def _table(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The values of one table by their keys in it, a deeper one joined with `_`."""
    inside = f"{name}."
    found = (key for key in values if key.startswith(inside))
    return {key.removeprefix(inside).replace(".", "_"): values[key] for key in found}


def _delivery(path: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """Ways, limits and policy, where the file speaks of them. Raises SettingsError for a way that lacks something."""
    if not any(key.startswith("delivery.") for key in values):
        return {}
    from datetime import timedelta

    from tui2fa.domain.limits import USUAL
    from tui2fa.domain.phone import DEFAULT_POLICY

    caps = {name: values[key] for key, name in CAPS.items() if key in values}
    if "gap" in caps:
        caps["gap"] = timedelta(seconds=caps["gap"])
    numbers = {name: values[key] for key, name in NUMBERS.items() if key in values}
    return {
        "ways": _ways(path, values),
        "limits": replace(USUAL, **caps),
        "policy": replace(DEFAULT_POLICY, **numbers),
    }


def _ways(path: Path, values: Mapping[str, Any]) -> tuple[Way, ...]:
    from tui2fa.settings.ways import WAYS

    tables = {name: _table(values, f"delivery.{name}") for name in WAYS}
    order = values.get("delivery.order_phone") or [name for name in WAYS if tables[name]]
    for name in order:
        needed = [one.name for one in fields(WAYS[name]) if one.default is MISSING and one.name not in tables[name]]
        if needed:
            raise SettingsError(N_("{path}: [delivery.{way}] needs {key}."), path=path, way=name, key=needed[0])
    return tuple(WAYS[name](**tables[name]) for name in order)


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None


def _without_password(url: str | None) -> str | None:
    """A database URL that may stand on the command line. Raises SettingsError."""
    if url and (":" in url.partition("://")[2].rpartition("@")[0] or "password=" in url):
        raise SettingsError(
            N_("Other users can read a password on the command line. Put it in ~/.pgpass or TUI2FA_DATABASE_URL.")
        )
    return url
