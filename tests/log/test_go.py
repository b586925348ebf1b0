"""Go's own code on our trees, proofs and notes, where a Go compiler and golang.org/x/mod are installed.

On Debian: ``apt-get install golang-go golang-golang-x-mod-dev``.
"""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from repatria.log.merkle import leaf_hash, tree_hash
from repatria.log.note import NoteMalformed, NoteRefused, Signer, open_note, parse_key, sign_note
from repatria.log.proofs import consistency_holds, inclusion_holds, over, prove_consistency, prove_inclusion

PATHS = [*os.environ.get("GOPATH", "").split(os.pathsep), "/usr/share/gocode"]
GOPATH = next((path for path in PATHS if path and Path(path, "src/golang.org/x/mod/sumdb/tlog").is_dir()), None)
TREES = 10_000 if os.environ.get("REPATRIA_LONG") == "1" else 300

pytestmark = pytest.mark.skipif(not (shutil.which("go") and GOPATH), reason="no Go with golang.org/x/mod here")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns Go's verifier, compiled."""
    folder = tmp_path_factory.mktemp("go")
    environment = os.environ | {"GOPATH": str(GOPATH), "GO111MODULE": "off", "GOCACHE": str(folder / "cache")}
    source = Path(__file__).parent / "go/main.go"
    subprocess.run(["go", "build", "-o", str(folder / "verdicts"), str(source)], env=environment, check=True)
    return folder / "verdicts"


def ask(program: Path, **questions: Any) -> dict[str, Any]:
    """Returns Go's answers; bytes go as base64, as Go reads them."""
    encoded = json.dumps(questions, default=lambda data: base64.b64encode(data).decode())
    done = subprocess.run([str(program)], input=encoded, capture_output=True, check=True, text=True)
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def some_tree(chance: random.Random, seed: int) -> tuple[dict[str, Any], bool, bool]:
    """Returns a question with our verdicts on inclusion and consistency; one proof in three has a bit changed."""
    size = chance.choice([chance.randint(1, 20), chance.randint(1, 600)])
    index, old = chance.randrange(size), chance.randint(1, size)
    hashes = [leaf_hash(b"%d-%d" % (seed, number)) for number in range(size)]
    root, old_root = tree_hash(hashes), tree_hash(hashes[:old])
    inclusion = spoilt(chance, prove_inclusion(index=index, size=size, subtree=over(hashes)))
    consistency = spoilt(chance, prove_consistency(old_size=old, new_size=size, subtree=over(hashes)))
    question = {
        "seed": seed,
        "size": size,
        "root": root,
        "index": index,
        "inclusion": inclusion,
        "old": old,
        "old_root": old_root,
        "consistency": consistency,
    }
    return (
        question,
        inclusion_holds(index=index, size=size, leaf=hashes[index], root=root, proof=inclusion),
        consistency_holds(old_size=old, new_size=size, old_root=old_root, new_root=root, proof=consistency),
    )


def spoilt(chance: random.Random, proof: tuple[bytes, ...]) -> tuple[bytes, ...]:
    if not proof or chance.random() < 2 / 3:
        return proof
    at = chance.randrange(len(proof))
    changed = bytearray(proof[at])
    changed[chance.randrange(32)] ^= 1 << chance.randrange(8)
    return (*proof[:at], bytes(changed), *proof[at + 1 :])


def test_roots_and_verdicts_on_random_trees_are_those_of_go(program: Path) -> None:
    chance = random.Random(20261122)
    questions, inclusion, consistency = zip(*(some_tree(chance, seed) for seed in range(TREES)), strict=True)
    answers = ask(program, trees=questions)
    assert answers["roots"] == [True] * TREES
    assert answers["inclusion"] == list(inclusion)
    assert answers["consistency"] == list(consistency)
    assert {True, False} == {*inclusion} == {*consistency}


def our_verdict(note: bytes, vkeys: list[str]) -> str:
    try:
        opened = open_note(note, keys=map(parse_key, vkeys))
    except (NoteMalformed, NoteRefused):
        return "refused"
    return f"{len(opened.signed_by)} verified, {len(opened.unverified)} unverified: {opened.text}"


def test_verdicts_on_our_notes_are_those_of_go(program: Path) -> None:
    signers = [Signer(f"{name}.example/log", leaf_hash(name.encode())) for name in ("desk", "north", "south")]
    vkeys = [str(signer.key) for signer in signers]
    note = sign_note(text="desk.example/log\n5\nинше\n", signers=signers)
    notes = [
        note,
        note.replace(b"5", b"6", 1),
        note + str(signers[0].sign("desk.example/log\n5\nинше\n")).encode(),
        note[:-1],
        note.replace(b"north", b"n rth"),
        note.replace(b"\n\n", b"\n", 1),
        b"\n" + note,
    ]
    questions = [(one, keys) for one in notes for keys in (vkeys, vkeys[:1], vkeys[1:])]
    ours = [our_verdict(one, keys) for one, keys in questions]
    assert ask(program, notes=[{"note": one, "vkeys": keys} for one, keys in questions])["notes"] == ours
    assert len({*ours}) > 3
