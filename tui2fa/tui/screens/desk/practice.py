"""Lends the agent's terminal to a practice panel: a panel with play data, in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui2fa.domain.sentences import N_

if TYPE_CHECKING:
    from tui2fa.tui.app import PanelApp

GROUP = "practice"
NOT_HERE = N_(
    "This terminal cannot be lent to the practice panel. Open a second terminal and run: tui2fa --demo --practice"
)


def practise(app: PanelApp) -> None:
    """Start the practice panel; it belongs to the app, for the screens may be locked while it runs."""
    if not any(worker.group == GROUP and not worker.is_finished for worker in app.workers):
        app.run_worker(_practise(app), group=GROUP, description=GROUP, exit_on_error=False)


async def _practise(app: PanelApp) -> None:
    run = app.surroundings.practise
    failure: Exception | None = None
    try:
        if run is None:
            raise SuspendNotSupported
        # nothing may be drawn meanwhile: the terminal is somebody else's
        with app.batch_update(), app.suspend():
            try:
                await run(app.preferences, app.attend)
            except Exception as error:  # noqa: BLE001 - the terminal has to be taken back first
                failure = error
    except SuspendNotSupported:
        app.notify(app.tr(NOT_HERE), severity="warning")
    if failure is not None:
        app.trouble(failure)
