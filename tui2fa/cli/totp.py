"""`totp`: what the operator does for an authenticator."""

from __future__ import annotations

import click

from tui2fa.cli.helping import Group
from tui2fa.cli.shared import moment_words, open_store, say, words_of
from tui2fa.domain.sentences import N_


@click.group(cls=Group, help=N_("Help with authenticators."))
def totp() -> None:
    """Help with authenticators."""


@totp.command(
    "unlock-step",
    help=N_(
        "Let an authenticator's codes count again after the clock of this machine went back. Set the clock right "
        "first: codes of the time that it repeats could be used twice."
    ),
    short_help=N_("Let codes count again after a set clock."),
)
@click.argument("login")
@click.pass_context
def unlock_step(context: click.Context, *, login: str) -> None:
    """Let an authenticator's codes count again."""
    with open_store(context) as services:
        present = services.operator.unlock_step(login)
    tr = words_of(context)
    words = N_("Codes of the authenticator of {login} count again from {moment} on.")
    say(tr(words, login=login, moment=moment_words(tr, present)))
