"""The Company Panel's dashboard: how well the company is covered, and who needs attention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Static

from tui2fa.delivery.base import WAYS
from tui2fa.domain.directory import Coverage, Order, State, UserLine, coverage, narrowed, ordered
from tui2fa.domain.sentences import N_
from tui2fa.services.oversight import WayState
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import background, task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.dialogs.ways import Ways
from tui2fa.tui.screens.company.frame import CompanyPage
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.coverage import CoverageBars
from tui2fa.tui.widgets.user_table import LOGIN, WHY, WIDE_NAME, UserTable


class Found(NamedTuple):
    """What the dashboard tells."""

    coverage: Coverage
    attention: Sequence[UserLine]


class CompanyDashboard(CompanyPage[None, Found]):
    """The panel's first screen for an administrator."""

    HELP = N_(
        "This is the Company Panel. The figures say how well your company is covered; the list names who needs "
        "attention and why: Enter opens that user. Your own name, with Edit 2FA behind it, is at the top right."
    )
    PAGE = "dashboard"
    AUTO_FOCUS = "UserTable"
    BINDINGS = [
        commands.command("g", "users", N_("Users"), N_("Shows all users: search, add, import, export.")),
        commands.command("w", "ways", N_("Ways"), N_("Shows by which ways codes are sent, and whether they work.")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: Found | None = None
        self._ways: tuple[WayState, ...] = ()

    def on_mount(self) -> None:
        """Look once whether codes can be sent at all."""
        self._look_at_ways()

    @background
    async def _look_at_ways(self) -> None:
        self._ways = await in_thread(self.services.company.ways, self.app.session)
        await self.whole()
        self._show_ways()

    def _show_ways(self) -> None:
        for line in self.query("#broken").results(Static):
            line.update(self._broken)
            line.display = bool(self._broken)

    @property
    def _broken(self) -> str:
        """Which ways do not work, and what is wrong with each first of all; nothing where all do."""
        tr = self.tr
        return "\n".join(
            f"! {tr(WAYS[way.name])}: {tr(way.problems[0].message, **way.problems[0].values)}"
            for way in self._ways
            if way.problems
        )

    def content(self) -> ComposeResult:
        """The figures over the list."""
        tr, found = self.tr, self._found
        yield from self.pages()
        with VerticalGroup(id="figures"):
            yield CoverageBars(tr, found.coverage if found else None)
            broken = Static(self._broken, id="broken", markup=False)
            broken.display = bool(self._broken)
            yield broken
        yield Static(self._heading, id="told", classes="title", markup=False)
        yield UserTable(
            tr, (LOGIN, WIDE_NAME, WHY), found.attention if found else (), self.app.clock.now(), id="attention"
        )

    @property
    def _heading(self) -> str:
        if self._found is None:
            return ""
        if not self._found.attention:
            return self.tr("Nobody needs attention: well done.")
        return self.tr("Needs attention ({count})", count=len(self._found.attention))

    def judge(self, users: Sequence[UserLine]) -> Found:
        """Count and choose."""
        return Found(coverage(users), ordered(narrowed(users, "", State.ATTENTION), Order.STATE))

    async def saw(self, seen: Found) -> None:
        """Show the figures and the list."""
        self._found = seen
        self.query_one(CoverageBars).coverage = seen.coverage
        self.query_one("#told", Static).update(self._heading)
        self.query_one(UserTable).follow(seen.attention)

    @on(Button.Pressed, "#to-users")
    def action_users(self) -> None:
        """To the list of all users."""
        from tui2fa.tui.screens.company.users import Users

        self.app.push_screen(Users())

    @task
    async def action_ways(self) -> None:
        """Look how codes are sent here."""
        self._ways = await self.ask(self.services.company.ways, self.app.session)
        self._show_ways()
        self.app.push_screen(Ways(self._ways))
