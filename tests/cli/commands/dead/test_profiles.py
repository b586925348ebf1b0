"""A laboratory's file checked on the command line: what is found is told, and no genotype is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from repatria.cli import main
from repatria.kinship.files import read_profiles

MARKERS = ["FGA", "TH01", "vWA", "TPOX", "SE33", "CSF1PO", "D2S441", "D21S11", "D18S51", "D7S820", "D3S1358", "D13S317"]
FREQUENCIES = "marker,allele,frequency\n" + "".join(f"{m},{a},0.1\n" for m in MARKERS for a in range(10, 20))


def row(name: str, *results: str, sex: str = "", type_: str = "") -> str:
    said = [*results, *[results[-1]] * len(MARKERS)][: len(MARKERS)]
    return ",".join([name, type_, sex, *said]) + "\n"


HEAD = ",".join(["profile", "sample type", "sex", *MARKERS]) + "\n"
TABLE = (
    HEAD + row("K-1", "10/12", sex="M") + row("K-2", "15/17") + row("K-3", "10/11/12", "10/11/13", "18/19") + row("K-4", "OL", "77/10")
    + row("LADDER", "10/19", type_="Allelic Ladder")
)  # fmt: skip


def family(name: str, child: str, *, parents: tuple[str, str] = ("10/11", "12/13")) -> str:
    value = {
        "family": name, "id": ["F", "M", "B", "X"], "fid": ["0", "0", "F", "F"], "mid": ["0", "0", "M", "M"], "sex": [1, 2, 1, 1],
        "missing": "X", "markers": MARKERS,
        "genotypes": {"F": [parents[0]] * 12, "M": [parents[1]] * 12, "B": [child] * 12},
    }  # fmt: skip
    return json.dumps(value) + "\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files = {
        "T.csv": TABLE, "Q.csv": FREQUENCIES, "E.csv": HEAD + row("E-1", "15/17"),
        "F.jsonl": family("A", "10/12") + family("B", "18/19", parents=("14/11", "13/16")),
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def do(home: Path, name: str, *more: str) -> Result:
    return CliRunner().invoke(main, ["remains", "profiles", str(home / name), *more])


def said(home: Path, name: str, *more: str) -> dict[str, Any]:
    done = do(home, name, *more, "--json")
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def everything(home: Path) -> tuple[str, ...]:
    files = {"--frequencies": "Q.csv", "--elimination": "E.csv", "--families": "F.jsonl"}
    return tuple(word for option, name in files.items() for word in (option, str(home / name)))


def test_a_table_is_read_and_what_is_no_sample_set_apart(home: Path) -> None:
    document = said(home, "T.csv")
    assert (document["form"], document["profiles"], document["markers"]) == ("genotype table", 4, MARKERS)
    assert (document["results"], document["set_apart"]) == (12 + 12 + 10 + 11, {"allelic ladder": 1})
    assert [one["code"] for one in document["findings"]] == ["mixture", "off-ladder", "set-apart"]


def test_with_frequencies_staff_and_families_everything_is_checked(home: Path) -> None:
    document = said(home, "T.csv", *everything(home))
    assert [(one["profile"], one["staff"], one["shared_markers"]) for one in document["staff"]] == [("K-2", "E-1", 12)]
    assert [(one["marker"], one["alleles"]) for one in document["unknown_alleles"]] == [
        (m, 1) for m in MARKERS if m != "FGA"
    ]
    assert document["families"] == {"checked": 2, "ok": 1, "doubtful": 0, "impossible": 1}
    assert [(one["family"], one["status"]) for one in document["kept_out"]] == [("B", "impossible")]
    assert "77" not in json.dumps(document["findings"])


def test_what_is_written_is_read_by_every_command(home: Path) -> None:
    out, aside = home / "P.csv", home / "S.csv"
    assert do(home, "T.csv", "--out", str(out), "--set-aside", str(aside)).exit_code == 0
    table = read_profiles(out.read_bytes())
    assert [(one.id, one.sex, one.genotypes["vWA"]) for one in table.profiles] == [
        ("K-1", 1, "10/12"), ("K-2", 0, "15/17"), ("K-3", 0, "18/19"), ("K-4", 0, "77/10"),
    ]  # fmt: skip
    rows = aside.read_text("utf-8-sig").splitlines()
    assert rows[:5] == [
        "sample,role,marker,why,written,place",
        "K-3,sample,FGA,tri-allele,10/11/12,row 4 of profiles",
        "K-3,sample,TH01,tri-allele,10/11/13,row 4 of profiles",
        "K-4,sample,FGA,off-ladder,OL,row 5 of profiles",
        "LADDER,allelic ladder,FGA,set-apart,10/19,row 6 of profiles",
    ]
    assert [path.stat().st_mode & 0o077 for path in (out, aside)] == [0, 0]


def test_a_workbook_says_the_same_and_its_formulas_and_sheets_are_told(home: Path) -> None:
    lines = [line.split(",") for line in TABLE.splitlines()]
    with xlsxwriter.Workbook(home / "T.xlsx") as book:
        book.add_worksheet("about").write(0, 0, "typed in the North")
        sheet = book.add_worksheet("typed")
        sheet.write(0, 0, "Results of the laboratory")
        for n, cells in enumerate(lines, start=1):
            sheet.write_row(n, 0, cells)
        sheet.write_formula(2, 3, '="10"&"/12"', value="10/12")
    document, plain = said(home, "T.xlsx"), said(home, "T.csv")
    codes = {one["code"] for one in document["findings"]} - {one["code"] for one in plain["findings"]}
    assert codes == {"sheets-not-read", "formulas-in-workbook"}
    assert {key: document[key] for key in ("profiles", "results", "markers")} == {
        key: plain[key] for key in ("profiles", "results", "markers")
    }


def test_a_kit_is_held_against_the_file(home: Path) -> None:
    codes = [one["code"] for one in said(home, "T.csv", "--kit", "identifiler")["findings"]]
    assert (codes.count("kit-lacks"), codes.count("kit-adds")) == (6, 2)
    done = do(home, "T.csv", "--kit", "nothing")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "--kit: the kit is not known")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "profiles: the table is empty"),
        (b"a,b\n1,2\n", "profiles: no column says whose profile it is"),
        (b"<a/>", "profiles: an XML file that is not CMF"),
        ("profile,FGA\nК-1,20/21\n".encode("cp1251"), "profiles: the file is not UTF-8 text"),
        (b"PK\x03\x04 broken", "profiles: the workbook is damaged or cut short"),
        (b"\x00\x01\x02\xff\xfe", "profiles: the file is not UTF-8 text"),
        (b'profile,FGA\nK-1,"' + b"9" * 200_000 + b'"\n', "profiles: the table cannot be taken apart"),
    ],
)
def test_what_is_not_understood_is_refused_with_status_2(home: Path, content: bytes, message: str) -> None:
    (home / "bad").write_bytes(content)
    done = do(home, "bad")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, message)


def test_elimination_needs_frequencies(home: Path) -> None:
    assert do(home, "T.csv", "--elimination", str(home / "E.csv")).exit_code == 2


def test_nothing_printed_says_a_genotype(home: Path) -> None:
    done = do(home, "T.csv", *everything(home), "--kit", "GlobalFiler")
    assert [one for one in ("77/10", "10/12", "15/17", "10/11/12") if one in done.output] == []
