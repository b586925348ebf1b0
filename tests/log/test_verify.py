"""Verification: what it accepts, and where it says the first break is."""

from __future__ import annotations

import json
import os
import shutil
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repatria.errors import InputNotUnderstood, Severity
from repatria.log.checkpoint import Checkpoint, sign_checkpoint
from repatria.log.commitment import Opening, commit
from repatria.log.layout import pack_entries
from repatria.log.merkle import leaf_hash, tree_hash
from repatria.log.note import Signer, add_signature, parse_key
from repatria.log.tiles import TileWriter
from repatria.log.verify import Verification, verify_log

MakeLog = Callable[..., Path]
Leaves = Callable[[int], list[bytes]]


def told(result: Verification) -> tuple[str, str, int | None]:
    """Returns code, place and first bad index of a log that does not verify."""
    assert result.broken is not None
    assert not result.holds
    assert result.broken.severity == Severity.ERROR
    assert "" not in (result.broken.message, result.broken.hint)
    return result.broken.code, result.broken.place, result.first_bad_index


def rewrite(file: Path, change: Callable[[bytearray], None]) -> None:
    data = bytearray(file.read_bytes())
    change(data)
    file.write_bytes(data)


def journal(size: int) -> list[Opening]:
    return [Opening("ActOfTest", b"payload-%d" % index, index.to_bytes(32, "big")) for index in range(size)]


def committed(openings: list[Opening]) -> list[bytes]:
    return [
        commit(kind=opening.kind, sequence=index, payload=opening.payload or b"", salt=opening.salt or b"")
        for index, opening in enumerate(openings)
    ]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600])
def test_a_whole_log_holds(size: int, make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    head = Checkpoint("desk.example/log", size, tree_hash([leaf_hash(leaf) for leaf in leaves(size)]))
    directory = make_log(leaves(size), publish_at=range(0, size, 100))
    assert verify_log(directory, key=signer.key) == Verification(head, entries=size)


@pytest.mark.reference
def test_tesseras_log_holds_at_every_head(reference: Path) -> None:
    folder = reference / "vectors/tlog-tiles-log"
    key = parse_key(json.loads((folder / "log-info.json").read_bytes())["vkey"])
    log = folder / "testdata/log"
    heads = [(log / f"checkpoint.{size}").read_bytes() for size in range(16)]
    results = [verify_log(log, key=key, since=head) for head in heads]
    assert [(result.holds, result.entries, result.findings) for result in results] == [(True, 15, ())] * 16


def test_a_changed_leaf_is_named(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(600))
    changed = leaves(600)
    changed[517] = b"another"
    (directory / "tile/entries/002.p/88").write_bytes(pack_entries(changed[512:]))
    result = verify_log(directory, key=signer.key)
    assert told(result) == ("leaf-differs", "index 517 in tile/0/002.p/88", 517)
    assert result.broken is not None
    assert result.broken.message == "leaf 517 does not hash to what the tile holds"
    assert result.entries == 512


def test_a_changed_tile_of_a_higher_level_is_named(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(600))
    rewrite(directory / "tile/1/000.p/2", lambda data: data.__setitem__(40, data[40] ^ 1))
    result = verify_log(directory, key=signer.key)
    assert told(result) == ("leaf-differs", "index 256 in tile/1/000.p/2", 256)
    assert result.broken is not None
    assert result.broken.message == "leaves 256 to 511 do not hash to what the tile holds"


def test_a_log_rewritten_with_all_its_tiles_is_caught_by_its_checkpoint(
    make_log: MakeLog, leaves: Leaves, signer: Signer
) -> None:
    directory, other = make_log(leaves(600)), make_log([b"x", *leaves(600)[1:]], name="other")
    shutil.copyfile(directory / "checkpoint", other / "checkpoint")
    assert told(verify_log(other, key=signer.key)) == ("root-differs", "checkpoint", None)


def test_a_leaf_is_dropped(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(5))
    (directory / "tile/entries/000.p/5").write_bytes(pack_entries([*leaves(2), *leaves(5)[3:]]))
    assert told(verify_log(directory, key=signer.key)) == ("wrong-size", "tile/entries/000.p/5", 0)


@pytest.mark.parametrize(
    ("path", "index"), [("tile/entries/001", 256), ("tile/0/002.p/88", 512), ("tile/1/000.p/2", 0)]
)
def test_a_missing_file_is_named(path: str, index: int, make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(600))
    (directory / path).unlink()
    assert told(verify_log(directory, key=signer.key)) == ("missing", path, index)


@pytest.mark.parametrize("path", ["tile/entries/001", "tile/0/002.p/88", "tile/1/000.p/2"])
@pytest.mark.parametrize("change", ["cut", "grow", "empty", "huge"])
def test_a_file_of_another_size_is_named(
    path: str, change: str, make_log: MakeLog, leaves: Leaves, signer: Signer
) -> None:
    directory = make_log(leaves(600))
    data = (directory / path).read_bytes()
    (directory / path).write_bytes({"cut": data[:-1], "grow": data + b"\0", "empty": b"", "huge": data}[change])
    if change == "huge":
        os.truncate(directory / path, 2**40)
    code, place, _ = told(verify_log(directory, key=signer.key))
    assert (code, place) == ("wrong-size", path)


@pytest.mark.parametrize("path", ["tile/0/002.p/3", "tile/entries/002.p/3", "tile/1/000.p/1"])
@pytest.mark.parametrize("emptied", [False, True])
def test_an_earlier_form_that_differs_is_named(
    path: str, make_log: MakeLog, leaves: Leaves, signer: Signer, *, emptied: bool
) -> None:
    directory = make_log(leaves(520), publish_at=[280, 515])
    rewrite(directory / path, lambda data: data.clear() if emptied else data.__setitem__(-1, data[-1] ^ 1))
    assert told(verify_log(directory, key=signer.key))[:2] == ("earlier-differs", path)


def test_without_a_checkpoint_nothing_holds(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(5))
    (directory / "checkpoint").unlink()
    result = verify_log(directory, key=signer.key)
    assert told(result) == ("missing", "checkpoint", None)
    assert (result.checkpoint, result.entries) == (None, 0)


def test_a_checkpoint_of_another_key_or_origin_is_refused(make_log: MakeLog, signer: Signer) -> None:
    directory, other = make_log([b"a"]), Signer("desk.example/log", b"x" * 32)
    for result in (
        verify_log(directory, key=other.key),
        verify_log(directory, key=signer.key, origin="desk.example/other"),
    ):
        assert told(result) == ("checkpoint-refused", "checkpoint", None)


@pytest.mark.parametrize("note", [b"", b"\n\n", b"\xff" * 100, b"x" * 1_000_001])
def test_a_damaged_checkpoint_is_refused(note: bytes, make_log: MakeLog, signer: Signer) -> None:
    directory = make_log([b"a"])
    (directory / "checkpoint").write_bytes(note)
    code, place, _ = told(verify_log(directory, key=signer.key))
    assert (code, place) == ("wrong-size" if len(note) > 1_000_000 else "checkpoint-refused", "checkpoint")


def test_a_checkpoint_that_claims_more_than_there_is(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(256))
    claim = Checkpoint("desk.example/log", 2**63 - 1, b"r" * 32)
    (directory / "checkpoint").write_bytes(sign_checkpoint(claim, signers=[signer]))
    assert told(verify_log(directory, key=signer.key)) == ("missing", "tile/entries/001", 256)


def test_a_place_that_is_no_directory_is_not_understood(tmp_path: Path, signer: Signer) -> None:
    (tmp_path / "file").write_bytes(b"")
    for wrong in (tmp_path / "none", tmp_path / "file", tmp_path / "nul\0byte"):
        with pytest.raises(InputNotUnderstood) as refused:
            verify_log(wrong, key=signer.key)
        assert refused.value.message == "there is no such log directory"


def test_directories_where_files_belong_are_named(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(300))
    (directory / "tile/0/000").unlink()
    (directory / "tile/0/000").mkdir()
    assert told(verify_log(directory, key=signer.key))[:2] == ("wrong-size", "tile/0/000")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no permissions of this kind")
def test_a_loop_of_links_is_named(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    directory = make_log(leaves(300))
    (directory / "tile/0/000").unlink()
    (directory / "tile/0/000").symlink_to(directory / "tile/0/000")
    assert told(verify_log(directory, key=signer.key))[:2] == ("unreadable", "tile/0/000")


@pytest.mark.parametrize("size", [0, 1, 255, 256, 300, 512, 599, 600])
def test_an_older_checkpoint_proves_that_the_log_only_grew(
    size: int, make_log: MakeLog, leaves: Leaves, signer: Signer
) -> None:
    since = (make_log(leaves(size), name="older") / "checkpoint").read_bytes()
    assert verify_log(make_log(leaves(600)), key=signer.key, since=since).holds


@pytest.mark.parametrize("size", [1, 255, 256, 300, 512, 600])
def test_a_log_that_was_rewritten_is_caught_by_an_older_checkpoint(
    size: int, make_log: MakeLog, leaves: Leaves, signer: Signer
) -> None:
    since = (make_log([*leaves(size)[:-1], b"was"], name="older") / "checkpoint").read_bytes()
    result = verify_log(make_log(leaves(600)), key=signer.key, since=since)
    assert told(result) == ("not-append-only", f"index 0 to {size - 1}", None)


def test_a_log_that_was_cut_is_caught_by_an_older_checkpoint(make_log: MakeLog, leaves: Leaves, signer: Signer) -> None:
    since = (make_log(leaves(600), name="older") / "checkpoint").read_bytes()
    assert told(verify_log(make_log(leaves(599)), key=signer.key, since=since)) == ("shrunk", "checkpoint", 599)


def test_an_older_checkpoint_that_the_log_never_signed_is_not_understood(make_log: MakeLog, signer: Signer) -> None:
    directory = make_log([b"a"])
    other = sign_checkpoint(Checkpoint("desk.example/log", 1, b"r" * 32), signers=[Signer("x.example", b"x" * 32)])
    for since in (b"", other):
        with pytest.raises(InputNotUnderstood) as refused:
            verify_log(directory, key=signer.key, since=since)
        assert refused.value.place == "since"


def test_the_journal_opens_every_leaf(make_log: MakeLog, signer: Signer) -> None:
    acts = journal(600)
    result = verify_log(make_log(committed(acts)), key=signer.key, openings=iter(acts))
    assert (result.holds, result.entries, result.opened, result.erased) == (True, 600, 600, 0)


def test_erased_acts_leave_the_log_standing(make_log: MakeLog, signer: Signer) -> None:
    acts = journal(300)
    directory = make_log(committed(acts))
    acts[7] = Opening("ActOfTest", None, None)
    result = verify_log(directory, key=signer.key, openings=acts)
    assert (result.holds, result.opened, result.erased) == (True, 299, 1)


def changed_payload(acts: list[Opening]) -> None:
    acts[270] = Opening(acts[270].kind, b"another", acts[270].salt)


def changed_salt(acts: list[Opening]) -> None:
    acts[270] = Opening(acts[270].kind, acts[270].payload, bytes(32))


def changed_kind(acts: list[Opening]) -> None:
    acts[270] = Opening("OtherAct", None, None)


def changed_places(acts: list[Opening]) -> None:
    acts[270], acts[280] = acts[280], acts[270]


def dropped(acts: list[Opening]) -> None:
    del acts[270]


@pytest.mark.parametrize("change", [changed_payload, changed_salt, changed_kind, changed_places, dropped])
def test_a_journal_that_was_changed_is_caught_at_the_first_act(
    change: Callable[[list[Opening]], None], make_log: MakeLog, signer: Signer
) -> None:
    acts = journal(300)
    directory = make_log(committed(acts))
    change(acts)
    result = verify_log(directory, key=signer.key, openings=acts)
    assert told(result) == ("act-differs", "index 270 in tile/entries/001", 270)
    assert result.opened == 270


def test_a_journal_that_ends_early_or_goes_on_is_caught(make_log: MakeLog, signer: Signer) -> None:
    acts = journal(300)
    directory = make_log(committed(acts))
    assert told(verify_log(directory, key=signer.key, openings=acts[:290])) == ("journal-short", "index 290", 290)
    assert told(verify_log(directory, key=signer.key, openings=journal(301))) == ("log-short", "index 300", 300)
    assert told(verify_log(make_log([], name="empty"), key=signer.key, openings=acts)) == ("log-short", "index 0", 0)


def test_what_the_checkpoint_does_not_cover_is_noted_and_breaks_nothing(
    make_log: MakeLog, leaves: Leaves, signer: Signer
) -> None:
    directory = make_log(leaves(300))
    writer = TileWriter.open(directory, key=signer.key)
    writer.append(leaves(600), at=0)  # full tiles are on disk, the checkpoint is the old one: as after a crash
    (directory / "tile/0/000.unfinished").write_bytes(b"half")
    (directory / "tile/0/README").write_bytes(b"of somebody")
    result = verify_log(directory, key=signer.key)
    assert result.holds
    assert [(found.severity, found.code, found.message) for found in result.findings] == [
        (Severity.NOTE, "beyond-checkpoint", "2 tiles or bundles lie beyond the size of the checkpoint"),
        (Severity.NOTE, "not-of-the-log", "2 files are no tiles or bundles"),
    ]


def test_a_witness_beside_the_log_does_not_disturb(make_log: MakeLog, signer: Signer) -> None:
    directory = make_log([b"a"])
    note = add_signature((directory / "checkpoint").read_bytes(), signer=Signer("north.example/w", b"w" * 32))
    (directory / "checkpoint").write_bytes(note)
    assert verify_log(directory, key=signer.key).holds


def test_memory_does_not_grow_with_the_log(tmp_path: Path, signer: Signer) -> None:
    def peak(size: int) -> int:
        leaves: Iterator[bytes] = (b"%1000d" % index for index in range(size))
        writer = TileWriter.open(tmp_path / str(size), key=signer.key)
        writer.append(leaves)
        writer.publish(signers=[signer])
        tracemalloc.start()
        assert verify_log(tmp_path / str(size), key=signer.key).entries == size
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(6_000) < 2 * peak(600)
