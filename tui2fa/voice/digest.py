"""Answers a server that asks who is calling (RFC 3261 22, RFC 7616, RFC 8760)."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

ALGORITHMS = {"MD5": "md5", "SHA-256": "sha256"}
_PARAMETER = re.compile(r'([A-Za-z0-9_-]{1,32})\s*=\s*(?:"((?:[^"\\]|\\.){0,1024})"|([^\s",]{1,1024}))')


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a server wants to know. `qop` is whether it knows quality of protection, of which we do `auth`."""

    realm: str
    nonce: str
    algorithm: str
    opaque: str | None
    qop: bool
    stale: bool


def chosen(headers: Iterable[str]) -> Challenge | None:
    """The first challenge that can be answered (RFC 8760 2.4); None where none can."""
    return next(filter(None, map(_challenge, headers)), None)


def _challenge(header: str) -> Challenge | None:
    scheme, _, rest = header.strip().partition(" ")
    found = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(rest)}
    algorithm = found.get("algorithm", "MD5").upper()
    offered = [word.strip().lower() for word in found.get("qop", "").split(",") if word.strip()]
    if scheme.lower() != "digest" or algorithm not in ALGORITHMS or not {"realm", "nonce"} <= found.keys():
        return None
    if offered and "auth" not in offered:
        return None
    stale = found.get("stale", "").lower() == "true"
    return Challenge(found["realm"], found["nonce"], algorithm, found.get("opaque"), bool(offered), stale)


def credentials(challenge: Challenge, username: str, password: str, method: str, uri: str) -> str:
    """The value of an Authorization header. Text of the challenge goes back as it came, still escaped."""
    once = secrets.token_hex(8)
    escaped = username.replace("\\", "\\\\").replace('"', '\\"')
    parts = [
        f'username="{escaped}"',
        f'realm="{challenge.realm}"',
        f'nonce="{challenge.nonce}"',
        f'uri="{uri}"',
        f'response="{response(challenge, username, password, method, uri, once)}"',
        f"algorithm={challenge.algorithm}",
    ]
    parts += [f'cnonce="{once}"', "qop=auth", "nc=00000001"] if challenge.qop else []
    parts += [f'opaque="{challenge.opaque}"'] if challenge.opaque is not None else []
    return f"Digest {', '.join(parts)}"


def response(challenge: Challenge, username: str, password: str, method: str, uri: str, once: str) -> str:
    """The proof that one knows the password; `once` is what the caller made up (cnonce)."""

    def hashed(text: str) -> str:
        return hashlib.new(ALGORITHMS[challenge.algorithm], text.encode(), usedforsecurity=False).hexdigest()

    one = hashed(f"{username}:{_plain(challenge.realm)}:{password}")
    nonce = _plain(challenge.nonce)
    middle = f"{nonce}:00000001:{once}:auth" if challenge.qop else nonce
    return hashed(f"{one}:{middle}:{hashed(f'{method}:{uri}')}")


def parameters(header: str) -> dict[str, str]:
    """The parameters of a challenge or of credentials, unescaped."""
    found = _PARAMETER.findall(header.partition(" ")[2])
    return {name.lower(): _plain(quoted) or bare for name, quoted, bare in found}


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
