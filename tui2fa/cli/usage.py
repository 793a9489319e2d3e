"""Says what is wrong with a command line, in the language of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click import exceptions

from tui2fa.domain.sentences import N_

if TYPE_CHECKING:
    from tui2fa.locale import Catalogue


class Misused(click.UsageError):
    """A command line that cannot be obeyed, for a reason that is told in the language of the run already."""


def complaint(tr: Catalogue, error: click.ClickException) -> str:
    """What is wrong, and where to read how it is done."""
    if not isinstance(error, click.UsageError):
        return error.format_message()
    path = error.ctx.command_path if error.ctx else "tui2fa"
    return " ".join((_reason(tr, error, path), tr("See: {command}", command=f"{path} --help")))


def _reason(tr: Catalogue, error: click.UsageError, path: str) -> str:
    if isinstance(error, Misused):
        return error.message
    if isinstance(error, exceptions.NoSuchOption):
        if error.ctx is not None and error.option_name in _options(error.ctx.find_root()):
            return tr(N_("{option} goes before the command, right after tui2fa."), option=error.option_name)
        return tr(N_("{command} has no option {option}."), command=path, option=error.option_name)
    if isinstance(error, exceptions.NoSuchCommand):
        return tr(N_("{command} has no command {name}."), command=path, name=error.command_name)
    if isinstance(error, exceptions.BadOptionUsage):
        return tr(N_("{option} needs a value after it."), option=error.option_name)
    name = _name(error)
    if isinstance(error, exceptions.MissingParameter):
        return tr(N_("{name} is missing."), name=name)
    if isinstance(error, exceptions.BadParameter):
        if error.param is not None and isinstance(error.param.type, click.Choice):
            return tr(N_("{name} is one of: {choices}."), name=name, choices=", ".join(error.param.type.choices))
        return tr(N_("What stands at {name} cannot be used."), name=name)
    return tr(N_("{command} does not know what to do with all of these words."), command=path)


def _options(context: click.Context) -> list[str]:
    return [option for parameter in context.command.params for option in parameter.opts]


def _name(error: click.UsageError) -> str:
    """What stands wrong or not at all, as help calls it."""
    parameter = getattr(error, "param", None)
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(error.ctx) if error.ctx else str(parameter.name).upper()
    return parameter.opts[0] if parameter is not None else "?"
