"""Personal settings: names, language, contact data, and at the very bottom password and 2FA (route A, step 3)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, VerticalGroup
from textual.widgets import Select, Static

from tui2fa.domain.errors import N_, Refused
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile
from tui2fa.domain.text import safe
from tui2fa.locale import LANGUAGES
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.signed_in import SignedInScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.contact_list import ContactLine, ContactList, Rows
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import TextInput


class PersonalSettings(SignedInScreen[None]):
    """The settings as a draft: nothing is kept before [Save], and nothing typed is lost without a question.

    The language is the one thing that works at once; the draft's language is the interface's.
    """

    HELP = N_(
        "These are your personal settings. At the very bottom, under AUTHORISATION, you change your password and your "
        "two-factor authentication: Tab, Page Down or the mouse wheel takes you there."
    )
    CSS_PATH = "personal_settings.tcss"
    AUTO_FOCUS = "#first"
    BINDINGS = [commands.command("f5", "save", N_("Save"), N_("Keeps what you changed and closes the settings."))]

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._profile = profile
        self._rows: dict[Medium, Rows] = {
            medium: dict(enumerate(contact for contact in profile.contacts if contact.medium is medium))
            for medium in Medium
        }

    def on_mount(self) -> None:
        """Remember the language to put back."""
        self._language = self.tr.language

    def content(self) -> ComposeResult:
        """What stays in sight at the top, then three sections."""
        tr = self.tr
        with Horizontal(id="top"):
            yield Static(tr("Personal settings"), classes="title", markup=False)
            yield Button(tr("Cancel"), id="cancel")
            yield Button(tr("Save"), id="save", classes="go")
            yield Link("✕", id="close")
        with VerticalGroup(id="form"):
            yield Static(tr("USER PROFILE AND PREFERENCES"), classes="section", id="profile", markup=False)
            yield from self._person()
            yield Static(tr("EXTRA INFORMATION"), classes="section", markup=False)
            with HorizontalGroup(classes="contacts columns"):
                for medium in Medium:
                    yield ContactList(tr, medium, self._rows[medium])
            yield Static(tr("AUTHORISATION"), classes="section", markup=False)
            with HorizontalGroup(id="authorisation"):
                yield Button(tr("Change password"), id="password", classes="go")
                yield Button(tr("Edit 2FA"), id="edit", classes="go")

    def _person(self) -> ComposeResult:
        tr, profile = self.tr, self._profile
        with HorizontalGroup(classes="columns"):
            yield Field(tr("First name *"), TextInput(profile.first_name, id="first"), id="first_name")
            yield Field(tr("Last name"), TextInput(profile.last_name, id="last"), id="last_name")
        with HorizontalGroup(classes="columns"):
            with VerticalGroup():
                yield Static(tr("Interface language"), classes="caption muted", markup=False)
                yield Choice([(name, code) for code, name in LANGUAGES.items()], tr.language, classes="language")
            with VerticalGroup():
                yield Static(tr("User login"), classes="caption muted", markup=False)
                yield Static(safe(profile.login), id="login", markup=False)

    # the draft

    @property
    def draft(self) -> Profile:
        """What would be kept now; lines that are empty are none."""
        return Profile(
            login=self._profile.login,
            role=self._profile.role,
            first_name=self.query_one("#first", TextInput).value,
            last_name=self.query_one("#last", TextInput).value,
            language=Language(self.tr.language),
            contacts=tuple(line.contact for line in self._lines),
        )

    @property
    def _lines(self) -> list[ContactLine]:
        return [line for contacts in self.query(ContactList) for line in contacts.filled]

    @property
    def changed(self) -> bool:
        """Whether something would be lost."""
        draft, kept = self.draft, self._profile
        texts = (draft.first_name, draft.last_name, draft.contacts)
        return texts != (kept.first_name, kept.last_name, _sorted(kept.contacts)) or draft.language != self._language

    @on(Select.Changed, ".language")
    async def _speak(self, event: Select.Changed) -> None:
        if event.value != self.tr.language:
            await self.app.speak(str(event.value))
            self.query_one(".language").focus()

    # leaving

    @on(Button.Pressed, "#cancel")
    @on(Button.Pressed, "#close")
    def action_back(self) -> None:
        """Leave, after a question where something would be lost; the language is what it was."""
        self.leave()

    @task
    async def leave(self) -> None:
        """Leave without keeping anything."""
        from tui2fa.tui.dialogs.confirm import Confirm

        tr = self.tr
        question = Confirm(
            tr("Discard your changes?"),
            tr("What you changed has not been saved."),
            yes=tr("Discard"),
            no=tr("Keep editing"),
        )
        if self.changed:
            discarded = await self.app.push_screen_wait(question)
            if not discarded:
                return
        await self.app.speak(self._language)
        self.dismiss(None)

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keep everything and leave."""
        self.save()

    @task
    async def save(self) -> None:
        """Keep everything and leave; a refusal stands at its field."""
        if await self._keep():
            self.dismiss(None)

    async def _keep(self) -> bool:
        lines = self._lines
        for field in self.query(Field):
            field.accept()
        try:
            self._profile = await self.ask(self.services.accounts.save_profile, self.app.session, self.draft)
        except Refused as refused:
            self.refuse(refused, self._place(refused, lines))
            return False
        self._language = self.tr.language
        for line, contact in zip(lines, self._profile.contacts, strict=True):
            line.control.value = contact.value
        self.notify(self.tr("Your settings have been saved."))
        return True

    def _place(self, refused: Refused, lines: list[ContactLine]) -> Field | None:
        match refused.values.get("field"), refused.values.get("row"):
            case "contact", int(row):
                return lines[row]
            case ("first_name" | "last_name") as name, _:
                return self.query_one(f"#{name}", Field)
        return None

    # authorisation

    @on(Button.Pressed, "#password")
    def _password(self) -> None:
        from tui2fa.tui.dialogs.change_password import ChangePassword

        self.app.push_screen(ChangePassword(self.app.session))

    @on(Button.Pressed, "#edit")
    def _edit(self) -> None:
        self.edit_2fa()

    @task
    async def edit_2fa(self) -> None:
        """To the factor editor; what was changed is kept first, where the person wants so."""
        from tui2fa.tui.dialogs.confirm import Confirm

        tr = self.tr
        if self.changed:
            question = Confirm(
                tr("Save your changes first?"),
                tr("What you changed has not been saved."),
                yes=tr("Save"),
                no=tr("Keep editing"),
                colour="go",
            )
            if not await self.app.push_screen_wait(question) or not await self._keep():
                return
        await self.edit_factors()


def _sorted(contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """The contacts in the order of the two lists."""
    return tuple(contact for medium in Medium for contact in contacts if contact.medium is medium)
