"""Whether relatives can be what they say they are, before anybody missing is held against them.

A false declared relative, a swapped sample or an error in a pedigree makes a family that can be identified with the wrong
person. Each typed relative is weighed against the others: are they kin as declared, or is something else likelier?
"""

from repatria.kinship.declared.checking import (
    DOUBTFUL_FROM,
    IMPOSSIBLE_FROM,
    FamilyCheck,
    Status,
    check_families,
)
from repatria.kinship.declared.twice import SameProfile, same_profiles

__all__ = [
    "DOUBTFUL_FROM",
    "IMPOSSIBLE_FROM",
    "FamilyCheck",
    "SameProfile",
    "Status",
    "check_families",
    "same_profiles",
]
