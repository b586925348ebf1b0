from repatria.kinship.genotypes import GenotypeNotUnderstood, Observation
from repatria.kinship.markers import FrequenciesImpossible, FrequencyTable, Inheritance, Marker, Unseen
from repatria.kinship.mutation import Mutation, MutationImpossible
from repatria.kinship.pedigree import Pedigree, PedigreeImpossible, Sex
from repatria.kinship.peeling import Convention, log_likelihood
from repatria.kinship.ratios import Ratio, likelihood_ratio
from repatria.kinship.search.arrow import screen

_WHERE: dict[str, str]
__all__ = [
    "Convention",
    "FrequenciesImpossible",
    "FrequencyTable",
    "GenotypeNotUnderstood",
    "Inheritance",
    "Marker",
    "Mutation",
    "MutationImpossible",
    "Observation",
    "Pedigree",
    "PedigreeImpossible",
    "Ratio",
    "Sex",
    "Unseen",
    "likelihood_ratio",
    "log_likelihood",
    "screen",
]
