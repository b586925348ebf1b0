"""One person over several bags: clusters proposed from weighed pairs, with what contradicts them. Nothing is merged.

Likelihood ratios come in as arguments. A proposal joins no specimens: people judge, and judgements bind the next proposal.
"""

from repatria.remains.reassociation.clustering import reassociate
from repatria.remains.reassociation.growing import Rule
from repatria.remains.reassociation.values import (
    Cluster,
    Commingled,
    Contradiction,
    Contradicts,
    Item,
    LeftOut,
    Reassociation,
    Weighed,
)

__all__ = [
    "Cluster",
    "Commingled",
    "Contradiction",
    "Contradicts",
    "Item",
    "LeftOut",
    "Reassociation",
    "Rule",
    "Weighed",
    "reassociate",
]
