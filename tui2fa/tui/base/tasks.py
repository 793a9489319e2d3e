"""How a screen does something that takes time: an async method without arguments, started as a worker.

Two leaks are closed here: a worker's description never shows arguments, and an error never ends the program with a
traceback that shows local values.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.css.query import NoMatches
from textual.widget import Widget
from textual.worker import Worker

from tui2fa.domain.errors import Refused

if TYPE_CHECKING:
    from tui2fa.tui.base.screen import BaseScreen

W = TypeVar("W", bound=Widget)
Method = Callable[[W], Coroutine[Any, Any, None]]


def task(method: Method[W]) -> Callable[[W], None]:
    """What a person asked for: one at a time on a screen; a second press meanwhile is ignored.

    A `Refused` that the method lets through is told by the screen's `refuse`; anything else becomes an error with a
    number, and the screen stays usable.
    """

    @wraps(method)
    def start(node: W) -> None:
        screen = cast("BaseScreen[Any]", node.screen)
        group = f"task {id(screen)}"
        if not any(worker.group == group and not worker.is_finished for worker in screen.app.workers):
            _start(method, node, group, anew=False)

    return start


def background(method: Method[W]) -> Callable[[W], None]:
    """What goes on by itself (sending, polling); starting it anew ends the one that runs. Errors as with `task`."""

    @wraps(method)
    def start(node: W) -> None:
        _start(method, node, f"{method.__qualname__} {id(node)}", anew=True)

    return start


def _start(method: Method[W], node: W, group: str, *, anew: bool) -> Worker[None]:
    screen = cast("BaseScreen[Any]", node.screen)

    async def run() -> None:
        try:
            await screen.opened()
            await method(node)
        except Refused as refused:
            screen.refuse(refused)
        except NoMatches as error:
            if node.display:  # one that is leaving has lost what it would have shown this on
                screen.app.trouble(error)
        except Exception as error:  # noqa: BLE001 - nothing may end the program from a worker
            screen.app.trouble(error)

    name = method.__qualname__
    return node.run_worker(run, name=name, group=group, description=name, exit_on_error=False, exclusive=anew)
