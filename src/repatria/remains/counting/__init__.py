"""Four numbers that are never mixed: bags, specimens, the minimum number of individuals, and identified persons."""

from repatria.remains.counting.minimum import Minimum, minimum_individuals
from repatria.remains.counting.tally import Handover, Numbers, Tally, count

__all__ = ["Handover", "Minimum", "Numbers", "Tally", "count", "minimum_individuals"]
