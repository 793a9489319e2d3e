"""How often codes are sent at most (OOB-5), against bombing people and against toll fraud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ALARM_FROM = 10
"""Codes sent in an hour before their ratio to those that came back means anything."""
ALARM_RATIO = 2
"""Codes sent for each one that came back: above this somebody has calls placed for the sake of the calls."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a code may be sent.

    `gap` lies between two sends to one recipient. The others count what goes to numbers: per number and per account in
    an hour and in 24 hours, in all in 24 hours, and the different numbers in 24 hours that an account tries and does
    not add.
    """

    gap: timedelta = timedelta(seconds=60)
    number_hour: int = 5
    number_day: int = 10
    account_hour: int = 5
    account_day: int = 20
    total_day: int = 200
    new_numbers_day: int = 3


USUAL = Limits()


def uncapped(gap: timedelta) -> Limits:
    """Limits where a code costs nothing and bothers nobody: only the gap between two of them."""
    many = 1_000_000
    return Limits(gap, many, many, many, many, many, many)


def alarming(sent: int, verified: int) -> bool:
    """Whether so many codes sent in an hour and so many that came back ask for somebody to look into it."""
    return sent >= ALARM_FROM and sent > ALARM_RATIO * verified
