"""Names are clean when they come in, and harmless when they are shown."""

from __future__ import annotations

import unicodedata

import pyotp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import SHOWN_LIMIT, safe
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.text import clean_email, clean_label, clean_name, folded

ANYTHING = st.text(st.characters(exclude_categories=()))
HOSTILE = st.text(
    st.sampled_from(
        "ae \t\r\n\x00\x07\x1b\x7f\x9b\xad\u0301\u0316\u200b\u200d\u202e\u2066\u3164\ufe0f\ufeff\ud800\U000e0001字[]/@"
    )
)
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jan", "Jan"),
        ("  Jan   de  Vries ", "Jan de Vries"),
        ("Jan\u00a0de\u3000Vries", "Jan de Vries"),
        ("Rene\u0301e", "Renée"),
        ("Ngu\u1ec5n Th\u1ecb", "Nguễn Thị"),
        ("d'Artagnan-O’Neill jr.", "d'Artagnan-O’Neill jr."),
        ("Мария", "Мария"),
        ("Ελένη", "Ελένη"),
        ("Мария Jansen", "Мария Jansen"),
        ("محمد", "محمد"),
        ("कुमार", "कुमार"),
        ("\u1112\u1161\u11ab", "한"),
        ("😀", "😀"),
        ("字" * 64, "字" * 64),
        ("x" * 64, "x" * 64),
        ("e\u0301" * 64, "é" * 64),
        ("[b]x[/b] [@click=app.quit]hi[/]", "[b]x[/b] [@click=app.quit]hi[/]"),
        ("[@click=app.boom(']", "[@click=app.boom(']"),
        ("'; DROP TABLE", "'; DROP TABLE"),
        ("{0} %s $(id) ../../x -rf", "{0} %s $(id) ../../x -rf"),
    ],
)
def test_a_name_is_kept_as_its_owner_writes_it(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept
    assert clean_name(kept) == kept


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", Refusal.EMPTY),
        (" \u00a0 ", Refusal.EMPTY),
        ("x" * 65, Refusal.TOO_LONG),
        pytest.param("x" * 10_000, Refusal.TOO_LONG, id="ten thousand"),
        pytest.param("\u0301\u0316" * 500_000, Refusal.TOO_LONG, id="a million marks"),
        ("a\x1b]52;c;ZXZpbA==\x1b\\", Refusal.STRANGE_CHARACTERS),
        ("\x1b]0;pwn\x07", Refusal.STRANGE_CHARACTERS),
        ("\x9b31m", Refusal.STRANGE_CHARACTERS),
        ("a\x00b", Refusal.STRANGE_CHARACTERS),
        ("a\nb", Refusal.STRANGE_CHARACTERS),
        ("a\tb", Refusal.STRANGE_CHARACTERS),
        ("a\u202eb", Refusal.STRANGE_CHARACTERS),
        ("a\u200bb", Refusal.STRANGE_CHARACTERS),
        ("a\u2066b\u2069", Refusal.STRANGE_CHARACTERS),
        ("a\ufeffb", Refusal.STRANGE_CHARACTERS),
        ("a\u2028b", Refusal.STRANGE_CHARACTERS),
        ("a\U000e0001b", Refusal.STRANGE_CHARACTERS),
        ("ad\u00admin", Refusal.STRANGE_CHARACTERS),
        ("👨\u200d👩", Refusal.STRANGE_CHARACTERS),
        ("\ud800", Refusal.STRANGE_CHARACTERS),
        ("\ue000", Refusal.STRANGE_CHARACTERS),
        ("\u0378", Refusal.STRANGE_CHARACTERS),
        ("\u3164", Refusal.STRANGE_CHARACTERS),
        ("x\ufe0f", Refusal.STRANGE_CHARACTERS),
        ("\u0316x", Refusal.STRANGE_CHARACTERS),
        (("e" + "\u0316" * 20) * 3, Refusal.STRANGE_CHARACTERS),
        ("a:b", Refusal.STRANGE_CHARACTERS),
        ("аdmin", Refusal.MIXED_SCRIPTS),
        ("Αnna", Refusal.MIXED_SCRIPTS),
        ("Jan Vriеs", Refusal.MIXED_SCRIPTS),
    ],
)
def test_a_name_that_hides_something_is_refused(typed: str, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        clean_name(typed)
    assert refused.value.refusal is refusal


def test_a_refusal_tells_the_limit_that_was_passed() -> None:
    with pytest.raises(Refused) as refused:
        clean_name("kantoren", limit=7)
    assert refused.value.values == {"limit": 7}


@pytest.mark.parametrize(("typed", "kept"), [("", ""), ("  ", ""), ("\n", ""), (" kantoor ", "kantoor")])
def test_a_label_may_be_left_out(typed: str, kept: str) -> None:
    assert clean_label(typed) == kept


def test_a_label_is_held_to_the_rules_of_a_name() -> None:
    with pytest.raises(Refused, match="STRANGE_CHARACTERS"):
        clean_label("kan\u200btoor")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" jan@mijnbedrijf.nl ", "jan@mijnbedrijf.nl"),
        ("Jan.de-Vries+2fa@mail.mijn-bedrijf.co.uk", "Jan.de-Vries+2fa@mail.mijn-bedrijf.co.uk"),
        ("rene\u0301e@café.fr", "renée@café.fr"),
        ("мария@example.com", "мария@example.com"),
    ],
)
def test_an_email_address_is_kept(typed: str, kept: str) -> None:
    assert clean_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "jan",
        "jan@",
        "@bedrijf.nl",
        "jan@bedrijf",
        "jan@@bedrijf.nl",
        "jan@bedrijf..nl",
        "jan@-bedrijf.nl",
        "jan@bedrijf-.nl",
        "jan de vries@bedrijf.nl",
        "jan@bedrijf.nl\nbcc: x@y.nl",
        "<jan@bedrijf.nl>",
        "jan@bed\u200brijf.nl",
        "jan@\ud800.nl",
        "jan@bеdrijf.nl",
        "j" * 65 + "@bedrijf.nl",
        "jan@" + "bedrijf." * 40 + "nl",
    ],
)
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="NOT_AN_EMAIL"):
        clean_email(typed)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("Jan de Vries", "Jan de Vries"),
        ("[b]x[/b] [@click=app.quit]hi[/]", "[b]x[/b] [@click=app.quit]hi[/]"),
        ("a\x1b]52;c;ZXZpbA==\x1b\\", "a␛]52;c;ZXZpbA==␛\\"),
        ("\x9b31m\x00\x7f", "�31m��"),
        ("a\r\nb\tc", "a��b�c"),
        ("a\u202eb\u2066c\u200bd\ufeffe\U000e0041", "a�b�c�d�e�"),
        ("\ud800", "�"),
        ("e\u0301\u0316\u0317\u0318", "e\u0301\u0316��"),
        ("\u0301x", "�x"),
        ("", ""),
    ],
)
def test_data_is_shown_literally_and_harmlessly(data: str, shown: str) -> None:
    assert safe(data) == shown


@pytest.mark.parametrize(
    ("data", "limit", "shown"),
    [
        ("kantoor", 7, "kantoor"),
        ("kantoor", 6, "kanto…"),
        ("字字字", 6, "字字字"),
        ("字字字", 5, "字字…"),
        ("字字字", 4, "字…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("kantoor", 1, "…"),
        ("kantoor", 0, ""),
    ],
)
def test_long_data_is_cut_to_the_cells_there_are(data: str, limit: int, shown: str) -> None:
    assert safe(data, limit) == shown


@settings(deadline=None)
@given(ANYTHING | HOSTILE, st.integers(0, 80))
def test_shown_text_never_controls_the_terminal(data: str, limit: int) -> None:
    shown = safe(data, limit)
    assert not {unicodedata.category(character) for character in shown} & HARMFUL
    assert cell_len(shown) <= limit
    assert safe(shown, limit) == shown


@settings(deadline=None)
@given(ANYTHING | HOSTILE)
def test_a_name_is_refused_or_shown_as_it_is(typed: str) -> None:
    try:
        name = clean_name(typed)
    except Refused:
        return
    assert clean_name(name) == name
    assert safe(name, 2 * SHOWN_LIMIT) == name


@settings(deadline=None)
@given(ANYTHING | HOSTILE)
def test_an_email_address_is_refused_or_shown_as_it_is(typed: str) -> None:
    try:
        email = clean_email(typed)
    except Refused:
        return
    assert safe(email, 2 * SHOWN_LIMIT) == email


@settings(deadline=None)
@given(st.sampled_from(["%3A", "&secret=", "😀", "a b/c?d#e", "../../x", "{0}"]) | st.text(min_size=1))
def test_a_clean_name_survives_an_otpauth_label(typed: str) -> None:
    try:
        name = clean_name(typed)
    except Refused:
        return
    uri = pyotp.TOTP(pyotp.random_base32()).provisioning_uri(name=name, issuer_name="Qaller")
    assert pyotp.parse_uri(uri).name == name


@pytest.mark.parametrize(
    ("typed", "sought"),
    [("Ömer Çelik", "omer celik"), ("YILMAZ", "yilmaz"), ("Yılmaz", "yilmaz"), ("Søren Łoś", "soren los"), ("ß", "ss")],
)
def test_a_name_is_found_without_its_accents(typed: str, sought: str) -> None:
    assert folded(typed) == sought
