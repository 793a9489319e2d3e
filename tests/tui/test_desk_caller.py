"""A caller's file: one line says what to do, everything follows what happens, and a lock is lifted with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.agents import AGENT, COLLEAGUE, REASON, agent, reset
from tests.tui.at_desk import at_desk, opens
from tests.tui.stage import shown
from tests.tui.walker import WAYS
from tests.world import LOGIN, START, World, refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Factor, Kind
from tui2fa.domain.outcomes import Outcome
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.throttle import CAP
from tui2fa.locale import catalogue
from tui2fa.services.oversight import CallerFile, DeliveryLine, Lock, LockedThing, ResetState
from tui2fa.services.views import Event
from tui2fa.store import tables
from tui2fa.tui.screens.desk.diagnosis import CLUES, advice
from tui2fa.tui.screens.desk.words import OUTCOMES, lock_words, outcome_words

PHONE = Factor("p", Kind.PHONE, "", "062*****29", primary=True, since=START)
AUTHENTICATOR = Factor("a", Kind.AUTHENTICATOR, "", "", primary=False, since=START)
FINE = CallerFile(
    login=LOGIN,
    name="Sanne de Vries",
    role=Role.USER,
    language="nl",
    own=False,
    disabled=False,
    password_expires=None,
    created=START,
    last_login=START - timedelta(days=1),
    factors=(PHONE, AUTHENTICATOR),
    apps=(),
    locks=(),
    deliveries=(),
    events=(),
    reset=None,
    version=1,
)
LOCK = Lock("p", LockedThing.FACTOR, CAP, 3600, blocked=True, kind=Kind.PHONE, masked="062*****29")
WAITING = Lock("password", LockedThing.PASSWORD, 5, 60, blocked=False)
ASKED = ResetState("Youssef", False, REASON, "T-1", START, True, START + timedelta(minutes=30), entered=False)


def sent(outcome: Outcome | None, *, came_back: bool = False) -> tuple[DeliveryLine, ...]:
    return (DeliveryLine(START - timedelta(minutes=1), Kind.PHONE, "062*****29", outcome, came_back),)


def happened(what: EventKind, minutes: int = 2) -> tuple[Event, ...]:
    return (Event(START - timedelta(minutes=minutes), what, "tty", LOGIN),)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (replace(FINE, disabled=True, locks=(LOCK,)), "Uitgeschakeld: alleen de beheerder van mijnbedrijf"),
        (replace(FINE, password_expires=START), "Het eenmalige wachtwoord is verlopen"),
        (
            replace(FINE, reset=ASKED),
            "Youssef vraagt u een reset te bevestigen, nog 30 min. Controleer de beller zelf.",
        ),
        (replace(FINE, reset=replace(ASKED, mine=True)), "Wacht op een tweede medewerker, nog 30 min."),
        (replace(FINE, factors=(), reset=replace(ASKED, second_needed=False)), "typt de resetcode, nog 30 min geldig"),
        (
            replace(FINE, factors=(), reset=replace(ASKED, second_needed=False, entered=True)),
            "De resetcode is ingevoerd",
        ),
        (replace(FINE, factors=(), reset=replace(ASKED, second_needed=False, expires=START)), "De resetcode verliep"),
        (replace(FINE, locks=(WAITING, LOCK)), "Telefoongesprek 062*****29: geblokkeerd na 50 foute pogingen. Hef"),
        (replace(FINE, locks=(WAITING,)), "Wachtwoord: te veel foute pogingen. Wacht samen 1 min, of hef"),
        (
            replace(FINE, factors=(), password_expires=START + timedelta(days=1)),
            "Het eerste wachtwoord komt van de beheer",
        ),
        (replace(FINE, factors=()), "Nog geen 2FA. De beller logt in met het wachtwoord"),
        (
            replace(FINE, deliveries=sent(Outcome.NO_ANSWER)),
            "062*****29: niet opgenomen. Laat een andere methode kiezen",
        ),
        (replace(FINE, deliveries=sent(Outcome.BUSY)), "in gesprek. Laat een andere methode"),
        (replace(FINE, deliveries=sent(Outcome.BUSY), factors=(PHONE,)), "in gesprek. Laat de code opnieuw versturen."),
        (replace(FINE, deliveries=sent(None)), "Om 14:01 is een code verstuurd"),
        (replace(FINE, deliveries=sent(Outcome.HEARD, came_back=True)), "Hier is niets mis te zien"),
        (replace(FINE, deliveries=sent(Outcome.BUSY), last_login=START), "Hier is niets mis te zien"),
        (replace(FINE, events=happened(EventKind.CODE_WRONG, 45)), "Hier is niets mis te zien"),
        (
            replace(FINE, events=happened(EventKind.CODE_WRONG, 0), deliveries=sent(Outcome.BUSY)),
            "een foute code getypt",
        ),
        (replace(FINE, events=happened(EventKind.PASSWORD_WRONG)), "beheerder van mijnbedrijf"),
        (replace(FINE, factors=(PHONE,)), "maar één methode"),
        (replace(FINE, factors=(PHONE, replace(AUTHENTICATOR, reachable=False))), "De Qaller-app is uitgelogd"),
    ],
)
def test_the_first_line_says_what_is_wrong_and_what_to_do(file: CallerFile, told: str) -> None:
    waits = {lock.id: lock.wait for lock in file.locks}
    assert told in advice(catalogue("nl"), file, waits, START)
    assert advice(catalogue("en"), file, waits, START) != advice(catalogue("nl"), file, waits, START)


@pytest.mark.parametrize("what", CLUES)
def test_every_clue_has_its_words(what: EventKind) -> None:
    assert advice(catalogue("nl"), replace(FINE, events=happened(what)), {}, START)[-1] == "."


def test_every_outcome_has_its_words() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert outcome_words(catalogue("nl"), sent(Outcome.NO_ANSWER)[0]) == "niet opgenomen"
    assert outcome_words(catalogue("nl"), sent(Outcome.BUSY, came_back=True)[0]) == "code overgetypt"
    assert lock_words(catalogue("nl"), replace(WAITING, failures=1), 0) == (
        "Wachtwoord · 1 foute poging · kan weer; geblokkeerd bij 50"
    )


@pytest.mark.parametrize(("language", "size"), WAYS)
async def test_the_file_tells_it_all(world: World, language: str, size: tuple[int, int]) -> None:
    session, _ = world.with_all()
    told = agent(world, language=language)
    world.clock.forward(61)
    world.phone.outcome = Outcome.NO_ANSWER
    world.asked(world.password().session, world.factor(session, Kind.PHONE).id)
    words: dict[str, list[str]] = {
        "nl": ["niet opgenomen. Laat een andere methode", "primair", "toestel van Sanne", "Laatst ingelogd"],
        "en": ["not answered. Have another method", "primary", "toestel van Sanne", "Last login"],
    }
    later = {"nl": ("Laatst verstuurde codes", "Account gemaakt"), "en": ("Codes sent last", "Account made")}
    async with at_desk(world, told, size) as walk:
        await opens(walk)
        await walk.sees(*words[language])
        await walk.press("pagedown", "pagedown", "pagedown")
        await walk.sees(*later[language])
        await walk.press("f1")
        await walk.comes_to("Help")
        await walk.press("escape", "escape")
        await walk.comes_to("Desk")


async def test_what_does_not_fit_its_line_goes_on_below_itself(world: World) -> None:
    world.with_all()
    async with at_desk(world, agent(world)) as walk:
        await opens(walk)
        await walk.sees("toestel van Sanne · sinds vandaag 14:02 · nooit gebruikt")
        lines = shown(walk.app).splitlines()
        number = next(number for number, line in enumerate(lines) if "toestel van Sanne · sinds" in line)
        assert lines[number + 1].index("gebruikt") == lines[number].index("toestel")


async def test_what_another_program_does_is_seen_by_itself(world: World) -> None:
    session = world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await opens(walk)
        await walk.sees("maar één methode")
        neighbour = world.neighbour()
        neighbour.factors.rename(session, neighbour.factors.listing(session)[0].id, "balie")
        await walk.sees("(balie)")
        assert walk.focused() == "follow"


async def test_a_lock_counts_down_and_is_lifted_with_a_reason(world: World) -> None:
    world.in_editor()
    for _ in range(4):
        with refused(Refusal.WRONG_LOGIN):
            world.services.login.sign_in(LOGIN, "verkeerd wachtwoord")
    session = agent(world)
    async with at_desk(world, session, (120, 40)) as walk:
        await opens(walk)
        await walk.sees("Wacht samen 30 s", "4 foute pogingen", "volgende poging over 30 s")
        world.clock.forward(10)
        world.services.login.alive(session)  # whatever was read as the clock was turned is read again
        await walk.sees("volgende poging over 20 s")
        await walk.press("l")
        await walk.comes_to("LiftLock")
        await walk.types("te kort")
        await walk.press("enter")
        await walk.sees("ten minste 10 tekens")
        await walk.types(" dus langer")
        await walk.press("enter")
        await walk.comes_to("Caller")
        await walk.sees("De blokkade is opgeheven", "reden: te kort dus langer")
        await walk.sees_no_more("volgende poging")
        await walk.press("l")
        assert type(walk.screen).__name__ == "Caller"


async def test_a_wait_that_is_over_is_looked_at_again(world: World) -> None:
    world.in_editor()
    for _ in range(4):
        with refused(Refusal.WRONG_LOGIN):
            world.services.login.sign_in(LOGIN, "verkeerd wachtwoord")
    async with at_desk(world, agent(world), (120, 40)) as walk:
        await opens(walk)
        await walk.clicks(".lift")
        await walk.comes_to("LiftLock")
        await walk.clicks("#cancel")
        await walk.comes_to("Caller")
        world.clock.forward(31)
        await walk.sees("kan weer; geblokkeerd bij 50")


async def test_a_lock_that_a_colleague_lifted_first_is_no_trouble(world: World) -> None:
    world.in_editor()
    with refused(Refusal.WRONG_LOGIN):
        world.services.login.sign_in(LOGIN, "verkeerd wachtwoord")
    colleague = agent(world, COLLEAGUE)
    async with at_desk(world, agent(world)) as walk:
        await opens(walk)
        await walk.press("l")
        await walk.comes_to("LiftLock")
        world.services.desk.lift(colleague, LOGIN, "password", REASON)
        await walk.types(REASON)
        await walk.press("enter")
        await walk.comes_to("Caller")
        await walk.sees("Deze blokkade is er niet meer")


async def test_nobody_helps_themselves(world: World) -> None:
    async with at_desk(world, agent(world)) as walk:
        await opens(walk, AGENT)
        await walk.sees("Dit is uw eigen account")
        await walk.press("r", "l")
        assert type(walk.screen).__name__ == "Caller"


async def test_where_nothing_can_be_reset_no_form_is_offered(world: World) -> None:
    world.add()
    async with at_desk(world, agent(world)) as walk:
        await opens(walk)
        assert walk.screen.query_one("#reset").disabled
        assert walk.focused() == "follow"
        await walk.press("r")
        await walk.settles()
        assert type(walk.screen).__name__ == "Caller"


async def test_who_is_gone_meanwhile_is_said(world: World) -> None:
    world.in_editor()
    async with at_desk(world, agent(world)) as walk:
        await walk.types("202")
        await walk.sees("Sanne de Vries")
        with world.store.write() as db:
            db.delete(db.exec(select(tables.Account).where(tables.Account.login == LOGIN)).one())
        await walk.press("enter")
        await walk.sees("Daarmee is niemand gevonden")


async def test_an_agent_whose_session_ended_comes_to_the_login(world: World) -> None:
    world.in_editor()
    session = agent(world)
    async with at_desk(world, session) as walk:
        await opens(walk)
        world.services.login.log_out(session)
        await walk.comes_to("LoginScreen")


async def test_the_language_changes_on_the_file_and_the_form(world: World) -> None:
    world.in_editor()
    async with at_desk(world, agent(world), (120, 40)) as walk:
        await opens(walk)
        await walk.app.speak("en")
        await walk.sees("Codes sent last", "Look along")
        await walk.press("r")
        await walk.comes_to("ResetForm")
        await walk.press("space", "enter", "enter")
        await walk.types("half een reden")
        await walk.app.speak("nl")
        await walk.sees("half een reden", "[✓] Ik heb teruggebeld", "Ticketnummer")


Work = Callable[[World, str], object]


@pytest.mark.parametrize("work", [lambda world, told: reset(world, told)])
async def test_after_a_reset_the_file_says_what_comes_next(world: World, work: Work) -> None:
    world.in_editor()
    colleague = agent(world, COLLEAGUE)
    async with at_desk(world, agent(world)) as walk:
        await opens(walk)
        work(world, colleague)
        await walk.sees("De beller logt in en typt de resetcode", "Youssef Amrani")
