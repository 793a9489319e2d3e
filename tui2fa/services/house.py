"""All services of one store together, as the screens get them."""

from __future__ import annotations

from dataclasses import dataclass

from tui2fa.services.accounts import AccountService
from tui2fa.services.activity import ActivityService
from tui2fa.services.challenges import Challenges
from tui2fa.services.companion import CompanionService
from tui2fa.services.context import Context
from tui2fa.services.enrolment import EnrolmentService
from tui2fa.services.factors import FactorService
from tui2fa.services.login import LoginService
from tui2fa.services.pairing import PairingService
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


def make_services(context: Context) -> Services:
    """The services over one context."""
    sessions = Sessions(context)
    challenges = Challenges(context, sessions)
    factors = FactorService(context, sessions)
    return Services(
        login=LoginService(context, sessions, challenges),
        enrolment=EnrolmentService(context, sessions, challenges),
        factors=factors,
        accounts=AccountService(context, sessions),
        activity=ActivityService(context, sessions),
        pairing=PairingService(context, sessions, factors),
        companion=CompanionService(context),
    )
