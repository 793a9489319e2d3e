"""The commands; each imports what it needs when it runs, so that `--help` waits for nothing.

Help is in English; what is wrong is one line on standard error in the chosen language. A command ends with 0 when all
went well, 1 when what was asked is refused or `doctor` found something, 2 for wrong usage or a missing terminal, and 78
(EX_CONFIG) for settings, a key or a store that cannot be used.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui2fa import __version__, hardening
from tui2fa.domain.errors import N_, Refusal, Refused

if TYPE_CHECKING:
    from tui2fa.domain.language import Language
    from tui2fa.locale import Catalogue
    from tui2fa.services.house import Services
    from tui2fa.settings import Settings

EXAMPLES = """\b
Examples:
  tui2fa --demo                   try everything; what you do is gone at exit
  tui2fa                          log in and manage your own second factors
  tui2fa qaller                   carry the Qaller app, in a second terminal
  tui2fa users add 202.mycompany --first-name Jan
  tui2fa status 202.mycompany     how is this account protected?
  tui2fa doctor                   is this installation in order?

\b
Environment:
  TUI2FA_DATA_DIR, TUI2FA_DATABASE_URL, TUI2FA_CONFIG, TUI2FA_LANG (as the options),
  TUI2FA_KEY_FILE (the key that seals the secrets in the store)
"""
LONGEST_LINE = 4096
"""Bytes that are read for a password, cells that are printed in a line."""
UNABLE = ("", "dumb", "unknown")
"""Terminals by their TERM that no screen can be drawn on."""
FOLDER = click.Path(path_type=Path)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and give the exit status; what goes wrong is one line on standard error."""
    gc.disable()  # starting makes hardly any garbage; it is collected from when the services are open
    hardening.harden()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(errors="backslashreplace")
    context = None
    try:
        context = tui2fa.make_context("tui2fa", sys.argv[1:] if arguments is None else arguments)
        with context:
            return int(tui2fa.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _complain("stopped", 130)
    except click.ClickException as error:
        return _complain(_with_help(error), error.exit_code)
    except BrokenPipeError:
        return 1
    except Exception as error:
        sentence = _sentence(error, context)
        if sentence is None:
            raise
        return _complain(sentence, getattr(error, "STATUS", 1))
    finally:
        gc.enable()


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXAMPLES)
@click.option("--demo", is_flag=True, help="Demo accounts and a telephone on the screen; nothing is kept.")
@click.option("--lang", "language", type=click.Choice(["nl", "en"]), help="The language of the interface.")
@click.option("--data-dir", type=FOLDER, metavar="DIR", help="Where the store lies.")
@click.option("--database", metavar="URL", help="Another database: postgresql://user@host/name.")
@click.option("--config", type=FOLDER, metavar="FILE", help="The settings, in TOML.")
@click.version_option(__version__, message="tui2fa %(version)s")
@click.pass_context
def tui2fa(context: click.Context, /, *, demo: bool, **flags: Any) -> int:
    """Manage the second factors of your telephony account."""
    if demo and (context.invoked_subcommand or flags["data_dir"] or flags["database"] or flags["config"]):
        raise click.UsageError("--demo has a store of its own: use it alone, or with --lang.")
    if context.invoked_subcommand:
        return 0
    _need_terminal(context)
    if demo:
        from tui2fa.bootstrap import run_demo

        return run_demo(_language(context))
    settings = _settings(context)
    from tui2fa.bootstrap import run_panel

    return run_panel(settings)


@tui2fa.command()
@click.pass_context
def qaller(context: click.Context) -> int:
    """Carry the Qaller app, which shows your codes."""
    _need_terminal(context)
    settings = _settings(context)
    from tui2fa.bootstrap import run_qaller

    return run_qaller(settings)


@tui2fa.group()
def users() -> None:
    """Make and list accounts."""


@users.command("add")
@click.argument("login")
@click.option("--first-name", required=True)
@click.option("--last-name", default="")
@click.option("--role", type=click.Choice(["user", "administrator", "support"]), default="user", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
@click.pass_context
def add(
    context: click.Context, *, login: str, first_name: str, last_name: str, role: str, password_stdin: bool
) -> None:
    """Make an account, such as 202.mycompany."""
    settings = _settings(context)
    password = _password_of_input() if password_stdin else _password_of_person()
    from tui2fa.bootstrap import open_services
    from tui2fa.domain.people import Profile, Role

    with open_services(settings) as services:
        services.accounts.add(Profile(login, Role(role), first_name, last_name, settings.language), password)
    _print(f"Made {login}. Its second factor is set up at the first login.")


@users.command("list")
@click.pass_context
def listing(context: click.Context) -> None:
    """List every account, its role and the number of its factors."""
    with _open_store(context) as services:
        for line in services.accounts.listing():
            role = f"{line.role}, disabled" if line.disabled else str(line.role)
            _print(f"{line.login:24}  {role:24}  {len(line.factors)} factors  {line.name}")


@tui2fa.command()
@click.argument("login")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def status(context: click.Context, *, login: str, as_json: bool) -> None:
    """Show how an account is protected; numbers are masked."""
    with _open_store(context) as services:
        line = services.accounts.status(login)
    if line is None:
        raise click.ClickException(_words(context)(N_("There is no account {login}."), login=login))
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps(asdict(line), default=datetime.isoformat, indent=2))
        return
    _print(f"{line.login}  {line.name}  {line.role}{', disabled' if line.disabled else ''}")
    _print(f"last login  {_moment(line.last_login)}")
    for factor in line.factors:
        about = "  ".join(filter(None, (factor.kind, factor.masked, factor.label, "primary" if factor.primary else "")))
        _print(f"factor      {about}  since {_moment(factor.since)}, last used {_moment(factor.last_used)}")


@tui2fa.command()
@click.pass_context
def doctor(context: click.Context) -> int:
    """Check store, key, clock and ways of delivery."""
    settings, tr = _settings(context), _words(context)
    from tui2fa.delivery.command import CommandChannel
    from tui2fa.domain.clock import SystemClock
    from tui2fa.store.doctor import examine

    findings = examine(settings.database, settings.key_file, SystemClock())
    rows = [(tr(finding.name), finding.ok, tr(finding.message, **finding.values)) for finding in findings]
    if settings.command:
        problems = CommandChannel(settings.command).check()
        rows.append((tr(N_("Calls")), not problems, "; ".join(problems) or settings.command[0]))
    else:
        rows.append((tr(N_("Calls")), True, tr(N_("off: delivery.command.argv is not set"))))
    rows.append((tr("Qaller"), True, tr(N_("codes go to every connected app"))))
    for name, ok, detail in rows:
        verdict = tr("ok") if ok else tr("WRONG")
        _print(f"{verdict:6} {name:20} {detail}")
    return 0 if all(ok for _name, ok, _detail in rows) else 1


def _settings(context: click.Context) -> Settings:
    """Flags, environment and file together. Raises SettingsError."""
    from tui2fa.domain.language import Language
    from tui2fa.settings import load

    flags = {name: value for name, value in context.find_root().params.items() if name != "demo"}
    language = flags.pop("language")
    settings = load(os.environ, language=Language(language) if language else None, **flags)
    context.find_root().obj = settings
    return settings


def _language(context: click.Context) -> Language:
    """The language of a run as far as it is known without the file. Raises SettingsError."""
    from tui2fa.domain.language import Language
    from tui2fa.settings import chosen_language, detected_language

    root = context.find_root()
    if root.obj:
        return Language(root.obj.language)
    flag = root.params.get("language")
    return Language(flag) if flag else chosen_language(os.environ) or detected_language(os.environ)


def _words(context: click.Context) -> Catalogue:
    from tui2fa.locale import catalogue

    return catalogue(_language(context))


def _sentence(error: Exception, context: click.Context | None) -> str | None:
    """What to say of an error that people can meet; None for one that they should not."""
    from tui2fa.locale import catalogue
    from tui2fa.settings import SettingsError, detected_language
    from tui2fa.store.files import StoreRefused

    try:
        tr = _words(context) if context else catalogue(detected_language(os.environ))
    except SettingsError:
        tr = catalogue(detected_language(os.environ))
    if isinstance(error, Refused):
        return tr.refusal(error)
    return tr(error.message, **error.values) if isinstance(error, SettingsError | StoreRefused) else None


def _with_help(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return error.format_message() + (f" See: {context.command_path} --help" if context else "")


def _need_terminal(context: click.Context) -> None:
    """Refuse where no screen can be drawn or no key can come from. Raises click.UsageError."""
    if not _is_terminal():
        raise click.UsageError(_words(context)(N_("This needs a terminal to draw on and to type in.")))
    if (term := os.environ.get("TERM", "")) in UNABLE:
        raise click.UsageError(_words(context)(N_("A terminal of the kind TERM={term} cannot show this."), term=term))


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


@contextmanager
def _open_store(context: click.Context) -> Iterator[Services]:
    """The services of a store that is there already; asking about accounts makes none."""
    settings = _settings(context)
    if isinstance(settings.database, Path) and not settings.database.exists():
        raise click.ClickException(_words(context)(N_("There is no store yet at {path}."), path=settings.database))
    from tui2fa.bootstrap import open_services

    with open_services(settings) as services:
        yield services


def _password_of_person() -> str:
    """A password typed twice, unseen. Raises Refused(PASSWORDS_DIFFER)."""
    if not sys.stdin or not sys.stdin.isatty():
        raise click.UsageError("Nobody can type a password here: use --password-stdin.")
    password = str(click.prompt("Password", hide_input=True, err=True))
    if click.prompt("Once more", hide_input=True, err=True) != password:
        raise Refused(Refusal.PASSWORDS_DIFFER)
    return password


def _password_of_input() -> str:
    """The first line of standard input."""
    try:
        return sys.stdin.buffer.readline(LONGEST_LINE).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise click.UsageError("The password on standard input is not UTF-8 text.") from None


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def _print(line: str) -> None:
    from tui2fa.domain.text import safe

    click.echo(safe(line, LONGEST_LINE))


def _complain(sentence: str, status: int) -> int:
    from tui2fa.domain.text import safe

    click.echo(safe(f"tui2fa: {sentence}", LONGEST_LINE), err=True)
    return status
