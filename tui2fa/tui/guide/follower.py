"""Walks along: looks at the screen in front and at the account's events, and tells an agent where one is.

It works only while the guide is out or the session is shared; then it looks four times a second, and asks the store
only when the store has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any, cast

from tui2fa.domain.errors import Refused
from tui2fa.domain.sentences import N_
from tui2fa.guide.model import Task
from tui2fa.guide.progress import begin
from tui2fa.services.oversight import FollowCode, Sharing, Spot
from tui2fa.services.views import Event
from tui2fa.tui import commands
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.base.watch import Watch
from tui2fa.tui.guide.mark import Mark
from tui2fa.tui.guide.panel import GuidePanel
from tui2fa.tui.guide.state import Page, State

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui2fa.tui.base.screen import BaseScreen
    from tui2fa.tui.guided import GuidedApp

EVERY = 0.25
"""Seconds between two looks at the screen."""
NEWEST = 20
"""Events that are asked for; more do not happen between two looks."""


class Follower:
    """One for an app, as long as it runs: every panel shows its state, and tells it what a person wants."""

    def __init__(self, app: GuidedApp, name: str) -> None:
        """`name` is that of the side panel."""
        self.state = State()
        self._app, self._name = app, name
        self._timer: Timer | None = None
        self._watch: Watch | None = None
        self._session = ""
        self._began = app.clock.now()
        self._newest: Event | None = None
        self._told: Spot | None = None
        self._telling = False
        self._mark: Mark | None = None
        self._front: BaseScreen[Any] | None = None

    # what a person wants

    def choose(self, task: Task) -> None:
        """Walk this task, from where the screen in front belongs in it."""
        self._began = self._app.clock.now()
        self._become(replace(self.state, page=Page.STEPS, progress=begin(task, self._screen.spot)))

    def turn(self, steps: int) -> None:
        """So many steps on, or back."""
        if self.state.progress:
            self._become(replace(self.state, progress=self.state.progress.turned(steps, self._screen.spot)))

    def open(self, page: Page) -> None:
        """Show another page."""
        self._become(replace(self.state, page=page))

    def share(self) -> None:
        """Have six digits made that let one agent look along in this session."""
        self._run("share", self._share())

    async def _share(self) -> None:
        session = self._app.session
        code = await in_thread(self._app.services.following.share, session)
        if session == self._session:
            self._told = None
            self._become(replace(self.state, page=Page.TOGETHER, code=code, sharing=None))

    def end(self) -> None:
        """Let nobody look along any more."""
        if self.state.code:
            self._end(N_("Nobody looks along any more."))
            self._run("revoke", in_thread(self._app.services.following.revoke, self._app.session))

    @property
    def shares(self) -> bool:
        """Whether there is anything to end."""
        return self.state.code is not None

    @property
    def notice(self) -> str:
        """Who looks along, and the key that ends it; "" while nobody does."""
        key = self._app.get_key_display(commands.END_SHARING)
        words = self._app.tr("{agent} of support looks along · {key} ends it", agent=self.state.agent, key=key)
        return words if self.state.agent else ""

    # looking

    def wake(self) -> None:
        """Look now, and go on looking as long as there is a reason."""
        if self._timer is None:
            self._timer = self._app.set_interval(EVERY, self._look_again)
        self.look()

    def _look_again(self) -> None:
        try:
            self.look()
        except Exception as error:  # noqa: BLE001 - nothing may end the program from a timer
            self.rest()
            self._app.trouble(error)

    def look(self) -> None:
        """See what is in front; rest when neither the guide is out nor anything is shared."""
        if not self._there:
            return
        self._follow_session()
        app, state = self._app, self.state
        role = app.role if app.session else None
        progress = state.progress.at(self._screen.spot) if state.progress else None
        if progress and role and role not in progress.task.roles:
            progress = None
        page = Page.TASKS if state.page is Page.STEPS and progress is None else state.page
        self._become(replace(state, spot=self._screen.spot, progress=progress, role=role, page=page))
        if self.state.code and not self.state.agent and self.state.code.expires <= app.clock.now():
            self._end()
        self._point()
        if self.state.code:
            self._tell()
        elif not app.is_out(self._name):
            self.rest()

    def rest(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.stop()
        if self._watch is not None:
            self._watch.stop()
        self._timer, self._watch, self._session = None, None, ""

    @property
    def _there(self) -> bool:
        """Whether there is a screen; the last one goes before the app does."""
        return bool(self._app.screen_stack)

    @property
    def _screen(self) -> BaseScreen[Any]:
        return cast("BaseScreen[Any]", self._app.screen)

    def _follow_session(self) -> None:
        """Another session has events of its own, and what was shared of the earlier one is over."""
        session = self._app.session
        if session == self._session:
            return
        if self._watch is not None:
            self._watch.stop()
        self._watch, self._session, self._newest = None, session, None
        if self.state.code:
            self._end()
        if self.state.together:
            self.open(Page.STEPS)
        if session:
            self._watch = Watch(self._app.services.following.version, self._read(session), self._missed)
            self._watch.start()

    def _become(self, state: State) -> None:
        """Be in another state, and show it; looking for what shows it costs something, four times a second too much."""
        agent, screen = self.state.agent, self._screen
        if state == self.state and screen is self._front and not state.together:
            return
        self.state, self._front = state, screen
        for panel in screen.query(GuidePanel):
            panel.show(state)
        if agent != state.agent:
            self._app.fit()
            self._app.screen.refresh_bindings()

    def _point(self) -> None:
        """Mark the control of the present step, where it is on the screen in front and the guide is out."""
        state, screen, mark = self.state, self._screen, self._mark
        step = state.progress.step if state.progress and state.page is Page.STEPS else None
        wanted = step.control if step and state.spot in step.on and self._app.is_out(self._name) else ""
        if mark and (not mark.is_attached or mark.screen is not screen or mark.control != wanted):
            mark.remove()
            self._mark = mark = None
        if mark:
            mark.place()
        elif wanted:
            self._mark = Mark(wanted)
            screen.mount(self._mark)

    # the store

    def _read(self, session: str) -> Callable[[], None]:
        """What the watch calls in its thread after every change."""

        def read() -> None:
            services, code = self._app.services, self.state.code
            try:
                events = services.activity.listing(session, NEWEST)
            except Refused:  # there are none to be seen before the panel
                events = ()
            sharing = services.following.sharing(session) if code else None
            self._app.call_later(self._heard, session, events, code, sharing)

        return read

    def _missed(self, error: Exception) -> None:
        """The store could not be read; called in the thread of the watch."""
        self._app.call_later(self._tell_trouble, error)

    def _heard(self, session: str, events: tuple[Event, ...], code: FollowCode | None, sharing: Sharing | None) -> None:
        """Take in what was read, as far as it is about what is so now."""
        if session != self._session or not self._there:
            return
        new = takewhile(lambda event: event != self._newest, events)
        fresh = [event for event in new if self._newest or event.at >= self._began]
        self._newest = events[0] if events else None
        progress = self.state.progress
        for event in reversed(fresh):
            progress = progress.after(event.what) if progress else None
        self._become(replace(self.state, progress=progress))
        if code and code is self.state.code:
            self._follow_agent(sharing)

    def _follow_agent(self, sharing: Sharing | None) -> None:
        """An agent has come, or has gone."""
        before = self.state.agent
        if sharing is None:
            self._end(N_("{agent} looks along no more.") if before else "")
        elif sharing.since and not sharing.agent:  # their session is over
            self.end()
        else:
            self._become(replace(self.state, sharing=sharing))
            if self.state.agent and not before:
                self._app.notify(self._app.tr("{agent} of support looks along now.", agent=self.state.agent))

    def _end(self, notice: str = "") -> None:
        """Nothing is shared any more."""
        if notice:
            self._app.notify(self._app.tr(notice, agent=self.state.agent))
        self._become(replace(self.state, code=None, sharing=None))

    # telling

    @property
    def _spot(self) -> Spot:
        progress, spot, refusal = self.state.progress, self.state.spot, self._screen.refusal
        if progress is None:
            return Spot(spot, refusal=refusal)
        return Spot(spot, progress.task.key, min(progress.number + 1, len(progress.task.steps)), refusal)

    def _tell(self) -> None:
        """Have the agent's side know where this one is, where that has changed."""
        if self._spot != self._told and not self._telling:
            self._telling = True
            self._run("tell", self._telling_on())

    async def _telling_on(self) -> None:
        try:
            while self.state.code and self._spot != self._told:
                self._told = self._spot
                await in_thread(self._app.services.following.tell, self._session, self._told)
        finally:
            self._telling = False

    def _run(self, name: str, work: Coroutine[Any, Any, Any]) -> None:
        self._app.run_worker(self._running(work), description=name, exit_on_error=False)

    async def _running(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - nothing may end the program from a worker
            self._tell_trouble(error)

    def _tell_trouble(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            self._app.trouble(error)
        elif error.ends_session:
            self._app.session_ended()
        else:
            self._app.notify(self._app.tr.refusal(error), severity="warning")
