"""Which choice wins, and which settings are refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tui2fa import settings
from tui2fa.domain.language import Language
from tui2fa.domain.limits import Limits
from tui2fa.domain.phone import NumberPolicy
from tui2fa.settings import Settings, Support
from tui2fa.settings.file import SettingsError
from tui2fa.settings.ways import Command, Sms, Voice

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the configuration where the program looks for it."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "config" / "tui2fa" / "tui2fa.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(0o600)
        return path

    return write


def refusal(**flags: str | Path) -> str:
    """The one line that says why the settings are refused, in English."""
    with pytest.raises(SettingsError) as caught:
        settings.load({}, **flags)  # type: ignore[arg-type] # the flags of each test
    line = caught.value.message.format_map(caught.value.values)
    assert "\n" not in line
    return line


def test_a_fresh_machine_has_its_data_and_its_key_apart(tmp_path: Path) -> None:
    chosen = settings.load({"LANG": "nl_NL.UTF-8"})
    assert chosen == Settings(
        language=Language.DUTCH,
        data_dir=tmp_path / "data/tui2fa",
        database=tmp_path / "data/tui2fa/tui2fa.sqlite3",
        key_file=tmp_path / "config/tui2fa/key",
        config_dir=tmp_path / "config/tui2fa",
    )
    assert chosen.device_file.parent == tmp_path / "config/tui2fa"
    assert not list(tmp_path.iterdir()), "reading the settings makes nothing"


def test_each_store_has_a_qaller_app_of_its_own(tmp_path: Path) -> None:
    files = {settings.load({}, data_dir=tmp_path / name).device_file for name in ("one", "two", "one")}
    assert len(files) == 2


def test_every_key_of_the_file(write: Write) -> None:
    write(
        """
        language = "en"
        animation = false
        [support]
        website = "help.example"
        email = "help@help.example"
        phone = "010-1234567"
        [delivery.command]
        argv = ["/usr/local/bin/call-code", "--slow"]
        timeout_seconds = 20
        [delivery]
        order_phone = ["sms", "command", "voice"]
        [delivery.policy]
        regions = ["NL", "BE"]
        extra_prefixes = ["+3188", "+3185"]
        per_number = { gap_seconds = 90, hour = 3, day = 6 }
        per_user_hour = 4
        per_user_day = 7
        total_day = 50
        [delivery.voice]
        server = "sip.example:5060"
        transport = "tcp"
        username = "cv1001"
        password_file = "/etc/tui2fa/sip"
        caller_id = "+31501234567"
        number_format = "00"
        ring_seconds = 25
        prompts_dir = "/srv/prompts"
        max_calls = 3
        notices = false
        [delivery.sms]
        url_file = "/etc/tui2fa/sms"
        text = { nl = "Code: {code}" }
        [delivery.webhook]
        url = "https://pbx.example/code"
        secret_file = "/etc/tui2fa/webhook"
        """
    )
    chosen = settings.load({"LANG": "nl_NL"})
    assert chosen.language is Language.ENGLISH
    assert chosen.support == Support("help.example", "help@help.example", "010-1234567")
    assert chosen.animation is False
    assert chosen.ways == (
        Sms(Path("/etc/tui2fa/sms"), text_nl="Code: {code}"),
        Command(("/usr/local/bin/call-code", "--slow"), 20),
        Voice(
            "sip.example:5060",
            "cv1001",
            "tcp",
            Path("/etc/tui2fa/sip"),
            "+31501234567",
            "00",
            25,
            Path("/srv/prompts"),
            3,
            notices=False,
        ),
    )
    assert chosen.limits == Limits(
        gap=timedelta(seconds=90), number_hour=3, number_day=6, account_hour=4, account_day=7, total_day=50
    )
    assert chosen.policy == NumberPolicy(frozenset({"NL", "BE"}), ("+3188", "+3185"))


def test_a_number_gets_messages_where_they_are_the_first_way_to_it(write: Write) -> None:
    sms, voice = "[delivery.sms]\nurl_file = '/x'", "[delivery.voice]\nserver = 'sip.example'\nusername = 'cv1'"
    for text, by_message in (
        ("", False),
        (voice, False),
        (sms, True),
        (f"{sms}\n{voice}", False),
        ("[delivery.command]\nargv = ['/bin/call']", False),
        ("[delivery.command]\nargv = ['/bin/send']\nsends = 'message'", True),
        ("[delivery.webhook]\nurl = 'https://x.example'\nsecret_file = '/x'\nsends = 'message'", True),
        (f"delivery.order_phone = ['sms', 'voice']\n{sms}\n{voice}", True),
    ):
        write(text)
        assert settings.load({}).by_message is by_message, text


def test_a_flag_wins_from_the_environment_and_that_from_the_file(write: Write, tmp_path: Path) -> None:
    write('language = "en"')
    environment = {"TUI2FA_LANG": "nl", "TUI2FA_DATA_DIR": str(tmp_path / "a"), "TUI2FA_KEY_FILE": str(tmp_path / "k")}
    chosen = settings.load(environment)
    assert (chosen.language, chosen.data_dir, chosen.key_file) == (Language.DUTCH, tmp_path / "a", tmp_path / "k")
    chosen = settings.load(environment, language=Language.ENGLISH, data_dir=tmp_path / "b")
    assert (chosen.language, chosen.data_dir) == (Language.ENGLISH, tmp_path / "b")


def test_an_empty_variable_is_none() -> None:
    variables = ("TUI2FA_LANG", "TUI2FA_DATA_DIR", "TUI2FA_DATABASE_URL", "TUI2FA_CONFIG", "TUI2FA_KEY_FILE")
    assert settings.load(dict.fromkeys(variables, "")) == settings.load({})


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.DUTCH),
        ({"LANG": "C.UTF-8"}, Language.DUTCH),
        ({"LANG": "nl_BE.UTF-8"}, Language.DUTCH),
        ({"LANG": "en_US.UTF-8"}, Language.ENGLISH),
        ({"LANG": "de_DE.UTF-8@euro"}, Language.ENGLISH),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "nl_NL.UTF-8"}, Language.DUTCH),
        ({"LANG": "nl_NL", "TUI2FA_LANG": "en"}, Language.ENGLISH),
    ],
)
def test_the_language_of_the_machine_counts_where_nobody_chose(environment: dict[str, str], language: Language) -> None:
    assert settings.load(environment).language is language


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("colour = 'red'", "colour is not a setting"),
        ("\n[delivery.limits]\n\nwindow = 50", ":4: delivery.limits.window is not a setting"),
        ("delivery = 3", "delivery is a table, in which these can stand: order_phone, "),
        ("language = 'de'", "language must be one of: nl, en"),
        ("language = ['nl']", "language must be one of: nl, en"),
        ("animation = 1", "animation must be true or false"),
        ("[delivery.policy]\nper_user_hour = true", "per_user_hour must be a whole number"),
        ("[delivery.policy]\nper_user_hour = 5.0", ":2: delivery.policy.per_user_hour must be a whole number"),
        ("[delivery.command]\ntimeout_seconds = 31", "timeout_seconds must be a whole number from 1 to 30"),
        ("[delivery.command]\nargv = []", "argv must be a list such as"),
        ("[delivery.command]\nargv = 'call-code'", "argv must be a list such as"),
        ("[delivery.command]\nargv = ['call-code']", "argv must begin with a program and its whole path"),
        ("[delivery.sms]\ntext = 'x'", "text is a table, in which these can stand: nl, en"),
        ("[delivery.policy]\nregions = ['NL', 'UK']", "names a country that there is not: UK"),
        ("[delivery]\norder_phone = ['voice', 'fax']", "may name each of these once: voice, sms"),
        ('[delivery.command]\nargv = ["/bin/call\\u0000code"]', "argv must be a list such as"),
        (
            "[delivery.policy]\nper_number = {gap_seconds = 59}",
            ":2: delivery.policy.per_number.gap_seconds must be a whole number from 60 to 3600",
        ),
        ("[delivery.policy]\nper_user_day = 21", "per_user_day must be a whole number from 1 to 20"),
        (
            "[delivery.policy.per_number]\nday = 11",
            ":2: delivery.policy.per_number.day must be a whole number from 1 to 10",
        ),
        ("[delivery.policy]\nregions = ['nl']", "regions must be a list such as"),
        ("[delivery]\norder_phone = ['pigeon']", ":2: delivery.order_phone may name each of these once"),
        ("[delivery]\norder_phone = ['sms', 'sms']", "order_phone may name each of these once"),
        ("[delivery]\norder_phone = ['sms']", "[delivery.sms] needs url_file"),
        ("[delivery.voice]\nusername = 'cv'", "[delivery.voice] needs server"),
        ("[delivery.voice]\nserver = 'a b'", ":2: delivery.voice.server must be a text such as"),
        ("[delivery.voice]\nserver = 'sip.example:70000'", "server must have a port"),
        ("[delivery.voice]\nserver = 'http://sip.example'", "server must be a text such as"),
        ('[delivery.voice]\nusername = "cv\\r\\nX: y"', "username must be a text such as"),
        ("[delivery.voice]\nusername = ''", "username must be a text such as"),
        ("[delivery.voice]\ncaller_id = 'Callvoip'", "caller_id must be a text such as"),
        ("[delivery.voice]\nring_seconds = 0", "ring_seconds must be a whole number from 5"),
        ("[delivery.voice]\nmax_calls = 0", "max_calls must be a whole number from 1"),
        ("[delivery.voice]\npassword_file = 'sip'", "password_file must be a text such as"),
        ("[delivery.voice]\ntransport = 'tls'", "transport must be one of: udp, tcp"),
        ("[delivery.sms]\n[delivery.sms.text]\nnl = 'Uw code'", ":3: delivery.sms.text.nl must be a text such as"),
        ("[delivery.webhook]\nurl = 'http://pbx.example/'", "url must begin with https://"),
        ("[delivery.policy]\nextra_prefixes = [3188]", "extra_prefixes must be a list such as"),
        ('[support]\nphone = "a\\u001bb"', "support.phone must be one line of text"),
        ("[support]\nphone = ''", "support.phone must be one line of text"),
        (f"[support]\nphone = '{'1' * 121}'", "support.phone must be one line of text of at most 120"),
        ("language = 'nl'\nlanguage = 'nl'\n", ":2:16 cannot be read as TOML"),
        ("\ufefflanguage = 'nl'", ":1:1 cannot be read as TOML"),
        (b"# a\n\x00\xff\xfe", ":2 cannot be read as TOML"),
        ("# a\nlanguage = [\n", ":2 cannot be read as TOML"),
        ("a = " + "[" * 30_000, " cannot be read as TOML"),
        ("#" * (64 * 1024 + 1), "larger than 65536 bytes"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_file_that_is_not_understood_wholly_is_refused_by_name(
    write: Write, content: str | bytes, reason: str
) -> None:
    path = write(content)
    line = refusal()
    assert line.startswith(str(path))
    assert reason in line


def test_a_file_that_others_can_change_is_refused(write: Write) -> None:
    path = write("language = 'nl'")
    for mode in (0o602, 0o620):
        path.chmod(mode)
        assert "chmod go-w" in refusal()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_refused(write: Write) -> None:
    os.chown(write("language = 'nl'"), 65534, 65534)
    assert "belongs to another user" in refusal()


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert "is not a file" in refusal(config=tmp_path / "pipe")
    assert "is not a file" in refusal(config=Path("/dev/null"))
    assert "Is a directory" in refusal(config=tmp_path)


def test_a_file_that_was_named_has_to_exist(tmp_path: Path) -> None:
    assert "is not there" in refusal(config=tmp_path / "absent.toml")


def test_the_key_never_lies_with_the_data(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        settings.load({"TUI2FA_KEY_FILE": str(tmp_path / "data" / "key")}, data_dir=tmp_path / "data")
    assert "must not lie with the data" in refusal(data_dir=tmp_path / "config")


def test_a_database_elsewhere() -> None:
    url = "postgresql://u:geheim@db/t"
    chosen = settings.load({"TUI2FA_DATABASE_URL": url})
    assert chosen.database == url
    assert "geheim" not in repr(chosen)
    assert settings.load({"TUI2FA_DATABASE_URL": url}, database="postgresql://u@b/t").database == "postgresql://u@b/t"


@pytest.mark.parametrize(
    "url",
    ["postgresql://u:geheim@db/t", "postgresql://:geheim@db/t", "x://u:a@b@db/t", "postgresql:///t?password=geheim"],
)
def test_a_password_has_no_place_on_the_command_line(url: str) -> None:
    assert "~/.pgpass" in refusal(database=url)


@pytest.mark.parametrize("url", ["postgresql://u@db:5433/t", "sqlite:////srv/t.sqlite3", "postgresql:///t"])
def test_a_database_without_a_password_has(url: str) -> None:
    assert settings.load({}, database=url).database == url


def test_an_unknown_language_in_the_environment_is_refused() -> None:
    with pytest.raises(SettingsError) as caught:
        settings.load({"TUI2FA_LANG": "fr"})
    assert caught.value.values["source"] == "TUI2FA_LANG"


def test_the_demo_keeps_all_in_one_folder(tmp_path: Path) -> None:
    demo = settings.within(tmp_path, Language.ENGLISH)
    assert {demo.data_dir.parent, demo.key_file.parent.parent, demo.device_file.parent.parent} == {tmp_path}
    assert not demo.key_file.is_relative_to(demo.data_dir)
