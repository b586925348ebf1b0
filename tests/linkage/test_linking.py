"""Two lists in, proposals out: what is found, and what bad lists get."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from repatria.errors import InputNotUnderstood
from repatria.linkage.linking import Linked, Settings, link

PERSON = {
    "surname": "Криниченко", "given_names": "Оксана", "patronymic": "Іванівна", "sex": "female",
    "date_of_birth": "1984-03-09", "place": "Зорине",
}  # fmt: skip


def emptied(table: pa.Table, share: float, seed: int) -> pa.Table:
    """The table with a share of its cells empty, references kept."""
    rng = np.random.default_rng(seed)
    for n, name in enumerate(table.column_names):
        if name != "ref":
            cells = np.where(rng.random(len(table)) < share, "", table[name].to_numpy(zero_copy_only=False).astype(str))
            table = table.set_column(n, name, pa.array(cells))
    return table


def whole_names(table: pa.Table) -> pa.Table:
    parts = (table[name].to_pylist() for name in ("surname", "given_names", "patronymic"))
    names = [" ".join(filter(None, cells)).upper() for cells in zip(*parts, strict=True)]
    kept = table.select(["ref", "sex", "date_of_birth", "place"])
    return kept.append_column("name", pa.array(names))


def right(found: set[tuple[str, str]], truth: frozenset[tuple[str, str]]) -> tuple[float, float]:
    """Precision and recall."""
    return len(found & truth) / max(1, len(found)), len(found & truth) / len(truth)


def test_lists_with_errors_are_linked(linked: Linked, invented: object, links_of: object) -> None:
    precision, recall = right(links_of(linked), invented.truth)  # type: ignore[operator, attr-defined]
    assert precision >= 0.99
    assert recall >= 0.97


def test_proposals_are_one_to_one_and_probable(linked: Linked) -> None:
    pairs = linked.pairs.only(linked.links)
    assert len(set(pairs.left.tolist())) == len(set(pairs.right.tolist())) == len(pairs)
    assert (linked.probability[linked.links] >= 0.99).all()
    assert ((linked.probability >= 0) & (linked.probability <= 1)).all()


def test_pairs_counted_are_pairs_looked_at(linked: Linked) -> None:
    assert linked.blocking.pairs == sum(joined.pairs for joined in linked.blocking.joined)
    assert len(linked.pairs) <= linked.looked_at <= linked.blocking.pairs
    assert linked.blocking.kept >= 0.99


@pytest.mark.parametrize(
    ("spoil", "least_recall"),
    [
        (lambda t: t.drop_columns(["date_of_birth"]), 0.8),
        (whole_names, 0.97),
        (lambda t: emptied(t, 0.3, 1), 0.4),
        (lambda t: t.drop_columns(["patronymic", "sex", "place"]), 0.8),
        (
            lambda t: t.set_column(
                t.column_names.index("date_of_birth"), "date_of_birth", pa.array(["unknown"] * len(t))
            ),
            0.8,
        ),
    ],
    ids=["no dates", "whole names in capitals", "30 % empty", "names and dates only", "dates that cannot be read"],
)
def test_bad_lists_get_an_answer_that_is_right_when_it_is_sure(
    invented: object, links_of: object, spoil: object, least_recall: float
) -> None:
    found = link(spoil(invented.left), spoil(invented.right))  # type: ignore[operator, attr-defined]
    precision, recall = right(links_of(found), invented.truth)  # type: ignore[operator, attr-defined]
    assert precision >= 0.97
    assert recall >= least_recall


def test_two_people_who_share_everything_are_not_told_apart_by_chance(table: object, invented: object) -> None:
    more = invented.right.to_pylist()  # type: ignore[attr-defined]
    of_left = invented.left.to_pylist()  # type: ignore[attr-defined]
    found = link(
        table([*of_left, PERSON | {"ref": "here"}]),  # type: ignore[operator]
        table([*more, PERSON | {"ref": "one"}, PERSON | {"ref": "other"}]),  # type: ignore[operator]
    )
    refs = found.encoded.right.refs.to_pylist()
    at = found.pairs.left == len(of_left)
    likely = {refs[j]: p for j, p in zip(found.pairs.right[at].tolist(), found.probability[at].tolist(), strict=True)}
    assert likely["one"] == pytest.approx(likely["other"])
    assert likely["one"] + likely["other"] == pytest.approx(1.0, abs=0.02)
    assert not found.links[at].any()


def test_who_stands_twice_on_one_side_is_noticed(invent: object) -> None:
    lists = invent(seed=4, twice=25)  # type: ignore[operator]
    twice = link(lists.left, lists.right).calibration.twice
    assert twice[0] == pytest.approx(0.0, abs=0.03)
    assert twice[1] == pytest.approx(25 / 145, abs=0.08)


@pytest.mark.parametrize("sizes", [(0, 0), (0, 1), (1, 0), (0, 30), (30, 0)])
def test_of_empty_lists_nothing_is_proposed(table: object, sizes: tuple[int, int]) -> None:
    empty = pa.table({"ref": pa.array([], pa.string())})
    sides = [table([PERSON] * size) if size else empty for size in sizes]  # type: ignore[operator]
    found = link(*sides)
    assert (len(found.pairs), found.links.tolist(), found.looked_at) == (0, [], 0)


def test_one_line_against_one_line_is_an_answer(table: object) -> None:
    found = link(table([PERSON]), table([PERSON]))  # type: ignore[operator]
    assert (found.pairs.left.tolist(), found.pairs.right.tolist()) == ([0], [0])
    assert found.pairs.weight_bits[0] > 10
    assert 0.5 < found.probability[0] < 1
    other = {"surname": "Вовк", "given_names": "Григорій", "sex": "male", "date_of_birth": "1931-11-30"}
    assert not link(table([PERSON]), table([other])).links.any()  # type: ignore[operator]


def test_lists_that_say_nothing_are_no_answer(table: object) -> None:
    found = link(table([{"ref": str(n)} for n in range(20)]), table([{"ref": str(n)} for n in range(20)]))  # type: ignore[operator]
    assert len(found.pairs) == 0


def test_a_pair_explosion_is_refused_with_the_rule_and_the_count(table: object) -> None:
    namesakes = table([{"surname": "Вовк", "given_names": "Іван"}] * 600)  # type: ignore[operator]
    with pytest.raises(InputNotUnderstood) as refused:
        link(namesakes, namesakes)
    message = refused.value.message
    assert message.startswith("the lists say too little: the rule surname")
    assert message.endswith("360,000 pairs")


def test_all_above_keeps_what_would_not_be_of_use(invented: object) -> None:
    default = link(invented.left, invented.right)  # type: ignore[attr-defined]
    more = link(invented.left, invented.right, settings=Settings(all_above=-20.0))  # type: ignore[attr-defined]
    assert len(more.pairs) > len(default.pairs)
    assert more.pairs.weight_bits.min() >= -20.0
    kept = more.pairs.weight_bits >= -default.model.prior_bits - 10
    assert more.pairs.weight_bits[kept].tolist() == default.pairs.weight_bits.tolist()
    assert more.probability[kept].tolist() == default.probability.tolist()
    assert more.links[kept].tolist() == default.links.tolist()
    assert not more.links[~kept].any()
    assert more.probability[~kept].max() < 0.01
    keys = more.pairs.left.astype(np.int64) * len(more.encoded.right) + more.pairs.right
    assert (np.diff(keys) > 0).all()


def test_stages_are_told_before_they_begin(invented: object) -> None:
    told: list[str] = []
    link(invented.left, invented.right, progress=told.append)  # type: ignore[attr-defined]
    assert told == [
        "reading names", "choosing what lines must share", "learning from the lists", "weighing pairs",
        "setting probabilities right",
    ]  # fmt: skip


def test_short_lists_are_linked_without_loading_a_compiler() -> None:
    program = (
        "import sys, pyarrow as pa\n"
        "from repatria.linkage.linking import link\n"
        "t = pa.table({'ref': ['1'], 'surname': ['Vovk'], 'date_of_birth': ['1980-02-03']})\n"
        "link(t, t)\n"
        "print('numba' in sys.modules, 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
