"""Import from CSV: a file, a preview that names every bad line, then all of its users or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui2fa.domain import user_list
from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import safe
from tui2fa.domain.sentences import N_
from tui2fa.domain.user_list import ListedUser
from tui2fa.locale import Catalogue
from tui2fa.services.oversight import ImportLine
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.company.first_passwords import FirstPasswords
from tui2fa.tui.screens.company.frame import CompanyScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.line_list import LineList, Piece, fitted
from tui2fa.tui.widgets.secret_input import TextInput

INDENT = 14
"""Cells before a user name in the preview."""


class Stopped(Exception):
    """The person does not want the import any more."""


class Preview(LineList):
    """Every line of the file, the bad ones first, each with what is wrong with it."""

    def __init__(self, tr: Catalogue, found: Sequence[ImportLine]) -> None:
        super().__init__(id="preview")
        self._tr = tr
        self.found = found
        self._made: tuple[object, list[Sequence[Piece]]] = (None, [])

    def show(self, found: Sequence[ImportLine]) -> None:
        """Show another file."""
        self.found = found
        self.renew()
        self.scroll_home(animate=False)

    def count(self, width: int) -> int:
        """A line for a good user; a bad one has its sentence below it."""
        return len(self._lines(width))

    def line(self, index: int, width: int) -> Sequence[Piece]:
        """One of them."""
        return self._lines(width)[index]

    def _lines(self, width: int) -> list[Sequence[Piece]]:
        if self._made[0] != (id(self.found), width):
            worst_first = sorted(self.found, key=lambda one: one.refused is None)
            self._made = (id(self.found), width), [line for one in worst_first for line in self._told(one, width)]
        return self._made[1]

    def _told(self, one: ImportLine, width: int) -> list[Sequence[Piece]]:
        tr = self._tr
        number = fitted(tr("line {number}", number=one.number), INDENT - 2)
        sign = ("✓ ", "good") if one.refused is None else ("✕ ", "bad")
        who = (safe(one.login, 30), "strong"), ("  ", "plain"), (safe(one.name), "plain")
        lines: list[Sequence[Piece]] = [(sign, (number, "muted"), *who)]
        if one.refused is not None:
            words = tr.refusal(one.refused)
            sentence = Content(f"{one.column}: {words}" if one.column else words).wrap(max(width - INDENT, 1))
            lines += [((" " * INDENT, "plain"), (line.plain, "bad")) for line in sentence]
        return lines


class ImportUsers(CompanyScreen[None]):
    """Names a file, looks at it, imports it."""

    HELP = N_(
        "The file is CSV in UTF-8; its first line names the columns: login, first_name, last_name, language, number, "
        "email. The first two are needed, the order is free. Look at the preview; users are added only when no line "
        "is wrong, all of them or none."
    )
    AUTO_FOCUS = "#path"
    BINDINGS = [commands.command("f5", "go", N_("Import"), N_("Adds all users of the file."))]

    @dataclass
    class Progressed(Message):
        """So many users are ready to be added."""

        done: int

    def __init__(self) -> None:
        super().__init__()
        self._listed: tuple[ListedUser, ...] = ()
        self._found: tuple[ImportLine, ...] = ()
        self._done: int | None = None
        self._stopped = False

    def content(self) -> ComposeResult:
        """The file, the preview, how it stands."""
        tr = self.tr
        yield from self.top()
        with Horizontal(id="top"):
            yield Static(tr("Import users"), classes="title", markup=False)
            yield Button(tr("Cancel"), id="cancel")
            yield Button(self._go_word, id="go", classes="go", disabled=not self._ready)
            yield Link("✕", id="close")
        with VerticalGroup(id="file"):
            path = TextInput(placeholder=tr("~/users.csv"), limit=4096, id="path")
            yield Field(tr("File on this machine"), path, side=Link(tr("Look at it"), id="look"), id="path-field")
            columns = tr("Columns: {columns}", columns=", ".join(user_list.COLUMNS))
            yield Static(columns, id="columns", classes="muted", markup=False)
        yield Static(self._told, id="told")
        yield Preview(tr, self._found)

    # how it stands

    @property
    def _wrong(self) -> int:
        return sum(one.refused is not None for one in self._found)

    @property
    def _ready(self) -> bool:
        return bool(self._found) and not self._wrong and self._done is None

    @property
    def _go_word(self) -> str:
        count = len(self._found)
        if not count or self._wrong:
            return self.tr("Import")
        return self.tr.plural("Import {count} user", "Import {count} users", count)

    @property
    def _told(self) -> Content:
        tr, count, wrong = self.tr, len(self._found), self._wrong
        if self._done is not None:
            words = tr(
                "{done} of {count} users are ready; then all of them are added at once …", done=self._done, count=count
            )
            return Content.styled(words, "bold")
        if not count:
            return Content("")
        if wrong:
            words = tr.plural(
                "{count} line is wrong, so nothing can be imported. Correct the file and look at it again.",
                "{count} lines are wrong, so nothing can be imported. Correct the file and look at it again.",
                wrong,
            )
            return Content.styled(words, "$error")
        return Content.styled(
            tr.plural("{count} user, every line is good.", "{count} users, every line is good.", count), "bold $success"
        )

    def _show(self) -> None:
        self.query_one("#told", Static).update(self._told)
        go = self.query_one("#go", Button)
        go.label, go.disabled = Content(self._go_word), not self._ready
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to import before the preview is good."""
        return self._ready if action == "go" else super().check_action(action, parameters)

    # looking

    @on(Input.Changed, "#path")
    def _other_file(self) -> None:
        self._listed, self._found = (), ()
        self.query_one(Preview).show(self._found)
        self._show()

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#look")
    def _look(self) -> None:
        self.look()

    @task
    async def look(self) -> None:
        """Read the file and judge every line."""
        try:
            place = self.query_one("#path", TextInput).value
            listed = await self.ask(self.services.company.listed, self.app.session, place)
        except Refused as refused:
            self.refuse(refused, self.query_one("#path-field", Field))
            return
        await self._judge(listed)

    async def _judge(self, listed: tuple[ListedUser, ...]) -> None:
        self._found = await self.ask(self.services.company.preview, self.app.session, listed)
        self._listed = listed
        self.query_one(Preview).show(self._found)
        self._show()
        self.query_one("#go" if self._ready else "#preview").focus()

    # and then

    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Add everybody."""
        self.import_all()

    @task
    async def import_all(self) -> None:
        """Add everybody, then show their passwords; where a line has become wrong meanwhile, the preview names it."""
        self._stopped = False
        self._tell(0)
        profiles = [one.profile for one in self._listed]
        try:
            given = await self.ask(self.services.company.add_all, self.app.session, profiles, self._progress)
        except Stopped:
            self.notify(self.tr("Stopped: nobody was added."))
        except Refused as refused:
            self.refuse(refused)
            await self._judge(self._listed)
        else:
            self.app.switch_screen(FirstPasswords(given))
        finally:
            self._tell(None)

    def _progress(self, done: int) -> None:
        """Called in the thread that makes the users."""
        if self._stopped:
            raise Stopped
        self.post_message(self.Progressed(done))

    @on(Progressed)
    def _progressed(self, message: Progressed) -> None:
        if self._done is not None:
            self._tell(message.done)

    def _tell(self, done: int | None) -> None:
        self._done = done
        if self.is_attached:
            self._show()

    @on(Button.Pressed, "#cancel")
    @on(Button.Pressed, "#close")
    def action_back(self) -> None:
        """Stop what is under way, else leave."""
        if self._done is None:
            self.dismiss(None)
        else:
            self._stopped = True
