from __future__ import annotations

from pathlib import Path

import pytest

from repatria.demo.commands import Command, DemoStopped, Folder, Runner, later, shown


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(Folder(tmp_path))


def test_a_command_runs_in_a_fresh_process(runner: Runner) -> None:
    [result] = runner.run([Command("the version", ("--version",))])
    assert result.stdout.startswith("repatria ")
    assert runner.results == [result]


def test_another_exit_status_than_expected_stops_the_story(runner: Runner) -> None:
    with pytest.raises(DemoStopped) as stopped:
        runner.run([Command("nothing", ("no-such-command",))])
    assert stopped.value.message == "`repatria no-such-command` ended with 2, 0 was expected"


def test_a_refusal_that_is_expected_is_part_of_the_story(runner: Runner) -> None:
    [result] = runner.run([Command("nothing", ("no-such-command",), expects=2)])
    assert result.stdout == ""


def test_commands_are_shown_without_the_folder(tmp_path: Path) -> None:
    command = Command("", ("list", "read", Folder(tmp_path).list("a.csv"), "--party", "north"))
    assert shown(command) == "repatria list read a.csv --party north"


def test_later_changes_the_moment_only() -> None:
    command = Command("a", ("b",), "north/delegate", "2031-01-01T00:00:00Z", 1)
    assert later(command, "2031-02-01T00:00:00Z") == Command("a", ("b",), "north/delegate", "2031-02-01T00:00:00Z", 1)


def test_commands_that_look_are_told_from_those_that_enter() -> None:
    looks = {name: Command("", (name,)).only_looks for name in ("account", "terms", "receive-list", "sign-terms")}
    assert looks == {"account": True, "terms": True, "receive-list": False, "sign-terms": False}
