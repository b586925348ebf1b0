"""How a probability that somebody is somebody is shown, wherever it is: cut to six decimals, and never as certain."""

from __future__ import annotations

DECIMALS = 6
_UNITS = 1_000_000
_SUMS = 1e-9  # of a millionth: what is short of the next one by no more than the error of a sum counts as there


def millionths(probability: float) -> int:
    """Returns a probability in millionths, cut and never rounded up: 0.9999999 is 999,999, and so is 1."""
    return min(int(probability * _UNITS + _SUMS), _UNITS - 1)


def cut(probability: float) -> str:
    """Returns a probability with six decimals, cut and never rounded up: ``0.999999`` is the most."""
    return f"{millionths(probability) / _UNITS:.{DECIMALS}f}"
