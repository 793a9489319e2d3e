"""The Dutch catalogue is complete, sound and compiled."""

from __future__ import annotations

import ast
import errno
import gettext
import io
import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from babel.messages.mofile import read_mo

from tests.catalogue import DUTCH, PACKAGE, compiled, dutch, template
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.locale import LANGUAGES, catalogue
from tui2fa.locale.by_message import INSTEAD
from tui2fa.locale.system import SAID

PLACES = re.compile(r"\{\w+\}")
REMEDY = "run python -m tests.catalogue and fill in what is empty"


def sentences(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def test_every_sentence_of_the_code_is_in_it() -> None:
    known = {tuple(sentences(message.id)) for message in dutch() if message.id}
    missing = [message.id for message in template() if message.id and tuple(sentences(message.id)) not in known]
    assert not missing, REMEDY


def test_every_sentence_about_calls_that_has_one_about_messages_is_said_somewhere() -> None:
    said = {
        message.id for message in template() if any(place[0] != "locale/by_message.py" for place in message.locations)
    }
    assert set(INSTEAD) <= said
    for language in LANGUAGES:
        words, usual = catalogue(language, by_message=True), catalogue(language)
        assert all(words(call) == usual(message) != usual(call) for call, message in INSTEAD.items())


def test_no_sentence_hides_in_a_formatted_string() -> None:
    """Babel does not look into f-strings on every Python: what is marked there would never be translated."""
    hidden = [
        f"{path.name}: {ast.unparse(call)}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for formatted in ast.walk(ast.parse(path.read_text()))
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith("tr")
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_every_sentence_is_found_that_gettext_finds() -> None:
    ours = catalogue("nl")
    with DUTCH.with_suffix(".mo").open("rb") as file:
        theirs = gettext.GNUTranslations(file)
    for message in dutch():
        one, many = (*sentences(message.id), "")[:2]
        if many:
            for count in range(4):
                assert ours.plural(one, many, count).replace(str(count), "{count}") == theirs.ngettext(one, many, count)
        elif one:
            assert ours(one) == theirs.gettext(one)
    assert ours("Zzz nobody said this") == "Zzz nobody said this"
    assert ours.plural("{count} zebra", "{count} zebras", 2) == "2 zebras"


def test_what_the_system_says_is_said_in_dutch_too() -> None:
    by_system = {os.strerror(number) for number in errno.errorcode}
    assert {said for said in SAID if said[0].isupper()} <= by_system
    line = catalogue("nl")("{path} cannot be read: {system}.", path="/x", system=os.strerror(errno.EACCES))
    assert line == "/x kan niet gelezen worden: geen toegang."


def test_it_holds_nothing_empty_unsure_or_unused() -> None:
    used = {tuple(sentences(message.id)) for message in template()}
    for message in dutch():
        if message.id:
            assert all(sentences(message.string)), f"{message.id!r}: {REMEDY}"
            assert not message.fuzzy, message.id
            assert tuple(sentences(message.id)) in used, f"{message.id!r} is no longer used: {REMEDY}"
    assert not dutch().obsolete


def test_named_places_are_the_same_in_both_languages() -> None:
    for message in dutch():
        wanted = set().union(*(PLACES.findall(sentence) for sentence in sentences(message.id)))
        for sentence in sentences(message.string) if message.id else ():
            assert set(PLACES.findall(sentence)) <= wanted, message.id
        if message.id and isinstance(message.id, str):
            assert set(PLACES.findall(str(message.string))) == wanted, message.id


def test_people_are_called_u_except_where_the_label_of_the_panel_says_je() -> None:
    labels = {
        "Wat is jouw verificatie voorkeursmethode?",
        "Hoe wil je jouw identiteit verifiëren?",
        "1. Scan de QR-code in je Authenticator-app",
    }
    told = {sentence for message in dutch() if message.id for sentence in sentences(message.string)}
    assert {sentence for sentence in told if re.search(r"\b(je|jij|jou|jouw)\b", sentence, re.IGNORECASE)} == labels


def test_the_compiled_catalogue_is_fresh() -> None:
    """Whichever Babel compiled it: its header tells the version."""
    kept, fresh = (
        {
            tuple(sentences(message.id)): sentences(message.string)
            for message in read_mo(io.BytesIO(content))
            if message.id
        }
        for content in (DUTCH.with_suffix(".mo").read_bytes(), compiled(dutch()))
    )
    assert kept == fresh, REMEDY
    assert kept


def test_nothing_is_said_as_nothing() -> None:
    assert catalogue("nl")("") == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (24, "24 s"), (60, "1 min"), (252, "4 min 12 s"), (3600, "1 h"), (3900, "1 h 5 min"), (-5, "0 s")],
)
def test_waits_are_told_in_their_two_largest_units(seconds: int, words: str) -> None:
    assert catalogue("en").duration(seconds) == words


def test_a_moment_is_told_as_people_say_it() -> None:
    now = datetime(2026, 7, 12, 12, 0, tzinfo=UTC)
    tell = catalogue("en").moment
    assert tell(now, now).startswith("today ")
    assert tell(now - timedelta(days=1), now).startswith("yesterday ")
    assert tell(datetime(2026, 5, 3, 12, tzinfo=UTC), now) == "3 May"
    assert tell(datetime(2025, 5, 3, 12, tzinfo=UTC), now) == "3 May 2025"


def test_values_are_filled_in_last_and_are_harmless() -> None:
    tr = catalogue("en")
    assert tr("Hello {name}", name="{0} %s {name}") == "Hello {0} %s {name}"
    assert tr("Hello {name}") == "Hello {name}"
    assert "\x1b" not in tr("Hello {name}", name="\x1b[31m")


def test_a_refusal_says_its_wait_in_words_and_the_tries_left() -> None:
    told = catalogue("en").refusal(Refused(Refusal.TOO_SOON, wait=72, tries_left=1))
    assert "1 min 12 s" in told
    assert told.endswith("1 attempt left, then you have to wait.")
