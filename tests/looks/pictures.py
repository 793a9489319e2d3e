"""Pictures taken on a walk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass

from tests.looks.svg import slim
from tests.looks.theatre import play
from tests.looks.visit import Visit
from tests.looks.walks import WALKS
from tests.looks.walks.walk import SMALL
from tui2fa.tui.base.preferences import Preferences


@dataclass(frozen=True)
class Tour:
    """A walk in one language, one theme and one size; of all there is to see on it, only `only`."""

    walk: str
    language: str = "nl"
    theme: str = "light"
    size: tuple[int, int] = SMALL
    only: Collection[str] = ()

    def __str__(self) -> str:
        return f"{self.walk}-{self.language}-{self.theme}-{self.size[0]}x{self.size[1]}"

    async def pictures(self) -> AsyncIterator[tuple[str, str]]:
        """Names and SVG."""
        walk = WALKS[self.walk]
        with play(walk.furnished) as on_stage:
            app = walk.app(on_stage, Preferences(self.language, f"panel-{self.theme}", animation=False))
            async with app.run_test(size=self.size) as pilot:
                visit = Visit(on_stage, pilot)
                await app.opened()
                left = set(self.only)
                async for name in walk.steps(visit):
                    if not self.only or name in left:
                        await visit.still()
                        yield name, slim(app.export_screenshot())
                        left.discard(name)
                    if self.only and not left:
                        break
