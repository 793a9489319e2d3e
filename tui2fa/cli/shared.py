"""What the commands share: the settings and the language of a run, an open store, lines on the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui2fa.cli.usage import Misused
from tui2fa.domain.sentences import N_

if TYPE_CHECKING:
    from tui2fa.domain.language import Language
    from tui2fa.locale import Catalogue
    from tui2fa.services.house import Services
    from tui2fa.settings import Settings

LONGEST_LINE = 4096
"""Bytes that are read for a password, cells that are printed in a line."""
YES = ("y", "yes", "j", "ja")
UNABLE = ("", "dumb", "unknown")
"""Terminals by their TERM that no screen can be drawn on."""


def settings_of(context: click.Context) -> Settings:
    """Flags, environment and file together. Raises SettingsError."""
    from tui2fa.domain.language import Language
    from tui2fa.settings import load

    flags = {name: value for name, value in context.find_root().params.items() if name not in ("demo", "practice")}
    language = flags.pop("language")
    settings = load(os.environ, language=Language(language) if language else None, **flags)
    context.find_root().obj = settings
    return settings


def language_of(context: click.Context) -> Language:
    """The language of a run as far as it is known without the file. Raises SettingsError."""
    from tui2fa.domain.language import Language
    from tui2fa.settings import chosen_language, detected_language

    root = context.find_root()
    if root.obj:
        return Language(root.obj.language)
    flag = root.params.get("language")
    return Language(flag) if flag else chosen_language(os.environ) or detected_language(os.environ)


def words_of(context: click.Context) -> Catalogue:
    """The sentences in the language of a run. Raises SettingsError."""
    from tui2fa.locale import catalogue

    return catalogue(language_of(context))


def need_terminal(context: click.Context) -> None:
    """Refuse where no screen can be drawn or no key can come from. Raises Misused."""
    if not is_terminal():
        raise Misused(words_of(context)(N_("This needs a terminal to draw on and to type in.")))
    if (term := os.environ.get("TERM", "")) in UNABLE:
        raise Misused(words_of(context)(N_("A terminal of the kind TERM={term} cannot show this."), term=term))


def agreed(tr: Catalogue, question: str) -> bool:
    """Whether a person who is asked says yes; all else is no. Raises click.Abort where nobody can answer."""
    say(" ".join((question, tr("[y/N]"))), end=" ")
    if not (answer := sys.stdin.readline()):
        raise click.Abort
    return answer.strip().casefold() in YES


def is_terminal() -> bool:
    """Whether all three streams are one that a person sits at."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


@contextmanager
def open_store(context: click.Context) -> Iterator[Services]:
    """The services of a store that is there already; asking about accounts makes none."""
    settings = settings_of(context)
    if isinstance(settings.database, Path) and not settings.database.exists():
        raise click.ClickException(words_of(context)(N_("There is no store yet at {path}."), path=settings.database))
    from tui2fa.bootstrap import open_services

    with open_services(settings) as services:
        yield services


def moment_words(tr: Catalogue, moment: datetime | None) -> str:
    """A moment as a command prints it."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else tr("never")


def say(line: str, *, err: bool = False, end: str = "\n") -> None:
    """Print one line, harmless whatever is in it."""
    from tui2fa.domain.harmless import safe

    click.echo(safe(line, LONGEST_LINE) + end, err=err, nl=False)
