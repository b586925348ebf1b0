"""Acts are written as one canonical document each, and nothing else is read as an act."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from repatria.errors import InputNotUnderstood
from repatria.register import acts
from repatria.register.acts import Answer, ClaimAnswered, ListReceived, decode, encode
from repatria.register.book import _ENTER

AT = datetime(2031, 3, 1, 9, tzinfo=UTC)
ANSWER = ClaimAnswered(at=AT, by="south/delegate", line="north-1:3", answer=Answer.NOT_HELD)
ANSWER_BYTES = (
    b'{"act":"ClaimAnswered","answer":"not held","at":"2031-03-01T09:00:00Z","by":"south/delegate","line":"north-1:3"}'
)
LIST = ListReceived(
    at=AT, by="north/delegate", list="north-1", party="north", stance="seeks", exchange="children-2031",
    sha256="0" * 64, lines=3, answer_due_on=date(2031, 3, 29), mediator_only=("religion",),
)  # fmt: skip
LIST_BYTES = (
    b'{"act":"ListReceived","answer_due_on":"2031-03-29","at":"2031-03-01T09:00:00Z","by":"north/delegate",'
    b'"exchange":"children-2031","lines":3,"list":"north-1","mediator_only":["religion"],"party":"north","sha256":"'
    + b"0" * 64
    + b'","stance":"seeks"}'
)


@pytest.mark.parametrize(("act", "payload"), [(ANSWER, ANSWER_BYTES), (LIST, LIST_BYTES)])
def test_the_bytes_of_an_act_are_what_every_journal_and_log_holds(act: acts.AnyAct, payload: bytes) -> None:
    assert encode(act) == payload


@pytest.mark.parametrize(
    ("payload", "hint"),
    [
        (b"", "it is not JSON"),
        (b"{", "it is not JSON"),
        (b"\xff", "it is not JSON"),
        (b"[]", "a field is missing, unknown or of another type"),
        (b"{}", "a field is missing, unknown or of another type"),
        (ANSWER_BYTES.replace(b"ClaimAnswered", b"ClaimForgotten"), "a field is missing, unknown or of another type"),
        (ANSWER_BYTES.replace(b'"line"', b'"lines"'), "a field is missing, unknown or of another type"),
        (ANSWER_BYTES.replace(b"not held", b"maybe"), "a field is missing, unknown or of another type"),
        (ANSWER_BYTES.replace(b'"north-1:3"', b"3"), "a field is missing, unknown or of another type"),
        (ANSWER_BYTES[:-1] + b',"name":"x"}', "a field is missing, unknown or of another type"),
    ],
)
def test_what_is_no_act_is_not_understood(payload: bytes, hint: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        decode(payload)
    assert (refused.value.message, refused.value.hint) == ("not an act that this version knows", hint)


@pytest.mark.parametrize("changed", [{"lines": 2**53}, {"declared_total": -(2**60)}, {"party": "\ud800"}])
def test_what_canonical_json_cannot_hold_is_not_written(changed: dict[str, Any]) -> None:
    fields = {name: getattr(LIST, name) for name in LIST.__struct_fields__}
    with pytest.raises(InputNotUnderstood) as refused:
        encode(ListReceived(**fields | changed))
    assert refused.value.message == "an act that cannot be written"


def test_the_book_takes_every_act_that_can_be_read_and_no_other() -> None:
    assert set(_ENTER) == set(get_args(acts.AnyAct))
