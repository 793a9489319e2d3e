"""What the store tests share: an open store, rows that are right, and work in processes of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from tui2fa.store.engine import Store
from tui2fa.store.tables import Account, Activity, Challenge, Device, Factor, LoginSession

P = ParamSpec("P")
T = TypeVar("T")

NOW = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.store.helpers", "tests.world"])


@contextmanager
def opened(place: Path | str, folder: Path) -> Iterator[Store]:
    """The store at `place`, with its key in `folder`."""
    store = Store.open(place, folder / "key")
    try:
        yield store
    finally:
        store.close()


def in_a_child(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What `work` gives back when a process of its own does it."""
    with ProcessPoolExecutor(1, mp_context=PROCESSES) as pool:
        return pool.submit(work, *arguments, **named).result()


def account(name: str = "a", /, **changes: Any) -> Account:
    """A login."""
    values: dict[str, Any] = {
        "id": name,
        "login": f"202.{name}x",
        "first_name": "Jan",
        "role": "user",
        "language": "nl",
        "password": "$argon2id$v=19$",
        "created_at": NOW,
    }
    return Account(**values | changes)


def phone(slot: int, /, **changes: Any) -> Factor:
    """A number in its slot."""
    values = _factor(f"phone-{slot}", "phone") | {"slot": slot, "e164": f"+3161234567{slot}"}
    return Factor(**values | changes)


def authenticator(name: str = "authenticator", /, **changes: Any) -> Factor:
    """An authenticator."""
    return Factor(**_factor(name, "authenticator") | {"secret": b"sealed", "last_step": 0} | changes)


def device(name: str = "device", /, **changes: Any) -> Device:
    """A paired app."""
    values: dict[str, Any] = {
        "id": name,
        "account_id": "a",
        "name": "app",
        "public_key": b"p" * 32,
        "verifier": b"v" * 32,
    }
    return Device(**values | {"created_at": NOW} | changes)


def login_session(name: str = "session", /, **changes: Any) -> LoginSession:
    """Somebody who gave the password."""
    values: dict[str, Any] = {"id": name, "account_id": "a", "level": "password", "origin": "tty", "started_at": NOW}
    return LoginSession(**values | {"started_uptime": 1.0, "seen_uptime": 1.0} | changes)


def challenge(**changes: Any) -> Challenge:
    """A question for the code of the number in slot 1."""
    values: dict[str, Any] = {"id": "challenge", "account_id": "a", "session_id": "session", "factor_id": "phone-1"}
    sent = {"recipient": "r", "digest": b"d", "code": b"c", "created_at": NOW, "expires_at": NOW + timedelta(minutes=5)}
    return Challenge(**values | sent | changes)


def activity(what: str = "login", /, **changes: Any) -> Activity:
    """Something that happened."""
    values: dict[str, Any] = {"account_id": "a", "at": NOW, "what": what, "origin": "tty", "actor": "202.ax"}
    return Activity(**values | changes)


def _factor(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "account_id": "a", "kind": kind, "position": 1, "created_at": NOW, "created_from": "tty"}
