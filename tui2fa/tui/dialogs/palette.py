"""Everything that can be done here, found by typing a part of its name."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui2fa.domain.sentences import N_
from tui2fa.tui import commands
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.screen import BaseScreen
from tui2fa.tui.widgets.options import Options
from tui2fa.tui.widgets.secret_input import TextInput


class Palette(Dialog[None]):
    """The commands of the screen below. Choosing one is pressing its key there."""

    HELP = N_("Type part of what you want to do, choose with the arrow keys, press Enter.")
    DEFAULT_CSS = """
    Palette {
        #found { max-height: 50vh; text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1; }
        #about { height: 2; margin-top: 1; color: $muted; }
    }
    """
    BINDINGS = [
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        offers = below.offers() if isinstance(below, BaseScreen) else ()
        self._offers = [offer for offer in offers if offer.help and offer.action != commands.PALETTE.action]

    def heading(self) -> str:
        """The title."""
        return self.tr("What do you want to do?")

    def content(self) -> ComposeResult:
        """What is sought, what was found."""
        yield TextInput(placeholder=self.tr("Type part of its name"), id="sought")
        found = Options(id="found")
        found.can_focus = False
        yield found
        yield Static(self.tr("Nothing found."), id="nothing", classes="muted", markup=False)
        yield Static("", id="about", markup=False)

    def on_mount(self) -> None:
        """Everything at first."""
        self._show("")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, sought: str) -> None:
        words = sought.casefold().split()
        width = max((len(one.shown) for one in self._offers), default=0) + 2
        fitting = [one for one in self._offers if _has(f"{one.title} {one.help}", words)]
        fitting.sort(key=lambda one: not _has(one.title, words))  # what is called so comes before what only mentions it
        options = [
            Option(Content.assemble((f"{one.shown:<{width}}", "$muted"), (one.title, "bold")), one.key)
            for one in fitting
        ]
        found = self.query_one("#found", OptionList)
        found.set_options(options)
        found.highlighted = 0 if options else None
        found.display = self.query_one("#about").display = bool(options)
        self.query_one("#nothing").display = not options

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        """What the marked one does, in whole sentences."""
        about = next((one.help for one in self._offers if one.key == event.option_id), "")
        self.query_one("#about", Static).update(about)

    def action_choose(self, steps: int) -> None:
        """Up and down through what was found."""
        found = self.query_one("#found", OptionList)
        if steps > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        found = self.query_one("#found", OptionList)
        if found.highlighted is not None:
            found.action_select()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if not self.is_active:
            return  # a second Enter was on its way
        key = event.option_id
        self.dismiss(None)
        if key:
            self.app.call_later(self.app.simulate_key, key)


def _has(text: str, words: list[str]) -> bool:
    return all(word in text.casefold() for word in words)
