"""What the guide says: the steps of a task, for a caller or for an agent, and how sharing stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from tui2fa.domain.roles import Role
from tui2fa.guide.model import Step
from tui2fa.guide.progress import Progress
from tui2fa.locale import Catalogue
from tui2fa.tui.guide.state import Page, State

DONE, NOW, LATER = "✓", "▶", "·"
"""The sign before a step."""


def heading(tr: Catalogue, state: State, key: str) -> str:
    """What the panel is about now; `key` leads into it."""
    progress = state.progress
    if state.together:
        return tr("Let support look along")
    if progress is None or state.page is Page.TASKS:
        return tr("Guide: what do you want to do? {key} leads in here", key=key)
    if progress.finished:
        return tr(progress.task.title)
    number, count = progress.number + 1, len(progress.task.steps)
    return tr("Step {number} of {count} · {task}", number=number, count=count, task=tr(progress.task.title))


def before(tr: Catalogue, progress: Progress) -> Content:
    """The steps that are done, a line for each."""
    return _lines(tr, DONE, enumerate(progress.task.steps[: progress.number], 1), "$success")


def after(tr: Catalogue, progress: Progress) -> Content:
    """The steps to come, a line for each."""
    first = progress.number + 1
    return _lines(tr, LATER, enumerate(progress.task.steps[first:], first + 1), "$muted")


def _lines(tr: Catalogue, sign: str, steps: Iterable[tuple[int, Step]], colour: str) -> Content:
    lines = (Content.assemble((f"{sign} ", colour), (f"{number} {tr(step.do)}", "$muted")) for number, step in steps)
    return Content("\n").join(lines)


def present(tr: Catalogue, state: State) -> list[Content]:
    """The step that is to be done, in parts; an agent reads first what to say and what to ask."""
    progress = state.progress
    if progress is None or (step := progress.step) is None:
        return [Content.assemble((f"{DONE} ", "bold $success"), (tr("Done: that was the last step."), "bold"))]
    number = f"{NOW} {progress.number + 1} "
    otherwise = Content.assemble((tr("Does it look different?"), "bold"), " ", (tr(step.otherwise), "$muted"))
    parts = [otherwise]
    if state.elsewhere:
        parts.insert(0, Content.styled(tr("This step belongs to another screen."), "$primary"))
    if state.role is Role.SUPPORT:
        spoken = (
            Content.assemble((number, "bold $primary"), (tr("Say: "), "$muted"), (f"“{tr(step.say)}”", "bold")),
            Content.assemble((tr("Ask: "), "$muted"), (f"“{tr(step.ask)}”", "bold")),
            Content.styled(f"{tr(step.do)} {tr(step.see)}", "$muted"),
        )
        return [*spoken, *parts]
    done = Content.assemble((number, "bold $primary"), (tr(step.do), "bold"))
    seen = Content.assemble((tr("Then you see: "), "$muted"), tr(step.see))
    return [done, seen, *parts]


def together(tr: Catalogue, state: State, now: datetime, key: str) -> Content:
    """The digits to read out, who looks along, and how that ends."""
    if state.agent:
        return Content.assemble(
            (tr("{agent} looks along.", agent=state.agent), "bold"),
            " ",
            tr("They see which screen and which step you are at, never what you type, no code and no number."),
            " ",
            tr("{key} ends it.", key=key),
        )
    if state.code:
        left = tr.duration(-(-(state.code.expires - now).total_seconds() // 60) * 60)
        return Content.assemble(
            tr("Read this follow code to the agent:"),
            " ",
            (f"{state.code.code[:3]} {state.code.code[3:]}", "bold $primary"),
            "\n",
            tr("It works once, for another {left}, in this session only. {key} ends it.", left=left, key=key),
            " ",
            (tr("Are you not calling support? Then do not share it."), "bold"),
        )
    return Content(tr("Nobody looks along. Six new digits let one agent see which screen and step you are at."))
