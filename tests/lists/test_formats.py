from types import ModuleType

import pytest

from repatria.errors import InputNotUnderstood
from repatria.lists.formats import decode
from repatria.lists.sheet import CSV, PFIF, Limits

HINT = "send the list itself as .xlsx, .ods or .csv"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b" \r\n\0", "the file is empty"),
        (b"%PDF-1.7", "a PDF document, not a list"),
        (b"\x1f\x8b\x08", "a packed file (gzip), not a list"),
        (b"\x89PNG\r\n", "a picture, not a list"),
        (b"{\\rtf1", "a text document (RTF), not a list"),
        (b" <HTML><table>", "a web page, not a list"),
    ],
)
def test_other_kinds_of_file_are_named(content: bytes, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        decode(content, Limits())
    assert (refused.value.message, refused.value.hint) == (message, HINT)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("protected workbook", "the workbook is protected by a password"),
        ("old workbook", "an old binary document (.xls, .doc)"),
        ("entity bomb", "the XML declares entities or a document type: refused as hostile"),
        ("external DTD", "the XML declares entities or a document type: refused as hostile"),
        ("deep XML", "the XML is nested deeper than PFIF is: refused as hostile"),
        ("5 million cells in a row", "a row of more than 4 MB"),
        ("zeros", "the file is empty"),
        ("noise", "a binary file"),
    ],
)
def test_hostile_files_are_refused_for_the_right_reason(hostile: ModuleType, name: str, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        decode(hostile.HOSTILE[name](), Limits())
    assert refused.value.message == message


def test_a_file_is_told_by_its_bytes() -> None:
    assert decode(b"Surname,Sex\n", Limits()).media_type == CSV
    assert (
        decode(b"\xef\xbb\xbf\n<?xml version='1.0'?><a><person/></a>".replace(b"\n", b""), Limits()).media_type == PFIF
    )
    assert decode("<?xml version='1.0'?><a><person/></a>".encode("utf-16"), Limits()).media_type == PFIF
    with pytest.raises(InputNotUnderstood) as refused:
        decode(b"Surname,Sex\n", Limits(unpacked_bytes=4))
    assert refused.value.message == "the file is larger than 0 MB"
