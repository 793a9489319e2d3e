"""Number, code and password travel on the worker's standard input and nowhere else; it does not outlive its parent."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.voice.rig import CODE, FAST, NUMBER, PASSWORD, job, rig, until
from tui2fa.domain.outcomes import Outcome
from tui2fa.voice import orders
from tui2fa.voice.manner import Manner
from tui2fa.voice.orders import Cancel, Dial, Said, Trunk

SECRETS = (CODE, NUMBER, NUMBER[1:], PASSWORD)
PARENT = """
import sys
from tests.voice.rig import FAST, PASSWORD, job
from tui2fa.delivery.voice import VoiceChannel
from tui2fa.settings.ways import Voice
channel = VoiceChannel(Voice(sys.argv[1], "cv1001"), PASSWORD, FAST)
channel._worker()
print(channel._process.pid, flush=True)
channel.send(job(), lambda outcome: None)
"""


def dial(address: str) -> Dial:
    host, _, port = address.partition(":")
    trunk = Trunk(host, int(port), "udp", "cv1001", PASSWORD, "")
    return Dial("1", trunk, NUMBER, CODE, "nl", 2, "", FAST)


def shows(text: str) -> list[str]:
    """The secrets that can be read in a text."""
    return [secret for secret in SECRETS if secret in text]


async def test_nobody_who_looks_at_the_processes_sees_a_secret() -> None:
    async with rig(Manner(answers=0, presses="1")) as there:
        call = there.sending()
        await until(lambda: Outcome.SPEAKING in there.told)
        assert there.channel._process is not None
        folder = Path(f"/proc/{there.channel._process.pid}")
        for name in ("cmdline", "environ", "comm"):
            with suppress(PermissionError):
                assert shows((folder / name).read_text()) == []
        assert "Max core file size        0                    0" in (folder / "limits").read_text()
        assert shows(repr((dial("127.0.0.1:5060"), job(), there.channel._settings))) == []
        there.channel.cancel("1")
        assert shows(repr(await call)) == []


async def test_the_worker_says_nothing_of_what_it_was_told_whatever_goes_wrong() -> None:
    async with rig(Manner(refuses=486)) as there:
        wrong = [
            dial("127.0.0.1:1"),
            dial(there.phone.address),
            Dial("2", dial("x:1").trunk, "\r\n", CODE, "nl", 2, "/nowhere", FAST),
        ]
        lines = [*map(orders.written, wrong), b'{"kind":\n', b'{"kind": "Dial", "code": "482913"}\n', b"[482913]\n"]
        lines += [orders.written(Cancel("9")), orders.written(Said("482913")), b"x" * 70_000]
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-X", "dev", "-m", "tui2fa.voice"],
            input=b"".join(lines),
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert done.stderr == b""
    assert done.returncode == 0
    assert shows(done.stdout.decode()) == []


async def test_a_worker_whose_parent_is_gone_hangs_up_and_ends() -> None:
    async with rig(Manner(answers=0)) as there:
        argv = (sys.executable, "-c", PARENT, there.phone.address)
        parent = await asyncio.create_subprocess_exec(*argv, stdout=subprocess.PIPE)
        assert parent.stdout is not None
        worker = int(await parent.stdout.readline())
        await there.talking()
        parent.kill()
        await parent.wait()
        await until(lambda: "BYE" in there.phone.got)
        await until(lambda: gone(worker))


def gone(process: int) -> bool:
    """Whether a process has ended, or waits for somebody to notice."""
    status = Path(f"/proc/{process}/status")
    try:
        os.kill(process, 0)
        return "State:\tZ" in status.read_text()
    except (ProcessLookupError, FileNotFoundError):
        return True
