"""The question before somebody leaves whom a reset code let in: it lets nobody in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui2fa.tui.dialogs.confirm import Confirm

if TYPE_CHECKING:
    from tui2fa.locale import Catalogue


def used_up(tr: Catalogue) -> Confirm:
    """Whether to leave all the same."""
    return Confirm(
        tr("Leave before this is done?"),
        tr("Your reset code works once and is used now. To come back in you would need a new one from support."),
        tr("Yes, leave"),
        tr("Go on here"),
    )
