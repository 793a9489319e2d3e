"""Where something is to be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui2fa.tui.dialogs.rename import Rename

if TYPE_CHECKING:
    from tui2fa.locale import Catalogue
    from tui2fa.tui.base.screen import BaseScreen

LONGEST = 4096
"""Characters of a path; PATH_MAX of Linux."""


async def save_file(
    screen: BaseScreen[Any], title: Callable[[Catalogue], str], name: str, write: Callable[[str], Path]
) -> bool:
    """Ask for a place, beginning with a `name` in the home folder, and have `write` write there, blocking in a thread.

    Whether it was written; what `write` refuses is told at the field. For use in a `task` method.
    """

    async def check(path: str) -> Path:
        return await screen.ask(write, path)

    dialog: Rename[Path] = Rename(lambda tr: (title(tr), tr("File on this machine")), f"~/{name}", check, limit=LONGEST)
    written = await screen.app.push_screen_wait(dialog)
    if written is None:
        return False
    screen.notify(screen.tr("Written to {path}; only you can read it.", path=str(written)))
    return True
