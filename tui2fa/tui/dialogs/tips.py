"""The ten tips, found by typing a word of them; each ends in the task that does it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui2fa.domain.sentences import N_
from tui2fa.guide.model import Tip
from tui2fa.guide.tasks import TASKS
from tui2fa.guide.tips import TIPS
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.options import Options
from tui2fa.tui.widgets.secret_input import TextInput

TITLES = {task.key: task.title for task in TASKS}


class Tips(Dialog[str]):
    """Answers the key of the task that the chosen tip ends in."""

    HELP = N_("Type a word of your question, or choose a tip with the arrow keys; Enter walks you through it.")
    DEFAULT_CSS = """
    Tips {
        #box { width: 80; padding: 0 3; }
        &.-tall #box { padding: 1 3; }
        #found { max-height: 10; height: auto; text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1; }
        #text { margin-top: 1; min-height: 5; }
        .buttons { margin: 0; }
        &.-tall .buttons { margin-top: 1; }
        .title { margin: 0; }
        &.-tall .title { margin-bottom: 1; }
        &.-short #found { max-height: 4; }
    }
    """
    BINDINGS = [
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def heading(self) -> str:
        """What this is."""
        return self.tr("Ten tips")

    def content(self) -> ComposeResult:
        """What is sought, the tips that fit, what the chosen one says, and the way to do it."""
        tr = self.tr
        yield TextInput(placeholder=tr("Type a word of your question"), id="sought")
        found = Options(*self._options(""), id="found")
        found.can_focus = False
        yield found
        yield Static("", id="text", markup=False)
        with HorizontalGroup(classes="buttons"):
            yield Button(tr("Close"), id="close")
            yield Button(tr("Step by step"), id="walk", classes="go")

    def on_mount(self) -> None:
        """The first tip."""
        self._seek()

    def renewed(self) -> None:
        """In another language other tips may fit."""
        super().renewed()
        self._seek()

    @on(Input.Changed)
    def _seek(self) -> None:
        found = self.query_one("#found", OptionList)
        found.set_options(self._options(self.query_one("#sought", TextInput).value))
        found.highlighted = 0 if found.option_count else None
        found.display = bool(found.option_count)
        self._show()

    def _options(self, sought: str) -> list[Option]:
        tr, words = self.tr, sought.casefold().split()
        return [
            Option(Content.assemble((f"{tip.number:>2}  ", "$muted"), tr(tip.title)), str(tip.number))
            for tip in TIPS
            if all(word in f"{tr(tip.title)} {tr(tip.text)} {tr(TITLES[tip.task])}".casefold() for word in words)
        ]

    @property
    def _tip(self) -> Tip | None:
        """The chosen one."""
        option = self.query_one("#found", OptionList).highlighted_option
        return TIPS[int(option.id) - 1] if option and option.id else None

    @on(OptionList.OptionHighlighted)
    def _show(self) -> None:
        tr, tip = self.tr, self._tip
        told = Content(tr("No tip has these words. Try another one."))
        if tip:
            told = Content.assemble(tr(tip.text), "\n", (f"→ {tr(TITLES[tip.task])}", "bold"))
        self.query_one("#text", Static).update(told)
        self.query_one("#walk").display = tip is not None

    def action_choose(self, steps: int) -> None:
        """Up and down through the tips."""
        found = self.query_one("#found", OptionList)
        if steps > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    @on(Input.Submitted)
    @on(Button.Pressed, "#walk")
    def _walk(self) -> None:
        if self._tip:
            self.dismiss(self._tip.task)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)
