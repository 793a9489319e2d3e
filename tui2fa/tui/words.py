"""Puts kinds, factors, events and contact data in words: one place, so that they are called alike everywhere."""

from __future__ import annotations

from datetime import datetime

from tui2fa.domain.factors import Kind
from tui2fa.domain.harmless import safe
from tui2fa.domain.passwords import MINIMUM
from tui2fa.domain.people import Usage
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.services.views import Event
from tui2fa.tui.factors.registry import SLICES

USAGES = {
    Usage.BUSINESS: N_("Business"),
    Usage.MOBILE: N_("Mobile"),
    Usage.PRIVATE: N_("Private"),
}
"""Sides of life in words, in the order in which they are offered."""


def kind_words(tr: Catalogue, kind: Kind) -> str:
    """What a kind of factor is called in lists."""
    return tr(SLICES[kind].name)


def detail_words(masked: str, label: str) -> str:
    """What tells a factor from another of its kind: `062*****29 (kantoor)`; "" where nothing does."""
    shown = safe(label)
    return f"{masked} ({shown})" if masked and shown else masked or shown


def factor_words(tr: Catalogue, kind: Kind, masked: str = "", label: str = "") -> str:
    """A factor in a sentence: `Telefoongesprek 062*****29 (kantoor)`."""
    return " ".join(filter(None, (kind_words(tr, kind), masked, f"({safe(label)})" if label else "")))


def event_words(tr: Catalogue, event: Event) -> str:
    """What happened, in one line that starts with a capital letter; who else did it, and why, stands behind it."""
    factor = factor_words(tr, event.kind, event.masked, event.label) if event.kind else ""
    words = tr(event.what.value, factor=factor, device=event.device)
    told = [f"{event.login}: {words}" if event.login else words[:1].upper() + words[1:]]
    if event.by and not event.login:
        told.append(tr("by {name}", name=event.by))
    if event.reason:
        told.append(tr("reason: {reason}", reason=event.reason))
    if event.ticket:
        told.append(tr("ticket {ticket}", ticket=event.ticket))
    if event.removed:
        gone = ", ".join(factor_words(tr, kind, masked) for kind, masked in event.removed)
        told.append(tr("removed: {factors}", factors=gone))
    return " · ".join(told)


def usage_words(tr: Catalogue, usage: Usage) -> str:
    """Which side of life a number or an address belongs to."""
    return tr(USAGES[usage])


def moment_words(tr: Catalogue, moment: datetime, now: datetime) -> str:
    """A UTC moment with its time of day, however long ago: `vandaag 14:02`, `3 mei 14:02`."""
    words, time = tr.moment(moment, now), tr.time(moment)
    return words if time in words else f"{words} {time}"


def password_words(tr: Catalogue) -> str:
    """What is asked of a new password, before it is refused."""
    return tr(
        "At least {minimum} characters. A few words that do not belong together are strong and easy to remember.",
        minimum=MINIMUM,
    )
