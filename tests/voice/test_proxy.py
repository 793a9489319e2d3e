"""The same call past programs of others: Kamailio asks for the password, baresip listens and records."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
from array import array
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.voice.rig import CLEAR, CODE, NUMBER, PASSWORD, job, until
from tui2fa.delivery.voice import VoiceChannel
from tui2fa.domain.outcomes import Outcome
from tui2fa.settings.ways import Voice
from tui2fa.voice.hearing import Hearing
from tui2fa.voice.manner import Manner
from tui2fa.voice.orders import Pace
from tui2fa.voice.telephone import Telephone

MODULES = next(Path("/usr/lib").glob("*/kamailio/modules"), None)
KAMAILIO = """#!KAMAILIO
debug=0
log_stderror=yes
fork=yes
children=1
auto_aliases=no
listen=udp:127.0.0.1:{port}
listen=tcp:127.0.0.1:{port}
mpath="{modules}/"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "auth.so"
request_route {{
  if (has_totag()) {{
    if (loose_route()) {{ t_relay(); exit; }}
    if (is_method("ACK") && t_check_trans()) {{ t_relay(); }}
    exit;
  }}
  if (is_method("CANCEL")) {{ if (t_check_trans()) {{ t_relay(); }} exit; }}
  if (is_method("OPTIONS")) {{ sl_send_reply("200", "OK"); exit; }}
  if (is_method("INVITE")) {{
    if (!pv_proxy_authenticate("proxy.test", "{password}", "0")) {{ auth_challenge("proxy.test", "1"); exit; }}
    consume_credentials();
    record_route();
    $du = "sip:127.0.0.1:{callee}";
    t_relay();
    exit;
  }}
  sl_send_reply("405", "Method Not Allowed");
}}
"""
BARESIP = """poll_method epoll
sip_listen 127.0.0.1:{port}
audio_player aubridge,x
audio_source aubridge,x
audio_alert aubridge,x
audio_srate 8000
audio_channels 1
jitter_buffer_type fixed
jitter_buffer_delay 2-4
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module sndfile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
snd_path {folder}
"""


@dataclass(frozen=True)
class Proxy:
    """A proxy that asks for the password, in front of whoever is at port `callee`."""

    port: int
    callee: int

    def channel(self, password: str = PASSWORD, transport: str = "udp", pace: Pace = CLEAR) -> VoiceChannel:
        address = f"127.0.0.1:{self.port}"
        return VoiceChannel(Voice(address, "cv1001", transport, number_format="00"), password, pace)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(*argv: str, output: Path) -> Iterator[None]:
    """A program that runs meanwhile; its standard input stays open."""
    with output.open("wb") as file:
        process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=file, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.terminate()
            process.wait()
            if process.stdin:
                process.stdin.close()


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    if MODULES is None or not (program := shutil.which("kamailio", path="/usr/sbin:/usr/bin")):
        pytest.skip("kamailio is not installed")
    made = Proxy(free_port(), free_port())
    quoted = PASSWORD.replace("\\", "\\\\").replace('"', '\\"')
    place = tmp_path / "kamailio.cfg"
    place.write_text(KAMAILIO.format(port=made.port, callee=made.callee, modules=MODULES, password=quoted))
    argv = (program, "-DD", "-E", "-Y", str(tmp_path), "-f", str(place))
    with running(*argv, output=tmp_path / "kamailio.log"):
        yield made


async def ready(channel: VoiceChannel) -> None:
    """Wait until the proxy answers."""
    for _ in range(100):
        if not await asyncio.to_thread(channel.check):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(await asyncio.to_thread(channel.check))


async def test_past_a_proxy_the_code_is_heard_and_a_wrong_password_is_not_taken(proxy: Proxy) -> None:
    phone = Telephone(port=proxy.callee, manner=Manner(answers=0.1, presses="1", when=0.5), frame=CLEAR.frame)
    await phone.start()
    udp, tcp, wrong = proxy.channel(), proxy.channel(transport="tcp"), proxy.channel("another")
    try:
        await ready(udp)
        assert (await asyncio.to_thread(wrong.send, job(), lambda outcome: None)).outcome is Outcome.CREDENTIALS
        assert phone.got == []
        assert (await asyncio.to_thread(udp.send, job(), lambda outcome: None)).outcome is Outcome.HEARD
        assert phone.seen.digits == CODE * 2
        phone.manner = Manner()
        call = asyncio.create_task(asyncio.to_thread(tcp.send, job("en"), lambda outcome: None))
        await until(lambda: phone.seen.caller == "cv1001" and phone.got.count("INVITE") == 2)
        phone.decline()
        assert (await call).outcome is Outcome.DECLINED
        assert phone.got == ["INVITE", "ACK", "BYE", "INVITE", "ACK"]
    finally:
        for channel in (udp, tcp, wrong):
            await asyncio.to_thread(channel.close)
        await phone.stop()


async def test_past_a_proxy_another_telephone_records_the_code(proxy: Proxy, tmp_path: Path) -> None:
    if not (program := shutil.which("baresip")):
        pytest.skip("baresip is not installed")
    folder, control = tmp_path / "baresip", free_port()
    folder.mkdir()
    number = f"00{NUMBER[1:]}"
    (folder / "accounts").write_text(f"<sip:{number}@127.0.0.1:{proxy.callee}>;answermode=auto;regint=0\n")
    (folder / "config").write_text(BARESIP.format(port=proxy.callee, control=control, folder=folder))
    channel = proxy.channel(pace=Pace())
    with ExitStack() as stack:
        stack.enter_context(
            running(program, "-4", "-n", "127.0.0.1", "-f", str(folder), output=tmp_path / "baresip.log")
        )
        await until(lambda: listens(control))
        await ready(channel)
        told: list[Outcome] = []
        call = asyncio.create_task(asyncio.to_thread(channel.send, job(), told.append))
        await until(lambda: Outcome.ANSWERED in told)
        await asyncio.to_thread(press_one, control)
        await until(lambda: CODE in heard(folder))
        channel.cancel("1")
        assert (await call).outcome is Outcome.HUNG_UP
        await asyncio.to_thread(channel.close)
    assert told[-2:] == [Outcome.ANSWERED, Outcome.SPEAKING]


def heard(folder: Path) -> str:
    """The digits in what baresip has recorded so far."""
    recording = next(folder.glob("*-dec.wav")).read_bytes()[44:]
    return Hearing().listen(array("h", recording[: len(recording) // 2 * 2]))


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def press_one(port: int) -> None:
    """Have baresip press key 1 (a netstring of JSON)."""
    command = json.dumps({"command": "sndcode", "params": "1"})
    with socket.create_connection(("127.0.0.1", port), 10) as one:
        one.sendall(f"{len(command)}:{command},".encode())
        one.recv(4096)
