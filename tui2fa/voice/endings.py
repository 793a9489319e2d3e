"""How a call ended, and what SIP says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sipmessage import Response

from tui2fa.domain.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Ended:
    """How a call ended. `detail` holds nothing that the other side wrote but numbers."""

    ending: Outcome
    detail: str = ""


class Over(Exception):
    """Ends a call from within."""

    def __init__(self, ending: Outcome, detail: str = "") -> None:
        super().__init__(ending)
        self.ended = Ended(ending, detail)


CODES = {
    486: Outcome.BUSY,
    600: Outcome.BUSY,
    480: Outcome.NO_ANSWER,
    603: Outcome.DECLINED,
    404: Outcome.BAD_NUMBER,
    484: Outcome.BAD_NUMBER,
    604: Outcome.BAD_NUMBER,
    403: Outcome.NOT_ALLOWED,
    401: Outcome.CREDENTIALS,
    407: Outcome.CREDENTIALS,
    429: Outcome.TEMPORARY,
}
"""RFC 3261 21; what is not here is a fault of the server from 500 to 599, else a refusal."""
CAUSES = {17: Outcome.BUSY, 18: Outcome.NO_ANSWER, 19: Outcome.NO_ANSWER, 21: Outcome.DECLINED, 1: Outcome.BAD_NUMBER}
"""ITU-T Q.850, as a Reason header carries it (RFC 3326); tells more than a code that says little."""
_VAGUE = frozenset((408, 480, *range(500, 600)))
_CAUSE = re.compile(r"Q\.850\s*;(?:[^,]*;)?\s*cause\s*=\s*(\d{1,3})", re.IGNORECASE)


def refused(response: Response, *, rang: bool) -> Over:
    """What a final response that is no answer means; `rang` is whether the telephone rang before."""
    code = response.code
    ending = CODES.get(code, Outcome.TEMPORARY if 500 <= code < 600 else Outcome.REFUSED)
    if code == 408:
        ending = Outcome.NO_ANSWER if rang else Outcome.UNREACHABLE
    found = _CAUSE.search((response.headers.get("Reason") or "")[:256])
    if found is None:
        return Over(ending, f"SIP {code}")
    cause = int(found[1])
    return Over(CAUSES.get(cause, ending) if code in _VAGUE else ending, f"SIP {code}, Q.850 {cause}")
