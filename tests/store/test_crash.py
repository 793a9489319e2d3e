"""Processes killed at any moment lose nothing they acknowledged and leave nothing half done (DB-6)."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from multiprocessing.connection import Connection, wait
from pathlib import Path

from tests.store import helpers
from tests.store.helpers import PROCESSES, opened

BATCHES = 50
AT_ONCE = 4
LONGEST = 0.01
"""Seconds between two kills at most."""


def _write_pairs(place: Path, folder: Path, name: str, told: Connection) -> None:
    with opened(place, folder) as store:
        told.send(0)
        for number in range(1, 1_000_000):
            with store.write() as session:
                session.add(helpers.activity(f"{name} {number}"))
                session.flush()
                session.add(helpers.activity(f"{name} {number}", details="x" * 5000))
            told.send(number)


def _acknowledged(told: Connection) -> int:
    newest = 0
    try:
        while told.poll():
            newest = told.recv()
    except EOFError:
        pass
    return newest


def _kill_a_batch(place: Path, folder: Path, batch: int, chance: random.Random) -> dict[str, int]:
    """Start writers and, once one got somewhere, kill one after another; the newest number each one acknowledged."""
    ends, writers = [], []
    for number in range(AT_ONCE):
        end, told = PROCESSES.Pipe(duplex=False)
        writer = PROCESSES.Process(target=_write_pairs, args=(place, folder, f"{batch}.{number}", told))
        writer.start()
        told.close()
        ends.append(end)
        writers.append(writer)
    assert all(end.recv() == 0 for end in ends)
    wait(ends)
    for writer in writers:
        time.sleep(chance.uniform(0, LONGEST))
        writer.kill()
    for writer in writers:
        writer.join()
    return {f"{batch}.{number}": _acknowledged(end) for number, end in enumerate(ends)}


def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    place = tmp_path / "store" / "s"
    with opened(place, tmp_path):
        pass
    chance = random.Random(200)
    acknowledged: dict[str, int] = {}
    for batch in range(BATCHES):
        acknowledged |= _kill_a_batch(place, tmp_path, batch, chance)
    assert len(acknowledged) == BATCHES * AT_ONCE
    assert sum(acknowledged.values()) >= BATCHES
    with opened(place, tmp_path), closing(sqlite3.connect(place)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = dict(connection.execute("SELECT what, count(*) FROM activity GROUP BY what").fetchall())
    assert set(rows.values()) == {2}
    lost = [name for name, newest in acknowledged.items() if any(f"{name} {n + 1}" not in rows for n in range(newest))]
    assert lost == []
