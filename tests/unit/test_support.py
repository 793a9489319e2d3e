"""What an agent must tell before a reset, and whom it takes two of (RC-5, RC-6)."""

from __future__ import annotations

import pytest

from tests.world import refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.support import (
    CHECKS,
    REASON_LIMIT,
    REASON_MINIMUM,
    TICKET_LIMIT,
    CallerCheck,
    check_caller,
    clean_reason,
    clean_ticket,
    needs_second,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("telefoon kwijt", "telefoon kwijt"),
        ("  telefoon    kwijt ", "telefoon kwijt"),
        ("x" * REASON_MINIMUM, "x" * REASON_MINIMUM),
        ("é" * REASON_LIMIT, "é" * REASON_LIMIT),
        ("kwijt: ticket van 12:30", "kwijt: ticket van 12:30"),
    ],
)
def test_a_reason_is_kept_on_one_line(typed: str, kept: str) -> None:
    assert clean_reason(typed) == kept


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", Refusal.REASON_SHORT),
        ("x" * (REASON_MINIMUM - 1), Refusal.REASON_SHORT),
        (f"kwijt{' ' * 20}", Refusal.REASON_SHORT),
        ("x" * (REASON_LIMIT + 1), Refusal.TOO_LONG),
        ("x" * 10**6, Refusal.TOO_LONG),
        ("telefoon kwijt\nen gevonden", Refusal.STRANGE_CHARACTERS),
        ("telefoon \x1b[31mkwijt", Refusal.STRANGE_CHARACTERS),
        ("telefoon \u202ekwijt", Refusal.STRANGE_CHARACTERS),
    ],
)
def test_a_reason_that_nobody_could_read_back_is_refused_at_its_field(typed: str, refusal: Refusal) -> None:
    """REASON_SHORT with the minimum, TOO_LONG, STRANGE_CHARACTERS."""
    with refused(refusal) as caught:
        clean_reason(typed)
    assert caught.value.values["field"] == "reason"


def test_a_short_reason_is_told_how_long_it_must_be() -> None:
    with refused(Refusal.REASON_SHORT) as caught:
        clean_reason("kwijt")
    assert caught.value.values["minimum"] == REASON_MINIMUM


@pytest.mark.parametrize(("typed", "kept"), [(" TCK-4711 ", "TCK-4711"), ("7", "7"), ("x" * TICKET_LIMIT,) * 2])
def test_a_ticket_is_kept(typed: str, kept: str) -> None:
    assert clean_ticket(typed) == kept


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", Refusal.EMPTY),
        ("   ", Refusal.EMPTY),
        ("x" * (TICKET_LIMIT + 1), Refusal.TOO_LONG),
        ("TCK\t4711", Refusal.STRANGE_CHARACTERS),
    ],
)
def test_a_ticket_that_is_none_is_refused_at_its_field(typed: str, refusal: Refusal) -> None:
    """EMPTY, TOO_LONG, STRANGE_CHARACTERS."""
    with refused(refusal) as caught:
        clean_ticket(typed)
    assert caught.value.values["field"] == "ticket"


@pytest.mark.parametrize("done", [frozenset(), *(frozenset({check}) for check in CallerCheck)])
def test_every_check_is_done_every_time(done: frozenset[CallerCheck]) -> None:
    """CHECKS_NEEDED where one is left out."""
    with refused(Refusal.CHECKS_NEEDED) as caught:
        check_caller(done)
    assert caught.value.values["field"] == "checks"


def test_with_all_checks_done_one_goes_on() -> None:
    check_caller(frozenset(CallerCheck))
    assert set(CHECKS) == set(CallerCheck)


def test_a_user_takes_one_agent_and_whoever_has_power_over_others_two() -> None:
    assert [role for role in Role if needs_second(role)] == [Role.ADMINISTRATOR, Role.SUPPORT]
