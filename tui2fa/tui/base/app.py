"""The app without a feature: language, colours, errors, size, and services that open behind the first screen."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from tui2fa.domain.clock import Clock
from tui2fa.locale import LANGUAGES, Catalogue, catalogue
from tui2fa.tui import commands, themes
from tui2fa.tui.base.preferences import Keep, Preferences
from tui2fa.tui.base.screen import BESIDE, BaseScreen
from tui2fa.tui.base.stylesheet import ReadOnce
from tui2fa.tui.base.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.notifications import SeverityLevel
    from textual.worker import Worker

    from tui2fa.services.house import Services
    from tui2fa.settings import Support

LARGEST = Size(500, 200)
"""Larger terminals are drawn at this size: a claimed 65535 x 65535 would take gigabytes."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A side panel: its name (in English, translated when shown) and what makes one for each screen."""

    title: str
    make: Callable[[], Widget]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the world gives an app: nothing in it is looked up by the app itself.

    `open_services` blocks and may raise, then the app ends and returns that error. `log` keeps a text where only the
    operator reads it; `keep` makes preferences last.
    """

    open_services: Callable[[], Services]
    clock: Clock
    log: Callable[[str], None]
    support: Support
    preferences: Preferences
    keep: Keep = lambda _: None
    aside: Aside | None = None


class BaseApp(App[object], inherit_bindings=False):
    """An app on services, in a person's language. Its first screen is what `first_screen` makes."""

    BINDINGS = [
        commands.PALETTE,
        commands.HELP,
        commands.ASIDE,
        commands.LANGUAGE,
        commands.THEME,
        commands.QUIT,
        commands.COPY,
    ]
    CSS_PATH = Path(__file__).with_name("base.tcss")
    DEFAULT_MODE = "first"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "tui2fa"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self.surroundings = surroundings
        self.preferences = surroundings.preferences
        self.clock = surroundings.clock
        self.aside_wanted: bool | None = None
        self._services: Services | None = None
        self._opened = asyncio.Event()
        for theme in themes.THEMES:
            self.register_theme(theme)
        known = {theme.name for theme in themes.THEMES}
        # told to the stylesheet by hand: a watched change would have every style parsed twice before the first paint
        self.set_reactive(
            App.theme, self.preferences.theme if self.preferences.theme in known else themes.THEMES[0].name
        )
        self.stylesheet = ReadOnce()
        self.stylesheet.set_variables(self.get_css_variables())
        if "SSH_CONNECTION" in os.environ or not self.preferences.animation:
            self.animation_level = "none"

    def first_screen(self) -> Screen[Any]:
        """The screen that is painted before anything else happens."""
        raise NotImplementedError

    def get_default_screen(self) -> Screen[Any]:
        """The first screen, with its styles: Textual reads those of later screens only."""
        screen = self.first_screen()
        self.stylesheet.read_all(screen.css_path)
        return screen

    # services

    @property
    def services(self) -> Services:
        """The services; only to be used after `opened`."""
        if self._services is None:
            raise RuntimeError("the services have not been opened yet")
        return self._services

    async def opened(self) -> None:
        """Wait until the services can be used."""
        await self._opened.wait()

    def on_mount(self) -> None:
        """Open the services once the first screen stands on the terminal."""
        self.add_mode(self.DEFAULT_MODE, self.first_screen)  # only now: a mode must be known to be removed
        self.screen.call_after_refresh(self._open)

    def _open(self) -> Worker[None]:
        return self.run_worker(self._opening, name="open services", description="open services", exit_on_error=False)

    async def _opening(self) -> None:
        try:
            self._services = await in_thread(self.surroundings.open_services)
            await self.ready()
        except Exception as error:  # noqa: BLE001 - whoever started the program tells it
            self.exit(error, return_code=1)
        self._opened.set()

    async def ready(self) -> None:
        """What happens when the services have just been opened."""

    def session_ended(self) -> None:
        """What happens when a service says that the session is over."""

    def hang_up(self) -> None:
        """End because the terminal is gone or the system says so."""
        self.exit()

    def farewell(self) -> None:
        """What is left to do when the screens are gone; it may block."""

    # words and colours

    @property
    def tr(self) -> Catalogue:
        """The words of the interface."""
        return catalogue(self.preferences.language)

    async def speak(self, language: str) -> None:
        """Change the language at once, on every screen; what was typed stays."""
        if language != self.preferences.language and language in LANGUAGES:
            self.prefer(self.preferences.with_language(language))
            for screen in self.screen_stack:
                await screen.recompose()
            self.screen.refresh_bindings()

    async def action_language(self) -> None:
        """To the next language."""
        codes = list(LANGUAGES)
        await self.speak(codes[(codes.index(self.preferences.language) + 1) % len(codes)])

    def action_theme(self) -> None:
        """From light to dark and back."""
        names = [theme.name for theme in themes.THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.prefer(self.preferences.with_theme(self.theme))

    def prefer(self, preferences: Preferences) -> None:
        """Take other preferences for screens to come, and keep them."""
        self.preferences = preferences
        self.run_worker(
            in_thread(self.surroundings.keep, preferences), description="keep preferences", exit_on_error=False
        )

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something for a moment; the text is shown as it is, whatever `markup` asks."""
        del markup
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    # what can be done everywhere

    def action_help(self) -> None:
        """Explain the screen one is at."""
        from tui2fa.tui.dialogs.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_palette(self) -> None:
        """Everything that can be done here, by name."""
        from tui2fa.tui.dialogs.palette import Palette

        if not self.screen.is_modal:
            self.push_screen(Palette(self.screen))

    @property
    def aside_shown(self) -> bool:
        """Whether the side panel is out: where there is room for it, unless a person (or a call) wanted otherwise."""
        if self.surroundings.aside is None:
            return False
        return self.size.width >= BESIDE if self.aside_wanted is None else self.aside_wanted

    def action_aside(self) -> None:
        """Show or hide the side panel."""
        self.show_aside(not self.aside_shown)

    def show_aside(self, wanted: bool = True) -> None:
        """Show or hide the side panel on every screen, whatever the width; the focus stays where it is."""
        self.aside_wanted = wanted
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.fit()

    def action_tell_quit(self) -> None:
        """Ctrl+C is for copying; say what ends the program."""
        self.notify(self.tr("Ctrl+Q ends the program."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A command that has nothing to act on is not offered."""
        del parameters
        return self.surroundings.aside is not None if action == "aside" else True

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None: a screenshot would write codes and secrets to a file (the palette is our own)."""
        del screen
        return ()

    def replace_all(self, screen: Screen[Any]) -> None:
        """Drop every screen with all that was on it, and show another.

        Nothing is awaited: whoever calls this may itself belong to a screen that goes.
        """
        old, new = self.current_mode, f"{id(screen)}"
        self.clear_notifications()
        self.add_mode(new, lambda: screen)
        self.switch_mode(new)
        self.remove_mode(old)

    # errors

    def trouble(self, error: BaseException) -> None:
        """Tell of an unexpected error by its number and log where it came from; the program goes on."""
        number = self._keep_error(error)
        sentence = self.tr("Something went wrong (error {number}). Try again or contact support.", number=number)
        self.notify(sentence, severity="error")

    def _keep_error(self, error: BaseException) -> str:
        from tui2fa.tui.base import errors

        number = errors.number()
        self.surroundings.log(f"{number} {errors.record(error)}")
        return number

    def _fatal_error(self) -> None:
        """End after an error nobody caught; Textual's own way prints local values, typed passwords among them."""
        error = sys.exc_info()[1] or self._exception or RuntimeError()
        number = self._keep_error(error)
        line = self.tr("tui2fa stopped because of an error; its number is {number}.", number=number)
        self._exit_renderables[:] = [Text(line)]
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """As `_fatal_error`: an exception that could draw itself would draw its values."""
        del renderables
        self._fatal_error()

    # the terminal

    @property
    def size(self) -> Size:
        """The size that is drawn: at least one cell, at most `LARGEST`."""
        return _clamped(super().size)

    async def on_event(self, event: events.Event) -> None:
        """Bring a claimed size within bounds before anything is laid out for it."""
        if isinstance(event, events.Resize):
            event = events.Resize(_clamped(event.size), _clamped(event.size), _clamped(event.size), event.pixel_size)
        await super().on_event(event)


def _clamped(size: Size) -> Size:
    return Size(max(1, min(size.width, LARGEST.width)), max(1, min(size.height, LARGEST.height)))
