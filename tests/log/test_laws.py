"""Laws of the log: proofs of any tree verify, no bit can change unnoticed, no clean log is doubted, nothing crashes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.errors import RepatriaError
from repatria.log.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from repatria.log.commitment import Opening, commit, opens, parse_commitment
from repatria.log.layout import Place, pack_entries, parse_place, unpack_entries
from repatria.log.merkle import CompactRange, leaf_hash, tree_hash
from repatria.log.note import NoteMalformed, NoteRefused, Signer, add_signature, open_note, read_note, sign_note
from repatria.log.proofs import consistency_holds, inclusion_holds, over, prove_consistency, prove_inclusion
from repatria.log.reader import TileReader
from repatria.log.tiles import TileWriter
from repatria.log.verify import verify_log

LONG = os.environ.get("REPATRIA_LONG") == "1"
SIGNER = Signer("desk.example/log", bytes(range(32)))

trees = st.lists(st.binary(max_size=8), min_size=1, max_size=80).map(lambda leaves: list(map(leaf_hash, leaves)))
few = settings(max_examples=1000 if LONG else 60, deadline=None)
many = settings(max_examples=10_000 if LONG else 300, deadline=None)


def flipped(data: bytes, bit: int) -> bytes:
    """Returns ``data`` with one bit changed; bits are counted over its end."""
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


def mutations(hashes: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Yields ``hashes`` with each single bit of them changed in turn."""
    for position, value in enumerate(hashes):
        for bit in range(len(value) * 8):
            yield [*hashes[:position], flipped(value, bit), *hashes[position + 1 :]]


@contextmanager
def a_log(leaves: Sequence[bytes], publish_at: Sequence[int] = ()) -> Iterator[Path]:
    """Gives a log in a directory of its own, published at the given sizes and at the end."""
    with tempfile.TemporaryDirectory() as directory:
        writer = TileWriter.open(Path(directory), key=SIGNER.key)
        for size in sorted({*(at for at in publish_at if at < len(leaves)), len(leaves)}):
            writer.append(leaves[writer.size : size])
            writer.publish(signers=[SIGNER])
        yield Path(directory)


@few
@given(st.lists(st.binary(max_size=4), max_size=600))
def test_a_tree_that_grows_is_the_tree_of_the_definition(leaves: list[bytes]) -> None:
    hashes = list(map(leaf_hash, leaves))
    tree = CompactRange()
    for hashed in hashes:
        tree.append(hashed)
    assert tree.root() == tree_hash(hashes)


@many
@given(trees, st.data())
def test_every_proof_verifies(hashes: list[bytes], data: st.DataObject) -> None:
    size = len(hashes)
    index = data.draw(st.integers(0, size - 1))
    root = tree_hash(hashes)
    proof = prove_inclusion(index=index, size=size, subtree=over(hashes))
    assert inclusion_holds(index=index, size=size, leaf=hashes[index], root=root, proof=proof)
    proof = prove_consistency(old_size=index + 1, new_size=size, subtree=over(hashes))
    old = tree_hash(hashes[: index + 1])
    assert consistency_holds(old_size=index + 1, new_size=size, old_root=old, new_root=root, proof=proof)


@settings(max_examples=200 if LONG else 12, deadline=None)
@given(trees, st.data())
def test_no_proof_verifies_with_any_bit_changed(hashes: list[bytes], data: st.DataObject) -> None:
    size = len(hashes)
    index = data.draw(st.integers(0, size - 1))
    proof = prove_inclusion(index=index, size=size, subtree=over(hashes))
    for leaf, root, *changed in mutations([hashes[index], tree_hash(hashes), *proof]):
        assert not inclusion_holds(index=index, size=size, leaf=leaf, root=root, proof=changed)
    proof = prove_consistency(old_size=index + 1, new_size=size, subtree=over(hashes))
    for old, new, *changed in mutations([tree_hash(hashes[: index + 1]), tree_hash(hashes), *proof]):
        assert not consistency_holds(old_size=index + 1, new_size=size, old_root=old, new_root=new, proof=changed)


@few
@given(trees, st.data())
def test_no_proof_verifies_with_a_hash_more_or_less_or_for_another_leaf(
    hashes: list[bytes], data: st.DataObject
) -> None:
    size, root = len(hashes), tree_hash(hashes)
    index = data.draw(st.integers(0, size - 1))
    proof = prove_inclusion(index=index, size=size, subtree=over(hashes))
    for changed in ([*proof, root], [root, *proof], *([proof[1:], proof[:-1]] if proof else [])):
        assert not inclusion_holds(index=index, size=size, leaf=hashes[index], root=root, proof=changed)
    for other in range(size):
        holds = inclusion_holds(index=other, size=size, leaf=hashes[index], root=root, proof=proof)
        assert holds is (other == index or (holds and hashes[other] == hashes[index]))


@many
@given(
    st.integers(-(2**70), 2**70),
    st.integers(-(2**70), 2**70),
    st.integers(-(2**70), 2**70),
    st.lists(st.binary(max_size=33), max_size=70),
)
def test_checking_a_proof_never_raises(one: int, two: int, three: int, hashes: list[bytes]) -> None:
    first, second, *proof = [*hashes, b"", b""]
    assert inclusion_holds(index=one, size=two, leaf=first, root=second, proof=proof) is False
    held = consistency_holds(old_size=one, new_size=two, old_root=first, new_root=second, proof=proof)
    assert held is (one == two > 0 and two < 2**63 and first == second and not proof)


@few
@given(st.integers(1, 700), st.data())
def test_hashes_of_parts_read_from_tiles_are_those_of_the_leaves(size: int, data: st.DataObject) -> None:
    leaves = [b"%d" % index for index in range(size)]
    hashes = list(map(leaf_hash, leaves))
    with a_log(leaves) as directory:
        reader = TileReader(directory, size=size)
        index = data.draw(st.integers(0, size - 1))
        assert reader.leaf(index) == leaves[index]
        assert reader.prove_inclusion(index) == prove_inclusion(index=index, size=size, subtree=over(hashes))
        made = prove_consistency(old_size=index + 1, new_size=size, subtree=over(hashes))
        assert reader.prove_consistency(index + 1) == made


@settings(max_examples=1000 if LONG else 40, deadline=None)
@given(st.integers(0, 1100), st.lists(st.integers(0, 1100), max_size=4), st.data())
def test_no_clean_log_is_doubted(size: int, publish_at: list[int], data: st.DataObject) -> None:
    leaves = [b"%d" % index for index in range(size)]
    with a_log(leaves, publish_at) as directory, a_log(leaves[: data.draw(st.integers(0, size))]) as older:
        since = (older / "checkpoint").read_bytes()
        result = verify_log(directory, key=SIGNER.key, since=since)
        assert (result.broken, result.entries, result.findings) == (None, size, ())


def test_no_bit_of_a_small_log_may_change() -> None:
    with a_log([b"one", b"two", b"three"], [1, 2]) as directory:
        files = {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}
        for path, data in files.items():
            for bit in range(0, len(data) * 8, 1 if LONG else 7):
                path.write_bytes(flipped(data, bit))
                assert not verify_log(directory, key=SIGNER.key).holds, (path.name, bit)
            path.write_bytes(data)
        assert verify_log(directory, key=SIGNER.key).holds


@pytest.fixture(scope="module")
def large_log() -> Iterator[dict[Path, bytes]]:
    with a_log([b"leaf-%d" % index for index in range(600)], [100, 520, 580]) as directory:
        yield {
            path: path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file() and path.name != ".lock"
        }


def top(large_log: dict[Path, bytes]) -> Path:
    return next(path for path in large_log if path.name == "checkpoint").parent


@many
@given(data=st.data())
def test_a_bit_that_flips_anywhere_in_a_log_is_found(large_log: dict[Path, bytes], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(large_log)))
    bit = data.draw(st.integers(0, len(large_log[path]) * 8 - 1))
    path.write_bytes(flipped(large_log[path], bit))
    result = verify_log(top(large_log), key=SIGNER.key)
    path.write_bytes(large_log[path])
    assert not result.holds


def cut(path: Path, noise: bytes) -> None:
    os.truncate(path, len(noise) % path.stat().st_size)


def replace(path: Path, noise: bytes) -> None:
    path.write_bytes(noise)


def append(path: Path, noise: bytes) -> None:
    path.write_bytes(path.read_bytes() + noise + b"x")


def turn_into_directory(path: Path, noise: bytes) -> None:
    path.unlink()
    path.mkdir()


def remove_around(path: Path, noise: bytes) -> None:
    for inside in path.parent.iterdir():
        shutil.rmtree(inside) if inside.is_dir() else inside.unlink()


@settings(max_examples=2000 if LONG else 100, deadline=None)
@given(
    data=st.data(),
    damage=st.sampled_from([cut, replace, append, turn_into_directory, remove_around]),
    noise=st.binary(max_size=9000),
)
def test_whatever_is_done_to_a_file_the_answer_is_no_and_nothing_crashes(
    large_log: dict[Path, bytes], data: st.DataObject, damage: object, noise: bytes
) -> None:
    directory = top(large_log)
    path = data.draw(st.sampled_from(list(large_log)))
    assert callable(damage)
    damage(path, noise)
    result = verify_log(directory, key=SIGNER.key)
    for restored, content in large_log.items():
        if restored.is_dir():
            shutil.rmtree(restored)
        restored.parent.mkdir(parents=True, exist_ok=True)
        restored.write_bytes(content)
    assert result.broken is not None
    assert "" not in (result.broken.place, result.broken.message, result.broken.hint)


def test_no_bit_of_a_signed_note_may_change() -> None:
    note = sign_note(text="Convoy 7 is complete.\n", signers=[SIGNER])
    for bit in range(len(note) * 8):
        with pytest.raises((NoteMalformed, NoteRefused)):
            open_note(flipped(note, bit), keys=[SIGNER.key])


@many
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_reading_any_bytes_as_a_note_raises_only_our_own(noise: bytes) -> None:
    for note in (noise, noise + b"\n\n" + noise, noise + sign_note(text="x\n", signers=[SIGNER])):
        for read in (read_note, lambda data: open_checkpoint(data, key=SIGNER.key)):
            try:
                read(note)
            except RepatriaError:
                continue


texts = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]) | st.just("\n"), max_size=60)


@many
@given(texts, st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=4, unique=True))
def test_what_was_signed_is_opened(text: str, seeds: list[bytes]) -> None:
    signers = [Signer("x.example", seed) for seed in seeds]
    note = sign_note(text=f"{text}\n", signers=signers[:1])
    for signer in signers:
        note = add_signature(note, signer=signer)
    opened = open_note(note, keys=[signer.key for signer in signers])
    assert (opened.text, opened.signed_by) == (f"{text}\n", tuple(signer.key for signer in signers))


lines = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=20)


@many
@given(lines, st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(lines, max_size=3))
def test_checkpoints_are_read_as_they_were_written(origin: str, size: int, root: bytes, more: list[str]) -> None:
    head = Checkpoint(origin, size, root, tuple(more))
    assert parse_checkpoint(str(head)) == head
    assert open_checkpoint(sign_checkpoint(head, signers=[SIGNER]), key=SIGNER.key, origin=origin) == head


@many
@given(st.none() | st.integers(0, 63), st.integers(0, 2**55), st.integers(1, 256))
def test_places_are_read_as_they_were_written(level: int | None, index: int, width: int) -> None:
    place = Place(level, index, width)
    assert parse_place(str(place)) == place


@many
@given(st.lists(st.binary(max_size=300), max_size=20), st.binary(max_size=60))
def test_entries_are_unpacked_as_they_were_packed(entries: list[bytes], noise: bytes) -> None:
    assert unpack_entries(pack_entries(entries)) == tuple(entries)
    found = unpack_entries(noise)
    assert found is None or pack_entries(found) == noise


acts = st.builds(
    Opening,
    st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,63}", fullmatch=True),
    st.binary(max_size=40),
    st.binary(min_size=32, max_size=32),
)


@many
@given(acts, st.integers(0, 2**63 - 1), st.integers(0, 10_000))
def test_a_commitment_opens_and_no_bit_of_it_or_its_opening_may_change(act: Opening, sequence: int, bit: int) -> None:
    assert act.payload is not None
    assert act.salt is not None
    leaf = commit(kind=act.kind, sequence=sequence, payload=act.payload, salt=act.salt)
    assert parse_commitment(leaf).leaf() == leaf
    assert opens(leaf, sequence=sequence, opening=act)
    assert not opens(flipped(leaf, bit), sequence=sequence, opening=act)
    assert not opens(leaf, sequence=sequence, opening=Opening(act.kind, act.payload, flipped(act.salt, bit)))
    assert not opens(leaf, sequence=sequence, opening=Opening(act.kind, act.payload + b"\0", act.salt))
    if act.payload:
        assert not opens(leaf, sequence=sequence, opening=Opening(act.kind, flipped(act.payload, bit), act.salt))
