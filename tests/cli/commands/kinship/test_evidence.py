"""The commands families, power, explain and hits: what goes in, what comes out, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import math
from contextlib import chdir
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from repatria.cli import main

FREQUENCIES = "marker,allele,frequency\n" + "".join(
    f"SYN0{k},{allele},{frequency}\n" for k in (1, 2) for allele, frequency in ((8, 0.1), (9, 0.3), (10, 0.6))
)
RELATIVES = "family,person,relation,sex,SYN01,SYN02\nK-1,K-1-x,missing,M,,\nK-1,K-1-a,father,,8/8,8/10\nK-2,K-2-x,missing,F,,\nK-2,K-2-a,sister,,9/9,10/10\n"
PROFILES = "profile,sex,SYN01,SYN02\nR-0001,M,8/8,8/9\nR-0002,F,9/9,9/10\n"
NONE = "null"
OF_A_PAIR = ("--profiles", "p.csv", "--families", "f.jsonl", "--frequencies", "q.csv", "--mutation", "m.json")


class Laboratory:
    """Types commands in a folder with small files."""

    def __init__(self, home: Path) -> None:
        self.home = home
        for name, text in (("q.csv", FREQUENCIES), ("r.csv", RELATIVES), ("p.csv", PROFILES), ("m.json", NONE)):
            (home / name).write_text(text, "utf-8")

    def do(self, *words: str) -> Result:
        with chdir(self.home):
            return CliRunner().invoke(main, ("kinship", *words), prog_name="repatria", env={"REPATRIA_DEBUG": ""})

    def json(self, *words: str) -> dict[str, Any]:
        done = self.do(*words, "--json")
        assert done.exit_code == 0, done.output
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def rows(self, name: str) -> list[dict[str, str]]:
        text = (self.home / name).read_text("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def refusal(self, *words: str) -> tuple[int, str]:
        done = self.do(*words, "--json")
        found = json.loads(done.stdout)
        return done.exit_code, f"{found['place']}: {found['error']}" if found["place"] else found["error"]


@pytest.fixture
def lab(tmp_path: Path) -> Laboratory:
    made = Laboratory(tmp_path)
    assert made.do("families", "r.csv", "--out", "f.jsonl").stdout == "2 families, 2 relatives with results\n"
    return made


def test_relatives_become_lines_that_searches_read(lab):
    lines = [json.loads(line) for line in (lab.home / "f.jsonl").read_text("utf-8").splitlines()]
    assert lines[0] == {
        "family": "K-1", "id": ["K-1-x", "K-1-a", "~mother"], "fid": ["K-1-a", "0", "0"], "mid": ["~mother", "0", "0"],
        "sex": [1, 1, 2], "missing": "K-1-x", "markers": ["SYN01", "SYN02"], "genotypes": {"K-1-a": ["8/8", "8/10"]},
    }  # fmt: skip


def test_ped_files_need_their_map_and_who_is_missing(lab):
    (lab.home / "x.ped").write_text("K-1 f 0 0 1 0 8 8\nK-1 a 0 0 2 0 0 0\nK-1 m f a 1 0 0 0\n", "utf-8")
    (lab.home / "x.map").write_text("1 SYN01 0\n", "utf-8")
    words = ("families", "x.ped", "--format", "ped", "--out", "y.jsonl")
    assert lab.refusal(*words) == (2, "a .ped file names neither its markers nor who is missing")
    assert lab.json(*words, "--map", "x.map", "--missing", "m") == {"families": 1, "typed": 1, "findings": []}
    assert lab.refusal(*words, "--map", "x.map", "--missing", "z") == (
        2, "relatives: 1 family has no missing person of this id",
    )  # fmt: skip
    (lab.home / "x.ped").write_text("K-1 f 0 0 1 0 8 8\nK-1 a 0 0 2 0 0 0\nK-1 m f a 1 0 8 8\n", "utf-8")
    assert lab.refusal(*words, "--map", "x.map", "--missing", "m") == (2, "the missing person has results")


FAM = """"Output from Familias, version 3.3.1"
"DO NOT EDIT!"
3.3.1 (DVI)
""
0
"Known relations"
0
0
0
0
#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0 )
1
#TRUE#
"North, invented"
"SYN01"
0.001
0.002
0
0
2
0.1
0.1
0
0
#FALSE#
0
2\t(DatabaseSize = 500 , Dropout probability = 0 , Minor allele frequency = 0 )
"8"
0.25
"9"
0.75
[DVI]
[[Unidentified persons]]
nPersons= 1
[[[Person 1 ]]]
Name= R-0001
Gender= Male
[[[[DNA data]]]]
nSystems= 1
SystemName= SYN01
Allele1= 8
Allele2= 9
[[Notes]]
nFamilies= 1

[[Reference Families]]
nFamilies= 1
[[[Family 1 ]]]
Name= K-1
[[[[Persons]]]]
nPersons= 1
[[[[[Person 1]]]]]
Name= K-1-a
Gender= Female
[[[[[[DNA data]]]]]]
nSystems= 1
SystemName= SYN01
Allele1= 8
Allele2= 8
[[[[Pedigrees]]]]
nPedigrees= 1
[[[[[Pedigree 1]]]]]
Name= Reference pedigree
nRelations= 1
Parent= K-1-a
Child= Missing person
"""


def test_a_familias_case_becomes_files_that_searches_read(lab):
    (lab.home / "x.fam").write_text(FAM, "utf-8")
    words = ("families", "x.fam", "--format", "fam", "--out", "y.jsonl")
    written = ("--profiles", "yp.csv", "--frequencies", "yq.csv", "--mutation", "ym.json")
    assert lab.json(*words, *written) == {"families": 1, "typed": 1, "findings": []}
    assert lab.rows("yp.csv") == [{"profile": "R-0001", "sex": "M", "SYN01": "8/9"}]
    assert lab.rows("yq.csv") == [
        {"marker": "SYN01", "allele": "8", "frequency": "0.25"}, {"marker": "SYN01", "allele": "9", "frequency": "0.75"},
    ]  # fmt: skip
    found = lab.json(
        "explain", "R-0001", "K-1", "--profiles", "yp.csv", "--families", "y.jsonl", "--frequencies", "yq.csv",
        "--mutation", "ym.json",
    )  # fmt: skip
    # the mother is 8/8: her allele is 8, or 9 by mutation; the other came from an untyped father, p M with rate 0.002
    eight = 0.25 * 0.998 + 0.75 * 0.002
    expected = (0.999 * (1 - eight) + 0.001 * eight) / (2 * 0.25 * 0.75)
    assert round(10 ** found["log10_lr"], 9) == round(expected, 9)
    assert found["model"] == "equal (male 0.002, female 0.001), table 1"


def test_models_of_a_familias_case_that_differ_are_written_marker_by_marker(lab):
    marker = FAM[FAM.index('"SYN01"') : FAM.index("[DVI]")]
    other = marker.replace("SYN01", "SYN02").replace("0.001\n0.002", "0.003\n0.004")
    two = FAM.replace("0 )\n1\n#TRUE#", "0 )\n2\n#TRUE#").replace("[DVI]", f"{other}[DVI]")
    (lab.home / "x.fam").write_text(two, "utf-8")
    words = ("families", "x.fam", "--format", "fam", "--out", "y.jsonl")
    assert (
        lab.json(*words, "--profiles", "yp.csv", "--frequencies", "yq.csv", "--mutation", "ym.json")["findings"] == []
    )
    written = json.loads((lab.home / "ym.json").read_text("utf-8"))
    assert {name: model["rate"] for name, model in written.items()} == {
        "SYN01": {"female": 0.001, "male": 0.002}, "SYN02": {"female": 0.003, "male": 0.004},
    }  # fmt: skip
    found = lab.json(
        "explain", "R-0001", "K-1", "--profiles", "yp.csv", "--families", "y.jsonl", "--frequencies", "yq.csv",
        "--mutation", "ym.json",
    )  # fmt: skip
    assert found["model"] == (
        "by marker: 1 equal (male 0.002, female 0.001); 1 equal (male 0.004, female 0.003), table 1"
    )
    one = lab.json(
        "power", "y.jsonl", "--frequencies", "yq.csv", "--mutation", "ym.json", "--threshold", "1", "--out", "o"
    )
    assert one["told"] == 1


def test_only_a_familias_case_has_files_beside_its_families(lab):
    words = ("families", "r.csv", "--profiles", "yp.csv", "--out", "y.jsonl")
    assert lab.refusal(*words) == (2, "only a .fam file has profiles, frequencies and models")


def test_genotype_tables_of_any_form_become_the_one_that_searches_read(lab):
    long = "Sample Name,Marker,Allele 1,Allele 2,Allele 3\nR-1,AMEL,X,Y,\nR-1,SYN01,8,,\nR-1,SYN02,8,9,10\n"
    (lab.home / "long.csv").write_text(long, "utf-8")
    found = lab.json("profiles", "long.csv", "--out", "wide.csv")
    assert lab.rows("wide.csv") == [{"profile": "R-1", "sex": "M", "SYN01": "8/-", "SYN02": ""}]
    assert [(one["code"], one["place"]) for one in found["findings"]] == [
        ("one-allele", "row 3 of profiles"), ("tri-allele", "row 4 of profiles"),
    ]  # fmt: skip
    lab.json("profiles", "long.csv", "--lone", "homozygote", "--out", "wide.csv")
    assert lab.rows("wide.csv")[0]["SYN01"] == "8/8"


def test_frequency_tables_of_any_form_become_the_one_that_searches_read(lab):
    (lab.home / "wide.csv").write_text("Allele;SYN01\n8;0,5\n9;0,48\nN;100\n", "utf-8")
    assert lab.refusal("frequencies", "wide.csv", "--out", "o.csv") == (
        2, "frequencies: 1 place is not understood; nothing was computed",
    )  # fmt: skip
    found = lab.json("frequencies", "wide.csv", "--sums", "rest", "--out", "o.csv")
    assert [one["code"] for one in found["findings"]] == ["rest-allele-added"]
    assert [(row["allele"], round(float(row["frequency"]), 12)) for row in lab.rows("o.csv")] == [
        ("8", 0.5), ("9", 0.48), ("Rest allele", 0.02),
    ]  # fmt: skip


def test_what_is_converted_can_be_searched(lab):
    lab.json("profiles", "p.csv", "--out", "wide.csv")
    lab.json("frequencies", "q.csv", "--out", "long.csv")
    lab.json(
        "screen", "--profiles", "wide.csv", "--families", "f.jsonl", "--frequencies", "long.csv", "--mutation", "m.json",
        "--threshold", "1", "--out", "h.parquet",
    )  # fmt: skip
    (hit,) = lab.json("hits", "h.parquet")["hits"]
    assert (hit["profile"], hit["family"], round(hit["log10_lr"], 9)) == ("R-0001", "K-1", 1.397940009)


@pytest.mark.parametrize(
    "words",
    [
        ("families", "r.csv", "--out", "r.csv"),
        ("profiles", "p.csv", "--out", "p.csv"),
        ("frequencies", "q.csv", "--out", "q.csv"),
        ("explain", "R-0001", "K-1", *OF_A_PAIR, "--out", "p.csv"),
        ("power", "f.jsonl", "--frequencies", "q.csv", "--threshold", "1", "--out", "q.csv"),
        ("screen", *OF_A_PAIR, "--threshold", "1", "--out", "p.csv"),
        ("screen", *OF_A_PAIR, "--threshold", "1", "--out", "f.jsonl"),
        ("lr", "f.jsonl", "--out", "f.jsonl"),
        ("joint", "m.json", "--out", "m.json"),
    ],
)
def test_no_result_is_written_over_what_it_is_made_from(lab, words):
    before = (lab.home / words[-1]).read_bytes()
    assert lab.refusal(*words) == (2, "--out: --out is one of the files that are read")
    assert (lab.home / words[-1]).read_bytes() == before


def test_a_file_that_begins_with_a_mark_of_utf_8_is_read(lab):
    (lab.home / "m.json").write_bytes(b"\xef\xbb\xbf" + json.dumps({"model": "equal", "rate": 0.01}).encode())
    assert lab.json("explain", "R-0001", "K-1", *OF_A_PAIR)["model"] == "equal (male 0.01, female 0.01), table 1"
    found = lab.json("screen", *OF_A_PAIR, "--threshold", "1", "--out", "h.parquet")
    assert found["model"] == "equal (male 0.01, female 0.01)"


def test_power_says_what_algebra_says(lab):
    # K-1 at SYN01, father 8/8: 0.1 log10(10) + 0.9 log10(5); at SYN02, father 8/10, children of either allele
    (lab.home / "one.csv").write_text(FREQUENCIES.partition("SYN02")[0], "utf-8")
    document = lab.json(
        "power", "f.jsonl", "--frequencies", "one.csv", "--mutation", "m.json", "--threshold", "0.5", "--profiles", "10",
        "--out", "power.csv",
    )  # fmt: skip
    assert (document["families"], document["told"], document["model"]) == (2, 2, "no mutation")
    assert [one["code"] for one in document["findings"]] == ["marker-unknown", "marker-unknown"]
    first, second = lab.rows("power.csv")
    assert (first["family"], first["markers"], first["log10_lr_found"]) == ("K-1", "1", "0.729073")
    assert (first["excluded_1"], first["excluded_2"], first["chance_hits_bound"]) == ("0.81", "0.0", "3.16228")
    # a sister 9/9: the greatest LR is that of 9/9, (1 + p9)^2 / (4 p9^2), and 9 % of unrelated bodies have it
    assert (second["family"], second["excluded_1"], second["unrelated_q95"]) == ("K-2", "0.0", "0.671584")
    assert round(math.log10(1.3**2 / (4 * 0.3**2)), 6) == 0.671584


def test_power_tries_further_relatives_and_a_seed_repeats_it(lab):
    words = (
        "power", "f.jsonl", "--frequencies", "q.csv", "--threshold", "0.5", "--ask", "mother", "--ask", "father",
        "--draws", "50", "--seed", "3", "--out",
    )  # fmt: skip
    lab.json(*words, "one.csv")
    lab.json(*words, "two.csv")
    assert (lab.home / "one.csv").read_bytes() == (lab.home / "two.csv").read_bytes()
    first, second = lab.rows("one.csv")
    assert (first["best_to_ask"], first["ask_father"]) == ("mother", "")
    assert float(first["ask_mother"]) > 0
    assert float(second["ask_mother"]) > 0


def test_a_family_whose_power_cannot_be_told_has_the_reason_and_no_number(lab):
    relatives = "family,person,relation,sex,SYN01\nK-3,x,missing,M,\nK-3,a,father,,8/8\nK-3,b,brother,,9/9\n"
    (lab.home / "r.csv").write_text(relatives, "utf-8")
    lab.json("families", "r.csv", "--out", "g.jsonl")
    document = lab.json(
        "power", "g.jsonl", "--frequencies", "q.csv", "--mutation", "m.json", "--threshold", "1", "--out", "o.csv"
    )
    assert document["told"] == 0
    (row,) = lab.rows("o.csv")
    assert (row["log10_lr_found"], row["problem"]) == ("", "SYN01: the relatives' genotypes are impossible together")


def test_a_line_that_is_no_family_is_told_and_the_others_are_measured(lab):
    good = (lab.home / "f.jsonl").read_text("utf-8").splitlines()
    own = json.loads(good[0]) | {"fid": ["K-1-a", "K-1-x", "0"], "mid": ["~mother", "~mother", "0"]}
    typed = json.loads(good[0])
    typed["genotypes"]["K-1-x"] = ["8/8", "8/8"]
    none = json.loads(good[0]) | {"family": "K-9"}
    none["genotypes"]["K-1-a"] = [None, "8/8"]
    lines = [good[0], '{"family": "K-1', "[" * 100_000, json.dumps(own), json.dumps(typed), "", json.dumps(none)]
    (lab.home / "f.jsonl").write_text("\n".join(lines), "utf-8")
    words = ("power", "f.jsonl", "--frequencies", "q.csv", "--mutation", "m.json", "--threshold", "1", "--out", "o.csv")
    document = lab.json(*words)
    assert [(one["code"], one["place"]) for one in document["findings"]] == [
        ("family-not-understood", "line 2 of families"),
        ("family-not-understood", "line 3 of families"),
        ("family-not-understood", "line 4 of families, K-1-x"),
        ("power-not-told", "family 5"),
    ]
    assert [(row["family"], row["markers"], row["problem"]) for row in lab.rows("o.csv")] == [
        ("K-1", "2", ""), ("K-1", "", "K-1: the missing person has results"), ("K-9", "1", ""),
    ]  # fmt: skip
    assert (document["families"], document["told"]) == (3, 2)
    assert lab.refusal(*words[:7], "nan", *words[8:])[0] == 2
    assert lab.json("explain", "R-0001", "K-9", *OF_A_PAIR)["markers"][0]["relatives"] == {"K-1-a": "-/-"}


def test_explain_gives_the_table_and_the_words(lab):
    # 1 / 0.1 at SYN01 and 1 / 0.4 at SYN02; two profiles against two families
    found = lab.json("explain", "R-0001", "K-1", *OF_A_PAIR, "--out", "e.csv")
    assert (round(found["log10_lr"], 12), found["exclusions"], found["range"]) == (
        1.397940008672, 0, [found["log10_lr"]] * 2,
    )  # fmt: skip
    assert [(one["marker"], one["fit"], round(one["log10_lr"], 9)) for one in found["markers"]] == [
        ("SYN01", "shared", 1.0), ("SYN02", "shared", 0.397940009),
    ]  # fmt: skip
    assert round(found["chance_hits_bound"], 12) == 0.16
    assert (found["sexes_agree"], found["rivals"], found["findings"]) == (True, [], [])
    assert found["statement"][0] == "profile R-0001 and family K-1: log10 LR 1.40 over 2 markers, no mutation, table 1"
    assert [list(row.values()) for row in lab.rows("e.csv")] == [
        ["SYN01", "8/8", "8/8", "1.0", "shared", "0", "", ""], ["SYN02", "8/9", "8/10", "0.39794", "shared", "0", "", ""],
    ]  # fmt: skip


def test_explain_with_other_tables_models_and_hits(lab):
    (lab.home / "q2.csv").write_text(FREQUENCIES.replace("8,0.1", "8,0.2").replace("10,0.6", "10,0.5"), "utf-8")
    (lab.home / "equal.json").write_text('{"model": "equal", "rate": 0.01}', "utf-8")
    hits = pa.table({"profile": ["R-0001", "R-0002"], "family": ["K-2", "K-2"], "log10_lr": [0.5, 0.25]})
    pq.write_table(hits, lab.home / "h.parquet")
    found = lab.json(
        "explain", "R-0001", "K-1", *OF_A_PAIR, "--other-frequencies", "q2.csv", "--other-mutation", "equal.json",
        "--hits", "h.parquet",
    )  # fmt: skip
    assert list(found["others"]) == ["no mutation, table 2", "equal (male 0.01, female 0.01), table 1"]
    assert round(found["others"]["no mutation, table 2"], 9) == 0.795880017
    assert found["rivals"] == [{"profile": "R-0001", "family": "K-2", "log10_lr": 0.5}]


def test_an_exclusion_is_minus_infinity_as_text(lab):
    (lab.home / "p.csv").write_text("profile,sex,SYN01,SYN02\nR-0003,,9/9,8/9\n", "utf-8")
    found = lab.json("explain", "R-0003", "K-1", *OF_A_PAIR)
    assert (found["log10_lr"], found["markers"][0]["log10_lr"], found["markers"][0]["against"]) == (
        "-Inf", "-Inf", ["K-1-a"],
    )  # fmt: skip
    assert (found["chance_hits_bound"], found["sexes_agree"]) == (None, None)
    said = lab.do("explain", "R-0003", "K-1", *OF_A_PAIR).stdout.splitlines()
    assert said[0] == "profile R-0003 and family K-1: log10 LR minus infinity over 2 markers, no mutation, table 1"


def test_relatives_who_contradict_each_other_give_no_number(lab):
    relatives = RELATIVES.replace("K-2,K-2-a,sister", "K-2,K-2-f,father,,8/8,10/10\nK-2,K-2-a,sister")
    (lab.home / "r.csv").write_text(relatives, "utf-8")
    lab.do("families", "r.csv", "--out", "f.jsonl")
    done = lab.do("explain", "R-0002", "K-2", *OF_A_PAIR, "--out", "e.csv")
    said = done.stdout.splitlines()
    assert said[:2] == [
        "profile R-0002 and family K-2: no log10 LR over 2 markers, no mutation, table 1",
        "under this model the profiles are without a number if the body is K-2-x (at SYN01)",
    ]
    assert said.count("at SYN01: the relatives need a mutation among themselves, whoever the body is") == 1
    assert lab.rows("e.csv")[0]["log10 LR"] == ""
    assert lab.json("explain", "R-0002", "K-2", *OF_A_PAIR)["log10_lr"] is None


def test_a_reference_that_two_families_have_is_refused(lab):
    lines = (lab.home / "f.jsonl").read_text("utf-8")
    (lab.home / "f.jsonl").write_text(lines + lines.splitlines()[0] + '\n{"family": "K-1', "utf-8")
    assert lab.refusal("explain", "R-0001", "K-1", *OF_A_PAIR) == (2, "families: 2 families have this reference")
    assert lab.json("explain", "R-0002", "K-2", *OF_A_PAIR)["family"] == "K-2"


def test_alleles_without_frequency_are_refused_or_get_the_frequency_that_is_named(lab):
    (lab.home / "p.csv").write_text("profile,sex,SYN01,SYN02\nR-0003,M,8/17,8/9\n", "utf-8")
    words = ("explain", "R-0003", "K-1", *OF_A_PAIR)
    assert lab.refusal(*words) == (2, "SYN01: an allele has no frequency")
    assert "17" not in lab.do(*words).output
    assert lab.json(*words, "--unseen-at", "0.001")["markers"][0]["fit"] == "shared"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("explain", "R-9", "K-1", *OF_A_PAIR), "profiles: there is no such profile"),
        (("explain", "R-0001", "K-9", *OF_A_PAIR), "families: there is no such family"),
        (("explain", "R-0001", "K-1", *OF_A_PAIR, "--hits", "q.csv"), "hits: not a file of hits"),
        (
            ("explain", "R-0001", "K-1", *OF_A_PAIR[:-1], "q.csv"),
            "mutation: not a mutation model",
        ),
        (("hits", "p.csv"), "hits: not a file of hits"),
        (("families", "q.csv", "--out", "o"), "relatives: no column says whose profile it is"),
    ],
)
def test_what_is_not_understood_is_refused(lab, words, told):
    assert lab.refusal(*words) == (2, told)


def test_a_file_of_strider_needs_its_population(lab):
    xml = '<f><marker><name>SYN01</name><origin name="NORTH"><frequency allele="8">1</frequency></origin></marker></f>'
    (lab.home / "q.csv").write_text(xml, "utf-8")
    words = ("power", "f.jsonl", "--frequencies", "q.csv", "--threshold", "1", "--out", "o.csv")
    assert lab.refusal(*words) == (2, "frequencies: the file has several populations")
    assert lab.json(*words, "--origin", "NORTH")["families"] == 2


def test_hits_are_shown_filtered_and_written(lab):
    hits = pa.table({
        "profile": ["R-1", "R-2", "R-1"], "family": ["K-1", "K-1", "K-2"], "log10_lr": [9.5, 2.25, -3.0],
    })  # fmt: skip
    pq.write_table(hits, lab.home / "h.parquet")
    assert lab.do("hits", "h.parquet", "--profile", "R-1").stdout == (
        "profile  family  log10_lr\nR-1      K-1     9.50\nR-1      K-2     -3.00\n"
    )
    found = lab.json("hits", "h.parquet", "--at-least", "2", "--family", "K-1", "--out", "h.csv")
    assert [(one["profile"], one["log10_lr"]) for one in found["hits"]] == [("R-1", 9.5), ("R-2", 2.25)]
    assert [row["log10_lr"] for row in lab.rows("h.csv")] == ["9.5", "2.25"]
