"""Six boxes that take a code in every way people give one."""

from __future__ import annotations

import pytest
from textual import events, on
from textual.app import ComposeResult
from textual.pilot import Pilot

from tests.tui.stage import Stage, playing, shown
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.widgets.code_boxes import CodeBoxes


class Asking(PanelScreen[None]):
    """A screen that keeps what its boxes say."""

    AUTO_FOCUS = "CodeBoxes"

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[str] = []
        self.rejected = 0

    def content(self) -> ComposeResult:
        yield CodeBoxes(id="boxes")

    @on(CodeBoxes.Completed)
    def _completed(self, message: CodeBoxes.Completed) -> None:
        self.codes.append(message.code)

    @on(CodeBoxes.Rejected)
    def _rejected(self) -> None:
        self.rejected += 1

    @property
    def boxes(self) -> CodeBoxes:
        """The boxes."""
        return self.query_one(CodeBoxes)


async def paste(pilot: Pilot[object], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def test_the_sixth_digit_goes_on_by_itself_and_once() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press(*"01234")
        assert asking.codes == []
        await pilot.press("5")
        await pilot.pause()
        assert asking.codes == ["012345"]


@pytest.mark.parametrize("text", ["123456", "123 456", " 123 456 "])
async def test_a_code_can_be_pasted_with_its_spaces(text: str) -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press("9")
        await paste(pilot, text)
        assert asking.codes == ["123456"]


@pytest.mark.parametrize(
    "text",
    ["", "12345", "1234567", "-12345", "1_2_3_4", "１２３４５６", "123456\n", "123\u00a0456", "9" * 1_000_000],
    ids=["nothing", "five", "seven", "signed", "underscores", "full width", "newline", "odd space", "a megabyte"],
)
async def test_anything_else_is_rejected_in_one_go_and_leaves_the_boxes(text: str) -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press("9")
        await paste(pilot, text)
        assert asking.codes == []
        assert asking.rejected == 1
        assert asking.boxes.value == "9     "


async def test_letters_and_foreign_digits_are_not_taken() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press("a", "１", "space", "underscore", "1")
        assert asking.boxes.value == "1     "


async def test_backspace_goes_back_through_the_boxes_and_delete_empties_one() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press(*"1234", "backspace", "backspace")
        assert (asking.boxes.value, asking.boxes.cursor) == ("12    ", 2)
        await pilot.press("home", "delete", "right", "9")
        assert (asking.boxes.value, asking.boxes.cursor) == (" 9    ", 2)
        await pilot.press("home", "backspace", "left", "end", "right")
        assert (asking.boxes.value, asking.boxes.cursor) == (" 9    ", 5)


async def test_after_a_wrong_code_it_is_typed_over_and_sent_once_more() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press(*"111111")
        asking.boxes.again()
        await pilot.press(*"22222")
        assert asking.codes == ["111111"]
        await pilot.press("2")
        await pilot.pause()
        assert asking.codes == ["111111", "222222"]


async def test_after_a_wrong_code_the_digit_just_typed_is_taken_back() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press(*"111111")
        asking.boxes.again()
        await pilot.press("2", "3", "backspace", "4")
        assert asking.boxes.value.strip() == "24"


async def test_one_box_is_corrected_and_enter_sends_the_code() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press(*"123456", "left", "left", "9", "enter")
        await pilot.pause()
        assert asking.codes == ["123456", "123956"]


async def test_enter_on_too_few_digits_says_what_a_code_is_and_leaves_them() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press(*"123", "enter")
        await pilot.pause()
        assert (asking.codes, asking.rejected, asking.boxes.value) == ([], 1, "123   ")


async def test_a_click_makes_a_box_the_current_one() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.click("#boxes", offset=(24, 1))
        assert asking.boxes.cursor == 3
        await pilot.click("#boxes", offset=(38, 1))
        assert asking.boxes.cursor == 5


async def test_boxes_stand_in_two_groups_of_three() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press(*"12")
        await pilot.pause()
        assert "│ 1 │ │ 2 │ │▁▁▁│     │   │ │   │ │   │" in shown(asking.app)
        asking.boxes.add_class("compact")
        await pilot.pause()
        assert "│1 ││2 ││▁▁│ │  ││  ││  │" in shown(asking.app)


async def test_one_goes_on_in_the_same_box_in_the_other_language() -> None:
    asking = Asking()
    async with playing(Stage(asking)) as pilot:
        await pilot.press("1", "2", "f12")
        await pilot.pause()
        await pilot.press(*"3456")
        await pilot.pause()
        assert asking.codes == ["123456"]
