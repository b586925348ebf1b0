from repatria.linkage.book import Index, begin, extended, keep, link_new, open_index
from repatria.linkage.deciding.judgements import Judged, Judgement
from repatria.linkage.linking import Linked, Proposed, Settings, link
from repatria.linkage.portions import Learned, weigh_portion
from repatria.linkage.telling.explaining import Comparison, Explained, Step, explain
from repatria.linkage.telling.proposals import Proposals, pieces, propose, rows
from repatria.linkage.within import clusters, link_within

_WHERE: dict[str, str]
__all__ = [
    "Comparison",
    "Explained",
    "Index",
    "Judged",
    "Judgement",
    "Learned",
    "Linked",
    "Proposals",
    "Proposed",
    "Settings",
    "Step",
    "begin",
    "clusters",
    "explain",
    "extended",
    "keep",
    "link",
    "link_new",
    "link_within",
    "open_index",
    "pieces",
    "propose",
    "rows",
    "weigh_portion",
]
