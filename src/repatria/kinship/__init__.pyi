from repatria.kinship.genotypes import GenotypeNotUnderstood, Observation
from repatria.kinship.markers import FrequenciesImpossible, FrequencyTable, Inheritance, Marker, Unseen
from repatria.kinship.mutation import Mutation, MutationImpossible
from repatria.kinship.pedigree import Pedigree, PedigreeImpossible, Sex

_WHERE: dict[str, str]
__all__ = [
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
    "Sex",
    "Unseen",
]
