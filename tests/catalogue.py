"""Bring the Dutch catalogue up to date with the sentences in the code: `python -m tests.catalogue`.

Sentences that are new come in empty, those that are gone go out; then the compiled catalogue is written.
`tests/unit/test_catalogue.py` says what is still missing.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages import extract
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tui2fa.locale import DOMAIN, FOLDER

PACKAGE = FOLDER.parent
DUTCH = FOLDER / "nl" / "LC_MESSAGES" / f"{DOMAIN}.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"tr": None, "N_": None, "plural": (1, 2)}


def template(package: Path = PACKAGE) -> Catalog:
    """Every sentence that the code marks for translation, with where it stands."""
    catalog = Catalog(project="tui2fa", charset="utf-8", header_comment="# The Dutch of tui2fa.")
    for name, _line, message, comments, context in extract.extract_from_dir(package, keywords=KEYWORDS):
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def dutch() -> Catalog:
    """The Dutch catalogue as it lies in the tree."""
    with DUTCH.open("rb") as file:
        return read_po(file, locale="nl", domain=DOMAIN)


def compiled(catalog: Catalog) -> bytes:
    """The bytes of the compiled catalogue."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update() -> None:
    """Write the catalogue anew, source and compiled."""
    catalog = dutch() if DUTCH.exists() else Catalog(locale="nl", domain=DOMAIN, project="tui2fa")
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = "# The Dutch of tui2fa."
    with DUTCH.open("wb") as file:
        write_po(file, catalog, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    DUTCH.with_suffix(".mo").write_bytes(compiled(dutch()))


if __name__ == "__main__":
    update()
