"""Secrets at rest: only the right row, key, device and password open them (SC-1, SC-2, OOB-6, OOB-11, PW-1 to PW-6)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Lock
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlmodel import col, select, update

from tests.store import helpers
from tests.store.helpers import opened
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.store import files
from tui2fa.store.engine import Store
from tui2fa.store.files import StoreRefused
from tui2fa.store.sealing import DeviceIdentity, Passwords, Sealer, load_key, seal_for_device
from tui2fa.store.tables import Factor

PLACE = {"table": "factor", "column": "secret", "account": "a", "row": "r"}
SECRET = b"JBSWY3DPEHPK3PXP"


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(b"k" * 32)


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(memory=64)


def test_a_sealed_value_opens_in_its_own_place(sealer: Sealer) -> None:
    sealed = sealer.seal(SECRET, **PLACE)
    assert sealer.open(sealed, **PLACE) == SECRET
    assert SECRET not in sealed
    assert sealer.seal(SECRET, **PLACE) != sealed


@pytest.mark.parametrize("part", PLACE)
def test_a_moved_value_does_not_open(sealer: Sealer, part: str) -> None:
    sealed = sealer.seal(SECRET, **PLACE)
    with pytest.raises(Refused) as refused:
        sealer.open(sealed, **PLACE | {part: "other"})
    assert refused.value.refusal is Refusal.SECRET_UNREADABLE


def test_places_that_read_alike_are_not_alike(sealer: Sealer) -> None:
    sealed = sealer.seal(SECRET, table="t", column="c", account="ab", row="c")
    with pytest.raises(Refused):
        sealer.open(sealed, table="t", column="c", account="a", row="bc")


def test_any_flipped_bit_or_missing_end_is_noticed(sealer: Sealer) -> None:
    sealed = sealer.seal(SECRET, **PLACE)
    flipped = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    cut = [sealed[:length] for length in range(len(sealed))]
    for wrong in flipped + cut:
        with pytest.raises(Refused):
            sealer.open(wrong, **PLACE)


def test_another_key_opens_nothing(sealer: Sealer) -> None:
    with pytest.raises(Refused):
        Sealer(b"o" * 32).open(sealer.seal(SECRET, **PLACE), **PLACE)


def test_digests_are_bound_to_key_purpose_and_every_part(sealer: Sealer) -> None:
    digest = sealer.digest("code", "challenge", "123456")
    assert sealer.matches(digest, "code", "challenge", "123456")
    assert not sealer.matches(digest, "pairing", "challenge", "123456")
    assert not sealer.matches(digest, "code", "challenge1", "23456")
    assert not Sealer(b"o" * 32).matches(digest, "code", "challenge", "123456")
    assert digest != sha256(b"123456").digest()


def test_nothing_secret_shows_in_a_repr(sealer: Sealer, passwords: Passwords) -> None:
    identity = DeviceIdentity(b"k" * 32)
    for thing in (sealer, passwords, identity):
        assert "kkk" not in repr(thing)
        assert repr(b"k" * 32)[2:-1] not in str(thing)


@pytest.fixture
def store(database: Path | str, tmp_path: Path) -> Iterator[Store]:
    with opened(database, tmp_path) as store:
        yield store


def _open(store: Store, account: str, row: str) -> bytes:
    with store.read() as session:
        sealed = session.exec(select(Factor.secret).where(Factor.id == row)).one()
    assert sealed
    return store.sealer.open(sealed, table="factor", column="secret", account=account, row=row)


def test_secrets_swapped_between_accounts_in_the_store_do_not_open(store: Store) -> None:
    secrets = {}
    with store.write() as session:
        session.add_all([helpers.account("a"), helpers.account("b")])
        session.flush()
        for owner in ("a", "b"):
            place = {"table": "factor", "column": "secret", "account": owner, "row": f"f{owner}"}
            secrets[owner] = store.sealer.seal(owner.encode(), **place)
            session.add(helpers.authenticator(f"f{owner}", account_id=owner, secret=secrets[owner]))
    assert _open(store, "a", "fa") == b"a"
    with store.write() as session:
        session.exec(update(Factor).where(col(Factor.id) == "fa").values(secret=secrets["b"]))
        session.exec(update(Factor).where(col(Factor.id) == "fb").values(secret=secrets["a"]))
    for owner in ("a", "b"):
        with pytest.raises(Refused):
            _open(store, owner, f"f{owner}")


def test_a_key_put_in_the_place_of_another_opens_no_secret(database: Path | str, tmp_path: Path) -> None:
    with opened(database, tmp_path) as store:
        sealed = store.sealer.seal(SECRET, **PLACE)
    files.write_private(tmp_path / "key", b"o" * 32)
    with opened(database, tmp_path) as store, pytest.raises(Refused) as refused:
        store.sealer.open(sealed, **PLACE)
    assert refused.value.refusal is Refusal.SECRET_UNREADABLE


def test_the_key_is_made_once_and_never_again(database: Path | str, tmp_path: Path) -> None:
    with opened(database, tmp_path):
        pass
    key = tmp_path / "key"
    assert key.stat().st_mode & 0o777 == 0o600
    first = key.read_bytes()
    assert len(first) == 32
    with opened(database, tmp_path):
        assert key.read_bytes() == first
    key.unlink()
    with pytest.raises(StoreRefused, match="missing"), opened(database, tmp_path):
        pass
    assert not key.exists()


@pytest.mark.parametrize(
    ("content", "mode", "reason"),
    [
        (b"k" * 32, 0o644, "chmod"),
        (b"k" * 31, 0o600, "32 bytes"),
        (b"k" * 33, 0o600, "32 bytes"),
        (b"", 0o600, "32 bytes"),
    ],
)
def test_a_wrong_key_file_is_refused(tmp_path: Path, content: bytes, mode: int, reason: str) -> None:
    key = tmp_path / "key"
    key.write_bytes(content)
    key.chmod(mode)
    for new_store in (True, False):
        with pytest.raises(StoreRefused, match=reason):
            load_key(key, new_store=new_store)
    assert key.read_bytes() == content


def test_a_message_opens_for_its_device_alone() -> None:
    device, other = DeviceIdentity.new(), DeviceIdentity.new()
    sealed = seal_for_device(device.public_key, b"482913", b"message 1")
    assert device.open(sealed, b"message 1") == b"482913"
    for identity, info, text in (
        (other, b"message 1", sealed),
        (device, b"message 2", sealed),
        (device, b"", b"short"),
    ):
        with pytest.raises(Refused):
            identity.open(text, info)


def test_what_the_store_keeps_of_a_device_is_not_its_secret(tmp_path: Path) -> None:
    path = tmp_path / "app" / "qaller"
    identity = DeviceIdentity.new()
    identity.save(path)
    assert DeviceIdentity.load(path) == identity
    assert path.stat().st_mode & 0o777 == 0o600
    assert len({identity.private_key, identity.public_key, identity.token, identity.verifier}) == 4
    assert identity.verifier == sha256(identity.token).digest()
    path.write_bytes(b"short")
    with pytest.raises(StoreRefused, match="pairing code"):
        DeviceIdentity.load(path)
    with pytest.raises(FileNotFoundError):
        DeviceIdentity.load(tmp_path / "none")


def test_passwords_are_kept_at_the_cost_that_owasp_asks_for() -> None:
    kept = Passwords().hash("correct horse")
    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert not Passwords().needs_rehash(kept)
    assert Passwords().needs_rehash(PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1).hash("x"))


def test_a_password_is_right_however_its_accents_are_made(passwords: Passwords) -> None:
    kept = passwords.hash("caf\u00e9 \ud800")
    assert passwords.verify(kept, unicodedata.normalize("NFD", "caf\u00e9 ") + "\ud800")
    assert not passwords.verify(kept, "cafe \ud800")


@pytest.mark.parametrize("kept", [None, "", "damaged", "$argon2id$"])
def test_nobody_has_a_password(passwords: Passwords, kept: str | None) -> None:
    assert not passwords.verify(kept, "")
    assert not passwords.verify(kept, "x")


def test_a_password_counts_to_its_last_byte_and_no_further(passwords: Passwords) -> None:
    longest = "x" * 1024
    kept = passwords.hash(longest)
    assert passwords.verify(kept, longest)
    assert not passwords.verify(kept, "x" * 1023 + "y")
    assert not passwords.verify(kept, longest + "x")
    assert not passwords.verify(passwords.hash(""), longest + "x")


def test_an_unknown_user_costs_what_a_known_one_does(passwords: Passwords, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work is done, seen at the hasher: the same parameters, salt and tag lengths."""
    seen = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, kept: Any, password: Any) -> Any:
        seen.append([len(part) if "=" not in part else part for part in str(kept).split("$")])
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    passwords.verify(passwords.hash("x"), "y")
    passwords.verify(None, "y")
    passwords.verify(passwords.hash("x"), "y" * 2000)
    assert seen[0] == seen[1] == seen[2]


def test_no_more_than_two_hashes_run_at_once(passwords: Passwords, monkeypatch: pytest.MonkeyPatch) -> None:
    running = 0
    most = 0
    lock = Lock()
    pair = Barrier(2)

    def watched(self: PasswordHasher, password: Any) -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        pair.wait(10)
        with lock:
            running -= 1
        return "done"

    monkeypatch.setattr(PasswordHasher, "hash", watched)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(passwords.hash, "abcdefgh")) == ["done"] * 8
    assert most == 2
