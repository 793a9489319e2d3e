"""R9 as a property: whatever others do, a user ends with no factor, app or primary that the user did not make.

Others are two administrators of the company, one of another company and two agents. Each does any sequence of calls
with sessions, ids, passwords and codes that they were given or saw. Two things are outside of it, as in the web panel:
an account that never had a factor is set up by whoever holds its password; and an administrator and an agent who work
together against a user know both the password and the code.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

import pyotp
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from tests.administrators import ADMINISTRATOR, DEPUTY, STRANGER, administrator
from tests.agents import AGENT, COLLEAGUE, REASON, agent, wish
from tests.unit.conftest import Home
from tests.world import LOGIN, PASSWORD, START
from tui2fa.domain.errors import Refused
from tui2fa.domain.factors import Kind
from tui2fa.domain.language import Language
from tui2fa.domain.limits import uncapped
from tui2fa.domain.people import Profile
from tui2fa.domain.roles import Role
from tui2fa.services.house import make_services
from tui2fa.services.sessions import VERIFIED
from tui2fa.services.views import Step
from tui2fa.store import tables
from tui2fa.store.sealing import DeviceIdentity

ADMINISTRATORS, AGENTS = (ADMINISTRATOR, DEPUTY, STRANGER), (AGENT, COLLEAGUE)
OTHERS = (*ADMINISTRATORS, *AGENTS)
WHO = st.sampled_from(OTHERS)
WHOM = st.sampled_from([*[LOGIN] * 9, *OTHERS])
WHICH = st.integers(0, 9)
UNLIMITED = uncapped(timedelta(0))
OWN = "een tuin vol narcissen"


@dataclass(frozen=True)
class Protected:
    """What protects the user, and who is in."""

    factors: frozenset[tuple[str, str, str | None]]
    primary: frozenset[str]
    devices: frozenset[str]
    verified: frozenset[str]


class Company(RuleBasedStateMachine):
    """One user, who is called, and what five others know."""

    home: Home

    start: tuple[bytes, float, dict[str, str]] | None = None
    """The store with everybody in it, when that was, and the sessions of the others: made once."""

    def __init__(self) -> None:
        super().__init__()
        self.world = world = self.home.world(UNLIMITED)
        if self.start is None:
            type(self).start = self.people()
        assert self.start
        chance = random.Random(9)
        self.services = world.services = make_services(replace(world.context, random=chance.randrange))
        file, seconds, sessions = self.start
        self.home.file.write_bytes(file)
        world.clock.wall, world.clock.seconds = START, seconds
        self.sessions = dict(sessions)
        self.passwords: defaultdict[str, list[str]] = defaultdict(list)
        self.codes: defaultdict[str, list[str]] = defaultdict(list)
        self.intrusions: defaultdict[str, list[str]] = defaultdict(list)
        self.password, self.app, self.had_factor = OWN, pyotp.TOTP("A" * 32), False
        self.mine: set[str] = set()
        self.session = self.services.login.sign_in(LOGIN, OWN).session

    def people(self) -> tuple[bytes, float, dict[str, str]]:
        """The user, and others at their panels."""
        self.world.services.accounts.add(Profile(LOGIN, Role.USER, "Sanne", "de Vries", Language.DUTCH), OWN)
        sessions = {who: administrator(self.world, who) for who in ADMINISTRATORS}
        sessions |= {who: agent(self.world, who) for who in AGENTS}
        return self.home.file.read_bytes(), self.world.clock.seconds, sessions

    def teardown(self) -> None:
        self.world.close()

    def seen(self) -> Protected:
        """What the store says of the user."""
        factor, device, session = tables.Factor, tables.Device, tables.LoginSession
        with self.world.store.read() as db:
            user = db.exec(select(tables.Account.id).where(tables.Account.login == LOGIN)).one()
            factors = db.exec(select(factor).where(factor.account_id == user)).all()
            live = device.account_id == user, col(device.ended_at).is_(None)
            devices = db.exec(select(device.id).where(*live)).all()
            verified = db.exec(
                select(session.id).where(
                    session.account_id == user, session.level == VERIFIED, col(session.ended_at).is_(None)
                )
            ).all()
        return Protected(
            frozenset((row.id, row.kind, row.e164) for row in factors),
            frozenset(row.id for row in factors if row.is_primary),
            frozenset(devices),
            frozenset(verified),
        )

    @contextmanager
    def others(self) -> Iterator[None]:
        """What is done inside is done or refused, and leaves the user with fewer of everything, or as many."""
        before = self.seen()
        with suppress(Refused):
            yield
        after = self.seen()
        assert after.factors <= before.factors
        assert after.primary == before.primary or not after.factors
        assert after.devices <= before.devices
        assert after.verified <= before.verified

    def attempt(self, *attempts: Callable[[], object]) -> None:
        """Each of these, whatever comes of the one before."""
        self.world.clock.forward(1)
        with self.others():
            for attempt in attempts:
                with suppress(Refused):
                    attempt()

    def at(self, who: str) -> str:
        """A session of one of the others, as far as they get after what was done to them."""
        login = self.services.login
        if not login.alive(self.sessions[who]):
            self.world.clock.forward(3600)
            with suppress(Refused):
                self.sessions[who] = self.world.password(who).session
                challenge = login.challenge(self.sessions[who])
                login.verify(
                    self.sessions[who], login.send(self.sessions[who], challenge.id).challenge.id, self.heard()
                )
        return self.sessions[who]

    def heard(self) -> str:
        """The code of the last call, to whoever's number it went."""
        return self.world.code()

    def ids(self) -> list[str]:
        """Factors of the user, which administrators and agents see, and a device, which they might guess."""
        factor, device = tables.Factor, tables.Device
        with self.world.store.read() as db:
            user = select(tables.Account.id).where(tables.Account.login == LOGIN).scalar_subquery()
            factors = db.exec(select(factor.id).where(factor.account_id == user).order_by(col(factor.position)))
            devices = db.exec(select(device.id).where(device.account_id == user).order_by(col(device.created_at)))
            return [*factors, *devices, "none"]

    # the user

    @initialize(kind=st.sampled_from([None, Kind.PHONE, Kind.AUTHENTICATOR, Kind.QALLER]))
    def begin(self, kind: Kind | None) -> None:
        if kind:
            self.add(kind)

    @rule()
    def comes_in(self) -> None:
        """The user logs in with what they know, and chooses a password where that is asked."""
        self.world.clock.forward(61)
        with suppress(Refused):
            signed = self.services.login.sign_in(LOGIN, self.password)
            self.session = signed.session
            if signed.step is Step.CODE:
                signed = self.services.login.verify(self.session, *self.answer())
            if signed.step is Step.NEW_PASSWORD:
                self.chooses()

    def chooses(self) -> None:
        self.services.accounts.choose_password(self.session, fresh := f"{OWN} {len(self.world.phone.jobs)}")
        self.password = fresh

    def answer(self) -> tuple[str, str]:
        """A challenge of the user's own and its code."""
        factor = next(one for one in self.services.login.factors(self.session) if one.reachable)
        challenge = self.services.login.challenge(self.session, factor.id)
        if factor.kind is Kind.AUTHENTICATOR:
            return challenge.id, self.app.at(self.world.clock.now())
        sent = self.services.login.send(self.session, challenge.id).challenge
        return sent.id, self.heard() if factor.kind is Kind.PHONE else self.world.pushed()

    @rule(kind=st.sampled_from(Kind))
    def add(self, kind: Kind) -> None:
        self.world.clock.forward(61)
        before = self.seen()
        with suppress(Refused):
            if before.factors:
                self.services.login.confirm_password(self.session, self.password)
            if kind is Kind.PHONE:
                self.world.enrol_number(self.session, f"06 1234560{len(before.factors)}")
            elif kind is Kind.AUTHENTICATOR:
                self.app = self.world.enrol_authenticator(self.session)
            else:
                self.world.identity = DeviceIdentity.new()
                self.world.pair(self.session)
                self.mine |= self.seen().devices - before.devices
                self.world.enrol_qaller(self.session)
        self.mine |= {factor for factor, _, _ in self.seen().factors - before.factors}
        self.had_factor = self.had_factor or bool(self.mine)

    @rule(which=WHICH)
    def rearranges(self, which: int) -> None:
        with suppress(Refused):
            self.services.login.confirm_password(self.session, self.password)
            self.services.factors.make_primary(self.session, self.ids()[which % len(self.ids())])

    @rule(who=st.sampled_from(ADMINISTRATORS))
    def is_handed(self, who: str) -> None:
        """An administrator hands the one-time password over."""
        if self.passwords[who]:
            self.password = self.passwords[who][-1]

    @rule(who=st.sampled_from(AGENTS), anew=st.booleans())
    def is_called(self, who: str, anew: bool) -> None:
        """An agent reads the reset code out, of a new reset or the last one; the user logs in and enters it."""
        if anew:
            self.resets(who, LOGIN)
        with suppress(Refused):
            if self.codes[who]:
                self.session = self.services.login.sign_in(LOGIN, self.password).session
                if self.services.resets.redeem(self.session, self.codes[who][-1]).step is Step.NEW_PASSWORD:
                    self.chooses()

    @rule(who=st.sampled_from(AGENTS))
    def is_followed(self, who: str) -> None:
        with suppress(Refused):
            code = self.services.following.share(self.session).code
            self.attempt(lambda: self.services.following.join(self.at(who), code))

    # others

    @rule(who=st.sampled_from([*ADMINISTRATORS[:2] * 4, *OTHERS]), whom=WHOM)
    def gives(self, who: str, whom: str) -> None:
        self.gives_a_password(who, whom)

    def gives_a_password(self, who: str, whom: str) -> None:
        with self.others():
            given = self.services.company.first_password(self.at(who), whom)
            if whom == LOGIN:
                self.passwords[who].append(given.password)

    @rule(who=st.sampled_from([*AGENTS * 4, *OTHERS]), whom=WHOM)
    def takes_away(self, who: str, whom: str) -> None:
        self.resets(who, whom)

    def resets(self, who: str, whom: str) -> None:
        with self.others():
            session, desk = self.at(who), self.services.desk
            given = desk.reset(session, whom, wish(desk.caller(session, whom)))
            if whom == LOGIN:
                assert given.code
                assert not self.seen().factors
                self.codes[who].append(given.code)

    @rule(who=WHO, whom=WHOM, lock=st.sampled_from(["password", "enrolment", "pairing", "reset", "follow"]))
    def lifts(self, who: str, whom: str, lock: str) -> None:
        self.attempt(lambda: self.services.desk.lift(self.at(who), whom, lock, REASON))

    @rule(who=WHO, whom=WHOM, able=st.booleans())
    def administers(self, who: str, whom: str, able: bool) -> None:
        session, company = self.at(who), self.services.company
        stranger = Profile(whom, Role.ADMINISTRATOR, "Sanne", "Bakker", Language.ENGLISH)
        self.attempt(
            lambda: company.change(session, whom, stranger),
            lambda: company.add(session, stranger),
            lambda: company.enable(session, whom) if able else company.disable(session, whom),
            lambda: company.enable(session, LOGIN),
        )

    @rule(who=WHO, which=WHICH)
    def reaches_out(self, who: str, which: int) -> None:
        """Their own session, somebody else's ids."""
        session, ids = self.at(who), self.ids()
        of, services = ids[which % len(ids)], self.services
        with suppress(Refused):
            services.login.confirm_password(session, PASSWORD)
        self.attempt(
            lambda: services.factors.make_primary(session, of),
            lambda: services.factors.move(session, of, 1),
            lambda: services.factors.rename(session, of, "x"),
            lambda: services.factors.remove(session, of),
            lambda: services.login.challenge(session, of),
            lambda: services.enrolment.begin_number(session, "06 87654321", replaces=of),
            lambda: services.enrolment.begin_authenticator(session, replaces=of),
            lambda: services.enrolment.begin_qaller(session, replaces=of),
            lambda: services.pairing.unpair(session, of),
            lambda: services.companion.pair(LOGIN, "K7QM-4T2P", "x", DeviceIdentity.new()),
            lambda: services.login.verify(session, self.challenge(), "000000"),
            lambda: services.enrolment.confirm(session, self.challenge(), "000000"),
        )

    def challenge(self) -> str:
        """The newest challenge of anybody."""
        row = tables.Challenge
        with self.world.store.read() as db:
            return db.exec(select(row.id).order_by(col(row.created_at).desc())).first() or "none"

    @precondition(lambda self: self.had_factor)
    @rule(who=st.sampled_from(ADMINISTRATORS[:2]), which=WHICH, way=st.sampled_from(["anew", "given", "earlier"]))
    def breaks_in(self, who: str, which: int, way: str) -> None:
        """With a password that they give or gave, or in an earlier session; on from there with all they know."""
        self.world.clock.forward(61)
        if way == "anew":
            self.gives_a_password(who, LOGIN)
        if self.passwords[who] and way != "earlier":
            with self.others():
                self.intrusions[who].append(self.services.login.sign_in(LOGIN, self.passwords[who][-1]).session)
        if self.intrusions[who]:
            self.goes_on(who, self.intrusions[who][-1], which)

    def goes_on(self, who: str, session: str, which: int) -> None:
        """Everything that might leave something behind on the user's account."""
        services, ids = self.services, self.ids()
        of = ids[which % len(ids)]

        def authenticator() -> None:
            self.world.enrol_authenticator(session)

        self.attempt(
            *(lambda code=code: services.resets.redeem(session, code) for code in self.codes[who][-1:]),
            lambda: services.accounts.choose_password(session, "een schuur vol uien"),
            lambda: services.accounts.change_password(session, self.passwords[who][-1], "een schuur vol uien"),
            lambda: services.login.confirm_password(session, self.passwords[who][-1]),
            authenticator,
            lambda: self.world.enrol_number(session, "06 87654321"),
            lambda: self.world.pair(session),
            lambda: services.enrolment.begin_qaller(session),
            lambda: services.factors.make_primary(session, of),
            lambda: services.factors.remove(session, of),
            lambda: services.pairing.unpair(session, of),
            lambda: services.login.verify(session, services.login.challenge(session, of).id, "000000"),
            lambda: services.following.share(session),
        )

    @rule(who=WHO)
    def looks(self, who: str) -> None:
        """Nothing that others are shown holds a reset code."""
        session, services = self.at(who), self.services
        told = []
        for look in (
            lambda: asdict(services.desk.caller(session, LOGIN)),
            lambda: asdict(services.company.user(session, LOGIN)),
            lambda: [*map(asdict, services.activity.done(session))],
            lambda: [*map(asdict, services.desk.activity(session))],
        ):
            with suppress(Refused):
                told += re.findall(r"\b\d{6}\b", str(look()))
        assert not set(told) & {code for codes in self.codes.values() for code in codes}

    @invariant()
    def all_that_protects_the_user_is_the_users_and_nobody_else_is_in(self) -> None:
        seen = self.seen()
        assert {factor for factor, _, _ in seen.factors} | seen.devices <= self.mine
        assert not seen.verified & {session for opened in self.intrusions.values() for session in opened}


def test_nobody_sets_what_protects_another(home: Home) -> None:
    Company.home = home
    run_state_machine_as_test(
        Company,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
