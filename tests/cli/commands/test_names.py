from __future__ import annotations

import csv
import io
import json
import stat
from collections import Counter

import pytest

from repatria.cli.commands.names import BirthReader
from repatria.names.comparing import compare, edtf_births, probability
from repatria.people.dates import partial_date

PAIRS = "id,a_name,b_name,a_birth,b_birth\n7,Шевченко Олена,Olena Shevchenko,1990-02-03,03.02.1990\n8,Mira Gorse,Taras Gorse,,\n"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_row_comes_out_in_its_place_with_three_more_columns(clerk) -> None:
    clerk.write("pairs.csv", PAIRS)
    assert clerk.ok("names", "compare", "pairs.csv", "--out", "scores.csv") == "pairs: 2; nothing to compare: 0\n"
    first, second = table((clerk.home / "scores.csv").read_text("utf-8"))
    births = edtf_births("1990-02-03")
    same = compare("Шевченко Олена", "Olena Shevchenko", a_births=births, b_births=births)
    other = compare("Mira Gorse", "Taras Gorse")
    assert list(first) == ["id", "a_name", "b_name", "a_birth", "b_birth", "weight_bits", "probability", "reason"]
    assert [one["id"] for one in (first, second)] == ["7", "8"]
    assert [one["weight_bits"] for one in (first, second)] == [f"{same.weight_bits:.3f}", f"{other.weight_bits:.3f}"]
    assert first["probability"] == f"{probability(float(first['weight_bits'])):.6f}"
    assert [one["reason"] for one in (first, second)] == [same.reason, other.reason]


def test_what_came_in_goes_out_byte_for_byte(clerk) -> None:
    head, rows = "\ufeffb_name;note; A_Name ", ["Mira Gorse; =1+1 ;Міра", "Taras;;Тарас"]
    (clerk.home / "pairs.csv").write_bytes("\r\n".join([head, *rows, ""]).encode())
    clerk.ok("names", "compare", "pairs.csv", "--out", "scores.csv")
    written = (clerk.home / "scores.csv").read_bytes().decode().split("\r\n")
    assert written[0] == f"{head};weight_bits;probability;reason"
    assert [line[: len(row) + 1] for line, row in zip(written[1:], rows, strict=False)] == [f"{row};" for row in rows]
    assert (len(written), stat.S_IMODE((clerk.home / "scores.csv").stat().st_mode)) == (4, 0o600)


def test_quoted_cells_keep_what_they_hold(clerk) -> None:
    pairs = 'a_name,b_name,note\nMira Gorse,Міра,plain\n"Gorse, Taras","Taras ""Tar"" Gorse","two\nlines"\n'
    clerk.write("pairs.csv", pairs)
    clerk.ok("names", "compare", "pairs.csv", "--out", "scores.csv")
    kept = [
        {name: row[name] for name in ("a_name", "b_name", "note")}
        for row in table((clerk.home / "scores.csv").read_text())
    ]
    assert kept == table(pairs)


def test_rows_that_cannot_be_compared_are_told_and_still_come_out(clerk) -> None:
    clerk.write("pairs.csv", "a_name,b_name,a_birth\nMira,,1990\n\nMira,Міра,soon\nMira\nMira,Міра,1990,beyond\n")
    told = clerk.json("names", "compare", "pairs.csv", "--out", "scores.csv")
    assert (told["pairs"], told["nothing_to_compare"]) == (4, 2)
    assert [(one["place"], one["column"], one["code"]) for one in told["findings"]] == [
        ("row 5 of pairs", "", "cells-beyond-columns"),
        ("row 2 of pairs", "", "nothing-to-compare"),
        ("row 4 of pairs", "", "nothing-to-compare"),
        ("row 3 of pairs", "a_birth", "date-not-understood"),
    ]
    rows = list(csv.reader(io.StringIO((clerk.home / "scores.csv").read_text())))
    assert rows[1] == ["Mira", "", "1990", "0.000", "0.500000", "nothing to compare"]
    assert (rows[3], rows[4][-1]) == (["Mira", "", "", "0.000", "0.500000", "nothing to compare"], "beyond")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column: a_name, b_name"),
        (b"a_name,name\nMira,Taras\n", "no column: b_name"),
        (b"a_name,b_name,a_name\nMira,Taras,x\n", "a column stands there twice: a_name"),
        (b"a_name,b_name,reason\nMira,Taras,x\n", "a column to be added is there already: reason"),
        ("a_name,b_name\nМіра,Тарас\n".encode("cp1251"), "the file is not UTF-8 text"),
        (b'a_name,b_name\nMira,"' + b"x" * 200_000, "the file is no CSV that can be read"),
    ],
)
def test_a_file_that_is_not_understood_is_refused_and_nothing_is_written(clerk, content: bytes, message: str) -> None:
    (clerk.home / "pairs.csv").write_bytes(content)
    done = clerk.do("names", "compare", "pairs.csv", "--out", "scores.csv", "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]) == (2, message)
    assert [path.name for path in clerk.home.glob("scores*")] == []


def test_no_such_file(clerk) -> None:
    done = clerk.do("names", "compare", "Zyxwvutsan.csv", "--out", "scores.csv")
    assert (done.exit_code, done.stderr) == (2, "pairs: there is no such file\n  hint: check the path\n")


def test_many_pairs_go_another_way_to_the_same_weights(clerk) -> None:
    names = [f"{given} {surname}" for given in ("Mira", "Тарас", "Olena") for surname in ("Gorse", "Коваль", "Birk")]
    pairs = [(a, b) for a in names for b in names] * 30
    clerk.write("pairs.csv", "a_name,b_name\n" + "".join(f"{a},{b}\n" for a, b in pairs))
    clerk.ok("names", "compare", "pairs.csv", "--out", "scores.csv")
    found = [row["weight_bits"] for row in table((clerk.home / "scores.csv").read_text("utf-8"))]
    assert found == [f"{compare(a, b).weight_bits:.3f}" for a, b in pairs]


def test_dates_are_read_as_offices_write_them() -> None:
    reader = BirthReader(partial_date("2030-01-01").earliest)
    assert reader.read(" 03.02.1990 |1990| 1990-02-31|unknown") == (partial_date("1990-02-03"), partial_date("1990"))
    assert reader.unreadable == {" 03.02.1990 |1990| 1990-02-31|unknown"}


def test_a_long_file_comes_out_like_its_parts(clerk) -> None:
    rows = [
        "Шевченко Олена,Olena Shevchenko,1990-02-03,03.02.1990",
        '"Gorse, Mira",Міра|Mira,,1990',
        "Taras,,soon",
        "x,y,,,z",
    ]
    head = "a_name,b_name,a_birth,b_birth"
    told = []
    for name, count in (("part.csv", 300), ("whole.csv", 600)):
        clerk.write(name, "\n".join([head, *rows * count, ""]))
        told.append(clerk.json("names", "compare", name, "--out", f"out_{name}"))
    part, whole = ((clerk.home / f"out_{name}").read_text("utf-8").split("\n") for name in ("part.csv", "whole.csv"))
    assert whole == [*part[:-1], *part[1:]]
    assert [(one["pairs"], one["nothing_to_compare"]) for one in told] == [(1200, 300), (2400, 600)]
    assert sorted(Counter(one["code"] for one in told[0]["findings"]).values()) == [300, 300, 300]
    assert told[1]["findings"][-1]["message"] == "800 more findings of these kinds are not told one by one"
