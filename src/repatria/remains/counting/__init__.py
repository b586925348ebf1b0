"""The minimum number of individuals among specimens: what was said of them and their parts cannot be of fewer people."""

from repatria.remains.counting.minimum import Minimum, minimum_individuals

__all__ = ["Minimum", "minimum_individuals"]
