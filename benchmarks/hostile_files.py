"""Hostile files: how they are made, and what refusing each of them costs.

Usage: python benchmarks/hostile_files.py          prints seconds and peak memory of the child for every file
The makers are used by the tests too. Every file is made here, from nothing; none is kept.
"""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Surname</t></is></c><c r="B1" t="inlineStr"><is><t>Sex</t></is></c></row>'


def sheet_xml(rows: str) -> bytes:
    """Returns a worksheet's XML around rows."""
    return f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def workbook(sheet: bytes, strings: bytes = b"", extra: Mapping[str, bytes] | None = None) -> bytes:
    """Returns a workbook of one sheet, with further parts."""
    relations = f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    if strings:
        relations += f'<Relationship Id="rId2" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'.encode(),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    return archive(parts | dict(extra or {}))


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Returns a ZIP archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def grid_bomb() -> bytes:
    """Returns 20,000 x 100 cells in about 170 kB."""
    row = "<row>" + '<c t="inlineStr"><is><t>aaaa</t></is></c>' * 100 + "</row>"
    return workbook(sheet_xml(_HEAD + row * 20_000))


def zeros_bomb() -> bytes:
    """Returns a workbook with a part that unpacks to 60 MB of spaces."""
    return workbook(sheet_xml(_HEAD), extra={"xl/media/a.xml": b" " * (60 * 2**20)})


def lying_directory() -> bytes:
    """Returns a bomb whose central directory declares 1,000 bytes, with the checksum of those."""
    content = sheet_xml(_HEAD + " " * (20 * 2**20))
    honest = workbook(content)
    lie = struct.pack("<III", zlib.crc32(content[:1000]), 0, 1000)
    at = honest.rindex(b"PK\x01\x02", 0, honest.rindex(b"xl/worksheets/sheet1.xml"))
    packed = honest[at + 20 : at + 24]
    return honest[: at + 16] + lie[:4] + packed + lie[8:] + honest[at + 28 :]


def overlapping_parts() -> bytes:
    """Returns an archive of which several directory entries point to one part."""
    honest = workbook(sheet_xml(_HEAD), extra={f"xl/p{i}.xml": b"x" * 40 for i in range(30)})
    start = honest.index(b"PK\x01\x02")
    directory = bytearray(honest[start:])
    first = directory[42:46]
    at = 0
    while (at := directory.find(b"PK\x01\x02", at)) >= 0:
        if b"xl/p" in directory[at + 46 : at + 56]:
            directory[at + 42 : at + 46] = first
        at += 4
    return honest[:start] + bytes(directory)


def far_cells(*, quote: str = '"', encoding: str = "utf-8", prefix: str = "", letters: str = "XFD") -> bytes:
    """Returns a sheet of a few cells, one of them in the last row and column there is."""
    far = f"<{prefix}row r={quote}1048576{quote}><{prefix}c r={quote}{letters}1048576{quote}><{prefix}v>1</{prefix}v></{prefix}c></{prefix}row>"
    text = f'<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{_MAIN}" xmlns:x="{_MAIN}"><sheetData>{_HEAD}{far}</sheetData></worksheet>'
    return workbook(
        text.replace("<sheetData>", f"<{prefix}sheetData>")
        .replace("</sheetData>", f"</{prefix}sheetData>")
        .encode(encoding)
    )


def repeated_string() -> bytes:
    """Returns a sheet that refers 60,000 times to one text of 30,000 characters that does not pack well."""
    text = "".join(chr(97 + (n * n * 7919 + n // 3) % 26) for n in range(30_000))
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}"><v>{n * 7919}</v></c></row>' for n in range(2, 60_002)
    )
    strings = f'<sst xmlns="{_MAIN}"><si><t>{text}</t></si></sst>'.encode()
    return workbook(sheet_xml(_HEAD + rows), strings)


def ods(body: str) -> bytes:
    """Returns an ODS spreadsheet around table rows."""
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "table", "text"))
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
        f'<office:spreadsheet><table:table table:name="1">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def repeated_cells() -> bytes:
    """Returns an ODS whose one row of one filled cell is repeated a million times sixteen thousand."""
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


def repeated_cells_hidden() -> bytes:
    """Returns the same with single quotes and a space, which no office writes."""
    return ods(
        "<table:table-row table:number-rows-repeated = '1048576'><table:table-cell table:number-columns-repeated = '16384' "
        "office:value-type='string'><text:p>x</text:p></table:table-cell></table:table-row>"
    )


def entity_bomb() -> bytes:
    """Returns "a billion laughs" in XML."""
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE pfif [<!ENTITY a0 "ha">{lines}]><pfif>&a9;</pfif>'.encode()


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "20,000 x 100 cells": grid_bomb,
    "60 MB of spaces": zeros_bomb,
    "lying directory": lying_directory,
    "overlapping parts": overlapping_parts,
    "nested archive": lambda: workbook(sheet_xml(_HEAD), extra={"xl/embeddings/a.zip": archive({"a": b"a"})}),
    "zip slip": lambda: workbook(sheet_xml(_HEAD), extra={"../../a.xml": b"a"}),
    "far cells": far_cells,
    "far cells, other quotes": lambda: far_cells(quote="'"),
    "far cells, prefixed": lambda: far_cells(prefix="x:"),
    "far cells, UTF-16": lambda: far_cells(encoding="utf-16"),
    "far cells, spelled": lambda: far_cells(letters="&#88;FD"),
    "broken part": lambda: ods("<table:table-row/></table:table><"),
    "one text 60,000 times": repeated_string,
    "ODS cells repeated": repeated_cells,
    "ODS repeated, hidden": repeated_cells_hidden,
    "entity in a sheet": lambda: workbook(b'<!DOCTYPE a [<!ENTITY a "b">]>' + sheet_xml(_HEAD)),
    "entity bomb": entity_bomb,
    "external DTD": lambda: b'<?xml version="1.0"?><!DOCTYPE pfif SYSTEM "http://localhost/a.dtd"><pfif/>',
    "deep XML": lambda: b"<pfif>" + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</pfif>",
    "10 million rows": lambda: b"Surname,Sex\n" + b"a,f\n" * 10_000_000,
    "5 million cells in a row": lambda: b"Surname,Sex\na,f\n" + b"a," * 5_000_000,
    "one cell of 100 MB": lambda: b"Surname,Sex\n" + b"a" * (100 * 2**20) + b",f\n",
    "truncated archive": lambda: workbook(sheet_xml(_HEAD))[:-30],
    "archive without end": lambda: b"PK\x03\x04" + b"\0" * 100_000,
    "protected workbook": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    ),
    "old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    "zeros": lambda: b"\0" * 1_000_000,
    "noise": lambda: b"".join(zlib.crc32(bytes([n % 251, n % 241])).to_bytes(4, "big") for n in range(250_000)),
}
"""Files that must be refused, by what they are."""

_PROBE = """
import sys
from repatria.errors import InputNotUnderstood
from repatria.lists.child import limit_process
from repatria.lists.formats import decode
from repatria.lists.sheet import Limits
content = sys.stdin.buffer.read()
def peak():
    # not ru_maxrss: it is handed down from the process that started this one
    return next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
base = peak()
try:
    limit_process(content, Limits())
    decode(content, Limits())
    said = "READ"
except InputNotUnderstood as refusal:
    said = refusal.message
except MemoryError:
    said = "memory limit"
print(base, peak(), said, sep="|")
"""


def main() -> None:
    """Prints what refusing each file costs; memory is the child's, the file itself included."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(f"{'file':26} {'bytes':>11} {'s':>6} {'CPU s':>6} {'MB before':>10} {'MB peak':>8}  said")
    for name, make in HOSTILE.items():
        content = make()
        start, used = time.perf_counter(), _processor_seconds()
        done = subprocess.run([sys.executable, "-c", _PROBE], input=content, capture_output=True, check=False)
        seconds, processor = time.perf_counter() - start, _processor_seconds() - used
        base, peak, said = (
            (done.stdout.decode() or f"-|-|stopped by its limit of memory ({done.returncode})").strip().split("|")
        )
        figures = f"{len(content):11,} {seconds:6.2f} {processor:6.2f} {base:>10} {peak:>8}"
        print(f"{name:26} {figures}  {said}", flush=True)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
