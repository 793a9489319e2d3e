"""Logins have one spelling, and a person is called as the panel calls them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui2fa.domain.errors import Refused
from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile, parse_login
from tui2fa.domain.roles import Role


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        ("202.mijnbedrijf", "202.mijnbedrijf"),
        (" 202.MijnBedrijf ", "202.mijnbedrijf"),
        ("202.MIJNBEDRIJF\n", "202.mijnbedrijf"),
        ("２０２．ｍｉｊｎｂｅｄｒｉｊｆ", "202.mijnbedrijf"),
        ("1.a", "1.a"),
        ("12345678.mijn-bedrijf-2", "12345678.mijn-bedrijf-2"),
        ("202." + "x" * 48, "202." + "x" * 48),
        ("202.straße", "202.strasse"),
    ],
)
def test_a_login_has_one_spelling(typed: str, login: str) -> None:
    assert parse_login(typed) == login
    assert parse_login(login) == login


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "202",
        "mijnbedrijf",
        ".mijnbedrijf",
        "202.",
        "202.-bedrijf",
        "202.bedrijf-",
        "202.mijn bedrijf",
        "202.mijn_bedrijf",
        "202.mijn.bedrijf",
        "123456789.bedrijf",
        "202." + "x" * 49,
        "202.mijn\u00adbedrijf",
        "202.mijn\u200bbedrijf",
        "202.mijnbеdrijf",
        "٢٠٢.mijnbedrijf",
        "202.mijnbedrijf\x00",
        "202.a:b",
        "'; DROP TABLE account",
        "\ud800",
        pytest.param("202." + "\u0301\u0316" * 500_000, id="a million marks"),
        pytest.param("x" * 1_000_000, id="a megabyte"),
    ],
)
def test_what_is_no_login_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="NOT_A_LOGIN"):
        parse_login(typed)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())) | st.from_regex(r"\s?[0-9]{1,9}\.[a-zA-Z0-9ſK-]{1,50}\s?"))
def test_any_text_is_a_login_in_its_one_spelling_or_refused(typed: str) -> None:
    try:
        login = parse_login(typed)
    except Refused:
        return
    assert login.isascii()
    assert login == login.lower() == parse_login(login)
    assert ":" not in login


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("Jan", "de Vries", "202 Jan de Vries"), ("Jan", "", "202 Jan"), ("", "", "202")],
)
def test_a_person_is_called_by_extension_and_full_name(first: str, last: str, name: str) -> None:
    assert Profile("202.mijnbedrijf", Role.USER, first, last, Language.DUTCH).name == name


def test_a_new_person_has_no_contact_data() -> None:
    assert Profile("202.mijnbedrijf", Role.USER, "Jan", "", Language.DUTCH).contacts == ()
