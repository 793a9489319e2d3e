"""The text message channel: by whatever service the operator's URL names, in a process of its own (see `texting`)."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from urllib.parse import quote

from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.sentences import N_

WHOLE = 4.0
"""How often the time of one connection the whole may take, the start of Python included."""


class SmsChannel:
    """Sends each message by a service that apprise knows.

    `url` has one place `{to}` for the number; `texts` are the operator's own sentences by language, with `{code}`.
    The URL and the message reach the process on its input, never as arguments. `seconds` are for each connection.
    """

    name = "sms"
    telling = Telling.WRITTEN

    def __init__(self, url: str, texts: Mapping[str, str], seconds: float) -> None:
        self._url = url
        self._texts = texts
        self._seconds = seconds
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._lock = threading.Lock()

    def check(self) -> list[Problem]:
        """Whether the library is there, and knows the service that the URL names."""
        if importlib.util.find_spec("apprise") is None:
            return [Problem(N_("Text messages need one more package. Run: pip install 'tui2fa[notify]'"))]
        if self._url.count("{to}") != 1:
            return [
                Problem(N_("The URL for text messages must have {to} once, where the number goes."), {"to": "{to}"})
            ]
        found = self._run("check", "", 0)
        if found is Outcome.BAD_NUMBER:
            lost = N_("The URL for text messages is understood, but the number at {to} is left out of what is sent.")
            return [Problem(lost, {"to": "{to}"})]
        if found is not Outcome.SHOWN:
            return [Problem(N_("The URL for text messages is not one that apprise understands."))]
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        """Hand the message over; UNKNOWN when that was not over in time."""
        started = time.monotonic()
        text = self._texts.get(job.language, "")
        message = text.replace("{code}", job.code) if text and not job.is_notice else job.message
        outcome = self._run(job.id, message, self._seconds, job.to)
        return Result(outcome, seconds=time.monotonic() - started)

    def cancel(self, job: str) -> None:
        """A message that was handed over cannot be called back."""

    def close(self) -> None:
        """End what is under way."""
        with self._lock:
            for process in self._running.values():
                _kill(process)

    def _run(self, key: str, message: str, seconds: float, to: str = "+31600000000") -> Outcome:
        url = self._url.replace("{to}", quote(to, safe=""))
        job = json.dumps({"url": url, "to": to, "message": message, "seconds": seconds})
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tui2fa.delivery.texting"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={name: value for name, value in os.environ.items() if not name.startswith("TUI2FA_")},
                start_new_session=True,
            )
        except OSError:
            return Outcome.MISCONFIGURED
        with self._lock:
            self._running[key] = process
        with process:
            try:
                answer, _ = process.communicate(job, timeout=WHOLE * max(seconds, 2))
                return Outcome(answer.strip())
            except (subprocess.TimeoutExpired, ValueError):
                return Outcome.UNKNOWN
            finally:
                _kill(process)
                with self._lock:
                    self._running.pop(key, None)


def _kill(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
