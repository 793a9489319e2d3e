"""The ground that every screen stands on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from rich.style import Style
from textual import events
from textual.app import ComposeResult, ScreenStackError
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from tests.tui.stage import Stage, TurnedClock, playing, settled, shown, surroundings, toasts
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.locale import catalogue
from tui2fa.tui import commands
from tui2fa.tui.base.app import Aside, BaseApp
from tui2fa.tui.base.preferences import Preferences
from tui2fa.tui.base.screen import BaseScreen, PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.commands import command
from tui2fa.tui.dialogs.confirm import Confirm, Question
from tui2fa.tui.dialogs.help import Help
from tui2fa.tui.dialogs.palette import Palette
from tui2fa.tui.dialogs.rename import Rename
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.key_bar import KeyBar
from tui2fa.tui.widgets.secret_input import TextInput


class Form(PanelScreen[None]):
    """A screen with two fields, whose task does what the test wants."""

    AUTO_FOCUS = "#name"

    def __init__(self, job: Callable[[], None] = lambda: None, told: str = "#name-field") -> None:
        super().__init__()
        self.job, self.told = job, told

    def content(self) -> ComposeResult:
        yield Static(self.tr("Log in"), id="words")
        yield Field("Name", TextInput(id="name"), onward="other", required=True, id="name-field")
        yield Field("Other", TextInput(id="other"), id="other-field")

    @task
    async def save(self) -> None:
        """Do the job."""
        try:
            await self.ask(self.job)
        except Refused as refused:
            self.refuse(refused, self.query_one(self.told, Field) if self.told else None)


def refusing(refusal: Refusal = Refusal.TOO_SOON) -> None:
    raise Refused(refusal, wait=72)


async def until(pilot: Pilot[object], met: Callable[[], bool], pause: float = 0.1) -> None:
    for _ in range(100):
        if met():
            return
        await (pilot.pause if pause else asyncio.sleep)(pause)
    raise AssertionError(shown(pilot.app) if isinstance(pilot.app, Stage) else "")


def sure() -> Confirm:
    return Confirm(lambda _: Question("Sure?", "Really.", "Yes", "No"))


def breaking() -> None:
    known: dict[str, None] = {}
    known["hunter2"]


async def test_a_refusal_stands_at_its_field_which_keeps_its_text_and_gets_the_focus() -> None:
    form = Form(refusing)
    async with playing(Stage(form)) as pilot:
        form.query_one("#name", TextInput).value = "Jan"
        form.query_one("#other").focus()
        form.save()
        await settled(pilot)
        assert "again in 1 min 12 s" in shown(form.app)
        assert form.focused is form.query_one("#name")
        assert form.query_one("#name", TextInput).value == "Jan"
        await pilot.press("x")
        await pilot.pause()
        assert "1 min 12 s" not in shown(form.app)


async def test_a_refusal_stays_when_word_of_what_it_refused_comes_after_it() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        field = form.query_one("#name-field", Field)
        form.query_one("#name", TextInput).value = "ab"
        field.refuse(Refused(Refusal.STRANGE_CHARACTERS))
        await pilot.pause()
        assert field.has_class("-refused")
        await pilot.press("c")
        assert not field.has_class("-refused")


async def test_a_refusal_stays_in_the_other_language_and_leaves_when_one_types() -> None:
    form = Form(lambda: refusing(Refusal.STRANGE_CHARACTERS))
    async with playing(Stage(form)) as pilot:
        form.save()
        await settled(pilot)
        for language in ("nl", "en"):
            await pilot.press("f12")
            await settled(pilot)
            assert catalogue(language)(Refusal.STRANGE_CHARACTERS.value)[:20] in shown(form.app)
        await pilot.press("c")
        await pilot.pause()
        assert not form.query(".-refused")


async def test_a_refusal_that_comes_while_the_language_changes_is_told_when_all_is_there() -> None:
    go_on = threading.Event()

    def job() -> None:
        go_on.wait(5)
        refusing()

    form = Form(job)
    async with playing(Stage(form)) as pilot:
        form.save()
        await pilot.pause()
        renewing = asyncio.create_task(form.app.speak("nl"))
        await until(pilot, lambda: not form.query("#words"), 0)
        go_on.set()
        await renewing
        await settled(pilot)
        assert form.query_one("#name-field", Field).refused is not None
        assert "1 min 12 s" in shown(form.app)
        assert toasts(form.app) == []


async def test_a_refusal_for_a_time_counts_down_and_leaves_when_it_is_over() -> None:
    form = Form(lambda: refusing(Refusal.WAIT))
    clock = TurnedClock()
    async with playing(Stage(form, surroundings(clock=clock))) as pilot:
        form.save()
        await settled(pilot)
        assert "1 min 12 s" in shown(form.app)
        clock.turn(10)
        await until(pilot, lambda: "1 min 2 s" in shown(form.app))
        await pilot.press("f12")
        clock.turn(10)
        await until(pilot, lambda: "52 s" in shown(form.app))
        clock.turn(52)
        await until(pilot, lambda: not form.query(".-refused"))


async def test_an_open_question_is_asked_in_the_other_language_too() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        form.app.push_screen(Confirm(lambda tr: Question(tr("Log out"), tr("Help"), tr("Remove"), tr("Keep"))))
        await pilot.press("f12")
        await settled(pilot)
        assert all(words in shown(form.app) for words in ("Uitloggen", "Hulp", "Verwijderen", "Behouden"))


async def test_a_click_beside_a_question_answers_no_and_one_beside_what_was_typed_loses_nothing() -> None:
    form = Form()
    answers: list[bool | None] = []

    async def keep(text: str) -> str:
        return text

    async with playing(Stage(form)) as pilot:
        form.app.push_screen(sure(), answers.append)
        await pilot.pause()
        await pilot.click(offset=(1, 1))
        await pilot.pause()
        assert form.is_current
        assert answers == [None]
        form.app.push_screen(open_still := sure(), answers.append)
        await pilot.pause()
        outside = (200, 100)  # the window was made smaller under the mouse
        open_still.post_message(events.Click(None, *outside, 0, 0, 1, False, False, False, *outside))
        await pilot.pause()
        assert open_still.is_current
        await pilot.press("escape")
        form.app.push_screen(asked := Rename(lambda _: ("Name", "Name"), "Jan", keep))
        await pilot.pause()
        await pilot.click(offset=(1, 1))
        await pilot.pause()
        assert form.app.screen is asked


async def test_what_is_refused_with_every_key_is_told_once() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        for _ in range(8):
            form.query_one("#name", TextInput).restricted()
        await pilot.pause()
        assert len(toasts(form.app)) == 1


async def test_a_refusal_that_goes_takes_its_room_with_it() -> None:
    form = Form(lambda: refusing(Refusal.STRANGE_CHARACTERS))
    async with playing(Stage(form)) as pilot:
        place = form.query_one("#other-field").region
        form.save()
        await settled(pilot)
        assert form.query_one("#other-field").region.y == place.y + 2
        await pilot.press("x")
        await pilot.pause()
        assert form.query_one("#other-field").region == place


async def test_enter_in_an_empty_field_that_is_needed_says_so_and_stays_there() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert form.focused is form.query_one("#name")
        assert "Fill this in first." in shown(form.app)
        assert not form.complete()
        await pilot.press("J", "enter")
        await pilot.pause()
        assert form.focused is form.query_one("#other")
        assert "Fill this in first." not in shown(form.app)
        assert form.complete()


async def test_what_is_typed_ahead_goes_into_its_own_field() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        for key in (*"Jan", "enter", *"Piet"):
            form.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert [form.query_one(place, TextInput).value for place in ("#name", "#other")] == ["Jan", "Piet"]
        assert form.focused is form.query_one("#other")


async def test_a_refusal_without_a_field_is_told_for_a_moment() -> None:
    form = Form(refusing, told="")
    async with playing(Stage(form)) as pilot:
        form.save()
        await settled(pilot)
        assert ["1 min 12 s" in toast for toast in toasts(form.app)] == [True]


async def test_a_second_press_does_nothing_while_the_first_is_under_way() -> None:
    runs: list[int] = []
    go_on = threading.Event()

    def job() -> None:
        runs.append(1)
        go_on.wait(5)

    form = Form(job)
    async with playing(Stage(form)) as pilot:
        form.save()
        await pilot.pause()
        form.save()
        go_on.set()
        await settled(pilot)
        assert len(runs) == 1
        form.save()
        await settled(pilot)
        assert len(runs) == 2


async def test_a_wait_is_told_in_the_line_of_keys() -> None:
    go_on = threading.Event()
    form = Form(lambda: assert_set(go_on))
    async with playing(Stage(form)) as pilot:
        form.save()
        await pilot.pause(0.3)
        assert form.query_one(KeyBar).busy
        assert "One moment" in shown(form.app)
        go_on.set()
        await settled(pilot)
        assert not form.query_one(KeyBar).busy


def assert_set(event: threading.Event) -> None:
    assert event.wait(5)


async def test_an_unexpected_error_gets_a_number_and_the_screen_stays_usable() -> None:
    kept: list[str] = []
    form = Form(breaking)
    async with playing(Stage(form, surroundings(log=kept.append))) as pilot:
        form.save()
        await settled(pilot)
        [toast] = toasts(form.app)
        number = kept[0].split()[0]
        assert number in toast
        assert "KeyError" in kept[0]
        assert "hunter2" not in kept[0] + toast
        await pilot.press("J")
        assert form.query_one("#name", TextInput).value == "J"


async def test_the_language_changes_at_once_and_drafts_and_focus_stay() -> None:
    kept: list[Preferences] = []
    form = Form()
    async with playing(Stage(form, surroundings(keep=kept.append))) as pilot:
        await pilot.press("J", "a", "n", "tab", "P")
        assert "Log in" in shown(form.app)
        await pilot.press("f12")
        await settled(pilot)
        assert "Inloggen" in shown(form.app)
        assert "Hulp" in shown(form.app)
        assert form.query_one("#name", TextInput).value == "Jan"
        assert form.query_one("#other", TextInput).value == "P"
        assert form.focused is form.query_one("#other")
        assert kept[-1].language == "nl"


async def test_the_theme_changes_and_is_kept() -> None:
    kept: list[Preferences] = []
    form = Form()
    async with playing(Stage(form, surroundings(keep=kept.append))) as pilot:
        await pilot.press("f3")
        await settled(pilot)
        assert form.app.theme == "panel-dark"
        assert kept[-1].theme == "panel-dark"


async def test_below_sixty_by_twenty_one_line_asks_for_room_and_the_work_stays() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        await pilot.press("J", "a", "n")
        await pilot.resize_terminal(59, 20)
        await pilot.pause()
        assert shown(form.app).split() == ["Make", "this", "window", "at", "least", "60", "by", "20."]
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "Make this window" not in shown(form.app)
        assert form.query_one("#name", TextInput).value == "Jan"


@pytest.mark.parametrize("size", [(1, 1), (5, 2), (20, 5), (40, 12), (1000, 1000), (65535, 65535)])
async def test_no_size_of_the_terminal_is_too_strange(size: tuple[int, int]) -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert form.app.size.width <= 500
        assert form.app.size.height <= 200


async def test_help_explains_the_screen_and_its_keys() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(form.app.screen_stack[-1], Help)
        assert "Ends the program" in shown(form.app)
        assert "050-8200000" in shown(form.app)
        await pilot.press("escape")
        await pilot.pause()
        assert form.is_current


async def test_the_palette_finds_a_command_in_the_language_of_the_interface() -> None:
    form = Form()
    async with playing(Stage(form, surroundings(language="nl"))) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(form.app.screen_stack[-1], Palette)
        await pilot.press(*"kleuren")
        await pilot.press("enter")
        await pilot.pause()
        await settled(pilot)
        assert form.is_current
        assert form.app.theme == "panel-dark"


async def test_a_second_answer_that_was_on_its_way_leaves_nothing_but_the_question() -> None:
    form = Form()
    answers: list[bool | None] = []
    async with playing(Stage(form)) as pilot:
        form.app.push_screen(sure(), answers.append)
        await pilot.press("ctrl+p")
        await pilot.pause()
        for _ in range(3):
            form.app.screen.query_one(OptionList).action_select()
        await pilot.pause()
        assert form.app.screen is form
        assert answers == [None]
        form.app.push_screen(under := sure(), answers.append)
        await pilot.pause()
        for _ in range(3):
            under.query_one("#yes", Button).press()
        await pilot.pause()
        assert form.app.screen is form
        assert answers == [None, True]


async def test_text_can_be_marked_with_the_mouse() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        words = form.query_one("#words")
        await pilot.mouse_down(words, offset=(0, 0))
        await pilot.hover(words, offset=(3, 0))
        await pilot.mouse_up(words, offset=(3, 0))
        await pilot.pause()
        assert form.get_selected_text() == "Log "
        assert "Log in" in shown(form.app)


async def test_what_is_clicked_or_typed_just_as_it_goes_does_nothing() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        words = form.query_one("#words")
        x, y = words.region.offset
        words.remove()
        form.app.post_message(events.MouseDown(None, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        palette = form.app.screen
        found = palette.query_one("#found", OptionList)
        gone = Style(meta={"option": found.option_count})
        found.post_message(events.Click(found, 0, 0, 0, 0, 1, False, False, False, *found.region.offset, gone))
        await pilot.pause()
        assert form.app.screen is palette
        assert isinstance(palette, Palette)
        renewing = asyncio.create_task(palette.recompose())
        while not renewing.done():
            palette.post_message(Input.Changed(palette.query_one_optional(TextInput) or TextInput(), "x"))
            await asyncio.sleep(0)
        await pilot.pause()
        assert form.app.return_code is None
        assert form.app.screen is palette


async def test_a_menu_that_goes_before_it_stands_there_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        palette = Palette(form)

        async def meanwhile(widgets: object) -> None:
            del widgets  # Textual mounts nothing in what is being taken away
            palette.remove()

        monkeypatch.setattr(palette, "mount_composed_widgets", meanwhile)
        form.app.push_screen(palette)
        await pilot.pause()
        assert form.app.return_code is None


def test_what_has_styles_of_its_own_has_the_parts_that_textual_draws() -> None:
    for ours in (BaseApp, BaseScreen, TextInput):
        parts = {part for base in ours.__mro__ for part in base.__dict__.get("COMPONENT_CLASSES", ())}
        assert parts <= ours._get_component_classes()


async def test_what_lies_over_a_screen_that_goes_by_itself_goes_with_it() -> None:
    form = Form()
    answers: list[bool | None] = []
    async with playing(Stage(form)) as pilot:
        form.app.push_screen(asked := sure(), answers.append)
        await pilot.press("f1")
        await pilot.pause()
        asked.dismiss(True)
        await pilot.pause()
        assert form.app.screen is form
        assert answers == [True]


async def test_the_palette_and_the_help_open_over_a_dialog_with_what_can_be_done_there() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        form.app.push_screen(question := sure())
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(form.app.screen_stack[-1], Palette)
        assert all(words in shown(form.app) for words in ("Back", "Help", "Light or dark", "Quit"))
        await pilot.press("escape")
        assert form.app.screen is question
        await pilot.press("ctrl+p", *"back", "enter")
        await pilot.pause()
        assert form.is_current
        form.app.push_screen(question := sure())
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(form.app.screen_stack[-1], Help)
        assert all(words in shown(form.app) for words in ("Escape means no", "esc"))
        await pilot.press("escape")
        assert form.app.screen is question


async def test_menu_and_help_are_in_the_line_of_keys_whatever_else_can_be_done() -> None:
    class Busy(Form):
        BINDINGS = [commands.command(key, f"toggle('{key}')", f"Something with {key}", "Does it.") for key in "uvwxyz"]

    for width in (60, 80):
        async with playing(Stage(form := Busy()), (width, 24)) as pilot:
            form.set_focus(None)
            await pilot.pause()
            line = shown(form.app).splitlines()[-1]
            assert all(words in line for words in ("Something with u", "^p Menu", "f1 Help", "^q Quit")), line


async def test_what_opens_over_everything_is_open_once() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        for _ in range(3):
            for open_it in (form.app.action_methods, form.app.action_help, form.app.action_palette):
                open_it()
                await pilot.pause()
        assert [type(screen).__name__ for screen in form.app.screen_stack] == ["Form", "Methods", "Help", "Palette"]
        form.app.action_methods()
        await pilot.pause()
        assert [type(screen).__name__ for screen in form.app.screen_stack] == ["Form", "Methods"]


async def test_a_page_down_in_a_list_that_has_no_room_does_nothing() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        found = form.app.screen.query_one("#found", OptionList)
        found.styles.height = 0
        found.set_options(["one", "two"])
        await pilot.pause()
        found.highlighted = 1
        for page in ("page_down", "page_up"):
            await found.run_action(page)
        assert found.highlighted == 1


async def test_the_palette_says_when_nothing_is_found() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        await pilot.press("ctrl+p", *"xyzzy")
        await pilot.pause()
        assert "Nothing found." in shown(form.app)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert form.is_current


async def test_escape_never_leaves_the_first_screen() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert form.is_current
        assert "Back" not in shown(form.app)


async def test_the_keys_in_the_bottom_line_can_be_clicked() -> None:
    form = Form()
    async with playing(Stage(form)) as pilot:
        column = shown(form.app).splitlines()[-1].index("Help")
        await pilot.click(KeyBar, offset=(column, 0))
        await pilot.pause()
        assert isinstance(form.app.screen_stack[-1], Help)


class Flanked(Stage):
    """An app with two side panels: one that stands there at first, and one that takes rows where it cannot stand."""

    BINDINGS = [
        command("f2", "aside('under')", "Under", everywhere=True),
        command("f9", "aside('beside')", "Beside", everywhere=True),
    ]
    asides = (
        Aside("beside", lambda: Beside("beside you"), at_first=True),
        Aside("under", lambda: Under("under you"), under=7),
    )


class Beside(Static):
    """A panel that stands beside the content, or below it."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Beside { dock: bottom; height: 1; }
    .-beside Beside { dock: right; width: 38; height: 100%; }
    """


class Under(Static):
    """A panel that takes rows of the content."""

    DEFAULT_CSS = "Under.aside { dock: bottom; width: 100%; height: 7; }"


@pytest.mark.parametrize(("width", "at_first"), [(120, True), (80, False)])
async def test_a_side_panel_stands_beside_or_below_the_content_and_takes_no_focus(width: int, at_first: bool) -> None:
    form = Form()
    async with playing(Flanked(form), (width, 24)) as pilot:
        assert ("beside you" in shown(form.app)) is at_first
        await pilot.press("J", "f9", "a")
        await pilot.pause()
        assert ("beside you" in shown(form.app)) is not at_first
        assert form.query_one("#name", TextInput).value == "Ja"
        form.app.show_aside("beside")
        await pilot.pause()
        assert "beside you" in shown(form.app)
        assert form.query_one("#body").region.width == (82 if width == 120 else 80)


async def test_one_side_panel_is_out_at_a_time_and_the_one_behind_it_comes_back() -> None:
    form = Form()
    async with playing(Flanked(form), (120, 24)) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "under you" in shown(form.app)
        assert "beside you" not in shown(form.app)
        await pilot.press("f9")
        await pilot.pause()
        assert "beside you" in shown(form.app)
        assert "under you" not in shown(form.app)
        await pilot.press("f9")
        await pilot.pause()
        assert "under you" in shown(form.app)
        await pilot.press("f2")
        await pilot.pause()
        assert "you" not in shown(form.app)


async def test_a_side_panel_stands_over_a_dialog_too() -> None:
    form = Form()
    async with playing(Flanked(form)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        await pilot.press("f9")
        await pilot.pause()
        assert isinstance(form.app.screen_stack[-1], Help)
        assert "beside you" in shown(form.app)
        await pilot.press("escape")
        await pilot.pause()
        assert form.is_current
        assert "beside you" in shown(form.app)


async def test_a_short_window_is_one_with_few_rows_left_for_the_content() -> None:
    form = Form()
    async with playing(Flanked(form)) as pilot:
        assert not form.has_class("-short")
        await pilot.press("f2")
        assert form.has_class("-short")


class Noticed(Stage):
    """An app with something to tell above every screen."""

    notice = "somebody looks along [/]"
    pressed = False

    def action_notice(self) -> None:
        self.pressed = True


async def test_a_notice_stands_above_every_screen_and_dialog_and_can_be_clicked() -> None:
    form = Form()
    app = Noticed(form)
    async with playing(app) as pilot:
        assert "somebody looks along [/]" in shown(form.app).splitlines()[0]
        await pilot.press("f1")
        await pilot.pause()
        assert "somebody looks along [/]" in shown(form.app).splitlines()[0]
        await pilot.click(offset=(3, 0))
        assert app.pressed


async def test_services_that_do_not_open_end_the_program_with_their_error() -> None:
    class Stuck(Stage):
        async def ready(self) -> None:
            raise OSError("the file is not ours")

    app = Stuck(Form())
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.opened()
        await pilot.pause()
    assert isinstance(app.return_value, OSError)
    assert app.return_code == 1


async def test_what_looks_at_the_screen_by_the_clock_ends_before_the_screens_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []
    late: list[Exception] = []
    app = Stage(Form())

    def look() -> None:
        try:
            looks.append(len(app.screen.children))
        except ScreenStackError as error:
            late.append(error)

    async with playing(app) as pilot:
        app.set_interval(0.005, look)
        await pilot.pause(0.05)
        closing = app._close_messages

        async def after_a_while(wait: bool = True) -> None:
            await asyncio.sleep(0.05)
            await closing(wait)

        monkeypatch.setattr(app, "_close_messages", after_a_while)
    assert (looks != [], late) == (True, [])
