"""Every sentence that a screen speaks is in the catalogue, wherever in an expression it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.catalogue import PACKAGE, dutch

SPEAKING = {"tr", "_tr", "N_", "plural"}


def spoken() -> Iterator[tuple[str, str]]:
    """Each sentence and where it stands; babel does not look into f-strings."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            first = node.args[0]
            if name in SPEAKING and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, f"{path.name}:{node.lineno}"


def test_every_sentence_is_in_the_dutch_catalogue() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in dutch() if message.string}
    assert [place for sentence, place in spoken() if sentence not in known] == []
