"""Whether two profiles are one person's: specimen against specimen, and against a sample from before death.

Remains are degraded: alleles are missed (dropout), and now and then a stray one is seen (drop-in). A likelihood ratio weighs
*one person* (H1) against *two unrelated people* (H2); beside it stands the ratio against *two full siblings*, for brothers
lie in one grave. `plain` is the slow twin of `tables`; `comparing` looks at all pairs of tens of thousands of profiles.
"""

from repatria.kinship.direct.deciding import Prior
from repatria.kinship.direct.model import Model
from repatria.kinship.direct.samples import Samples
from repatria.kinship.direct.weighing import Weights, per_marker, weigh

__all__ = ["Model", "Prior", "Samples", "Weights", "per_marker", "weigh"]
