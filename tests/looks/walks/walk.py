"""What a walk is: steps in an app, that yield the name of a picture where there is something to see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from tests.looks.theatre import Play
from tests.looks.visit import Visit
from tui2fa.tui.base.app import BaseApp
from tui2fa.tui.base.preferences import Preferences

Steps = Callable[[Visit], AsyncIterator[str]]
SMALLEST, SMALL, LARGE, TOO_SMALL = (60, 20), (80, 24), (120, 40), (56, 14)


@dataclass(frozen=True)
class Walk:
    """The steps, the app they are taken in, and whether the demo's accounts are there."""

    steps: Steps
    app: Callable[[Play, Preferences], BaseApp] = Play.panel
    furnished: bool = True
