"""How far somebody is in a task: screens and events tick steps, a hand moves them, nothing that counts is skipped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui2fa.domain.events import EventKind
from tui2fa.guide.model import Place, Step, Task
from tui2fa.guide.progress import Progress, begin

BLANK = Step("do", "see", Place.MIDDLE, "otherwise", "say", "ask")
LOG_IN = replace(BLANK, on=("Login", "Code"), then=("Dashboard",))
NAME = replace(BLANK, on=("Dashboard",), then=("Dashboard.bar",))
AGAIN = replace(BLANK, on=("Dashboard.bar",), then=("Settings",))
EDIT = replace(BLANK, on=("Settings",), then=("Password", "Editor"))
PASSWORD = replace(BLANK, on=("Password",), then=("Editor",))
ADD = replace(BLANK, on=("Editor",), then=("ChooseKind",))
CHOOSE = replace(BLANK, on=("ChooseKind",), then=("Number",))
PROVE = replace(BLANK, on=("Number",), events=(EventKind.FACTOR_ADDED,))
LOOK = replace(BLANK, on=("Editor",))
TASK = Task("add", "Add a number", (LOG_IN, NAME, AGAIN, EDIT, PASSWORD, ADD, CHOOSE, PROVE, LOOK))
SCREENS = sorted({name for step in TASK.steps for name in (*step.on, *step.then)} | {"Help"})


def seen(progress: Progress, *signs: str | EventKind) -> Progress:
    """What comes of seeing these one after the other, each screen more than once."""
    for sign in signs:
        progress = progress.after(sign) if isinstance(sign, EventKind) else progress.at(sign).at(sign)
    return progress


def test_each_screen_ticks_the_step_that_leads_to_it_and_the_event_the_one_that_waits_for_it() -> None:
    progress = begin(TASK, "Login")
    way = ("Code", "Dashboard", "Dashboard.bar", "Settings", "Password", "Editor", "ChooseKind", "Number")
    numbers = []
    for screen in way:
        progress = seen(progress, screen)
        numbers.append(progress.number)
    assert numbers == [0, 1, 2, 3, 4, 5, 6, 7]
    assert seen(progress, EventKind.FACTOR_ADDED).number == 8


@pytest.mark.parametrize(
    ("screen", "number"),
    [("Login", 0), ("Dashboard", 1), ("Dashboard.bar", 2), ("Settings", 3), ("Editor", 5), ("Number", 7), ("Help", 0)],
)
def test_one_begins_where_the_screen_in_front_belongs(screen: str, number: int) -> None:
    assert begin(TASK, screen).number == number


def test_a_step_that_only_a_person_can_tick_is_not_passed_over_at_the_beginning() -> None:
    task = Task("call", "Call", (BLANK, NAME))
    assert begin(task, "Dashboard").number == 0
    assert begin(task, "Dashboard").turned(1, "Dashboard").number == 1


def test_whoever_takes_a_shorter_way_is_led_past_what_is_between() -> None:
    assert seen(begin(TASK, "Dashboard"), "Editor").number == 5
    assert seen(begin(TASK, "Settings"), "Editor").number == 5


def test_a_step_that_waits_for_an_event_is_not_passed_over_by_a_screen() -> None:
    progress = seen(begin(TASK, "Number"), "Editor")
    assert progress.number == 7, "leaving without the event adds nothing"
    assert seen(progress, EventKind.CODE_WRONG).number == 7
    assert seen(progress, EventKind.FACTOR_ADDED).number == 8


def test_whoever_goes_back_a_screen_has_its_step_to_do_again() -> None:
    assert seen(begin(TASK, "Settings"), "Dashboard").number == 1
    assert seen(begin(TASK, "ChooseKind"), "Editor").number == 5


def test_help_and_other_screens_change_nothing() -> None:
    assert seen(begin(TASK, "Settings"), "Help", "Settings").number == 3


def test_a_step_chosen_by_hand_is_not_undone_by_what_was_there_before() -> None:
    progress = begin(TASK, "Settings").turned(-2, "Settings")
    assert seen(progress, "Settings").number == 1
    assert seen(progress, "Settings", "Help", "Settings").number == 3, "coming there anew is news"
    ahead = begin(TASK, "Dashboard").turned(3, "Dashboard")
    assert seen(ahead, "Dashboard").number == 4


def test_going_on_by_hand_leaves_no_step_that_ends_with_what_is_there() -> None:
    assert begin(TASK, "Editor").turned(-2, "Editor").number == 3
    assert begin(TASK, "Editor").turned(-2, "Editor").turned(1, "Editor").number == 5


def test_a_task_that_is_done_says_so_and_stays_done() -> None:
    progress = begin(TASK, "Login").turned(len(TASK.steps), "Login")
    assert progress.finished
    assert progress.step is None
    assert seen(progress, *SCREENS, EventKind.FACTOR_ADDED).finished
    assert progress.turned(1, "Login").finished
    assert progress.turned(-1, "Login").step is LOOK


def test_one_event_does_one_step() -> None:
    twice = Task("twice", "Twice", (PROVE, PROVE))
    assert Progress(twice).after(EventKind.FACTOR_ADDED).number == 1


@given(st.lists(st.one_of(st.sampled_from(SCREENS), st.sampled_from(EventKind), st.integers(-3, 3)), max_size=40))
def test_whatever_happens_there_is_a_present_step_or_an_end_and_seeing_the_same_again_changes_nothing(
    signs: list[str | EventKind | int],
) -> None:
    progress, screen = begin(TASK, "Login"), "Login"
    for sign in signs:
        if isinstance(sign, int):
            progress = progress.turned(sign, screen)
        elif isinstance(sign, EventKind):
            progress = progress.after(sign)
        else:
            progress, screen = progress.at(sign), sign
            assert progress.at(sign) == progress
        assert 0 <= progress.number <= len(TASK.steps)
        assert progress.finished is (progress.step is None)
