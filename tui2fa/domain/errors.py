"""The one error that people can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui2fa.domain.refusals import Refusal


class Refused(Exception):
    """Something a person asked for is refused.

    `refusal` says why; `values` fill the named places of its sentence. A `wait` is given in whole seconds and is put in
    words by whoever shows it. `tries_left` is carried where a person may try again.
    """

    def __init__(self, refusal: Refusal, *, tries_left: int | None = None, **values: int | str) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal
        self.tries_left = tries_left
        self.values = values

    @property
    def ends_session(self) -> bool:
        """Whether nobody is logged in any more."""
        return self.refusal.name == "SESSION_ENDED"

    def at(self, **place: int | str) -> Refused:
        """The same refusal, told where in a form it belongs."""
        placed = Refused(self.refusal, tries_left=self.tries_left)
        placed.values = self.values | place
        return placed
