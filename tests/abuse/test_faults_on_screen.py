"""Faults behind the screen: each is told in a sentence, the screen stays usable, and nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import Session, select

from tests.tui.walker import walking
from tests.world import PASSWORD, World
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.store import tables
from tui2fa.store.engine import Store
from tui2fa.tui.widgets.factor_row import FactorRow
from tui2fa.tui.widgets.secret_input import TextInput


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal.STORE_BUSY,
        Refusal.STORE_FULL,
        Refusal.STORE_READ_ONLY,
        Refusal.STORE_FAILED,
        Refusal.STORE_UNCERTAIN,
    ],
)
async def test_a_store_that_cannot_be_written_to_is_told_where_one_is(
    world: World, monkeypatch: pytest.MonkeyPatch, refusal: Refusal
) -> None:
    session, _ = world.with_all()
    async with walking(world) as walk:
        await walk.edits(session)
        before = world.services.login.factors(session)
        with monkeypatch.context() as broken:
            broken.setattr(Store, "write", _refusing(refusal))
            await walk.press("down", "p")
            await walk.sees(walk.app.tr(refusal.value))
            await walk.press("r")
            await walk.comes_to("Rename")
            await walk.types("kantoor")
            await walk.press("enter")
            await walk.sees(walk.app.tr(refusal.value))
            await walk.settles()
            assert walk.one("#text", TextInput).value == "kantoor"
        assert world.services.login.factors(session) == before
        await walk.press("enter")
        await walk.comes_to("FactorEditor")
        await walk.sees("Hernoemd.", "kantoor")


def _breaking(*arguments: str) -> None:
    del arguments
    kept: dict[str, None] = {}
    kept[PASSWORD]


def _refusing(refusal: Refusal) -> object:
    @contextmanager
    def write(store: Store) -> Iterator[Session]:
        del store
        raise Refused(refusal)
        yield

    return write


async def test_an_error_nobody_expected_gets_a_number_and_the_walk_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = world.with_all()
    async with walking(world) as walk:
        await walk.edits(session)
        with monkeypatch.context() as broken:
            broken.setattr(world.services.factors, "make_primary", _breaking)
            await walk.press("down", "p")
            await walk.until(lambda: bool(walk.log), "nothing was logged")
            number = walk.log[0].split()[0]
            await walk.sees(f"(fout {number})")
        assert PASSWORD not in walk.log[0] + walk.text
        walk.log.clear()
        await walk.press("p")
        await walk.sees("is nu primair.")


async def test_an_account_that_is_gone_leads_to_the_login(world: World) -> None:
    session, _ = world.with_all()
    async with walking(world) as walk:
        await walk.edits(session)
        with world.store.write() as db:
            db.delete(db.exec(select(tables.Account)).one())
        await walk.press("down", "p")
        await walk.comes_to("LoginScreen")
        await walk.sees("Uw sessie is beëindigd. Log opnieuw in.")


async def test_a_factor_that_went_meanwhile_is_told_and_the_list_refreshed(world: World) -> None:
    session, _ = world.with_all()
    async with walking(world) as walk:
        await walk.edits(session)
        last = world.services.factors.listing(session)[-1]
        world.services.factors.remove(session, last.id)
        await walk.press("down", "down", "p")
        await walk.sees("Deze factor bestaat niet meer. De lijst is ververst.")
        await walk.until(lambda: len(walk.screen.query(FactorRow)) == 2, "the list was not refreshed")


async def test_a_session_ended_elsewhere_leads_to_the_login_from_the_waiting_code(world: World) -> None:
    world.in_editor()
    world.clock.forward(120)
    async with walking(world) as walk:
        await walk.gives_password()
        await walk.comes_to("CodeScreen")
        await walk.sees("Verstuurd naar")
        world.services.login.log_out(walk.app.session)
        await walk.comes_to("LoginScreen")
        await walk.sees("Uw sessie is beëindigd.")
