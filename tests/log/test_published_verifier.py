"""The verifier on the page of the log's format, which uses nothing of ours, agrees with ours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from repatria.log.commitment import commit
from repatria.log.layout import CHECKPOINT
from repatria.log.note import Signer
from repatria.log.tiles import TileWriter
from repatria.log.verify import verify_log

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/log-format.md"
KEY = Signer("desk.example/log", bytes(range(32)))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the program that the page prints, as a file."""
    (printed,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert "repatria" not in re.findall(r"^(?:import|from) (\w+)", printed, re.MULTILINE)
    file = tmp_path_factory.mktemp("outside") / "verify.py"
    file.write_text(printed, "utf-8")
    file.with_name("log.vkey").write_text(f"{KEY.key}\n", "utf-8")
    return file


def log_of(folder: Path, size: int) -> Path:
    """Returns the folder of a new log."""
    writer = TileWriter.open(folder, key=KEY.key)
    writer.append(commit(kind="ListReceived", sequence=n, payload=b"%d" % n, salt=bytes(32)) for n in range(size))
    writer.publish(signers=[KEY])
    return folder


def verdict(program: Path, log: Path) -> tuple[bool, str]:
    """Returns whether the program is content with a log, and what it prints."""
    command = [sys.executable, str(program), str(log), str(program.with_name("log.vkey"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout


@pytest.mark.parametrize("size", [1, 5, 256, 300])
def test_it_accepts_a_log_that_holds(program: Path, tmp_path: Path, size: int) -> None:
    log = log_of(tmp_path / "log", size)
    assert verify_log(log, key=KEY.key).holds
    assert verdict(program, log) == (True, f"desk.example/log: {size} leaves give the signed root\n")


@pytest.mark.parametrize("path", ["tile/entries/000", CHECKPOINT])
def test_it_refuses_a_log_with_one_bit_changed(program: Path, tmp_path: Path, path: str) -> None:
    log = log_of(tmp_path / "log", 300)
    file = log / path
    content = bytearray(file.read_bytes())
    content[-40] ^= 1
    file.write_bytes(content)
    assert not verify_log(log, key=KEY.key).holds
    assert verdict(program, log) == (False, "")


def test_it_refuses_a_log_signed_by_another_key(program: Path, tmp_path: Path) -> None:
    other = Signer(KEY.name, bytes(32))
    TileWriter.open(tmp_path / "log", key=other.key).publish(signers=[other])
    assert verdict(program, tmp_path / "log") == (False, "")
