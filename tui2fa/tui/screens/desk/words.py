"""Puts what an agent sees of a caller in words: roles, locks, sendings, passwords."""

from __future__ import annotations

from datetime import datetime

from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.domain.throttle import CAP
from tui2fa.locale import Catalogue
from tui2fa.services.oversight import CallerFile, DeliveryLine, Lock
from tui2fa.tui.words import factor_words, moment_words

ROLES = {
    Role.USER: N_("User"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.SUPPORT: N_("Support agent"),
}
OUTCOMES = {
    Outcome.ACCEPTED: N_("handed over for delivery"),
    Outcome.RINGING: N_("the telephone rings"),
    Outcome.ANSWERED: N_("answered, the code is not asked yet"),
    Outcome.SPEAKING: N_("key 1 pressed, the code is being spoken"),
    Outcome.HEARD: N_("heard to the end"),
    Outcome.SHOWN: N_("shown in the app"),
    Outcome.BUSY: N_("line busy"),
    Outcome.NO_ANSWER: N_("not answered"),
    Outcome.DECLINED: N_("call declined"),
    Outcome.NO_KEYPRESS: N_("answered, key 1 not pressed (voicemail?)"),
    Outcome.HUNG_UP: N_("hung up too early"),
    Outcome.BAD_NUMBER: N_("number cannot be reached"),
    Outcome.NOT_ALLOWED: N_("this kind of number gets no codes"),
    Outcome.LIMIT: N_("too many codes today"),
    Outcome.REFUSED: N_("not accepted for sending"),
    Outcome.CREDENTIALS: N_("codes cannot be sent there now"),
    Outcome.UNREACHABLE: N_("could not be sent"),
    Outcome.TEMPORARY: N_("could not be sent"),
    Outcome.MISCONFIGURED: N_("this way of sending is not set up rightly"),
    Outcome.UNKNOWN: N_("perhaps sent"),
}
"""What became of a code on its way, in a few words for who was not there."""


def outcome_words(tr: Catalogue, line: DeliveryLine) -> str:
    """What became of one sending."""
    if line.came_back:
        return tr("code typed over")
    return tr(OUTCOMES[line.outcome]) if line.outcome else tr("under way")


def thing_words(tr: Catalogue, lock: Lock) -> str:
    """What wrong tries bar."""
    return factor_words(tr, lock.kind, lock.masked) if lock.kind else tr(lock.thing.value)


def lock_words(tr: Catalogue, lock: Lock, left: int) -> str:
    """How a lock stands, with so many seconds left to wait."""
    tries = tr.plural("{count} wrong try", "{count} wrong tries", lock.failures)
    if lock.blocked:
        state = tr("blocked until you lift it")
    elif left > 0:
        state = tr("next try in {wait}", wait=tr.duration(left))
    else:
        state = tr("can be tried again; blocked at {cap}", cap=CAP)
    return f"{thing_words(tr, lock)} · {tries} · {state}"


def password_state(tr: Catalogue, file: CallerFile, now: datetime) -> str:
    """What kind of password an account has."""
    expires = file.password_expires
    if expires is None:
        return tr("the caller's own")
    if expires <= now:
        return tr("one-time, expired {moment}", moment=moment_words(tr, expires, now))
    return tr("one-time, valid until {moment}", moment=moment_words(tr, expires, now))
