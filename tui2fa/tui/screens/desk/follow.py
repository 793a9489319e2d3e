"""Looking along: six digits that a caller reads out, then live which screen they are at; never what is typed there."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import safe
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.services.oversight import Followed
from tui2fa.tui.base.tasks import task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.desk.places import place_words, refusal_words, step_words
from tui2fa.tui.screens.watching import WatchingScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.facts import Fact, Facts


class Follow(WatchingScreen[None, Followed]):
    """First the code; then, until either side ends it, where the caller is."""

    HELP = N_(
        "The caller opens the guide, has a follow code shown and reads it to you. Then you see which screen and step "
        "they are at, and the last refusal; never what is typed, no code and no number. Both see it; leaving ends it."
    )
    CSS_PATH = "follow.tcss"
    AUTO_FOCUS = "#boxes"

    def __init__(self) -> None:
        super().__init__()
        self._follow = ""
        """By which the service knows it; "" while nobody is followed."""
        self._followed: Followed | None = None
        self._trouble = ""

    def content(self) -> ComposeResult:
        """The boxes; then, instead of them, where the caller is."""
        tr = self.tr
        with HorizontalGroup(id="top"):
            yield Static(tr("Look along"), classes="title", markup=False)
            yield Link("✕", id="close")
        if self._followed is None:
            yield from self._asking()
            return
        yield Static(self._banner, id="banner")
        with VerticalGroup(id="where"):
            yield Facts(self._where, id="spot")
            yield Static(self._since, id="since", classes="muted", markup=False)
            with HorizontalGroup(id="ways"):
                yield Button(tr("Caller's file"), id="file")
                yield Button(tr("Stop looking along"), id="stop")

    def _asking(self) -> ComposeResult:
        tr = self.tr
        with Center(), VerticalGroup(id="box"):
            say = tr('Say: "Press F2 for the guide, choose Let support look along, and read me the six digits."')
            yield Static(say, id="say", markup=False)
            yield CodeBoxes(id="boxes")
            yield Static(self._trouble, id="trouble", classes="error", markup=False)
            promise = tr("You see screens and steps, never what is typed. Both of you see that you look along.")
            yield Static(promise, classes="muted", markup=False)

    # what is seen of it

    @property
    def _banner(self) -> Content:
        seen = self._followed
        if seen is None:
            return Content("")
        told = self.tr("Connected with {login} · {name}", login=seen.login, name=safe(seen.name, 40))
        return Content.assemble(("✓ ", "bold"), (told, "bold"), "  ", self.tr("The caller sees it, too."))

    @property
    def _where(self) -> list[Fact]:
        tr, seen = self.tr, self._followed
        if seen is None or seen.spot is None:
            told = tr("Nothing was told yet: the caller's program tells it with the next key.")
            return [(Content.styled(tr("Screen"), "$muted"), Content(told))]
        spot = seen.spot
        rows = [(tr("Screen"), Content.styled(place_words(tr, spot.screen), "bold"))]
        if guide := step_words(tr, spot.task, spot.step):
            rows.append((tr("Guide"), Content(guide)))
        refusal = refusal_words(tr, spot.refusal)
        rows.append((tr("Last refusal"), Content.styled(refusal, "$error") if refusal else Content(tr("none"))))
        return [(Content.styled(title, "$muted"), words) for title, words in rows]

    @property
    def _since(self) -> str:
        tr, seen = self.tr, self._followed
        if seen is None or seen.at is None:
            return ""
        left = tr.duration((self.app.clock.now() - seen.at).total_seconds())
        return tr("Since {time}, {duration} ago", time=tr.time(seen.at), duration=left)

    def on_mount(self) -> None:
        """Let time pass."""
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Show where the caller is, and since when."""
        for name, words in (("#banner", self._banner), ("#since", self._since)):
            for line in self.query(name).results(Static):
                line.update(words)
        for spot in self.query(Facts):
            spot.facts = tuple(self._where)

    # beginning

    @on(CodeBoxes.Completed)
    def _completed(self) -> None:
        self.join()

    @on(CodeBoxes.Rejected)
    def _rejected(self, event: CodeBoxes.Rejected) -> None:
        self._say_trouble(self.tr.refusal(event.refused))

    def _say_trouble(self, sentence: str) -> None:
        self._trouble = sentence
        for trouble in self.query("#trouble").results(Static):
            trouble.update(sentence)

    @task
    async def join(self) -> None:
        """Begin to follow, when the code is right."""
        boxes = self.query_one(CodeBoxes)
        following, session = self.services.following, self.app.session
        try:
            follow = await self.ask(following.join, session, boxes.value)
            self._followed = await self.ask(following.look, session, follow)
        except Refused as refused:
            if refused.ends_session:
                raise
            self._say_trouble(self.tr.refusal(refused))
            boxes.again()
            boxes.focus()
            return
        self._follow, self._trouble = follow, ""
        await self.recompose()
        self.query("#file").focus()
        self.watch_store()

    # following

    def glance(self) -> Followed:
        """Where the caller is."""
        return self.services.following.look(self.app.session, self._follow)

    async def saw(self, seen: Followed) -> None:
        """Show it, where it is news."""
        if seen != self._followed:
            self._followed = seen
            self.tick()

    async def missed(self, error: Exception) -> None:
        """The caller has ended it: say so, and offer to begin anew."""
        if isinstance(error, Refused) and error.refusal is Refusal.FOLLOW_ENDED:
            self.stop_watching()
            self._follow, self._followed, self._trouble = "", None, self.tr.refusal(error)
            await self.recompose()
            self.query("#boxes").focus()
        else:
            await super().missed(error)

    @on(Button.Pressed, "#file")
    def _file(self) -> None:
        self.open_file()

    @task
    async def open_file(self) -> None:
        """To the caller's file; one goes on looking along behind it."""
        from tui2fa.tui.screens.desk.caller import Caller

        if self._followed is not None:
            file = await self.ask(self.services.desk.caller, self.app.session, self._followed.login)
            self.app.push_screen(Caller(file, self.app.clock.uptime()))

    # leaving

    @on(Button.Pressed, "#stop")
    @on(Button.Pressed, "#close")
    def action_back(self) -> None:
        """Leave, which ends it."""
        self.leave()

    @task
    async def leave(self) -> None:
        """End it on both sides."""
        self.stop_watching()
        if self._follow:
            await in_thread(self.services.following.leave, self.app.session, self._follow)
        self.dismiss(None)
