"""The pictures that are kept in `screenshots` show the program as it is: Dutch, 80x24, light, and some others."""

from __future__ import annotations

import pytest

from tests.screenshots import TOURS, pictures


@pytest.mark.parametrize("tour", TOURS)
async def test_no_screenshot_is_stale(tour: str) -> None:
    stale = [
        path.name async for path, svg in pictures(tour) if not path.exists() or path.read_text(encoding="utf-8") != svg
    ]
    assert not stale, f"made of another program: {', '.join(stale)}. Look at them: python -m tests.screenshots {tour}"
