"""Calls in real time: nobody looks for the garbage of other tests while one is heard."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _undisturbed() -> Iterator[None]:
    """A second in which nothing comes in is more than what waits at a telephone's socket."""
    gc.disable()
    yield
    gc.enable()
