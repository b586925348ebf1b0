"""The benchmark of remains takes a small consignment through the commands, and tells what it missed."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from invented_remains.measures import Identified, KeptOut, Pairs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """Returns benchmarks/remains.py."""
    spec = importlib.util.spec_from_file_location("benchmark_of_remains", ROOT / "benchmarks/remains.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def good(benchmark: ModuleType) -> object:
    took = benchmark.Took(wall_s=60.0, cpu_s=90.0, peak_bytes=1e9)
    return benchmark.Seed(
        number=1, size=(6, 7, 5, 70, 100), pairs=Pairs(1000, 999, 1000), missed_for=Counter({"no hit": 5}),
        found=Identified(passed=99, false=(), able=100, found=95, beyond=4, missed=("P",) * 5),
        families=KeptOut(2, 1, 3, 2, 1), leads=(7, 1), hits=9, compared=490, reassociating=took, joining=took,
    )  # fmt: skip


def test_goals_are_reached_at_their_bounds(benchmark: ModuleType, good: object) -> None:
    assert benchmark.missed_goals([good, good]) == []


@pytest.mark.parametrize(
    ("change", "goal"),
    [
        ({"found": Identified(99, (("S", "F", "X"),), 100, 95, 4, ())}, "no false identification"),
        ({"found": Identified(99, (), 100, 94, 4, ())}, "found"),
        ({"pairs": Pairs(1000, 998, 1000)}, "precision"),
        ({"pairs": Pairs(980, 980, 1001)}, "recall"),
    ],
)
def test_each_goal_can_be_missed(benchmark: ModuleType, good: object, change: dict[str, object], goal: str) -> None:
    assert benchmark.missed_goals([replace(good, **change)]) == [goal]  # type: ignore[type-var]


def test_a_slow_or_large_run_misses_its_goals(benchmark: ModuleType, good: object) -> None:
    slow = replace(good, joining=benchmark.Took(181.0, 90.0, 4.1e9))  # type: ignore[type-var]
    assert benchmark.missed_goals([good, slow]) == ["time", "memory"]


def test_shares_are_never_rounded_up(benchmark: ModuleType) -> None:
    assert [benchmark.share(value) for value in (0.949999, 0.99999, 1.0)] == ["94.99 %", "99.99 %", "100.00 %"]


def test_figures_say_what_was_missed_and_the_bound_of_errors(benchmark: ModuleType, good: object) -> None:
    assert "    missed, no hit: 5" in benchmark.told(good)
    assert benchmark.all_told([good])[0] == (
        "all seeds: 99 identified, 0 false: the error rate is at most 2.981 % (95 %, one-sided, Clopper-Pearson), "
        "under the generator's assumptions"
    )


def test_the_page_on_remains_has_a_place_for_figures(benchmark: ModuleType) -> None:
    page = (ROOT / "docs/explanation/remains.md").read_text("utf-8")
    assert page.count(benchmark.BEGIN) == 1
    assert benchmark.replaced(page, "a 1", begin=benchmark.BEGIN).count("a 1\n```") == 1


@pytest.mark.long
def test_a_small_consignment_goes_through_the_commands(benchmark: ModuleType, tmp_path: Path) -> None:
    seed = benchmark.measure(tmp_path, size="small", seed=3, lone="partial")
    assert (seed.found.false, seed.pairs.proposed > 0) == ((), True)
    assert seed.found.share >= 0.9  # a single person of so few is worth more than one in a hundred
