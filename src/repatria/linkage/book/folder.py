"""An index in a folder: written whole or not at all, for its owner only, and read back only if nothing changed.

The folder has a manifest and the files of one state of the index under ``kept-N``. A new state is written beside the old
one, then the manifest is replaced, then the old state goes; whoever is killed in between leaves the old state valid.
Files are Arrow and NumPy without pickled objects; the manifest has the digest of each. It holds names: keep it as safe as the lists.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.linkage.blocking import RULES
from repatria.linkage.book.index import NAME, Index, KeptList, Ordered
from repatria.linkage.book.values import from_packed
from repatria.linkage.learning.calibration import Calibration, Curve
from repatria.linkage.said.lines import COLUMNS, COLUMNS_OF, Column, Lines
from repatria.linkage.said.vocabulary import WIDTH, Packed
from repatria.linkage.weighing.levels import FIELDS, LEVELS
from repatria.linkage.weighing.model import STRATA, Model

KIND, VERSION = "repatria index of lists", 1
MANIFEST = "manifest.json"
PLACE = "index of lists"


class _List(msgspec.Struct, frozen=True):
    name: str
    lines: int


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the folder holds.

    Attributes:
        state: Number of the state, in the name of its folder.
        rules: The rules that lines are in order of.
        numbers: Prior, siblings and twins of the model, unread dates.
        files: Name of each file and the SHA-256 of its bytes.
    """

    kind: str
    version: int
    state: int
    lists: tuple[_List, ...]
    rules: tuple[str, ...]
    prior: float
    siblings: float
    twins: float
    twice: tuple[float, ...]
    unread: int
    files: dict[str, str]


def keep(index: Index, folder: Path) -> None:
    """Writes an index into a folder, over an earlier state of one; only its owner can read it.

    Args:
        index: What is written.
        folder: New, empty, or one that `keep` wrote.

    Raises:
        InputNotUnderstood: Something else lies there, or it cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = _manifest(folder).state if any(folder.iterdir()) else 0
        folder.chmod(0o700)
        state = folder / f"kept-{before + 1}"
        shutil.rmtree(state, ignore_errors=True)
        state.mkdir(mode=0o700)
        _write(index, state)
        files = {path.name: _digest(path) for path in sorted(state.iterdir())}
        model = index.model
        manifest = _Manifest(
            KIND, VERSION, before + 1, tuple(_List(of.name, of.lines) for of in index.lists),
            tuple(str(of.rule) for of in index.rules), model.prior, model.siblings, model.twins,
            index.calibration.twice, index.lines.unread, files,
        )  # fmt: skip
        with _private(folder / "manifest.unfinished") as file:
            file.write(msgspec.json.format(msgspec.json.encode(manifest)))
        (folder / "manifest.unfinished").replace(folder / MANIFEST)
        for old in folder.glob("kept-*"):
            if old != state:
                shutil.rmtree(old, ignore_errors=True)
    except OSError:
        raise InputNotUnderstood(
            "the index cannot be written", place=PLACE, hint="check the folder and its space"
        ) from None


def open_index(folder: Path) -> Index:
    """Returns the index of a folder.

    Raises:
        InputNotUnderstood: The folder is none that `keep` wrote, or is not whole, or was changed.
    """
    manifest = _manifest(folder)
    state = folder / f"kept-{manifest.state}"
    try:
        found = sorted(path.name for path in state.iterdir())
        if found != sorted(manifest.files) or any(_digest(state / name) != manifest.files[name] for name in found):
            raise _changed()
        index = _read(manifest, state)
    except (OSError, ValueError, KeyError, IndexError, EOFError, pa.ArrowException):
        raise _changed() from None
    _check(index)
    return index


def _manifest(folder: Path) -> _Manifest:
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        raise InputNotUnderstood(
            "no index of lists is in the folder", place=PLACE, hint="give a folder that --keep wrote, or a new one"
        ) from None
    if (manifest.kind, manifest.version) != (KIND, VERSION):
        raise InputNotUnderstood(
            "the index is of another version", place=PLACE, hint="write it anew from its lists with --keep"
        )
    return manifest


def _changed() -> InputNotUnderstood:
    return InputNotUnderstood(
        "the index is not whole, or was changed", place=PLACE, hint="write it anew from its lists with --keep"
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _private(path: Path) -> Iterator[Any]:
    """Gives a file of the owner's only, on disk when it is closed."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write(index: Index, state: Path) -> None:
    arrays = {
        "rows": index.lines.rows, "exchanged": index.lines.exchanged, "model-m": index.model.m, "model-z": index.model.z,
        "calibration": np.stack(
            [c.log2_odds for c in (index.calibration.between, *index.calibration.within)], axis=1
        ),
        "calibration-at": index.calibration.between.at,
    }  # fmt: skip
    texts: dict[str, pa.Array] = {"refs": index.lines.refs}
    for field, names in index.vocabularies.items():
        title = field.name.lower()
        arrays |= {f"{title}-letters": names.letters, f"{title}-packed": names.packed}
        texts[f"{title}-keys"] = pa.array(names.keys, pa.string())
    for n, of in enumerate(index.rules):
        arrays |= {f"rule-{n}-keys": of.keys, f"rule-{n}-lines": of.order}
    for name, values in arrays.items():
        with _private(state / f"{name}.npy") as file:
            np.save(file, np.ascontiguousarray(values), allow_pickle=False)
    for name, column in texts.items():
        table = pa.table({"text": column})
        with _private(state / f"{name}.arrow") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)


def _read(manifest: _Manifest, state: Path) -> Index:
    def array(name: str, kind: Any, *shape: int) -> NDArray[Any]:  # -1: any length
        found: NDArray[Any] = np.load(state / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        fits = len(found.shape) == len(shape) and all(n in {-1, m} for n, m in zip(shape, found.shape, strict=True))
        if found.dtype != np.dtype(kind) or not fits:
            raise ValueError(name)
        return found

    def texts(name: str) -> pa.Array:
        with pa.memory_map(str(state / f"{name}.arrow")) as file:
            column = pa.ipc.open_file(file).read_all().column("text").combine_chunks()
        if column.type != pa.string() or column.null_count:
            raise ValueError(name)
        return column

    many = sum(of.lines for of in manifest.lists)
    refs = texts("refs")
    lines = Lines(
        refs, np.array(array("rows", np.int32, many, COLUMNS)), manifest.unread, np.array(array("exchanged", np.bool_, many))
    )  # fmt: skip
    vocabularies = {}
    for field in COLUMNS_OF:
        title = field.name.lower()
        keys = tuple(texts(f"{title}-keys").to_numpy(zero_copy_only=False).tolist())
        letters = array(f"{title}-letters", np.uint8, len(keys), WIDTH)
        packed = array(f"{title}-packed", np.int32, len(keys), 8)
        vocabularies[field] = from_packed(keys, letters, packed)
    at = np.array(array("calibration-at", np.float64, -1))
    between, *within = (Curve(at, np.array(odds)) for odds in array("calibration", np.float64, len(at), -1).T)
    by_name = {str(rule): rule for rule in RULES}
    rules = tuple(
        Ordered(by_name[text], array(f"rule-{n}-keys", np.uint64, -1), array(f"rule-{n}-lines", np.int32, -1))
        for n, text in enumerate(manifest.rules)
    )
    m, z = array("model-m", np.float64, STRATA, FIELDS, LEVELS), array("model-z", np.float64, FIELDS, LEVELS)
    model = Model(np.array(m), np.array(z), manifest.prior, manifest.siblings, manifest.twins)
    calibration = Calibration(between, tuple(within), manifest.twice)
    if len(refs) != many or any(not NAME.fullmatch(of.name) for of in manifest.lists):
        raise ValueError("lines")
    lists = tuple(KeptList(of.name, of.lines) for of in manifest.lists)
    return Index(lists, lines, vocabularies, model, calibration, rules)


def _check(index: Index) -> None:
    """Holds every number against what it points to: compiled code does not look.

    Raises:
        InputNotUnderstood: One points beyond.
    """
    rows, many = index.lines.rows, len(index.lines)
    for field, columns in COLUMNS_OF.items():
        names = index.vocabularies[field]
        values = len(names.keys)
        _within(names.packed[:, [Packed.PART_ONE, Packed.PART_TWO]], values)
        _within(names.packed[:, Packed.LENGTH], WIDTH + 1)
        _within(names.packed[:, Packed.SKELETON], values + 1)
        for column in columns:
            _within(rows[:, column], values)
    _within(rows[:, Column.SEX], 3)
    _within(rows[:, Column.SCRIPT], 2)
    _within(rows[:, [Column.BORN, Column.FIRST_YEAR, Column.LAST_YEAR]], 100_000_000)
    for of in index.rules:
        _within(of.order, many)
        if len(of.keys) != len(of.order) or np.any(of.keys[1:] < of.keys[:-1]):
            raise _changed()


def _within(values: NDArray[np.int32], end: int) -> None:
    if values.size and (int(values.min()) < 0 or int(values.max()) >= end):
        raise _changed()
