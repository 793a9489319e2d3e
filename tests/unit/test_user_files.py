"""Files that people name are read with care, and written new and for themselves alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.world import refused
from tui2fa.domain.refusals import Refusal
from tui2fa.services.user_files import LARGEST, read_text, write_text


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_text_is_read_with_or_without_a_byte_order_mark(tmp_path: Path, start: bytes) -> None:
    file = tmp_path / "één bestand.csv"
    file.write_bytes(start + "naam,José\r\n".encode())
    assert read_text(f"  {file} ") == "naam,José\r\n"


def test_the_home_folder_may_be_written_as_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert write_text("~/lijst.csv", "a") == tmp_path / "lijst.csv"
    assert read_text("~/lijst.csv") == "a"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"x" * (LARGEST + 1), Refusal.FILE_TOO_LARGE),
        ("login".encode("utf-16"), Refusal.FILE_NOT_TEXT),
        ("José".encode("latin-1"), Refusal.FILE_NOT_TEXT),
        (b"login\0,first_name", Refusal.FILE_NOT_TEXT),
    ],
)
def test_what_is_no_text_of_a_fair_size_is_refused(tmp_path: Path, content: bytes, refusal: Refusal) -> None:
    (tmp_path / "x").write_bytes(content)
    with refused(refusal):
        read_text(str(tmp_path / "x"))


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        ("", Refusal.EMPTY),
        ("   ", Refusal.EMPTY),
        ("nergens.csv", Refusal.FILE_MISSING),
        ("map", Refusal.FILE_NOT_PLAIN),
        ("pijp", Refusal.FILE_NOT_PLAIN),
        ("/dev/zero", Refusal.FILE_NOT_PLAIN),
        ("lus", Refusal.FILE_UNREADABLE),
        ("lijst.csv/verder", Refusal.FILE_UNREADABLE),
        ("x" * 5000, Refusal.FILE_UNREADABLE),
        ("a\0b", Refusal.FILE_UNREADABLE),
        ("\ud800", Refusal.FILE_UNREADABLE),
        ("~niemand-met-deze-naam/x", Refusal.FILE_MISSING),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, refusal: Refusal
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map").mkdir()
    (tmp_path / "lijst.csv").touch()
    (tmp_path / "lus").symlink_to("lus")
    os.mkfifo(tmp_path / "pijp")
    with refused(refusal):
        read_text(place)


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        ("", Refusal.EMPTY),
        ("lijst.csv", Refusal.FILE_EXISTS),
        ("verwijzing", Refusal.FILE_EXISTS),
        ("map", Refusal.FILE_EXISTS),
        ("geen/map/lijst.csv", Refusal.FILE_UNWRITABLE),
        ("lijst.csv/verder", Refusal.FILE_UNWRITABLE),
        ("/proc/lijst.csv", Refusal.FILE_UNWRITABLE),
        ("x" * 300, Refusal.FILE_UNWRITABLE),
        ("a\0b", Refusal.FILE_UNWRITABLE),
        ("/", Refusal.FILE_EXISTS),
    ],
)
def test_nothing_is_written_over_and_what_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, refusal: Refusal
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map").mkdir()
    (tmp_path / "lijst.csv").write_text("eerst")
    (tmp_path / "verwijzing").symlink_to("nergens")
    before = sorted(tmp_path.rglob("*"))
    with refused(refusal):
        write_text(place, "later")
    assert (tmp_path / "lijst.csv").read_text() == "eerst"
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_written_is_for_its_owner_alone(tmp_path: Path) -> None:
    place = write_text(str(tmp_path / "lijst.csv"), "José")
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.read_bytes() == "José".encode()
