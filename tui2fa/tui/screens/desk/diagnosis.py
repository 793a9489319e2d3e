"""One line for the agent: what is probably wrong with a caller's account, and what to do next."""

from __future__ import annotations

from datetime import datetime, timedelta

from tui2fa.domain.events import EventKind
from tui2fa.domain.people import company_of
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.services.oversight import CallerFile
from tui2fa.services.views import Event
from tui2fa.tui.screens.desk.words import OUTCOMES, thing_words
from tui2fa.tui.widgets.challenge import FAILED
from tui2fa.tui.words import factor_words

RECENT = timedelta(minutes=30)
"""How long ago something may be to be what a caller calls about."""
CLUES = {
    EventKind.PASSWORD_WRONG: N_(
        "The password was wrong. Have it typed again with [show]; only the administrator of {company} gives a new one."
    ),
    EventKind.CODE_WRONG: N_("A wrong code was typed. Have the newest code read and typed, or another method chosen."),
    EventKind.CODE_REUSED: N_("An authenticator code was used twice. Have the caller wait for the next one."),
    EventKind.CODE_DECLINED: N_(
        '"That was not me" was pressed. Ask whether the caller was logging in; if not, have the password changed.'
    ),
    EventKind.RESET_CODE_WRONG: N_("A wrong reset code was typed. Read it out once more, in two groups of three."),
    EventKind.CLOCK_WENT_BACK: N_("The clock of the server went back. Tell the administrator of the system."),
}
"""What an event that is the newest of all says, and what to do about it."""
FAILURES = (*CLUES, EventKind.METHOD_BLOCKED)
"""Events of somebody who does not get in."""


def advice(tr: Catalogue, file: CallerFile, waits: dict[str, int], now: datetime) -> str:
    """What to do for this caller; `waits` are the seconds still to wait by the id of a lock."""
    return (
        _shut_out(tr, file, now)
        or _reset(tr, file, waits, now)
        or _locked(tr, file, waits)
        or _never(tr, file)
        or _last_try(tr, file, now)
        or _state(tr, file)
    )


def last_failure(file: CallerFile) -> Event | None:
    """The newest event of somebody who did not get in."""
    return next((event for event in file.events if event.what in FAILURES), None)


def _shut_out(tr: Catalogue, file: CallerFile, now: datetime) -> str:
    company = company_of(file.login)
    if file.disabled:
        return tr("Disabled: only the administrator of {company} enables it again.", company=company)
    if file.password_expires and file.password_expires <= now:
        return tr("The one-time password has expired: the administrator of {company} gives a new one.", company=company)
    return ""


def _reset(tr: Catalogue, file: CallerFile, waits: dict[str, int], now: datetime) -> str:
    reset = file.reset
    if reset is None:
        return ""
    left = tr.duration((reset.expires - now).total_seconds())
    if reset.second_needed and reset.mine:
        return tr("Waits for a second agent, another {left}. Ask a colleague to open this caller.", left=left)
    if reset.second_needed:
        return tr(
            "{agent} asks you to confirm a reset, another {left}. Check the caller yourself.",
            agent=reset.agent,
            left=left,
        )
    if reset.entered:
        return tr("The reset code was entered: the caller is setting up 2FA now. Help with the first method.")
    if reset.expires <= now:
        return tr("The reset code expired before it was used. Reset once more for a new code.")
    return _locked(tr, file, waits) or tr(
        "Reset. The caller logs in and types the reset code, good for another {left}.", left=left
    )


def _locked(tr: Catalogue, file: CallerFile, waits: dict[str, int]) -> str:
    for lock in file.locks:
        if lock.blocked:
            thing, count = thing_words(tr, lock), lock.failures
            return tr("{thing}: blocked after {count} wrong tries. Lift the lock.", thing=thing, count=count)
    for lock in file.locks:
        if left := waits.get(lock.id, 0):
            thing, wait = thing_words(tr, lock), tr.duration(left)
            return tr("{thing}: too many wrong tries. Wait {wait} together, or lift the lock.", thing=thing, wait=wait)
    return ""


def _never(tr: Catalogue, file: CallerFile) -> str:
    if file.factors or file.reset:
        return ""
    if file.password_expires:
        return tr(
            "Never logged in. The first password comes from the administrator of {company}; 2FA is set up after it.",
            company=company_of(file.login),
        )
    return tr("No 2FA yet. The caller logs in with the password and is led through the set-up.")


def _last_try(tr: Catalogue, file: CallerFile, now: datetime) -> str:
    since = max(filter(None, (file.last_login, now - RECENT)))
    failure = last_failure(file)
    if failure and failure.at <= since:
        failure = None
    sent = file.deliveries[0] if file.deliveries else None
    if sent and (sent.at <= since or sent.came_back or (failure and failure.at > sent.at)):
        sent = None
    if sent and sent.outcome in FAILED:
        method, outcome = factor_words(tr, sent.kind, sent.masked), tr(OUTCOMES[sent.outcome])
        told = tr("{method}: {outcome}.", method=method, outcome=outcome)
        another = N_("Have another method chosen: Use another method, below the code.")
        again = N_("Have the code sent again.")
        return " ".join((told, tr(another if len(file.factors) > 1 else again)))
    if failure and failure.what in CLUES:
        return tr(CLUES[failure.what], company=company_of(file.login))
    if sent:
        return tr("A code was sent at {time} and is not typed over yet. Ask whether it arrived.", time=tr.time(sent.at))
    return ""


def _state(tr: Catalogue, file: CallerFile) -> str:
    if any(not factor.reachable for factor in file.factors):
        return tr("The Qaller app is logged out. Have another method chosen, then Qaller connected again.")
    if len(file.factors) == 1:
        return tr("Nothing is wrong, but there is one method only. Advise a second one.")
    return tr("Nothing is wrong that can be seen here. Ask what the caller sees: Look along.")
