"""A PostgreSQL server of the tests' own: in a temporary folder, run by an ordinary user, reached by its socket."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import psycopg

ROLE = "tui2fa"
START_SECONDS = 60
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=", "max_connections=100")
"""The server lives as long as the tests: nothing has to outlive a power cut."""

_EMPTY = """
DO $$
DECLARE name text;
BEGIN
    PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
    CREATE SCHEMA public;
END $$
"""


class Unavailable(Exception):
    """There is no PostgreSQL here; the text says why."""


class Server:
    """A running server that lends out empty databases."""

    def __init__(self) -> None:
        programs = _programs()
        self._user = _ordinary_user()
        self._folder = Path(tempfile.mkdtemp(prefix="tui2fa-postgresql-"))
        self._numbers = count(1)
        self._free: list[str] = []
        if self._user is not None:
            shutil.chown(self._folder, self._user)
        data = self._folder / "data"
        self._run(
            str(programs / "initdb"), "-D", str(data), "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        settings = [argument for setting in CARELESS for argument in ("-c", setting)]
        self._process = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), "-k", str(self._folder), *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=self._user,
            start_new_session=True,
        )
        self._wait()

    def lend(self) -> str:
        """The URL of an empty database that nobody else has."""
        if not self._free:
            self._free.append(f"test_{next(self._numbers)}")
            self._execute(f"CREATE DATABASE {self._free[0]}")
        name = self._free.pop()
        return f"postgresql+psycopg://{ROLE}@/{name}?host={self._folder}"

    def take_back(self, url: str) -> None:
        """End whoever is still connected, and empty the database: to make another one costs ten times as much."""
        name = url.partition("@/")[2].partition("?")[0]
        self._execute(_EMPTY, name)
        self._free.append(name)

    def close(self) -> None:
        """End the server and remove its folder."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(30)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _execute(self, statement: str, name: str = "postgres") -> None:
        with psycopg.connect(f"host={self._folder} user={ROLE} dbname={name}", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, *argv: str) -> None:
        done = subprocess.run(argv, cwd="/", user=self._user, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"{argv[0]} failed: {done.stderr.strip().splitlines()[-1:]}")

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < end:
            try:
                return self._execute("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise Unavailable("the server did not start")


def _programs() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    if folders:
        return folders[-1]
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise Unavailable("no PostgreSQL server on this machine; on Debian: apt-get install postgresql")


def _ordinary_user() -> str | None:
    """Who runs the server: this user; for root, which PostgreSQL refuses, somebody else."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
