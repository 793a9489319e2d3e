"""Files that are not a store, or not a whole one, are refused in one line and left as they were (inputs 34 and 35)."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import func, select

from tests.store import helpers
from tests.store.helpers import in_a_child, opened
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.store import migrations
from tui2fa.store.engine import Store
from tui2fa.store.files import StoreRefused
from tui2fa.store.tables import Account, Activity

NOBODY = 65534
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with something in it."""
    path = tmp_path / "store" / "tui2fa.sqlite3"
    with opened(path, tmp_path) as store, store.write() as session:
        session.add(helpers.account())
        session.add_all(helpers.activity(f"event {number}" * 20) for number in range(200))
    return path


def _content(folder: Path) -> dict[str, bytes | str]:
    """Every name in a folder, with what is in it; looking at a link or a pipe may change when it was last read."""
    return {
        path.name: path.read_bytes() if path.is_file() and not path.is_symlink() else str(path.lstat()[:7])
        for path in sorted(folder.iterdir())
    }


def _run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _replaced(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _page_of(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        page: int = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    return page


def _zeroed(path: Path) -> None:
    start = (_page_of(path, "activity") - 1) * PAGE
    content = path.read_bytes()
    path.write_bytes(content[:start] + bytes(PAGE) + content[start + PAGE :])


def _link(path: Path) -> None:
    path.rename(path.with_name("target"))
    path.symlink_to("target")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir(0o700)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "garbage": (lambda path: _replaced(path, b"garbage" * 4000), "not a store"),
    "nothing in it": (lambda path: _replaced(path, b""), "not a store"),
    "half a header": (lambda path: _replaced(path, path.read_bytes()[:50]), "not a store"),
    "cut off": (lambda path: _replaced(path, path.read_bytes()[: 10 * PAGE]), "damaged"),
    "cut off in a page": (lambda path: _replaced(path, path.read_bytes()[:-1000]), "damaged"),
    "a page of zeros": (_zeroed, "damaged"),
    "a folder": (_folder, "not what belongs there"),
    "a link": (_link, "not what belongs there"),
    "a pipe": (_pipe, "not what belongs there"),
    "another program's": (lambda path: _run(path, "PRAGMA application_id = 1"), "not a store"),
    "newer": (lambda path: _run(path, f"PRAGMA user_version = {migrations.SCHEMA + 1}"), "newer"),
    "without a table": (lambda path: _run(path, "DROP TABLE factor"), "damaged"),
    "a row of nobody": (
        lambda path: _run(path, "INSERT INTO contact VALUES (1, 'nobody', 1, 'number', 'mobile', '+316')"),
        "damaged",
    ),
    "open to others": (lambda path: path.chmod(0o644), "chmod"),
    "in a folder open to others": (lambda path: path.parent.chmod(0o755), "chmod"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_spoilt_store_is_refused_and_left_as_it_was(path: Path, tmp_path: Path, fault: str) -> None:
    spoil, reason = SPOILT[fault]
    spoil(path)
    before = _content(path.parent)
    with pytest.raises(StoreRefused, match=reason) as refused, opened(path, tmp_path):
        pass
    assert str(path.parent) in refused.value.values["path"]
    assert _content(path.parent) == before


@pytest.mark.parametrize("place", ["mysql://host/name", "sqlite://", "sqlite:///:memory:", "nonsense", ""])
def test_another_kind_of_database_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(StoreRefused, match="not one of these"), opened(place, tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_a_store_that_was_removed_is_not_made_anew(path: Path, tmp_path: Path) -> None:
    with opened(path, tmp_path) as store:
        path.unlink()
        with pytest.raises(Refused) as refused, store.read() as session:
            session.exec(select(Account.id)).all()
        with pytest.raises(Refused), store.write() as session:
            session.add(helpers.activity())
        assert refused.value.refusal is Refusal.STORE_FAILED
        assert not list(path.parent.iterdir())


def _write_after_removing(store: Store, path: Path) -> None:
    with store.write() as session:
        path.unlink()
        session.add(helpers.activity())


def test_a_store_that_is_removed_within_a_transaction_keeps_nothing(path: Path, tmp_path: Path) -> None:
    with opened(path, tmp_path) as store, pytest.raises(Refused) as refused:
        _write_after_removing(store, path)
    assert refused.value.refusal is Refusal.STORE_READ_ONLY
    assert not list(path.parent.iterdir())


def test_a_store_put_back_from_a_backup_is_used_at_once(path: Path, tmp_path: Path) -> None:
    shutil.copy2(path, tmp_path / "backup")
    with opened(path, tmp_path) as store:
        with store.write() as session:
            session.add(helpers.account("b"))
        (tmp_path / "backup").replace(path)
        with store.read() as session:
            assert session.exec(select(Account.id)).all() == ["a"]


@pytest.fixture
def of_nobody() -> Iterator[Path]:
    """A folder that a user without rights can reach, with a store in it: nothing is read-only for root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder / "store" / "s", folder) as store, store.write() as session:
            session.add(helpers.account())
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        yield folder


def _without_rights() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _open_read_only(folder: Path, what: str, mode: int) -> str:
    _without_rights()
    (folder / what).chmod(mode)
    try:
        with opened(folder / "store" / "s", folder):
            return "opened"
    except StoreRefused as refused:
        return refused.message.format(**refused.values)
    finally:
        (folder / what).chmod(0o700)


@pytest.mark.parametrize(("what", "mode"), [("store/s", 0o400), ("store", 0o500)])
def test_a_read_only_store_is_refused_at_the_start(of_nobody: Path, what: str, mode: int) -> None:
    before = (of_nobody / "store" / "s").read_bytes()
    said = in_a_child(_open_read_only, of_nobody, what, mode)
    assert said == f"{of_nobody / what} cannot be written to. Run: chmod u+w {of_nobody / what}"
    assert (of_nobody / "store" / "s").read_bytes() == before


def _write_read_only(folder: Path, what: str, mode: int) -> str:
    _without_rights()
    with opened(folder / "store" / "s", folder) as store:
        (folder / what).chmod(mode)
        try:
            with store.write() as session:
                session.add(helpers.account("b"))
                session.flush()
        except Refused as refused:
            said = refused.refusal.name
        (folder / what).chmod(0o700)
        with store.read() as session:
            return f"{said} {session.exec(select(Account.id)).all()}"


@pytest.mark.parametrize(("what", "mode"), [("store/s", 0o400), ("store", 0o500)])
def test_a_store_that_becomes_read_only_keeps_what_it_has(of_nobody: Path, what: str, mode: int) -> None:
    assert in_a_child(_write_read_only, of_nobody, what, mode) == "STORE_READ_ONLY ['a']"


def _fill(place: Path, folder: Path, limit: int | None) -> str:
    """Write until there is no room; then what the refusal was, how many rows are kept of how many acknowledged."""
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    acknowledged = 0
    with opened(place, folder) as store:
        try:
            while acknowledged < 1000:
                with store.write() as session:
                    session.add(helpers.activity("x" * 20_000))
                acknowledged += 1
        except Refused as refused:
            with store.read() as session:
                kept = session.exec(select(func.count()).select_from(Activity)).one()
            return f"{refused.refusal.name} {kept - acknowledged}"
    return "never full"


def test_a_limit_on_the_file_is_met_without_loss(tmp_path: Path) -> None:
    assert in_a_child(_fill, tmp_path / "store" / "s", tmp_path, 400_000) == "STORE_FULL 0"


def test_a_full_disk_is_met_without_loss(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k,mode=700", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        assert in_a_child(_fill, disk / "store", tmp_path, None) == "STORE_FULL 0"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _make_without_room(folder: Path) -> str:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    try:
        with opened(folder / "store" / "s", folder):
            return "made"
    except Refused as refused:
        return refused.refusal.name


def test_no_store_is_left_behind_where_there_was_no_room_for_one(tmp_path: Path) -> None:
    assert in_a_child(_make_without_room, tmp_path) == "STORE_FULL"
    assert not list((tmp_path / "store").iterdir())
