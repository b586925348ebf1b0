"""The exact engine: the likelihood of a pedigree, by summing out variables one after another (peeling).

`log_likelihood` is its door. Behind it: `network` (which factors there are), `plan` (in which order they are summed out), `tables` (what
markers give), `seen` (what profiles give), `urn` (theta), `lumping`. The slow twin is `repatria.kinship.enumeration`.
"""

from repatria.kinship.peeling.likelihood import NotTogether, Observations, log_likelihood
from repatria.kinship.peeling.network import Convention
from repatria.kinship.peeling.plan import TooLarge

__all__ = ["Convention", "NotTogether", "Observations", "TooLarge", "log_likelihood"]
