"""The numbers or the e-mail addresses of the personal settings: a kind, the text, a way to remove it, line by line."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Static

from tui2fa.domain.people import Contact, Medium, Usage
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import TextInput
from tui2fa.tui.words import usage_words

MOST = 8
"""Lines of one medium; more contact data than this is an address book."""
USAGES = {
    Medium.NUMBER: (Usage.BUSINESS, Usage.MOBILE, Usage.PRIVATE),
    Medium.EMAIL: (Usage.BUSINESS, Usage.PRIVATE),
}
TITLES = {Medium.NUMBER: N_("Numbers"), Medium.EMAIL: N_("Email address")}
ADD = {Medium.NUMBER: N_("+ number"), Medium.EMAIL: N_("+ address")}
EXAMPLES = {Medium.NUMBER: N_("+31612345678"), Medium.EMAIL: N_("name@company.com")}

Rows = dict[int, Contact]
"""The lines by a number that stays theirs while others come and go; the contact is what they began with."""


class ContactLine(Field):
    """One number or address."""

    DEFAULT_CSS = """
    ContactLine {
        margin-bottom: 1;
        & Choice { width: 12; margin-right: 1; }
        & > .line > TextInput { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
        & > .line > TextInput:focus { background: $raised; }
        & .remove { width: 3; margin: 0; text-style: none; color: $muted; content-align: center middle; }
        & .remove:focus { text-style: reverse; }
    }
    """

    def __init__(self, tr: Catalogue, number: int, contact: Contact) -> None:
        name = f"{contact.medium}-{number}"
        control = TextInput(contact.value, id=f"{name}-value", placeholder=tr(EXAMPLES[contact.medium]))
        super().__init__("", control, id=name)
        self.number = number
        usages = dict.fromkeys((*USAGES[contact.medium], contact.usage))
        self._usage = Choice(
            [(usage_words(tr, usage), usage) for usage in usages], contact.usage, id=f"{name}-usage", classes="dense"
        )
        self._medium = contact.medium

    def compose(self) -> ComposeResult:
        """Kind, text, and the way out."""
        with HorizontalGroup(classes="line"):
            yield self._usage
            yield self.control
            yield Link("─", id=f"{self.id}-remove", classes="remove")

    @property
    def contact(self) -> Contact:
        """What is in the line now."""
        return Contact(self._medium, self._usage.chosen, self.control.value.strip())


class ContactList(VerticalGroup):
    """All lines of one medium; `rows` is changed as lines come and go, so that a list made anew of it is the same."""

    DEFAULT_CSS = "ContactList > .heading { color: $muted; }"

    def __init__(self, tr: Catalogue, medium: Medium, rows: Rows) -> None:
        super().__init__(id=f"{medium}s")
        self._tr, self._medium, self._rows = tr, medium, rows

    def compose(self) -> ComposeResult:
        """The heading, the lines, and a way to add one."""
        tr = self._tr
        yield Static(tr(TITLES[self._medium]), classes="heading", markup=False)
        for number, contact in self._rows.items():
            yield ContactLine(tr, number, contact)
        yield Link(tr(ADD[self._medium]), id=f"add-{self._medium}", classes="add")

    def on_mount(self) -> None:
        """No more than `MOST` lines."""
        self._limit()

    @property
    def filled(self) -> list[ContactLine]:
        """The lines that hold something, in their order."""
        return [line for line in self.query(ContactLine) if line.contact.value]

    @on(Button.Pressed, ".add")
    async def _add(self, event: Button.Pressed) -> None:
        event.stop()
        number = max(self._rows, default=0) + 1
        self._rows[number] = Contact(self._medium, USAGES[self._medium][0], "")
        line = ContactLine(self._tr, number, self._rows[number])
        await self.mount(line, before=self.query_one(".add"))
        self._limit()
        line.control.focus()

    @on(Button.Pressed, ".remove")
    async def _remove(self, event: Button.Pressed) -> None:
        event.stop()
        line = next((line for line in self.query(ContactLine) if line in event.button.ancestors), None)
        if line is None:
            return  # a second press, on a line that is gone
        del self._rows[line.number]
        await line.remove()
        self._limit()
        self.query_one(".add").focus()

    def _limit(self) -> None:
        self.query_one(".add").disabled = len(self._rows) >= MOST
