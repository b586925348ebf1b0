from repatria.linkage.explaining import Comparison, Explained, Step, explain
from repatria.linkage.linking import Linked, Proposed, Settings, link
from repatria.linkage.proposals import Proposals, pieces, propose, rows

_WHERE: dict[str, str]
__all__ = [
    "Comparison",
    "Explained",
    "Linked",
    "Proposals",
    "Proposed",
    "Settings",
    "Step",
    "explain",
    "link",
    "pieces",
    "propose",
    "rows",
]
