"""All services of one store together, as the screens get them."""

from __future__ import annotations

from dataclasses import dataclass

from tui2fa.services.accounts import AccountService
from tui2fa.services.activity import ActivityService
from tui2fa.services.challenges import Challenges
from tui2fa.services.companion import CompanionService
from tui2fa.services.company import CompanyService
from tui2fa.services.context import Context
from tui2fa.services.desk import DeskService
from tui2fa.services.enrolment import EnrolmentService
from tui2fa.services.factors import FactorService
from tui2fa.services.following import FollowService
from tui2fa.services.login import LoginService
from tui2fa.services.operator import OperatorService
from tui2fa.services.pairing import PairingService
from tui2fa.services.resets import ResetService
from tui2fa.services.sending import Sending
from tui2fa.services.sessions import Sessions


@dataclass(frozen=True)
class Services:
    """One of each; all are safe to call from any thread."""

    login: LoginService
    enrolment: EnrolmentService
    factors: FactorService
    accounts: AccountService
    activity: ActivityService
    pairing: PairingService
    companion: CompanionService
    company: CompanyService
    desk: DeskService
    resets: ResetService
    following: FollowService
    operator: OperatorService


def make_services(context: Context) -> Services:
    """The services over one context."""
    sessions = Sessions(context)
    challenges = Challenges(context, sessions)
    sending = Sending(context, sessions, challenges)
    factors = FactorService(context, sessions)
    resets = ResetService(context, sessions)
    pairing = PairingService(context, sessions, factors)
    return Services(
        login=LoginService(context, sessions, challenges, sending),
        enrolment=EnrolmentService(context, sessions, challenges, sending),
        factors=factors,
        accounts=AccountService(context, sessions, pairing),
        activity=ActivityService(context, sessions),
        pairing=pairing,
        companion=CompanionService(context),
        company=CompanyService(context, sessions),
        desk=DeskService(context, sessions, resets),
        resets=resets,
        following=FollowService(context, sessions),
        operator=OperatorService(context),
    )
