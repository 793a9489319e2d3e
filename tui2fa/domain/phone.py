"""A telephone number: how it is read, which ones may be called, how it is masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

HOME = "NL"
"""Where a number without a country code is."""
EUROPEAN_UNION = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)

_LONGEST = 32
"""Characters, spacing included."""
_LONGEST_E164 = 16
"""A plus sign and fifteen digits (ITU-T E.164 6); the library knows longer German numbers."""
_DIALLED_ON = r"(?i)[0-9]\s*(?:[,;#*]|[pwx]\s*[0-9]|ext|toestel|tst)"
_TYPED = r"[ (]*\+?[0-9() -]*"
_SHORT = "[1-9][0-9]{2,5}"
"""112, 144, 1233, 14020, 116117: neither an area code nor a country code in front."""
_MACHINES = "+3197"
"""M2M numbers; the library calls them mobile (input 16)."""
_WHOLE = re.compile(r"\+?[0-9](?:[ ().-]{0,3}[0-9]){8,}")
"""A run of nine digits or more, however they are spaced: long enough to reach somebody."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number that may be called: E.164, and whether it stays behind when its owner leaves (R11)."""

    e164: str
    landline: bool


@dataclass(frozen=True, slots=True)
class NumberPolicy:
    """Which numbers may be called.

    `regions` are ISO 3166 countries as the library assigns a number to them, never country codes: +44 7911 is Guernsey.
    `extra_prefixes` are E.164 prefixes that are allowed although their kind is a service number; premium and machine
    numbers stay refused.
    """

    regions: frozenset[str]
    extra_prefixes: tuple[str, ...]


DEFAULT_POLICY = NumberPolicy(EUROPEAN_UNION, ("+3188",))
"""The Netherlands and the rest of the European Union, with Dutch company numbers (088)."""


def parse(text: str, policy: NumberPolicy = DEFAULT_POLICY) -> Number:
    """The number that a person typed in Dutch or international spelling.

    Only ASCII digits, spaces, hyphens, brackets and one leading plus sign are read (inputs 10-12). Raises Refused with
    EMPTY or the NUMBER_* refusal that says what is wrong (inputs 11-18).
    """
    import phonenumbers

    number, e164 = _read(text)
    if refusal := _refusal(number, e164, policy):
        raise Refused(refusal)
    mobile = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
    return Number(e164, landline=phonenumbers.number_type(number) not in mobile)


def contact(text: str) -> str:
    """A number of the contact data in E.164: nobody is called there for a code, so any country and kind will do.

    Raises Refused with EMPTY or the NUMBER_* refusal that says what is wrong.
    """
    import phonenumbers

    number, e164 = _read(text)
    if not phonenumbers.is_valid_number(number):
        raise Refused(Refusal.NUMBER_UNREADABLE)
    return e164


def mask(e164: str) -> str:
    """A number as it may be shown: the first three digits of the Dutch form and the last two, `062*****29`.

    Abroad the plus sign, four digits and the last two: `+4915*****89`. Five stars always, so the length is not told.
    """
    start = f"0{e164[3:5]}" if e164.startswith("+31") else e164[:5]
    return f"{start}*****{e164[-2:]}"


def hide(text: str) -> str:
    """A text of somebody's own with every whole number in it masked, for whoever may see no number whole (R10)."""
    return _WHOLE.sub(lambda found: f"{found[0][:3]}*****{found[0][-2:]}", text)


def show(e164: str) -> str:
    """A number in full as its owner reads it: `06 12345678`, `+49 1512 3456789`."""
    import phonenumbers

    number = phonenumbers.parse(e164)
    home = phonenumbers.region_code_for_number(number) == HOME
    spelling = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, spelling)


def dialled(number: str, at: str = "") -> str:
    """The digits that one dials at the telephone `at` (E.164) to reach a number, however it is written.

    `at` is at home where it is no number; what the library cannot read is dialled as it stands.
    """
    import phonenumbers

    def parsed(text: str) -> PhoneNumber | None:
        try:
            return phonenumbers.parse(text, HOME)
        except phonenumbers.NumberParseException:
            return None

    there, here = parsed(number), parsed(at)
    if there is not None:
        home = here.country_code if here else phonenumbers.country_code_for_region(HOME)
        near = there.country_code == home
        form = phonenumbers.PhoneNumberFormat.NATIONAL if near else phonenumbers.PhoneNumberFormat.E164
        number = phonenumbers.format_number(there, form)
    return re.sub("[^0-9]", "", number.replace("+", "00"))


def _read(text: str) -> tuple[PhoneNumber, str]:
    """The number in any country and of any kind, valid or not, and its E.164 form."""
    import phonenumbers

    _check_spelling(text)
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        raise Refused(Refusal.NUMBER_UNREADABLE) from None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(e164) > _LONGEST_E164:
        raise Refused(Refusal.NUMBER_UNREADABLE)
    return number, e164


def _check_spelling(text: str) -> None:
    """Refuse what the library reads all the same: other digits, extensions, tones, short numbers (inputs 11-14)."""
    if not text.strip():
        raise Refused(Refusal.EMPTY)
    if len(text) > _LONGEST:
        raise Refused(Refusal.NUMBER_UNREADABLE)
    if re.search(_DIALLED_ON, text):
        raise Refused(Refusal.NUMBER_EXTENSION)
    if not re.fullmatch(_TYPED, text):
        raise Refused(Refusal.NUMBER_CHARACTERS)
    if re.fullmatch(_SHORT, re.sub("[() -]", "", text)):
        raise Refused(Refusal.NUMBER_SHORT)


def _refusal(number: PhoneNumber, e164: str, policy: NumberPolicy) -> Refusal | None:
    """Why a readable number may not be called; None where it may."""
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    kind = phonenumbers.number_type(number)
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    if e164.startswith(_MACHINES):
        return Refusal.NUMBER_MACHINE
    if kind == Type.PREMIUM_RATE:
        return Refusal.NUMBER_PREMIUM
    if not policy.regions.intersection(regions):
        return Refusal.NUMBER_COUNTRY
    if not phonenumbers.is_valid_number(number):
        return Refusal.NUMBER_UNREADABLE
    if phonenumbers.region_code_for_number(number) not in policy.regions:
        return Refusal.NUMBER_COUNTRY
    callable_kinds = {Type.MOBILE, Type.FIXED_LINE, Type.FIXED_LINE_OR_MOBILE, Type.VOIP}
    if kind not in callable_kinds and not e164.startswith(policy.extra_prefixes):
        return Refusal.NUMBER_SERVICE
    return None
