"""One user of the company: the profile is changed here, what protects it is seen and never set (R9)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.harmless import safe
from tui2fa.domain.people import Profile
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.services.oversight import UserFile
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.dialogs.confirm import Confirm, Question
from tui2fa.tui.screens.company.frame import CompanyScreen
from tui2fa.tui.screens.profile import ProfileScreen
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.factor_facts import FactorFacts
from tui2fa.tui.words import moment_words


class UserScreen(ProfileScreen[None], CompanyScreen[None]):
    """Everything that an administrator may see of a user, and what can be done for them."""

    HELP = N_(
        "You change names, language and contact data here, let somebody log in no more, or give a one-time password. "
        "Factors are seen here and never set: only their owner does that. Lost everything? Support can reset the 2FA."
    )
    CSS_PATH = ["../profile.tcss", "company.tcss"]
    AUTO_FOCUS = "#close"
    BINDINGS = [
        commands.command("f", "first_password", N_("One-time password"), N_("Gives this user a one-time password.")),
        commands.command("d", "disable", N_("Disable or enable"), N_("Lets this user log in no more, or again.")),
    ]

    def __init__(self, file: UserFile) -> None:
        super().__init__(file.profile)
        self._file = file

    def content(self) -> ComposeResult:
        """The profile, the factors, and what can be done."""
        tr = self.tr
        yield from self.top()
        yield from self.head(safe(self._file.profile.name, 40), tr("Save"))
        with VerticalGroup(id="form"):
            yield Static(self._state(), id="state")
            yield Static(tr("TWO-FACTOR AUTHENTICATION"), classes="section", markup=False)
            yield FactorFacts(tr, self._file.factors, self.app.clock.now())
            yield from self._instead()
            yield Static(tr("ACCESS"), classes="section", markup=False)
            with HorizontalGroup(id="access"):
                barred = self._file.barred
                yield Button(tr("Give a one-time password"), id="first-password", disabled=barred is not None)
                look = "" if self._file.disabled else "danger"
                yield Button(self._other_state, id="disable", classes=look, disabled=barred is not None)
            if barred:
                yield Static(tr(barred.value), classes="instead", markup=False)
            yield Static(tr("USER PROFILE AND PREFERENCES"), classes="section", markup=False)
            yield from self.names()
            yield from self.account()
            yield Static(tr("EXTRA INFORMATION"), classes="section", markup=False)
            yield from self.contact_lists()

    def _state(self) -> Content:
        """Whether and how this user gets in, in one line or two."""
        tr, file, now = self.tr, self._file, self.app.clock.now()
        if file.disabled:
            first = Content.styled(tr("Disabled: cannot log in"), "bold $error")
        elif file.reset_waiting:
            first = Content.styled(tr("Support reset the 2FA; the user sets it up at the next login"), "bold $primary")
        elif file.one_time:
            first = Content.styled(tr("Has a one-time password, not used yet"), "bold $primary")
        else:
            first = Content.styled(tr("Can log in"), "bold $success")
        last = moment_words(tr, file.last_login, now) if file.last_login else tr("never")
        facts = [tr("last login {moment}", moment=last), tr("made {day}", day=tr.moment(file.created, now))]
        if file.profile.role is not Role.USER:
            facts.insert(0, tr(ROLES[file.profile.role]))
        return Content.assemble(first, (" · " + " · ".join(facts), "$muted"))

    def _instead(self) -> ComposeResult:
        """What one would look for here, why it is not here, and what to do instead (R9, R10, R13)."""
        tr, support = self.tr, self.app.surroundings.support
        for question, answer in (
            (
                N_("Setting a factor, or a pairing code?"),
                tr("Only the user does that, after logging in: nobody sets another person's factors."),
            ),
            (
                N_("Phone lost, no way in?"),
                tr(
                    "Support resets the 2FA after a check: {phone}. The user then sets it up anew.", phone=support.phone
                ),
            ),
            (
                N_("Several people on this login?"),
                tr("Give each a login of their own: an extra user with 2FA only costs nothing."),
            ),
        ):
            yield Static(Content.assemble((tr(question), "bold"), f" {answer}"), classes="instead")

    @property
    def _other_state(self) -> str:
        return self.tr("Enable") if self._file.disabled else self.tr("Disable")

    async def store(self, draft: Profile) -> Profile:
        """Keep this user's profile."""
        company, login = self.services.company, self.profile.login
        self._file = await self.ask(company.change, self.app.session, login, draft)
        self.notify(self.tr("{name} has been saved.", name=self._file.profile.name))
        return self._file.profile

    # access

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where access cannot be given or taken there is no key for it either."""
        if action in ("disable", "first_password"):
            return self._file.barred is None
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#disable")
    def action_disable(self) -> None:
        """Disable or enable, after a question."""
        self.change_state()

    @task
    async def change_state(self) -> None:
        """Disable or enable; what was typed stays."""
        disabled, name = self._file.disabled, self._file.profile.name
        company = self.services.company
        if disabled:
            question = Confirm(
                lambda tr: Question(
                    tr("Enable {name}?", name=name),
                    tr("This user can log in again; the factors are as they were."),
                    yes=tr("Enable"),
                    no=tr("Leave it"),
                ),
                colour="go",
            )
        else:
            question = Confirm(
                lambda tr: Question(
                    tr("Disable {name}?", name=name),
                    tr("This user is logged out everywhere and cannot log in until you enable it. Nothing is lost."),
                    yes=tr("Disable"),
                    no=tr("Leave it"),
                )
            )
        if await self.app.push_screen_wait(question):
            service = company.enable if disabled else company.disable
            self._show(await self.ask(service, self.app.session, self.profile.login))
            tr, name = self.tr, self._file.profile.name
            self.notify(tr("{name} can log in again.", name=name) if disabled else tr("{name} is disabled.", name=name))

    @on(Button.Pressed, "#first-password")
    def action_first_password(self) -> None:
        """Give a one-time password, after a question."""
        self.give_password()

    @task
    async def give_password(self) -> None:
        """Give a one-time password and show it, once."""
        from tui2fa.tui.screens.company.first_passwords import FirstPasswords

        company, login = self.services.company, self.profile.login
        question = Confirm(
            lambda tr: Question(
                tr("Give {name} a one-time password?", name=self._file.profile.name),
                tr("The present password works no more and this user is logged out everywhere. The factors stay."),
                yes=tr("Give it"),
                no=tr("Leave it"),
            )
        )
        if await self.app.push_screen_wait(question):
            given = await self.ask(company.first_password, self.app.session, login)
            self._show(await self.ask(company.user, self.app.session, login))
            self.app.push_screen(FirstPasswords((given,)))

    def _show(self, file: UserFile) -> None:
        self._file = file
        self.query_one("#state", Static).update(self._state())
        button = self.query_one("#disable", Button)
        button.label = Content(self._other_state)
        button.set_class(not file.disabled, "danger")


ROLES = {
    Role.USER: N_("user"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.SUPPORT: N_("support agent"),
}
"""Roles in words."""
