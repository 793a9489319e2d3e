"""`tui2fa phone`: a telephone on this machine."""

from __future__ import annotations

import click

from tui2fa.cli.helping import Command
from tui2fa.cli.shared import need_terminal, settings_of, words_of
from tui2fa.domain.sentences import N_


@click.command(
    cls=Command,
    help=N_("A telephone on this machine, to try calls."),
)
@click.option("--port", type=click.IntRange(1, 65535), default=5090, show_default=True, help=N_("Where it is called."))
@click.pass_context
def phone(context: click.Context, port: int) -> int:
    """A telephone on this machine, to try calls."""
    need_terminal(context)
    settings = settings_of(context)
    from tui2fa.bootstrap import run_phone

    try:
        return run_phone(settings, port)
    except OSError as error:
        message = N_("The telephone cannot listen on port {port}: {system}.")
        raise click.ClickException(words_of(context)(message, port=port, system=error.strerror or "?")) from None
