"""`tui2fa qaller`: the Qaller app in a terminal."""

from __future__ import annotations

import click

from tui2fa.cli.helping import Command
from tui2fa.cli.shared import need_terminal, settings_of
from tui2fa.domain.sentences import N_


@click.command(cls=Command, help=N_("Carry the Qaller app, which shows your codes."))
@click.pass_context
def qaller(context: click.Context) -> int:
    """Carry the Qaller app, which shows your codes."""
    need_terminal(context)
    settings = settings_of(context)
    from tui2fa.bootstrap import run_qaller

    return run_qaller(settings)
