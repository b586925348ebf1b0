"""Takes the tutorial's pictures anew: runs the journey through the same exchange in a browser. Needs a Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
JOURNEY = HERE.parent / "tests" / "journeys" / "test_children_on_screen.py"


def main() -> int:
    """Runs the journey with its pictures on; returns its exit status."""
    env = {**os.environ, "REPATRIA_PICTURES": str(HERE / "tutorial" / "pictures")}
    return subprocess.run([sys.executable, "-m", "pytest", "-q", str(JOURNEY)], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
