"""The six places where Textual would put a secret by itself, and the colours that must stay apart."""

from __future__ import annotations

import pytest
from rich.color import Color, ColorSystem
from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from tests.tui.stage import Stage, playing, settled, surroundings
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import background, task
from tui2fa.tui.themes import THEMES
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.qr_code import QrCode
from tui2fa.tui.widgets.secret_input import SecretInput

SECRET = "hunter2hunter2"


class Form(PanelScreen[None]):
    """A screen that holds a secret, and breaks when it is told to."""

    AUTO_FOCUS = "#password"

    def content(self) -> ComposeResult:
        yield Field("Password", SecretInput(id="password"))
        yield CodeBoxes(id="boxes")
        yield QrCode(f"otpauth://totp/x?secret={SECRET}", id="qr")

    def on_click(self, event: events.Click) -> None:
        typed = self.query_one(SecretInput).value
        if event.y > 1000:
            raise ValueError(typed)

    @task
    async def asked(self) -> None:
        """What a person pressed."""
        typed = self.query_one(SecretInput).value
        raise ValueError(typed)

    @background
    async def by_itself(self) -> None:
        """What goes on by itself."""
        await self.ask(len, SECRET)


class Drawing(Exception):
    """An error that draws itself with what it knows."""

    def __rich__(self) -> str:
        return SECRET


@pytest.mark.parametrize("error", [ValueError, Drawing])
async def test_1_a_crash_shows_a_number_and_neither_locals_nor_messages(
    error: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    kept: list[str] = []

    class Breaking(Form):
        def on_paste(self, event: events.Paste) -> None:
            typed = SECRET
            raise error(typed)

    app = Stage(Breaking(), surroundings(log=kept.append, language="nl"))

    async def crash() -> None:
        async with app.run_test() as pilot:
            app.screen.post_message(events.Paste("x"))
            await pilot.pause()

    with pytest.raises(error):
        await crash()
    told = capsys.readouterr().err
    [record] = kept
    assert record.split()[0] in told
    assert told.strip().startswith("tui2fa is gestopt door een fout")
    assert told.count("\n") <= 2
    assert "on_paste" in record
    assert SECRET not in told + record


async def test_2_a_worker_is_described_without_arguments_and_fails_without_values() -> None:
    kept: list[str] = []
    described: list[str] = []

    class Watching(Form):
        def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
            described.append(event.worker.description)

    form = Watching()
    async with playing(Stage(form, surroundings(log=kept.append))) as pilot:
        form.query_one(SecretInput).value = SECRET
        form.asked()
        form.by_itself()
        await settled(pilot)
        assert set(described) == {"Form.asked", "Form.by_itself"}
        assert len(kept) == 1
        assert SECRET not in kept[0]


async def test_3_what_is_logged_of_a_code_is_not_the_code() -> None:
    boxes = CodeBoxes()
    assert "123456" not in repr(CodeBoxes.Completed(boxes, "123456"))


async def test_4_a_password_is_neither_copied_nor_cut() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        password = form.query_one(SecretInput)
        password.value = SECRET
        await pilot.press("home", "shift+end", "ctrl+c", "ctrl+x", "super+c")
        password.action_copy()
        password.action_cut()
        await pilot.pause()
        assert form.app.clipboard == ""
        assert password.value == SECRET


async def test_5_nothing_takes_a_picture_of_the_screen() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        assert list(form.app.get_system_commands(form)) == []
        form.app.action_command_palette()
        await pilot.pause()
        assert form.is_current
        assert all("screenshot" not in offer.action for offer in form.offers())


@pytest.mark.parametrize("selector", ["#password", "#boxes", "#qr"])
async def test_6_a_secret_on_the_screen_cannot_be_selected(selector: str) -> None:
    form = Form()
    async with playing(Stage(form)):
        assert form.query_one(selector, Widget).allow_select is False


async def test_text_from_data_is_never_read_as_markup() -> None:
    class Naming(PanelScreen[None]):
        def content(self) -> ComposeResult:
            yield Static(self.tr("Hello {name}", name="[/] [@click=app.quit]x[/]"), markup=False)

    app = Stage(Naming())
    async with playing(app) as pilot:
        app.notify("[/] [b]")
        app.screen.notify("[/]", markup=True)
        await pilot.pause()
        assert app.is_running


PLACES = ("background", "panel", "line", "band", "band-deep", "go", "orange", "accent", "error", "foreground")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_colours_stay_apart_with_256_colours(theme: object) -> None:
    chosen = next(one for one in THEMES if one is theme)
    colours = {"background": chosen.background, "panel": chosen.panel, "accent": chosen.accent, "error": chosen.error}
    colours |= {"foreground": chosen.foreground} | chosen.variables
    reduced = [Color.parse(str(colours[place])).downgrade(ColorSystem.EIGHT_BIT).number for place in PLACES]
    assert len(set(reduced)) == len(PLACES)
