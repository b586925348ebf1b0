"""kill -9 at any moment loses no acknowledged act and leaves no half list."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from repatria.errors import RepatriaError
from repatria.store import open_archive

LONG = os.environ.get("REPATRIA_LONG") == "1"
KILLS = 2000 if LONG else 24

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL"),
    pytest.mark.timeout(1800),
]


def test_kill_9_loses_no_acknowledged_act(tmp_path: Path, nursery_of, whole_blocks):
    nursery, moments = nursery_of(), random.Random(5)
    path, desks, acknowledged, total = tmp_path / "desk-0-plain.sqlite3", 1, 0, 0
    for kill in range(KILLS):
        child = nursery.start(path, blocks=10_000)
        wanted = moments.randrange(12)
        while wanted and (words := nursery.heard())[0] != "gone":
            acknowledged = int(words[1]) if words[0] == "acknowledged" else acknowledged
            wanted -= 1
        time.sleep(moments.random() * 0.004)
        os.kill(child, signal.SIGKILL)
        acknowledged = max([acknowledged, *nursery.until_gone()])
        with open_archive(path, create=True) as archive:
            size = whole_blocks(archive)
        assert acknowledged <= size <= acknowledged + 5  # one block may have ended without having been told
        acknowledged = size
        if kill % 10 == 9:  # a fresh desk, so that checking stays quick
            total, acknowledged, path, desks = (
                total + size,
                0,
                tmp_path / f"desk-{desks}{'' if desks % 2 else '-plain'}.sqlite3",
                desks + 1,
            )
    assert total + acknowledged > KILLS  # something was written between the kills


def test_kill_9_while_a_desk_is_made_leaves_one_that_can_be_made(tmp_path: Path, nursery_of, whole_blocks):
    nursery, moments = nursery_of(), random.Random(6)
    nursery.start(tmp_path / "whole.sqlite3", blocks=0)
    started = time.perf_counter()
    assert nursery.heard() == ["opened"]
    takes_s = time.perf_counter() - started
    assert nursery.until_gone() == []
    half_made = 0
    for kill in range(KILLS // 2):
        path = tmp_path / f"desk-{kill}.sqlite3"
        child = nursery.start(path, blocks=3)
        time.sleep(moments.random() * takes_s)
        with suppress(ProcessLookupError):  # it was faster than the one whose time was taken
            os.kill(child, signal.SIGKILL)
        nursery.until_gone()
        half_made += _is_half_made(path)
        with open_archive(path, create=True) as archive:
            assert whole_blocks(archive) == archive.size()
            with archive.writing() as writer:
                writer.keep(b"goes on")
        assert path.stat().st_mode & 0o777 == 0o600
    assert half_made > 0  # else the moments were badly chosen


def _is_half_made(path: Path) -> bool:
    try:
        open_archive(path).close()
    except RepatriaError:
        return path.exists()
    return False


def test_two_processes_take_turns(tmp_path: Path, nursery_of, whole_blocks):
    path = tmp_path / "desk.sqlite3"
    nurseries = [nursery_of(), nursery_of()]
    for nursery in nurseries:
        nursery.start(path, blocks=40)  # both make the desk, too
    acknowledged = [size for nursery in nurseries for size in nursery.until_gone()]
    assert len(acknowledged) == len(set(acknowledged)) == 80
    with open_archive(path) as archive:
        assert whole_blocks(archive) == max(acknowledged)
