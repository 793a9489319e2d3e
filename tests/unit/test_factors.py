"""How many factors there may be, which goes when, and which is primary after that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import MAX_NUMBERS, Factor, Kind, check_add, moved, successor, sufficient
from tui2fa.domain.refusals import Refusal

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
Q, P, A = Kind.QALLER, Kind.PHONE, Kind.AUTHENTICATOR


def factors(*kinds: Kind, primary: int = 0) -> list[Factor]:
    """Factors `0`, `1`, … of these kinds, one of them primary."""
    return [Factor(str(place), kind, "", "", place == primary, SINCE) for place, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "enough"),
    [([], False), ([Q], False), ([P], True), ([A], True), ([Q, P], True), ([Q, A], True), ([P] * 8, True)],
)
def test_the_app_alone_needs_a_backup(kinds: list[Kind], enough: bool) -> None:
    assert sufficient(kinds) is enough


@pytest.mark.parametrize(
    ("kinds", "new"), [([], Q), ([], P), ([], A), ([Q, A], P), ([P] * 7, P), ([P] * 8, Q), ([P] * 8, A)]
)
def test_a_factor_within_the_limits_may_come(kinds: list[Kind], new: Kind) -> None:
    check_add(kinds, new)


@pytest.mark.parametrize(
    ("kinds", "new", "refusal"),
    [
        ([P] * 8, P, Refusal.TOO_MANY_NUMBERS),
        ([P] * 4 + [Q, A] + [P] * 4, P, Refusal.TOO_MANY_NUMBERS),
        ([A], A, Refusal.ONE_AUTHENTICATOR),
        ([P, Q, A], Q, Refusal.ONE_QALLER),
    ],
)
def test_a_factor_beyond_the_limits_is_refused(kinds: list[Kind], new: Kind, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        check_add(kinds, new)
    assert refused.value.refusal is refusal


@pytest.mark.parametrize(
    ("owned", "removed", "next_primary"),
    [
        (factors(P, Q, A, primary=0), "0", "1"),
        (factors(P, Q, A, primary=1), "1", "2"),
        (factors(P, Q, A, primary=2), "2", "0"),
        (factors(Q, P, primary=0), "0", "1"),
        (factors(P, Q, A, primary=1), "0", None),
        (factors(P, Q, A, primary=1), "2", None),
    ],
)
def test_the_next_in_order_becomes_primary_when_the_primary_goes(
    owned: list[Factor], removed: str, next_primary: str | None
) -> None:
    heir = successor(owned, removed)
    assert (heir and heir.id) == next_primary


@pytest.mark.parametrize(
    ("owned", "removed", "refusal"),
    [
        (factors(P), "0", Refusal.LAST_FACTOR),
        (factors(A), "0", Refusal.LAST_FACTOR),
        (factors(Q), "0", Refusal.LAST_FACTOR),
        (factors(Q, P), "1", Refusal.BACKUP_NEEDED),
        (factors(A, Q, primary=1), "0", Refusal.BACKUP_NEEDED),
        (factors(Q, P), "7", Refusal.FACTOR_GONE),
        ([], "0", Refusal.FACTOR_GONE),
    ],
)
def test_a_factor_that_must_stay_stays(owned: list[Factor], removed: str, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        successor(owned, removed)
    assert refused.value.refusal is refusal


@pytest.mark.parametrize(
    ("factor", "steps", "order"),
    [
        ("a", 0, "abcd"),
        ("a", 1, "bacd"),
        ("d", -1, "abdc"),
        ("b", 2, "acdb"),
        ("a", -1, "abcd"),
        ("d", 1, "abcd"),
        ("c", -99, "cabd"),
        ("b", 99, "acdb"),
    ],
)
def test_a_factor_moves_and_stops_at_the_ends(factor: str, steps: int, order: str) -> None:
    assert moved("abcd", factor, steps) == list(order)


def test_a_factor_that_is_gone_cannot_move() -> None:
    with pytest.raises(Refused, match="FACTOR_GONE"):
        moved("abcd", "x", 1)


@settings(deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=10, unique=True), st.data())
def test_moving_loses_nobody_and_leaves_the_others_in_order(order: list[str], data: st.DataObject) -> None:
    factor = data.draw(st.sampled_from(order))
    after = moved(order, factor, data.draw(st.integers(-12, 12)))
    assert sorted(after) == sorted(order)
    assert [other for other in after if other != factor] == [other for other in order if other != factor]


WISHES = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(Kind)),
    st.tuples(st.sampled_from(["remove", "prefer", "up", "down"]), st.integers(0, 12)),
)


def wished(owned: Sequence[Factor], wish: str, what: Kind | int, new: str) -> list[Factor]:
    """What an account owns after one wish, by the rules alone."""
    if isinstance(what, Kind):
        check_add([factor.kind for factor in owned], what)
        return [*owned, Factor(new, what, "", "", not owned, SINCE)]
    chosen = owned[what % len(owned)].id if owned else ""
    if wish == "remove":
        heir = successor(owned, chosen)
        rest = [factor for factor in owned if factor.id != chosen]
        return [replace(factor, primary=True) if factor == heir else factor for factor in rest]
    order = moved([factor.id for factor in owned], chosen, {"up": -1, "down": 1}.get(wish, 0))
    sorted_by_owner = sorted(owned, key=lambda factor: order.index(factor.id))
    if wish == "prefer":
        return [replace(factor, primary=factor.id == chosen) for factor in sorted_by_owner]
    return sorted_by_owner


@settings(deadline=None)
@given(st.lists(WISHES, max_size=60))
def test_whatever_is_wished_one_factor_is_primary_and_the_limits_hold(wishes: list[tuple[str, Kind | int]]) -> None:
    owned: list[Factor] = []
    for number, (wish, what) in enumerate(wishes):
        protected = sufficient([factor.kind for factor in owned])
        try:
            owned = wished(owned, wish, what, new=str(number))
        except Refused:
            continue
        kinds = [factor.kind for factor in owned]
        assert sum(factor.primary for factor in owned) == (1 if owned else 0)
        assert kinds.count(P) <= MAX_NUMBERS
        assert kinds.count(A) <= 1
        assert kinds.count(Q) <= 1
        assert sufficient(kinds) or not protected
