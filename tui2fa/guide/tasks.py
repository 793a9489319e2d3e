"""What can be walked: the two routes, then the tasks behind the ten tips, each composed of steps that others share."""

from __future__ import annotations

from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.guide import entry, methods
from tui2fa.guide.model import Task
from tui2fa.guide.routes import ROUTE_A, ROUTE_B, TO_THE_EDITOR

_ADD = (*TO_THE_EDITOR, methods.ADD_METHOD)
_PROVE_QALLER = (methods.CONNECT_QALLER, methods.TYPE_QALLER_CODE)
_ADD_NUMBER = (*_ADD, methods.CHOOSE_CALL)
_FIRST_METHODS = (
    methods.CHOOSE_QALLER,
    *_PROVE_QALLER,
    entry.BACKUP_CALL,
    entry.PROVE_IT,
    entry.TO_THE_PANEL,
)
_ANOTHER_WAY_IN = (entry.USE_ANOTHER, entry.LOG_IN_BY_IT)

TASKS: tuple[Task, ...] = (
    ROUTE_A,
    ROUTE_B,
    Task(
        "qaller",
        N_("From calls to Qaller"),
        (*_ADD, methods.CHOOSE_QALLER, *_PROVE_QALLER, methods.PUT_QALLER_FIRST),
    ),
    Task("other-default", N_("Make another method your default"), (*TO_THE_EDITOR, methods.PUT_FIRST)),
    Task(
        "backup",
        N_("Add a backup method"),
        (*_ADD, methods.CHOOSE_AUTHENTICATOR, methods.SCAN_AND_TYPE),
    ),
    Task(
        "new-phone-qaller",
        N_("A new phone: Qaller moves along"),
        (*TO_THE_EDITOR, methods.REPLACE_QALLER, *_PROVE_QALLER),
    ),
    Task(
        "new-phone-authenticator",
        N_("A new phone: the authenticator moves along"),
        (*TO_THE_EDITOR, methods.REPLACE_AUTHENTICATOR, methods.SCAN_AND_TYPE),
    ),
    Task(
        "other-number",
        N_("You have another number"),
        (*TO_THE_EDITOR, methods.REPLACE_NUMBER, methods.TYPE_NUMBER, methods.TYPE_SPOKEN_CODE),
    ),
    Task(
        "desk-phone",
        N_("A desk phone as second number"),
        (*_ADD_NUMBER, methods.TYPE_DESK_NUMBER, methods.TYPE_SPOKEN_CODE),
    ),
    Task(
        "landline",
        N_("A landline number, safely"),
        (entry.FIND_A_NUMBER, *_ADD_NUMBER, methods.TYPE_SAFE_LANDLINE, methods.TYPE_SPOKEN_CODE),
    ),
    Task(
        "shared",
        N_("Several people on one login"),
        (*_ADD_NUMBER, methods.TYPE_COLLEAGUES_NUMBER, methods.TYPE_SPOKEN_CODE, methods.ONE_MORE),
    ),
    Task(
        "own-logins",
        N_("A login for each of you"),
        (entry.OPEN_USERS, entry.ADD_A_USER, entry.HAND_OVER),
        (Role.ADMINISTRATOR,),
    ),
    Task("forgot-phone", N_("You forgot your phone today"), _ANOTHER_WAY_IN),
    Task(
        "no-code",
        N_("No code comes, or 2FA stopped working"),
        (entry.LOOK_WHERE_IT_WENT, entry.SEND_AGAIN, *_ANOTHER_WAY_IN, entry.CALL_SUPPORT),
    ),
    Task(
        "locked-out",
        N_("You cannot get in"),
        (entry.CHECK_YOURSELF, entry.WAIT_CALMLY, *_ANOTHER_WAY_IN, entry.CALL_SUPPORT),
    ),
    Task(
        "after-reset",
        N_("Back in after a reset"),
        (entry.AFTER_RESET_PASSWORD, entry.TYPE_RESET_CODE, *_FIRST_METHODS),
    ),
    Task("first-setup", N_("Log in for the first time"), (entry.FIRST_PASSWORD, *_FIRST_METHODS)),
)
"""Everything, in the order in which a list shows it."""
