"""The question before somebody leaves whom a reset code let in: it lets nobody in again."""

from __future__ import annotations

from tui2fa.tui.dialogs.confirm import Confirm, Question


def used_up() -> Confirm:
    """Whether to leave all the same."""
    return Confirm(
        lambda tr: Question(
            tr("Leave before this is done?"),
            tr("Your reset code works once and is used now. To come back in you would need a new one from support."),
            tr("Yes, leave"),
            tr("Go on here"),
        )
    )
