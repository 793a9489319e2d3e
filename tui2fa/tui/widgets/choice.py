"""One of a few values, chosen from a list that drops down."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from textual.widgets import Select

from tui2fa.domain.sentences import N_

V = TypeVar("V", bound=Hashable)

TEXTUALS_OWN = (N_("Dismiss menu"),)
"""What Textual calls the Escape key of an open list; the line of keys translates it."""


class Choice(Select[V]):
    """A select in the panel's looks, never blank; its box is as that of a `Field`, `.dense` has none."""

    DEFAULT_CSS = """
    Choice {
        height: 3; border: round $line;
        &:focus, &.-expanded { border: round $accent; }
        & > SelectCurrent, &:focus > SelectCurrent {
            height: 1; border: none; background: transparent; background-tint: transparent; padding: 0 1;
        }
        & > SelectCurrent .arrow { color: $muted; }
        & > SelectOverlay, & > SelectOverlay:focus {
            min-width: 16; border: round $accent; background: $background; background-tint: transparent;
        }
        &.dense { height: 1; border: none; background: $panel; }
        &.dense:focus, &.dense.-expanded { background: $raised; text-style: bold; border: none; }
    }
    """

    def __init__(
        self,
        options: Iterable[tuple[str, V]],
        value: V,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(options, value=value, allow_blank=False, type_to_search=False, id=id, classes=classes)

    @property
    def chosen(self) -> V:
        """The value, which is never blank."""
        chosen = self.selection
        if chosen is None:
            raise RuntimeError("a choice is never blank")
        return chosen
