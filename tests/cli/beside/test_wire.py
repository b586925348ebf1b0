"""What is written into the pipes is what is read from them."""

from __future__ import annotations

import io
from datetime import date

import pyarrow as pa
import pytest

from repatria.cli.beside.wire import CutShort, Task, give_answer, give_task, take_answer, take_task
from repatria.cli.linkable import Linkable, keyed
from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.lists import Limits
from repatria.people.fields import Field


def written(answer: Linkable | InputNotUnderstood) -> bytes:
    pipe = io.BytesIO()
    give_answer(pipe, answer)
    return pipe.getvalue()


@pytest.fixture
def linkable() -> Linkable:
    table = pa.table(
        {"ref": ["1", "2"], "surname": pa.array(["Дубенко", "Липа"]).dictionary_encode(), "sex": ["", "male"]}
    )
    told = Finding(Severity.WARNING, "letters-lost", "right:2", "letters were lost", "ask", "surname")
    return keyed(Linkable(table, (told,)), side="right")


def test_tasks(linkable: Linkable) -> None:
    task = Task(b"/home/\xff/list.csv", "right", date(2031, 6, 2), Limits(rows=7), {"Прізвище": Field.SURNAME})
    pipe = io.BytesIO()
    give_task(pipe, task)
    assert take_task(io.BytesIO(pipe.getvalue())) == task


def test_lists_with_their_keys_and_findings(linkable: Linkable) -> None:
    found = take_answer(io.BytesIO(written(linkable)))
    assert (found.table, found.findings) == (linkable.table, linkable.findings)
    assert found.keyed is not None
    assert linkable.keyed is not None
    assert (found.keyed.table, found.keyed.unread) == (linkable.keyed.table, 0)


def test_lists_without_lines() -> None:
    empty = keyed(Linkable(pa.table({"ref": pa.array([], pa.string())}), ()), side="right")
    found = take_answer(io.BytesIO(written(empty)))
    assert (len(found.table), found.keyed is not None and len(found.keyed)) == (0, 0)


def test_refusals() -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        take_answer(io.BytesIO(written(InputNotUnderstood("not so", hint="but so", place="right:7"))))
    assert str(refused.value) == "right:7: not so (but so)"


def test_an_answer_that_is_cut_short_anywhere_is_none(linkable: Linkable) -> None:
    whole = written(linkable)
    ends = len(whole) - 8  # the mark that the last table ends, without which it is whole too
    for size in (*range(0, ends - 1, 37), ends - 1):
        with pytest.raises(CutShort):
            take_answer(io.BytesIO(whole[:size]))
