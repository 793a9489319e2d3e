"""Lists of users as CSV (RFC 4180): what a file to import says, and what a list that leaves the program looks like."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tui2fa.domain.directory import UserLine
from tui2fa.domain.errors import Refused
from tui2fa.domain.language import Language
from tui2fa.domain.people import Contact, Medium, Profile, Usage
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role

COLUMNS = ("login", "first_name", "last_name", "language", "number", "email")
"""Those that a file to import may have, in any order."""
NEEDED = ("login", "first_name")
"""Those that it must have."""
MOST_USERS = 1000
"""In one file."""
EXPORTED = (
    "login", "name", "role", "state", "factors", "primary", "backup", "last_login", "created",
)  # fmt: skip
"""The columns of a list of users that was exported; times are ISO 8601 in UTC."""

_DELIMITERS = ",;"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet compute a cell instead of showing it (CWE-1236)."""


@dataclass(frozen=True, slots=True)
class ListedUser:
    """One user in a file to import: the number of the line, and what is wrong with the line as such, if anything."""

    number: int
    profile: Profile
    refused: Refused | None = None


def read(text: str) -> list[ListedUser]:
    """The users that a file names; nothing is judged yet but the shape of each line.

    The columns are separated by commas or semicolons. Raises Refused(CSV_HEADER, CSV_COLUMN, CSV_EMPTY, CSV_TOO_MANY).
    """
    lines = _records(text)
    header = next(lines, None)
    if header is None:
        raise Refused(Refusal.CSV_EMPTY)
    columns = [name.strip().casefold() for name in header[1]]
    for name, given in zip(columns, header[1], strict=True):
        if name not in COLUMNS:
            raise Refused(Refusal.CSV_COLUMN, column=given.strip(), columns=", ".join(COLUMNS))
    if len(set(columns)) < len(columns) or not set(NEEDED) <= set(columns):
        raise Refused(Refusal.CSV_HEADER, columns=", ".join(COLUMNS))
    users = []
    for number, values in lines:
        users.append(_user(number, columns, values))
        if len(users) > MOST_USERS:
            raise Refused(Refusal.CSV_TOO_MANY, limit=MOST_USERS)
    if not users:
        raise Refused(Refusal.CSV_EMPTY)
    return users


def write(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A list as CSV, in which no cell is a formula to a spreadsheet."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return target.getvalue()


def exported(user: UserLine) -> tuple[str, ...]:
    """One user as a row below `EXPORTED`: which kinds protect them, and no number, no secret."""
    state = "disabled" if user.disabled else "one-time password" if user.one_time else "active"
    return (
        user.login,
        user.name,
        user.role.value,
        state,
        " ".join(kind.value for kind in user.kinds),
        user.primary.value if user.primary else "",
        "yes" if user.backup else "no",
        f"{user.last_login:%Y-%m-%dT%H:%M:%SZ}" if user.last_login else "",
        f"{user.created:%Y-%m-%dT%H:%M:%SZ}",
    )


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with its number; one whose quotation marks do not pair up ends the file."""
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused(Refusal.CSV_QUOTES, line=number) from None
        if any(value.strip() for value in values):
            yield number, values


def _user(number: int, columns: list[str], values: list[str]) -> ListedUser:
    cells = dict(zip(columns, (value.strip() for value in values), strict=False))
    language = cells.get("language", "").casefold() or Language.DUTCH
    known = language in list(Language)
    contacts = [
        Contact(medium, Usage.BUSINESS, cells[column])
        for column, medium in (("number", Medium.NUMBER), ("email", Medium.EMAIL))
        if cells.get(column)
    ]
    profile = Profile(
        login=cells.get("login", ""),
        role=Role.USER,
        first_name=cells.get("first_name", ""),
        last_name=cells.get("last_name", ""),
        language=Language(language) if known else Language.DUTCH,
        contacts=tuple(contacts),
    )
    if len(values) != len(columns):
        return ListedUser(number, profile, Refused(Refusal.CSV_COLUMNS))
    return ListedUser(number, profile, None if known else Refused(Refusal.CSV_LANGUAGE))
