"""The guide as one screen shows it: beside the content, or in a strip below it, so that it covers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui2fa.domain.roles import Role
from tui2fa.tui import commands
from tui2fa.tui.guide import words
from tui2fa.tui.guide.drawing import drawn
from tui2fa.tui.guide.state import Page, State
from tui2fa.tui.widgets.button import Link
from tui2fa.tui.widgets.options import Options

if TYPE_CHECKING:
    from tui2fa.tui.guide.follower import Follower
    from tui2fa.tui.guided import GuidedApp

MOST_PARTS = 5
"""Of a step: what to say, what to ask, what it is about, where one is, what if it looks different."""
STYLES = Path(__file__).with_name("guide.tcss")
"""Read when the guide is first wanted."""


class Way(Link):
    """A link of the guide; a click on it leaves the focus where one types."""

    FOCUS_ON_CLICK = False


class TaskList(Options):
    """What can be walked; a click in it leaves the focus where one types."""

    FOCUS_ON_CLICK = False


class GuidePanel(Vertical):
    """One view of the guide; every screen has its own, and all show what the follower knows."""

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("escape", "leave", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, follower: Follower) -> None:
        super().__init__()
        self._follower = follower
        self._typing: Widget | None = None
        self._title = Static(id="guide-title", markup=False)
        self._before = Static(id="guide-before", markup=False)
        self._parts = [Static(classes="part", markup=False) for _ in range(MOST_PARTS)]
        self._step = VerticalGroup(*self._parts, id="guide-step")
        self._map = Static(id="guide-map", markup=False)
        self._present = Container(self._step, self._map, id="guide-present")
        self._after = Static(id="guide-after", markup=False)
        self._tasks = TaskList(id="guide-list")
        self._composed = False
        self.shown: State | None = None

    def compose(self) -> ComposeResult:
        """The ways come first in the order of Tab, so that Shift+Tab in the content leads to the last one of them."""
        tr = cast("GuidedApp", self.app).tr
        yield self._title
        with VerticalScroll(id="guide-body", can_focus=False):
            yield from (self._before, self._present, self._after, self._tasks)
        with Container(id="guide-ways"):
            with HorizontalGroup():
                yield Way(tr("Tasks"), id="guide-tasks")
                yield Way(tr("Let support look along"), id="guide-share")
                yield Way(tr("Stop sharing"), id="guide-end")
            with HorizontalGroup():
                yield Way(tr("To the steps"), id="guide-steps")
                yield Way(tr("Back"), id="guide-back")
                yield Way(tr("Next"), id="guide-on")

    def on_mount(self) -> None:
        """Show how things stand; keep in mind where one types."""
        self.screen.bindings_updated_signal.subscribe(self, self._focus_moved)
        self._focus_moved(self.screen)
        self._composed = True
        self._follower.wake()
        self.show(self._follower.state)

    def _focus_moved(self, screen: Screen[object]) -> None:
        if screen.focused is not None and self not in screen.focused.ancestors:
            self._typing = screen.focused

    # what is seen

    def show(self, state: State) -> None:
        """Show this state, and repaint no more than has changed; what is shared has minutes that run."""
        before = self.shown
        if not self._composed or not self.is_attached or (state == before and not state.together):
            return
        self.shown = state
        inside = self.has_focus_within
        tr, walking = self._app.tr, state.page is Page.STEPS
        _tell(self._title, Content(words.heading(tr, state, self.app.get_key_display(commands.INTO_GUIDE))))
        self._list(state, before)
        self._offer(state)
        step = state.progress.step if state.progress and walking else None
        if state.progress and walking:
            _tell(self._before, words.before(tr, state.progress))
            self._tell_parts(words.present(tr, state))
            _tell(self._after, words.after(tr, state.progress))
        elif state.together:
            key = self.app.get_key_display(commands.END_SHARING)
            self._tell_parts([words.together(tr, state, self._app.clock.now(), key)])
        if step:
            _tell(self._map, drawn(step.where, tr))
        self._map.set_class(step is None, "-gone")
        self._present.set_class(state.page is Page.TASKS, "-gone")
        for lines in (self._before, self._after):
            lines.set_class(not walking or not lines.content, "-gone")
        if inside:
            self._stay_inside(state)
        if before is None or before.progress != state.progress:
            self.call_after_refresh(self._present.scroll_visible, top=True, animate=False)

    def _tell_parts(self, parts: Sequence[Content]) -> None:
        for at, line in enumerate(self._parts):
            _tell(line, parts[at] if at < len(parts) else Content(""))
            line.set_class(at >= len(parts), "-gone")

    @property
    def _app(self) -> GuidedApp:
        return cast("GuidedApp", self.app)

    def _list(self, state: State, before: State | None) -> None:
        """The tasks; made anew only where they are others."""
        if before is None or before.tasks != state.tasks:
            self._tasks.set_options(Option(Content(self._app.tr(task.title)), task.key) for task in state.tasks)
            self._tasks.highlighted = 0
        self._tasks.set_class(state.page is not Page.TASKS, "-gone")

    def _offer(self, state: State) -> None:
        """The ways on from this page."""
        progress = state.progress
        walking = state.page is Page.STEPS
        offered = {
            "guide-tasks": state.page is not Page.TASKS,
            "guide-share": state.role not in (None, Role.SUPPORT) and not (state.together and state.code),
            "guide-end": state.together and state.code is not None,
            "guide-steps": progress is not None and not walking,
            "guide-back": walking and progress is not None and progress.number > 0,
            "guide-on": walking and progress is not None and not progress.finished,
        }
        for way in self.query(Way):
            way.set_class(offered[str(way.id)], "-offered")

    def _stay_inside(self, state: State) -> None:
        """Who is in the guide stays there when its page changes."""
        focused = self.screen.focused
        if state.page is Page.TASKS or focused is None or not focused.has_class("-offered"):
            self._go_in(state)

    def _go_in(self, state: State) -> None:
        """To the list, or to what goes on; at once, before what is hidden gives its focus to anything else."""
        offered = [self._tasks] if state.page is Page.TASKS else list(self.query(".-offered"))
        if offered:  # nothing is while it is composed anew
            self.screen.set_focus(offered[-1])

    # what a person does

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        for task in self._follower.state.tasks:
            if task.key == event.option_id:
                self._follower.choose(task)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()

    @on(Way.Pressed)
    def _pressed(self, event: Way.Pressed) -> None:
        event.stop()
        follower = self._follower
        match event.button.id:
            case "guide-tasks":
                follower.open(Page.TASKS)
            case "guide-steps":
                follower.open(Page.STEPS)
            case "guide-back":
                follower.turn(-1)
            case "guide-on":
                follower.turn(1)
            case "guide-end":
                follower.end()
            case "guide-share" if follower.state.code:
                follower.open(Page.TOGETHER)
            case "guide-share":
                follower.share()

    def on_click(self, event: events.Click) -> None:
        """A click in the guide is none in the screen that it stands beside."""
        event.stop()

    def enter(self) -> None:
        """In with the keyboard, or out again."""
        if self.has_focus_within:
            self.action_leave()
        else:
            self._go_in(self._follower.state)

    def action_leave(self) -> None:
        """Back to where one typed."""
        if self._typing is not None and self._typing.is_attached:
            self._typing.focus()
        else:
            self.app.action_focus_next()

    def action_scroll(self, rows: int) -> None:
        """Read on, or back."""
        self.query_one("#guide-body", VerticalScroll).scroll_relative(y=rows, animate=False)


def _tell(line: Static, words: Content) -> None:
    """Change what a line says, only when it changes."""
    if line.content != words:
        line.update(words)
