"""The table of commands is true, and `repatria --help` needs nothing but it."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from repatria.cli import main
from repatria.cli.loading import COMMANDS
from repatria.desk import DOORS


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_there_under_its_name_and_does_what_is_said(name: str) -> None:
    with click.Context(main) as context:
        found = main.get_command(context, name)
    assert found is not None
    assert (found.name, (found.help or "").split()[:2]) == (name, COMMANDS[name][1].split()[:2])


def test_every_door_is_a_command() -> None:
    assert set(DOORS) - set(COMMANDS) == set()


def test_every_command_helps() -> None:
    for name in COMMANDS:
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


def test_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "repatria", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "repatria"


def test_usage_is_exit_status_2_and_says_where_help_is() -> None:
    done = CliRunner().invoke(main, ["account", "--nonsense"], prog_name="repatria")
    assert (done.exit_code, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (["account", "--on=Zyxwvutsan"], {}),
        (["account", "--on", "O'Zyxwvutsan"], {}),
        (["account", "--Zyxwvutsan=1"], {}),
        (["list", "read", "x", "--party", "north", "--stance", "seeks", "--max-mb", "\udcffZyxwvutsan"], {}),
        (["list", "read", "x", "--party", "north", "--stance", "seeks"], {"REPATRIA_MAX_MB": "Zyxwvutsan"}),
        (["account"], {"REPATRIA_AT": "Zyxwvutsan"}),
        (["line", "O'Zyxwvutsan"], {}),
        (["O'Zyxwvutsan"], {}),
    ],
)
def test_no_value_is_repeated_however_it_was_typed(words: list[str], env: dict[str, str]) -> None:
    done = CliRunner().invoke(main, words, env=env, prog_name="repatria")
    assert (done.exit_code, done.stdout, "Zyxwvutsan" in done.output) == (2, "", False)
    assert "Error: " in done.stderr


def test_an_option_is_named_where_its_value_is_wrong() -> None:
    done = CliRunner().invoke(main, ["account", "--on", "Zyxwvutsan"], prog_name="repatria")
    assert done.stderr.splitlines()[-1] == "Error: Invalid value for '--on': not a day; write it as 2031-06-02"
