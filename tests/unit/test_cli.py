"""What each command answers, and the one line and the status with which it refuses."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from tui2fa import bootstrap, cli, hardening, settings
from tui2fa.cli import shared
from tui2fa.settings import Settings

PASSWORD = "vier woorden zonder verband"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    output: str
    complaint: str


Run = Callable[..., Ended]


class Typed(io.TextIOWrapper):
    """Standard input with something in it; `person` where it claims to be a terminal."""

    def __init__(self, content: bytes, person: bool) -> None:
        super().__init__(io.BytesIO(content))
        self._person = person

    def isatty(self) -> bool:
        return self._person


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in this process, with `typed` on its standard input."""
    monkeypatch.setattr(hardening, "harden", lambda: None)
    monkeypatch.setattr(hardening, "hide_memory", lambda: None)

    def run(*arguments: str, typed: bytes = b"", person: bool = False) -> Ended:
        monkeypatch.setattr(sys, "stdin", Typed(typed, person))
        status = cli.main(list(arguments))
        return Ended(status, *capsys.readouterr())

    return run


@pytest.fixture
def account(run: Run) -> str:
    """A store with one account in it."""
    login = "202.mijnbedrijf"
    assert run("users", "add", login, "--first-name", "Jan", "--password-stdin", typed=PASSWORD.encode()).status == 0
    return login


def refused(ended: Ended, status: int, *words: str) -> None:
    """One line on standard error, nothing on standard output."""
    assert (ended.status, ended.output) == (status, "")
    assert ended.complaint.startswith("tui2fa: ")
    assert ended.complaint.count("\n") == 1
    for word in words:
        assert word in ended.complaint


def test_help_shows_examples_and_the_environment(run: Run) -> None:
    help_text = run("--help").output
    assert "tui2fa --demo" in help_text
    assert "TUI2FA_KEY_FILE" in help_text
    assert max(map(len, help_text.splitlines())) <= 90


def every_command(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The program, its commands, and theirs."""
    yield path, group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every_command(command, *path, name)
        else:
            yield (*path, name), command


def test_help_is_in_the_language_of_the_run(run: Run) -> None:
    for path, command in every_command(cli.tui2fa):
        dutch, english = (" ".join(run("--lang", one, *path, "--help").output.split()) for one in ("nl", "en"))
        assert dutch.startswith("Gebruik: tui2fa")
        assert "Toon deze tekst en stop." in dutch
        hidden = [one for one in command.params if isinstance(one, click.Option) and one.hidden]
        texts = [
            command.help,
            *(one.help for one in command.params if isinstance(one, click.Option) and one not in hidden),
        ]
        for text in filter(None, texts):
            assert text in english
            assert text not in dutch


def test_version(run: Run) -> None:
    assert run("--version").output.startswith("tui2fa 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--colour",),
        ("dance",),
        ("status",),
        ("--lang", "de"),
        ("users", "add", "202.mijnbedrijf"),
        ("users", "add", "202.mijnbedrijf", "--first-name", "Jan", "--role", "king"),
        ("--demo", "--data-dir", "x"),
        ("--demo", "qaller"),
        ("--practice",),
        ("doctor", "--way", "sms"),
        ("--\x1b]0;owned\x07",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_makes_nothing(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    refused(ended, 2)
    assert "\x1b" not in ended.complaint
    assert not list(tmp_path.iterdir())


def test_what_is_wrong_with_a_command_line_is_said_in_the_language_that_was_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for asked, words in (("en", "has no option"), ("nl", "kent geen optie")):
        for arguments in (("--lang", asked, "--colour"), ("--colour", f"--lang={asked}"), ("--lang", asked, "--lang")):
            refused(run(*arguments), 2, words if "--colour" in arguments else "--lang")
        monkeypatch.setenv("TUI2FA_LANG", asked)
        refused(run("--colour"), 2, words)


@pytest.mark.parametrize("arguments", [(), ("--demo",), ("qaller",)])
def test_without_a_terminal_no_screen_is_tried(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    refused(run("--lang", "en", *arguments), 2, "needs a terminal")
    assert not list(tmp_path.iterdir())


def test_a_closed_standard_input_is_no_terminal(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui2fa", "--lang", "en"],
        preexec_fn=lambda: os.close(0),
        capture_output=True,
        text=True,
        check=False,
    )
    refused(Ended(done.returncode, done.stdout, done.stderr), 2, "needs a terminal")


@pytest.mark.parametrize(("language", "words"), [("nl", "de schijf is vol"), ("en", "No space left on device")])
def test_an_output_that_is_full_is_one_line(language: str, words: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui2fa", "--lang", language, "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    refused(Ended(done.returncode, "", done.stderr), 1, words)


def test_settings_that_cannot_be_used_are_named_in_the_language_of_the_person(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("colour = 'red'")
    path.chmod(0o600)
    refused(run("--lang", "en", "--config", str(path), "doctor"), 78, str(path), "colour is not a setting")
    refused(run("--lang", "nl", "--config", str(path), "doctor"), 78, str(path), "colour")
    refused(run("--lang", "en", "--config", str(tmp_path / "absent"), "doctor"), 78, "absent")
    refused(run("--lang", "nl", "--config", str(tmp_path), "doctor"), 78, "kan niet gelezen worden: het is een map.")


def test_a_store_that_is_not_ours_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "data" / "tui2fa" / "tui2fa.sqlite3"
    store.parent.mkdir(parents=True, mode=0o700)
    store.parent.chmod(0o700)
    store.write_bytes(b"shopping list")
    store.chmod(0o600)
    refused(run("--lang", "en", "users", "list"), 78, str(store))
    refused(run("--lang", "en", "users", "add", "1.x", "--first-name", "J", "--password-stdin", typed=b"p" * 20), 78)
    assert store.read_bytes() == b"shopping list"
    assert list(store.parent.iterdir()) == [store]
    assert not (tmp_path / "config").exists(), "no key is made for it"


def test_an_account_is_made_listed_and_described(run: Run, account: str) -> None:
    listed = run("--lang", "en", "users", "list")
    assert listed.status == 0
    assert listed.output.split() == [account, "User", "0", "factors", "Jan"]
    assert "Nog geen tweede factor" in run("status", "202.MijnBedrijf").output
    described = json.loads(run("status", account, "--json").output)
    assert described == {
        "login": account,
        "name": "Jan",
        "role": "user",
        "disabled": False,
        "factors": [],
        "last_login": None,
    }


def test_the_password_is_the_first_line_of_standard_input_and_nowhere_else(run: Run, account: str) -> None:
    def add(password: bytes) -> Ended:
        return run("--lang", "en", "users", "add", "203.x", "--first-name", "J", "--password-stdin", typed=password)

    refused(add(b"short\n"), 1, "at least 8 characters")
    refused(add(b""), 1)
    refused(add(b"\xff\xfe\n"), 2, "UTF-8")
    refused(add(b"x" * 100_000), 1, "1024")
    assert add(f"{PASSWORD}\nmore\n".encode()).status == 0
    refused(run("users", "add", "204.x", "--first-name", "J"), 2, "--password-stdin")


def test_the_password_of_a_person_is_asked_twice_and_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([PASSWORD, PASSWORD + "!", PASSWORD, PASSWORD])
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _prompt: next(answers))
    refused(run("--lang", "en", "users", "add", "202.x", "--first-name", "J", person=True), 1, "Run the command again")
    made = run("users", "add", "202.x", "--first-name", "J", person=True)
    assert made.status == 0
    assert PASSWORD not in made.output + made.complaint


def test_what_is_refused_says_why(run: Run, account: str) -> None:
    refused(run("--lang", "en", "status", "nobody"), 1, "user name looks like")
    refused(run("--lang", "en", "status", "999.nobody"), 1, "There is no account 999.nobody")
    again = ("users", "add", account, "--first-name", "Jan", "--password-stdin")
    refused(run("--lang", "en", *again, typed=PASSWORD.encode()), 1, "already exists")
    hostile = ("users", "add", "205.x", "--first-name", "a\x1b[31m", "--password-stdin")
    refused(run("--lang", "en", *hostile, typed=PASSWORD.encode()), 1, "characters")


def test_an_authenticator_that_the_clock_stopped_is_released_in_one_line(run: Run, account: str) -> None:
    refused(run("--lang", "en", "totp", "unlock-step", "999.nobody"), 1, "There is no account 999.nobody")
    refused(run("--lang", "en", "totp", "unlock-step", account), 1, account, "Nothing was changed")
    has_authenticator(b"")
    ended = run("totp", "unlock-step", account)
    assert (ended.status, ended.output.count("\n"), ended.complaint) == (0, 1, "")
    assert account in ended.output
    refused(run("--lang", "en", "totp", "unlock-step", account), 1, account, "Nothing was changed")


def has_authenticator(secret: bytes) -> None:
    """Let the account have an authenticator whose secret lies in the store like this, its last code far ahead."""
    store = Path(os.environ["XDG_DATA_HOME"]) / "tui2fa" / "tui2fa.sqlite3"
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO factor (id, account_id, kind, position, label, secret, last_step, is_primary, created_at,"
            " created_from) SELECT 'f', id, 'authenticator', 0, '', ?, 99999999, 1, created_at, '' FROM account",
            (secret,),
        )


def test_the_key_of_another_store_is_refused_before_anybody_loses_a_factor_by_it(run: Run, account: str) -> None:
    has_authenticator(b"\1" + bytes(60))
    refused(run("--lang", "en", "users", "list"), 78, "is not the key of this store")
    assert "is not the key of this store" in run("--lang", "en", "doctor").output


def test_asking_about_accounts_makes_no_store(run: Run, tmp_path: Path) -> None:
    refused(run("--lang", "en", "users", "list"), 1, "There is no store yet")
    refused(run("--lang", "en", "status", "202.x"), 1, "There is no store yet")
    refused(run("--lang", "en", "totp", "unlock-step", "202.x"), 1, "There is no store yet")
    assert not list(tmp_path.iterdir())


def test_the_doctor_of_a_machine_in_order(run: Run, account: str) -> None:
    ended = run("--lang", "en", "doctor")
    assert ended.status == 0
    assert all(line.startswith("ok ") for line in ended.output.splitlines())
    assert "nothing is set under [delivery]" in ended.output


def test_the_doctor_finds_what_is_wrong(run: Run, account: str, tmp_path: Path) -> None:
    config = tmp_path / "config" / "tui2fa" / "tui2fa.toml"
    config.write_text(f'[delivery.command]\nargv = ["{tmp_path}/absent"]')
    config.chmod(0o600)
    (tmp_path / "config" / "tui2fa" / "key").chmod(0o644)
    ended = run("--lang", "en", "doctor")
    assert ended.status == 1
    wrong = [line for line in ended.output.splitlines() if line.startswith("WRONG")]
    assert len(wrong) == 2
    assert "chmod 600" in wrong[0]
    assert "absent is not there" in wrong[1]


@pytest.fixture
def calling(tmp_path: Path) -> Path:
    """A program that keeps what it is told; settings that name it."""
    kept = tmp_path / "kept"
    program = tmp_path / "call-code"
    program.write_text(f'#!/bin/sh\necho "$1" >{kept}; cat >>{kept}\n')
    program.chmod(0o700)
    config = tmp_path / "config" / "tui2fa" / "tui2fa.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'[delivery.command]\nargv = ["{program}"]')
    config.chmod(0o600)
    return kept


@pytest.mark.parametrize(("language", "yes"), [("en", b"y\n"), ("nl", b"ja\n")])
def test_the_doctor_sends_one_code_after_a_question(run: Run, calling: Path, language: str, yes: bytes) -> None:
    ended = run("--lang", language, "doctor", "--call", "06 12345678", typed=yes)
    assert ended.status == 0
    assert ("(Command)? [y/N]" if language == "en" else "(Programma)? [j/N]") in ended.output
    code = ended.output.partition("The code is " if language == "en" else "De code is ")[2][:6]
    number, message = calling.read_text().splitlines()
    assert number == "+31612345678"
    assert code.isdigit()
    assert code in message


def test_the_doctor_sends_nothing_without_a_yes_or_to_a_number_that_costs_extra(run: Run, calling: Path) -> None:
    ended = run("--lang", "en", "doctor", "--call", "06 12345678", typed=b"\n")
    assert (ended.status, "Nothing was sent." in ended.output) == (1, True)
    assert run("--lang", "en", "doctor", "--call", "06 12345678").status == 130
    refused(run("--lang", "en", "doctor", "--call", "0900 1234567", typed=b"y\n"), 1)
    assert not calling.exists()


def test_the_doctor_says_what_is_wrong_before_it_sends_anything(run: Run, calling: Path, tmp_path: Path) -> None:
    (tmp_path / "call-code").chmod(0o600)
    refused(run("--lang", "en", "doctor", "--call", "0612345678", typed=b"y\n"), 1, "is not a program that can be run")


def test_the_doctor_sends_by_the_way_that_is_named(run: Run, calling: Path) -> None:
    said = run("--lang", "en", "doctor", "--call", "0612345678", "--way", "command", typed=b"y\n")
    assert said.status == 0
    refused(run("--lang", "en", "doctor", "--call", "0612345678", "--way", "sms"), 1, "[delivery.sms]")


def test_a_code_that_did_not_arrive_is_no_success(run: Run, calling: Path, tmp_path: Path) -> None:
    (tmp_path / "call-code").write_text("#!/bin/sh\nexit 67\n")
    assert run("doctor", "--call", "0612345678", typed=b"j\n").status == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_wrong_usage_is_told_in_the_language_of_the_run(run: Run, language: str) -> None:
    said = {
        ("dance",): ("kent geen opdracht dance", "has no command dance"),
        ("status", "--colour"): ("kent geen optie --colour", "has no option --colour"),
        ("doctor", "--lang", "en"): ("--lang hoort voor de opdracht", "--lang goes before the command"),
        ("doctor", "--call"): ("Achter --call hoort een waarde", "--call needs a value"),
        ("status",): ("LOGIN ontbreekt", "LOGIN is missing"),
        ("status", "a", "b"): ("met al deze woorden geen raad", "all of these words"),
        ("phone", "--port", "x"): ("Wat er bij --port staat, kan niet", "What stands at --port cannot be used"),
        ("users", "add", "1.x", "--first-name", "J", "--role", "king"): ("--role is één van: user", "--role is one of"),
    }
    for arguments, (dutch, english) in said.items():
        refused(run("--lang", language, *arguments), 2, dutch if language == "nl" else english, "--help")


def test_a_group_without_a_command_shows_its_help(run: Run) -> None:
    ended = run("users")
    assert ended.status == 2
    assert "list" in ended.complaint.splitlines()[-1]


def test_a_terminal_that_cannot_be_drawn_on_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "is_terminal", lambda: True)
    for term in ("", "dumb", "unknown"):
        monkeypatch.setenv("TERM", term)
        refused(run("--lang", "en", "--demo"), 2, f"TERM={term} ")


def test_each_screen_program_gets_the_settings_of_the_run(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given: list[object] = []

    practised: list[bool] = []

    def start(given_to_it: object, *, practice: bool = False) -> int:
        given.append(given_to_it)
        practised.append(practice)
        return 3

    monkeypatch.setattr(shared, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("run_panel", "run_qaller", "run_demo"):
        monkeypatch.setattr(bootstrap, name, start)
    assert run("--data-dir", str(tmp_path / "a"), "--lang", "en").status == 3
    assert run("qaller").status == 3
    assert run("--demo", "--lang", "en").status == 3
    assert run("--demo", "--practice", "--lang", "en").status == 3
    assert practised == [False, False, False, True]
    panel, qaller, language, again = given
    assert again == language
    assert isinstance(panel, Settings)
    assert isinstance(qaller, Settings)
    assert (panel.data_dir, panel.language, language) == (tmp_path / "a", "en", "en")
    assert qaller.data_dir == tmp_path / "data" / "tui2fa"


def test_a_fault_of_the_program_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_flags: object) -> Settings:
        raise RuntimeError("a bug")

    monkeypatch.setattr(settings, "load", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        run("doctor")
