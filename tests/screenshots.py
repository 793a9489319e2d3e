"""Makes the pictures of every screen, from demo data and a fixed clock: `python -m tests.screenshots [TOUR ...]`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.looks.pictures import Tour
from tests.looks.theatre import hold_environment
from tests.looks.walks import WALKS

FOLDER = Path(__file__).parent.parent / "screenshots"
TOURS = {name: Tour(name) for name in WALKS} | {
    "login-dark": Tour("login", theme="dark", only=["login"]),
    "code-dark": Tour("code", theme="dark", only=["code-qaller"]),
    "editor-dark": Tour("editor", theme="dark", only=["factor-editor"]),
    "login-english": Tour("login", "en", only=["login"]),
    "panel-english": Tour("panel", "en", only=["dashboard"]),
    "editor-english": Tour("editor", "en", only=["factor-editor"]),
}


async def pictures(tour: str) -> AsyncIterator[tuple[Path, str]]:
    """The files of a tour and what belongs in them; one that is not light and Dutch says so in its name."""
    suffix = tour.removeprefix(TOURS[tour].walk)
    async for name, svg in TOURS[tour].pictures():
        yield FOLDER / f"{name}{suffix}.svg", svg


async def make(tours: list[str]) -> None:
    """Write the pictures of these tours; of all of them, and nothing else is left, where none is named."""
    FOLDER.mkdir(exist_ok=True)
    made = set()
    for tour in tours or TOURS:
        async for path, svg in pictures(tour):
            path.write_text(svg, encoding="utf-8")
            made.add(path)
            print(path.relative_to(FOLDER.parent))
    for path in [] if tours else set(FOLDER.glob("*.svg")) - made:
        path.unlink()


if __name__ == "__main__":
    hold_environment()
    asyncio.run(make(sys.argv[1:]))
