import pytest

from repatria.errors import InputNotUnderstood
from repatria.lists.formats.pfif import HEADINGS, decode_pfif
from repatria.lists.sheet import Limits

PERSON = """<pfif:person><pfif:person_record_id>north.example/1</pfif:person_record_id>
<pfif:full_name>Зоряна Кленук</pfif:full_name><pfif:sex>female</pfif:sex><pfif:date_of_birth>2019-03</pfif:date_of_birth>
<pfif:home_street>Яр 5</pfif:home_street><pfif:home_city>Нижні Ставки</pfif:home_city>{notes}</pfif:person>"""
NOTE = """<pfif:note><pfif:note_record_id>north.example/n{n}</pfif:note_record_id>{of}
<pfif:source_date>2031-0{n}-01T00:00:00Z</pfif:source_date><pfif:status>believed_alive</pfif:status>
<pfif:last_known_location>Яр {n}</pfif:last_known_location><pfif:text>бачили</pfif:text></pfif:note>"""
OF = "<pfif:person_record_id>{}</pfif:person_record_id>"


def _pfif(inside: str) -> bytes:
    return f'<?xml version="1.0"?><pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">{inside}</pfif:pfif>'.encode()


def _row(content: bytes, row: int) -> dict[str, str]:
    cells = decode_pfif(content, Limits()).grids[0].rows[row]
    return {heading: cell for heading, cell in zip(HEADINGS, cells, strict=True) if cell}


def test_a_person_with_notes_inside() -> None:
    notes = NOTE.format(n=2, of="") + NOTE.format(n=1, of=OF.format("north.example/1"))
    assert _row(_pfif(PERSON.format(notes=notes)), 1) == {
        "person_record_id": "north.example/1",
        "full_name": "Зоряна Кленук",
        "sex": "female",
        "date_of_birth": "2019-03",
        "home_address": "Яр 5, Нижні Ставки",
        "last_known_location": "Яр 2",
        "note": "2031-01-01T00:00:00Z: believed_alive: бачили | 2031-02-01T00:00:00Z: believed_alive: бачили",
    }


def test_a_note_on_somebody_else_is_a_row_of_its_own() -> None:
    content = _pfif(PERSON.format(notes="") + NOTE.format(n=3, of=OF.format("south.example/9")))
    assert _row(content, 2) == {
        "person_record_id": "south.example/9",
        "last_known_location": "Яр 3",
        "note": "2031-03-01T00:00:00Z: believed_alive: бачили",
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<pfif></pfif>", "an XML file without a PFIF person"),
        (b"<pfif><person>", "the XML is not well-formed"),
        (b'<?xml version="1.0" encoding="utf-99"?><pfif/>', "the XML is not well-formed"),
        (b"<!DOCTYPE pfif><pfif/>", "the XML declares entities or a document type: refused as hostile"),
        (b"<a>" * 30 + b"</a>" * 30, "the XML is nested deeper than PFIF is: refused as hostile"),
        (_pfif("<person/>" * 4), "more than 3 persons and notes"),
    ],
)
def test_what_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        decode_pfif(content, Limits(rows=3))
    assert refused.value.message == message
