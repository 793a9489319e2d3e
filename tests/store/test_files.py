"""Private files and folders, whatever the umask and whatever lies in their place (DB-15, DB-16)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.store import helpers
from tests.store.helpers import in_a_child, opened
from tui2fa.store import files
from tui2fa.store.files import StoreRefused


def _modes_under_no_umask(folder: Path) -> dict[str, int]:
    os.umask(0)
    modes = {}
    with opened(folder / "new" / "data" / "store", folder / "new" / "keys") as store, store.write() as session:
        session.add(helpers.account())
        session.flush()
        for path in sorted((folder / "new").rglob("*")):
            modes[str(path.relative_to(folder))] = path.stat().st_mode & 0o777
    return modes | {"new": (folder / "new").stat().st_mode & 0o777}


def test_everything_is_private_under_any_umask(tmp_path: Path) -> None:
    assert in_a_child(_modes_under_no_umask, tmp_path) == {
        "new": 0o700,
        "new/data": 0o700,
        "new/data/store": 0o600,
        "new/data/store-journal": 0o600,
        "new/keys": 0o700,
        "new/keys/key": 0o600,
    }


def _put(kind: str, path: Path) -> None:
    match kind:
        case "folder":
            path.mkdir(0o700)
        case "pipe":
            os.mkfifo(path, 0o600)
        case "link":
            (path.parent / "target").write_bytes(b"x")
            (path.parent / "target").chmod(0o600)
            path.symlink_to(path.parent / "target")


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_only_a_plain_file_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file"
    _put(kind, path)
    with pytest.raises(StoreRefused):
        files.read_private(path, 10)
    with pytest.raises(StoreRefused):
        files.check_private_file(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(mode)
    with pytest.raises(StoreRefused, match="chmod") as refused:
        files.check_private_file(path)
    assert refused.value.values == {"path": str(path), "mode": "600"}


def test_a_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    files.write_private(path, b"x")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(StoreRefused, match="another user"):
        files.read_private(path, 10)
    with pytest.raises(StoreRefused, match="another user"):
        files.private_folder(tmp_path)


def test_a_folder_open_to_others_or_not_a_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    with pytest.raises(StoreRefused, match="chmod"):
        files.private_folder(tmp_path)
    tmp_path.chmod(0o700)
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    for path in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "nowhere"):
        with pytest.raises(StoreRefused):
            files.private_folder(path)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    files.create_private(path, b"first")
    with pytest.raises(FileExistsError):
        files.create_private(path, b"second")
    assert path.read_bytes() == b"first"
    files.write_private(path, b"third")
    assert path.stat().st_mode & 0o777 == 0o600

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreRefused):
        files.write_private(path, b"fourth")
    assert path.read_bytes() == b"third"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [0x6969, 0xFF534D42, 0x65735546])
def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(files, "file_system_type", lambda folder: number)
    with pytest.raises(StoreRefused, match="network file system"), opened(tmp_path / "store" / "s", tmp_path):
        pass
    assert not list((tmp_path / "store").iterdir())


def test_the_file_system_is_known(tmp_path: Path) -> None:
    assert files.file_system_type(Path("/proc")) == 0x9FA0
    assert files.file_system_type(tmp_path / "none") == 0
