"""SIP messages: read with suspicion, written by hand (RFC 3261)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from sipmessage import Message, Request, Response

LARGEST = 16_384
"""Bytes of a message; longer ones are dropped unread."""
METHODS = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE"
AGENT = "tui2fa"
PHRASES = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    401: "Unauthorized",
    405: "Method Not Allowed",
    407: "Proxy Authentication Required",
    481: "Call/Transaction Does Not Exist",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    603: "Decline",
}
_FOLDED = re.compile(rb"\r\n[ \t]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_ROUTE = re.compile(r"<[^<>]{1,512}>[^,<>]{0,256}")
_TARGET = re.compile(r"sips?:[^\s<>\"]{1,512}")
_TAG = re.compile(r";\s*tag\s*=\s*([^\s;,>]+)", re.IGNORECASE)
_MOST_ROUTES = 10


class Malformed(ValueError):
    """Not a message, or one that nobody can do anything with."""


def parse(data: bytes) -> Request | Response:
    """A message with the headers that every message has. Raises Malformed, and nothing else whatever comes in."""
    if len(data) > LARGEST:
        raise Malformed
    head, separator, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    try:
        message = Message.parse(_FOLDED.sub(b" ", head) + separator + body)
        branch(message)
        message.cseq  # noqa: B018 - read to see whether it can be
        present = all(message.headers.get(name) for name in ("From", "To", "Call-ID"))
    except Exception:  # noqa: BLE001 - it comes from the network
        raise Malformed from None
    values = [value for name in message.headers.keys() for value in message.headers.getlist(name)]  # noqa: SIM118
    if not present or any(_CONTROL.search(value) for value in values):
        raise Malformed
    return message


def branch(message: Message) -> str:
    """What the sender of the request calls this transaction (8.1.1.7)."""
    return str(message.via[0].parameters["branch"])


def tag(header: str | None) -> str:
    """The tag of a From or To header; "" for none."""
    found = _TAG.search((header or "").rpartition(">")[2] or header or "")
    return found[1] if found else ""


def routes(message: Message) -> list[str]:
    """The proxies that want to stay in the dialog, as a caller passes them (12.1.2)."""
    found = [route for value in message.headers.getlist("Record-Route") for route in _ROUTE.findall(value)]
    return found[:_MOST_ROUTES][::-1]


def target(message: Message, otherwise: str) -> str:
    """Where the other side wants the requests of this dialog."""
    found = _TARGET.search(message.headers.get("Contact") or "")
    return found[0] if found else otherwise


def new_branch() -> str:
    """A name for a transaction that no other has."""
    return f"z9hG4bK{secrets.token_hex(10)}"


def request(method: str, uri: str, headers: Sequence[tuple[str, str]], body: bytes = b"", kind: str = "") -> bytes:
    """A request; `kind` is the content type of its body."""
    return _message(f"{method} {uri} SIP/2.0", headers, body, kind)


def response(
    to: Request,
    code: int,
    headers: Sequence[tuple[str, str]] = (),
    *,
    own_tag: str = "",
    body: bytes = b"",
    kind: str = "",
) -> bytes:
    """The answer to a request; `own_tag` goes behind its To header where there is none yet (8.2.6)."""
    heads = to.headers
    called = heads["To"] if tag(heads["To"]) or not own_tag else f"{heads['To']};tag={own_tag}"
    copied = [("Via", value) for value in heads.getlist("Via")]
    copied += [("Record-Route", value) for value in heads.getlist("Record-Route")]
    copied += [("From", heads["From"]), ("To", called), ("Call-ID", heads["Call-ID"]), ("CSeq", heads["CSeq"])]
    return _message(f"SIP/2.0 {code} {PHRASES.get(code, 'Refused')}", [*copied, *headers], body, kind)


def _message(start: str, headers: Sequence[tuple[str, str]], body: bytes, kind: str) -> bytes:
    lines = [start, *(f"{name}: {value}" for name, value in headers), f"User-Agent: {AGENT}"]
    lines += [f"Content-Type: {kind}"] if body else []
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body
