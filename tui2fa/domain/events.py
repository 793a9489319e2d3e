"""The audit events an account's owner can read back, each with its catalogue key."""

from __future__ import annotations

from enum import Enum

from tui2fa.domain.sentences import N_


class EventKind(Enum):
    """What happened; the value is the catalogue key. `{factor}` is put in words by whoever shows the event."""

    ACCOUNT_MADE = N_("account made")
    LOGGED_IN = N_("logged in with {factor}")
    LOGGED_OUT = N_("logged out")
    LOCKED = N_("locked after 15 minutes without a key press")
    DISCONNECTED = N_("connection lost")
    PASSWORD_WRONG = N_("wrong password")
    CODE_WRONG = N_("wrong code for {factor}")
    CODE_REUSED = N_("a used code of {factor} was tried again")
    CODE_DECLINED = N_('"That was not me" pressed in the Qaller app')
    CLOCK_WENT_BACK = N_("the server clock went back")
    STEP_UNLOCKED = N_("{factor} works again after the server clock went back: done by the operator")
    METHOD_BLOCKED = N_("{factor} blocked after too many wrong attempts")
    FACTOR_ADDED = N_("{factor} added")
    FACTOR_REPLACED = N_("{factor} replaced with a new one")
    FACTOR_RENAMED = N_("{factor} renamed")
    FACTOR_REMOVED = N_("{factor} removed")
    PRIMARY_CHANGED = N_("{factor} made primary")
    ORDER_CHANGED = N_("{factor} moved")
    PASSWORD_CHANGED = N_("password changed")
    PROFILE_CHANGED = N_("personal settings changed")
    DEVICE_PAIRED = N_("Qaller app connected: {device}")
    DEVICE_UNPAIRED = N_("Qaller app disconnected: {device}")
    DEVICE_LOGGED_OUT = N_("Qaller app logged out: {device}")
    ACCOUNT_DISABLED = N_("account disabled")
    ACCOUNT_ENABLED = N_("account enabled")
    FIRST_PASSWORD_GIVEN = N_("one-time password given")
    RESET_ASKED = N_("reset of two-factor authentication asked; a second agent must confirm")
    RESET = N_("two-factor authentication reset")
    RESET_CODE_WRONG = N_("wrong reset code")
    RESET_CODE_ENTERED = N_("reset code entered")
    LOCK_LIFTED = N_("lock lifted")
    FOLLOWED = N_("support follows this session")
    FOLLOW_ENDED = N_("support follows no longer")


NOTIFIED = frozenset(
    {
        EventKind.FACTOR_ADDED,
        EventKind.FACTOR_REPLACED,
        EventKind.FACTOR_RENAMED,
        EventKind.FACTOR_REMOVED,
        EventKind.PRIMARY_CHANGED,
        EventKind.PASSWORD_CHANGED,
        EventKind.DEVICE_PAIRED,
        EventKind.DEVICE_UNPAIRED,
        EventKind.METHOD_BLOCKED,
        EventKind.ACCOUNT_DISABLED,
        EventKind.FIRST_PASSWORD_GIVEN,
        EventKind.RESET,
        EventKind.LOCK_LIFTED,
        EventKind.STEP_UNLOCKED,
    }
)
"""Events that are told to the account's other factors where they can show it (RC-7)."""
