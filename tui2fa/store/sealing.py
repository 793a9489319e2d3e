"""Secrets at rest: sealed values, keyed digests, messages for one device, passwords, the key file (SC-1, SC-2)."""

from __future__ import annotations

import base64
import contextlib
import hmac
import secrets
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tui2fa.domain.errors import Refused
from tui2fa.domain.passwords import normal
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.store import files

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_BYTES = 8
FORMAT = b"\x01"
PASSWORD_BYTES = 1024
"""PW-2: a longer password is never right; checking it would only cost memory."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def load_key(path: Path, *, new_store: bool) -> bytes:
    """The 32 bytes of the key file; for a new store the file is made where it is missing, for an old one never.

    Raises files.StoreRefused when it is missing, of another length, open to others or not a plain file.
    """
    try:
        key = files.read_private(path, KEY_BYTES + 1)
    except FileNotFoundError:
        if not new_store:
            raise files.StoreRefused(
                N_("The key file {path} is missing; without it the store cannot be read. Put it back from a backup."),
                path=path,
            ) from None
        return _make_key(path)
    if len(key) != KEY_BYTES:
        raise files.StoreRefused(
            N_("{path} is not a key file of tui2fa (32 bytes). Put the right one back from your backup."), path=path
        )
    return key


class Sealer:
    """Seals values and makes keyed digests under the key of one store; safe in every thread."""

    def __init__(self, key: bytes) -> None:
        self._key_id = _derive(key, "key id", KEY_ID_BYTES)
        self._cipher = AESGCM(_derive(key, "encrypt"))
        self._digest_key = _derive(key, "digest")

    def seal(self, plaintext: bytes, *, table: str, column: str, account: str, row: str) -> bytes:
        """The value as it lies in that one row: AES-256-GCM, bound to where it belongs (SC-1)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        place = self._place(table, column, account, row)
        return FORMAT + self._key_id + nonce + self._cipher.encrypt(nonce, plaintext, place)

    def open(self, sealed: bytes, *, table: str, column: str, account: str, row: str) -> bytes:
        """The value sealed for that row. Raises Refused(SECRET_UNREADABLE) for a changed, moved or foreign one."""
        header, rest = sealed[: 1 + KEY_ID_BYTES], sealed[1 + KEY_ID_BYTES :]
        if header != FORMAT + self._key_id or len(rest) < NONCE_BYTES:
            raise Refused(Refusal.SECRET_UNREADABLE)
        try:
            return self._cipher.decrypt(
                rest[:NONCE_BYTES], rest[NONCE_BYTES:], self._place(table, column, account, row)
            )
        except InvalidTag:
            raise Refused(Refusal.SECRET_UNREADABLE) from None

    def is_foreign(self, sealed: bytes) -> bool:
        """Whether a value was sealed under another key."""
        return sealed.startswith(FORMAT) and not sealed.startswith(FORMAT + self._key_id)

    def digest(self, purpose: str, *parts: str) -> bytes:
        """HMAC-SHA256 of the parts for one purpose, such as a code bound to its challenge (OOB-6)."""
        return hmac.digest(self._digest_key, _framed(purpose, *parts), "sha256")

    def matches(self, digest: bytes, purpose: str, *parts: str) -> bool:
        """Whether a stored digest is that of these parts, in constant time."""
        return hmac.compare_digest(digest, self.digest(purpose, *parts))

    def _place(self, table: str, column: str, account: str, row: str) -> bytes:
        return _framed("tui2fa", table, column, "v1", account, row, self._key_id.hex())


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """Who one Qaller app is: a private key that never leaves the file it lies in.

    The store keeps `public_key`, under which messages for the app are sealed, and `verifier`, by which it knows the
    app's `token` (OOB-11).
    """

    private_key: bytes = field(repr=False)

    @classmethod
    def new(cls) -> DeviceIdentity:
        """A fresh identity."""
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def load(cls, path: Path) -> DeviceIdentity:
        """The identity kept in a file. Raises FileNotFoundError and files.StoreRefused."""
        private_key = files.read_private(path, KEY_BYTES + 1)
        if len(private_key) != KEY_BYTES:
            raise files.StoreRefused(
                N_("{path} does not hold the secret of a Qaller app. Remove it and log in with a new pairing code."),
                path=path,
            )
        return cls(private_key)

    def save(self, path: Path) -> None:
        """Keep the identity in a file 0600. Raises files.StoreRefused."""
        files.private_folder(path.parent)
        files.write_private(path, self.private_key)

    @property
    def public_key(self) -> bytes:
        """32 bytes, X25519."""
        return X25519PrivateKey.from_private_bytes(self.private_key).public_key().public_bytes_raw()

    @property
    def token(self) -> bytes:
        """32 bytes that only this app can know."""
        return _derive(self.private_key, "device token")

    @property
    def verifier(self) -> bytes:
        """SHA-256 of the token: enough to recognise it, not to forge it."""
        return verifier_of(self.token)

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """What `seal_for_device` sealed for this app. Raises Refused(SECRET_UNREADABLE)."""
        try:
            return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(self.private_key), info)
        except InvalidTag:
            raise Refused(Refusal.SECRET_UNREADABLE) from None


def seal_for_device(public_key: bytes, data: bytes, info: bytes) -> bytes:
    """Data only the app with this public key can read (HPKE, RFC 9180), bound to `info`, such as the device's id."""
    return _SUITE.encrypt(data, X25519PublicKey.from_public_bytes(public_key), info)


def verifier_of(token: bytes) -> bytes:
    """What the store keeps of a token: its SHA-256; enough for 32 random bytes."""
    return sha256(token).digest()


class Passwords:
    """argon2id at OWASP's cost (PW-4), at most two runs at once in a process (PW-5)."""

    _turns = threading.BoundedSemaphore(2)

    def __init__(self, memory: int = 47104) -> None:
        """`memory` in KiB; less is for tests alone."""
        self._hasher = PasswordHasher(time_cost=1, memory_cost=memory, parallelism=1, hash_len=32, salt_len=16)
        salt, tag = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
        self._nobody = f"$argon2id$v=19$m={memory},t=1,p=1${salt}${tag}"

    def hash(self, password: str) -> str:
        """The PHC string to keep of a password."""
        with self._turns:
            return self._hasher.hash(_encoded(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether this is the password; for an unknown user (None) it is not, at the same cost (PW-6)."""
        encoded = _encoded(password)
        if len(encoded) > PASSWORD_BYTES:
            kept, encoded = None, b""
        with self._turns:
            try:
                return self._hasher.verify(kept or self._nobody, encoded)
            except (VerificationError, InvalidHashError):
                return False

    def needs_rehash(self, kept: str) -> bool:
        """Whether a password that was just right is kept at an older cost."""
        return self._hasher.check_needs_rehash(kept)


def _make_key(path: Path) -> bytes:
    if not path.parent.exists():
        files.private_folder(path.parent)
    with contextlib.suppress(FileExistsError):  # another front end made it a moment ago
        files.create_private(path, secrets.token_bytes(KEY_BYTES))
    return load_key(path, new_store=False)


def _derive(key: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"tui2fa {purpose} v1".encode()).derive(key)


def _framed(*parts: str) -> bytes:
    """The parts, each behind its length, so that no two lists of parts read alike."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _encoded(password: str) -> bytes:
    """Composed and decomposed accents are one password (PW-1)."""
    return normal(password).encode("utf-8", "surrogatepass")
