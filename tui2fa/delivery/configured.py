"""The channels that the operator's settings ask for."""

from __future__ import annotations

from collections.abc import Iterable

from tui2fa.delivery.base import Channel, Job, Problem, Progress, Result, Telling
from tui2fa.delivery.command import CommandChannel
from tui2fa.delivery.sms import SmsChannel
from tui2fa.delivery.voice import VoiceChannel
from tui2fa.delivery.webhook import WebhookChannel
from tui2fa.domain.outcomes import Outcome
from tui2fa.settings.file import SettingsError, secret
from tui2fa.settings.ways import WAYS, Command, Sms, Voice, Way, Webhook


def channels(ways: Iterable[Way]) -> tuple[Channel, ...]:
    """A channel for each way, in the same order; one whose secret cannot be read bars no other, and nobody's login."""
    return tuple(map(_channel, ways))


class Unusable:
    """A way whose secret cannot be read: it says so, and sends nothing."""

    telling = Telling.NOT

    def __init__(self, name: str, error: SettingsError) -> None:
        self.name = name
        self._problem = Problem(error.message, error.values)

    def check(self) -> list[Problem]:
        """What is wrong with the secret."""
        return [self._problem]

    def send(self, job: Job, progress: Progress) -> Result:
        """Nothing."""
        return Result(Outcome.MISCONFIGURED, "its secret cannot be read")

    def cancel(self, job: str) -> None:
        """Nothing is ever under way."""

    def close(self) -> None:
        """Nothing is ever under way."""


def _channel(way: Way) -> Channel:
    try:
        return _made(way)
    except SettingsError as error:
        return Unusable(next(name for name, kind in WAYS.items() if isinstance(way, kind)), error)


def _made(way: Way) -> Channel:
    match way:
        case Voice():
            return VoiceChannel(way, secret(way.password_file) if way.password_file else "")
        case Sms():
            texts = {"nl": way.text_nl, "en": way.text_en}
            return SmsChannel(secret(way.url_file), texts, way.timeout_seconds)
        case Webhook():
            return WebhookChannel(way.url, secret(way.secret_file), way.timeout_seconds)
        case Command():
            return CommandChannel(way.argv, way.timeout_seconds)
