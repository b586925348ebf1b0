"""References have one form each, and nothing else passes for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repatria.errors import InputNotUnderstood
from repatria.people import refs


@pytest.mark.parametrize(
    ("read", "texts"),
    [
        (refs.party_id, ("north", "n", "a1", "a" + "b" * 31)),
        (refs.exchange_id, ("children-2031", "x", "a-1-b", "a" * 64)),
        (refs.list_id, ("north-1", "north-999999999")),
        (refs.line_ref, ("north-3:14", "north-1:999999999")),
        (refs.specimen_ref, ("south-5:17/2", "north-1:999999999/999999")),
        (refs.sha256, ("0" * 64, "0123456789abcdef" * 4)),
    ],
)
def test_what_is_one(read: Callable[[str], str], texts: tuple[str, ...]) -> None:
    assert [read(text) for text in texts] == list(texts)


@pytest.mark.parametrize(
    ("read", "texts"),
    [
        (refs.party_id, ("", "North", "1north", "north-1", "no rth", "north\n", "a" * 33, "n\u00f6rd")),
        (refs.exchange_id, ("", "Children", "a--b", "-a", "a-", "a" * 65, "a/b", "a\n")),
        (refs.list_id, ("", "north", "north-0", "north-01", "north-", "north-1\n", "north-1000000000", "north-\u0661")),
        (refs.line_ref, ("", "north-1", "north-1:0", "north-1:01", "north-1:1\n", "north:1", "north-1:1:1", "north-1:-1")),
        (refs.specimen_ref, ("", "south-5:17", "south-5:17/", "south-5:17/0", "south-5:17/01", "south-5:17/1\n", "south-5/1",
                             "south-5:17/1000000", "south-5:17/1/1", "south-5:17/\u0661", "/1")),
        (refs.sha256, ("", "0" * 63, "0" * 65, "A" * 64, "sha512:" + "0" * 64, "0" * 64 + "\n")),
    ],
)  # fmt: skip
def test_what_is_none(read: Callable[[str], str], texts: tuple[str, ...]) -> None:
    understood = []
    for text in texts:
        try:
            understood.append(read(text))
        except InputNotUnderstood:
            continue
    assert understood == []


def test_a_digest_may_say_what_it_is() -> None:
    assert refs.sha256("sha256:" + "0" * 64) == "0" * 64


def test_what_was_wrong_is_not_repeated() -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        refs.line_ref("somebody's name")
    assert str(refused.value) == "not a line's reference (it looks like north-3:14)"


def test_lists_of_a_party() -> None:
    assert refs.nth_list(refs.PartyId("north"), 3) == "north-3"
    assert refs.split_line(refs.LineRef("north-3:14")) == ("north-3", 14)


@pytest.mark.parametrize("ref", ["south-5:17/2", "north-1:1/1"])
def test_a_specimen_lies_in_its_bag(ref: str) -> None:
    line, number = refs.split_specimen(refs.specimen_ref(ref))
    assert refs.join_specimen(line, number) == ref
    assert refs.bag_of(refs.specimen_ref(ref)) == line == refs.line_ref(ref.partition("/")[0])
