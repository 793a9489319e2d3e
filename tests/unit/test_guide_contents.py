"""The guide's tasks and the ten tips are whole, walk through screens that exist, and are told in words of their own."""

from __future__ import annotations

import importlib
import pkgutil
import re
import zlib
from pathlib import Path

import pytest
from textual.screen import Screen

import tui2fa.tui
from tests.catalogue import dutch
from tui2fa.domain.roles import Role
from tui2fa.guide.model import Step
from tui2fa.guide.routes import ROUTE_A, ROUTE_B, TO_THE_EDITOR
from tui2fa.guide.tasks import TASKS
from tui2fa.guide.tips import TIPS
from tui2fa.locale import catalogue

SENTENCES = ("do", "see", "otherwise", "say", "ask")
PAGES = Path(__file__).parent / "data" / "six_words.txt"
"""CRC-32 of every six words in a row of the client's two pages: what must not be copied need not be here itself."""
LABELS = {"een extra gebruiker met enkel 2fa"}
"""What the client calls a thing is to be used letter for letter."""

steps = pytest.mark.parametrize(
    "step",
    [pytest.param(step, id=f"{task.key}-{number}") for task in TASKS for number, step in enumerate(task.steps, 1)],
)


def screens() -> set[str]:
    """The names of every screen and dialog."""
    for module in pkgutil.walk_packages(tui2fa.tui.__path__, "tui2fa.tui."):
        importlib.import_module(module.name)
    found: set[str] = set()
    waiting: list[type] = [Screen]
    while waiting:
        below: list[type] = list(type.__subclasses__(waiting.pop()))
        found |= {kind.__name__ for kind in below}
        waiting += below
    return found


def test_the_two_routes_come_first() -> None:
    assert TASKS[:2] == (ROUTE_A, ROUTE_B)
    assert [step.then[0] for step in TO_THE_EDITOR] == [
        "Dashboard.bar",
        "PersonalSettings",
        "PasswordPrompt",
        "FactorEditor",
    ]


def test_every_task_has_a_name_of_its_own_and_somebody_who_can_walk_it() -> None:
    assert len({task.key for task in TASKS}) == len({task.title for task in TASKS}) == len(TASKS)
    assert all(task.steps and task.roles for task in TASKS)
    assert {task.key for task in TASKS if Role.USER not in task.roles} == {"route-b", "own-logins"}


@steps
def test_every_step_says_all_that_is_needed(step: Step) -> None:
    for name in SENTENCES:
        sentence = getattr(step, name)
        assert sentence.strip(), name
        assert sentence.endswith((".", "?")), sentence
    assert step.ask.endswith("?"), step.ask


@steps
def test_every_step_is_at_screens_that_exist(step: Step) -> None:
    names = {spot.partition(".")[0] for spot in (*step.on, *step.then)}
    assert names <= screens()
    assert bool(step.on) >= bool(step.control)


def test_the_ten_tips_each_lead_to_a_task() -> None:
    assert [tip.number for tip in TIPS] == list(range(1, 11))
    assert {tip.task for tip in TIPS} <= {task.key for task in TASKS if Role.USER in task.roles}


def sentences() -> set[str]:
    """Every sentence of the contents."""
    found = {task.title for task in TASKS} | {text for tip in TIPS for text in (tip.title, tip.text)}
    return found | {getattr(step, name) for task in TASKS for step in task.steps for name in SENTENCES}


def test_everything_is_translated() -> None:
    known = {message.id for message in dutch()}
    assert sentences() <= known
    tr = catalogue("nl")
    labels = {"Authenticator."}
    assert not [one for one in sentences() if tr(one) == one and one not in labels]


def test_the_user_is_addressed_politely() -> None:
    tr = catalogue("nl")
    familiar = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)
    assert not [tr(one) for one in sentences() if familiar.search(tr(one))]


def test_no_agent_ever_asks_for_a_secret() -> None:
    asking = re.compile(r"\b(tell|read|give|spell) me\b.*\b(password|code|secret)\b", re.IGNORECASE)
    told = {sentence for task in TASKS for step in task.steps for sentence in (step.say, step.ask)}
    allowed = {sentence for sentence in told if "not your password" in sentence}
    assert not [sentence for sentence in told - allowed if asking.search(sentence)]


def test_no_sentence_of_the_clients_pages_is_reused() -> None:
    taken = set(PAGES.read_text().split())
    reused = []
    for message in dutch():
        for sentence in [message.string] if isinstance(message.string, str) else message.string or ():
            words = re.findall(r"\w+", sentence.casefold())
            runs = (" ".join(words[start : start + 6]) for start in range(len(words) - 5))
            reused += [run for run in runs if f"{zlib.crc32(run.encode()):08x}" in taken]
    assert set(reused) <= LABELS


def test_steps_are_shared_not_copied() -> None:
    seen: dict[str, Step] = {}
    for task in TASKS:
        for step in task.steps:
            assert seen.setdefault(step.do, step) is step
