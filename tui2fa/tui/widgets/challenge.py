"""The question for a code: where it went, the boxes, how long it is good for, and having it sent again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Challenge
from tui2fa.tui.factors.registry import SLICES
from tui2fa.tui.widgets.code_boxes import CodeBoxes
from tui2fa.tui.widgets.countdown import Countdown

if TYPE_CHECKING:
    from tui2fa.tui.base.screen import BaseScreen

UNDER_WAY = {
    Outcome.RINGING: N_("The telephone rings …"),
    Outcome.ANSWERED: N_("Answered; press 1 to hear the code …"),
    Outcome.SPEAKING: N_("The code is being spoken …"),
}
FAILED = {
    Outcome.BUSY: N_("The line is busy. Try again in a moment or use another method."),
    Outcome.NO_ANSWER: N_("Nobody answered. Have the code sent again or use another method."),
    Outcome.DECLINED: N_("The call was declined. Use another method, or have the code sent again."),
    Outcome.NO_KEYPRESS: N_(
        "Answered, but key 1 was not pressed. Was it voicemail? The code was not spoken. Have it sent again."
    ),
    Outcome.HUNG_UP: N_("Hung up before the code was complete. Have the same code sent again."),
    Outcome.BAD_NUMBER: N_("This number cannot be reached. Use another method."),
    Outcome.NOT_ALLOWED: N_(
        "Codes to this kind of number are switched off. Use another method or ask the administrator."
    ),
    Outcome.LIMIT: N_("Too many codes today. Use another method or try again later."),
    Outcome.REFUSED: N_("The code was not accepted for sending. Use another method or try again."),
    Outcome.CREDENTIALS: N_("We cannot send codes there right now. Use another method."),
    Outcome.UNREACHABLE: N_("The code could not be sent right now. Use another method or try again."),
    Outcome.TEMPORARY: N_("The code could not be sent right now. Use another method or try again."),
    Outcome.MISCONFIGURED: N_(
        "This way of sending is not set up rightly. Use another method or ask the administrator."
    ),
    Outcome.UNKNOWN: N_("It may have been sent. Wait a minute before you have it sent again."),
}
"""What a person reads of a delivery that went wrong, and what else to do; no trunk, no server, no fraud rule."""
WHILE_ADDING = {
    Outcome.BUSY: N_("The line is busy. Try again in a moment, or go back and take another number."),
    Outcome.NO_ANSWER: N_("Nobody answered. Have the code sent again, or go back and check the number."),
    Outcome.DECLINED: N_("The call was declined. Have the code sent again, or go back and check the number."),
    Outcome.BAD_NUMBER: N_("This number cannot be reached. Go back and check it."),
    Outcome.NOT_ALLOWED: N_(
        "Codes to this kind of number are switched off. Go back and take another one, or ask the administrator."
    ),
    Outcome.LIMIT: N_("Too many codes today. Try again later, or go back and take another method."),
    Outcome.REFUSED: N_("The code was not accepted for sending. Try again, or go back and take another method."),
    Outcome.CREDENTIALS: N_("We cannot send codes there right now. Go back and take another method."),
    Outcome.UNREACHABLE: N_("The code could not be sent right now. Try again, or go back and take another method."),
    Outcome.TEMPORARY: N_("The code could not be sent right now. Try again, or go back and take another method."),
    Outcome.MISCONFIGURED: N_(
        "This way of sending is not set up rightly. Ask the administrator, or go back and take another method."
    ),
}
"""The same where a factor is being added: there is no other method on that screen, but a way back."""

SOON, LATE = 60, 12 * 3600
"""Seconds: what lies between them is told by the clock, what is nearer or further away by the time that is left."""


class ChallengeView(VerticalGroup):
    """Shows what a `ChallengeScreen` knows; sends nothing and asks nobody.

    `#boxes` are the boxes.
    """

    DEFAULT_CSS = """
    ChallengeView {
        & Static { text-align: center; width: 100%; }
        & CodeBoxes { width: 100%; }
        & .question { margin-bottom: 1; }
        & .status { margin-top: 1; color: $muted; }
        & .trouble { color: $error; display: none; }
        & .trouble.told { display: block; }
        & .status.failed { color: $warning; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._question = Static("", classes="question", markup=False)
        self._standing = Static("", classes="status", markup=False)
        self._tries = Static("", classes="tries muted", markup=False)
        self._trouble = Static("", classes="trouble", markup=False)

    def compose(self) -> ComposeResult:
        """Question, boxes, status, trouble."""
        yield self._question
        yield CodeBoxes(id="boxes")
        yield self._standing
        yield self._tries
        yield self._trouble

    def show(self, challenge: Challenge, outcome: Outcome | None, trouble: Refused | None, now: datetime) -> None:
        """Tell how the challenge stands. `outcome` is None while the code is on its way."""
        tr = cast("BaseScreen[object]", self.screen).tr
        kind = SLICES[challenge.kind]
        tell(self._question, tr(kind.question, masked=challenge.masked))
        tell(self._standing, self._status(challenge, outcome, now))
        self._standing.set_class(outcome in FAILED, "failed")
        trouble = barred(challenge) or trouble
        tell(self._tries, "" if trouble else tr.tries(challenge.tries_left))
        self._tries.display = trouble is None
        tell(self._trouble, tr.refusal(trouble) if trouble else "")
        self._trouble.set_class(trouble is not None, "told")
        self.screen.set_class(trouble is not None, "-refused")  # which makes room where there is little

    def _status(self, challenge: Challenge, outcome: Outcome | None, now: datetime) -> str:
        tr = cast("BaseScreen[object]", self.screen).tr
        kind = SLICES[challenge.kind]
        if outcome in FAILED:
            said = WHILE_ADDING if challenge.factor is None else kind.failed
            return tr(said.get(outcome, FAILED[outcome]))
        if outcome in UNDER_WAY:
            return tr(UNDER_WAY[outcome])
        if challenge.expires is None:
            return tr(kind.sent)
        if challenge.sent_at is None and challenge.resend_at and challenge.resend_at > now:
            seconds = int((challenge.resend_at - now).total_seconds())
            if challenge.resend_bar and challenge.resend_bar is not Refusal.TOO_SOON:
                return tr.refusal(Refused(challenge.resend_bar, wait=seconds))
            left = tr.duration(seconds)
            return tr("A code was sent a moment ago and no longer works. A new one follows in {left}.", left=left)
        if challenge.sent_at is None:
            return tr(kind.sending, masked=challenge.masked)
        parts = [tr(kind.sent, masked=challenge.masked, time=tr.time(challenge.sent_at))]
        if not challenge.over:
            left = tr.duration((challenge.expires - now).total_seconds())
            parts.append(tr("good for another {left}", left=left))
        return " · ".join(parts)


def tell(line: Static, text: str) -> None:
    """Change a line only when its words change, and the layout when they take other room: seconds run cheaply."""
    shown = str(line.content)
    if shown != text:
        line.update(text, layout=len(shown) != len(text))


def show_resend(link: Countdown, challenge: Challenge, sending: bool, now: datetime) -> None:
    """Let a code be sent again when its time has come; an authenticator's is never sent."""
    link.display = challenge.expires is not None
    tr = cast("BaseScreen[object]", link.screen).tr
    left = (challenge.resend_at - now).total_seconds() if challenge.resend_at else 0
    at = challenge.resend_at if SOON < left < LATE else None
    link.left(left, tr.time(at) if at else tr.duration(-(-left // 1)))
    if sending:
        link.disabled = True


def barred(challenge: Challenge) -> Refused | None:
    """Why no code is looked at now: none can be right any more, or else one has to wait."""
    if challenge.over:
        return Refused(challenge.over)
    return Refused(Refusal.WAIT, wait=challenge.wait) if challenge.wait else None
