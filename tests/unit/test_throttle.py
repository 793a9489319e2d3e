"""Wrong tries cost nothing at first, then ever more time, and at last the method."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui2fa.domain.throttle import CAP, LONGEST_WAIT, Throttle, until_after, wait_after

NOW = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        *((free, 0) for free in range(4)),
        (4, 30),
        (5, 60),
        (6, 120),
        (7, 240),
        (8, 480),
        (9, 960),
        (10, 1920),
        (11, 3600),
        (12, 3600),
        (49, 3600),
        (50, 3600),
        (10**9, 3600),
    ],
)
def test_the_wait_doubles_from_the_fourth_wrong_try_to_an_hour(failures: int, seconds: int) -> None:
    assert wait_after(failures) == seconds
    assert until_after(failures, NOW) == (NOW + timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize(("failures", "locked"), [(0, False), (49, False), (50, True), (51, True)])
def test_fifty_wrong_tries_in_a_row_block_the_method(failures: int, locked: bool) -> None:
    assert CAP <= 100
    assert Throttle(failures).locked is locked


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(seconds=30), 30),
        (timedelta(seconds=29, microseconds=1), 30),
        (timedelta(microseconds=1), 1),
        (timedelta(0), 0),
        (timedelta(days=-1), 0),
        (timedelta(seconds=LONGEST_WAIT), LONGEST_WAIT),
        (timedelta(seconds=LONGEST_WAIT, microseconds=1), LONGEST_WAIT),
        (timedelta(days=3650), LONGEST_WAIT),
    ],
)
def test_a_wait_is_told_in_whole_seconds_and_survives_a_clock_that_jumps(left: timedelta, shown: int) -> None:
    assert Throttle(4, NOW + left).waiting(NOW) == shown


def test_a_wait_from_before_the_clock_went_back_ends_an_hour_from_now_and_any_other_as_it_was_set() -> None:
    hour = NOW + timedelta(seconds=LONGEST_WAIT)
    assert Throttle(7, NOW + timedelta(days=3650)).seen_at(NOW) == Throttle(7, hour)
    for until in (None, NOW - timedelta(days=1), NOW, hour):
        assert Throttle(7, until).seen_at(NOW) == Throttle(7, until)


def test_there_is_no_wait_before_a_wrong_try() -> None:
    assert Throttle().waiting(NOW) == 0
    assert not Throttle().locked


@settings(deadline=None)
@given(st.integers(0, 200), st.timedeltas(timedelta(days=-4000), timedelta(days=4000)))
def test_nobody_waits_longer_than_an_hour_or_less_than_nothing(failures: int, jump: timedelta) -> None:
    waiting = Throttle(failures, until_after(failures, NOW)).waiting(NOW + jump)
    assert 0 <= waiting <= LONGEST_WAIT
    assert Throttle(failures, until_after(failures, NOW)).waiting(NOW) == wait_after(failures)


def test_a_person_who_waits_as_told_may_try_again() -> None:
    for failures in range(CAP):
        throttle = Throttle(failures, until_after(failures, NOW))
        assert throttle.waiting(NOW + timedelta(seconds=throttle.waiting(NOW))) == 0


def test_ten_thousand_tries_in_a_day_are_a_few_dozen() -> None:
    throttle = Throttle()
    for number in range(10_000):
        moment = NOW + number * timedelta(days=1) / 10_000
        if not throttle.waiting(moment):
            failures = throttle.failures + 1
            throttle = Throttle(failures, until_after(failures, moment))
    assert 10 < throttle.failures < CAP
