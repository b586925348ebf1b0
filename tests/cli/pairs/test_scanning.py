"""Rows found by the kernel are those that plain Python reads."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.cli.pairs import PIECE, Head, Rows, as_text, next_piece, read_head
from repatria.cli.pairs.scanning import scanned

NAMES = ("a", "b", "c")
texts = st.lists(st.sampled_from([*'",;\n\r ax', "я", "\r\n", '""', ',"', '",', "€𐀀", "\0"]), max_size=30).map("".join)
Found = list[tuple[list[str], str, str]]


def by_python(text: str, delimiter: str) -> Found:
    """Cells of each row up to three, its text up to there, and what comes after."""
    reader, found = Rows(io.StringIO(text, newline=""), delimiter), []
    while (piece := reader.take())[0]:
        for cells, line in zip(*piece, strict=True):
            row = [*cells, "", "", ""][: max(len(NAMES), len(cells))]
            after = as_text(["", *row[3:]], delimiter) if len(cells) > len(NAMES) else ""
            whole = line if len(row) == len(cells) else line + delimiter * (len(row) - len(cells))
            found.append((row[:3], whole.removesuffix(after), after))
    return found


def by_the_kernel(text: str, delimiter: str) -> Found:
    file, head, found = io.StringIO(text, newline=""), Head("", delimiter, "\n", NAMES, 1), []
    for piece in scanned(next_piece(file), file, head, ("c", "none", "a", "b")):
        columns = [piece.column(n) for n in range(4)]
        assert columns[1] == [""] * len(piece.rows)
        for (begin, split, end, missing), *row in zip(piece.rows.tolist(), *columns, strict=True):
            text = piece.text[begin:split].tobytes().decode() + delimiter * missing
            found.append(([row[2], row[3], row[0]], text, piece.text[split:end].tobytes().decode()))
    return found


def from_disk(path: Path, content: bytes) -> list[bytes]:
    """Rows of a file on a disk, below its head, as they go out again."""
    path.write_bytes(content)
    with path.open("r", encoding="utf-8", newline="") as file:
        head = read_head(file, needs=NAMES, may_have=(), adds=())
        rows = []
        for piece in scanned(next_piece(file), file, head, NAMES):
            rows += [piece.text[begin:end].tobytes() for begin, _, end, _ in piece.rows.tolist()]
    return rows


@settings(deadline=None)  # the first one compiles
@given(texts | st.text(max_size=12), st.sampled_from(",;\t"))
def test_any_text_has_the_rows_that_python_finds(text: str, delimiter: str) -> None:
    assert by_the_kernel(text, delimiter) == by_python(text, delimiter)


@pytest.mark.parametrize(
    "line", ["{},Ім'я,{pad}\n", '"{}","two\nlines","{pad}"\r\n', '{},"a ""b"" {pad}",d,e\n', "{}{pad}\n\n"]
)
def test_a_long_file_has_the_rows_that_python_finds(line: str) -> None:
    text = "".join(line.format(n, pad="x" * 200) for n in range(PIECE // 100))
    assert by_the_kernel(text, ",") == by_python(text, ",")


def test_a_cell_that_the_csv_module_does_not_read_is_not_read() -> None:
    longest = "я" * csv.field_size_limit()
    assert by_the_kernel(f'"",{longest}\n', ",") == by_python(f'"",{longest}\n', ",")
    assert by_the_kernel(f"{longest}y\n", ",") == by_python(f"{longest}y\n", ",")
    for text in (f'"",{longest}y\n', f'"{longest}y'):
        for way in (by_the_kernel, by_python):
            with pytest.raises(csv.Error):
                way(text, ",")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("cell", ["Ім’я", '"two\r\nlines"', "€𐀀퟿\ue000"])
def test_a_long_file_on_a_disk_has_the_rows_of_the_same_text(tmp_path: Path, cell: str, end: str) -> None:
    text = "".join(f"{n},{cell},{'x' * 150}{end}" for n in range(3 * PIECE // 150))
    expected = [whole.encode() for _, whole, _ in by_python(text, ",")]
    assert from_disk(tmp_path / "pairs.csv", f"a,b,c{end}{text}".encode()) == expected
    assert from_disk(tmp_path / "pairs.csv", f"a,b,c{end}{text.removesuffix(end)}".encode()) == expected


@pytest.mark.parametrize("wrong", [b"\xff", b"\xd0", b"\xe2\x80", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"])
@pytest.mark.parametrize("after", [b",y\n", b""])
def test_what_is_not_utf_8_is_found_far_down_in_a_file(tmp_path: Path, wrong: bytes, after: bytes) -> None:
    rows = b"".join(b"%d,x,%s\n" % (n, b"y" * 300) for n in range(2 * PIECE // 300))
    with pytest.raises(UnicodeDecodeError):
        from_disk(tmp_path / "pairs.csv", b"a,b,c\n" + rows + b"x," + wrong + after)
