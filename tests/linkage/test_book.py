import json
import shutil
import stat
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from repatria.errors import InputNotUnderstood
from repatria.linkage.book import begin, extended, keep, link_new, open_index
from repatria.linkage.book.linking import prior_of
from repatria.linkage.deciding.judgements import Judged, Judgement
from repatria.linkage.deciding.notes import Note
from repatria.linkage.linking import Settings, link
from repatria.linkage.said.lines import encode
from repatria.linkage.telling.proposals import propose, rows
from repatria.linkage.weighing.weigher import Pairs, Weigher


@pytest.fixture(scope="module")
def lists(invent):
    """Two lists that an index begins with, and a third that shares 60 people with the first."""
    found = invent(seed=3, left=240, right=240, both=150, errors=0.04)
    north = found.left.slice(0, 180)
    return north, found.right, found.left.slice(120, 120), found.truth


@pytest.fixture(scope="module")
def index(lists):
    north, south, _, _ = lists
    return begin(link(north, south), left="north-1", right="south-1")


def weights(linked):
    left, right = linked.encoded.left.refs.to_pylist(), linked.encoded.right.refs.to_pylist()
    pairs = linked.pairs
    return {
        (left[i], right[j]): w
        for i, j, w in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.weight_bits.tolist(), strict=True)
    }


def test_lines_are_called_by_list_and_reference(index, lists):
    north, south, _, _ = lists
    expected = [f"north-1/{r}" for r in north["ref"].to_pylist()] + [f"south-1/{r}" for r in south["ref"].to_pylist()]
    assert index.lines.refs.to_pylist() == expected


def test_weights_are_those_of_linking_from_scratch_with_the_same_model(index, lists):
    north, south, new, _ = lists
    found = link_new(index, new)
    names = [name for name in north.column_names if name != "ref"]
    refs = pa.concat_arrays([index.lines.refs])
    together = pa.concat_tables([north.select(names), south.select(names)]).append_column("ref", refs)
    scratch = encode(new, together)
    weigher = Weigher.of(scratch, workers=1)
    pairs = Pairs.of(found.pairs.left, found.pairs.right)
    again = weigher.weigh(pairs, scratch.left.rows, scratch.right.rows, index.model)
    assert len(pairs) > 100
    assert again.weight_bits.tolist() == found.pairs.weight_bits.tolist()
    assert again.levels.tolist() == found.pairs.levels.tolist()


def test_a_new_line_is_linked_in_each_list(index, lists):
    _, _, new, truth = lists
    found = link_new(index, new)
    left, right = found.encoded.left.refs.to_pylist(), found.encoded.right.refs.to_pylist()
    pairs = found.pairs.only(found.links)
    links = {(left[i], right[j]) for i, j in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)}
    refs = new["ref"].to_pylist()
    itself = {(ref, f"north-1/{ref}") for ref in refs[:60]}
    others = {(a, f"south-1/{b}") for a, b in truth if a in set(refs)}
    assert itself - links == set()
    assert len(links - itself - others) <= 1
    assert len(links & others) >= 0.85 * len(others)


def test_what_is_kept_is_read_back_and_links_alike(index, lists, tmp_path):
    keep(index, tmp_path / "index")
    again = open_index(tmp_path / "index")
    assert weights(link_new(again, lists[2])) == weights(link_new(index, lists[2]))
    assert again.lines.refs.to_pylist() == index.lines.refs.to_pylist()
    assert again.lists == index.lists


def test_a_list_that_is_added_is_found_by_the_next(index, lists):
    new = lists[2]
    grown = extended(index, link_new(index, new), name="north-2")
    found = link_new(grown, new)
    left, right = found.encoded.left.refs.to_pylist(), found.encoded.right.refs.to_pylist()
    pairs = found.pairs.only(found.links)
    links = {(left[i], right[j]) for i, j in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)}
    assert {(r, f"north-2/{r}") for r in new["ref"].to_pylist()} - links == set()
    assert {(r, f"north-1/{r}") for r in new["ref"].to_pylist()[:60]} - links == set()


def test_values_keep_their_numbers(index, lists):
    grown = extended(index, link_new(index, lists[2]), name="north-2")
    for field, names in index.vocabularies.items():
        assert grown.vocabularies[field].keys[: len(names.keys)] == names.keys
    assert np.array_equal(grown.lines.rows[: len(index.lines)], index.lines.rows)


def test_two_lists_of_one_name_are_refused(index, lists):
    with pytest.raises(InputNotUnderstood, match="the index has a list of this name"):
        extended(index, link_new(index, lists[2]), name="north-1")


def test_a_name_that_could_lead_elsewhere_is_refused(index, lists):
    with pytest.raises(InputNotUnderstood, match="a list cannot be called so"):
        extended(index, link_new(index, lists[2]), name="../north")


def test_the_folder_is_for_its_owner_only(index, tmp_path):
    keep(index, tmp_path / "index")
    found = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "index").rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "index").rglob("*") if path.is_dir()}
    assert (found, folders, stat.S_IMODE((tmp_path / "index").stat().st_mode)) == ({0o600}, {0o700}, 0o700)


def test_an_index_is_kept_over_its_earlier_state(index, lists, tmp_path):
    keep(index, tmp_path)
    keep(extended(index, link_new(index, lists[2]), name="north-2"), tmp_path)
    assert [of.name for of in open_index(tmp_path).lists] == ["north-1", "south-1", "north-2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept-2", "manifest.json"]


def test_what_a_killed_run_left_does_not_matter(index, tmp_path):
    keep(index, tmp_path)
    (tmp_path / "kept-2").mkdir()
    (tmp_path / "kept-2" / "rows.npy").write_bytes(b"half")
    assert open_index(tmp_path).lists == index.lists
    keep(index, tmp_path)
    assert open_index(tmp_path).lists == index.lists


@pytest.mark.parametrize("damage", ["cut", "gone", "more", "other"])
def test_a_folder_that_is_not_whole_is_refused(index, tmp_path, damage):
    keep(index, tmp_path)
    file = tmp_path / "kept-1" / "rows.npy"
    match damage:
        case "cut":
            file.write_bytes(file.read_bytes()[:-4])
        case "gone":
            file.unlink()
        case "more":
            (tmp_path / "kept-1" / "more.npy").write_bytes(b"")
        case _:
            shutil.copy(tmp_path / "kept-1" / "exchanged.npy", file)
    with pytest.raises(InputNotUnderstood, match="the index is not whole, or was changed"):
        open_index(tmp_path)


def test_a_number_that_points_beyond_is_refused_even_with_its_digest(index, tmp_path):
    changed = index.lines.rows.copy()
    changed[0, 0] = 1 << 30
    keep(replace(index, lines=replace(index.lines, rows=changed)), tmp_path)
    with pytest.raises(InputNotUnderstood, match="the index is not whole, or was changed"):
        open_index(tmp_path)


def test_a_foreign_folder_is_neither_read_nor_written_over(index, tmp_path):
    (tmp_path / "letters.txt").write_text("mine", "utf-8")
    with pytest.raises(InputNotUnderstood, match="no index of lists is in the folder"):
        open_index(tmp_path)
    with pytest.raises(InputNotUnderstood, match="no index of lists is in the folder"):
        keep(index, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_another_version_is_refused(index, tmp_path):
    keep(index, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"version": 2}), "utf-8")
    with pytest.raises(InputNotUnderstood, match="the index is of another version"):
        open_index(tmp_path)


def test_judgements_bind_lines_of_the_index(index, lists):
    new = lists[2]
    ref = new["ref"][0].as_py()
    judged = (Judged(ref, f"north-1/{ref}", Judgement.DIFFERENT),)
    found = link_new(index, new, judgements=judged)
    at = np.flatnonzero(found.notes == Note.JUDGED_DIFFERENT)
    assert (found.probability[at].tolist(), found.links[at].tolist()) == ([0.0], [False])
    told = rows(found, propose(found, settings=Settings())).to_pylist()
    assert [row for row in told if (row["left_ref"], row["right_ref"]) == (ref, f"north-1/{ref}")] == []


def test_the_prior_of_a_new_list_is_learned_alone():
    rng = np.random.default_rng(1)
    lefts, rights, known = 2_000, 100_000, 1_200
    pairs = Pairs(
        np.arange(lefts, dtype=np.int32), np.arange(lefts, dtype=np.int32),
        np.where(np.arange(lefts) < known, 35.0, -10.0) + rng.normal(0, 1, lefts), np.zeros(lefts, np.int64),
    )  # fmt: skip
    from repatria.linkage.weighing.model import STRATA, Model, default_m

    model = Model(np.repeat(default_m()[None], STRATA, axis=0), np.ones((8, 15)), 0.1 / rights, 1e-6, 1e-8)
    prior = prior_of(pairs, np.zeros(rights, np.int32), model, lefts=lefts, rights=rights)
    assert prior * rights == pytest.approx((known + 20 * 0.1) / (lefts + 20), rel=1e-3)
