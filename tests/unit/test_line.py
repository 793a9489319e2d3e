"""The calls of the demo: a real telephone that only the demo can call, and the line that stands in for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tests.world import StandingClock
from tui2fa.delivery.base import Channel, Job, Result
from tui2fa.delivery.voice import VoiceChannel
from tui2fa.demo.handset import Handset
from tui2fa.demo.line import LINGERS, Call, Line
from tui2fa.demo.phone import Phone
from tui2fa.domain.outcomes import Outcome
from tui2fa.settings.ways import Voice
from tui2fa.voice.manner import Phase
from tui2fa.voice.orders import Pace

CODE = "482137"
NUMBER = "+31621234529"
JOB = Job("1", NUMBER, CODE, "", "nl", datetime(2026, 5, 3, 12, 7, tzinfo=UTC))
PATIENCE = 20.0
QUICK = 0.004
"""Five times as fast as people speak."""


def under_way(channel: Channel) -> tuple[threading.Thread, list[Result], list[Outcome]]:
    """A call that rings, in a thread of its own; its result and what was told of it."""
    results: list[Result] = []
    told: list[Outcome] = []
    ringing = threading.Event()

    def progress(outcome: Outcome) -> None:
        told.append(outcome)
        ringing.set()

    thread = threading.Thread(target=lambda: results.append(channel.send(JOB, progress)))
    thread.start()
    assert ringing.wait(PATIENCE)
    return thread, results, told


def until(happened: Callable[[], object]) -> None:
    """Wait until something that is sure to happen has happened."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def handset(rings: float = PATIENCE) -> Iterator[Handset]:
    """A telephone in the demo's hand, and what calls it."""
    held = Handset(StandingClock(), rings, QUICK)
    try:
        yield held
    finally:
        held.channel.close()
        held.close()


# a real call


def test_a_call_of_the_demo_goes_over_the_wire_and_its_digits_are_heard() -> None:
    with handset(rings=0.1) as held:
        thread, results, told = under_way(held.channel)
        thread.join(PATIENCE)
        assert [result.outcome for result in results] == [Outcome.HEARD]
        assert told == [Outcome.RINGING, Outcome.ANSWERED, Outcome.SPEAKING]
        until(lambda: held.call and held.call.phase is Phase.IDLE)
        assert held.call
        assert (held.call.to, held.call.heard) == (NUMBER, CODE * 2)


@pytest.mark.parametrize(("answered", "outcome"), [(False, Outcome.DECLINED), (True, Outcome.HUNG_UP)])
def test_a_real_call_can_be_declined_and_hung_up_on(answered: bool, outcome: Outcome) -> None:
    with handset() as held:
        thread, results, _ = under_way(held.channel)
        if answered:
            held.answer()
            until(lambda: held.call and held.call.phase is Phase.TALKING)
        held.hang_up()
        thread.join(PATIENCE)
        assert [result.outcome for result in results] == [outcome]


def test_nobody_else_on_this_machine_makes_the_demos_telephone_ring() -> None:
    with handset() as held:
        assert isinstance(held.channel, VoiceChannel)
        stranger = VoiceChannel(Voice(held.channel._settings.server, "demo"), "guessed", Pace(frame=QUICK))
        assert stranger.send(JOB, lambda _: None).outcome is Outcome.CREDENTIALS
        stranger.close()
        assert held.call is None


def test_a_telephone_that_was_put_away_cannot_be_used_and_does_no_harm() -> None:
    with handset() as held:
        pass
    held.answer()
    held.hang_up()
    assert held.call is None


# the line that pretends


def test_a_call_that_nobody_picks_up_answers_itself_and_speaks_the_code_twice() -> None:
    line = Line(StandingClock(), rings=0.01, digit=0.001)
    assert line.send(JOB, lambda _: None).outcome is Outcome.HEARD
    assert line.call
    assert line.call.heard == CODE * 2


def test_a_call_rings_until_it_is_answered() -> None:
    line = Line(StandingClock(), rings=PATIENCE, digit=0.001)
    thread, results, told = under_way(line)
    assert line.call
    assert line.call.phase is Phase.RINGING
    line.answer()
    thread.join(PATIENCE)
    assert [result.outcome for result in results] == [Outcome.HEARD]
    assert told == [Outcome.RINGING, Outcome.SPEAKING]


@pytest.mark.parametrize(("answered", "outcome"), [(False, Outcome.DECLINED), (True, Outcome.HUNG_UP)])
def test_hanging_up_is_told(answered: bool, outcome: Outcome) -> None:
    line = Line(StandingClock(), rings=PATIENCE, digit=PATIENCE)
    thread, results, _ = under_way(line)
    if answered:
        line.answer()
    line.hang_up()
    thread.join(PATIENCE)
    assert [result.outcome for result in results] == [outcome]


def test_a_caller_that_hangs_up_was_not_declined() -> None:
    line = Line(StandingClock(), rings=PATIENCE)
    thread, results, _ = under_way(line)
    line.cancel(JOB.id)
    thread.join(PATIENCE)
    assert [result.outcome for result in results] == [Outcome.HUNG_UP]


def test_leaving_the_program_waits_for_no_call() -> None:
    phone = Phone(StandingClock(), rings=PATIENCE)
    for channel in phone.switch_on():
        thread, results, _ = under_way(channel)
        channel.close()
        thread.join(PATIENCE)
        assert [result.outcome for result in results] in ([Outcome.HUNG_UP], [Outcome.DECLINED])
    phone.close()


# what is seen of a call


def test_a_code_that_was_spoken_to_the_end_stays_to_be_read_for_a_while() -> None:
    spoken = Call("1", NUMBER, 100.0, Phase.IDLE, CODE * 2)
    assert spoken.alive(100.0 + LINGERS - 1)
    assert not spoken.alive(100.0 + LINGERS)
    assert not Call("1", NUMBER, 100.0, Phase.IDLE, CODE).alive(100.0)
    assert Call("1", NUMBER, 100.0, Phase.TALKING, CODE).alive(100.0 + LINGERS)


def test_neither_number_nor_code_is_in_the_repr_of_a_call() -> None:
    shown = repr(Call("1", NUMBER, 100.0, Phase.IDLE, CODE))
    assert CODE not in shown
    assert NUMBER not in shown
