"""`repatria --help` loads no heavy library: they are imported inside the commands that need them."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    *("cryptography", "django", "numba", "numpy", "ortools", "pandas", "pyarrow", "python_calamine", "rapidfuzz"),
    "xlsxwriter",
}
PROGRAM = """
import sys
from repatria.cli import main
sys.argv = ["repatria", "--help"]
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_help_loads_no_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert HEAVY & set(done.stderr.split()) == set()
