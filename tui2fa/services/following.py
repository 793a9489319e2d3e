"""Walking along: a caller reads an agent six digits, and the agent sees where the caller is, never what is typed.

The caller's program tells its spot; both sides learn of changes from `Store.version`, within a second.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from tui2fa.domain import codes
from tui2fa.domain.errors import Refused
from tui2fa.domain.events import EventKind
from tui2fa.domain.refusals import Refusal
from tui2fa.services.context import Context
from tui2fa.services.journal import Journal
from tui2fa.services.oversight import FollowCode, Followed, Sharing, Spot
from tui2fa.services.people_rows import actor, full_name, lock_in_turn
from tui2fa.services.sessions import Sessions, Signed
from tui2fa.services.throttling import Throttles
from tui2fa.store import tables

CODE_LIFETIME = timedelta(minutes=10)
"""How long an agent can begin with a follow code; it works once."""
MOST_DRAWN = 20
"""Codes tried until one is free; a million are there, and a handful in use."""


class FollowService:
    """Both sides of a session that is followed: its owner's, who can end it at any time, and the agent's."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context = context
        self._sessions = sessions
        self._throttles = Throttles(context)
        self._journal = Journal(context)

    def version(self) -> int:
        """A number that changes when anything in the store has changed; cheap enough to ask four times a second."""
        return self._context.store.version()

    # the caller's side; the session may be at any step, because help is wanted where one is stuck

    def share(self, session: str) -> FollowCode:
        """Six new digits that let one agent follow this session; an earlier code, and who followed by it, ends."""
        for _ in range(MOST_DRAWN):
            code = codes.new_code(self._context.random)
            try:
                with self._context.store.write() as db:
                    signed = self._sessions.any(db, session)
                    self._end(db, signed.session)
                    now = self._context.clock.now()
                    row = tables.Follow(
                        id=self._context.new_id(),
                        session_id=signed.session.id,
                        digest=self._digest(code),
                        created_at=now,
                        expires_at=now + CODE_LIFETIME,
                    )
                    db.add(row)
                    return FollowCode(code, row.expires_at)
            except IntegrityError:  # somebody else's code is the same
                continue
        raise Refused(Refusal.STORE_FAILED)

    def revoke(self, session: str) -> None:
        """Let nobody follow this session any more."""
        with self._context.store.write() as db:
            self._end(db, self._sessions.any(db, session).session)

    def tell(self, session: str, spot: Spot) -> Sharing | None:
        """Tell where this session is; who follows it, or None where nobody can. For calling on every change."""
        with self._context.store.write() as db:
            signed = self._sessions.any(db, session)
            row = self._of(db, signed.session)
            if row is None:
                return None
            row.spot, row.spot_at = json.dumps(asdict(spot)), self._context.clock.now()
            return self._sharing(db, row)

    def sharing(self, session: str) -> Sharing | None:
        """Who follows this session, or None where nobody can."""
        with self._context.store.read() as db:
            row = self._of(db, self._sessions.any(db, session).session)
            return self._sharing(db, row) if row else None

    # the agent's side

    def join(self, session: str, text: str) -> str:
        """Begin to follow by the digits a caller read out; the id by which `look` and `leave` know it.

        Raises Refused(NOT_A_CODE), Refused(FOLLOW_UNKNOWN) alike for a wrong, used, old or revoked code, and WAIT or
        LOCKED after too many: the counter is the agent's.
        """
        with self._throttles.trial() as trial:
            agent = self._sessions.agent(trial.db, session)
            code = codes.parse_code(text)
            subject = self._throttles.subject("follow", agent.account.id)
            trial.count(subject)
        with self._context.store.write() as db:
            row = self._waiting(db, code)
            lock_in_turn(db, session, *([row.session_id] if row else []))
            agent = self._sessions.agent(db, session)
            owner = self._owner(db, row) if row else None
            if row is None or owner is None or owner.id == agent.account.id or not self._take(db, row, agent):
                raise Refused(Refusal.FOLLOW_UNKNOWN)
            self._throttles.clear(db, subject)
            self._journal.record(db, owner, EventKind.FOLLOWED, by=actor(agent))
            return row.id

    def look(self, session: str, follow: str) -> Followed:
        """Where the caller is now. Raises Refused(FOLLOW_ENDED) once the caller ended it, or their session is over."""
        with self._context.store.read() as db:
            row = self._followed(db, session, follow)
            owner = self._owner(db, row)
            if owner is None:
                raise Refused(Refusal.FOLLOW_ENDED)
            told = json.loads(row.spot)
            return Followed(
                login=owner.login,
                name=full_name(owner),
                language=owner.language,
                spot=Spot(**told) if told else None,
                at=row.spot_at,
            )

    def leave(self, session: str, follow: str) -> None:
        """Follow no longer; nothing happens where it has ended already."""
        with self._context.store.write() as db:
            row = db.get(tables.Follow, follow)
            if row and row.agent_session_id == session and row.ended_at is None:
                owner = db.get(tables.LoginSession, row.session_id)
                if owner:
                    self._end(db, owner)

    def _of(self, db: Session, session: tables.LoginSession) -> tables.Follow | None:
        """What this session shares, while an agent can begin to follow or the one who did is still there."""
        row = tables.Follow
        found = db.exec(select(row).where(row.session_id == session.id, col(row.ended_at).is_(None))).first()
        late = found is not None and found.joined_at is None and not self._fresh(found)
        return None if late else found

    def _fresh(self, row: tables.Follow) -> bool:
        return row.created_at <= self._context.clock.now() < row.expires_at

    def _waiting(self, db: Session, code: str) -> tables.Follow | None:
        row = tables.Follow
        found = db.exec(
            select(row).where(
                row.digest == self._digest(code), col(row.ended_at).is_(None), col(row.joined_at).is_(None)
            )
        ).first()
        return found if found and self._fresh(found) else None

    def _followed(self, db: Session, session: str, follow: str) -> tables.Follow:
        self._sessions.agent(db, session)
        row = db.get(tables.Follow, follow)
        if row is None or row.agent_session_id != session or row.ended_at:
            raise Refused(Refusal.FOLLOW_ENDED)
        return row

    def _take(self, db: Session, row: tables.Follow, agent: Signed) -> bool:
        """Let this agent follow, unless another one was quicker or it was ended meanwhile."""
        follow = tables.Follow
        taken = db.exec(
            update(follow)
            .where(col(follow.id) == row.id, col(follow.ended_at).is_(None), col(follow.joined_at).is_(None))
            .values(agent_session_id=agent.session.id, joined_at=self._context.clock.now())
        )
        return taken.rowcount == 1

    def _owner(self, db: Session, row: tables.Follow) -> tables.Account | None:
        """Whose session is followed. It may run on another machine, whose uptime tells nothing here (SE-2)."""
        session = db.get(tables.LoginSession, row.session_id)
        return db.get(tables.Account, session.account_id) if session and session.ended_at is None else None

    def _sharing(self, db: Session, row: tables.Follow) -> Sharing:
        agent = db.get(tables.LoginSession, row.agent_session_id) if row.agent_session_id else None
        account = db.get(tables.Account, agent.account_id) if agent else None
        return Sharing(full_name(account) if account else "", row.joined_at)

    def _end(self, db: Session, session: tables.LoginSession) -> None:
        """End what this session shares, and say so in its owner's list where somebody followed."""
        row = tables.Follow
        found = db.exec(select(row).where(row.session_id == session.id, col(row.ended_at).is_(None))).first()
        if found is None:
            return
        self._sessions.end_follow(db, found)
        db.flush()

    def _digest(self, code: str) -> bytes:
        return self._context.sealer.digest("follow code", code)
