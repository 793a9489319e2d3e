"""A store of an older program is brought up to date once, whole or not at all, with a copy kept (DB-12 to DB-14)."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import Session, SQLModel, col, select

from tests.store import helpers
from tests.store.helpers import PROCESSES, opened
from tui2fa.store import migrations
from tui2fa.store.files import StoreRefused
from tui2fa.store.tables import Account, Activity, Factor, Follow, Reset

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for table in ("account", "factor"):
        with op.batch_alter_table(table, recreate=recreate) as batch:
            batch.add_column(sa.Column("later", sa.String(), nullable=True))
    {last}
"""


@pytest.fixture
def place(database: Path | str, tmp_path: Path) -> Path | str:
    """A store of the present schema with something in it."""
    with opened(database, tmp_path) as store, store.write() as session:
        session.add(helpers.account())
        session.flush()
        session.add(helpers.phone(1))
    return database


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is one schema further."""
    folder = tmp_path / "next"
    folder.mkdir()
    (folder / "0006_next.py").write_text(NEXT.format(last=""))
    monkeypatch.setattr(migrations, "SCHEMA", 6)
    monkeypatch.setattr(migrations, "VERSIONS", [*migrations.VERSIONS, folder])
    return folder


def _constraints(session: Session) -> dict[str, set[str]]:
    inspector = inspect(session.connection())
    return {
        table: {
            str(part["name"])
            for parts in (
                inspector.get_check_constraints(table),
                inspector.get_unique_constraints(table),
                inspector.get_foreign_keys(table),
                inspector.get_indexes(table),
            )
            for part in parts
        }
        for table in SQLModel.metadata.tables
    }


def test_the_program_knows_its_newest_schema() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "newline")
    assert ScriptDirectory.from_config(config).get_current_head() == f"{migrations.SCHEMA:04}"


def test_an_older_store_keeps_its_rows_and_constraints(
    place: Path | str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with opened(place, tmp_path) as store, store.read() as session:
        before = _constraints(session)
    request.getfixturevalue("next_schema")
    with opened(place, tmp_path) as store, store.read() as session:
        assert _constraints(session) == before
        assert inspect(session.connection()).has_table("later")
        assert session.exec(select(Account.id)).all() == ["a"]
        assert session.exec(select(Factor.id)).all() == ["phone-1"]


def test_sqlite_leaves_a_private_copy_of_what_was(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place = tmp_path / "store" / "s"
    with opened(place, tmp_path) as store, store.write() as session:
        session.add(helpers.account())
    request.getfixturevalue("next_schema")
    with opened(place, tmp_path):
        pass
    (backup,) = place.parent.glob("s.*.backup")
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (5,)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x74326661,)
        assert connection.execute("SELECT id FROM account").fetchall() == [("a",)]
    with opened(place, tmp_path):
        assert [*place.parent.glob("s.*.backup")] == [backup]


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(
    place: Path | str, next_schema: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (next_schema / "0006_next.py").write_text(NEXT.format(last="op.execute('select * from nowhere')"))
    with pytest.raises(StoreRefused, match="left as it was"), opened(place, tmp_path):
        pass
    monkeypatch.setattr(migrations, "SCHEMA", 5)
    with opened(place, tmp_path) as store, store.read() as session:
        assert not inspect(session.connection()).has_table("later")
        assert session.exec(select(Account.id)).all() == ["a"]


@pytest.mark.usefixtures("next_schema")
def test_a_newer_store_is_refused(database: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(database, tmp_path):
        pass
    monkeypatch.setattr(migrations, "SCHEMA", 5)
    with pytest.raises(StoreRefused, match="newer"), opened(database, tmp_path):
        pass


BEGAN = "2026-04-01 08:00:00.000000"
HAPPENED = (
    ("a", "2026-05-02 09:30:00.000000", "LOGGED_IN"),
    ("a", "2026-05-01 08:00:00.000000", "LOGGED_IN"),
    ("a", "2026-05-03 10:00:00.000000", "LOGGED_OUT"),
    ("b", "2026-05-03 11:00:00.000000", "PASSWORD_WRONG"),
)
"""What schema 1 knew of two accounts; the second never got in."""


ACCOUNTS = text(
    "insert into account (id, login, first_name, last_name, role, language, password, disabled, created_at)"
    " values (:id, :login, 'Chloé', '', 'user', 'nl', '$argon2id$v=19$', false, :at)"
)
FACTORS = text(
    "insert into factor (id, account_id, kind, slot, position, label, e164, is_primary, created_at, created_from)"
    " values ('phone-1', 'a', 'phone', 1, 0, 'thuis', '+31612345671', true, :at, 'tty')"
)
EVENTS = text(
    "insert into activity (account_id, at, what, details, origin, actor) values (:id, :at, :what, '', 'tty', '202.ax')"
)


def _fill_the_first_schema(session: Session) -> None:
    session.execute(ACCOUNTS, [{"id": name, "login": f"202.{name}x", "at": BEGAN} for name in ("a", "b")])
    session.execute(FACTORS, {"at": BEGAN})
    session.execute(EVENTS, [{"id": account, "at": at, "what": what} for account, at, what in HAPPENED])


def test_a_store_of_the_first_schema_keeps_everything_and_knows_who_logged_in_last(
    database: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "SCHEMA", 1)
        known = SimpleNamespace(metadata=SimpleNamespace(tables={"account": None, "factor": None}))
        for module in ("sqlite", "postgresql"):
            earlier.setattr(f"tui2fa.store.{module}.SQLModel", known)
        with opened(database, tmp_path) as store, store.write() as session:
            assert not inspect(session.connection()).has_table("reset")
            _fill_the_first_schema(session)
    with opened(database, tmp_path) as store, store.read() as session:
        first, second = session.exec(select(Account).order_by(col(Account.id))).all()
        assert first.last_login_at == datetime(2026, 5, 2, 9, 30, tzinfo=UTC)
        assert second.last_login_at is None
        assert (first.login, first.created_at) == ("202.ax", datetime(2026, 4, 1, 8, tzinfo=UTC))
        assert (first.first_name, first.sought.split()) == ("Chloé", ["202.ax", "chloe"])
        assert first.password_expires_at is second.password_expires_at is None
        [factor] = session.exec(select(Factor)).all()
        assert (factor.id, factor.label, factor.e164, factor.is_primary) == ("phone-1", "thuis", "+31612345671", True)
        kept = session.exec(select(Activity.account_id, Activity.what).order_by(col(Activity.id))).all()
        assert [*map(tuple, kept)] == [(account, what) for account, _, what in HAPPENED]
        assert session.exec(select(Reset)).all() == []
        assert session.exec(select(Follow)).all() == []


def _open_next(place: Path | str, folder: Path, versions: Path) -> bool:
    migrations.SCHEMA = 6
    migrations.VERSIONS.append(versions)
    with opened(place, folder) as store, store.read() as session:
        return inspect(session.connection()).has_table("later")


def _open_first(place: Path | str, folder: Path) -> bytes:
    with opened(place, folder) as store:
        return store.sealer.digest("which", "key")


def test_of_front_ends_that_migrate_at_once_one_does(place: Path | str, next_schema: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, PROCESSES) as pool:
        running = [pool.submit(_open_next, place, tmp_path, next_schema) for _ in range(4)]
        assert all(front_end.result() for front_end in running)
    if isinstance(place, Path):
        assert len([*place.parent.glob("*.backup")]) == 1


def test_front_ends_that_make_the_store_at_once_share_one(database: Path | str, tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, PROCESSES) as pool:
        running = [pool.submit(_open_first, database, tmp_path) for _ in range(8)]
        assert len({front_end.result() for front_end in running}) == 1
    if isinstance(database, Path):
        assert [path.name for path in database.parent.iterdir()] == [database.name]
