"""The process that hands one text message to apprise: `python -m tui2fa.delivery.texting`, JSON in, one word out.

It is a process of its own, so that a server that never ends its answer costs neither memory nor time of the panel, and
so that what the library logs or keeps goes with it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any, Self

from tui2fa import hardening
from tui2fa.domain.outcomes import Outcome

BAD_NUMBERS = {21211, 21214, 21217, 21401, 21407, 21610, 21612, 21614}
"""Twilio's codes for a number that does not exist or takes no messages."""
MEMORY = 512 * 1024 * 1024
"""Bytes that this process may take."""


class _Told(logging.Handler):
    """Keeps what the library says went wrong."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(record.getMessage())


class _Requests:
    """Counts the HTTP requests that the library makes, and those that found nobody to be sent to."""

    def __init__(self) -> None:
        self.made = self.unconnected = 0

    def __enter__(self) -> Self:
        from requests.adapters import HTTPAdapter

        self._send = send = HTTPAdapter.send

        def counted(adapter: HTTPAdapter, *arguments: Any, **named: Any) -> Any:
            self.made += 1
            try:
                return send(adapter, *arguments, **named)
            except Exception as error:
                self.unconnected += _is_before_sending(error)
                raise

        HTTPAdapter.send = counted  # type: ignore[assignment, method-assign]
        return self

    def __exit__(self, *ended: object) -> None:
        from requests.adapters import HTTPAdapter

        HTTPAdapter.send = self._send  # type: ignore[method-assign]


def _is_before_sending(error: Exception) -> bool:
    """Whether there was no connection over which a message could have gone out: refused, no such name, a wrong name."""
    from requests.exceptions import ConnectTimeout, SSLError
    from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

    reason = error.args[0].reason if error.args and isinstance(error.args[0], MaxRetryError) else None
    return isinstance(error, ConnectTimeout | SSLError) or isinstance(reason, NewConnectionError | ConnectTimeoutError)


def main() -> int:
    """Send the one message that stands on the input; the outcome is printed."""
    hardening.harden()
    hardening.hide_memory()
    _limit()
    job = json.loads(sys.stdin.read())
    print(send(job["url"], job["to"], job["message"], job["seconds"]))  # noqa: T201 - the answer to the panel
    return 0


def send(url: str, to: str, message: str, seconds: float) -> Outcome:
    """Hand a message over, with so many seconds for each connection, or only look at the URL where there is none.

    A URL that the library understands is then SHOWN, one in which it finds no place for the number BAD_NUMBER. Never
    raises.
    """
    try:
        import apprise
    except ImportError:
        return Outcome.MISCONFIGURED
    told = _Told()
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.WARNING)
    logger.handlers[:], logger.propagate = [told], False
    asset = apprise.AppriseAsset(app_id="tui2fa", async_mode=False, http_redirects=False, storage_mode="memory")
    try:
        service = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if service is None:
            return Outcome.MISCONFIGURED
        if not message:
            understood = str(service.url())  # type: ignore[no-untyped-call]
            return Outcome.SHOWN if to.strip("+") in understood else Outcome.BAD_NUMBER
        service.socket_connect_timeout = service.socket_read_timeout = seconds
        sender = apprise.Apprise(asset=asset)
        sender.add(service)
        with _Requests() as requests:
            sent = sender.notify(body=message, body_format=apprise.NotifyFormat.TEXT)
    except Exception:  # noqa: BLE001 - a library's error may hold the message
        return Outcome.UNKNOWN
    if not sent and requests.made == requests.unconnected > 0:
        return Outcome.UNREACHABLE
    return Outcome.ACCEPTED if sent else judged(" ".join(told.lines))


def judged(complaint: str) -> Outcome:
    """What the library's complaint means; UNKNOWN where the message may have gone out."""
    codes = [int(code) for code in re.findall(r"error[ =:]+(\d{3,5})", complaint)]
    if any(code in BAD_NUMBERS for code in codes):
        return Outcome.BAD_NUMBER
    for code in codes:
        if code in (401, 403, 20003):
            return Outcome.CREDENTIALS
        if code == 429 or code >= 500:
            return Outcome.TEMPORARY
        if 300 <= code < 400 or code in (404, 405):
            return Outcome.MISCONFIGURED
        return Outcome.REFUSED
    return Outcome.UNKNOWN


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
