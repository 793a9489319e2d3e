"""How far somebody has come in a task of the guide: screens and events go in, the present step comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui2fa.domain.events import EventKind
from tui2fa.guide.model import Step, Task


@dataclass(frozen=True, slots=True)
class Progress:
    """A task and the number of its present step, from 0; one past the last says that all is done.

    `held` is the screen that was there when a person chose the step by hand: it is news no more.
    """

    task: Task
    number: int = 0
    held: str = ""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.number >= len(self.task.steps)

    @property
    def step(self) -> Step | None:
        """What is to be done now; None when nothing is left."""
        return None if self.finished else self.task.steps[self.number]

    def turned(self, steps: int, screen: str) -> Progress:
        """So many steps on or back by hand, while this screen is in front; going on passes those that end with it."""
        here = replace(self, number=min(max(self.number + steps, 0), len(self.task.steps)), held=screen)
        while steps > 0 and here.step and screen in here.step.then:
            here = replace(here, number=here.number + 1)
        return here

    def at(self, screen: str) -> Progress:
        """How far it is with this screen in front.

        A step is done when its screen is there, and with it those before it that only lead there; whoever has gone back
        to the screen of such a step has it to do again. A screen that was there when the step was chosen says nothing.
        """
        if screen == self.held:
            return self
        here = replace(self, held="")
        if (back := here._gone_back(screen)) is not None:
            return replace(here, number=back)
        while (further := here._led_past(screen)) is not None:
            here = replace(here, number=further)
        return here

    def after(self, event: EventKind) -> Progress:
        """How far it is when this has happened to the account: one event does one step."""
        if self.step and event in self.step.events:
            return replace(self, number=self.number + 1, held="")
        return self

    def _gone_back(self, screen: str) -> int | None:
        """The step before this one that this screen is for, where nothing but screens lies between."""
        if self.step is None or self.step.events or screen in self.step.on or screen in self.step.then:
            return None
        for number in range(self.number - 1, -1, -1):
            step = self.task.steps[number]
            if not _only_leads(step):
                return None
            if screen in step.on:
                return number
        return None

    def _led_past(self, screen: str) -> int | None:
        """The step after the one that this screen is the end of; a step that waits for an event is not passed over."""
        for number, step in enumerate(self.task.steps[self.number :], self.number):
            if screen in step.then:
                return number + 1
            if step.events or screen in step.on:
                return None
        return None


def begin(task: Task, screen: str) -> Progress:
    """Where somebody begins who has this screen in front: at the first step that it is for, or that it is the end of.

    A step that shows by nothing is not passed over: only a person can say that it is done.
    """
    belongs = (number for number, step in enumerate(task.steps) if screen in (*step.on, *step.then))
    by_hand = (number for number, step in enumerate(task.steps) if not (step.then or step.events))
    first, bound = next(belongs, 0), next(by_hand, len(task.steps))
    return Progress(task, bound, held=screen) if bound <= first else Progress(task, first).at(screen)


def _only_leads(step: Step) -> bool:
    """Whether nothing is done in a step but coming to another screen."""
    return bool(step.then) and not step.events
