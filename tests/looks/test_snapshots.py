"""The main screens in English, in the dark, in large and small terminals: what `screenshots` does not show already.

`pytest tests/looks --snapshot-update` keeps them as they are now.
"""

from __future__ import annotations

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion

from tests.looks.pictures import Tour
from tests.looks.walks.walk import LARGE, SMALLEST

TOURS = (
    Tour("login", "en", size=LARGE, only=["login"]),
    Tour("code", "en", size=LARGE, only=["code-qaller", "choose-method"]),
    Tour("panel", "en", size=LARGE, only=["dashboard", "connect-qaller"]),
    Tour("settings", "en", size=LARGE, only=["personal-settings"]),
    Tour("editor", "en", size=LARGE, only=["factor-editor", "add-method"]),
    Tour("first-setup", "en", size=LARGE, only=["first-setup", "add-authenticator"]),
    Tour("qaller", "en", size=LARGE, only=["qaller-code"]),
    Tour("telephone", "en", size=LARGE, only=["telephone-heard"]),
    Tour("telephone", theme="dark", size=SMALLEST, only=["telephone", "telephone-heard"]),
    Tour("company", "en", size=LARGE, only=["company", "ways", "users"]),
    Tour("user", "en", size=LARGE, only=["user"]),
    Tour("reset", "en", size=LARGE, only=["caller", "reset"]),
    Tour("look-along", "en", size=LARGE, only=["look-along"]),
    Tour("guide-settings", "en", size=LARGE, only=["guide-settings"]),
    Tour("script", "en", size=LARGE, only=["guide-script"]),
    Tour("help", "en", only=["tips", "methods"]),
    Tour("login", theme="dark", size=LARGE, only=["login"]),
    Tour("panel", theme="dark", size=LARGE, only=["dashboard"]),
    Tour("editor", theme="dark", size=LARGE, only=["factor-editor"]),
    Tour("company", theme="dark", size=LARGE, only=["company"]),
    Tour("reset", theme="dark", size=LARGE, only=["caller"]),
    Tour("guide-settings", theme="dark", only=["guide-settings"]),
    Tour("code", "en", size=SMALLEST, only=["code-qaller"]),
    Tour("panel", "en", size=SMALLEST, only=["dashboard", "settings-bar"]),
    Tour("editor", "en", size=SMALLEST, only=["factor-editor"]),
    Tour("company", "en", size=SMALLEST, only=["company", "users"]),
    Tour("more-users", size=SMALLEST, only=["import"]),
    Tour("desk", "en", size=SMALLEST, only=["desk-found"]),
    Tour("reset", size=SMALLEST, only=["caller", "reset-given"]),
    Tour("sharing", size=SMALLEST, only=["sharing", "looked-along"]),
    Tour("back-in", size=SMALLEST, only=["reset-code"]),
    Tour("first-setup", "en", size=SMALLEST, only=["first-setup", "add-authenticator"]),
)


@pytest.mark.parametrize("tour", TOURS, ids=str)
async def test_a_screen_looks_as_it_did(tour: Tour, snapshot: SnapshotAssertion) -> None:
    kept = snapshot.use_extension(SVGImageExtension)
    others = [name async for name, svg in tour.pictures() if svg != kept(name=name)]
    assert not others, f"not as before: {', '.join(others)}"
