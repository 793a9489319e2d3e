"""A follow code in the wrong hands: guessed, used twice, used late, used by somebody who is no agent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.following import AGENT, agent, kept_spot
from tests.world import PASSWORD, World
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.throttle import FREE_TRIES
from tui2fa.services.oversight import Spot

WRONG = FREE_TRIES + 1
"""The wrong tries after which the next one has to wait."""


@contextmanager
def refused(*refusals: Refusal) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.refusal in refusals


@pytest.fixture(name="caller")
def _caller(world: World) -> str:
    return world.in_editor()


@pytest.fixture(name="theirs")
def _theirs(world: World) -> str:
    return agent(world)


def other(code: str) -> str:
    """Another code than this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_guessing_waits_after_the_free_tries_even_for_the_right_one(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    code = following.share(caller).code
    for _ in range(WRONG):
        with refused(Refusal.FOLLOW_UNKNOWN):
            following.join(theirs, other(code))
    with refused(Refusal.WAIT):
        following.join(theirs, code)
    assert following.sharing(caller) is not None
    assert following.sharing(caller).since is None  # type: ignore[union-attr]


def test_guessing_in_another_process_counts_as_well(world: World, caller: str, theirs: str) -> None:
    code = world.services.following.share(caller).code
    for services in (world.services, world.neighbour(), world.services, world.neighbour()):
        with refused(Refusal.FOLLOW_UNKNOWN):
            services.following.join(theirs, other(code))
    with refused(Refusal.WAIT):
        world.neighbour().following.join(theirs, code)


def test_what_is_no_code_at_all_is_no_guess(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    code = following.share(caller).code
    for text in ("", "12345", "1234567", "abcdef", "[/]", "' OR 1=1"):
        with refused(Refusal.NOT_A_CODE):
            following.join(theirs, text)
    assert following.join(theirs, code)


@pytest.mark.parametrize("role", [Role.USER, Role.ADMINISTRATOR])
def test_nobody_but_an_agent_can_join(world: World, caller: str, role: Role) -> None:
    world.services.accounts.add(Profile("301.ander", role, "Bram", "Bakker", Language.DUTCH), PASSWORD)
    session = world.password("301.ander").session
    world.enrol_number(session, "06 21230301")
    code = world.services.following.share(caller).code
    with refused(Refusal.NOT_ALLOWED):
        world.services.following.join(session, code)
    with refused(Refusal.NOT_ALLOWED):
        world.services.following.join(caller, code)
    assert world.services.following.sharing(caller).since is None  # type: ignore[union-attr]


def test_an_agent_with_a_password_alone_cannot_join(world: World, caller: str, theirs: str) -> None:
    code = world.services.following.share(caller).code
    world.services.login.log_out(theirs)
    world.clock.forward(120)
    half = world.password(AGENT).session
    with pytest.raises(Refused):
        world.services.following.join(half, code)
    with refused(Refusal.SESSION_ENDED):
        world.services.following.join(theirs, code)


def test_a_code_works_once(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    code = following.share(caller).code
    follow = following.join(theirs, code)
    with refused(Refusal.FOLLOW_UNKNOWN):
        following.join(theirs, code)
    assert following.look(theirs, follow).spot is None


@pytest.mark.parametrize("joined", [False, True])
def test_a_code_works_no_more_once_it_was_revoked(world: World, caller: str, theirs: str, joined: bool) -> None:
    following = world.services.following
    code = following.share(caller).code
    follow = following.join(theirs, code) if joined else ""
    following.revoke(caller)
    with refused(Refusal.FOLLOW_UNKNOWN):
        following.join(theirs, code)
    with refused(Refusal.FOLLOW_ENDED):
        following.look(theirs, follow)
    assert following.tell(caller, Spot("FactorEditor")) is None
    assert "FactorEditor" not in kept_spot(world)


def test_a_code_works_no_more_after_ten_minutes(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    code = following.share(caller).code
    world.clock.forward(599)
    with refused(Refusal.FOLLOW_UNKNOWN):
        following.join(theirs, other(code))
    world.clock.forward(1)
    with refused(Refusal.FOLLOW_UNKNOWN):
        following.join(theirs, code)
    assert following.sharing(caller) is None


def test_another_code_ends_the_earlier_one_and_whoever_followed_by_it(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    earlier = following.share(caller).code
    follow = following.join(theirs, earlier)
    later = following.share(caller).code
    with refused(Refusal.FOLLOW_ENDED):
        following.look(theirs, follow)
    with refused(Refusal.FOLLOW_UNKNOWN):
        following.join(theirs, earlier)
    assert following.join(theirs, later)


def test_with_the_session_its_code_ends(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    code = following.share(caller).code
    world.services.login.log_out(caller)
    with refused(Refusal.FOLLOW_UNKNOWN):
        following.join(theirs, code)
    with refused(Refusal.SESSION_ENDED):
        following.tell(caller, Spot("Dashboard"))


def test_with_the_session_the_following_ends(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    follow = following.join(theirs, following.share(caller).code)
    following.tell(caller, Spot("PersonalSettings", "route-a", 3))
    assert following.look(theirs, follow).spot == Spot("PersonalSettings", "route-a", 3)
    world.services.login.log_out(caller)
    with refused(Refusal.FOLLOW_ENDED):
        following.look(theirs, follow)


def test_a_follow_is_of_the_agent_who_began_it(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    follow = following.join(theirs, following.share(caller).code)
    profile = Profile("601.callvoip", Role.SUPPORT, "Youssef", "Amrani", Language.DUTCH)
    world.services.accounts.add(profile, PASSWORD)
    colleague = world.password("601.callvoip").session
    world.enrol_number(colleague, "06 21230601")
    with refused(Refusal.FOLLOW_ENDED):
        following.look(colleague, follow)
    following.leave(colleague, follow)
    assert following.look(theirs, follow).login


def test_who_followed_stands_in_the_list_of_the_account(world: World, caller: str, theirs: str) -> None:
    following = world.services.following
    following.join(theirs, following.share(caller).code)
    following.revoke(caller)
    told = [(event.what, event.by) for event in world.services.activity.listing(caller)]
    assert (EventKind.FOLLOWED, "Anouk de Boer") in told
    assert EventKind.FOLLOW_ENDED in [what for what, _ in told]


def test_neither_code_nor_session_is_kept_in_clear_or_shown_in_a_repr(world: World, caller: str) -> None:
    shared = world.services.following.share(caller)
    assert shared.code not in repr(shared)
    assert isinstance(world.place, str) or shared.code.encode() not in world.place.read_bytes()
