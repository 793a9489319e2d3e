"""The whole walk of the issue, without a screen: log in, set up, edit, log in with another factor."""

from __future__ import annotations

import pytest

from tests.world import LOGIN, PASSWORD, World
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step


def test_a_new_account_meets_the_set_up_and_qaller_alone_is_not_enough(world: World) -> None:
    world.add()
    signed = world.password()
    assert signed.step is Step.SET_UP
    world.pair(signed.session)
    challenge = world.services.enrolment.begin_qaller(signed.session)
    world.services.enrolment.send(signed.session, challenge.id)
    assert world.services.enrolment.confirm(signed.session, challenge.id, world.pushed()).step is Step.BACKUP
    with pytest.raises(Refused) as refused:
        world.services.accounts.overview(signed.session)
    assert refused.value.refusal is Refusal.SET_UP_FIRST
    world.enrol_number(signed.session)
    overview = world.services.accounts.overview(signed.session)
    assert [(factor.kind, factor.primary) for factor in overview.factors] == [(Kind.QALLER, True), (Kind.PHONE, False)]


def test_all_three_kinds_then_log_in_with_each(world: World) -> None:
    session = world.in_editor()
    app = world.enrol_authenticator(session)
    world.pair(session)
    world.enrol_qaller(session)
    factors = world.services.factors.listing(session)
    world.services.login.log_out(session)
    for factor in factors:
        world.clock.forward(120)
        again = world.password().session
        challenge = world.services.login.challenge(again, factor.id)
        code = app.at(world.clock.now())
        if factor.kind is not Kind.AUTHENTICATOR:
            world.services.login.send(again, challenge.id)
            code = world.pushed() if factor.kind is Kind.QALLER else world.code()
        assert world.services.login.verify(again, challenge.id, code).step is Step.PANEL
    assert world.services.login.sign_in(LOGIN, PASSWORD).step is Step.CODE
