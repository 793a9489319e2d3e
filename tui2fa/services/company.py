"""The Company Panel: an administrator's own users; seen and helped, their factors never set (R9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select as columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from tui2fa.domain import codes, user_list
from tui2fa.domain.directory import UserLine, by_login
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import Kind
from tui2fa.domain.people import Medium, Profile, company_of, parse_login
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.text import folded
from tui2fa.domain.user_list import ListedUser
from tui2fa.services.account_rows import Accounts, clean
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import listing
from tui2fa.services.journal import Journal
from tui2fa.services.oversight import FirstPassword, ImportLine, UserFile, WayState
from tui2fa.services.pairing import apps, close_pairing, end_apps
from tui2fa.services.people_rows import actor, colleague_of, in_company, lock_in_turn
from tui2fa.services.profiles import to_profile
from tui2fa.services.sessions import Sessions, Signed, open_reset
from tui2fa.services.throttling import Throttles
from tui2fa.services.user_files import read_text, write_text
from tui2fa.store import tables


class CompanyService:
    """What an administrator can do to the users of the own company; Refused(NOT_ALLOWED) for everybody else.

    Users of other companies are Refused(NO_SUCH_USER), like those who do not exist.
    """

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions
        self._accounts = Accounts(context)
        self._throttles = Throttles(context)
        self._journal = Journal(context)
        self._listed: tuple[str, int, tuple[UserLine, ...]] | None = None
        """The company that was listed last, the store's version before that, and its users."""

    def users(self, session: str) -> tuple[UserLine, ...]:
        """Every user of the company, by login; `tui2fa.domain.directory` searches and counts them.

        While nothing has changed in the store, the same tuple as before.
        """
        version = self._context.store.version()
        with self._context.store.read() as db:
            company = company_of(self._sessions.administrator(db, session).account.login)
            listed = self._listed
            if listed is None or listed[:2] != (company, version):
                self._listed = listed = company, version, _users(db, company)
            return listed[2]

    def size(self, session: str) -> int:
        """How many users that is."""
        with self._context.store.read() as db:
            signed = self._sessions.administrator(db, session)
            mine = in_company(company_of(signed.account.login))
            return db.exec(select(func.count()).select_from(tables.Account).where(mine)).one()

    def ways(self, session: str) -> tuple[WayState, ...]:
        """The ways to a number in their order, each looked at now; sends nothing, takes some seconds at most."""
        with self._context.store.read() as db:
            self._sessions.administrator(db, session)
        return tuple(WayState(way.name, tuple(way.check())) for way in self._context.phone)

    def user(self, session: str, login: str) -> UserFile:
        """One user. Raises Refused(NO_SUCH_USER)."""
        with self._context.store.read() as db:
            signed = self._sessions.administrator(db, session)
            return _file(db, signed, colleague_of(db, signed, login))

    def add(self, session: str, profile: Profile) -> FirstPassword:
        """Make a user of this company, without any factor, with a one-time password.

        Raises Refused with its `field` (login, first_name, last_name or contact with its `row`): NOT_A_LOGIN,
        CSV_COMPANY for another company's, LOGIN_TAKEN, and what a bad name or contact raises.
        """
        (given,) = self.add_all(session, [profile])
        return given

    def add_all(
        self, session: str, profiles: Sequence[Profile], progress: Callable[[int], None] = lambda done: None
    ) -> tuple[FirstPassword, ...]:
        """Make these users, all or none of them; see `add`.

        `progress` is told how many have their password so far, which takes most of the time; what it raises ends this.
        """
        with self._context.store.read() as db:
            company = company_of(self._sessions.administrator(db, session).account.login)
        wanted = [self.check(company, profile) for profile in profiles]
        given, hashes = [], []
        for done, profile in enumerate(wanted):
            progress(done)
            given.append(self._first_password(profile.login))
            hashes.append(self._context.passwords.hash(given[-1].password))
        try:
            with self._context.store.write() as db:
                by = actor(self._sessions.administrator(db, session))
                made = []
                for profile, one, hashed in zip(wanted, given, hashes, strict=True):
                    account = self._accounts.new(profile, hashed)
                    account.password_expires_at = one.expires
                    made.append((account, profile.contacts))
                self._accounts.keep_all(db, made, by)
        except IntegrityError:
            raise Refused(Refusal.LOGIN_TAKEN, field="login") from None
        return tuple(given)

    def listed(self, session: str, place: str) -> tuple[ListedUser, ...]:
        """The users that a file on this machine names. Raises what reading the file and `user_list.read` raise."""
        with self._context.store.read() as db:
            self._sessions.administrator(db, session)
        return tuple(user_list.read(read_text(place)))

    def preview(self, session: str, listed: Sequence[ListedUser]) -> tuple[ImportLine, ...]:
        """What would come of importing these, line by line: all that is wrong with any of them."""
        with self._context.store.read() as db:
            company = company_of(self._sessions.administrator(db, session).account.login)
            known = set(db.exec(select(tables.Account.login).where(in_company(company))))
        mentioned: set[str] = set()
        lines = []
        for one in listed:
            refused, column = one.refused, ""
            try:
                login = self.check(company, one.profile).login
                if login in mentioned or login in known:
                    raise Refused(Refusal.CSV_TWICE if login in mentioned else Refusal.LOGIN_TAKEN)
                mentioned.add(login)
            except Refused as wrong:
                if refused is None:
                    refused, column = wrong, _column(wrong, one.profile)
            name = f"{one.profile.first_name} {one.profile.last_name}".strip()
            lines.append(ImportLine(one.number, one.profile.login, name, refused, column))
        return tuple(lines)

    def export(self, session: str, place: str) -> Path:
        """Write the list of users, without secrets, to a new private file; where it is. See `user_files.write_text`."""
        rows = map(user_list.exported, self.users(session))
        return write_text(place, user_list.write(user_list.EXPORTED, rows))

    def write_passwords(self, session: str, place: str, given: Sequence[FirstPassword]) -> Path:
        """Write one-time passwords that were just given to a new private file; where it is."""
        with self._context.store.read() as db:
            self._sessions.administrator(db, session)
        rows = ((one.login, one.password, f"{one.expires:%Y-%m-%dT%H:%M:%SZ}") for one in given)
        return write_text(place, user_list.write(("login", "password", "expires"), rows))

    @staticmethod
    def check(company: str, profile: Profile) -> Profile:
        """A new user's profile in its kept form, with the role of a user. Raises what `add` raises, but LOGIN_TAKEN."""
        try:
            login = parse_login(profile.login)
            if company_of(login) != company:
                raise Refused(Refusal.CSV_COMPANY, company=company)
        except Refused as refused:
            raise refused.at(field="login") from None
        cleaned = clean(profile)
        return Profile(
            login, Role.USER, cleaned.first_name, cleaned.last_name, cleaned.language, contacts=cleaned.contacts
        )

    def change(self, session: str, login: str, profile: Profile) -> UserFile:
        """Keep names, language and contact data of a user; see `AccountService.save_profile`."""
        wanted = clean(profile)
        with self._context.store.write() as db:
            signed, account = self._colleague(db, session, login)
            self._accounts.change(db, account, wanted, by=actor(signed))
            return _file(db, signed, account)

    def disable(self, session: str, login: str) -> UserFile:
        """Let a user log in no more, and end what is under way. Raises Refused(NOT_YOURSELF)."""
        with self._context.store.write() as db:
            signed, account = self._other(db, session, login)
            if not account.disabled:
                self._journal.record(db, account, EventKind.ACCOUNT_DISABLED, by=actor(signed))
                self._end_all(db, account)
                account.disabled = True
                db.flush()
            return _file(db, signed, account)

    def enable(self, session: str, login: str) -> UserFile:
        """Let a user log in again; the factors are as they were. Raises Refused(NOT_YOURSELF)."""
        with self._context.store.write() as db:
            signed, account = self._other(db, session, login)
            if account.disabled:
                self._journal.record(db, account, EventKind.ACCOUNT_ENABLED, by=actor(signed))
                account.disabled = False
                db.flush()
            return _file(db, signed, account)

    def first_password(self, session: str, login: str) -> FirstPassword:
        """Give a user a one-time password instead of the present one; factors and a waiting reset code are still asked.

        Wrong tries of the old password are forgotten (TH-1), and where there is no factor yet, apps that came in by it
        are logged out. Raises Refused(NOT_YOURSELF).
        """
        given = self._first_password(login)
        hashed = self._context.passwords.hash(given.password)
        with self._context.store.write() as db:
            signed, account = self._other(db, session, login)
            ending = [] if listing(db, account.id) else apps(db, account)
            self._journal.record(db, account, EventKind.FIRST_PASSWORD_GIVEN, by=actor(signed), ending=ending)
            self._end_all(db, account)
            if ending:
                end_apps(db, account, self._context.clock.now())
            self._throttles.clear(db, self._throttles.subject("password", account.login))
            account.password, account.password_expires_at = hashed, given.expires
            return replace(given, login=account.login)

    def _first_password(self, login: str) -> FirstPassword:
        password = codes.new_first_password(self._context.random)
        return FirstPassword(login, password, self._context.clock.now() + codes.FIRST_PASSWORD_LIFETIME)

    def _colleague(self, db: Session, session: str, login: str) -> tuple[Signed, tables.Account]:
        lock_in_turn(db, session, login=login)
        signed = self._sessions.administrator(db, session)
        account = colleague_of(db, signed, login)
        if account.role == Role.SUPPORT:
            raise Refused(Refusal.SUPPORT_ACCOUNT)
        return signed, account

    def _other(self, db: Session, session: str, login: str) -> tuple[Signed, tables.Account]:
        signed, account = self._colleague(db, session, login)
        if barred := _barred(signed, account):
            raise Refused(barred)
        return signed, account

    def _end_all(self, db: Session, account: tables.Account) -> None:
        self._sessions.end_all(db, account)
        close_pairing(db, account, self._context.clock.now())


def _barred(signed: Signed, account: tables.Account) -> Refusal | None:
    """Why an administrator cannot let this account in or out."""
    if account.role == Role.SUPPORT:
        return Refusal.SUPPORT_ACCOUNT
    return Refusal.NOT_YOURSELF if account.id == signed.account.id else None


def _file(db: Session, signed: Signed, account: tables.Account) -> UserFile:
    factors = listing(db, account.id)
    return UserFile(
        profile=to_profile(db, account),
        barred=_barred(signed, account),
        disabled=account.disabled,
        one_time=account.password_expires_at is not None,
        reset_waiting=not factors and open_reset(db, account.id) is not None,
        created=account.created_at,
        last_login=account.last_login_at,
        factors=factors,
    )


def _users(db: Session, company: str) -> tuple[UserLine, ...]:
    """The lines of a company by login, in two questions however many users it has."""
    account, factor, device = tables.Account, tables.Factor, tables.Device
    kinds: defaultdict[str, tuple[Kind, ...]] = defaultdict(tuple)
    reachable: defaultdict[str, tuple[Kind, ...]] = defaultdict(tuple)
    primary: dict[str, Kind] = {}
    owned = (
        columns(col(factor.account_id), col(factor.kind), col(factor.is_primary), col(device.ended_at))
        .join(account, col(account.id) == col(factor.account_id))
        .join(device, col(device.id) == col(factor.device_id), isouter=True)
        .where(in_company(company))
        .order_by(col(factor.position))
    )
    named, roles = {kind.value: kind for kind in Kind}, {role.value: role for role in Role}
    alike: dict[tuple[Kind, ...], tuple[Kind, ...]] = {}
    for owner, name, is_primary, ended_at in db.execute(owned):
        kind = named[name]
        kinds[owner] = alike.setdefault(both := (*kinds[owner], kind), both)
        if ended_at is None:
            reachable[owner] = alike.setdefault(both := (*reachable[owner], kind), both)
        if is_primary:
            primary[owner] = kind
    rows = db.execute(
        columns(
            col(account.id),
            col(account.login),
            col(account.first_name),
            col(account.last_name),
            col(account.role),
            col(account.disabled),
            col(account.password_expires_at),
            col(account.created_at),
            col(account.last_login_at),
        ).where(in_company(company))
    )
    lines = []
    for key, login, first, last, role, disabled, expires, created, last_login in rows:
        name = f"{first} {last}".strip()
        lines.append(
            UserLine(
                login=login,
                name=name,
                role=roles[role],
                disabled=disabled,
                one_time=expires is not None,
                created=created,
                last_login=last_login,
                kinds=kinds[key],
                reachable=reachable[key],
                primary=primary.get(key),
                sought=folded(f"{login} {name}"),
            )
        )
    return tuple(sorted(lines, key=by_login))


def _column(refused: Refused, profile: Profile) -> str:
    """In which column of a list to import it stands what is wrong; "" where it is the line as such."""
    match refused.values.get("field"), refused.values.get("row"):
        case "contact", int(row):
            return "email" if profile.contacts[row].medium is Medium.EMAIL else "number"
        case str(name), _:
            return name
    return ""
