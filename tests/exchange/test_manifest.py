from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from repatria.errors import InputNotUnderstood
from repatria.exchange.manifest import Manifest, Place, Window, from_bytes, manifest_text, movement, to_bytes

AT = datetime.fromisoformat


@pytest.fixture
def manifest() -> Manifest:
    return Manifest(
        id="M-0001",
        exchange="children-2031",
        terms="ab" * 32,
        stage=None,
        moves_on=Window(AT("2031-06-20T08:00:00+03:00"), AT("2031-06-20T10:00:00+03:00")),
        crossing_point=Place({"north": "Stone Bridge", "south": "Кам'яний міст"}, 48.5, -2.25),
        movements=(
            movement(from_party="north", to_party="south", lines=("south-1:2",)),
            movement(from_party="south", to_party="north", lines=("north-1:10", "north-1:9", "north-1:1")),
        ),
        drawn_at=AT("2031-06-19T17:30:00+00:00"),
    )


def test_lines_stand_in_order_of_number(manifest: Manifest) -> None:
    assert manifest.movements[1].lines == ("north-1:1", "north-1:9", "north-1:10")
    assert manifest.lines == ("south-1:2", "north-1:1", "north-1:9", "north-1:10")


def test_bytes_are_canonical_and_read_back(manifest: Manifest) -> None:
    data = to_bytes(manifest)
    assert from_bytes(data) == manifest
    assert data.startswith(
        b'{"closes_at":"2031-06-20T10:00:00+03:00","crossing_point":{"latitude":48.5,"longitude":-2.25,'
    )
    assert json.loads(data)["movements"][0] == {"from": "north", "lines": ["south-1:2"], "to": "south"}


def test_what_is_signed_is_a_few_lines(manifest: Manifest) -> None:
    digest = hashlib.sha256(to_bytes(manifest)).hexdigest()
    assert manifest_text(manifest) == (
        f"repatria/manifest/1\nM-0001\nsha256:{digest}\nnorth to south: 1\nsouth to north: 3\n"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: replace(m, stage=0), "not the number of a stage"),
        (lambda m: replace(m, stage=2**60), "not the number of a stage"),
        (lambda m: replace(m, drawn_at=AT("2031-06-19T17:30:00")), "a time without its UTC offset"),
        (
            lambda m: replace(m, moves_on=Window(m.moves_on.closes_at, m.moves_on.opens_at)),
            "the window ends before it opens",
        ),
        (lambda m: replace(m, crossing_point=Place({})), "the crossing point has no name"),
        (lambda m: replace(m, crossing_point=Place({"north": "A\n"})), "the name of the crossing point cannot be printed"),
        (lambda m: replace(m, crossing_point=Place({"north": "A"}, 1.0)), "half a position"),
        (lambda m: replace(m, crossing_point=Place({"north": "A"}, 91.0, 0.0)), "not a position in degrees"),
        (lambda m: replace(m, crossing_point=Place({"north": "A"}, float("nan"), 0.0)), "not a position in degrees"),
        (lambda m: replace(m, movements=()), "no movement, or one direction twice"),
        (lambda m: replace(m, movements=m.movements[:1] * 2), "no movement, or one direction twice"),
        (lambda m: replace(m, movements=(replace(m.movements[0], to_party="north"),)), "a movement from a party to itself"),
        (lambda m: replace(m, movements=(replace(m.movements[1], lines=("north-1:1",) * 2),)), "a line stands twice"),
        (lambda m: replace(m, movements=(replace(m.movements[1], lines=("north-1:9", "north-1:1")),)), "lines out of order"),
    ],
)  # fmt: skip
def test_a_manifest_that_breaks_its_rules_has_no_bytes(
    manifest: Manifest, change: Callable[[Manifest], Manifest], message: str
) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        to_bytes(change(manifest))
    assert (refused.value.message, refused.value.place) == (message, "M-0001")


@pytest.mark.parametrize("wrong", ["", "M-1", "M-0001\nnorth to south: 900", "M-0001\n"])
def test_an_id_cannot_add_lines_to_what_is_signed(manifest: Manifest, wrong: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        manifest_text(replace(manifest, id=wrong))
    assert refused.value.message == "not a manifest's reference"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}", b"[]", b"null", b"\xff", b'{"format":"repatria/manifest/1"}', b"[" * 100_000,
        b'{"format":"repatria/manifest/2"}',
    ],
)  # fmt: skip
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(InputNotUnderstood):
        from_bytes(data)


def test_each_changed_field_of_wrong_kind_is_refused(manifest: Manifest) -> None:
    document = json.loads(to_bytes(manifest))
    for key in document:
        for wrong in (None, 3, "x", [], {}, [3], {"a": 3}):
            if wrong == document[key] or (key == "stage" and wrong == 3):
                continue
            if key == "exchange" and wrong == "x":
                continue
            changed = json.dumps(document | {key: wrong}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            with pytest.raises(InputNotUnderstood):
                from_bytes(changed.encode())


def test_the_same_manifest_written_otherwise_is_refused(manifest: Manifest) -> None:
    loose = json.dumps(json.loads(to_bytes(manifest)), indent=1).encode()
    with pytest.raises(InputNotUnderstood) as refused:
        from_bytes(loose)
    assert refused.value.message == "the manifest is not written canonically"
