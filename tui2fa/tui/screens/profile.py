"""Somebody's names, language and contact data as a draft: kept by [Save] alone, and never lost without a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, VerticalGroup
from textual.widget import Widget
from textual.widgets import Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import safe
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile
from tui2fa.domain.sentences import N_
from tui2fa.locale import LANGUAGES
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.leaving import LeavingScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.contact_list import ContactLine, ContactList, Rows
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import TextInput

if TYPE_CHECKING:
    from tui2fa.tui.dialogs.confirm import Confirm

T = TypeVar("T")


class ProfileScreen(LeavingScreen[T]):
    """A form for one `Profile`; `store` is what keeps it."""

    AUTO_FOCUS = "#first"
    BINDINGS = [commands.command("f5", "save", N_("Save"), N_("Keeps what you changed and closes the settings."))]

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile
        """What is kept, as far as known here."""
        self._rows: dict[Medium, Rows] = {
            medium: dict(enumerate(contact for contact in profile.contacts if contact.medium is medium))
            for medium in Medium
        }

    # what the form is made of

    def head(self, title: str, save: str) -> ComposeResult:
        """What stays in sight at the top; both in the person's language."""
        with Horizontal(id="top"):
            yield Static(title, classes="title", markup=False)
            yield Button(self.tr("Cancel"), id="cancel")
            yield Button(save, id="save", classes="go")
            yield Link("✕", id="close")

    def names(self) -> ComposeResult:
        """First and last name."""
        tr, profile = self.tr, self.profile
        with HorizontalGroup(classes="columns"):
            first, last = TextInput(profile.first_name, id="first"), TextInput(profile.last_name, id="last")
            yield Field(tr("First name *"), first, onward="last", id="first_name")
            yield Field(tr("Last name"), last, onward="save", id="last_name")

    def account(self) -> ComposeResult:
        """The language, and the login beside it."""
        with HorizontalGroup(classes="columns"):
            yield self.spoken()
            yield self.login()

    def spoken(self) -> Widget:
        """The language."""
        caption = Static(self.tr("Interface language"), classes="caption muted", markup=False)
        return VerticalGroup(caption, self.language_choice(), id="spoken")

    def language_choice(self) -> Widget:
        """Where the language is chosen."""
        options = [(name, Language(code)) for code, name in LANGUAGES.items()]
        return Choice(options, self.profile.language, id="language")

    def login(self) -> Widget:
        """The login, which stays what it is."""
        return VerticalGroup(
            Static(self.tr("User login"), classes="caption muted", markup=False),
            Static(safe(self.profile.login), classes="login", markup=False),
        )

    def contact_lists(self) -> ComposeResult:
        """Numbers and addresses."""
        with HorizontalGroup(classes="contacts columns"):
            for medium in Medium:
                yield ContactList(self.tr, medium, self._rows[medium])

    # the draft

    @property
    def language(self) -> Language:
        """The language that is chosen now."""
        return Language(self.query_one("#language", Choice).chosen)

    @property
    def kept_language(self) -> Language:
        """The language that is kept."""
        return self.profile.language

    @property
    def draft(self) -> Profile:
        """What would be kept now; lines that are empty are none."""
        return Profile(
            login=self.profile.login,
            role=self.profile.role,
            first_name=self.query_one("#first", TextInput).value,
            last_name=self.query_one("#last", TextInput).value,
            language=self.language,
            contacts=tuple(line.contact for line in self._lines),
        )

    @property
    def _lines(self) -> list[ContactLine]:
        return [line for contacts in self.query(ContactList) for line in contacts.filled]

    @property
    def changed(self) -> bool:
        """Whether something would be lost."""
        draft, kept = self.draft, self.profile
        texts = (draft.login, draft.first_name, draft.last_name, draft.contacts)
        present = (kept.login, kept.first_name, kept.last_name, _sorted(kept.contacts))
        return texts != present or draft.language is not self.kept_language

    # leaving

    def parting(self) -> Confirm | None:
        """A change that was not kept would be lost."""
        from tui2fa.tui.dialogs.confirm import Confirm, Question

        question = Confirm(
            lambda tr: Question(
                tr("Discard your changes?"),
                tr("What you changed has not been saved."),
                yes=tr("Discard"),
                no=tr("Keep editing"),
            )
        )
        return question if self.changed else None

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keep everything and leave."""
        self.save()

    @task
    async def save(self) -> None:
        """Keep everything and leave; a refusal stands at its field."""
        if await self.keep():
            self.dismiss(None)

    async def keep(self) -> bool:
        """Whether the draft could be kept; a refusal stands at its field."""
        lines = self._lines
        for field in self.query(Field):
            field.accept()
        try:
            self.profile = await self.store(self.draft)
        except Refused as refused:
            self.refuse(refused, self._place(refused, lines))
            return False
        for line, contact in zip(lines, self.profile.contacts, strict=True):
            line.control.value = contact.value
        return True

    async def store(self, draft: Profile) -> Profile:
        """The draft in its kept form, when it was kept. Raises Refused with its `field`, and the `row` of a contact."""
        raise NotImplementedError

    def _place(self, refused: Refused, lines: list[ContactLine]) -> Field | None:
        match refused.values.get("field"), refused.values.get("row"):
            case "contact", int(row):
                return lines[row]
            case str(name), _:
                return self.query_one_optional(f"#{name}", Field)
        return None


def _sorted(contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """The contacts in the order of the two lists."""
    return tuple(contact for medium in Medium for contact in contacts if contact.medium is medium)
