"""The floors of house law hold, and the contracts that say so leave no room out."""

from __future__ import annotations

import tomllib
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["importlinter"]["contracts"]}
DOORS_AND_STORE = {"cli", "web", "demo", "store"}


def rooms() -> set[str]:
    """Returns the names of the packages and modules under src/repatria."""
    found = (ROOT / "src/repatria").iterdir()
    return {path.stem for path in found if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}


def test_every_import_goes_downwards() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def test_every_room_stands_on_a_floor() -> None:
    floors = CONTRACTS["floors"]["layers"]
    assert {room.strip() for floor in floors for room in floor.split("|")} == rooms() - {"__main__"}


def test_every_room_from_desk_down_is_quiet() -> None:
    quiet = {module.removeprefix("repatria.") for module in CONTRACTS["quiet"]["source_modules"]}
    assert quiet == rooms() - DOORS_AND_STORE - {"__main__"}


def test_only_the_rim_may_read_a_clock() -> None:
    ignored = SETTINGS["ruff"]["lint"]["per-file-ignores"]
    excused = {path for path, rules in ignored.items() if "TID251" in rules and path.startswith("src/")}
    assert excused == {f"src/repatria/{room}/**" for room in DOORS_AND_STORE}
