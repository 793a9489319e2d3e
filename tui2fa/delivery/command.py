"""The command channel: a program of the operator's, handed the number as an argument and the message on its input."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.sentences import N_

OUTCOMES = {
    os.EX_OK: Outcome.ACCEPTED,
    os.EX_NOUSER: Outcome.BAD_NUMBER,
    os.EX_UNAVAILABLE: Outcome.UNREACHABLE,
    os.EX_TEMPFAIL: Outcome.TEMPORARY,
    os.EX_NOPERM: Outcome.NOT_ALLOWED,
    os.EX_CONFIG: Outcome.MISCONFIGURED,
}
"""What the program's exit status means (sysexits.h); any other is TEMPORARY."""
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LOCALES = {"nl": "nl_NL.UTF-8", "en": "en_GB.UTF-8"}


class CommandChannel:
    """Runs the operator's program once for each job, without a shell, in a session of its own.

    `argv` starts with an absolute path; the number (E.164) is appended. The program has `seconds` to end; then its
    whole process group is killed. What it prints is thrown away: it may hold the code.
    """

    name = "command"
    telling = Telling.WRITTEN

    def __init__(self, argv: Sequence[str], seconds: float = 30) -> None:
        self._argv = tuple(argv)
        self._seconds = seconds
        self._running: dict[str, int] = {}
        self._given_up: set[str] = set()
        self._closed = False
        self._lock = threading.Lock()

    def check(self) -> list[Problem]:
        """Whether the program is there, may be run, and cannot be changed by others."""
        program = Path(self._argv[0])
        named = {"path": str(program)}
        try:
            mode = program.stat().st_mode
        except FileNotFoundError:
            return [Problem(N_("{path} is not there."), named)]
        except OSError as error:
            return [Problem(N_("{path} cannot be read: {system}."), named | {"system": str(error.strerror)})]
        problems = []
        if not stat.S_ISREG(mode) or not os.access(program, os.X_OK):
            problems.append(Problem(N_("{path} is not a program that can be run."), named))
        if mode & stat.S_IWOTH:
            problems.append(Problem(N_("{path} can be changed by others. Run: chmod go-w {path}"), named))
        return problems

    def send(self, job: Job, progress: Progress) -> Result:
        """Run the program and read its exit status; UNKNOWN when it did not end in time."""
        started = time.monotonic()
        outcome, detail = self._run(job)
        return Result(outcome, detail, time.monotonic() - started)

    def cancel(self, job: str) -> None:
        """End the program that carries this job."""
        with self._lock:
            self._given_up.add(job)
            if job in self._running:
                _kill(self._running[job])

    def close(self) -> None:
        """End the programs that run, and those just being started, so that leaving takes no 30 seconds."""
        with self._lock:
            self._closed = True
            for group in self._running.values():
                _kill(group)

    def _run(self, job: Job) -> tuple[Outcome, str]:
        try:
            process = subprocess.Popen(  # noqa: S603 - the operator's own argv, no shell
                [*self._argv, job.to],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": SEARCH_PATH, "LANG": LOCALES.get(job.language, "C.UTF-8")},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            return Outcome.MISCONFIGURED, type(error).__name__
        with self._lock:
            self._running[job.id] = process.pid
            if self._closed or job.id in self._given_up:  # while the program was being started
                _kill(process.pid)
        try:
            process.communicate(f"{job.message}\n".encode(), timeout=self._seconds)
        except subprocess.TimeoutExpired:
            _kill(process.pid)
            process.wait()
            return Outcome.UNKNOWN, f"no end within {self._seconds:g} s"
        finally:
            with self._lock:
                self._running.pop(job.id, None)
                given_up = job.id in self._given_up
                self._given_up.discard(job.id)
        if given_up:
            return Outcome.HUNG_UP, "given up"
        return OUTCOMES.get(process.returncode, Outcome.TEMPORARY), f"status {process.returncode}"


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
