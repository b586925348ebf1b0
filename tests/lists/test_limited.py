from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest

from repatria.errors import InputNotUnderstood
from repatria.lists import Limits, ReadList, read_limited, rows, rows_limited
from repatria.people.refs import list_id, party_id

GIVEN = {"list_id": list_id("north-3"), "party": party_id("north"), "as_of": date(2031, 6, 1)}


def test_the_child_reads_what_this_process_reads(
    csv_of: Callable[..., bytes], xlsx_of: Callable[..., bytes], reading: Callable[..., ReadList]
) -> None:
    written = [
        ("Прізвище", "Дата народження", "Очі"),
        ("Дубенко\u202e", "12/03/2019", '"=1'),
        ("Клен\ufffdук", "?", ""),
    ]
    for content in (csv_of(written, encoding="utf-16"), xlsx_of(written)):
        assert read_limited(content, **GIVEN) == reading(content)
        assert rows_limited(content) == rows(content)


def test_a_refusal_comes_back_whole() -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        read_limited(b"%PDF-1.7", **GIVEN)
    assert (refused.value.message, refused.value.hint) == (
        "a PDF document, not a list",
        "send the list itself as .xlsx, .ods or .csv",
    )


def test_too_little_memory_or_time_is_a_refusal(csv_of: Callable[..., bytes]) -> None:
    pytest.importorskip("resource")
    content = csv_of([("Name", "Sex"), *((f"name {n}", "f") for n in range(20_000))])
    with pytest.raises(InputNotUnderstood) as refused:
        read_limited(content, **GIVEN, limits=replace(Limits(), memory_bytes=2**18))
    assert refused.value.message == "the file needs more memory or time than a list of its size may; refused as hostile"


@pytest.mark.parametrize("name", ["one text 60,000 times", "far cells, spelled", "10 million rows"])
def test_files_written_to_evade_the_checks_meet_the_limits(hostile: ModuleType, name: str) -> None:
    with pytest.raises(InputNotUnderstood):
        read_limited(hostile.HOSTILE[name](), **GIVEN)


@pytest.mark.long
def test_every_hostile_file_is_refused(hostile: ModuleType) -> None:
    refused = []
    for name, make in hostile.HOSTILE.items():
        try:
            read_limited(make(), **GIVEN)
        except InputNotUnderstood:
            refused.append(name)
    assert refused == list(hostile.HOSTILE)
