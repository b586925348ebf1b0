from types import ModuleType

import pytest

from repatria.errors import InputNotUnderstood
from repatria.lists.formats.archive import check_archive
from repatria.lists.sheet import XLSX, Limits


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("20,000 x 100 cells", "a part of the workbook unpacks to more than 100 times its size: refused as a bomb"),
        ("lying directory", "the archive lies about its size: refused as a bomb"),
        ("overlapping parts", "parts of the archive overlap: refused as a bomb"),
        ("nested archive", "the workbook holds another archive"),
        ("zip slip", "the archive has a part that points outside of it: refused as hostile"),
        ("far cells", "a sheet of 1,048,576 rows and 16,384 columns: more than a list may have"),
        ("far cells, other quotes", "a sheet of 1,048,576 rows and 16,384 columns: more than a list may have"),
        ("far cells, prefixed", "a sheet of 1,048,576 rows and 16,384 columns: more than a list may have"),
        ("ODS cells repeated", "cells repeated beyond what a list may have: refused as a bomb"),
        ("entity in a sheet", "the workbook declares entities or a document type: refused as hostile"),
        ("far cells, UTF-16", "a part of the workbook is not UTF-8: refused as hostile"),
        ("ODS repeated, hidden", "cells repeated beyond what a list may have: refused as a bomb"),
        ("broken part", "the workbook is damaged or cut short"),
        ("truncated archive", "the workbook is damaged or cut short"),
        ("archive without end", "the workbook is damaged or cut short"),
    ],
)
def test_hostile_archives_are_refused_for_the_right_reason(hostile: ModuleType, name: str, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        check_archive(hostile.HOSTILE[name](), Limits())
    assert refused.value.message == message


def test_an_honest_archive_made_the_same_way_passes(hostile: ModuleType) -> None:
    content = hostile.workbook(hostile.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    assert check_archive(content, Limits()) == XLSX
    with pytest.raises(InputNotUnderstood) as refused:
        check_archive(content, Limits(unpacked_bytes=100))
    assert refused.value.message == "the workbook unpacks to more than 0 MB"


def test_other_archives_are_named(hostile: ModuleType) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        check_archive(hostile.archive({"word/document.xml": b"<a/>"}), Limits())
    assert refused.value.message == "an archive that is not a workbook"
