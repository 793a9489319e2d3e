"""An app with a guide beside every screen; nothing of the guide is imported before somebody wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui2fa.domain.roles import Role
from tui2fa.tui import commands
from tui2fa.tui.base.app import Aside, BaseApp, Surroundings

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui2fa.tui.guide.follower import Follower

ROWS = 7
"""Rows that the guide takes below the content where it cannot stand beside it."""


class GuidedApp(BaseApp):
    """What the guide follows: the session and role of who is logged in, and the screen in front."""

    BINDINGS = [commands.GUIDE, commands.INTO_GUIDE, commands.END_SHARING]
    guided = True

    def __init__(self, surroundings: Surroundings) -> None:
        self.session = ""
        self.role = Role.USER
        self._follower: Follower | None = None
        super().__init__(surroundings)
        self.asides = (Aside("guide", self._guide, under=ROWS),)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who shares nothing cannot end that."""
        if action == "end_sharing":
            return self._follower is not None and self._follower.shares
        return super().check_action(action, parameters)

    def _guide(self) -> Widget:
        from tui2fa.tui.guide.panel import GuidePanel

        return GuidePanel(self._following())

    def _following(self) -> Follower:
        from tui2fa.tui.guide.follower import Follower
        from tui2fa.tui.guide.panel import STYLES

        if self._follower is None:
            self._follower = Follower(self, "guide")
            self.stylesheet.read_all([STYLES])
        return self._follower

    def want_asides(self, names: tuple[str, ...] | None) -> None:
        """Let the guide know at once whether it is out."""
        super().want_asides(names)
        if self._follower is not None:
            self._follower.wake()

    def start_guide(self, task: str) -> None:
        """Walk along with a task, by its key."""
        from tui2fa.guide.tasks import TASKS

        self.show_aside("guide")
        self._following().choose(next(one for one in TASKS if one.key == task))

    def action_into_guide(self) -> None:
        """Lead the keyboard into the guide, which comes out for it."""
        if not self.is_out("guide"):
            self.show_aside("guide")
        self.screen.call_after_refresh(self._into_guide)

    def _into_guide(self) -> None:
        from tui2fa.tui.guide.panel import GuidePanel

        for panel in self.screen.query(GuidePanel):
            panel.enter()

    @property
    def notice(self) -> str:
        """What kind of panel this is, where it is not the real one, and who looks along."""
        return " · ".join(filter(None, (super().notice, self._follower.notice if self._follower else "")))

    def action_end_sharing(self) -> None:
        """Let nobody look along any more."""
        if self._follower is not None:
            self._follower.end()

    action_notice = action_end_sharing

    def on_unmount(self) -> None:
        """Follow nothing any more."""
        if self._follower is not None:
            self._follower.rest()
