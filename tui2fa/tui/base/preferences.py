"""How a person likes the program to look and speak, on this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Preferences(NamedTuple):
    """`language` is a code of `tui2fa.locale.LANGUAGES`, `theme` a name of `tui2fa.tui.themes`."""

    language: str = "nl"
    theme: str = "panel-light"
    animation: bool = True

    def with_language(self, language: str) -> Preferences:
        """The same with another language."""
        return self._replace(language=language)

    def with_theme(self, theme: str) -> Preferences:
        """The same with other colours."""
        return self._replace(theme=theme)


Keep = Callable[[Preferences], None]
"""Makes changed preferences last; called in a thread."""
