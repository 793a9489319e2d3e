"""The app without a feature: language, colours, side panels, and services that open behind the first screen."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from tui2fa.domain.clock import Clock
from tui2fa.locale import LANGUAGES, Catalogue, catalogue
from tui2fa.tui import commands, themes
from tui2fa.tui.base.guarded import GuardedApp
from tui2fa.tui.base.preferences import Keep, Preferences
from tui2fa.tui.base.screen import BESIDE, BaseScreen
from tui2fa.tui.base.stylesheet import ReadOnce
from tui2fa.tui.base.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from textual.worker import Worker

    from tui2fa.services.house import Services
    from tui2fa.settings import Support

R = TypeVar("R")


class Aside(NamedTuple):
    """A side panel: the name it goes by, and what makes one for each screen, when it is first shown there.

    Where it cannot stand beside the content it stands below it, and takes `under` rows there for as long as it is out.
    One that is out `at_first` needs no key where there is room beside the content.
    """

    name: str
    make: Callable[[], Widget]
    under: int = 0
    at_first: bool = False


class Surroundings(NamedTuple):
    """What the world gives an app: nothing in it is looked up by the app itself.

    `open_services` blocks and may raise, then the app ends and returns that error. `log` keeps a text where only the
    operator reads it; `keep` makes preferences last. `practise` runs a practice panel on this terminal until its end,
    in the language of these preferences, and calls what it is given whenever a key was pressed there; None where there
    is none. `mark` is an English sentence of the catalogue that stands above every screen. `by_message` is whether a
    number gets a text message rather than a call.
    """

    open_services: Callable[[], Services]
    clock: Clock
    log: Callable[[str], None]
    support: Support
    preferences: Preferences
    keep: Keep = lambda _: None
    practise: Callable[[Preferences, Callable[[], None]], Awaitable[None]] | None = None
    mark: str = ""
    by_message: bool = False


class BaseApp(GuardedApp, inherit_bindings=False, inherit_css=False):
    """An app on services, in a person's language. Its first screen is what `first_screen` makes."""

    BINDINGS = [
        commands.PALETTE,
        commands.HELP,
        commands.LANGUAGE,
        commands.THEME,
        commands.QUIT,
        commands.COPY,
    ]
    CSS_PATH = Path(__file__).with_name("base.tcss")
    # in place of Textual's own, as with screens
    DEFAULT_CSS = """
    BaseApp { background: $background; color: $foreground; }
    *:disabled:can-focus { opacity: 0.7; }
    """
    DEFAULT_MODE = "first"
    guided: ClassVar[bool] = False
    """Whether there is a guide to walk along with."""
    TITLE = "tui2fa"

    asides: tuple[Aside, ...] = ()
    """The side panels there are; one of them is out at a time."""

    _coloured = False

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings.log)
        self.surroundings = surroundings
        self.preferences = surroundings.preferences
        self.clock = surroundings.clock
        self.asides_wanted: tuple[str, ...] | None = None
        self._services: Services | None = None
        self._opened = asyncio.Event()
        for theme in themes.THEMES:
            self.register_theme(theme)
        known = {theme.name for theme in themes.THEMES}
        # told to the stylesheet by hand: a watched change would have every style parsed twice before the first paint
        self.set_reactive(
            App.theme, self.preferences.theme if self.preferences.theme in known else themes.THEMES[0].name
        )
        self._coloured = True
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

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme; Textual asks for them before there is one, too."""
        return super().get_css_variables() if self._coloured else {}

    @property
    def tr(self) -> Catalogue:
        """The words of the interface."""
        return catalogue(self.preferences.language, by_message=self.surroundings.by_message)

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

    # what can be done everywhere

    def action_help(self) -> None:
        """Explain the screen one is at."""
        from tui2fa.tui.dialogs.help import Help

        self._open_once(Help(self.screen))

    def action_tips(self) -> None:
        """The ten tips; choosing one walks along with its task."""
        from tui2fa.tui.dialogs.tips import Tips

        self._open_once(Tips(), lambda task: self.start_guide(task) if task else None)

    def action_methods(self) -> None:
        """The methods compared."""
        from tui2fa.tui.dialogs.methods import Methods

        self._open_once(Methods())

    def start_guide(self, task: str) -> None:
        """Walk along with a task, by its key."""
        raise NotImplementedError

    def action_palette(self) -> None:
        """Everything that can be done here, by name."""
        from tui2fa.tui.dialogs.palette import Palette

        self._open_once(Palette(self.screen))

    def _open_once(self, dialog: Screen[R], answered: Callable[[R | None], None] | None = None) -> None:
        """Open what can be opened over everything; where one of its kind is open already, go back to that."""
        kinds = [type(screen) for screen in self.screen_stack]
        if type(dialog) not in kinds:
            self.push_screen(dialog, answered)
        elif over := self.screen_stack[kinds.index(type(dialog)) + 1 :]:
            over[0].dismiss(None)

    @property
    def asides_out(self) -> tuple[str, ...]:
        """The names of the side panels that were asked for and not put away, the one that is to be seen last.

        Until a person (or a call) wants otherwise, those that stand there at first where there is room.
        """
        if self.asides_wanted is not None:
            return self.asides_wanted
        return tuple(one.name for one in self.asides if one.at_first and self.size.width >= BESIDE)

    @property
    def aside(self) -> Aside | None:
        """The side panel that is out."""
        return next((one for name in self.asides_out[-1:] for one in self.asides if one.name == name), None)

    def is_out(self, name: str) -> bool:
        """Whether this side panel is the one that is out."""
        return self.asides_out[-1:] == (name,)

    def action_aside(self, name: str) -> None:
        """Show a side panel, or put it away where it is out."""
        self.show_aside(name, not self.is_out(name))

    def show_aside(self, name: str, wanted: bool = True) -> None:
        """Show a side panel before the others, or put it away so that the one behind it comes back.

        It happens on every screen, whatever the width; the focus stays where it is.
        """
        others = tuple(one for one in self.asides_out if one != name)
        self.want_asides((*others, name) if wanted else others)

    def want_asides(self, names: tuple[str, ...] | None) -> None:
        """Have these side panels out, the last one to be seen; None has out what stands there at first."""
        self.asides_wanted = names
        self.fit()

    @property
    def notice(self) -> str:
        """A line that stands above every screen, in the person's language; "" for none."""
        return self.tr(self.surroundings.mark)

    def action_notice(self) -> None:
        """What a click on that line does."""

    def fit(self) -> None:
        """Have every screen fit what stands around its content now."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.fit()

    def action_tell_quit(self) -> None:
        """Ctrl+C is for copying; say what ends the program."""
        self.notify(self.tr("Ctrl+Q ends the program."))

    def replace_all(self, screen: Screen[Any]) -> None:
        """Drop every screen with all that was on it, and show another.

        Nothing is awaited: whoever calls this may itself belong to a screen that goes.
        """
        old, new = self.current_mode, f"{id(screen)}"
        self.clear_notifications()
        self.add_mode(new, lambda: screen)
        self.switch_mode(new)
        self.remove_mode(old)
