"""Adding and replacing factors: nothing counts before its code came back (OOB-7, TO-4, TO-11, TO-12, RC-7, RC-9)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from tui2fa.delivery.base import Progress
from tui2fa.domain import codes, phone, text
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.factors import MAX_NUMBERS, Kind, check_add
from tui2fa.domain.refusals import Refusal
from tui2fa.services.authenticators import Authenticators
from tui2fa.services.challenges import Challenges, Subject
from tui2fa.services.context import Context
from tui2fa.services.factor_rows import about
from tui2fa.services.journal import Journal
from tui2fa.services.login import sign_in
from tui2fa.services.sending import Sending
from tui2fa.services.sessions import VERIFIED, Sessions, Signed
from tui2fa.services.throttling import Throttles
from tui2fa.services.views import Challenge, Choice, Delivered, Offer, SignIn
from tui2fa.store import tables


class EnrolmentService:
    """One factor on its way in a session, of any kind; the old one it replaces goes in the same transaction."""

    def __init__(self, context: Context, sessions: Sessions, challenges: Challenges, sending: Sending) -> None:
        self._context = context
        self._sessions = sessions
        self._challenges = challenges
        self._sending = sending
        self._authenticators = Authenticators(context)
        self._throttles = Throttles(context)
        self._journal = Journal(context)

    def choices(self, session: str) -> tuple[Choice, ...]:
        """Every kind, in the order of advice, with the reason where it cannot be chosen now (R2-R4)."""
        with self._context.store.read() as db:
            signed = self._sessions.enrolling(db, session)
            return tuple(Choice(kind, self._refusal(db, signed, kind)) for kind in Kind)

    def begin_number(self, session: str, number: str, label: str = "", replaces: str | None = None) -> Challenge:
        """Start on a number in any spelling. Raises Refused with a NUMBER_* reason, SAME_NUMBER or TOO_MANY_NUMBERS."""
        if not self._context.phone:
            raise Refused(Refusal.CHANNEL_OFF)
        e164 = phone.parse(number, self._context.policy).e164
        name = text.clean_label(label)
        with self._context.store.write() as db:
            signed = self._start(db, session, Kind.PHONE, replaces)
            row = tables.Factor
            if db.exec(select(row.id).where(row.account_id == signed.account.id, row.e164 == e164)).first():
                raise Refused(Refusal.SAME_NUMBER)
            enrolment = self._new(signed, Kind.PHONE, replaces)
            enrolment.e164, enrolment.label = e164, name
            return self._begin(db, signed, enrolment)

    def begin_qaller(self, session: str, replaces: str | None = None) -> Challenge:
        """Start on the Qaller app that was paired last. Raises Refused(NOT_PAIRED) or Refused(ONE_QALLER)."""
        with self._context.store.write() as db:
            signed = self._start(db, session, Kind.QALLER, replaces)
            device = self._unbound_device(db, signed)
            if device is None:
                raise Refused(Refusal.NOT_PAIRED)
            enrolment = self._new(signed, Kind.QALLER, replaces)
            enrolment.device_id, enrolment.label = device.id, device.name
            return self._begin(db, signed, enrolment)

    def begin_authenticator(self, session: str, replaces: str | None = None) -> Offer:
        """Start on an authenticator with a new secret. Raises Refused(ONE_AUTHENTICATOR)."""
        secret = self._authenticators.new_secret()
        with self._context.store.write() as db:
            signed = self._start(db, session, Kind.AUTHENTICATOR, replaces)
            enrolment = self._new(signed, Kind.AUTHENTICATOR, replaces)
            enrolment.secret = self._authenticators.seal(secret, signed.account.id, enrolment.id)
            challenge = self._begin(db, signed, enrolment)
            return Offer(challenge, secret, self._authenticators.uri(secret, signed.account.login))

    def send(self, session: str, challenge: str, progress: Progress = lambda outcome: None) -> Delivered:
        """Send the challenge's code; see `Sending.send`."""
        return self._sending.send(session, challenge, progress)

    def hang_up(self, challenge: str) -> None:
        """End the call that speaks the challenge's code; see `Sending.hang_up`."""
        self._sending.hang_up(challenge)

    def state(self, session: str, challenge: str) -> Challenge:
        """How a challenge stands now; looking asks for no password, so that ten minutes may pass meanwhile."""
        with self._context.store.read() as db:
            signed = self._sessions.any(db, session)
            return self._challenges.view(db, *self._challenges.find(db, signed, challenge))

    def confirm(self, session: str, challenge: str, code: str) -> SignIn:
        """Judge a code; the right one makes the factor count, and the replaced one go.

        Raises what `Challenges.answer` raises, and the limits R2-R4 where somebody else was quicker.
        """
        try:
            return self._challenges.answer(session, challenge, code, self._accept)
        except IntegrityError as error:
            raise Refused(_lost_race(error)) from None

    def abandon(self, session: str) -> None:
        """Keep nothing of what was under way."""
        with self._context.store.write() as db:
            self._drop(db, self._sessions.any(db, session))

    def _start(self, db: Session, session: str, kind: Kind, replaces: str | None) -> Signed:
        signed = self._sessions.enrolling(db, session)
        if replaces is None:
            check_add(signed.kinds, kind)
        else:
            old = db.get(tables.Factor, replaces)
            if old is None or old.account_id != signed.account.id or old.kind != kind:
                raise Refused(Refusal.FACTOR_GONE)
        self._drop(db, signed)
        return signed

    def _new(self, signed: Signed, kind: Kind, replaces: str | None) -> tables.Enrolment:
        return tables.Enrolment(
            id=self._context.new_id(),
            account_id=signed.account.id,
            session_id=signed.session.id,
            kind=kind,
            replaces=replaces,
            expires_at=self._context.clock.now() + codes.ENROLMENT_LIFETIME,
        )

    def _begin(self, db: Session, signed: Signed, enrolment: tables.Enrolment) -> Challenge:
        db.add(enrolment)
        db.flush()
        return self._challenges.view(db, self._challenges.make(db, signed, enrolment), enrolment)

    def _drop(self, db: Session, signed: Signed) -> None:
        """Drop what this session had under way, and what anybody left lying too long (TO-12)."""
        row = tables.Enrolment
        living = col(row.expires_at).between(*codes.living(codes.ENROLMENT_LIFETIME, self._context.clock.now()))
        db.exec(delete(row).where(or_(col(row.session_id) == signed.session.id, ~living)))

    def _refusal(self, db: Session, signed: Signed, kind: Kind) -> Refusal | None:
        try:
            check_add(signed.kinds, kind)
        except Refused as refused:
            return refused.refusal
        if kind is Kind.PHONE and not self._context.phone:
            return Refusal.CHANNEL_OFF
        return None

    def _unbound_device(self, db: Session, signed: Signed) -> tables.Device | None:
        """The app that was paired last, unless it receives this account's codes already."""
        device, factor = tables.Device, tables.Factor
        bound = select(factor.device_id).where(factor.account_id == signed.account.id, factor.kind == Kind.QALLER)
        return db.exec(
            select(device)
            .where(device.account_id == signed.account.id, col(device.ended_at).is_(None), col(device.id).not_in(bound))
            .order_by(col(device.created_at).desc())
        ).first()

    def _accept(self, db: Session, signed: Signed, subject: Subject, step: int) -> SignIn:
        """Make the enrolment a factor: rights, limits and the replaced one are looked at again, here and now."""
        if not isinstance(subject, tables.Enrolment):
            raise Refused(Refusal.ENROLMENT_GONE)
        self._sessions.enrolling(db, signed.session.id)
        old = db.get(tables.Factor, subject.replaces) if subject.replaces else None
        if old is None:
            check_add(signed.kinds, Kind(subject.kind))
        device = db.get(tables.Device, subject.device_id) if subject.device_id else None
        if device and device.ended_at:
            raise Refused(Refusal.NOT_PAIRED)
        self._journal.record(
            db, signed.account, EventKind.FACTOR_REPLACED if old else EventKind.FACTOR_ADDED, about(subject)
        )
        place = _place(db, signed.account.id, old)
        factor = tables.Factor(
            id=subject.id,
            account_id=subject.account_id,
            kind=subject.kind,
            slot=place.slot if subject.kind == Kind.PHONE else None,
            position=place.position,
            label=subject.label or (old.label if old else ""),
            e164=subject.e164,
            secret=subject.secret,
            last_step=step if subject.kind == Kind.AUTHENTICATOR else None,
            device_id=subject.device_id,
            is_primary=place.primary,
            created_at=self._context.clock.now(),
            created_from=self._context.origin,
        )
        db.delete(subject)
        if old:
            self._throttles.clear(db, self._throttles.subject("factor", old.id))
            db.delete(old)
        db.flush()
        db.add(factor)
        db.flush()
        if signed.session.level != VERIFIED:
            signed.session.level = VERIFIED
            signed.account.last_login_at = self._context.clock.now()
        if signed.reset:
            signed.reset.closed_at = self._context.clock.now()
        db.flush()
        return sign_in(db, self._sessions.any(db, signed.session.id))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a new factor stands: in the order, among the eight numbers, and whether it is primary."""

    position: int
    slot: int | None
    primary: bool


def _place(db: Session, account: str, old: tables.Factor | None) -> _Place:
    """The place of the factor that is replaced; else the end of the order, the first free slot, primary if alone."""
    if old:
        return _Place(old.position, old.slot, old.is_primary)
    row = tables.Factor
    taken = db.exec(select(row.position, row.slot).where(row.account_id == account)).all()
    slots = {slot for _, slot in taken}
    free = next((slot for slot in range(1, MAX_NUMBERS + 1) if slot not in slots), None)
    return _Place(max((position for position, _ in taken), default=-1) + 1, free, not taken)


def _lost_race(error: IntegrityError) -> Refusal:
    """Which limit of the schema another session reached first."""
    told = str(error.orig)
    if "e164" in told:
        return Refusal.SAME_NUMBER
    if "authenticator" in told:
        return Refusal.ONE_AUTHENTICATOR
    if "qaller" in told:
        return Refusal.ONE_QALLER
    return Refusal.TOO_MANY_NUMBERS if "slot" in told else Refusal.FACTOR_GONE
