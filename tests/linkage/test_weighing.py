"""The weigher: which engine, and that threads and order change nothing."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.linkage.blocking import RULES, Joined
from repatria.linkage.linking import Linked
from repatria.linkage.weighing import weigher as weighing
from repatria.linkage.weighing.weigher import Pairs, Weigher


def everyone(linked: Linked) -> Joined:
    """A rule whose key all lines share."""
    lefts, rights = len(linked.encoded.left), len(linked.encoded.right)
    order = np.arange(rights, dtype=np.int32)[::-1].copy()
    return Joined(RULES[0], np.zeros(lefts, np.int32), np.full(lefts, rights, np.int32), order, lefts * rights)


def join(linked: Linked, weigher: Weigher, floor: float) -> tuple[Pairs, int]:
    rows = (linked.encoded.left.rows, linked.encoded.right.rows)
    return weigher.join(*rows, [everyone(linked), everyone(linked)], linked.model, floor=floor)


def test_short_lists_are_weighed_without_a_compiler_and_long_ones_with_it(
    linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Weigher.of(linked.encoded, workers=1).engine.__name__ == "repatria.linkage.weighing.plain"
    monkeypatch.setattr(weighing, "PLAIN_LINES", 499)
    assert Weigher.of(linked.encoded, workers=1).engine.__name__ == "repatria.linkage.weighing.kernels"


def test_pairs_come_in_order_each_once_and_above_the_floor(linked: Linked) -> None:
    pairs, looked_at = join(linked, Weigher.of(linked.encoded, workers=1), 5.0)
    every, _ = join(linked, Weigher.of(linked.encoded, workers=1), -1e9)
    assert looked_at == len(every) == 250 * 250
    assert list(zip(every.left.tolist(), every.right.tolist(), strict=True)) == [
        (i, j) for i in range(250) for j in range(250)
    ]
    wanted = every.weight_bits >= 5.0
    assert [getattr(pairs, name).tolist() for name in ("left", "right", "weight_bits", "levels")] == [
        getattr(every.only(wanted), name).tolist() for name in ("left", "right", "weight_bits", "levels")
    ]


@pytest.mark.parametrize("plain_lines", [0, 2_500])
def test_threads_change_nothing(linked: Linked, monkeypatch: pytest.MonkeyPatch, plain_lines: int) -> None:
    monkeypatch.setattr(weighing, "PLAIN_LINES", plain_lines)
    (one, looked), (other, also) = (join(linked, Weigher.of(linked.encoded, workers=n), 0.0) for n in (1, 4))
    assert looked == also
    assert one.weight_bits.tolist() == other.weight_bits.tolist()


def test_nothing_joined_is_nothing_weighed(linked: Linked) -> None:
    rows = (linked.encoded.left.rows, linked.encoded.right.rows)
    pairs, looked_at = Weigher.of(linked.encoded, workers=1).join(*rows, [], linked.model, floor=0.0)
    assert (len(pairs), looked_at) == (0, 0)


def test_parts_of_double_names_are_numbered_like_the_values_of_their_field(linked: Linked) -> None:
    weigher = Weigher.of(linked.encoded, workers=1)
    keys = [key for field in weighing._FIELDS for key in linked.encoded.vocabularies[field].keys]
    for value, (one, two) in enumerate(weigher.packed[:, 2:4].tolist()):
        if one:
            assert f"{keys[one]} {keys[two]}" == " ".join(keys[value].split(" ")[:2])
