"""Re-association at the desk: which profiles are one person's, what contradicts it, and what was judged already.

Likelihood ratios are `repatria.kinship.direct`'s, clusters `repatria.remains.reassociation`'s; this package composes them.
Nothing is entered and nothing is merged: what comes out is for people to judge.
"""

from repatria.desk.reassociating.document import to_json
from repatria.desk.reassociating.judged import Judged, judged_in
from repatria.desk.reassociating.kept import kept
from repatria.desk.reassociating.places import Places, places_of, read_places
from repatria.desk.reassociating.proposing import Proposed, Settings, reassociate
from repatria.desk.reassociating.table import pairs_table

__all__ = [
    "Judged",
    "Places",
    "Proposed",
    "Settings",
    "judged_in",
    "kept",
    "pairs_table",
    "places_of",
    "read_places",
    "reassociate",
    "to_json",
]
