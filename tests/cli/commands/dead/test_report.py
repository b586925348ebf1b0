"""The report that a board signs: four languages, the same bytes, the numbers of the conclusion, and nobody's files but the right ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from repatria.cli import main
from repatria.desk.identification.explaining import explain_conclusion
from repatria.desk.identification.inputs import read_material
from repatria.desk.papers.identification import LANGUAGES
from repatria.desk.papers.identification.rendering import document, texts
from repatria.remains.conclusions import from_json
from repatria.remains.policy import DEFAULT, WORDS

MARKERS = [f"M{k}" for k in range(16)]
FREQUENCIES = "marker,allele,frequency\n" + "".join(
    f"{marker},{allele},0.1\n" for marker in MARKERS for allele in range(10, 20)
)


def row(name: str, result: str) -> str:
    return ",".join([name, "M", *[result] * 16]) + "\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("report")
    family = {
        "family": "A", "id": ["F", "M", "X"], "fid": ["0", "0", "F"], "mid": ["0", "0", "M"], "sex": [1, 2, 1],
        "missing": "X", "markers": MARKERS, "genotypes": {"F": ["10/11"] * 16, "M": ["12/13"] * 16},
    }  # fmt: skip
    (home / "Q.csv").write_text(FREQUENCIES, "utf-8")
    (home / "P.csv").write_text(
        ",".join(["profile", "sex", *MARKERS]) + "\n" + row("K-1", "10/12") + row("K-2", "10/19")
    )
    (home / "F.jsonl").write_text(json.dumps(family) + "\n", "utf-8")
    done = do(home, ["joint", "--open-missing", "1000", "--out", str(home / "C.json")])
    assert done.exit_code == 0, done.output
    return home


def do(home: Path, words: list[str], *more: str) -> Result:
    files = {"--profiles": "P.csv", "--families": "F.jsonl", "--frequencies": "Q.csv"}
    given = [word for option, name in files.items() for word in (option, str(home / name))]
    return CliRunner().invoke(main, ["remains", *words, *given, *more])


def report(home: Path, out: str, *more: str) -> Result:
    return do(home, ["report", str(home / "C.json"), "--profile", "K-1", "--out", str(home / out)], *more)


def shown(
    home: Path, *, language: str = "en", exclusion: bool = False, profile: str = "K-1", missing: str = ""
) -> dict[str, Any]:
    read = read_material(
        profiles=(home / "P.csv").read_bytes(), families=home / "F.jsonl", frequencies=(home / "Q.csv").read_bytes()
    )
    known = from_json((home / "C.json").read_bytes())
    return document(
        explain_conclusion(read, known, profile=profile, missing=missing), known, language=language, policy=DEFAULT,
        exclusion=exclusion, board=(), digest="0" * 64, replay="",
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_the_same_bytes_in_each_language(home: Path, language: str) -> None:
    done = report(home, f"{language}.pdf", "--language", language, "--json")
    assert done.exit_code == 0, done.output
    assert (home / f"{language}.pdf").read_bytes()[:5] == b"%PDF-"
    assert (home / f"{language}.pdf").stat().st_mode & 0o077 == 0
    assert report(home, "again.pdf", "--language", language).exit_code == 0
    assert (home / "again.pdf").read_bytes() == (home / f"{language}.pdf").read_bytes()


def keys(value: dict[str, Any], above: str = "") -> dict[str, set[str]]:
    found = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            found |= keys(inner, f"{above}{key}.")
        else:
            found[f"{above}{key}"] = set(re.findall(r"\{\w+\}", inner))
    return found


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_language_lacks_a_word_or_a_place_for_a_number(language: str) -> None:
    assert keys(dict(texts(language))) == keys(dict(texts("en")))
    own = {key: value for key, value in texts(language).items() if isinstance(value, str)}
    same = {key for key, value in own.items() if value == texts("en")[key]}
    assert same <= {"direction", "group"}
    assert set(texts(language)["words"]) == set(WORDS)


def test_the_numbers_are_those_of_the_conclusion(home: Path) -> None:
    told, one = shown(home), from_json((home / "C.json").read_bytes()).conclusions[0]
    assert told["numbers"][0][1] == told["total"] == f"{one.log10_lr:.2f}"
    assert told["lines"][0][:4] == ["M0", "10/12", "10/11", "12/13"]
    assert sum(float(line[4]) for line in told["lines"]) == pytest.approx(one.log10_lr, abs=0.1)
    assert [rule[3] for rule in told["policy"]["rules"]] == ["yes"] * 6
    assert told["board"] == ["", ""]


def test_an_exclusion_says_which_markers_exclude_and_shows_no_genotype_in_the_sentence(home: Path) -> None:
    told = shown(home, exclusion=True, profile="K-2", missing="A/X")
    assert told["title"] == "Report on exclusion"
    assert len(told["because"]) == 16
    assert all("/" not in line for line in told["because"])
    assert told["policy"]["verdict"] == "The basis does not meet the policy. No identification may rest on it."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("--profile", "K-9"), "no conclusion on this profile"),
        (("--profile", "K-9", "--missing", "A/X"), "there is no such profile"),
        (("--missing", "B/X"), "the family is not in the file"),
        (("--homozygotes", "as-typed", "--frequencies", "Q2.csv"), "the files are not those that this was concluded from"),
    ],
)  # fmt: skip
def test_a_report_is_of_what_was_concluded(home: Path, change: tuple[str, ...], told: str) -> None:
    (home / "Q2.csv").write_text(FREQUENCIES.replace("M0,10,0.1", "M0,10,0.05").replace("M0,11,0.1", "M0,11,0.15"))
    words = [str(home / word) if word.endswith(".csv") else word for word in change]
    done = report(home, "no.pdf", *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not (home / "no.pdf").exists()
