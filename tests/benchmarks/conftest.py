"""Makes the packages beside the benchmarks importable, as they are when a benchmark is run."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))
