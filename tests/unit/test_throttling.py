"""Wrong tries cost waiting, then the method; the same for whatever can be guessed (TH-1 to TH-9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.world import LOGIN, PASSWORD, World, refused, wrong
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.throttle import CAP, LONGEST_WAIT
from tui2fa.services.challenges import Challenges
from tui2fa.services.throttling import Throttles
from tui2fa.services.views import Step
from tui2fa.store import tables
from tui2fa.store.sealing import DeviceIdentity

Guess = Callable[[], object]


def _password(world: World) -> tuple[Guess, Guess, Refusal]:
    world.add()
    login = world.services.login
    return (lambda: login.sign_in(LOGIN, "een fiets vol rozen")), world.password, Refusal.WRONG_LOGIN


def _unknown_login(world: World) -> tuple[Guess, Guess, Refusal]:
    login = world.services.login
    guess = lambda: login.sign_in("999.nobody", PASSWORD)  # noqa: E731
    return guess, guess, Refusal.WRONG_LOGIN


def _editor(world: World) -> tuple[Guess, Guess, Refusal]:
    session = world.in_editor()
    login = world.services.login

    def give(password: str) -> None:
        login.alive(session)
        login.confirm_password(session, password)

    return (lambda: give("een fiets vol rozen")), (lambda: give(PASSWORD)), Refusal.WRONG_PASSWORD


def _authenticator(world: World) -> tuple[Guess, Guess, Refusal]:
    _, app = world.with_all()

    def give(change: Callable[[str], str]) -> None:
        session = world.password().session
        challenge = world.services.login.challenge(session, world.factor(session, Kind.AUTHENTICATOR).id)
        world.services.login.verify(session, challenge.id, change(app.at(world.clock.now())))

    world.clock.forward(60)
    return (lambda: give(wrong)), (lambda: give(str)), Refusal.WRONG_CODE


def _number(world: World) -> tuple[Guess, Guess, Refusal]:
    world.in_editor()

    def give(change: Callable[[str], str]) -> None:
        world.phone.jobs.clear()
        with world.store.write() as db:
            for sent in db.exec(select(tables.Delivery)):
                db.delete(sent)
        session = world.password().session
        challenge = world.asked(session)
        world.services.login.verify(session, challenge.id, change(world.code()))

    return (lambda: give(wrong)), (lambda: give(str)), Refusal.WRONG_CODE


def _enrolment(world: World) -> tuple[Guess, Guess, Refusal]:
    world.add()

    def give(change: Callable[[str], str]) -> None:
        session = world.password().session
        world.enrol_authenticator(session, answer=change)

    return (lambda: give(wrong)), (lambda: give(str)), Refusal.WRONG_CODE


def _pairing(world: World) -> tuple[Guess, Guess, Refusal]:
    session = world.in_editor()
    code = world.services.pairing.open(session).code
    pair = world.services.companion.pair
    return (
        (lambda: pair(LOGIN, "0000-0000", "x", DeviceIdentity.new())),
        (lambda: pair(LOGIN, code, "x", world.identity)),
        Refusal.WRONG_PAIRING,
    )


EVERY_WAY = pytest.mark.parametrize(
    "way", [_password, _unknown_login, _editor, _authenticator, _number, _enrolment, _pairing]
)


@EVERY_WAY
def test_three_wrong_tries_cost_nothing_the_fourth_thirty_seconds_the_fifth_sixty(
    world: World, way: Callable[[World], tuple[Guess, Guess, Refusal]]
) -> None:
    guess, right, wrong_answer = way(world)
    for _ in range(4):
        with refused(wrong_answer):
            guess()
    for wait in (30, 60):
        for attempt in (guess, right):
            with refused(Refusal.WAIT) as caught:
                attempt()
            assert caught.value.values["wait"] == wait
        world.clock.forward(wait - 1)
        with refused(Refusal.WAIT) as caught:
            right()
        assert caught.value.values["wait"] == 1
        world.clock.forward(1)
        if wait == 30:
            with refused(wrong_answer):
                guess()


@EVERY_WAY
def test_a_right_try_after_three_wrong_ones_starts_the_count_anew(
    world: World, way: Callable[[World], tuple[Guess, Guess, Refusal]]
) -> None:
    guess, right, wrong_answer = way(world)
    for _ in range(3):
        with refused(wrong_answer):
            guess()
    if way is _unknown_login:
        return
    right()
    with world.store.read() as db:
        assert db.exec(select(tables.Throttle.failures)).all() == []


def _fail(world: World, subject: str, times: int) -> None:
    """So many wrong tries in a row, a long time ago."""
    with world.store.write() as db:
        db.merge(tables.Throttle(subject=subject, failures=times, until=world.clock.now() - timedelta(hours=1)))


def _subject(world: World, kind: str, name: str) -> str:
    return Throttles(world.context).subject(kind, name)


def test_the_wait_grows_to_an_hour_and_no_further(world: World) -> None:
    world.add()
    _fail(world, _subject(world, "password", LOGIN), CAP - 2)
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(LOGIN, "een fiets vol rozen")
    with refused(Refusal.WAIT) as caught:
        world.password()
    assert caught.value.values["wait"] == LONGEST_WAIT


@pytest.mark.parametrize("login", [LOGIN, "999.nobody"])
def test_a_login_known_or_not_is_blocked_after_fifty(world: World, login: str) -> None:
    world.add()
    _fail(world, _subject(world, "password", login), CAP - 1)
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(login, "een fiets vol rozen")
    world.clock.forward(LONGEST_WAIT)
    with refused(Refusal.PASSWORD_LOCKED):
        world.services.login.sign_in(login, PASSWORD)


def test_the_fiftieth_wrong_code_blocks_the_method_and_is_told(world: World) -> None:
    session, app = world.with_all()
    authenticator = world.factor(session, Kind.AUTHENTICATOR)
    _fail(world, _subject(world, "factor", authenticator.id), CAP - 1)
    world.clock.forward(60)
    again = world.password().session
    challenge = world.services.login.challenge(again, authenticator.id)
    with refused(Refusal.WRONG_CODE):
        world.services.login.verify(again, challenge.id, wrong(app.at(world.clock.now())))
    assert world.events()[:2] == [EventKind.METHOD_BLOCKED, EventKind.CODE_WRONG]
    assert world.notices()[0] is EventKind.METHOD_BLOCKED
    world.clock.forward(LONGEST_WAIT)
    again = world.password().session
    challenge = world.services.login.challenge(again, authenticator.id)
    assert challenge.over is Refusal.LOCKED
    with refused(Refusal.LOCKED):
        world.services.login.verify(again, challenge.id, app.at(world.clock.now()))


def test_a_used_code_can_be_the_fiftieth_too(world: World) -> None:
    session, app = world.with_all()
    authenticator = world.factor(session, Kind.AUTHENTICATOR)
    _fail(world, _subject(world, "factor", authenticator.id), CAP - 1)
    again = world.password().session
    challenge = world.services.login.challenge(again, authenticator.id)
    with refused(Refusal.CODE_USED):
        world.services.login.verify(again, challenge.id, app.at(world.clock.now()))
    assert world.events()[:2] == [EventKind.METHOD_BLOCKED, EventKind.CODE_REUSED]


def test_nothing_is_sent_for_a_blocked_number_and_another_method_still_works(world: World) -> None:
    session, app = world.with_all()
    number = world.factor(session, Kind.PHONE)
    _fail(world, _subject(world, "factor", number.id), CAP)
    world.clock.forward(60)
    again = world.password().session
    called = len(world.phone.jobs)
    challenge = world.services.login.challenge(again)
    with refused(Refusal.LOCKED):
        world.services.login.send(again, challenge.id)
    assert len(world.phone.jobs) == called
    challenge = world.services.login.challenge(again, world.factor(again, Kind.AUTHENTICATOR).id)
    assert world.services.login.verify(again, challenge.id, app.at(world.clock.now())).step is Step.PANEL


def test_replacing_a_blocked_factor_is_the_way_back(world: World) -> None:
    session, _ = world.with_all()
    authenticator = world.factor(session, Kind.AUTHENTICATOR)
    _fail(world, _subject(world, "factor", authenticator.id), CAP)
    app = world.enrol_authenticator(session, authenticator.id)
    world.clock.forward(60)
    again = world.password().session
    challenge = world.services.login.challenge(again, world.factor(again, Kind.AUTHENTICATOR).id)
    assert world.services.login.verify(again, challenge.id, app.at(world.clock.now())).step is Step.PANEL


def test_success_with_one_factor_forgives_nothing_of_another(world: World) -> None:
    session, app = world.with_all()
    authenticator = world.factor(session, Kind.AUTHENTICATOR)
    subject = _subject(world, "factor", authenticator.id)
    _fail(world, subject, 3)
    world.clock.forward(120)
    world.signed_in()
    with world.store.read() as db:
        assert Throttles(world.context).read(db, subject).failures == 3
    again = world.password().session
    challenge = world.services.login.challenge(again, authenticator.id)
    world.services.login.verify(again, challenge.id, app.at(world.clock.now()))
    with world.store.read() as db:
        assert Throttles(world.context).read(db, subject).failures == 0


def test_sending_again_forgives_nothing(world: World) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    for _ in range(4):
        with refused(Refusal.WRONG_CODE):
            world.services.login.verify(session, challenge.id, wrong(world.code()))
    world.clock.forward(25)
    with refused(Refusal.WAIT):
        world.services.login.verify(session, challenge.id, world.code())
    world.clock.forward(35)
    assert world.services.login.send(session, challenge.id).challenge.tries_left == 1


@pytest.mark.parametrize(
    ("jump", "wait"), [(timedelta(minutes=-30), 1830), (timedelta(hours=-1), 3600), (timedelta(days=-3650), 3600)]
)
@EVERY_WAY
def test_a_clock_that_went_back_makes_nobody_wait_longer_than_an_hour_nor_any_shorter(
    world: World, way: Callable[[World], tuple[Guess, Guess, Refusal]], jump: timedelta, wait: int
) -> None:
    guess, right, wrong_answer = way(world)
    for _ in range(4):
        with refused(wrong_answer):
            guess()
    _jump(world, jump)
    for attempt in (guess, right):
        with refused(Refusal.WAIT) as caught:
            attempt()
        assert caught.value.values["wait"] == wait
    world.clock.wall += timedelta(seconds=wait - 1)
    with refused(Refusal.WAIT) as caught:
        right()
    assert caught.value.values["wait"] == 1


def _jump(world: World, jump: timedelta) -> None:
    """The clock was that much ahead all the time until now: whatever else was kept is as old as it was."""
    world.clock.wall += jump
    with world.store.write() as db:
        for factor in db.exec(select(tables.Factor).where(tables.Factor.kind == Kind.AUTHENTICATOR)):
            factor.last_step = 0
        for pairing in db.exec(select(tables.Pairing)):
            pairing.expires_at += jump


def test_a_wait_that_was_cut_runs_down_for_whoever_only_looks(world: World) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    for _ in range(4):
        with refused(Refusal.WRONG_CODE):
            world.services.login.verify(session, challenge.id, wrong(world.code()))
    world.clock.wall -= timedelta(days=3650)
    again = world.services.login.challenge(world.password().session)
    assert again.wait == LONGEST_WAIT
    world.clock.wall += timedelta(seconds=3000)
    session = world.password().session
    assert world.services.login.challenge(session).wait == LONGEST_WAIT - 3000


def test_the_count_is_shared_by_every_front_end(world: World) -> None:
    world.add()
    there = world.neighbour().login
    for login in (world.services.login, there, world.services.login, there):
        with refused(Refusal.WRONG_LOGIN):
            login.sign_in(LOGIN, "een fiets vol rozen")
    with refused(Refusal.WAIT):
        there.sign_in(LOGIN, PASSWORD)


def test_a_try_stays_counted_when_the_process_dies_before_it_is_judged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.in_editor()
    session = world.password().session
    challenge = world.asked(session)
    with monkeypatch.context() as patch:
        patch.setattr(Challenges, "_judge", _die)
        with pytest.raises(KeyboardInterrupt):
            world.services.login.verify(session, challenge.id, world.code())
    assert world.services.login.state(session, challenge.id).tries_left == 3


def _die(*_: object) -> None:
    raise KeyboardInterrupt
