"""What the operator's program is handed, and how its end is read."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui2fa.delivery.base import Channel, Job, Result
from tui2fa.delivery.command import CommandChannel
from tui2fa.delivery.qaller import QallerChannel
from tui2fa.domain.outcomes import Outcome

JOB = Job("1", "+31612345678", "482913", "Uw code is 482913.", "nl", datetime(2026, 11, 22, 14, 2, tzinfo=UTC))


def program(folder: Path, body: str) -> Path:
    path = folder / "call"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def send(path: Path, *arguments: str, seconds: float = 10, job: Job = JOB) -> Result:
    channel: Channel = CommandChannel([str(path), *arguments], seconds)
    return channel.send(job, lambda _outcome: None)


def gone(process: int) -> bool:
    """Whether a process has ended; one that its parent has not yet noticed counts."""
    status = Path(f"/proc/{process}/status")
    return not status.exists() or "State:\tZ" in status.read_text()


def ends(process: int) -> bool:
    """Whether a process is gone within a second: what was killed ends a moment later."""
    end = time.monotonic() + 1
    while not gone(process) and time.monotonic() < end:
        time.sleep(0.02)
    return gone(process)


def wait_for(path: Path) -> str:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if path.exists() and (text := path.read_text()).endswith("\n"):
            return text
        time.sleep(0.02)
    raise TimeoutError(path)


def test_it_gets_the_number_as_the_last_argument_and_the_message_on_its_input(tmp_path: Path) -> None:
    path = program(tmp_path, f'printf "%s\\n" "$@" >{tmp_path}/arguments; cat >{tmp_path}/message')
    assert send(path, "--voice", "two words; exit 75").outcome is Outcome.ACCEPTED
    assert (tmp_path / "arguments").read_text() == "--voice\ntwo words; exit 75\n+31612345678\n"
    assert (tmp_path / "message").read_text() == "Uw code is 482913.\n"


def test_it_sees_no_environment_but_path_and_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_OPERATOR", "hunter2")
    path = program(tmp_path, f"/usr/bin/env >{tmp_path}/environment; pwd >{tmp_path}/folder")
    assert send(path).outcome is Outcome.ACCEPTED
    names = {line.partition("=")[0] for line in (tmp_path / "environment").read_text().splitlines()}
    assert names - {"PWD", "OLDPWD", "SHLVL", "_"} == {"PATH", "LANG"}, "the shell's own aside"
    assert "LANG=nl_NL.UTF-8" in (tmp_path / "environment").read_text()
    assert (tmp_path / "folder").read_text() == "/\n"


def test_it_inherits_no_open_file(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        path = program(tmp_path, f"ls -l /proc/$$/fd >{tmp_path}/files")
        assert send(path).outcome is Outcome.ACCEPTED
    assert "secret" not in (tmp_path / "files").read_text()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0, Outcome.ACCEPTED),
        (67, Outcome.BAD_NUMBER),
        (69, Outcome.UNREACHABLE),
        (75, Outcome.TEMPORARY),
        (77, Outcome.NOT_ALLOWED),
        (78, Outcome.MISCONFIGURED),
        (1, Outcome.TEMPORARY),
    ],
)
def test_its_exit_status_is_read_as_an_outcome(tmp_path: Path, status: int, outcome: Outcome) -> None:
    assert send(program(tmp_path, f"exit {status}")).outcome is outcome


def test_killed_by_a_signal_it_may_be_tried_again(tmp_path: Path) -> None:
    assert send(program(tmp_path, "kill -9 $$")).outcome is Outcome.TEMPORARY


def test_a_program_that_hangs_ends_with_all_its_children(tmp_path: Path) -> None:
    path = program(tmp_path, f"trap '' TERM; sleep 60 & echo $! >{tmp_path}/child; wait")
    assert send(path, seconds=0.3).outcome is Outcome.UNKNOWN
    assert ends(int(wait_for(tmp_path / "child")))


def test_a_program_that_reads_nothing_and_prints_without_end_does_no_harm(tmp_path: Path) -> None:
    job = Job("1", "+31612345678", "482913", "x" * 1_000_000, "en", JOB.expires)
    assert send(program(tmp_path, "head -c 10000000 /dev/zero; exit 67"), job=job).outcome is Outcome.BAD_NUMBER


def test_what_it_prints_goes_nowhere(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    result = send(program(tmp_path, "cat; cat >&2 </etc/hostname; echo 482913 >&2; exit 75"))
    assert capfd.readouterr() == ("", "")
    assert "482913" not in repr((result, JOB))


def test_a_missing_a_forbidden_and_a_broken_program_are_misconfigured(tmp_path: Path) -> None:
    assert send(tmp_path / "nothing").outcome is Outcome.MISCONFIGURED
    broken = program(tmp_path, "exit 0")
    broken.write_bytes(b"\0not a program")
    assert send(broken).outcome is Outcome.MISCONFIGURED
    broken.chmod(0o644)
    assert send(broken).outcome is Outcome.MISCONFIGURED


def test_check_names_what_is_wrong_and_runs_nothing(tmp_path: Path) -> None:
    path = program(tmp_path, f"touch {tmp_path}/ran")
    assert CommandChannel([str(path)]).check() == []
    path.chmod(0o757)
    assert "chmod go-w" in CommandChannel([str(path)]).check()[0].message
    path.chmod(0o644)
    assert "not a program" in CommandChannel([str(path)]).check()[0].message
    assert "not a program" in CommandChannel([str(tmp_path)]).check()[0].message
    path.unlink()
    assert CommandChannel([str(path)]).check()[0].message == "{path} is not there."
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (lambda channel: channel.close(), Outcome.TEMPORARY),
        (lambda channel: channel.cancel(JOB.id), Outcome.HUNG_UP),
    ],
    ids=["closing", "hanging up"],
)
def test_what_is_under_way_can_be_ended(
    tmp_path: Path, end: Callable[[CommandChannel], None], outcome: Outcome
) -> None:
    channel = CommandChannel([str(program(tmp_path, f"echo $$ >{tmp_path}/started; sleep 60"))])
    results: list[Result] = []
    caller = threading.Thread(target=lambda: results.append(channel.send(JOB, lambda _outcome: None)))
    caller.start()
    wait_for(tmp_path / "started")
    end(channel)
    caller.join(10)
    assert [result.outcome for result in results] == [outcome]


def test_what_is_being_started_while_all_is_closed_ends_too(tmp_path: Path) -> None:
    channel = CommandChannel([str(program(tmp_path, "sleep 60"))])
    channel.close()
    result = channel.send(JOB, lambda _outcome: None)
    assert result.outcome is Outcome.TEMPORARY
    assert result.seconds < 30


def test_qaller_says_whether_a_device_shows_the_code() -> None:
    posted: list[Job] = []

    def post(job: Job) -> bool:
        posted.append(job)
        return True

    def fail(job: Job) -> bool:
        raise OSError(job.code)

    def outcome(channel: Channel) -> Result:
        return channel.send(JOB, lambda _outcome: None)

    assert outcome(QallerChannel(post)).outcome is Outcome.SHOWN
    assert posted == [JOB]
    assert outcome(QallerChannel(lambda _job: False)).outcome is Outcome.UNREACHABLE
    failed = outcome(QallerChannel(fail))
    assert (failed.outcome, failed.detail) == (Outcome.TEMPORARY, "OSError")
