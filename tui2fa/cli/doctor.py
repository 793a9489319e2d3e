"""`doctor`: whether this installation is in order."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from tui2fa.cli.helping import Command
from tui2fa.cli.shared import agreed, say, settings_of, words_of
from tui2fa.cli.usage import Misused
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.sentences import N_
from tui2fa.settings.file import CHANNELS

if TYPE_CHECKING:
    from tui2fa.locale import Catalogue
    from tui2fa.settings import Settings


ARRIVED = (Outcome.HEARD, Outcome.ACCEPTED)
"""What `--call` calls a success."""


@click.command(
    cls=Command,
    help=N_("Check store, key, clock and ways of delivery."),
)
@click.option("--call", "number", metavar="NUMBER", help=N_("Send one code to a number to try it, after a question."))
@click.option("--way", "by", type=click.Choice(CHANNELS), help=N_("By which way to send it; else by the first."))
@click.pass_context
def doctor(context: click.Context, number: str | None, by: str | None) -> int:
    """Check store, key, clock and ways of delivery."""
    settings, tr = settings_of(context), words_of(context)
    if number is not None:
        return _call(settings, tr, number, by)
    if by is not None:
        raise Misused(tr(N_("--way says by which way --call sends: give a number with --call, too.")))
    from tui2fa.bootstrap import channels
    from tui2fa.delivery.base import WAYS
    from tui2fa.domain.clock import SystemClock
    from tui2fa.store.doctor import examine

    findings = examine(settings.database, settings.key_file, SystemClock())
    rows = [(tr(finding.name), finding.ok, tr(finding.message, **finding.values)) for finding in findings]
    for way in channels(settings):
        with closing(way):
            problems = [tr(problem.message, **problem.values) for problem in way.check()]
        rows.append((tr(WAYS[way.name]), not problems, " ".join(problems) or tr(N_("set up"))))
    if not settings.ways:
        rows.append((tr(N_("Codes to numbers")), True, tr(N_("off: nothing is set under [delivery]"))))
    rows.append((tr("Qaller"), True, tr(N_("codes go to every connected app"))))
    for name, ok, detail in rows:
        verdict = tr("ok") if ok else tr("WRONG")
        say(f"{verdict:6} {name:20} {detail}")
    return 0 if all(ok for _name, ok, _detail in rows) else 1


def _call(settings: Settings, tr: Catalogue, typed: str, by: str | None) -> int:
    """Send a code by one way, the first where none is named, and tell how it goes; 0 where it seems to arrive."""
    import secrets
    from datetime import timedelta

    from tui2fa.bootstrap import channels
    from tui2fa.delivery.base import WAYS, Job
    from tui2fa.domain import codes, phone
    from tui2fa.domain.clock import SystemClock
    from tui2fa.services.sending import sentence
    from tui2fa.tui.screens.desk.words import OUTCOMES

    number = phone.parse(typed, settings.policy or phone.DEFAULT_POLICY).e164
    ways = [way for way in channels(settings) if by in (None, way.name)]
    if not ways:
        named = N_("off: nothing is set under [delivery.{way}]")
        raise click.ClickException(tr(named, way=by) if by else tr(N_("off: nothing is set under [delivery]")))
    way, shown = ways[0], phone.show(number)
    name = tr(WAYS[way.name])
    with closing(way):
        if problems := [tr(problem.message, **problem.values) for problem in way.check()]:
            raise click.ClickException(" ".join((f"{name}:", *problems)))
        if not agreed(tr, tr(N_("Send one code to {number} now ({way})?"), number=shown, way=name)):
            say(tr(N_("Nothing was sent.")))
            return 1
        code, expires = codes.new_code(secrets.randbelow), SystemClock().now() + timedelta(minutes=5)
        name, message = f"test-{secrets.token_hex(8)}", sentence(settings.language, code)
        job = Job(name, number, code, message, settings.language, expires)
        say(tr(N_("The code is {code}."), code=code))
        result = way.send(job, lambda outcome: say(tr(OUTCOMES[outcome])))
    say(tr(OUTCOMES[result.outcome]))
    return int(result.outcome not in ARRIVED)
