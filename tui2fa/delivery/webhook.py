"""The webhook channel: one signed HTTP request for each message (Standard Webhooks)."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.sentences import N_

if TYPE_CHECKING:
    import httpx

SHORTEST, LONGEST = 24, 64
"""Bytes of a secret (Standard Webhooks)."""
PACKAGES = ("httpx", "standardwebhooks")
OUTCOMES = {
    401: Outcome.CREDENTIALS,
    403: Outcome.CREDENTIALS,
    404: Outcome.MISCONFIGURED,
    405: Outcome.MISCONFIGURED,
    408: Outcome.TEMPORARY,
    410: Outcome.MISCONFIGURED,
    422: Outcome.BAD_NUMBER,
    425: Outcome.TEMPORARY,
    429: Outcome.TEMPORARY,
}
"""What a status means; besides: 2xx accepted, 3xx badly configured, other 4xx refused, 5xx temporary."""


class WebhookChannel:
    """Posts each job to the operator's `url`, signed with the `secret` (whsec_…), and looks at the status alone.

    Redirects are not followed, the answer is not read: neither can make the code go elsewhere or keep this waiting.
    """

    name = "webhook"
    telling = Telling.WRITTEN

    def __init__(self, url: str, secret: str, seconds: float) -> None:
        self._url = url
        self._secret = secret
        self._seconds = seconds

    def check(self) -> list[Problem]:
        """Whether the packages are there and the secret is one; nothing is requested."""
        if any(importlib.util.find_spec(package) is None for package in PACKAGES):
            return [Problem(N_("The webhook needs more packages. Run: pip install 'tui2fa[webhook]'"))]
        try:
            self._sign("check", datetime.now(UTC), "")
            length = len(base64.b64decode(self._secret.removeprefix("whsec_"), validate=True))
        except Exception:  # noqa: BLE001 - what a library says of a bad secret may hold it
            return [Problem(N_("The secret of the webhook must be base64, such as whsec_…"))]
        if not SHORTEST <= length <= LONGEST:
            named = {"least": str(SHORTEST), "most": str(LONGEST)}
            return [Problem(N_("The secret of the webhook must be {least} to {most} bytes in base64."), named)]
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        """Post it; UNKNOWN when no status came in time after it went out."""
        started = time.monotonic()
        if self.check():
            return Result(Outcome.MISCONFIGURED)
        try:
            outcome, detail = asyncio.run(self._post(job))
        except Exception as error:  # noqa: BLE001 - a failed delivery is a result, whatever went wrong
            outcome, detail = Outcome.UNKNOWN, type(error).__name__
        return Result(outcome, detail, time.monotonic() - started)

    def cancel(self, job: str) -> None:
        """A request that went out cannot be called back."""

    def close(self) -> None:
        """What is under way ends by itself within its time."""

    async def _post(self, job: Job) -> tuple[Outcome, str]:
        import httpx

        now = datetime.now(UTC)
        body = json.dumps(
            {
                "type": "notice" if job.is_notice else "code",
                "timestamp": now.isoformat(timespec="seconds"),
                "data": {
                    "to": job.to,
                    "language": job.language,
                    "message": job.message,
                    "code": job.code,
                    "expires": job.expires.isoformat(timespec="seconds"),
                },
            }
        )
        headers = {
            "content-type": "application/json",
            "user-agent": "tui2fa",
            "webhook-id": job.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._sign(job.id, now, body),
        }
        try:
            async with asyncio.timeout(self._seconds), httpx.AsyncClient(timeout=self._seconds) as client:
                return await self._status(client, body, headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return Outcome.UNREACHABLE, type(error).__name__
        except (TimeoutError, httpx.HTTPError) as error:
            return Outcome.UNKNOWN, type(error).__name__

    async def _status(self, client: httpx.AsyncClient, body: str, headers: dict[str, str]) -> tuple[Outcome, str]:
        async with client.stream("POST", self._url, content=body, headers=headers) as answer:
            return judged(answer.status_code), f"status {answer.status_code}"

    def _sign(self, name: str, now: datetime, body: str) -> str:
        from standardwebhooks import Webhook

        return Webhook(self._secret).sign(name, now, body)


def judged(status: int) -> Outcome:
    """What an HTTP status means for the person who waits."""
    if status in OUTCOMES:
        return OUTCOMES[status]
    ranges = {2: Outcome.ACCEPTED, 3: Outcome.MISCONFIGURED, 4: Outcome.REFUSED}
    return ranges.get(status // 100, Outcome.TEMPORARY)
