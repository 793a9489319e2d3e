"""One line of text, asked and checked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Input

from tui2fa.domain.errors import Refused
from tui2fa.locale import Catalogue
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import TextInput

T = TypeVar("T")


class Rename(Dialog[T]):
    """Asks a text. `check` gives the answer for a text, or raises Refused, told at the field.

    `words` gives title and label, again where the language changes; `limit` is in characters.
    """

    AUTO_FOCUS = "#text"

    def __init__(
        self,
        words: Callable[[Catalogue], tuple[str, str]],
        value: str,
        check: Callable[[str], Awaitable[T]],
        *,
        limit: int = 64,
    ) -> None:
        super().__init__()
        self._words, self._value, self._check, self._limit = words, value, check, limit

    def heading(self) -> str:
        """What is asked."""
        return self._words(self.tr)[0]

    def content(self) -> ComposeResult:
        """The field and the two ways out."""
        yield Field(self._words(self.tr)[1], TextInput(self._value, limit=self._limit, id="text"), id="field")
        with HorizontalGroup(classes="buttons"):
            yield Button(self.tr("Cancel"), id="cancel")
            yield Button(self.tr("Save"), id="save", classes="go")

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#save")
    @on(Input.Submitted, "#text")
    def _go(self) -> None:
        self.save()

    @task
    async def save(self) -> None:
        """Have the text checked; answer with what comes of it."""
        try:
            answer = await self._check(self.query_one("#text", TextInput).value)
        except Refused as refused:
            self.refuse(refused, self.query_one("#field", Field))
        else:
            self.dismiss(answer)
