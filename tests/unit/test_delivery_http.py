"""Text messages and the webhook against a provider on this machine, on good days and bad."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from tui2fa.delivery.base import Job, Progress
from tui2fa.delivery.configured import channels
from tui2fa.delivery.sms import SmsChannel
from tui2fa.delivery.texting import judged
from tui2fa.delivery.webhook import WebhookChannel
from tui2fa.domain.outcomes import Outcome
from tui2fa.settings.ways import Command, Sms

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NUMBER = "+31612345678"
JOB = Job("job-1", NUMBER, "482913", "Uw Callvoip-code is 482913.", "nl", datetime(2026, 5, 3, 12, 7, tzinfo=UTC))
QUIET: Progress = lambda outcome: None  # noqa: E731
SECONDS = 1.0


@dataclass
class Provider:
    """An HTTP service that answers as a test wants, and keeps what it was asked."""

    status: int = 200
    behaviour: str = ""
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def url(self, scheme: str, path: str = "/code") -> str:
        return f"{scheme}://{self.address}{path}"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider on the loopback address."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            made.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            if made.behaviour == "hang":
                made.ended.wait(20)
                return
            self.send_response(made.status)
            if made.status // 100 == 3:
                self.send_header("location", made.url("http", "/elsewhere"))
            self.end_headers()
            while made.behaviour == "endless" and not made.ended.is_set():
                self.wfile.write(b"x" * 65536)

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                """Who asked has gone."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.address = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.ended.set()
    server.shutdown()
    thread.join()
    server.server_close()


def webhook(provider: Provider) -> WebhookChannel:
    return WebhookChannel(provider.url("http"), SECRET, SECONDS)


def sms(provider: Provider, texts: dict[str, str] | None = None) -> SmsChannel:
    return SmsChannel(provider.url("json", "/sms?:to={to}"), texts or {}, SECONDS)


def test_a_webhook_is_signed_and_carries_all_there_is_to_say(provider: Provider) -> None:
    result = webhook(provider).send(JOB, QUIET)
    assert result.outcome is Outcome.ACCEPTED
    _, headers, body = provider.asked[0]
    sent = Webhook(SECRET).verify(body, headers)
    assert sent["type"] == "code"
    assert sent["data"] == {
        "to": NUMBER,
        "language": "nl",
        "message": JOB.message,
        "code": "482913",
        "expires": "2026-05-03T12:07:00+00:00",
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace("482913", "000000"), headers)
    assert "482913" not in repr(result)


def test_a_text_message_has_the_number_encoded_in_its_url_and_the_operators_own_words(provider: Provider) -> None:
    assert sms(provider, {"nl": "Code {code}"}).send(JOB, QUIET).outcome is Outcome.ACCEPTED
    body = json.loads(provider.asked[0][2])
    assert (body["to"], body["message"]) == (NUMBER, "Code 482913")
    assert sms(provider).send(JOB, QUIET).outcome is Outcome.ACCEPTED
    assert json.loads(provider.asked[1][2])["message"] == JOB.message


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:{port}", "no-such-host.invalid", "[::1]:{port}"],
    ids=["refused", "no name", "another family"],
)
def test_where_nobody_is_there_to_take_a_message_the_next_way_may_be_tried(address: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and never listens
        place = address.format(port=taken.getsockname()[1])
        channel = SmsChannel(f"json://{place}/sms?:to={{to}}", {}, SECONDS)
        assert channel.send(JOB, QUIET).outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize("make", [webhook, sms])
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (500, Outcome.TEMPORARY),
        (429, Outcome.TEMPORARY),
        (402, Outcome.REFUSED),
        (401, Outcome.CREDENTIALS),
        (404, Outcome.MISCONFIGURED),
        (307, Outcome.MISCONFIGURED),
    ],
)
def test_what_the_provider_answers_is_told_as_an_outcome(
    provider: Provider, make: Callable[[Provider], SmsChannel | WebhookChannel], status: int, outcome: Outcome
) -> None:
    provider.status = status
    assert make(provider).send(JOB, QUIET).outcome is outcome
    assert len(provider.asked) == 1, "nothing is asked twice, and nothing elsewhere"


@pytest.mark.parametrize("make", [webhook, sms])
def test_a_provider_that_hangs_may_have_sent_it(
    provider: Provider, make: Callable[[Provider], SmsChannel | WebhookChannel]
) -> None:
    provider.behaviour = "hang"
    assert make(provider).send(JOB, QUIET).outcome is Outcome.UNKNOWN


def test_an_answer_without_end_is_not_waited_for(provider: Provider) -> None:
    provider.behaviour = "endless"
    assert webhook(provider).send(JOB, QUIET).outcome is Outcome.ACCEPTED
    assert sms(provider).send(JOB, QUIET).outcome is Outcome.UNKNOWN


def test_a_provider_that_is_not_there_is_unreachable() -> None:
    assert WebhookChannel("http://127.0.0.1:9/", SECRET, SECONDS).send(JOB, QUIET).outcome is Outcome.UNREACHABLE


def test_the_codes_of_a_provider_are_known() -> None:
    assert judged("Failed to send Twilio notification: no phone number, error=21211.") is Outcome.BAD_NUMBER
    assert judged("A Connection error occurred") is Outcome.UNKNOWN


def test_what_is_wrong_with_the_configuration_is_found_without_sending(provider: Provider) -> None:
    assert webhook(provider).check() == sms(provider).check() == []
    assert "base64" in WebhookChannel(provider.url("http"), "whsec_é", SECONDS).check()[0].message
    assert "24" in WebhookChannel(provider.url("http"), "whsec_Z2VoZWlt", SECONDS).check()[0].values["least"]
    assert "left out" in SmsChannel("json://sms.example/?to={to}", {}, SECONDS).check()[0].message
    assert SmsChannel("json://sms.example/?:to={to}", {}, SECONDS).check() == []
    assert "{to}" in SmsChannel("json://sms.example/", {}, SECONDS).check()[0].values["to"]
    assert "understands" in SmsChannel("pigeon://{to}", {}, SECONDS).check()[0].message
    assert SmsChannel("pigeon://{to}", {}, SECONDS).send(JOB, QUIET).outcome is Outcome.MISCONFIGURED
    assert provider.asked == []


def test_neither_number_nor_code_nor_url_is_seen_in_the_list_of_processes(provider: Provider) -> None:
    provider.behaviour = "hang"
    channel = sms(provider)
    sending = threading.Thread(target=channel.send, args=(JOB, QUIET))
    sending.start()
    while not provider.asked:
        sending.join(0.01)
    seen = b""
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if b"tui2fa.delivery.texting" in (line := (process / "cmdline").read_bytes()):
                seen += line + (process / "environ").read_bytes()
    assert seen
    assert not any(secret in seen for secret in (b"482913", NUMBER.encode(), provider.address.encode()))
    channel.close()
    sending.join(10)
    assert not sending.is_alive()


def test_a_way_whose_secret_cannot_be_read_says_so_and_bars_no_other(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    program = Command(("/bin/true",))
    broken, working = channels((Sms(absent), program))
    assert broken.check()[0].values == {"path": str(absent)}
    assert broken.send(JOB, QUIET).outcome is Outcome.MISCONFIGURED
    assert (broken.name, working.name) == ("sms", "command")
    assert working.check() == []
