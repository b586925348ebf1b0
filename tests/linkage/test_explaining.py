from __future__ import annotations

import re
from itertools import product

import numpy as np
import pyarrow as pa
import pytest

from repatria.linkage import Linked, Settings, explain, link
from repatria.linkage.weighing.levels import Compared, NameLevel

SURNAMES = "Ялинчук Терновий Дубенко Липовецький Сосновець Грабчак Кленовий Вербовець Осика Явір".split()
RUSSIAN = "Ялинчук Терновый Дубенко Липовецкий Сосновец Грабчак Кленовый Вербовец Осика Явор".split()
GIVEN = "Олександр Микола Сергій Юрій".split()
IN_RUSSIAN = "Александр Николай Сергей Юрий".split()


def lists() -> tuple[pa.Table, pa.Table]:
    """Forty men in Ukrainian, the same in Russian; the second half of them has day and month swapped."""
    people = list(product(range(10), range(4)))
    day = [(1 + n % 12, 13 + n % 15, 1950 + n) for n in range(len(people))]
    left = pa.table(
        {
            "ref": [f"L{n}" for n in range(40)],
            "surname": [SURNAMES[s] for s, _ in people],
            "given_names": [GIVEN[g] for _, g in people],
            "sex": ["m"] * 40,
            "date_of_birth": [
                f"{y}-{m:02}-{m:02}" if n < 20 else f"{y}-{m:02}-{m % 12 + 1:02}" for n, (m, _, y) in enumerate(day)
            ],
        }
    )
    right = pa.table(
        {
            "ref": [f"R{n}" for n in range(40)],
            "surname": [RUSSIAN[s] for s, _ in people],
            "given_names": [IN_RUSSIAN[g] for _, g in people],
            "sex": ["m"] * 40,
            "date_of_birth": [
                f"{y}-{m:02}-{m:02}" if n < 20 else f"{y}-{m % 12 + 1:02}-{m:02}" for n, (m, _, y) in enumerate(day)
            ],
        }
    )
    return left, right


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(*lists(), settings=Settings(all_above=-100.0))


def everything(linked: Linked) -> np.ndarray:
    return np.arange(len(linked.pairs))


def test_the_waterfall_adds_up_to_the_weight(linked: Linked) -> None:
    explained = explain(linked, everything(linked))
    assert np.abs(explained.bits.sum(axis=1) - linked.pairs.weight_bits).max() < 1e-9


def test_shown_bits_add_up_to_the_weight_within_rounding(linked: Linked) -> None:
    left, right = lists()
    texts = explain(linked, everything(linked), left=left, right=right).reasons().to_pylist()
    shown = [[float(bits) for bits in re.findall(r"([+-]\d+\.\d)(?:;|$)", text)] for text in texts]
    errors = [
        abs(sum(bits) - weight) / (0.05 * (len(bits) + 1))
        for bits, weight in zip(shown, linked.pairs.weight_bits.tolist(), strict=True)
    ]
    assert (len(texts) >= 40, max(errors) <= 1.0 + 1e-9) == (True, True)


def test_reasons_say_why_in_the_order_of_the_fields(linked: Linked) -> None:
    left, right = lists()
    pair = int(np.flatnonzero((linked.pairs.left == 21) & (linked.pairs.right == 21))[0])
    text = explain(linked, np.array([pair]), left=left, right=right).reasons()[0].as_py()
    assert [re.sub(r" [+-][\d.]+$", "", part) for part in text.split("; ")] == [
        "surname: the same",
        "given name: Ukrainian and Russian form of one name",
        "date of birth: day and month swapped",
        "sex: the same, as the given name says already",
        "could be brother, sister or twin",
    ]


def test_no_name_and_no_date_is_repeated(linked: Linked) -> None:
    left, right = lists()
    text = " ".join(explain(linked, everything(linked), left=left, right=right).reasons().to_pylist())
    assert (re.findall("[а-яіїєґё]", text, re.IGNORECASE), re.findall(r"\d{3}", text)) == ([], [])


def test_without_the_lists_names_agree(linked: Linked) -> None:
    codes = explain(linked, everything(linked)).codes[:, Compared.SURNAME]
    assert set(codes[codes & 15 == NameLevel.SAME].tolist()) == {int(NameLevel.SAME)}


def test_one_pair_taken_apart(linked: Linked) -> None:
    pair = int(np.flatnonzero((linked.pairs.left == 0) & (linked.pairs.right == 0))[0])
    found = explain(linked, np.array([pair])).comparison(0)
    assert (found.left_ref, found.right_ref) == ("L0", "R0")
    assert [(step.field, step.level) for step in found.steps] == [
        ("surname", "same"), ("given name", "same"), ("date of birth", "same"), ("sex", "implied"),
        ("could be brother, sister or twin", ""),
    ]  # fmt: skip
    assert sum(step.bits for step in found.steps) == pytest.approx(found.weight_bits)
    assert found.probability == linked.probability[pair]


def test_words_in_each_others_column_are_told() -> None:
    left, right = lists()
    turned = {"surname": left["given_names"].to_pylist(), "given_names": left["surname"].to_pylist()}
    mixed = {name: [*turned[name][:1], *left[name].to_pylist()[1:]] for name in turned}
    left = left.set_column(1, "surname", [mixed["surname"]]).set_column(2, "given_names", [mixed["given_names"]])
    found = link(left, right, settings=Settings(all_above=-100.0))
    pair = int(np.flatnonzero((found.pairs.left == 0) & (found.pairs.right == 0))[0])
    steps = explain(found, np.array([pair]), left=left, right=right).comparison(0).steps
    assert [step.sentence for step in steps[:2]] == ["agrees (it stood in the other name's column)"] * 2


def test_nothing_to_explain(linked: Linked) -> None:
    explained = explain(linked, np.zeros(0, np.int64), left=lists()[0], right=lists()[1])
    assert (len(explained.reasons()), explained.bits.shape) == (0, (0, len(Compared) + 1))
