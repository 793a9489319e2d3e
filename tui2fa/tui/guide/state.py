"""What the guide knows at a moment: which page is open, how far somebody is, and whether support looks along."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from tui2fa.domain.roles import Role
from tui2fa.guide.model import Task
from tui2fa.guide.progress import Progress
from tui2fa.guide.tasks import TASKS
from tui2fa.services.oversight import FollowCode, Sharing


class Page(Enum):
    """What the panel shows."""

    TASKS = auto()
    STEPS = auto()
    TOGETHER = auto()


@dataclass(frozen=True, slots=True)
class State:
    """One moment; the next one is another value.

    `role` is that of who is logged in, None while nobody is; `spot` is the screen in front. `code` is there from the
    moment that the session is shared; `sharing` tells whether somebody has come with it.
    """

    page: Page = Page.TASKS
    progress: Progress | None = None
    role: Role | None = None
    spot: str = ""
    code: FollowCode | None = None
    sharing: Sharing | None = None

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What can be walked by whoever is here."""
        return tuple(task for task in TASKS if self.role is None or self.role in task.roles)

    @property
    def agent(self) -> str:
        """The name of the agent who looks along, "" while nobody does."""
        return self.sharing.agent if self.sharing and self.sharing.since else ""

    @property
    def together(self) -> bool:
        """Whether it is about support looking along."""
        return self.page is Page.TOGETHER

    @property
    def elsewhere(self) -> bool:
        """Whether the present step is to be done on another screen; an agent only tells what to do."""
        step = self.progress.step if self.progress else None
        return bool(step and step.on and self.spot not in step.on and self.role is not Role.SUPPORT)
