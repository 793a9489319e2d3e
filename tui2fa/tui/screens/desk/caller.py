"""A caller's file: what is probably wrong and what to do, then all that an agent may see of the account (R10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.factors import Factor
from tui2fa.domain.harmless import safe
from tui2fa.domain.people import company_of
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.locale import LANGUAGES
from tui2fa.services.oversight import CallerFile, Lock
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import background
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.desk.diagnosis import advice, last_failure
from tui2fa.tui.screens.desk.words import ROLES, lock_words, outcome_words, password_state
from tui2fa.tui.screens.watching import WatchingScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.event_list import EventList
from tui2fa.tui.widgets.facts import Fact, Facts
from tui2fa.tui.words import detail_words, event_words, kind_words, moment_words

DETAIL = 30
"""Cells at most for what tells a factor from another of its kind."""
SENT = 8
"""Sendings that are shown."""


class Read(NamedTuple):
    """A file, and the uptime (seconds) at which it was read: waits run from there."""

    at: float
    file: CallerFile


class Caller(WatchingScreen[None, Read]):
    """The file of one account, as it is now: what anybody changes is seen within half a second."""

    HELP = N_(
        "The line at the top says what is probably wrong and what to do next. Nothing here is secret: you see no code "
        "and no whole number, and nobody but the caller adds a method. Page Down shows the rest."
    )
    CSS_PATH = "caller.tcss"
    AUTO_FOCUS = ""
    BINDINGS = [
        commands.command("l", "lift", N_("Lift lock"), N_("Forgets the wrong tries of the first lock, with a reason.")),
        commands.command("f5", "follow", N_("Look along"), N_("Shows where a caller is, by the code they read.")),
        commands.command("r", "reset", N_("Reset 2FA"), N_("Takes every factor away, after checks in a form.")),
    ]

    def __init__(self, file: CallerFile, read_at: float) -> None:
        """`read_at` is the uptime (seconds) at which this file was read."""
        super().__init__()
        self._file = file
        self._login = file.login
        self._read_at = read_at

    def content(self) -> ComposeResult:
        """Who; what to do; the locks; everything else."""
        tr, file = self.tr, self._file
        with HorizontalGroup(id="top"):
            yield Static(Content.assemble((file.login, "bold"), "  ", safe(file.name, 40)), id="who")
            yield Link("✕", id="close")
        yield Static(self._advice, id="advice", markup=False)
        with HorizontalGroup(id="ways"):
            confirming = file.reset is not None and file.reset.second_needed and not file.reset.mine
            words = tr("Confirm the reset …") if confirming else tr("Reset 2FA …")
            yield Button(words, id="reset", disabled=not self._resettable)
            yield Button(tr("Look along"), id="follow", disabled=file.own)
        if file.own:
            yield Static(
                tr("This is your own account: a colleague must help you."), id="own", classes="muted", markup=False
            )
        for lock in file.locks:
            with HorizontalGroup(classes="lock"):
                yield Static(self._lock(lock), id=f"lock-{lock.id}", markup=False)
                lift = Link(tr("Lift lock"), id=f"lift-{lock.id}", classes="lift")
                lift.disabled = file.own
                yield lift
        with VerticalGroup(id="file"):
            yield from self._section(
                tr("Factors"), self._factors(), tr("None: the caller sets up 2FA at the next login.")
            )
            yield from self._section(tr("Logging in"), self._rows())
            yield from self._section(
                tr("Codes sent last"), self._deliveries(), tr("None: no code was sent to this account.")
            )
            yield Static(tr("Activity"), classes="title section", markup=False)
            yield EventList(tr, self.app.clock.now(), file.events, brief=False, id="events")

    def _section(self, title: str, facts: Sequence[Fact], none: str = "") -> ComposeResult:
        yield Static(title, classes="title section", markup=False)
        yield Facts(facts) if facts else Static(none, classes="muted", markup=False)

    # what is seen of it

    @property
    def _waits(self) -> dict[str, int]:
        """Seconds still to wait, by the id of the lock."""
        passed = int(self.app.clock.uptime() - self._read_at)
        return {lock.id: max(lock.wait - passed, 0) for lock in self._file.locks}

    @property
    def _advice(self) -> str:
        return advice(self.tr, self._file, self._waits, self.app.clock.now())

    def _lock(self, lock: Lock) -> str:
        return lock_words(self.tr, lock, self._waits[lock.id])

    def _factors(self) -> list[Fact]:
        return [
            (
                Content.assemble(
                    ("● ", "$orange") if factor.primary else ("○ ", "$muted"),
                    (kind_words(self.tr, factor.kind), "bold"),
                ),
                Content(" · ").join(self._about(factor)),
            )
            for factor in self._file.factors
        ]

    def _about(self, factor: Factor) -> Iterator[Content]:
        tr, now = self.tr, self.app.clock.now()
        if detail := safe(detail_words(factor.masked, factor.label), DETAIL):
            yield Content(detail)
        if factor.primary:
            yield Content.styled(tr("primary"), "bold $primary")
        if not factor.reachable:
            yield Content.styled(tr("logged out"), "$error")
        yield Content.styled(tr("since {day}", day=tr.moment(factor.since, now)), "$muted")
        used = tr("used {moment}", moment=moment_words(tr, factor.last_used, now)) if factor.last_used else ""
        yield Content.styled(used or tr("never used"), "$muted")

    def _rows(self) -> list[Fact]:
        tr, file, now = self.tr, self._file, self.app.clock.now()
        failure = last_failure(file)
        apps = ", ".join(safe(app.name, 24) for app in file.apps) or tr("no app is connected")
        failed = f"{moment_words(tr, failure.at, now)} · {event_words(tr, failure)}" if failure else tr("not lately")
        rows = [
            (tr("Last login"), moment_words(tr, file.last_login, now) if file.last_login else tr("never logged in")),
            (tr("Last failure"), failed),
            (tr("Password"), password_state(tr, file, now)),
            (tr("Qaller"), apps),
            (tr("Account"), self._account()),
        ]
        if reset := file.reset:
            asked = moment_words(tr, reset.asked, now)
            reason, ticket = tr("reason: {reason}", reason=reset.reason), tr("ticket {ticket}", ticket=reset.ticket)
            rows.insert(0, (tr("Reset"), " · ".join((asked, reset.agent, reason, ticket))))
        return [(Content.styled(title, "$muted"), Content(safe(words, 200))) for title, words in rows]

    def _account(self) -> str:
        tr, file = self.tr, self._file
        parts = [
            tr(ROLES[Role(file.role)]),
            company_of(file.login),
            LANGUAGES.get(file.language, file.language),
            tr("made {day}", day=tr.moment(file.created, self.app.clock.now())),
            tr("disabled") if file.disabled else "",
        ]
        return " · ".join(filter(None, parts))

    def _deliveries(self) -> list[Fact]:
        tr, sent, now = self.tr, self._file.deliveries[:SENT], self.app.clock.now()
        ways = [" ".join(filter(None, (kind_words(tr, line.kind), line.masked))) for line in sent]
        column = max(map(cell_len, ways), default=0) + 2
        return [
            (
                Content.styled(moment_words(tr, line.at, now), "$muted"),
                Content.assemble(way + " " * (column - cell_len(way)), (outcome_words(tr, line), "bold")),
            )
            for way, line in zip(ways, sent, strict=True)
        ]

    # following what happens

    def on_mount(self) -> None:
        """Follow the account, and let time pass."""
        self.watch_store()
        self.set_interval(1, self.tick)
        self.to_first()

    def to_first(self) -> None:
        """To the lightest of what helps: a lock that can be lifted, else looking along."""
        lifts = [link for link in self.query(".lift") if not link.disabled]
        for widget in lifts[:1] or self.query("#close" if self._file.own else "#follow"):
            widget.focus()

    def glance(self) -> Read:
        """The file as it is."""
        return Read(self.app.clock.uptime(), self.services.desk.caller(self.app.session, self._login))

    async def saw(self, seen: Read) -> None:
        """Show it, where anything of it is new."""
        self._read_at = seen.at
        if seen.file != self._file:
            self._file = seen.file
            await self.recompose()
            self.refresh_bindings()
            if self.is_current and self.focused is None:
                self.to_first()

    def tick(self) -> None:
        """Let the seconds run; when a wait is over, look again."""
        for line in self.query("#advice").results(Static):
            line.update(self._advice)
        for lock in self._file.locks:
            for line in self.query(f"#lock-{lock.id}").results(Static):
                line.update(self._lock(lock))
        if any(lock.wait and not self._waits[lock.id] for lock in self._file.locks):
            self.reload()

    @background
    async def reload(self) -> None:
        """Look now; what is seen waits for its turn, as one look is shown after the other."""
        self.post_message(self.Seen(await in_thread(self.glance)))

    def on_screen_resume(self) -> None:
        """What was done from here is seen at once."""
        self.reload()

    # what can be done

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)

    @property
    def _resettable(self) -> bool:
        """Whether there is anything to take away, or a reset whose code is wanted anew."""
        return not self._file.own and bool(self._file.factors or self._file.reset)

    @on(Button.Pressed, "#reset")
    def action_reset(self) -> None:
        """To the form."""
        from tui2fa.tui.screens.desk.reset import ResetForm

        self.app.push_screen(ResetForm(self._file))

    @on(Button.Pressed, "#follow")
    def action_follow(self) -> None:
        """Walk along."""
        from tui2fa.tui.screens.desk.follow import Follow

        self.app.push_screen(Follow())

    def action_lift(self) -> None:
        """Lift the first lock."""
        self._lift(self._file.locks[0])

    @on(Button.Pressed, ".lift")
    def _pressed(self, event: Button.Pressed) -> None:
        for lock in self._file.locks:
            if event.button.id == f"lift-{lock.id}":
                self._lift(lock)

    def _lift(self, lock: Lock) -> None:
        from tui2fa.tui.screens.desk.lift import LiftLock

        self.app.push_screen(LiftLock(self._login, lock, self._read_at))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody helps themselves, and there must be something to reset or a lock to lift."""
        if action == "lift":
            return bool(self._file.locks) and not self._file.own
        if action == "follow":
            return not self._file.own
        return self._resettable if action == "reset" else super().check_action(action, parameters)
