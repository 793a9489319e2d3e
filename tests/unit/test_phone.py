"""Numbers are read in every spelling a person uses, and only those that may be called are kept."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui2fa.domain.errors import Refused
from tui2fa.domain.phone import DEFAULT_POLICY, Number, NumberPolicy, contact, hide, mask, parse, show
from tui2fa.domain.refusals import Refusal

EVERYWHERE = NumberPolicy(frozenset({"NL", "US", "GB", "AW"}), ("+3188", "+3190", "+3197"))


@pytest.mark.parametrize(
    ("typed", "e164", "landline"),
    [
        ("06-12345678", "+31612345678", False),
        ("06 12345678", "+31612345678", False),
        (" (06) 1234 5678 ", "+31612345678", False),
        ("+31612345678", "+31612345678", False),
        ("+31 (0)6 12345678", "+31612345678", False),
        ("0031612345678", "+31612345678", False),
        ("00 31 6-12 34 56 78", "+31612345678", False),
        ("020 555 0123", "+31205550123", True),
        ("050-8200000", "+31508200000", True),
        ("085 1234567", "+31851234567", True),
        ("088 1234567", "+31881234567", True),
        ("+49 1512 3456789", "+4915123456789", False),
        ("+49 30 12345678", "+493012345678", True),
        ("+32 470 12 34 56", "+32470123456", False),
        ("+39 06 1234 5678", "+390612345678", True),
        ("+45 20 12 34 56", "+4520123456", False),
    ],
)
def test_every_usual_spelling_is_read(typed: str, e164: str, landline: bool) -> None:
    assert parse(typed) == Number(e164, landline)
    assert parse(show(e164)) == Number(e164, landline)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", Refusal.EMPTY),
        ("  ", Refusal.EMPTY),
        # input 11: only ASCII digits and spacing
        ("０６１２３４５６７８", Refusal.NUMBER_CHARACTERS),
        ("٠٦١٢٣٤٥٦٧٨", Refusal.NUMBER_CHARACTERS),
        ("06\u200b12345678", Refusal.NUMBER_CHARACTERS),
        ("06\u00a012345678", Refusal.NUMBER_CHARACTERS),
        ("06 12345678\n", Refusal.NUMBER_CHARACTERS),
        ("06.12345678", Refusal.NUMBER_CHARACTERS),
        ("06/12345678", Refusal.NUMBER_CHARACTERS),
        ("+31+612345678", Refusal.NUMBER_CHARACTERS),
        ("0+31612345678", Refusal.NUMBER_CHARACTERS),
        ("06 \ud800", Refusal.NUMBER_CHARACTERS),
        ("0800-FLOWERS", Refusal.NUMBER_CHARACTERS),
        ("tel:0612345678", Refusal.NUMBER_CHARACTERS),
        ("jan@bedrijf.nl", Refusal.NUMBER_CHARACTERS),
        # input 12: an extension or tones would be dialled
        ("0612345678 ext. 5", Refusal.NUMBER_EXTENSION),
        ("0612345678x5", Refusal.NUMBER_EXTENSION),
        ("050 8200000 toestel 202", Refusal.NUMBER_EXTENSION),
        ("06 12345678,,123#", Refusal.NUMBER_EXTENSION),
        ("0612345678;ext=5", Refusal.NUMBER_EXTENSION),
        ("0612345678;phone-context=evil", Refusal.NUMBER_EXTENSION),
        ("0612345678p1", Refusal.NUMBER_EXTENSION),
        # input 13
        ("0900 1234567", Refusal.NUMBER_PREMIUM),
        ("0900-1234", Refusal.NUMBER_PREMIUM),
        ("0906 1234567", Refusal.NUMBER_PREMIUM),
        ("0909 0123", Refusal.NUMBER_PREMIUM),
        ("+31 900 1234", Refusal.NUMBER_PREMIUM),
        ("+979 123456789", Refusal.NUMBER_PREMIUM),
        # input 14
        ("0800 1234567", Refusal.NUMBER_SERVICE),
        ("0800-1234", Refusal.NUMBER_SERVICE),
        ("+31 14 020", Refusal.NUMBER_SERVICE),
        ("14020", Refusal.NUMBER_SHORT),
        ("112", Refusal.NUMBER_SHORT),
        ("144", Refusal.NUMBER_SHORT),
        ("1233", Refusal.NUMBER_SHORT),
        ("116 117", Refusal.NUMBER_SHORT),
        ("+31 112", Refusal.NUMBER_UNREADABLE),
        # input 15
        ("084 1234567", Refusal.NUMBER_SERVICE),
        ("087 1234567", Refusal.NUMBER_SERVICE),
        ("066 1234567", Refusal.NUMBER_SERVICE),
        ("+49 180 1234567", Refusal.NUMBER_SERVICE),
        ("+34 700 123 456", Refusal.NUMBER_SERVICE),
        # input 16
        ("097012345678", Refusal.NUMBER_MACHINE),
        ("+31 970 12345678", Refusal.NUMBER_MACHINE),
        ("0031 (0)97 012345678", Refusal.NUMBER_MACHINE),
        # input 18
        ("+1 202 555 0123", Refusal.NUMBER_COUNTRY),
        ("+1 876 555 1234", Refusal.NUMBER_COUNTRY),
        ("+44 7400 123456", Refusal.NUMBER_COUNTRY),
        ("+44 7911 123456", Refusal.NUMBER_COUNTRY),
        ("+297 560 1234", Refusal.NUMBER_COUNTRY),
        ("+881 612345678", Refusal.NUMBER_COUNTRY),
        ("+882 16 1234567", Refusal.NUMBER_COUNTRY),
        ("+882 12345678901", Refusal.NUMBER_COUNTRY),
        ("+800 12345678", Refusal.NUMBER_COUNTRY),
        # no number at all
        ("+", Refusal.NUMBER_UNREADABLE),
        ("-", Refusal.NUMBER_UNREADABLE),
        ("+31", Refusal.NUMBER_UNREADABLE),
        ("06 1234567", Refusal.NUMBER_UNREADABLE),
        ("06 123456789", Refusal.NUMBER_UNREADABLE),
        ("+999 12345678", Refusal.NUMBER_UNREADABLE),
        ("+49 409 7937 9146 2410", Refusal.NUMBER_UNREADABLE),
        ("0" * 33, Refusal.NUMBER_UNREADABLE),
        pytest.param("0612345678" * 100_000, Refusal.NUMBER_UNREADABLE, id="a million digits"),
    ],
)
def test_what_may_not_be_called_is_refused_with_its_reason(typed: str, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        parse(typed)
    assert refused.value.refusal is refusal


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("+44 7911 123456", Refusal.NUMBER_COUNTRY),
        ("+1 876 555 1234", Refusal.NUMBER_COUNTRY),
        ("0900-1234", Refusal.NUMBER_PREMIUM),
        ("097012345678", Refusal.NUMBER_MACHINE),
        ("+49 1512 3456789", Refusal.NUMBER_COUNTRY),
    ],
)
def test_a_wider_policy_opens_a_country_not_a_country_code_and_never_a_premium_number(
    typed: str, refusal: Refusal
) -> None:
    assert parse("+44 7400 123456", EVERYWHERE).e164 == "+447400123456"
    assert parse("+297 560 1234", EVERYWHERE).e164 == "+2975601234"
    with pytest.raises(Refused) as refused:
        parse(typed, EVERYWHERE)
    assert refused.value.refusal is refusal


def test_company_numbers_need_their_prefix_in_the_policy() -> None:
    with pytest.raises(Refused, match="NUMBER_SERVICE"):
        parse("088 1234567", NumberPolicy(DEFAULT_POLICY.regions, ()))


@pytest.mark.parametrize(
    ("e164", "masked"),
    [
        ("+31621234529", "062*****29"),
        ("+31508200000", "050*****00"),
        ("+31881234567", "088*****67"),
        ("+4915123456789", "+4915*****89"),
        ("+35227123456", "+3522*****56"),
    ],
)
def test_a_masked_number_is_known_to_its_owner_alone(e164: str, masked: str) -> None:
    assert mask(e164) == masked


@pytest.mark.parametrize(
    ("e164", "shown"),
    [("+31612345678", "06 12345678"), ("+31201234567", "020 123 4567"), ("+4915123456789", "+49 1512 3456789")],
)
def test_a_number_is_shown_as_its_owner_writes_it(e164: str, shown: str) -> None:
    assert show(e164) == shown


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("06-12345678", "+31612345678"),
        ("0900-1234", "+319001234"),
        ("087 1234567", "+31871234567"),
        ("+1 202 555 0123", "+12025550123"),
        ("+44 7911 123456", "+447911123456"),
    ],
)
def test_contact_data_takes_any_number_because_no_code_goes_there(typed: str, e164: str) -> None:
    assert contact(typed) == e164


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", Refusal.EMPTY),
        ("0612345678 ext. 5", Refusal.NUMBER_EXTENSION),
        ("０６１２３４５６７８", Refusal.NUMBER_CHARACTERS),
        ("112", Refusal.NUMBER_SHORT),
        ("+31", Refusal.NUMBER_UNREADABLE),
        ("06 12345678901234", Refusal.NUMBER_UNREADABLE),
        ("0000000", Refusal.NUMBER_UNREADABLE),
    ],
)
def test_contact_data_is_still_a_number(typed: str, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        contact(typed)
    assert refused.value.refusal is refusal


ANYTHING = (
    st.text(st.characters(exclude_categories=()))
    | st.text(st.sampled_from("0123456789+() -,;#*x٣３\u200b"), max_size=36)
    | st.from_regex(r"(\+|00)?[0-9]{3,15}", fullmatch=True)
)


@settings(deadline=None)
@given(ANYTHING)
def test_any_contact_number_is_kept_in_one_spelling_or_refused(typed: str) -> None:
    try:
        e164 = contact(typed)
    except Refused:
        return
    assert contact(e164) == e164
    assert len(e164) <= 16
    assert show(e164)


@settings(deadline=None)
@given(ANYTHING)
def test_any_text_is_a_number_that_may_be_called_or_is_refused(typed: str) -> None:
    try:
        number = parse(typed)
    except Refused:
        return
    assert number.e164.startswith("+")
    assert number.e164[1:].isascii()
    assert number.e164[1:].isdigit()
    assert 8 <= len(number.e164) <= 16
    assert not number.e164.startswith(("+3197", "+3190", "+31800", "+3184", "+3187", "+1", "+44", "+88"))
    assert parse(number.e164) == number
    assert mask(number.e164)[-7:-2] == "*****"


def test_the_number_library_is_not_imported_with_the_module() -> None:
    program = (
        "import sys, tui2fa.domain.phone, tui2fa.domain.passwords;"
        "sys.exit('phonenumbers' in sys.modules or 'zxcvbn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("thuis 0621234529", "thuis 062*****29"),
        ("+31 6 2123-4529 (Jan)", "+31*****29 (Jan)"),
        ("06 - 21 23 45 29", "06 *****29"),
        ("kantoor 2.14, kamer 12345678", "kantoor 2.14, kamer 12345678"),
        ("", ""),
    ],
)
def test_a_whole_number_in_somebodys_own_words_is_hidden(text: str, shown: str) -> None:
    assert hide(text) == shown
