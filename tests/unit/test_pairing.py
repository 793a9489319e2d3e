"""Connecting a Qaller app, what it reads, and how it goes again (OOB-10, OOB-11, R9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.world import LOGIN, PASSWORD, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.views import Step
from tui2fa.store import tables
from tui2fa.store.sealing import DeviceIdentity


def _pair(world: World, code: str, login: str = LOGIN) -> None:
    world.services.companion.pair(login, code, "toestel", DeviceIdentity.new())


def test_a_code_pairs_one_app_once_in_any_spelling(world: World) -> None:
    session = world.in_editor()
    code = world.services.pairing.open(session)
    assert code.code not in repr(code)
    assert world.services.pairing.state(session).open
    typed = code.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    world.services.companion.pair(LOGIN.upper(), typed, "toestel van Sanne", world.identity)
    state = world.services.pairing.state(session)
    assert (state.open, [(device.name, device.factor) for device in state.devices]) == (
        False,
        [("toestel van Sanne", False)],
    )
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, code.code)
    assert world.services.companion.who(world.identity).login == LOGIN
    assert world.events()[0] is EventKind.DEVICE_PAIRED


def test_only_the_newest_code_works_and_none_after_ten_minutes_or_closing(world: World) -> None:
    session = world.in_editor()
    first, second = (world.services.pairing.open(session).code for _ in range(2))
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, first)
    world.clock.forward(600.001)
    assert not world.services.pairing.state(session).open
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, second)
    third = world.services.pairing.open(session).code
    world.services.pairing.close(session)
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, third)


def test_a_code_from_before_the_clock_went_back_is_dead_and_a_new_one_works(world: World) -> None:
    session = world.in_editor()
    code = world.services.pairing.open(session).code
    world.clock.wall -= timedelta(seconds=30)
    assert world.services.pairing.state(session).open
    world.clock.wall -= timedelta(seconds=1)
    assert not world.services.pairing.state(session).open
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, code)
    _pair(world, world.services.pairing.open(session).code)


def test_five_wrong_tries_kill_a_code_and_a_new_one_starts_afresh(world: World) -> None:
    session = world.in_editor()
    code = world.services.pairing.open(session).code
    for wait in (0, 0, 0, 30, 60, 120, 240):
        with refused(Refusal.WRONG_PAIRING):
            _pair(world, "00000000")
        world.clock.forward(wait)
        world.services.login.alive(session)
    assert not world.services.pairing.state(session).open
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, code)
    _pair(world, world.services.pairing.open(session).code)


def test_the_fifth_try_may_be_the_right_one(world: World) -> None:
    session = world.in_editor()
    code = world.services.pairing.open(session).code
    for _ in range(4):
        with refused(Refusal.WRONG_PAIRING):
            _pair(world, "00000000")
    world.clock.forward(30)
    _pair(world, code)


@pytest.mark.parametrize("code", ["", "K7QM", "UUUU-UUUU", "K7QM-4T2P-9", "\ud800" * 8])
def test_what_can_be_no_pairing_code_costs_nothing(world: World, code: str) -> None:
    session = world.in_editor()
    right = world.services.pairing.open(session).code
    for _ in range(6):
        with refused(Refusal.WRONG_PAIRING):
            _pair(world, code)
    _pair(world, right)


@pytest.mark.parametrize("login", ["999.nobody", "203.mijnbedrijf", "\ud800", "\x00"])
def test_a_code_belongs_to_one_login(world: World, login: str) -> None:
    session = world.in_editor()
    world.add("203.mijnbedrijf")
    theirs = world.password("203.mijnbedrijf").session
    world.services.pairing.open(theirs)
    code = world.services.pairing.open(session).code
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, code, login)
    _pair(world, code)


def test_a_disabled_account_pairs_nothing(world: World) -> None:
    session = world.in_editor()
    code = world.services.pairing.open(session).code
    world.disable()
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, code)


def test_a_paired_app_is_no_factor_until_its_code_came_back(world: World) -> None:
    session = world.in_editor()
    world.pair(session)
    challenge = world.services.enrolment.begin_qaller(session)
    world.services.enrolment.send(session, challenge.id)
    assert world.services.companion.inbox(world.identity)[0].enrolment
    with refused(Refusal.WRONG_CODE):
        world.services.enrolment.confirm(session, challenge.id, wrong(world.pushed()))
    assert not world.services.pairing.state(session).devices[0].factor
    world.services.enrolment.confirm(session, challenge.id, world.pushed())
    assert world.services.pairing.state(session).devices[0].factor
    assert world.services.companion.inbox(world.identity)[0].spent


def test_a_message_tells_who_and_from_where_and_until_when(world: World) -> None:
    world.with_all()
    world.clock.forward(60)
    session = world.password().session
    world.asked(session, world.factor(session, Kind.QALLER).id)
    message = world.services.companion.inbox(world.identity)[0]
    assert (message.login, message.origin, message.sent_at) == (LOGIN, "tty", world.clock.now())
    assert (message.spent, message.declined, message.enrolment) == (False, False, False)
    assert message.code not in repr(message)
    world.clock.forward(301)
    assert world.services.companion.inbox(world.identity)[0].spent
    world.clock.forward(7 * 24 * 3600)
    assert world.services.companion.inbox(world.identity) == ()


def test_an_app_reads_and_declines_nothing_of_another_app(world: World) -> None:
    world.with_all()
    theirs = DeviceIdentity.new()
    world.add("203.mijnbedrijf")
    session = world.password("203.mijnbedrijf").session
    code = world.services.pairing.open(session).code
    world.services.companion.pair("203.mijnbedrijf", code, "toestel", theirs)
    world.clock.forward(60)
    waiting = world.password().session
    challenge = world.asked(waiting, world.factor(waiting, Kind.QALLER).id)
    message = world.services.companion.inbox(world.identity)[0]
    assert world.services.companion.inbox(theirs) == ()
    world.services.companion.decline(theirs, message.id)
    assert world.services.login.state(waiting, challenge.id).over is None
    with refused(Refusal.DEVICE_GONE):
        world.services.companion.inbox(DeviceIdentity.new())


def test_the_store_holds_neither_the_code_nor_the_secret_of_the_app(world: World) -> None:
    world.with_all()
    with world.store.read() as db:
        (device,) = db.exec(select(tables.Device)).all()
        pushes = db.exec(select(tables.Push)).all()
    kept = repr([device.model_dump(), *(push.model_dump() for push in pushes)])
    assert world.pushed() not in kept
    assert repr(world.identity.private_key) not in kept
    assert repr(world.identity.token) not in kept
    assert pushes


def test_an_app_that_logs_out_is_gone_and_another_takes_its_place_as_factor(world: World) -> None:
    session, _ = world.with_all()
    old = world.factor(session, Kind.QALLER)
    world.services.companion.log_out(world.identity)
    for asked in (world.services.companion.inbox, world.services.companion.who, world.services.companion.log_out):
        with refused(Refusal.DEVICE_GONE):
            asked(world.identity)
    assert world.events()[0] is EventKind.DEVICE_LOGGED_OUT
    assert not world.factor(session, Kind.QALLER).reachable
    world.identity = DeviceIdentity.new()
    world.pair(session)
    world.enrol_qaller(session, old.id)
    new = world.factor(session, Kind.QALLER)
    assert (new.id != old.id, new.reachable, len(world.services.factors.listing(session))) == (True, True, 3)


def test_unpairing_an_app_that_is_no_factor_needs_no_password_again(world: World) -> None:
    session = world.in_editor()
    world.pair(session)
    world.clock.forward(600)
    (device,) = world.services.pairing.state(session).devices
    world.services.pairing.unpair(session, device.id)
    assert world.services.pairing.state(session).devices == ()
    with refused(Refusal.DEVICE_GONE):
        world.services.pairing.unpair(session, device.id)
    with refused(Refusal.DEVICE_GONE):
        world.services.companion.inbox(world.identity)


def test_unpairing_an_app_that_is_a_factor_removes_the_factor_by_the_same_rules(world: World) -> None:
    session, _ = world.with_all()
    world.services.factors.make_primary(session, world.factor(session, Kind.QALLER).id)
    (device,) = world.services.pairing.state(session).devices
    world.clock.forward(600)
    with refused(Refusal.PASSWORD_FIRST):
        world.services.pairing.unpair(session, device.id)
    assert world.services.companion.who(world.identity).login == LOGIN
    world.services.login.confirm_password(session, "een fiets vol tulpen")
    world.services.pairing.unpair(session, device.id)
    kinds = [(factor.kind, factor.primary) for factor in world.services.factors.listing(session)]
    assert kinds == [(Kind.PHONE, True), (Kind.AUTHENTICATOR, False)]
    assert world.events()[:3] == [EventKind.PRIMARY_CHANGED, EventKind.FACTOR_REMOVED, EventKind.DEVICE_UNPAIRED]


def test_an_app_that_is_the_only_factor_of_a_set_up_stays(world: World) -> None:
    world.add()
    session = world.password().session
    world.pair(session)
    world.enrol_qaller(session)
    (device,) = world.services.pairing.state(session).devices
    with refused(Refusal.SET_UP_FIRST):
        world.services.pairing.unpair(session, device.id)
    again = world.password()
    assert again.step is Step.CODE


def test_a_new_password_closes_the_waiting_code(world: World) -> None:
    session = world.in_editor()
    stolen = world.signed_in_later()
    code = world.services.pairing.open(stolen).code
    world.services.accounts.change_password(session, PASSWORD, "een tuin vol narcissen")
    assert not world.services.pairing.state(session).open
    with refused(Refusal.WRONG_PAIRING):
        _pair(world, code)


def test_a_new_password_logs_out_the_app_that_is_no_factor_and_no_other(world: World) -> None:
    session, _ = world.with_all()
    stolen = world.signed_in_later()
    theirs = DeviceIdentity.new()
    world.services.companion.pair(LOGIN, world.services.pairing.open(stolen).code, "toestel van een ander", theirs)
    world.services.accounts.change_password(session, PASSWORD, "een tuin vol narcissen")
    with refused(Refusal.DEVICE_GONE):
        world.services.companion.who(theirs)
    assert [device.name for device in world.services.pairing.state(session).devices] == ["toestel van Sanne"]
    assert world.notices()[:2] == [EventKind.DEVICE_UNPAIRED, EventKind.PASSWORD_CHANGED]


def test_a_password_that_is_refused_leaves_the_waiting_code_open(world: World) -> None:
    session = world.in_editor()
    world.services.pairing.open(session)
    with refused(Refusal.PASSWORD_SHORT):
        world.services.accounts.change_password(session, PASSWORD, "kort")
    assert world.services.pairing.state(session).open


def test_a_new_password_touches_nothing_of_another_account(world: World) -> None:
    session = world.in_editor()
    world.add("203.mijnbedrijf")
    theirs = world.password("203.mijnbedrijf").session
    world.pair(theirs, "203.mijnbedrijf")
    world.services.pairing.open(theirs)
    world.services.accounts.change_password(session, PASSWORD, "een tuin vol narcissen")
    state = world.services.pairing.state(theirs)
    assert (state.open, len(state.devices)) == (True, 1)


def test_nobody_unpairs_the_app_of_somebody_else(world: World) -> None:
    session, _ = world.with_all()
    (device,) = world.services.pairing.state(session).devices
    world.add("203.mijnbedrijf")
    theirs = world.password("203.mijnbedrijf").session
    with refused(Refusal.DEVICE_GONE):
        world.services.pairing.unpair(theirs, device.id)
