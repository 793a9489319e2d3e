"""Personal settings: names, language, contact data, and at the very bottom password and 2FA (route A, step 3)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widget import Widget
from textual.widgets import Select, Static

from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile
from tui2fa.domain.sentences import N_
from tui2fa.locale import LANGUAGES
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.profile import ProfileScreen
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.choice import Choice


class PersonalSettings(ProfileScreen[None]):
    """One's own profile. The language is the one thing that works at once; the draft's language is the interface's."""

    HELP = N_(
        "These are your personal settings. At the very bottom, under AUTHORISATION, you change your password and your "
        "two-factor authentication: Tab, Page Down or the mouse wheel takes you there."
    )
    CSS_PATH = "profile.tcss"
    BINDINGS = [commands.EDIT_2FA, commands.CHANGE_PASSWORD]

    def on_mount(self) -> None:
        """Remember the language to put back."""
        self._language = Language(self.tr.language)

    def content(self) -> ComposeResult:
        """What stays in sight at the top, then three sections."""
        tr = self.tr
        yield from self.head(tr("Personal settings"), tr("Save"))
        with VerticalGroup(id="form"):
            yield Static(tr("USER PROFILE AND PREFERENCES"), classes="section first", markup=False)
            yield from self.names()
            yield from self.account()
            yield Static(tr("EXTRA INFORMATION"), classes="section", markup=False)
            yield from self.contact_lists()
            yield Static(tr("AUTHORISATION"), classes="section", markup=False)
            with HorizontalGroup(id="authorisation"):
                yield Button(tr("Change password"), id="password", classes="go")
                yield Button(tr("Edit 2FA"), id="edit", classes="go")

    # the language

    def language_choice(self) -> Widget:
        """The language of the interface."""
        return Choice([(name, code) for code, name in LANGUAGES.items()], self.tr.language, classes="language")

    @property
    def language(self) -> Language:
        """That of the interface."""
        return Language(self.tr.language)

    @property
    def kept_language(self) -> Language:
        """That of the interface when the settings were opened, or were last kept."""
        return self._language

    @on(Select.Changed, ".language")
    async def _speak(self, event: Select.Changed) -> None:
        if event.value != self.tr.language:
            await self.app.speak(str(event.value))
            self.query_one(".language").focus()

    async def discard(self) -> None:
        """The language is what it was."""
        await self.app.speak(self._language)

    async def store(self, draft: Profile) -> Profile:
        """Keep one's own profile."""
        kept = await self.ask(self.services.accounts.save_profile, self.app.session, draft)
        self._language = Language(self.tr.language)
        self.notify(self.tr("Your settings have been saved."))
        return kept

    # authorisation

    @on(Button.Pressed, "#password")
    def _password(self) -> None:
        self.action_change_password()

    @on(Button.Pressed, "#edit")
    def _edit(self) -> None:
        self.edit_2fa()

    @task
    async def edit_2fa(self) -> None:
        """To the factor editor; what was changed is kept first, where the person wants so."""
        from tui2fa.tui.dialogs.confirm import Confirm, Question

        if self.changed:
            question = Confirm(
                lambda tr: Question(
                    tr("Save your changes first?"),
                    tr("What you changed has not been saved."),
                    yes=tr("Save"),
                    no=tr("Keep editing"),
                ),
                colour="go",
            )
            if not await self.app.push_screen_wait(question) or not await self.keep():
                return
        await self.edit_factors()
