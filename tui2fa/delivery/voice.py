"""The voice channel: calls a number over SIP; speaks a code to whoever presses 1, a notice to whoever answers."""

from __future__ import annotations

import re
import secrets
import threading
import time
from contextlib import suppress
from pathlib import Path

from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.delivery.gate import BARRED
from tui2fa.delivery.lines import Lines
from tui2fa.domain import phone
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.sentences import N_
from tui2fa.settings.ways import Voice
from tui2fa.voice import clips
from tui2fa.voice.orders import Ask, Dial, Order, Pace, Trunk
from tui2fa.voice.process import Process

CHECKED = {
    Outcome.CREDENTIALS: N_("{server} does not accept this user name and password."),
    Outcome.UNREACHABLE: N_("{server} does not answer over {transport}."),
    Outcome.TEMPORARY: N_("{server} could not be asked now."),
    Outcome.REFUSED: N_("{server} could not be asked now."),
    Outcome.UNKNOWN: N_("{server} could not be asked now."),
}
"""What a server that was asked whether it is there may have answered."""
TOLD = 3
SIP_PORT = 5060
_NUMBER = re.compile(r"\+[0-9]{5,15}")


class VoiceChannel:
    """Has every call made by a worker process, so that a busy screen does not disturb the sound.

    The worker is started by the first call and kept; one that died or went silent is replaced by the next call.
    """

    name = "voice"

    def __init__(self, settings: Voice, password: str = "", pace: Pace = Pace()) -> None:  # noqa: B008 - frozen
        self._settings, self._password, self._pace = settings, password, pace
        self.telling = Telling.SPOKEN if settings.notices else Telling.NOT
        self._process: Process | None = None
        self._lock = threading.Lock()
        self._lines = Lines(max(settings.max_calls, 1), self.cancel)
        self._refused_until = 0.0
        self._closed = False

    def check(self) -> list[Problem]:
        """What is wrong with the recordings; then whether the server is there. Calls nobody.

        A server that refused the password is not asked again for a while: that would lock the account.
        """
        settings = self._settings
        if settings.prompts_dir is not None and (problems := _unplayable(settings.prompts_dir, settings.notices)):
            return problems
        outcome = Outcome.CREDENTIALS
        if time.monotonic() >= self._refused_until:
            ask = Ask(secrets.token_hex(8), self._trunk(), self._pace)
            outcome = self._carry(ask, lambda outcome: None).outcome
        named = {"server": settings.server, "transport": settings.transport.upper()}
        return [Problem(CHECKED[outcome], named)] if outcome in CHECKED else []

    def send(self, job: Job, progress: Progress) -> Result:
        """Call, and speak; takes as long as the call, a minute and a half at most."""
        started = time.monotonic()
        if not _NUMBER.fullmatch(job.to) or not re.fullmatch("[0-9]{0,20}", job.code or job.call_back):
            return Result(Outcome.BAD_NUMBER, "not E.164, or no digits")
        if not self._lines.take(job, self._pace.farewell + 1):
            return Result(Outcome.TEMPORARY, "all lines are in use")
        try:
            result = self._carry(self._dial(job), progress)
        finally:
            self._lines.give_back(job)
        return Result(result.outcome, result.detail, time.monotonic() - started)

    def cancel(self, job: str) -> None:
        """Hang up a call that is under way."""
        if (process := self._process) is not None:
            process.cancel(job)

    def close(self) -> None:
        """Hang up every call and end the worker."""
        with self._lock:
            self._closed, process = True, self._process
        if process is not None:
            process.end(self._pace.farewell)

    def _carry(self, order: Order, progress: Progress) -> Result:
        """Hand an order to the worker and wait for its last word."""
        try:
            mouth = self._worker().take(order)
        except OSError as error:
            return Result(Outcome.TEMPORARY, type(error).__name__)
        while not (said := mouth.get()).last:
            with suppress(Exception):  # a screen that is gone does not end a call
                progress(Outcome(said.ending))
        if said.ending == Outcome.CREDENTIALS:
            self._refused_until = time.monotonic() + BARRED
        return Result(Outcome(said.ending), said.detail)

    def _worker(self) -> Process:
        """The worker, a new one where there is none. Raises OSError."""
        with self._lock:
            if self._closed:
                raise ConnectionAbortedError
            if self._process is None or not self._process.alive:
                self._process = Process(self._pace.patience)
            return self._process

    def _dial(self, job: Job) -> Dial:
        settings = self._settings
        return Dial(
            job=job.id,
            trunk=self._trunk(),
            number=server_form(job.to, settings.number_format, settings.caller_id),
            digits=job.code or job.call_back,
            notice=job.is_notice,
            language=job.language,
            ring=settings.ring_seconds,
            prompts=str(settings.prompts_dir or ""),
            pace=self._pace,
        )

    def _trunk(self) -> Trunk:
        settings = self._settings
        host, _, port = settings.server.partition(":")
        return Trunk(
            host, int(port or SIP_PORT), settings.transport, settings.username, self._password, settings.caller_id
        )


def _unplayable(folder: Path, notices: bool) -> list[Problem]:
    """The recordings in a folder that cannot be played; the first few say enough."""
    unread, other = N_("{path} cannot be read: {system}."), N_("{path} is not a WAV file of 8000 Hz, mono, 16 bits.")
    found = clips.check(folder, notices=notices)[:TOLD]
    return [Problem(unread if said else other, {"path": str(path), "system": said}) for path, said in found]


def server_form(number: str, form: str, caller: str = "") -> str:
    """An E.164 number as a server wants it; `caller` tells which country is home."""
    if form == "e164":
        return number
    if form == "00":
        return f"00{number.removeprefix('+')}"
    return phone.dialled(number, caller)
