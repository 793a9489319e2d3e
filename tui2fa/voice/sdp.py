"""What each side says about the sound of a call (RFC 4566, offer and answer of RFC 3264)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tui2fa.voice.g711 import LAWS, Law
from tui2fa.voice.rtp import EVENTS
from tui2fa.voice.sip import Malformed

CONTENT = "application/sdp"
_ADDRESS = re.compile(r"c=IN IP[46] (\S+)")
_AUDIO = re.compile(r"m=audio (\d{1,5})(?:/\d+)? RTP/AVP((?: \d{1,3}){1,64})")
_MAP = re.compile(r"a=rtpmap:(\d{1,3}) ([A-Za-z0-9-]{1,32})/8000")


@dataclass(frozen=True, slots=True)
class Sound:
    """Where the other side wants its sound, in which laws, the best first, and which payload type its keys have."""

    host: str
    port: int
    laws: tuple[Law, ...]
    events: int | None

    @property
    def address(self) -> tuple[str, int] | None:
        """Where to send; None while it wants nothing (RFC 3264 8.4)."""
        return None if self.port == 0 or ipaddress.ip_address(self.host).is_unspecified else (self.host, self.port)


def describe(host: str, port: int, laws: Sequence[Law] = tuple(LAWS.values()), events: int | None = EVENTS) -> bytes:
    """An offer or an answer with these laws, and this payload type of keys."""
    family = "IP6" if ":" in host else "IP4"
    types = [law.payload_type for law in laws] + ([] if events is None else [events])
    keys = [] if events is None else [f"a=rtpmap:{events} telephone-event/8000", f"a=fmtp:{events} 0-11"]
    lines = [
        "v=0",
        f"o=- {port} 1 IN {family} {host}",
        "s=-",
        f"c=IN {family} {host}",
        "t=0 0",
        f"m=audio {port} RTP/AVP {' '.join(map(str, types))}",
        *(f"a=rtpmap:{law.payload_type} {law.name}/8000" for law in laws),
        *keys,
        "a=ptime:20",
        "a=sendrecv",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def parse(body: bytes) -> Sound:
    """What a body says of its first stream of sound. Raises Malformed where there is none that we can speak."""
    session, _, rest = body.decode("utf-8", "replace").replace("\r", "").partition("\nm=")
    media = re.split(r"\nm=", f"m={rest}")[0]
    audio = _AUDIO.match(media)
    address = _ADDRESS.search(media) or _ADDRESS.search(session)
    if not audio or not address:
        raise Malformed
    try:
        host = str(ipaddress.ip_address(address[1]))
    except ValueError:
        raise Malformed from None
    types = [int(number) for number in audio[2].split()]
    laws = tuple(LAWS[number] for number in types if number in LAWS)
    if not laws or not 0 <= int(audio[1]) <= 65535:
        raise Malformed
    names = {int(number): name.lower() for number, name in _MAP.findall(media)}
    events = next((number for number in types if names.get(number) == "telephone-event"), None)
    return Sound(host, int(audio[1]), laws, events)
