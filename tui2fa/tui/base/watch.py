"""Notices within a quarter of a second that something in the store has changed, and looks only then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

EVERY = 0.25
"""Seconds between two questions; each costs some microseconds."""
SPARING = 5
"""How many times as long as a look took it rests at least, so that a large company costs no more than a small one."""


class Watch:
    """Asks `version` four times a second in one thread of its own, and calls `look` there after every change.

    The first look comes at once. What either raises is handed to `tell`, once until all is well; the watch goes on.
    """

    def __init__(
        self,
        version: Callable[[], int],
        look: Callable[[], None],
        tell: Callable[[Exception], None] = lambda error: None,
        every: float = EVERY,
    ) -> None:
        self._version, self._look, self._tell, self._every = version, look, tell, every
        self._over = threading.Event()

    def start(self) -> None:
        """Look now, and after every change from now on."""
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def stop(self) -> None:
        """Look no more; a look that is under way may still end."""
        self._over.set()

    def _run(self) -> None:
        seen: int | None = None
        well = True
        while not self._over.is_set():
            started = time.monotonic()
            try:
                version = self._version()
                if version != seen:
                    self._look()
                seen, well = version, True
            except Exception as error:  # noqa: BLE001 - the next look may go well
                if well:
                    self._tell(error)
                seen, well = None, False
            self._over.wait(max(self._every, SPARING * (time.monotonic() - started)))
