"""The commands: one module for each group of them, `shared` is what they have in common.

Each imports what it needs when it runs, so that `--help` waits for nothing.

Help is in the language of the run, and so is what is wrong: one line on standard error. A command ends with 0 when all
went well, 1 when what was asked is refused or `doctor` found something, 2 for wrong usage or a missing terminal, and 78
(EX_CONFIG) for settings, a key or a store that cannot be used.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui2fa import __version__, hardening
from tui2fa.cli.helping import Program
from tui2fa.cli.shared import language_of, need_terminal, say, settings_of, words_of
from tui2fa.cli.usage import Misused, complaint
from tui2fa.domain.errors import Refused
from tui2fa.domain.sentences import N_

if TYPE_CHECKING:
    from tui2fa.locale import Catalogue

FOLDER = click.Path(path_type=Path)
COMMANDS = {
    "doctor": "doctor",
    "phone": "phone",
    "qaller": "qaller",
    "status": "accounts",
    "totp": "totp",
    "users": "accounts",
}
"""The commands, and the module of each: it is imported when it is asked for, the panel does not wait for it."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and give the exit status; what goes wrong is one line on standard error."""
    gc.disable()  # starting makes hardly any garbage; it is collected from when the services are open
    hardening.harden()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(errors="backslashreplace")
    context = None
    given = sys.argv[1:] if arguments is None else arguments
    try:
        context = tui2fa.make_context("tui2fa", list(given))
        with context:
            return int(tui2fa.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _complain(_words(context, given)(N_("stopped")), 130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        return _complain(complaint(_words(context, given), error), error.exit_code)
    except BrokenPipeError:
        return 1
    except Exception as error:
        sentence = _sentence(error, context, given)
        if sentence is None:
            raise
        return _complain(sentence, getattr(error, "STATUS", 1))
    finally:
        gc.enable()


@click.group(
    cls=Program,
    modules=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("Manage the second factors of your telephony account."),
)
@click.option("--demo", is_flag=True, help=N_("Demo accounts and a telephone on the screen; nothing is kept."))
@click.option("--practice", is_flag=True, hidden=True, help="The demo, marked as the practice panel of an agent.")
@click.option(
    "--lang", "language", type=click.Choice(["nl", "en"]), is_eager=True, help=N_("The language of the interface.")
)
@click.option("--data-dir", type=FOLDER, metavar="DIR", help=N_("Where the store lies."))
@click.option("--database", metavar="URL", help=N_("Another database: postgresql://user@host/name."))
@click.option("--config", type=FOLDER, metavar="FILE", help=N_("The settings, in TOML."))
@click.version_option(__version__, message="tui2fa %(version)s")
@click.pass_context
def tui2fa(context: click.Context, /, *, demo: bool, practice: bool, **flags: Any) -> int:
    """Manage the second factors of your telephony account."""
    if demo and (context.invoked_subcommand or flags["data_dir"] or flags["database"] or flags["config"]):
        raise Misused(words_of(context)(N_("--demo has a store of its own: use it alone, or with --lang.")))
    if practice and not demo:
        raise click.NoSuchOption("--practice", ctx=context)
    if context.invoked_subcommand:
        hardening.hide_memory()  # the panel does this behind its first screen
        return 0
    need_terminal(context)
    if demo:
        from tui2fa.bootstrap import run_demo

        return run_demo(language_of(context), practice=practice)
    settings = settings_of(context)
    from tui2fa.bootstrap import run_panel

    return run_panel(settings)


def _words(context: click.Context | None, given: Sequence[str]) -> Catalogue:
    """The sentences in the language of a run, as far as that is known; what was given may itself be what is wrong."""
    from tui2fa.locale import LANGUAGES, catalogue
    from tui2fa.settings import chosen_language, detected_language
    from tui2fa.settings.file import SettingsError

    with suppress(SettingsError):
        if context is not None:
            return words_of(context)
        asked = re.search(r"--lang[= ](\w+)", " ".join(given))
        if asked and asked[1] in LANGUAGES:
            return catalogue(asked[1])
        if chosen := chosen_language(os.environ):
            return catalogue(chosen)
    return catalogue(detected_language(os.environ))


def _sentence(error: Exception, context: click.Context | None, given: Sequence[str]) -> str | None:
    """What to say of an error that people can meet; None for one that they should not."""
    from tui2fa.settings.file import SettingsError
    from tui2fa.store.files import StoreRefused

    if isinstance(error, Refused):
        return _words(context, given).refusal(error)
    if isinstance(error, SettingsError | StoreRefused):
        return _words(context, given)(error.message, **error.values)
    if isinstance(error, OSError):
        return _words(context, given)(N_("The system says: {system}."), system=error.strerror or type(error).__name__)
    return None


def _complain(sentence: str, status: int) -> int:
    say(f"tui2fa: {sentence}", err=True)
    return status
