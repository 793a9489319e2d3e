"""Textual's stylesheet, except that no source is read twice: every change of screen would read all of them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from textual.css.model import RuleSet
    from textual.css.types import CSSLocation


class ReadOnce(Stylesheet):
    """What a source says depends on its text and on the colours of the theme alone."""

    _read: dict[tuple[object, ...], list[RuleSet]] = {}

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        key = (self._colours, css, read_from, is_default_rules, tie_breaker, scope)
        if key not in self._read:
            self._read[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return self._read[key]

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the colours of another theme."""
        super().set_variables(variables)
        self._colours = frozenset(variables.items())

    def reparse(self) -> None:
        """Take in the sources that are new."""
        self.parse()
