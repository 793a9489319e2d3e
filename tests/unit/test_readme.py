"""What the README says of settings, commands and pictures is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click import Context, Group

from tui2fa import cli, settings
from tui2fa.domain.limits import USUAL
from tui2fa.settings import file
from tui2fa.settings.ways import WAYS

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = README.partition("### Settings")[2].partition("```toml\n")[2].partition("```")[0]


def test_its_settings_are_accepted(tmp_path: Path) -> None:
    file = tmp_path / "tui2fa.toml"
    file.write_text(SETTINGS)
    chosen, default = settings.load({}, config=file), settings.load({"LANG": "nl_NL"})
    assert [type(way) for way in chosen.ways] == [WAYS[name] for name in ("voice", "sms", "webhook", "command")]
    assert (chosen.language, chosen.animation, chosen.support) == (default.language, default.animation, default.support)
    assert chosen.limits == USUAL


def test_its_settings_are_all_there_are() -> None:
    assert {key for key, _ in file.flat(tomllib.loads(SETTINGS))} == set(file.KEYS)


def test_its_variables_are_all_there_are() -> None:
    code = (ROOT / "tui2fa" / "settings" / "__init__.py").read_text(encoding="utf-8")
    assert set(re.findall(r"TUI2FA_[A-Z_]+", README)) == set(re.findall(r"TUI2FA_[A-Z_]+", code))


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_is_in_it(name: str) -> None:
    command = cli.tui2fa.get_command(Context(cli.tui2fa), name)
    for words in [f"{name} {part}" for part in command.commands] if isinstance(command, Group) else [name]:
        assert f"`tui2fa {words}" in README


def test_its_pictures_are_there() -> None:
    pictures = re.findall(r"\]\((screenshots/[^)]+\.svg)\)", README)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).exists()] == []
