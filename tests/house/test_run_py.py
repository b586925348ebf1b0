"""run.py knows when nothing is to do, when to begin anew, and what to tell a person whose Python will not do."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run_py() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("version", [(3, 11), (3, 13), (4, 0)])
def test_python_new_enough_is_accepted(run_py: ModuleType, version: tuple[int, int]) -> None:
    run_py.check_python(version)


@pytest.mark.parametrize("version", [(3, 10), (2, 7)])
def test_older_python_is_refused_by_number(run_py: ModuleType, version: tuple[int, int]) -> None:
    with pytest.raises(run_py.Refused) as refusal:
        run_py.check_python(version)
    expected = f"Python {version[0]}.{version[1]} is too old: call run.py with Python 3.11 or newer."
    assert str(refusal.value) == expected


def test_missing_ensurepip_names_the_package_of_this_python(run_py: ModuleType) -> None:
    with pytest.raises(run_py.Refused) as refusal:
        run_py.check_ensurepip(found=False, version=(3, 12))
    assert str(refusal.value).splitlines()[1:] == [
        "  Debian, Ubuntu:  apt-get install python3.12-venv",
        "  Fedora, RHEL:    dnf install python3-pip",
        "  anywhere:        put uv on PATH",
    ]


def test_present_ensurepip_is_no_matter(run_py: ModuleType) -> None:
    run_py.check_ensurepip(found=True, version=(3, 12))


def test_fingerprint_follows_files_and_place(run_py: ModuleType, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("ab"), two.write_text("c")
    first = run_py.fingerprint([one, two], at="here")
    assert run_py.fingerprint([one, two], at="here") == first
    assert run_py.fingerprint([one, two], at="there") != first
    one.write_text("a"), two.write_text("bc")
    assert run_py.fingerprint([one, two], at="here") != first


@pytest.mark.parametrize(
    ("mark", "python_exists", "expected"),
    [
        (None, False, True),  # nothing there
        (None, True, False),  # somebody's own environment: filled, never cleared
        ("here\nolddigest\n", True, False),  # other versions wanted: brought up to date
        ("elsewhere\ndigest\n", True, True),  # moved, or another Python
        ("here\ndigest\n", False, True),  # the interpreter is gone
    ],
)
def test_environment_is_made_anew(run_py: ModuleType, mark: str | None, *, python_exists: bool, expected: bool) -> None:
    assert run_py.must_be_new(mark, at="here", python_exists=python_exists) is expected


def test_interrupted_installation_is_made_anew(run_py: ModuleType) -> None:
    assert run_py.must_be_new(run_py.BEGUN, at=run_py.place(), python_exists=True) is True


def test_ready_environment_is_left_alone(
    run_py: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, python = tmp_path / "mark", tmp_path / "python"
    python.touch()
    wanted = run_py.fingerprint([ROOT / "pyproject.toml", ROOT / "constraints.txt"], at=run_py.place())
    mark.write_text(wanted, "utf-8")
    for name, value in {"ENV": tmp_path, "MARK": mark, "PYTHON": python}.items():
        monkeypatch.setattr(run_py, name, value)
    run_py.prepare()
    assert capsys.readouterr().err == ""
    assert mark.read_text("utf-8") == wanted


def test_exit_status_passes_through(run_py: ModuleType) -> None:
    assert run_py.run([sys.executable, "-c", "import sys; sys.exit(7)"]) == 7


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["nonsense"], 2), (["--help"], 0)], ids=str)
def test_usage_needs_no_environment(arguments: list[str], status: int) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "run.py"), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert bool(done.stdout) is (status == 0)


def test_benchmarks_are_listed_with_what_they_measure_and_need_no_environment() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "run.py"), "bench", "--list"],
        capture_output=True,
        text=True,
        check=False,
    )
    listed = dict(line.split(None, 1) for line in done.stdout.splitlines())
    assert (done.returncode, set(listed)) == (0, {file.stem for file in (ROOT / "benchmarks").glob("*.py")})
    assert [name for name, measures in listed.items() if not measures.endswith(".")] == []


def test_peers_that_are_there_are_left_alone(
    run_py: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    peers = tmp_path / "peers"
    peers.write_text(
        run_py.fingerprint([ROOT / "pyproject.toml", ROOT / "constraints.txt"], at=run_py.place()), "utf-8"
    )
    monkeypatch.setattr(run_py, "PEERS", peers)
    run_py.add_peers()
    assert capsys.readouterr().err == ""
