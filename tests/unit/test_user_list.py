"""What a file to import says is read as people write it, and what leaves the program computes nothing."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_directory import GONE, SAFE
from tests.world import refused
from tui2fa.domain.errors import Refused
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Usage
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.user_list import COLUMNS, EXPORTED, MOST_USERS, exported, read, write

HEADER = "login,first_name,last_name,language,number,email\n"


def test_every_column_is_read() -> None:
    [one] = read(HEADER + "203.a,Bram,de Vries,EN,0612345678,bram@a.nl\n")
    assert one.number == 2
    assert one.refused is None
    assert (one.profile.login, one.profile.first_name, one.profile.last_name) == ("203.a", "Bram", "de Vries")
    assert one.profile.language is Language.ENGLISH
    assert one.profile.contacts == (
        Contact(Medium.NUMBER, Usage.BUSINESS, "0612345678"),
        Contact(Medium.EMAIL, Usage.BUSINESS, "bram@a.nl"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "login,first_name\n203.a,Bram\n",
        "first_name;login\nBram;203.a\n",
        " Login , FIRST_NAME \r\n203.a, Bram \r\n",
        'login,first_name\n"203.a","Bram"',
        "login;first_name;number\n203.a;Bram;\n;;\n\n",
        "\n\nlogin,first_name\n203.a,Bram\n",
    ],
)
def test_order_delimiter_case_quotes_and_empty_lines_do_not_matter(text: str) -> None:
    [one] = read(text)
    assert one.refused is None
    assert (one.profile.login, one.profile.first_name, one.profile.last_name) == ("203.a", "Bram", "")
    assert one.profile.language is Language.DUTCH
    assert one.profile.contacts == ()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Refusal.CSV_EMPTY),
        ("\n \n", Refusal.CSV_EMPTY),
        (HEADER, Refusal.CSV_EMPTY),
        ("203.a,Bram\n", Refusal.CSV_COLUMN),
        ("login,last_name\n203.a,Bram\n", Refusal.CSV_HEADER),
        ("login,login,first_name\n203.a,203.a,Bram\n", Refusal.CSV_HEADER),
        ("login,first_name,password\n203.a,Bram,geheim\n", Refusal.CSV_COLUMN),
        ('login,first_name\n203.a,"Bram\n204.a,Eva\n', Refusal.CSV_QUOTES),
        ('login,first_name\n203.a,"Br"am"\n', Refusal.CSV_QUOTES),
        ("login,first_name\n" + "203.a,Bram\n" * (MOST_USERS + 1), Refusal.CSV_TOO_MANY),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(text: str, refusal: Refusal) -> None:
    with refused(refusal):
        read(text)


def test_an_unknown_column_is_named() -> None:
    with refused(Refusal.CSV_COLUMN) as caught:
        read("login,first_name,wachtwoord\n")
    assert caught.value.values["column"] == "wachtwoord"


def test_a_bad_line_is_told_with_its_number_and_the_others_are_read() -> None:
    lines = read(
        HEADER + '203.a,"Bram\nPieter",,,,\n204.a,Eva\n205.a,Daan,Vos,fr,,\n206.a,Ilse,Vos,nl,,,\n207.a,Jan,,,,\n'
    )
    assert [(line.number, line.refused and line.refused.refusal) for line in lines] == [
        (2, None),
        (4, Refusal.CSV_COLUMNS),
        (5, Refusal.CSV_LANGUAGE),
        (6, Refusal.CSV_COLUMNS),
        (7, None),
    ]
    assert lines[1].profile.login == "204.a"


def test_a_list_that_was_exported_tells_how_people_are_protected_and_nothing_secret() -> None:
    text = write(EXPORTED, map(exported, (SAFE, GONE)))
    safe, gone = csv.DictReader(io.StringIO(text, newline=""))
    assert safe == {
        "login": "205.mijnbedrijf",
        "name": "Daan Vos",
        "role": "user",
        "state": "active",
        "factors": "qaller authenticator",
        "primary": "",
        "backup": "yes",
        "last_login": "2026-05-03T12:02:00Z",
        "created": "2026-05-03T12:02:00Z",
    }
    assert gone["state"] == "disabled"


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2)))
def test_no_cell_is_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    [_, *found] = csv.reader(io.StringIO(write(("a", "b"), rows), newline=""))
    assert len(found) == len(rows)
    for row, kept in zip(found, rows, strict=True):
        for cell, text in zip(row, kept, strict=True):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert cell.removeprefix("'") == text.removeprefix("'")


@given(st.sampled_from(["", HEADER]), st.text())
def test_any_text_is_a_list_or_refused(head: str, text: str) -> None:
    try:
        lines = read(head + text)
    except Refused:
        return
    assert 0 < len(lines) <= MOST_USERS


def test_the_columns_are_those_of_the_help() -> None:
    assert COLUMNS == ("login", "first_name", "last_name", "language", "number", "email")
