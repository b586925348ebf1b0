"""The tutorial is true: what it says to type is typed, in order, and what it says is printed is compared.

The long form types the whole page into one shell, with a process for each command.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the tutorial is written for a Unix shell")


@pytest.fixture(scope="module")
def tutorial() -> ModuleType:
    """Returns docs/generate_tutorial.py."""
    spec = importlib.util.spec_from_file_location("generate_tutorial", ROOT / "docs/generate_tutorial.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def test_the_page_prints_what_it_says(tutorial: ModuleType, tmp_path: Path) -> None:
    shell = tutorial.Shell(tmp_path)
    told = tutorial.steps()
    printed = [(typed, shell.type(typed)) for typed, _ in told]
    assert printed == told, "read what changed, then run python docs/generate_tutorial.py"
    assert shell.refused == {"repatria terms check terms.toml": 1, "repatria log verify forged --key log.vkey": 1}


def test_the_page_shows_every_step_of_an_exchange(tutorial: ModuleType) -> None:
    typed = "\n".join(typed for typed, _ in tutorial.steps())
    shown = set(re.findall(r"^repatria ([a-z-]+)", typed, re.MULTILINE))
    assert shown == {
        *("desk", "key", "register-key", "list", "receive-list", "reconcile", "judge-match", "answer-claim", "remark"),
        *("account", "terms", "propose-terms", "sign-terms", "record-interview", "exchange", "sign-manifest"),
        *("check-off", "follow-up", "log"),
    }


@pytest.mark.long
def test_the_page_typed_into_one_shell_prints_the_same(tutorial: ModuleType, tmp_path: Path) -> None:
    command = tmp_path / "bin/repatria"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m repatria "$@"\n', "utf-8")
    command.chmod(0o700)
    paths = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    env = os.environ | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": paths}
    told = tutorial.steps()
    script = "exec 2>&1\n" + "".join(f"{typed}echo '--- end of step'\n" for typed, _ in told)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=env, capture_output=True, check=True)
    printed = tutorial.plain(done.stdout.decode()).split("--- end of step\n")
    assert printed == [*(text for _, text in told), ""]
