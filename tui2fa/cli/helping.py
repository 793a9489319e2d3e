"""Help in the language of a run: click writes it, and every sentence is looked up as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from tui2fa.domain.sentences import N_

if TYPE_CHECKING:
    from tui2fa.locale import Catalogue

USAGE = N_("Usage:")
CLICKS_OWN = (
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
)
"""What click itself says."""
REQUIRED, DEFAULT = N_("required"), N_("default: {value}")
EXAMPLES = (
    ("tui2fa --demo", N_("try everything; what you do is gone at exit")),
    ("tui2fa", N_("log in and manage your own second factors")),
    ("tui2fa qaller", N_("carry the Qaller app, in a second terminal")),
    ("tui2fa phone", N_("a telephone to try out calls, in a second terminal")),
    ("tui2fa users add 202.mycompany --first-name Jan", N_("make an account")),
    ("tui2fa status 202.mycompany", N_("how is this account protected?")),
    ("tui2fa totp unlock-step 202.mycompany", N_("the clock of this machine went back")),
    ("tui2fa doctor", N_("is this installation in order?")),
)
VARIABLES = (
    ("TUI2FA_DATA_DIR", "--data-dir"),
    ("TUI2FA_DATABASE_URL", "--database"),
    ("TUI2FA_CONFIG", "--config"),
    ("TUI2FA_LANG", "--lang"),
    ("TUI2FA_KEY_FILE", N_("the key that seals the secrets in the store")),
)
WIDEST_FIRST = 40
"""Cells of the first column."""


class _Formatter(click.HelpFormatter):
    """click's, in another language."""

    def __init__(self, tr: Catalogue, width: int | None, most: int | None) -> None:
        super().__init__(width=width, max_width=most)
        self._tr = tr

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How it is called."""
        super().write_usage(prog, args, self._tr(prefix or USAGE) + " ")

    def write_heading(self, heading: str) -> None:
        """Over options, commands, examples, variables."""
        super().write_heading(self._tr(heading))

    def write_text(self, text: str) -> None:
        """What it is for."""
        super().write_text(self._tr(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Something with its meaning; behind that of an option may stand click's remarks in brackets."""
        super().write_dl([(name, self._meaning(meaning)) for name, meaning in rows], col_max, col_spacing)

    def _meaning(self, text: str) -> str:
        meaning, _, remark = text.removesuffix("]").partition("[")
        words = [self._tr(meaning.strip())]
        if remark.startswith("default: "):
            words.append(f"[{self._tr(DEFAULT, value=remark.removeprefix('default: ').partition(';')[0])}]")
        elif remark:
            words.append(f"[{self._tr(REQUIRED)}]")
        return "  ".join(filter(None, words))


class _Helped(click.Command):
    """A command whose help is in the language of the run."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """The whole sentence, because that is what is looked up."""
        return self.short_help or self.help or ""

    def get_help(self, ctx: click.Context) -> str:
        """All of it."""
        formatter = _Formatter(_words(ctx), ctx.terminal_width, ctx.max_content_width)
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")


class Command(_Helped):
    """One that does something."""


class Group(_Helped, click.Group):
    """One of commands."""

    command_class = Command
    group_class = type


class Program(Group):
    """The whole program: its help has examples and tells of the environment."""

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **attributes: Any) -> None:
        """`modules` has commands by their names, and the module beside this one that is imported for each."""
        super().__init__(*arguments, **attributes)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, in the order of the alphabet."""
        del ctx
        return sorted(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One by its name, None where there is none."""
        del ctx
        if cmd_name not in self._modules:
            return None
        found: click.Command = getattr(import_module(f"{__package__}.{self._modules[cmd_name]}"), cmd_name)
        return found

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What one types, and which variables count."""
        for heading, rows in ((N_("Examples"), EXAMPLES), (N_("Environment"), VARIABLES)):
            with formatter.section(heading):
                formatter.write_dl(rows, WIDEST_FIRST)


def _words(context: click.Context) -> Catalogue:
    """The sentences of a run; the settings themselves may be what is wrong."""
    from tui2fa.cli.shared import words_of
    from tui2fa.locale import catalogue
    from tui2fa.settings.file import SettingsError

    with suppress(SettingsError):
        return words_of(context)
    return catalogue("nl")
