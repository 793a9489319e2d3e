"""Codes are spelled, counted and timed as the RFCs say; two independent libraries are the witnesses."""

from __future__ import annotations

import base64
import hashlib
import math
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyotp
import pytest
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from hypothesis import given, settings
from hypothesis import strategies as st

from tui2fa.domain.codes import (
    CLOCK_SLACK,
    CODE_LIFETIME,
    CODE_TRIES,
    DIGITS,
    PAIRING_ALPHABET,
    PAIRING_LENGTH,
    PAIRING_LIFETIME,
    TIME_STEP,
    WINDOW,
    lives,
    new_code,
    new_pairing_code,
    parse_code,
    parse_pairing_code,
    show_pairing_code,
    time_step,
)
from tui2fa.domain.errors import Refused
from tui2fa.domain.throttle import CAP

SEED = b"12345678901234567890"
SEEDS = {"SHA1": SEED, "SHA256": (SEED * 2)[:32], "SHA512": (SEED * 4)[:64]}
WITNESSES: dict[str, SHA1 | SHA256 | SHA512] = {
    "SHA1": SHA1(),  # noqa: S303 - what RFC 4226 and every authenticator app use
    "SHA256": SHA256(),
    "SHA512": SHA512(),
}
DIGESTS = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}

RFC_4226 = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489"
"""Appendix D, counters 0 to 9."""
RFC_6238 = [
    (59, "SHA1", "94287082"),
    (59, "SHA256", "46119246"),
    (59, "SHA512", "90693936"),
    (1111111109, "SHA1", "07081804"),
    (1111111109, "SHA256", "68084774"),
    (1111111109, "SHA512", "25091201"),
    (1111111111, "SHA1", "14050471"),
    (1111111111, "SHA256", "67062674"),
    (1111111111, "SHA512", "99943326"),
    (1234567890, "SHA1", "89005924"),
    (1234567890, "SHA256", "91819424"),
    (1234567890, "SHA512", "93441116"),
    (2000000000, "SHA1", "69279037"),
    (2000000000, "SHA256", "90698825"),
    (2000000000, "SHA512", "38618901"),
    (20000000000, "SHA1", "65353130"),
    (20000000000, "SHA256", "77737706"),
    (20000000000, "SHA512", "47863826"),
]
"""Appendix B: seconds since 1970, hash, eight digits."""


@pytest.fixture
def _amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server whose local time is not UTC."""
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("counter", "code"), enumerate(RFC_4226.split()))
def test_counted_codes_are_those_of_rfc_4226(counter: int, code: str) -> None:
    assert pyotp.HOTP(base64.b32encode(SEED).decode()).at(counter) == code
    assert HOTP(SEED, DIGITS, WITNESSES["SHA1"]).generate(counter).decode() == code


@pytest.mark.parametrize(("seconds", "algorithm", "code"), RFC_6238)
def test_timed_codes_are_those_of_rfc_6238(seconds: int, algorithm: str, code: str) -> None:
    seed = SEEDS[algorithm]
    totp = pyotp.TOTP(base64.b32encode(seed).decode(), digits=8, digest=DIGESTS[algorithm])
    assert totp.at(seconds) == code
    assert totp.generate_otp(time_step(datetime.fromtimestamp(seconds, UTC))) == code
    assert TOTP(seed, 8, WITNESSES[algorithm], TIME_STEP).generate(seconds).decode() == code


@settings(deadline=None)
@given(st.binary(min_size=20, max_size=20), st.integers(0, 2**33))
def test_both_libraries_give_the_same_code_for_our_time_step(seed: bytes, seconds: int) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    ours = pyotp.HOTP(base64.b32encode(seed).decode()).at(time_step(now))
    assert ours == pyotp.TOTP(base64.b32encode(seed).decode()).at(now)
    assert ours == TOTP(seed, DIGITS, WITNESSES["SHA1"], TIME_STEP).generate(seconds).decode()


@pytest.mark.usefixtures("_amsterdam")
def test_the_hour_that_comes_twice_has_codes_of_its_own_each_time() -> None:
    summer = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    winter = summer + timedelta(hours=1)
    amsterdam = ZoneInfo("Europe/Amsterdam")
    assert summer.astimezone(amsterdam).time() == winter.astimezone(amsterdam).time()
    assert time_step(winter) - time_step(summer) == 3600 // TIME_STEP
    assert time_step(winter.astimezone(amsterdam)) == time_step(winter)


def test_a_time_step_is_thirty_seconds_and_outlives_2038() -> None:
    start = datetime(2040, 1, 1, tzinfo=UTC)
    steps = Counter(time_step(start + timedelta(seconds=second)) for second in range(90))
    assert list(steps.values()) == [30, 30, 30]


def test_a_new_code_is_six_digits_and_keeps_its_zeros() -> None:
    codes = [new_code() for _ in range(100_000)]
    assert all(len(code) == 6 and code.isascii() and code.isdigit() for code in codes)
    assert 9_400 < sum(code.startswith("0") for code in codes) < 10_600
    assert len(set(codes)) > 90_000
    assert new_code(lambda below: 42) == "000042"
    assert new_code(lambda below: below - 1) == "999999"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("000000", "000000"), (" 123 456 ", "123456"), ("123456", "123456"), ("1 2 3 4 5 6", "123456")],
)
def test_a_code_may_be_typed_with_spaces(typed: str, code: str) -> None:
    assert parse_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "1234567",
        "-12345",
        "+12345",
        "1_2_3_4",
        "1_2_3_4_5_6",
        "１２３４５６",
        "١٢٣٤٥٦",
        "12345²",
        "123456\n",
        "123\n456",
        "123\u00a0456",
        "123\u200b456",
        "12345a",
        "\ud800",
        pytest.param("123456" * 200_000, id="a megabyte"),
    ],
)
def test_anything_else_is_no_code(typed: str) -> None:
    with pytest.raises(Refused, match="NOT_A_CODE"):
        parse_code(typed)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_a_code_or_refused(typed: str) -> None:
    try:
        code = parse_code(typed)
    except Refused:
        return
    assert code == typed.replace(" ", "")
    assert set(code) <= set("0123456789")


def test_codes_are_hard_enough_to_guess() -> None:
    assert timedelta(minutes=10) >= CODE_LIFETIME
    assert CODE_TRIES / 10**DIGITS <= 5e-6
    assert 1 - (1 - (2 * WINDOW + 1) / 10**DIGITS) ** CAP < 1.6e-4


def test_a_pairing_code_holds_forty_bits() -> None:
    assert len(set(PAIRING_ALPHABET)) == len(PAIRING_ALPHABET) == 32
    assert not set("ILOU") & set(PAIRING_ALPHABET)
    assert math.log2(len(PAIRING_ALPHABET)) * PAIRING_LENGTH >= 40
    assert timedelta(minutes=10) >= PAIRING_LIFETIME


def test_pairing_codes_use_the_whole_alphabet_in_every_place() -> None:
    codes = [new_pairing_code() for _ in range(5_000)]
    assert len(set(codes)) == len(codes)
    for place in zip(*codes, strict=True):
        assert set(place) == set(PAIRING_ALPHABET)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7QM-4T2P", "K7QM4T2P"),
        ("k7qm4t2p", "K7QM4T2P"),
        (" k7qm 4t2p ", "K7QM4T2P"),
        ("OoIiLl-00", "00111100"),
    ],
)
def test_a_pairing_code_is_read_however_it_is_typed(typed: str, code: str) -> None:
    assert parse_pairing_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "K7QM4T2", "K7QM4T2PX", "K7QM4T2U", "Ｋ7QM4T2P", "K7QM\n4T2P", "K7QM_4T2P", "\ud800"]
)
def test_what_cannot_be_a_pairing_code_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="WRONG_PAIRING"):
        parse_pairing_code(typed)


def test_a_pairing_code_is_shown_in_two_halves_and_read_back() -> None:
    code = new_pairing_code(lambda below: below - 1)
    assert show_pairing_code(code) == "ZZZZ-ZZZZ"
    assert parse_pairing_code(show_pairing_code(code)) == code


@settings(deadline=None)
@given(st.timedeltas(timedelta(0), timedelta(days=4000)), st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_no_jump_of_the_clock_lets_a_code_live_on_for_more_than_its_lifetime(lived: timedelta, back: timedelta) -> None:
    """It lived that long before the clock went that far back; how much longer does it live from there?"""
    made = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
    expires = made + CODE_LIFETIME
    if lives(expires, CODE_LIFETIME, made + lived):
        now = made + lived - back
        more = expires - now if lives(expires, CODE_LIFETIME, now) else timedelta(0)
        assert lived + more <= 2 * CODE_LIFETIME + CLOCK_SLACK


def test_a_code_lives_on_where_another_machines_clock_is_a_little_behind() -> None:
    made = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
    assert lives(made + CODE_LIFETIME, CODE_LIFETIME, made - CLOCK_SLACK)
    assert not lives(made + CODE_LIFETIME, CODE_LIFETIME, made - CLOCK_SLACK - timedelta(microseconds=1))
