"""Who goes in which stage: `allocate` finds a plan or says, in the words of the terms, why there is none.

Everybody goes at most once; groups travel together; more people before fewer, then those with priority earlier. The plan
is a proposal: people decide, and a manifest is what is signed.
"""

from repatria.exchange.allocation.allocate import allocate
from repatria.exchange.allocation.plan import Candidate, Impossible, Placement, Plan

__all__ = ["Candidate", "Impossible", "Placement", "Plan", "allocate"]
