"""What the enrolments of all kinds share: begin, type the code over, done; leaving midway keeps nothing."""

from __future__ import annotations

from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Factor
from tui2fa.services.views import SignIn
from tui2fa.tui.base.tasks import task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.factors.editing import EditingScreen
from tui2fa.tui.screens.challenge import ChallengeScreen, Sender
from tui2fa.tui.widgets.field import Field


class EnrolmentScreen(ChallengeScreen[SignIn | None], EditingScreen[SignIn | None]):
    """Adds a factor, or replaces the one given; answers where the sign-in stands, or None when it was left."""

    def __init__(self, replaces: Factor | None) -> None:
        super().__init__()
        self.replaces = replaces

    @property
    def replaced(self) -> str | None:
        """The id of the factor whose place the new one takes."""
        return self.replaces.id if self.replaces else None

    @property
    def sender(self) -> Sender:
        """The enrolment service."""
        return self.services.enrolment

    async def judge(self, challenge: str, code: str) -> SignIn:
        """Make the factor count."""
        return await self.edit(self.services.enrolment.confirm, challenge, code)

    async def passed(self, signed: SignIn) -> None:
        """Back, with the factor."""
        self.dismiss(signed)

    def refuse(self, refused: Refused, field: Field | None = None) -> None:
        """Say why something cannot be; when the enrolment could not even begin, go back."""
        super().refuse(refused, field)
        if field is None and self.challenge is None and self.is_current:
            self.dismiss(None)

    def action_back(self) -> None:
        """One step back, keeping nothing."""
        self.abandon()

    @task
    async def abandon(self) -> None:
        """Leave no trace of what was begun."""
        await in_thread(self.services.enrolment.abandon, self.app.session)
        self.dismiss(None)
