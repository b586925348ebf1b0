"""Joint identification: who of many nameless is who of many missing, weighed together and not pair by pair.

`identify` is its door, `read_case` makes what it takes from JSON, and `conclude` says in words what it comes to. Behind them: `weighing`
(a family's choices), `packing` and `clusters` (all families' choices together). The slow twin is `enumeration`.
"""

from repatria.kinship.joint.conclusions import conclude
from repatria.kinship.joint.identification import Identification, identify
from repatria.kinship.joint.known import Known, posteriors
from repatria.kinship.joint.listing import Assignment, Tie
from repatria.kinship.joint.packing.states import JointTooLarge
from repatria.kinship.joint.packing.sums import NothingPossible
from repatria.kinship.joint.reading import Case, CaseNotUnderstood, read_case
from repatria.kinship.joint.weighing.family import Family, Victim
from repatria.kinship.joint.words import Conclusion, Conclusions, Thresholds, Word

__all__ = [
    "Assignment",
    "Case",
    "CaseNotUnderstood",
    "Conclusion",
    "Conclusions",
    "Family",
    "Identification",
    "JointTooLarge",
    "Known",
    "NothingPossible",
    "Thresholds",
    "Tie",
    "Victim",
    "Word",
    "conclude",
    "identify",
    "posteriors",
    "read_case",
]
