"""The writer: it finishes what was begun, repeats without harm, and refuses to say two things."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from repatria.log.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from repatria.log.layout import EntryTooLarge, LogBroken, pack_entries, places_at
from repatria.log.merkle import EMPTY_ROOT, leaf_hash, tree_hash
from repatria.log.note import NoteMalformed, NoteRefused, Signer, add_signature
from repatria.log.tiles import LogRefused, TileWriter
from repatria.log.verify import Verification, verify_log

MakeLog = Callable[..., Path]
Leaves = Callable[[int], list[bytes]]
Step = Callable[[str], None]

WITNESS = Signer("north.example/witness", b"w" * 32)


LONG = os.environ.get("REPATRIA_LONG") == "1"


ROOT_OF_7 = tree_hash([leaf_hash(b"leaf-%d" % index) for index in range(7)])


class Killed(BaseException):
    """Stands for a process that is gone: nothing of ours may catch it."""


def contents(directory: Path) -> dict[str, bytes]:
    """Returns all that lies in a directory, empty directories included."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(directory.rglob("*"))
        if path.name != ".lock"
    }


def counting(steps: list[str], *, die_at: int | None = None, die: Callable[[], None] | None = None) -> Step:
    """Returns a step hook that notes every step and dies before number ``die_at``."""

    def on_step(step: str) -> None:
        steps.append(step)
        if len(steps) - 1 == die_at and die:
            die()

    return on_step


def raise_killed() -> None:
    raise Killed


def work(directory: Path, leaves: list[bytes], signer: Signer, sizes: list[int], on_step: Step) -> None:
    """Grows a log from whatever lies there to each of ``sizes`` in turn, as a journal is published again after a crash."""
    for size in sizes:
        writer = TileWriter.open(directory, key=signer.key, on_step=on_step)
        if writer.published.size <= size:
            writer.append(leaves[:size], at=0)
            writer.publish(signers=[signer], size=size)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600])
def test_a_log_is_exactly_its_tiles_and_its_checkpoint(size: int, make_log: MakeLog, leaves: Leaves) -> None:
    found = {path for path, data in contents(make_log(leaves(size))).items() if data}
    assert found == {"checkpoint", *map(str, places_at(size))}


def test_the_bytes_of_a_small_log(make_log: MakeLog, signer: Signer) -> None:
    directory = make_log([b"one", b"two"])
    root = tree_hash([leaf_hash(b"one"), leaf_hash(b"two")])
    assert (directory / "tile/entries/000.p/2").read_bytes() == b"\0\3one\0\3two"
    assert (directory / "tile/0/000.p/2").read_bytes() == leaf_hash(b"one") + leaf_hash(b"two")
    head = Checkpoint("desk.example/log", 2, root)
    assert (directory / "checkpoint").read_bytes() == sign_checkpoint(head, signers=[signer])


def test_the_way_of_growing_leaves_no_trace_in_full_tiles(make_log: MakeLog, leaves: Leaves) -> None:
    once = contents(make_log(leaves(600), name="once"))
    often = contents(make_log(leaves(600), name="often", publish_at=[0, 1, 2, 255, 256, 300, 512]))
    assert {path: data for path, data in often.items() if path in once} == once
    assert sorted(set(often) - set(once)) == ["tile/1/000.p/1"]  # of size 256 and 300; tile/1/000 is not full yet


def test_earlier_partial_tiles_stay_until_the_tile_is_full(make_log: MakeLog, leaves: Leaves) -> None:
    directory = make_log(leaves(300), publish_at=[100, 270, 280])
    found = contents(directory / "tile/0")
    assert list(found) == ["000", "001.p", "001.p/14", "001.p/24", "001.p/44"]


def test_a_log_that_did_not_exist_begins_empty(tmp_path: Path, signer: Signer) -> None:
    writer = TileWriter.open(tmp_path / "deep/log", key=signer.key)
    assert (writer.size, writer.published) == (0, Checkpoint("desk.example/log", 0, EMPTY_ROOT))
    assert not (tmp_path / "deep").exists()
    assert writer.publish(signers=[signer]).size == 0
    assert sorted(contents(tmp_path / "deep/log")) == ["checkpoint"]


def test_leaves_that_are_there_are_passed_over(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(600))
    before = contents(directory)
    writer = TileWriter.open(directory, key=signer.key)
    assert writer.append(leaves(600), at=0) == 600
    writer.publish(signers=[signer], size=600)
    assert contents(directory) == before


@pytest.mark.parametrize("index", [0, 300, 599])
def test_a_leaf_that_differs_is_refused(index: int, make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    writer = TileWriter.open(make_log(leaves(600)), key=signer.key)
    changed = leaves(700)
    changed[index] = b"another"
    with pytest.raises(LogRefused) as refused:
        writer.append(changed, at=0)
    assert (refused.value.message, writer.size) == (f"leaf {index} differs from the one in the log", 600)


def test_a_gap_is_refused(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    writer = TileWriter.open(make_log(leaves(5)), key=signer.key)
    with pytest.raises(LogRefused) as refused:
        writer.append([b"x"], at=6)
    assert refused.value.message == "leaf 6 cannot follow 5 leaves"


def test_a_smaller_journal_is_refused(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(5))
    before = contents(directory)
    writer = TileWriter.open(directory, key=signer.key)
    writer.append(leaves(4), at=0)
    with pytest.raises(LogRefused) as refused:
        writer.publish(signers=[signer], size=4)
    assert (refused.value.message, contents(directory)) == ("the log has 5 leaves, the journal 4", before)


def test_of_two_writers_the_second_is_refused(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(5))
    first, second = (TileWriter.open(directory, key=signer.key) for _ in range(2))
    first.append([b"first"])
    first.publish(signers=[signer])
    before = contents(directory)
    second.append([b"second"])
    with pytest.raises(LogRefused) as refused:
        second.publish(signers=[signer])
    assert (refused.value.message, contents(directory)) == ("another process has written this log", before)


def test_a_second_writer_waits_while_the_first_is_at_work(tmp_path: Path, leaves: Leaves, signer: Signer) -> None:
    refusals: list[str] = []
    waited: list[bool] = []

    def publish_too() -> None:
        writer = TileWriter.open(tmp_path, key=signer.key)
        writer.append(leaves(5))
        try:
            writer.publish(signers=[signer])
        except LogRefused as refused:
            refusals.append(refused.message)

    def on_step(step: str) -> None:
        if step == "rename tile/0/000.p/7":
            second.start()
            second.join(0.1)
            waited.append(second.is_alive())

    second = threading.Thread(target=publish_too)
    work(tmp_path, leaves(7), signer, [7], on_step)
    second.join()
    assert (waited, refusals) == ([True], ["another process has written this log"])
    assert verify_log(tmp_path, key=signer.key) == Verification(Checkpoint("desk.example/log", 7, ROOT_OF_7), entries=7)


@pytest.mark.parametrize("path", ["tile/0/000", "tile/entries/000", "tile/0/001.p/4", "tile/entries/001.p/4"])
def test_other_bytes_on_disk_are_refused_and_kept(path: str, tmp_path: Path, leaves: Leaves, signer: Signer) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_bytes(b"other")
    writer = TileWriter.open(tmp_path, key=signer.key)
    with pytest.raises(LogRefused) as refused:
        writer.append(leaves(260))
        writer.publish(signers=[signer])
    assert (refused.value.place, file.read_bytes()) == (path, b"other")
    assert not (tmp_path / "checkpoint").exists()


def test_the_same_size_keeps_the_signatures_of_witnesses(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(5))
    cosigned = add_signature((directory / "checkpoint").read_bytes(), signer=WITNESS)
    (directory / "checkpoint").write_bytes(cosigned)
    TileWriter.open(directory, key=signer.key).publish(signers=[signer])
    assert (directory / "checkpoint").read_bytes() == cosigned


def test_a_second_signer_is_added_at_the_same_size(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(5))
    head = TileWriter.open(directory, key=signer.key).publish(signers=[signer, WITNESS])
    assert (directory / "checkpoint").read_bytes() == sign_checkpoint(head, signers=[signer, WITNESS])


@pytest.mark.parametrize("signers", [[], [WITNESS]])
def test_only_the_logs_own_key_publishes(signers: list[Signer], make_log: MakeLog, signer: Signer) -> None:
    writer = TileWriter.open(make_log([b"a"]), key=signer.key)
    with pytest.raises(LogRefused) as refused:
        writer.publish(signers=signers)
    assert refused.value.message == "the first signer is not the key of this log"


def test_a_log_of_another_key_is_not_continued(make_log: MakeLog) -> None:
    with pytest.raises(NoteRefused):
        TileWriter.open(make_log([b"a"]), key=WITNESS.key)


def test_a_damaged_checkpoint_is_not_overwritten(make_log: MakeLog, signer: Signer) -> None:
    directory = make_log([b"a"])
    (directory / "checkpoint").write_bytes(b"")
    with pytest.raises(NoteMalformed):
        TileWriter.open(directory, key=signer.key)


@pytest.mark.parametrize("path", ["tile/0/002.p/88", "tile/entries/002.p/88", "tile/1/000.p/2"])
def test_a_log_with_a_damaged_right_edge_is_not_continued(
    path: str, make_log: MakeLog, leaves: Leaves, signer: Signer
) -> None:
    directory = make_log(leaves(600))
    data = bytearray((directory / path).read_bytes())
    data[-1] ^= 1
    (directory / path).write_bytes(data)
    with pytest.raises(LogBroken) as broken:
        TileWriter.open(directory, key=signer.key)
    assert broken.value.code == "edge-differs"
    (directory / path).unlink()
    with pytest.raises(LogBroken) as broken:
        TileWriter.open(directory, key=signer.key)
    assert (broken.value.code, broken.value.place) == ("missing", path)


def test_a_leaf_too_long_stops_before_itself(tmp_path: Path, signer: Signer) -> None:
    writer = TileWriter.open(tmp_path, key=signer.key)
    with pytest.raises(EntryTooLarge):
        writer.append([b"a", b"x" * 65_536, b"c"])
    assert writer.append([b"b" * 65_535]) == 2
    writer.publish(signers=[signer])
    assert (tmp_path / "tile/entries/000.p/2").read_bytes() == pack_entries([b"a", b"b" * 65_535])


SIZES = [0, 3, 257, 300]


def test_a_process_that_dies_at_any_step_leaves_a_log_that_verifies_and_can_be_finished(
    tmp_path: Path, leaves: Leaves, signer: Signer
) -> None:
    steps: list[str] = []
    work(tmp_path / "whole", leaves(300), signer, SIZES, counting(steps))
    whole = contents(tmp_path / "whole")
    for die_at in range(len(steps)):
        directory = tmp_path / f"killed-{die_at}"
        with pytest.raises(Killed):
            work(directory, leaves(300), signer, SIZES, counting([], die_at=die_at, die=raise_killed))
        if (directory / "checkpoint").exists():
            assert verify_log(directory, key=signer.key).broken is None
        work(directory, leaves(300), signer, SIZES, counting([]))
        assert contents(directory) == whole, steps[die_at]


def test_a_file_cut_short_by_a_crash_is_written_anew(tmp_path: Path, leaves: Leaves, signer: Signer) -> None:
    work(tmp_path / "whole", leaves(300), signer, [300], counting([]))
    with pytest.raises(Killed):
        work(tmp_path / "torn", leaves(300), signer, [300], counting([], die_at=3, die=raise_killed))
    (torn,) = (tmp_path / "torn").rglob("*.unfinished")
    torn.write_bytes(torn.read_bytes()[:1000])
    work(tmp_path / "torn", leaves(300), signer, [300], counting([]))
    assert contents(tmp_path / "torn") == contents(tmp_path / "whole")


@pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="needs fork")
def test_kill_9_loses_nothing(tmp_path: Path, leaves: Leaves, signer: Signer) -> None:
    steps: list[str] = []
    work(tmp_path / "whole", leaves(260), signer, [5, 260], counting(steps))
    for die_at in range(0, len(steps), 1 if LONG else 7):
        directory = tmp_path / f"killed-{die_at}"
        child = os.fork()
        if child == 0:  # the child never returns: it is killed, or leaves without running what pytest left to do
            die = lambda: os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
            work(directory, leaves(260), signer, [5, 260], counting([], die_at=die_at, die=die))
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        work(directory, leaves(260), signer, [5, 260], counting([]))
        assert contents(directory) == contents(tmp_path / "whole"), steps[die_at]


def test_a_disk_that_refuses_once_is_no_loss(tmp_path: Path, leaves: Leaves, signer: Signer) -> None:
    """The N-th step fails as on a full disk; the same writer then finishes."""
    steps: list[str] = []
    work(tmp_path / "whole", leaves(300), signer, [300], counting(steps))
    whole = contents(tmp_path / "whole")

    def full() -> None:
        raise OSError(28, "No space left on device")

    for die_at in range(len(steps)):
        hook = counting([], die_at=die_at, die=full)
        writer = TileWriter.open(tmp_path / f"full-{die_at}", key=signer.key, on_step=hook)
        with pytest.raises(LogRefused) as refused:
            writer.append(leaves(300))
            writer.publish(signers=[signer])
        assert refused.value.message == "the disk cannot be written"
        writer.append(leaves(300), at=0)
        writer.publish(signers=[signer], size=300)
        assert contents(tmp_path / f"full-{die_at}") == whole, steps[die_at]


def test_the_checkpoint_comes_after_everything_it_needs(tmp_path: Path, leaves: Leaves, signer: Signer) -> None:
    steps: list[str] = []
    work(tmp_path / "log", leaves(300), signer, [300], counting(steps))
    renamed = [step.removeprefix("rename ") for step in steps if step.startswith("rename ")]
    assert sorted(renamed[:-1]) == sorted(map(str, places_at(300)))
    assert renamed[-1] == "checkpoint"
    last_tile = steps.index(f"rename {renamed[-2]}")
    synced = [step for step in steps[last_tile : steps.index("write checkpoint")] if step.startswith("sync directory")]
    assert synced == [
        f"sync directory {name}" for name in ("log", "tile", "0", "001.p", "1", "000.p", "entries", "001.p")
    ]


@pytest.mark.skipif(os.name == "nt", reason="directories cannot be synced there")
def test_every_file_and_directory_is_synced_and_tiles_before_the_checkpoint_is_named(
    tmp_path: Path, leaves: Leaves, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    when: dict[str, int] = {}
    work(tmp_path / "log", leaves(300), signer, [300], lambda step: when.update({step: len(synced)}))
    before = set(synced[: when["rename checkpoint"]])
    everything = [tmp_path / "log", *(path for path in (tmp_path / "log").rglob("*") if path.name != ".lock")]
    assert [path.name for path in everything if path.stat().st_ino not in before] == []
    assert synced[-1] == (tmp_path / "log").stat().st_ino


def test_what_an_interrupted_writer_left_is_opened_by_the_checkpoints_key(
    make_log: MakeLog, leaves: Leaves, signer: Signer
) -> None:
    directory = make_log(leaves(5))
    head = open_checkpoint((directory / "checkpoint").read_bytes(), key=signer.key)
    assert TileWriter.open(directory, key=signer.key).published == head
