from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_lists import grammar, make, rates, typos
from invented_lists.dates import written_dates
from invented_lists.measures import read_truth
from invented_lists.romanise import CUSTOMS, romanise

LINES = 3_000
LOTS = st.floats(0, 1, exclude_max=True)
WORDS = st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", min_size=3, max_size=14)


# Examples of resolution 55 of the Cabinet of Ukraine, 27 January 2010.
@pytest.mark.parametrize(
    ("name", "latin"),
    [
        line.split("=")
        for line in """Алушта=Alushta Згурський=Zghurskyi Єнакієве=Yenakiieve Гаєвич=Haievych Короп'є=Koropie Жанна=Zhanna
        Їжакевич=Yizhakevych Кадиївка=Kadyivka Мар'їне=Marine Йосипівка=Yosypivka Стрий=Stryi Щербухи=Shcherbukhy Юрій=Yurii
        Корюківка=Koriukivka Яготин=Yahotyn Костянтин=Kostiantyn Знам'янка=Znamianka Феодосія=Feodosiia""".split()
    ],
)
def test_kmu_examples(name: str, latin: str) -> None:
    assert romanise(name, "kmu") == latin


@pytest.mark.parametrize(
    ("name", "custom", "variant", "latin"),
    [
        ("Щербаков", "passport", 0, "Shcherbakov"),
        ("Юлия", "passport", 0, "Iuliia"),
        ("Евгений", "bgn", 0, "Yevgeniy"),
        ("Евгений", "bgn", 2, "Yevgeny"),
        ("Жуковский", "scholarly", 0, "Žukovskij"),
        ("Жуковский", "scholarly", 1, "Zukovskij"),
        ("Щукин-Чаев", "german", 0, "Schtschukin-Tschaew"),
        ("Шевченко", "french", 0, "Chevtchenko"),
        ("Пушкин", "french", 0, "Pouchkine"),
        ("Хрущёв", "gost_b", 0, "Xrushhyov"),
        ("Шевченко", "field", 3, "Szewczenko"),
    ],
)
def test_customs(name: str, custom: str, variant: int, latin: str) -> None:
    assert romanise(name, custom, variant) == latin


@given(WORDS, st.sampled_from(sorted(CUSTOMS)), st.integers(0, 3))
def test_no_cyrillic_letter_is_left(word: str, custom: str, variant: int) -> None:
    assert [letter for letter in romanise(word, custom, variant) if "\u0400" <= letter <= "\u04ff"] == []


@pytest.mark.parametrize(
    ("uk", "uk_of", "ru", "ru_of"),
    [
        ("микола", ("миколайович", "миколаївна"), "николай", ("николаевич", "николаевна")),
        ("ілля", ("ілліч", "іллівна"), "илья", ("ильич", "ильинична")),
        ("григорій", ("григорович", "григорівна"), "григорий", ("григорьевич", "григорьевна")),
        ("василь", ("васильович", "василівна"), "василий", ("васильевич", "васильевна")),
        ("ігор", ("ігорович", "ігорівна"), "игорь", ("игоревич", "игоревна")),
        ("лев", ("львович", "львівна"), "лев", ("львович", "львовна")),
        ("дмитро", ("дмитрович", "дмитрівна"), "дмитрий", ("дмитриевич", "дмитриевна")),
    ],
)
def test_patronymics(uk: str, uk_of: tuple[str, str], ru: str, ru_of: tuple[str, str]) -> None:
    assert (grammar.patronymics_uk(uk), grammar.patronymics_ru(ru)) == (uk_of, ru_of)


@pytest.mark.parametrize(
    ("uk", "uk_her", "ru", "ru_her"),
    [
        ("клинський", "клинська", "клинский", "клинская"),
        ("вербовий", "вербова", "вербовый", "вербовая"),
        ("зернов", "зернова", "зернов", "зернова"),
        ("зозуленко", "зозуленко", "зозуленко", "зозуленко"),
        ("гребець", "гребець", "гребец", "гребец"),
    ],
)
def test_surnames_of_women_and_in_russian(uk: str, uk_her: str, ru: str, ru_her: str) -> None:
    assert (grammar.feminine_uk(uk), grammar.russian_of(uk), grammar.feminine_ru(ru)) == (uk_her, ru, ru_her)


@given(WORDS, LOTS, LOTS, LOTS)
def test_a_typing_error_is_small(word: str, kind: float, where: float, lot: float) -> None:
    assert abs(len(typos.typed(word, kind, where, lot)) - len(word)) <= 1


@given(WORDS, LOTS, LOTS, LOTS)
def test_a_misreading_leaves_a_word(word: str, kind: float, where: float, lot: float) -> None:
    assert len(typos.misread(word, kind, where, lot)) >= 2


class Everything(SimpleNamespace):
    """An office that makes every error on every line."""

    def befalls(self, name: str) -> np.ndarray:
        return np.full(self.count, name not in {"date.month_only", "date.year_only", "date.from_age"})


def test_dates_with_every_error_are_dates() -> None:
    days = np.arange(-14_000, 16_000, 7)
    office = Everything(rng=np.random.default_rng(3), count=len(days))
    found = written_dates(office, days)
    assert [text for text in found.tolist() if date.fromisoformat(text).isoformat() != text] == []


def test_each_rate_is_a_share_and_has_a_source() -> None:
    shares = [figure for name, row in rates.TABLE.items() if name != "careless" for figure in row[:4]]
    assert (min(shares), max(shares) <= 1.0) == (0.0, True)
    assert [name for name, row in rates.TABLE.items() if len(row[4]) < 7] == []


def test_a_command_is_timed_with_its_peak_and_status() -> None:
    timer = Path(rates.__file__).with_name("timed.py")
    code = "held = bytearray(300_000_000); print('done'); raise SystemExit(1)"
    done = subprocess.run(
        [sys.executable, timer, sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    took = json.loads(done.stdout)
    assert (took["status"], took["said"], 300e6 < took["peak_bytes"] < 400e6) == (1, "done\n", True)


@pytest.fixture(scope="module", params=["first", "second"])
def lists(request: pytest.FixtureRequest, reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    make.make(lines=LINES, seed=5, out=folder, process=request.param)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_lists_have_the_columns_and_lines_that_were_asked_for(lists: Path) -> None:
    for name in ("LEFT.csv", "RIGHT.csv"):
        found = rows(lists / name)
        assert list(found[0]) == ["ref", "surname", "given_names", "patronymic", "sex", "date_of_birth", "place"]
        assert len({row["ref"] for row in found}) == LINES


def test_true_pairs_are_as_many_as_said_and_among_the_lines(lists: Path) -> None:
    truth = rows(lists / "TRUTH.csv")
    assert len(truth) == LINES * (0.5 if lists.name.startswith("first") else 0.3)
    for side in ("left", "right"):
        named = {row[f"{side}_ref"] for row in truth}
        assert (len(named), named - {row["ref"] for row in rows(lists / f"{side.upper()}.csv")}) == (len(truth), set())


def test_references_and_order_say_nothing(lists: Path) -> None:
    where = [{row["ref"]: n for n, row in enumerate(rows(lists / f"{side}.csv"))} for side in ("LEFT", "RIGHT")]
    truth = rows(lists / "TRUTH.csv")
    places = np.array([[where[0][row["left_ref"]], where[1][row["right_ref"]]] for row in truth])
    refs = np.array([[int(row["left_ref"]), int(row["right_ref"])] for row in truth])
    for found in (places, refs):  # of 900 pairs or more, a correlation beyond 0.12 has a chance of 1 in 2,000
        assert abs(np.corrcoef(found.T)[0, 1]) < 0.12


def test_withheld_lines_are_told_on_both_sides(lists: Path) -> None:
    truth = read_truth(lists)
    pairs = np.divmod(truth.keys[truth.withheld], 10**9)
    assert len(pairs[0]) > 0
    assert np.isin(pairs[0], truth.left_withheld).all()
    assert np.isin(pairs[1], truth.right_withheld).all()


def test_rates_are_kept(lists: Path) -> None:
    of = rates.Rates("first" if lists.name.startswith("first") else "second")
    right = rows(lists / "RIGHT.csv")
    missing = sum(not row["place"] for row in right) / LINES
    latin = sum(row["surname"].isascii() and row["surname"] != "" for row in right) / LINES
    assert abs(missing - of("missing.place")) < 0.05  # errors come in heaps in the second process
    assert abs(latin - of("line.latin")) < 0.04  # some Latin lines have no surname, or marks on its letters


@pytest.mark.long
def test_the_same_seed_gives_the_same_lists(lists: Path, tmp_path: Path) -> None:
    process = lists.name.rstrip("0123456789")
    again = [
        sys.executable,
        make.__file__,
        "--lines",
        str(LINES),
        "--seed",
        "5",
        "--out",
        str(tmp_path),
        "--process",
        process,
    ]
    subprocess.run(again, check=True, capture_output=True)
    names = ("LEFT.csv", "RIGHT.csv", "TRUTH.csv", "WITHHELD.csv")
    assert [(tmp_path / name).read_bytes() for name in names] == [(lists / name).read_bytes() for name in names]
