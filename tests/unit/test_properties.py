"""Whatever two people with one login do to its factors, in any order: the rules R1-R6 and RC-10 hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pyotp
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import select

from tests.unit.conftest import Home
from tests.world import PASSWORD, wrong
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import MAX_NUMBERS, Factor, Kind, sufficient
from tui2fa.domain.limits import uncapped
from tui2fa.domain.refusals import Refusal
from tui2fa.services.factor_rows import listing
from tui2fa.services.views import Challenge, Message, SignIn, Step
from tui2fa.store import tables
from tui2fa.store.sealing import DeviceIdentity

WHO = st.integers(0, 1)
WHICH = st.integers(0, 9)
UNLIMITED = uncapped(timedelta(0))
RULES = {
    Refusal.LAST_FACTOR,
    Refusal.BACKUP_NEEDED,
    Refusal.TOO_MANY_NUMBERS,
    Refusal.ONE_AUTHENTICATOR,
    Refusal.ONE_QALLER,
    Refusal.SAME_NUMBER,
    Refusal.FACTOR_GONE,
    Refusal.ENROLMENT_GONE,
    Refusal.NOT_PAIRED,
    Refusal.SET_UP_FIRST,
}


@contextmanager
def by_the_rules() -> Iterator[None]:
    """What is done inside is done, or refused for a rule about factors; nothing else goes wrong."""
    try:
        yield
    except Refused as refused:
        assert refused.refusal in RULES, refused  # noqa: PT017 - either outcome is right


class Household(RuleBasedStateMachine):
    """Two sessions of one account, each with at most one factor on its way in."""

    home: Home

    def __init__(self) -> None:
        super().__init__()
        self.world = world = self.home.world(UNLIMITED)
        self.services = world.services
        self.verified: set[str] = set()
        self.complete = False
        self.identities: list[DeviceIdentity] = []
        self.apps: dict[str, pyotp.TOTP] = {}
        self.under_way: list[tuple[Challenge, pyotp.TOTP | None] | None] = [None, None]
        world.add()
        self.sessions = [world.password().session, world.password().session]

    def teardown(self) -> None:
        self.world.close()

    def session(self, who: int) -> str:
        """A live session of that person, as far as the account lets them in, with the password just given."""
        self.world.clock.forward(61)
        login = self.services.login
        if not login.alive(self.sessions[who]) or self._owes_a_code(self.sessions[who]):
            signed = self.world.password()
            self.sessions[who], self.under_way[who] = signed.session, None
            if signed.step is Step.CODE:
                self._answer(signed.session)
        session = self.sessions[who]
        if self.complete:
            login.confirm_password(session, PASSWORD)
        return session

    def _owes_a_code(self, session: str) -> bool:
        try:
            self.services.pairing.state(session)
        except Refused as refused:
            return refused.refusal is Refusal.SESSION_ENDED
        return False

    def _answer(self, session: str) -> None:
        factor = next(factor for factor in self.factors() if factor.reachable)
        challenge = self.services.login.challenge(session, factor.id)
        self.services.login.verify(session, *self._code(session, challenge, self.apps.get(factor.id)))

    def _code(self, session: str, challenge: Challenge, app: pyotp.TOTP | None) -> tuple[str, str]:
        """The id of the challenge, a new one's where the old one had expired, and the code that answers it."""
        if app:
            return challenge.id, app.at(self.world.clock.now())
        sent = self.services.login.send(session, challenge.id).challenge
        return sent.id, self.world.code() if challenge.kind is Kind.PHONE else self._pushed()

    def _pushed(self) -> str:
        """The newest code that any of the apps got."""
        messages: list[Message] = []
        for identity in self.identities:
            with suppress(Refused):
                messages += self.services.companion.inbox(identity)
        return max((message for message in messages if message.code), key=lambda message: message.id).code

    def factors(self) -> tuple[Factor, ...]:
        with self.world.store.read() as db:
            return listing(db, db.exec(select(tables.Account.id)).one())

    def chosen(self, which: int, kind: Kind | None = None) -> str:
        """The id of a factor, perhaps of one kind; a made-up one where there is none."""
        ids = [factor.id for factor in self.factors() if kind in (None, factor.kind)]
        return ids[which % len(ids)] if ids else "none"

    @initialize(first=st.sampled_from([None, *Kind]))
    def set_up(self, first: Kind | None) -> None:
        if first:
            self.add(0, first, 0, replacing=False)

    @rule(who=WHO, kind=st.sampled_from(Kind), which=WHICH, replacing=st.booleans())
    def begin(self, who: int, kind: Kind, which: int, replacing: bool) -> None:
        session = self.session(who)
        old = self.chosen(which, kind) if replacing else None
        enrolment = self.services.enrolment
        with by_the_rules():
            if kind is Kind.AUTHENTICATOR:
                offer = enrolment.begin_authenticator(session, old)
                self.under_way[who] = offer.challenge, pyotp.TOTP(offer.secret)
            elif kind is Kind.PHONE:
                self.under_way[who] = enrolment.begin_number(session, f"06 1234560{which}", replaces=old), None
            else:
                self.under_way[who] = enrolment.begin_qaller(session, old), None

    @rule(who=WHO, kind=st.sampled_from(Kind), which=WHICH, replacing=st.booleans())
    def add(self, who: int, kind: Kind, which: int, replacing: bool) -> None:
        if kind is Kind.QALLER:
            self.pair(who)
        self.begin(who, kind, which, replacing)
        self.confirm(who, right=True)

    @rule(who=WHO, right=st.sampled_from([True, True, False]))
    def confirm(self, who: int, right: bool) -> None:
        session, under_way = self.session(who), self.under_way[who]
        if under_way is None:
            return
        before = {factor.id for factor in self.factors()}
        with by_the_rules():
            challenge, app = under_way
            self.under_way[who] = None
            asked, code = self._code(session, challenge, app)
            if right:
                self._came_in(before, app, self.services.enrolment.confirm(session, asked, code))
            else:
                self._wrong(session, asked, code)

    def _came_in(self, before: set[str], app: pyotp.TOTP | None, signed: SignIn) -> None:
        (new,) = {factor.id for factor in self.factors()} - before
        self.verified.add(new)
        if app:
            self.apps[new] = app
        self.complete = self.complete or signed.step is Step.PANEL

    def _wrong(self, session: str, challenge: str, code: str) -> None:
        try:
            self.services.enrolment.confirm(session, challenge, wrong(code))
        except Refused as refused:
            assert refused.refusal in RULES | {Refusal.WRONG_CODE}  # noqa: PT017
            self.world.clock.forward(30)
        else:
            raise AssertionError("a wrong code counted")

    @rule(who=WHO)
    def pair(self, who: int) -> None:
        self.world.identity = DeviceIdentity.new()
        self.identities.append(self.world.identity)
        self.world.pair(self.session(who))

    @rule(who=WHO, which=WHICH)
    def unpair(self, who: int, which: int) -> None:
        session = self.session(who)
        devices = self.services.pairing.state(session).devices
        if devices:
            with by_the_rules():
                self.services.pairing.unpair(session, devices[which % len(devices)].id)

    @rule(who=WHO, which=WHICH)
    def make_primary(self, who: int, which: int) -> None:
        session, factor = self.session(who), self.chosen(which)
        before = [other.id for other in self.factors()]
        with by_the_rules():
            after = self.services.factors.make_primary(session, factor)
            assert [other.id for other in after] == before
            assert [other.id for other in after if other.primary] == [factor]

    @rule(who=WHO, which=WHICH, steps=st.integers(-3, 3))
    def move(self, who: int, which: int, steps: int) -> None:
        session, factor = self.session(who), self.chosen(which)
        before = self.factors()
        with by_the_rules():
            after = self.services.factors.move(session, factor, steps)
            assert sorted(other.id for other in after) == sorted(other.id for other in before)
            assert [other for other in after if other.primary] == [other for other in before if other.primary]

    @rule(who=WHO, which=WHICH)
    def remove(self, who: int, which: int) -> None:
        session, factor = self.session(who), self.chosen(which)
        with by_the_rules():
            assert factor not in {other.id for other in self.services.factors.remove(session, factor)}

    @rule(who=WHO)
    def log_out(self, who: int) -> None:
        self.services.login.log_out(self.sessions[who])

    @invariant()
    def the_limits_hold(self) -> None:
        kinds = [factor.kind for factor in self.factors()]
        assert kinds.count(Kind.PHONE) <= MAX_NUMBERS
        assert kinds.count(Kind.AUTHENTICATOR) <= 1
        assert kinds.count(Kind.QALLER) <= 1

    @invariant()
    def one_factor_is_primary_where_there_are_any(self) -> None:
        factors = self.factors()
        assert sum(factor.primary for factor in factors) == bool(factors)

    @invariant()
    def an_account_that_was_protected_stays_so(self) -> None:
        assert sufficient([factor.kind for factor in self.factors()]) or not self.complete

    @invariant()
    def only_what_was_verified_counts(self) -> None:
        assert {factor.id for factor in self.factors()} <= self.verified

    @invariant()
    def each_factor_has_a_place_of_its_own(self) -> None:
        with self.world.store.read() as db:
            rows = db.exec(select(tables.Factor)).all()
        assert len({row.position for row in rows}) == len(rows)
        assert len({row.slot for row in rows if row.slot}) == sum(row.kind == Kind.PHONE for row in rows)


def test_the_rules_hold_whatever_two_people_do(home: Home) -> None:
    Household.home = home
    run_state_machine_as_test(
        Household,
        settings=settings(
            max_examples=6,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
