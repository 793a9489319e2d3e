"""The users of a company are counted, narrowed and sorted as their administrator expects."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui2fa.domain.directory import Order, State, UserLine, by_login, coverage, narrowed, ordered, troubles
from tui2fa.domain.factors import Kind
from tui2fa.domain.roles import Role

NOW = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
CALL, APP, TOTP = Kind.PHONE, Kind.QALLER, Kind.AUTHENTICATOR


def user(login: str, name: str = "Sanne de Vries", *kinds: Kind, last_login: datetime | None = NOW) -> UserLine:
    """A user whose factors can all be reached."""
    return UserLine(
        login, name, Role.USER, False, False, NOW, last_login, kinds, kinds, sought=f"{login} {name}".casefold()
    )


BARE = user("202.mijnbedrijf", "Anna Bakker", last_login=None)
CALLED = user("203.mijnbedrijf", "Bram de Vries", CALL, last_login=NOW - timedelta(days=3))
TWICE = user("204.mijnbedrijf", "Chantal Jansen", CALL, CALL, last_login=NOW - timedelta(days=1))
SAFE = user("205.mijnbedrijf", "Daan Vos", APP, TOTP)
GONE = replace(user("206.mijnbedrijf", "Eva Smit"), disabled=True)
ALL = (BARE, CALLED, TWICE, SAFE, GONE)


def test_why_somebody_needs_attention_is_told_worst_first() -> None:
    assert troubles(BARE) == (State.NO_FACTOR, State.NEVER)
    assert troubles(CALLED) == (State.NO_BACKUP, State.CALLS_ONLY)
    assert troubles(TWICE) == (State.CALLS_ONLY,)
    assert troubles(SAFE) == ()
    assert troubles(GONE) == ()


def test_an_app_that_is_logged_out_is_no_backup() -> None:
    assert SAFE.backup
    assert not replace(SAFE, reachable=(TOTP,)).backup
    assert not user("1.a", "Anna", APP).backup


def test_the_figures_leave_out_who_is_disabled() -> None:
    found = coverage(ALL)
    assert (found.users, found.protected, found.backup, found.calls_only, found.never, found.disabled) == (
        4,
        3,
        2,
        2,
        1,
        1,
    )
    assert coverage(()).users == 0


@pytest.mark.parametrize(
    ("typed", "state", "found"),
    [
        ("", State.EVERYBODY, ALL),
        ("  ", State.EVERYBODY, ALL),
        ("VRIES", State.EVERYBODY, (CALLED,)),
        ("vries bram", State.EVERYBODY, (CALLED,)),
        ("vríes BRÀM", State.EVERYBODY, (CALLED,)),
        ("20 an", State.EVERYBODY, (BARE, TWICE, SAFE)),
        ("204", State.EVERYBODY, (TWICE,)),
        ("niemand", State.EVERYBODY, ()),
        ("", State.ATTENTION, (BARE, CALLED, TWICE)),
        ("", State.NO_FACTOR, (BARE, GONE)),
        ("", State.NO_BACKUP, (CALLED,)),
        ("", State.CALLS_ONLY, (CALLED, TWICE)),
        ("", State.NEVER, (BARE,)),
        ("", State.DISABLED, (GONE,)),
        ("", State.PROTECTED, (TWICE, SAFE)),
        ("anna", State.PROTECTED, ()),
    ],
)
def test_a_list_is_narrowed_by_words_and_by_state(typed: str, state: State, found: tuple[UserLine, ...]) -> None:
    assert narrowed(ALL, typed, state) == list(found)


def test_a_list_is_sorted_by_every_column_both_ways() -> None:
    for order, wanted in (
        (Order.LOGIN, [BARE, CALLED, TWICE, SAFE, GONE]),
        (Order.NAME, [BARE, CALLED, TWICE, SAFE, GONE]),
        (Order.STATE, [BARE, CALLED, TWICE, SAFE, GONE]),
        (Order.LAST_LOGIN, [BARE, CALLED, TWICE, SAFE, GONE]),
    ):
        assert ordered(ALL, order) == wanted
    assert ordered(ALL, Order.NAME, descending=True) == [*reversed(ALL)]
    assert ordered(ALL, Order.LOGIN, descending=True) == [*reversed(ALL)]
    assert ordered(ALL, Order.LAST_LOGIN, descending=True)[:2] == [SAFE, GONE], "those alike stay by login"


def test_logins_are_sorted_as_numbers() -> None:
    logins = ["1000.b", "99.b", "7.b", "07.b", "202.a"]
    assert [one.login for one in sorted(map(user, logins), key=by_login)] == [
        "202.a",
        "07.b",
        "7.b",
        "99.b",
        "1000.b",
    ]


@given(
    st.lists(st.sampled_from(ALL)), st.text(max_size=4), st.sampled_from(State), st.sampled_from(Order), st.booleans()
)
def test_nobody_is_made_up_and_nobody_is_lost(
    users: list[UserLine], typed: str, state: State, order: Order, descending: bool
) -> None:
    assert sorted(ordered(users, order, descending=descending), key=by_login) == sorted(users, key=by_login)
    found = narrowed(users, typed, state)
    assert set(found) <= set(users)
    assert narrowed(found, typed, state) == found
