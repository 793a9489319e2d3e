"""A password is long enough, hard to guess for who knows the account, and never cut."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui2fa.domain.errors import Refused
from tui2fa.domain.passwords import LONGEST, MINIMUM, check, normal
from tui2fa.domain.refusals import Refusal

ACCOUNT = ("202.mijnbedrijf", "Renée", "Jansen")
MANY_WORDS = "De trein naar Groningen rijdt vandaag via een omweg langs zee. "


@pytest.mark.parametrize(
    "password",
    [
        "kT7#pQ2z",
        "koffie-trein-lamp",
        "correct horse battery staple",
        "  spaties  tellen  mee  ",
        "été à la mer",
        "зонтик под дождём",
        "雨の日は傘を忘れる",
        "mijnbedrijf leent drie oranje ladders",
        (MANY_WORDS * 2)[:64],
        pytest.param((MANY_WORDS * 20)[:LONGEST], id="1024 bytes"),
        pytest.param("4@8({[<3691!|71|0$5+7%2" * 44, id="every way to disguise a letter"),
    ],
)
def test_a_good_password_is_accepted_whole(password: str) -> None:
    assert check(password, *ACCOUNT) == normal(password)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", Refusal.PASSWORD_SHORT),
        ("kT7#pQ2", Refusal.PASSWORD_SHORT),
        ("e\u0301" * (MINIMUM - 1), Refusal.PASSWORD_SHORT),
        pytest.param((MANY_WORDS * 20)[: LONGEST + 1], Refusal.PASSWORD_LONG, id="1025 bytes"),
        pytest.param("é" * (LONGEST // 2) + "x", Refusal.PASSWORD_LONG, id="513 characters in 1025 bytes"),
        pytest.param("e\u0316\u0301" * 500_000, Refusal.PASSWORD_LONG, id="a million marks"),
        ("koffie\ud800trein-lamp", Refusal.STRANGE_CHARACTERS),
        # common ones and patterns
        ("password", Refusal.PASSWORD_WEAK),
        ("wachtwoord", Refusal.PASSWORD_WEAK),
        ("Welkom01", Refusal.PASSWORD_WEAK),
        ("hunter2hunter2", Refusal.PASSWORD_WEAK),
        ("12345678", Refusal.PASSWORD_WEAK),
        ("qwertyuiop", Refusal.PASSWORD_WEAK),
        ("aaaaaaaaaaaaaaaa", Refusal.PASSWORD_WEAK),
        pytest.param("a" * LONGEST, Refusal.PASSWORD_WEAK, id="1024 times a"),
        pytest.param("password" * (LONGEST // 8), Refusal.PASSWORD_WEAK, id="128 times password"),
        # what others know of the account
        ("qallerqallerqaller", Refusal.PASSWORD_WEAK),
        pytest.param("qaller" * 170, Refusal.PASSWORD_WEAK, id="170 times qaller"),
        ("Qaller2025!", Refusal.PASSWORD_WEAK),
        ("q4ller!!", Refusal.PASSWORD_WEAK),
        ("qallertui2facallvoip", Refusal.PASSWORD_WEAK),
        ("202.mijnbedrijf", Refusal.PASSWORD_WEAK),
        ("202.MijnBedrijf202.MijnBedrijf", Refusal.PASSWORD_WEAK),
        ("mijnbedrijf202", Refusal.PASSWORD_WEAK),
        ("Rene\u0301e Jansen 202", Refusal.PASSWORD_WEAK),
    ],
)
def test_a_bad_password_is_refused_with_its_reason(password: str, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        check(password, *ACCOUNT)
    assert refused.value.refusal is refusal


def test_a_short_password_is_told_the_minimum() -> None:
    with pytest.raises(Refused) as refused:
        check("kort")
    assert refused.value.values == {"minimum": 8}


def test_only_the_account_itself_is_held_against_a_password() -> None:
    assert check("Vandersteen-Bloemhof", *ACCOUNT)
    with pytest.raises(Refused, match="PASSWORD_WEAK"):
        check("Vandersteen-Bloemhof", "203.bloemhof", "Vandersteen")


def test_an_accent_typed_either_way_is_the_same_password() -> None:
    assert check("caf\u00e9-trein-lamp") == check("cafe\u0301-trein-lamp") == normal("cafe\u0301-trein-lamp")


def test_the_last_character_counts() -> None:
    longest = (MANY_WORDS * 20)[: LONGEST - 1]
    assert check(longest + "a") != check(longest + "b")


def test_two_people_at_once_are_judged_by_their_own_words() -> None:
    def refused(name: str) -> bool:
        try:
            check("Vandersteen-1", name)
        except Refused:
            return True
        return False

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(refused, ["Vandersteen", "Bloemhof"] * 50))
    assert answers == [True, False] * 50


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_accepted_or_refused(password: str) -> None:
    try:
        accepted = check(password, *ACCOUNT)
    except Refused:
        return
    assert accepted == normal(password) == normal(accepted)


@pytest.mark.parametrize("text", ["", "\ud800", pytest.param("\u0301\u0316" * 500_000, id="a million marks")])
def test_anything_typed_at_login_has_a_form(text: str) -> None:
    assert isinstance(normal(text), str)
