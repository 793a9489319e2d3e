"""What `tui2fa --demo` adds to the panel: accounts, and a phone that gets its codes as every phone does."""

from __future__ import annotations

from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from tui2fa.demo.hints import HINTS
from tui2fa.demo.phone import Phone
from tui2fa.demo.phone_view import PHONE, Drawer, PhoneView
from tui2fa.demo.sections import ANSWER, REJECT, SCAN, SHOW
from tui2fa.domain.clock import SystemClock
from tui2fa.domain.errors import Refused
from tui2fa.domain.language import Language
from tui2fa.tui.app import PanelApp
from tui2fa.tui.base.app import Aside, BaseApp, Surroundings
from tui2fa.tui.base.threads import in_thread

if TYPE_CHECKING:
    from tui2fa.delivery.base import Channel
    from tui2fa.services.context import Context
    from tui2fa.services.views import SignIn
    from tui2fa.settings import Settings


GLANCES = 0.25
"""Seconds between two looks at the phone."""


class Stage:
    """One phone, and the app it stands beside."""

    def __init__(self, phone: Phone | None = None, language: Language = Language.DUTCH) -> None:
        self.phone = phone or Phone(SystemClock())
        self._language = language

    def ways(self, settings: Settings) -> tuple[Channel, ...]:
        """The ways to every number: they all ring on the phone."""
        del settings
        return self.phone.switch_on()

    def furnish(self, context: Context) -> None:
        """Put the accounts in the store, and let the phone look into it."""
        from tui2fa.demo.accounts import furnish
        from tui2fa.services.companion import CompanionService

        furnish(context, self.phone, self._language)
        self.phone.connect(CompanionService(context))

    def app(self, surroundings: Surroundings) -> BaseApp:
        """The panel with the phone beside it."""
        return DemoApp(surroundings, self.phone)


class DemoApp(PanelApp):
    """The panel, and keys for the phone that work wherever one types."""

    BINDINGS = [SHOW, ANSWER, REJECT, SCAN]

    def __init__(self, surroundings: Surroundings, phone: Phone) -> None:
        self.phone = phone
        self._login = ""
        self._drawer = Drawer()
        super().__init__(surroundings, HINTS)
        self.asides = (*self.asides, Aside(PHONE, lambda: PhoneView(phone, self._drawer), at_first=True))
        self.css_path.append(Path(__file__).with_name("phone_view.tcss"))

    async def enter(self, signed: SignIn) -> None:
        """Hand the phone to whoever comes in."""
        self._login = signed.profile.login
        self.phone.take_up(self._login)
        await super().enter(signed)

    def on_mount(self) -> None:
        """Look at the phone four times a second."""
        self.set_interval(GLANCES, self.look)

    def look(self) -> None:
        """Let the phone see the screen, open its drawer when it deserves a look, and show what has changed."""
        self.look_for_codes()
        self._drawer.follow(self, self.phone.attention)
        view = self.screen.query_one_optional(PhoneView)  # Textual remembers where that is
        if view is not None and view.is_mounted:
            view.look()

    # the phone's keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The phone's keys work while there is something for them to do."""
        possible = {
            "answer": self.phone.ringing,
            "decline": self.phone.ringing,
            "hang_up": self.phone.busy and not self.phone.ringing,
            "not_me": bool(self.phone.codes),
            "reject": self.phone.busy or bool(self.phone.codes),
            "scan": self.phone.in_sight != "" and scannable(self.screen) == self.phone.in_sight,
        }
        return possible[action] if action in possible else super().check_action(action, parameters)

    def look_for_codes(self) -> None:
        """See whether there is anything to scan, the key for which comes and goes, or a code to be looked up."""
        self.phone.looked_up = self._login if asks_authenticator(self.screen) else ""
        found = scannable(self.screen)
        if found != self.phone.in_sight:
            self.phone.in_sight = found
            self.screen.refresh_bindings()

    def action_answer(self) -> None:
        """Pick up."""
        self.phone.answer()

    def action_hang_up(self) -> None:
        """End the call."""
        self.phone.hang_up()

    action_decline = action_hang_up

    def action_reject(self) -> None:
        """The one key for what is not wanted: a call, else a code."""
        if self.phone.busy:
            self.action_hang_up()
        else:
            self.action_not_me()

    def action_scan(self) -> None:
        """Let the phone scan what is on the screen at this moment."""
        self.look_for_codes()
        self._do("scan", in_thread(self.phone.scan, self._login))

    def action_not_me(self) -> None:
        """[Dat was ik niet] in the phone's Qaller app."""
        self._do("decline", in_thread(self.phone.decline))

    def _do(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(self._doing(work), description=name, exit_on_error=False)

    async def _doing(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Refused as refused:
            self.notify(self.tr.refusal(refused), severity="warning")
        except Exception as error:  # noqa: BLE001 - nothing may end the program from a worker
            self.trouble(error)


def scannable(screen: Screen[Any]) -> str:
    """What a camera that looks at this screen reads; "" where there is nothing."""
    for widget in screen.walk_children():
        if type(widget).__name__ in ("QrCode", "PairingCodeText") and not getattr(widget, "hidden", False):
            return str(getattr(widget, "content", ""))
    return ""


def asks_authenticator(screen: Screen[Any]) -> bool:
    """Whether this screen asks for a code that the authenticator app shows already."""
    challenge = getattr(screen, "challenge", None)
    return type(screen).__name__ == "CodeScreen" and challenge is not None and challenge.expires is None
