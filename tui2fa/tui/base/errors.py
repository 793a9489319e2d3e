"""What is kept of an unexpected error: enough to find it, nothing a person typed."""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Iterator


def number() -> str:
    """A number that a person can read out to support, and that finds the error in the log."""
    return secrets.token_hex(4).upper()


def record(error: BaseException) -> str:
    """Where an error came from: kinds and places of the whole chain, without values.

    Neither local variables nor messages are in it, because both may hold what was typed (SC-4, SC-9).
    """
    return "\n".join(line for link in _chain(error) for line in (type(link).__qualname__, *_places(link)))


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _places(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
