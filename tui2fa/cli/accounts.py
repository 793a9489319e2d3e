"""`users` and `status`: the accounts there are, as the operator sees and makes them."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from tui2fa.cli.helping import Command, Group
from tui2fa.cli.shared import LONGEST_LINE, moment_words, open_store, say, settings_of, words_of
from tui2fa.cli.usage import Misused
from tui2fa.domain.sentences import N_

if TYPE_CHECKING:
    from tui2fa.locale import Catalogue
    from tui2fa.services.oversight import AccountLine


@click.group(cls=Group, help=N_("Make and list accounts."))
def users() -> None:
    """Make and list accounts."""


@users.command("add", help=N_("Make an account, such as 202.mycompany."))
@click.argument("login")
@click.option("--first-name", required=True)
@click.option("--last-name", default="")
@click.option("--role", type=click.Choice(["user", "administrator", "support"]), default="user", show_default=True)
@click.option("--password-stdin", is_flag=True, help=N_("Read the password from the first line of standard input."))
@click.pass_context
def add(
    context: click.Context, *, login: str, first_name: str, last_name: str, role: str, password_stdin: bool
) -> None:
    """Make an account, such as 202.mycompany."""
    settings, tr = settings_of(context), words_of(context)
    password = _password_of_input(tr) if password_stdin else _password_of_person(tr)
    from tui2fa.bootstrap import open_services
    from tui2fa.domain.people import Profile
    from tui2fa.domain.roles import Role

    with open_services(settings) as services:
        services.accounts.add(Profile(login, Role(role), first_name, last_name, settings.language), password)
    say(tr(N_("Made {login}. Its second factor is set up at the first login."), login=login))


@users.command(
    "list",
    help=N_("List every account, its role and the number of its factors."),
)
@click.pass_context
def listing(context: click.Context) -> None:
    """List every account, its role and the number of its factors."""
    with open_store(context) as services:
        lines = services.accounts.listing()
    tr = words_of(context)
    for line in lines:
        factors = tr.plural("{count} factor", "{count} factors", len(line.factors))
        say(f"{line.login:24}  {_role(tr, line):28}  {factors:11}  {line.name}")


@click.command(
    cls=Command,
    help=N_("Show how an account is protected; numbers are masked."),
    short_help=N_("Show how an account is protected."),
)
@click.argument("login")
@click.option("--json", "as_json", is_flag=True, help=N_("For programs."))
@click.pass_context
def status(context: click.Context, *, login: str, as_json: bool) -> None:
    """Show how an account is protected; numbers are masked."""
    with open_store(context) as services:
        line = services.accounts.status(login)
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps(asdict(line), default=datetime.isoformat, indent=2))
        return
    from tui2fa.tui.words import kind_words

    tr = words_of(context)
    say(f"{line.login}  {line.name}  {_role(tr, line)}")
    say(tr(N_("Last login: {moment}"), moment=moment_words(tr, line.last_login)))
    for factor in line.factors:
        primary = tr("primary") if factor.primary else ""
        about = filter(None, (kind_words(tr, factor.kind), factor.masked, factor.label, primary))
        since, used = moment_words(tr, factor.since), moment_words(tr, factor.last_used)
        say("  ".join((*about, tr(N_("since {since}, last used: {used}"), since=since, used=used))))
    if not line.factors:
        say(tr(N_("No second factor yet.")))


def _role(tr: Catalogue, line: AccountLine) -> str:
    from tui2fa.tui.screens.desk.words import ROLES

    return ", ".join((tr(ROLES[line.role]), *([tr("disabled")] if line.disabled else ())))


def _password_of_person(tr: Catalogue) -> str:
    """A password typed twice, unseen. Raises Misused, and click.ClickException where they differ."""
    if not sys.stdin or not sys.stdin.isatty():
        raise Misused(tr(N_("Nobody can type a password here: use --password-stdin.")))
    password = str(click.prompt(tr("Password"), hide_input=True, err=True))
    if click.prompt(tr("Once more"), hide_input=True, err=True) != password:
        raise click.ClickException(tr(N_("The two passwords differ. Run the command again.")))
    return password


def _password_of_input(tr: Catalogue) -> str:
    """The first line of standard input."""
    try:
        return sys.stdin.buffer.readline(LONGEST_LINE).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Misused(tr(N_("The password on standard input is not UTF-8 text."))) from None
