"""The gate before every channel: the next way where one reached nobody, one more try, and never one too many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from sqlmodel import col, select

from tests.unit.conftest import Home
from tests.world import World, refused
from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.delivery.gate import BARRED, NOT_SENT, Gate
from tui2fa.domain.limits import USUAL
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.phone import NumberPolicy
from tui2fa.domain.refusals import Refusal
from tui2fa.services.house import Services, make_services
from tui2fa.store import tables


@dataclass
class Way:
    """A channel that answers one outcome after the other, the last one for ever; it rings where `rings`."""

    name: str
    outcomes: list[Outcome]
    telling: Telling = Telling.NOT
    rings: bool = False
    jobs: list[Job] = field(default_factory=list)
    given_up: Event = field(default_factory=Event)
    waits: bool = False

    def check(self) -> list[Problem]:
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        self.jobs.append(job)
        if self.rings:
            progress(Outcome.RINGING)
        if self.waits:
            assert self.given_up.wait(10)
            return Result(Outcome.HUNG_UP)
        return Result(self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0])

    def cancel(self, job: str) -> None:
        assert job == self.jobs[-1].id
        self.given_up.set()

    def close(self) -> None:
        """Nothing is under way."""


Start = Callable[..., tuple[Services, str, str]]


@pytest.fixture
def start(world: World) -> Start:
    """Services that know these ways, a session that waits for a code, and its challenge."""

    def made(*ways: Way, **changes: object) -> tuple[Services, str, str]:
        world.in_editor()
        world.clock.forward(24 * 3600)
        services = make_services(replace(world.context, phone=ways, **changes))  # type: ignore[arg-type]
        session = world.password().session
        return services, session, services.login.challenge(session).id

    return made


def kept(world: World, since: int) -> list[tuple[str, str]]:
    """The deliveries that were kept after the first so many: way and outcome."""
    with world.store.read() as db:
        rows = db.exec(select(tables.Delivery).order_by(col(tables.Delivery.at), col(tables.Delivery.id))).all()
    return sorted((row.channel, row.outcome) for row in rows[since:])


@pytest.mark.parametrize("passing", [Outcome.TEMPORARY, Outcome.UNREACHABLE])
def test_where_nothing_can_have_rung_a_way_is_tried_once_more(world: World, start: Start, passing: Outcome) -> None:
    way = Way("voice", [passing, Outcome.HEARD])
    services, session, challenge = start(way)
    assert services.login.send(session, challenge).outcome is Outcome.HEARD
    assert len({job.id for job in way.jobs}) == 2
    assert len({job.code for job in way.jobs}) == 1
    assert kept(world, 1) == [("voice", Outcome.HEARD), ("voice", passing)]


def test_what_rang_is_not_tried_again_by_itself(start: Start) -> None:
    way = Way("voice", [Outcome.TEMPORARY], rings=True)
    services, session, challenge = start(way)
    assert services.login.send(session, challenge).outcome is Outcome.TEMPORARY
    assert len(way.jobs) == 1


@pytest.mark.parametrize("outcome", [one for one in Outcome if one not in NOT_SENT] + [Outcome.BAD_NUMBER])
def test_what_may_have_arrived_goes_no_other_way(start: Start, outcome: Outcome) -> None:
    first, second = Way("voice", [outcome]), Way("sms", [Outcome.ACCEPTED])
    services, session, challenge = start(first, second)
    assert services.login.send(session, challenge).outcome is outcome
    assert (len(first.jobs), len(second.jobs)) == (1, 0)


@pytest.mark.parametrize("outcome", [one for one in NOT_SENT if one is not Outcome.BAD_NUMBER])
def test_the_next_way_is_taken_where_one_reached_nobody(world: World, start: Start, outcome: Outcome) -> None:
    first, second = Way("voice", [outcome]), Way("sms", [Outcome.ACCEPTED])
    services, session, challenge = start(first, second)
    delivered = services.login.send(session, challenge)
    assert delivered.outcome is Outcome.ACCEPTED
    assert delivered.challenge.sent_at == world.clock.now()
    assert second.jobs[0].code == first.jobs[0].code
    assert kept(world, 1)[0] == ("sms", Outcome.ACCEPTED)


def test_an_account_that_was_refused_is_left_alone_for_a_while(world: World, start: Start) -> None:
    way = Way("voice", [Outcome.CREDENTIALS])
    services, session, challenge = start(way)
    for _ in range(3):
        assert services.login.send(session, challenge).outcome is Outcome.CREDENTIALS
    assert len(way.jobs) == 1
    world.clock.forward(BARRED)
    session = world.password().session
    assert services.login.send(session, services.login.challenge(session).id).outcome is Outcome.CREDENTIALS
    assert len(way.jobs) == 2


def test_hanging_up_ends_the_call_and_takes_no_other_way(start: Start) -> None:
    way, other = Way("voice", [Outcome.HEARD], waits=True), Way("sms", [Outcome.ACCEPTED])
    services, session, challenge = start(way, other)
    came: list[Outcome] = []
    caller = Thread(target=lambda: came.append(services.login.send(session, challenge).outcome))
    caller.start()
    while not way.jobs:
        caller.join(0.01)
    services.login.hang_up(challenge)
    caller.join(10)
    assert came == [Outcome.HUNG_UP]
    assert not other.jobs
    services.login.hang_up(challenge)  # there is nothing any more to hang up


def test_who_hangs_up_before_the_channel_knows_of_the_call_has_it_ended_when_it_rings() -> None:
    way = Way("voice", [Outcome.HEARD], rings=True, waits=True)
    gate, began = Gate(lambda: 0.0), Event()
    deaf = way.cancel
    way.cancel = lambda job: None  # type: ignore[method-assign]

    def listen(outcome: Outcome) -> None:
        began.set()

    real = way.send

    def send(job: Job, progress: Progress) -> Result:
        gate.give_up("challenge")
        way.cancel = deaf  # type: ignore[method-assign]
        return real(job, progress)

    way.send = send  # type: ignore[method-assign]
    job = Job("1", "+31612345678", "482913", "", "nl", datetime(2026, 5, 3, tzinfo=UTC))
    _, result = gate.carry("challenge", [way], job, lambda job, result, name: job, listen)
    assert result.outcome is Outcome.HUNG_UP
    assert began.is_set()


def test_a_number_that_is_not_allowed_any_more_is_refused_before_a_channel_sees_it(world: World, start: Start) -> None:
    way = Way("voice", [Outcome.HEARD])
    services, session, challenge = start(way, policy=NumberPolicy(frozenset({"BE"}), ()))
    delivered = services.login.send(session, challenge)
    assert delivered.outcome is Outcome.NOT_ALLOWED
    assert delivered.challenge.resend_at is None
    assert not way.jobs
    assert kept(world, 1) == [("voice", Outcome.NOT_ALLOWED)]


def numbers(count: int) -> Iterable[str]:
    return (f"06 123456{last:02}" for last in range(count))


def test_three_numbers_a_day_may_be_tried_that_are_not_added(world: World) -> None:
    session = world.in_editor()
    enrolment = world.services.enrolment
    for number in numbers(3):
        challenge = enrolment.begin_number(session, number)
        enrolment.send(session, challenge.id)
        world.clock.forward(60)
    challenge = enrolment.begin_number(session, "06 87654321")
    assert challenge.resend_at == world.clock.now() + timedelta(days=1, minutes=-3)
    with refused(Refusal.TOO_MANY_NUMBERS_TRIED):
        enrolment.send(session, challenge.id)
    again = enrolment.begin_number(session, "06 12345601")
    assert enrolment.send(session, again.id).outcome is Outcome.ACCEPTED


def test_an_installation_has_a_last_code_of_the_day_and_the_button_says_when_the_next_one_is(home: Home) -> None:
    world = home.world(replace(USUAL, total_day=3))
    first = world.clock.now()
    for login in ("202.mijnbedrijf", "203.mijnbedrijf", "204.mijnbedrijf"):
        world.in_editor(login)
        world.clock.forward(600)
    session = world.password().session
    challenge = world.services.login.challenge(session)
    assert challenge.resend_at == first + timedelta(days=1)
    with refused(Refusal.TOO_MANY_SENT):
        world.services.login.send(session, challenge.id)


def test_codes_that_never_come_back_raise_an_alarm_once(world: World) -> None:
    told: list[str] = []
    services = make_services(replace(world.context, log=told.append))
    world.in_editor()
    for turn in range(20):
        login = f"{300 + turn}.mijnbedrijf"
        world.add(login)
        session = world.password(login).session
        challenge = services.enrolment.begin_number(session, f"06 123456{turn:02}")
        services.enrolment.send(session, challenge.id)
    assert len(told) == 1
    assert told[0].startswith("ALARM: 10 codes sent")
    assert "1 came back" in told[0]
    assert "123456" not in told[0]
