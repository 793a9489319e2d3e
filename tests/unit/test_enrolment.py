"""Adding and replacing factors: nothing counts before its code came back, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from tests.world import LOGIN, PASSWORD, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.house import make_services
from tui2fa.services.views import Step
from tui2fa.store import tables


def test_the_first_factor_opens_the_panel_and_is_primary(world: World) -> None:
    world.add()
    session = world.password().session
    challenge = world.services.enrolment.begin_number(session, "06-21 23 45 29", " kantoor ")
    assert (challenge.kind, challenge.masked, challenge.label) == (Kind.PHONE, "062*****29", "kantoor")
    world.services.enrolment.send(session, challenge.id)
    assert world.services.enrolment.confirm(session, challenge.id, world.code()).step is Step.PANEL
    (factor,) = world.services.accounts.overview(session).factors
    assert (factor.primary, factor.label, factor.masked) == (True, "kantoor", "062*****29")
    with world.store.read() as db:
        row = db.exec(select(tables.Factor)).one()
    assert (row.created_at, row.created_from) == (world.clock.now(), "tty")


def test_an_authenticator_is_offered_with_a_secret_that_only_the_screen_gets(world: World) -> None:
    world.add()
    session = world.password().session
    offer = world.services.enrolment.begin_authenticator(session)
    assert len(offer.secret) == 32
    read = pyotp.parse_uri(offer.uri)
    assert (read.secret, read.name, read.issuer) == (offer.secret, LOGIN, "Callvoip")
    assert offer.secret not in repr(offer)
    with world.store.read() as db:
        assert offer.secret not in repr(db.exec(select(tables.Enrolment)).one().model_dump())


def test_what_is_not_confirmed_logs_nobody_in_and_leaving_keeps_nothing(world: World) -> None:
    world.add()
    session = world.password().session
    offer = world.services.enrolment.begin_authenticator(session)
    assert world.password().step is Step.SET_UP
    assert world.services.login.factors(session) == ()
    world.services.enrolment.abandon(session)
    with refused(Refusal.ENROLMENT_GONE):
        world.services.enrolment.confirm(session, offer.challenge.id, pyotp.TOTP(offer.secret).at(world.clock.now()))
    with world.store.read() as db:
        assert db.exec(select(tables.Enrolment)).all() == []


def test_starting_on_another_one_ends_the_first(world: World) -> None:
    world.add()
    session = world.password().session
    first = world.services.enrolment.begin_authenticator(session)
    world.enrol_number(session)
    with refused(Refusal.ENROLMENT_GONE):
        world.services.enrolment.confirm(session, first.challenge.id, pyotp.TOTP(first.secret).at(world.clock.now()))


def test_a_set_up_from_before_the_clock_went_back_is_over_and_swept_away(world: World) -> None:
    world.add()
    session = world.password().session
    offer = world.services.enrolment.begin_authenticator(session)
    world.clock.wall -= timedelta(seconds=31)
    with refused(Refusal.ENROLMENT_GONE):
        world.services.enrolment.confirm(session, offer.challenge.id, pyotp.TOTP(offer.secret).at(world.clock.now()))
    world.enrol_authenticator(world.password().session)
    with world.store.read() as db:
        assert db.exec(select(tables.Enrolment)).all() == []


def test_a_set_up_takes_ten_minutes_at_most_and_is_swept_away(world: World) -> None:
    world.add()
    left, session = world.password().session, world.password().session
    world.services.enrolment.begin_authenticator(left)
    offer = world.services.enrolment.begin_authenticator(session)
    world.clock.forward(600.001)
    for asked in (world.services.enrolment.state, world.services.enrolment.send):
        with refused(Refusal.ENROLMENT_GONE):
            asked(session, offer.challenge.id)
    with refused(Refusal.ENROLMENT_GONE):
        world.services.enrolment.confirm(session, offer.challenge.id, pyotp.TOTP(offer.secret).at(world.clock.now()))
    world.services.enrolment.begin_authenticator(session)
    with world.store.read() as db:
        assert [row.session_id for row in db.exec(select(tables.Enrolment))] == [session]


def test_the_code_that_was_sent_may_expire_while_the_set_up_goes_on(world: World) -> None:
    world.add()
    session = world.password().session
    challenge = world.services.enrolment.begin_number(session, "06 21234529")
    world.services.enrolment.send(session, challenge.id)
    world.clock.forward(301)
    with refused(Refusal.CODE_EXPIRED):
        world.services.enrolment.confirm(session, challenge.id, world.code())
    renewed = world.services.enrolment.send(session, challenge.id).challenge
    assert world.services.enrolment.confirm(session, renewed.id, world.code()).step is Step.PANEL


@pytest.mark.parametrize("spelling", ["06 21234529", "+31 (0)6 21234529", "0031621234529"])
def test_a_number_is_not_taken_twice_in_any_spelling(world: World, spelling: str) -> None:
    session = world.in_editor()
    with refused(Refusal.SAME_NUMBER):
        world.services.enrolment.begin_number(session, spelling)


def test_a_number_that_cannot_be_called_is_not_taken(world: World) -> None:
    session = world.in_editor()
    with refused(Refusal.NUMBER_PREMIUM):
        world.services.enrolment.begin_number(session, "0906 1234567")
    with refused(Refusal.STRANGE_CHARACTERS):
        world.services.enrolment.begin_number(session, "06 12345678", "a\x1b]52;c;x\x07")


def test_the_limits_are_told_before_anything_is_sent(world: World) -> None:
    session, _ = world.with_all()
    for last in range(7):
        world.enrol_number(session, f"06 1234560{last}")
        for _ in range(2):
            world.clock.forward(600)
            world.services.login.alive(session)
        world.services.login.confirm_password(session, PASSWORD)
    with refused(Refusal.TOO_MANY_NUMBERS):
        world.services.enrolment.begin_number(session, "06 12345699")
    with refused(Refusal.ONE_AUTHENTICATOR):
        world.services.enrolment.begin_authenticator(session)
    with refused(Refusal.ONE_QALLER):
        world.services.enrolment.begin_qaller(session)
    assert {choice.kind: choice.refusal for choice in world.services.enrolment.choices(session)} == {
        Kind.QALLER: Refusal.ONE_QALLER,
        Kind.PHONE: Refusal.TOO_MANY_NUMBERS,
        Kind.AUTHENTICATOR: Refusal.ONE_AUTHENTICATOR,
    }
    third = world.services.factors.listing(session)[3]
    world.services.factors.remove(session, third.id)
    world.enrol_number(session, "06 12345699")
    assert world.services.factors.listing(session)[-1].masked == "061*****99"
    with world.store.read() as db:
        assert sorted(slot for slot in db.exec(select(tables.Factor.slot)) if slot) == list(range(1, 9))


def test_where_no_number_can_be_called_the_choice_says_so(world: World) -> None:
    session = world.in_editor()
    enrolment = make_services(replace(world.context, phone=())).enrolment
    assert {choice.kind: choice.refusal for choice in enrolment.choices(session)}[Kind.PHONE] is Refusal.CHANNEL_OFF
    with refused(Refusal.CHANNEL_OFF):
        enrolment.begin_number(session, "06 12345678")


def test_qaller_needs_an_app_that_is_connected(world: World) -> None:
    session = world.in_editor()
    with refused(Refusal.NOT_PAIRED):
        world.services.enrolment.begin_qaller(session)


@pytest.mark.parametrize("gone", ["unpaired in the panel", "logged out in the app"])
def test_an_app_that_went_meanwhile_does_not_become_a_factor(world: World, gone: str) -> None:
    session = world.in_editor()
    world.pair(session)
    challenge = world.services.enrolment.begin_qaller(session)
    world.services.enrolment.send(session, challenge.id)
    code = world.pushed()
    if gone == "unpaired in the panel":
        (device,) = world.services.pairing.state(session).devices
        world.services.pairing.unpair(session, device.id)
    else:
        world.services.companion.log_out(world.identity)
    with refused(Refusal.NOT_PAIRED):
        world.services.enrolment.confirm(session, challenge.id, code)
    assert [factor.kind for factor in world.services.factors.listing(session)] == [Kind.PHONE]


def test_a_replaced_number_keeps_its_place_name_and_part_and_goes_only_for_a_verified_one(world: World) -> None:
    session, _ = world.with_all()
    old = world.factor(session, Kind.PHONE)
    world.services.factors.rename(session, old.id, "kantoor")
    world.services.factors.move(session, old.id, 1)
    challenge = world.services.enrolment.begin_number(session, "06 12345678", replaces=old.id)
    world.services.enrolment.send(session, challenge.id)
    with refused(Refusal.WRONG_CODE):
        world.services.enrolment.confirm(session, challenge.id, wrong(world.code()))
    assert world.services.factors.listing(session)[1].id == old.id
    world.services.enrolment.confirm(session, challenge.id, world.code())
    kinds = [factor.kind for factor in world.services.factors.listing(session)]
    assert kinds == [Kind.AUTHENTICATOR, Kind.PHONE, Kind.QALLER]
    new = world.services.factors.listing(session)[1]
    assert (new.masked, new.label, new.primary) == ("061*****78", "kantoor", True)
    assert world.events()[0] is EventKind.FACTOR_REPLACED


def test_the_only_factor_can_be_replaced(world: World) -> None:
    world.add()
    session = world.password().session
    old = world.enrol_authenticator(session)
    world.services.login.confirm_password(session, PASSWORD)
    (factor,) = world.services.factors.listing(session)
    new = world.enrol_authenticator(session, factor.id)
    world.clock.forward(60)
    again = world.password().session
    challenge = world.services.login.challenge(again)
    with refused(Refusal.WRONG_CODE):
        world.services.login.verify(again, challenge.id, old.at(world.clock.now()))
    assert world.services.login.verify(again, challenge.id, new.at(world.clock.now())).step is Step.PANEL


def test_a_factor_is_replaced_only_by_its_own_kind_and_by_its_owner(world: World) -> None:
    session, _ = world.with_all()
    number = world.factor(session, Kind.PHONE).id
    with refused(Refusal.FACTOR_GONE):
        world.services.enrolment.begin_authenticator(session, number)
    world.add("203.mijnbedrijf")
    theirs = world.password("203.mijnbedrijf").session
    with refused(Refusal.FACTOR_GONE):
        world.services.enrolment.begin_number(theirs, "06 12345678", replaces=number)


def test_what_is_to_be_replaced_may_be_removed_meanwhile(world: World) -> None:
    session, _ = world.with_all()
    number = world.factor(session, Kind.PHONE)
    challenge = world.services.enrolment.begin_number(session, "06 12345678", replaces=number.id)
    world.services.enrolment.send(session, challenge.id)
    there = world.signed_in_with_qaller()
    world.services.login.confirm_password(there, PASSWORD)
    world.services.factors.remove(there, number.id)
    with refused(Refusal.ENROLMENT_GONE):
        world.services.enrolment.confirm(session, challenge.id, world.code())


def test_the_password_is_asked_again_after_ten_minutes_and_then_the_same_code_counts(world: World) -> None:
    session = world.in_editor()
    world.clock.forward(300)
    challenge = world.services.enrolment.begin_number(session, "06 12345678")
    world.services.enrolment.send(session, challenge.id)
    world.clock.forward(300)
    with refused(Refusal.PASSWORD_FIRST):
        world.services.enrolment.confirm(session, challenge.id, world.code())
    world.services.login.confirm_password(session, PASSWORD)
    assert world.services.enrolment.confirm(session, challenge.id, world.code()).step is Step.PANEL


def _set_up_by_another(world: World, session: str) -> None:
    world.enrol_authenticator(world.password().session)


def _logged_out(world: World, session: str) -> None:
    world.services.login.log_out(session)


def _disabled(world: World, session: str) -> None:
    world.disable()


@pytest.mark.parametrize("happens", [_set_up_by_another, _logged_out, _disabled])
def test_an_enrolment_is_refused_when_its_session_lost_the_right_to_it(
    world: World, happens: Callable[[World, str], None]
) -> None:
    world.add()
    session = world.password().session
    challenge = world.services.enrolment.begin_number(session, "06 12345678")
    world.services.enrolment.send(session, challenge.id)
    happens(world, session)
    with refused(Refusal.SESSION_ENDED):
        world.services.enrolment.confirm(session, challenge.id, world.code())
    with world.store.read() as db:
        assert "+31612345678" not in db.exec(select(tables.Factor.e164)).all()


def test_a_limit_that_another_session_reached_first_is_told_by_its_name(world: World) -> None:
    session = world.in_editor()
    other = world.signed_in_later()
    world.services.login.confirm_password(session, PASSWORD)
    world.services.login.confirm_password(other, PASSWORD)
    offer = world.services.enrolment.begin_authenticator(session)
    number = world.services.enrolment.begin_number(other, "06 12345678")
    world.services.enrolment.send(other, number.id)
    code = world.code()
    world.clock.forward(60)
    world.enrol_number(session, "06 12345678")
    with refused(Refusal.SAME_NUMBER):
        world.services.enrolment.confirm(other, number.id, code)
    offer = world.services.enrolment.begin_authenticator(session)
    world.enrol_authenticator(other)
    with refused(Refusal.ONE_AUTHENTICATOR):
        world.services.enrolment.confirm(session, offer.challenge.id, pyotp.TOTP(offer.secret).at(world.clock.now()))
