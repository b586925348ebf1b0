from repatria.kinship.evidence import Evidence, explain, statement
from repatria.kinship.files import Family, Frequencies, read_families, read_frequencies, read_profiles, read_relatives
from repatria.kinship.files.familias import read_fam
from repatria.kinship.genotypes import GenotypeNotUnderstood, Observation
from repatria.kinship.joint import conclude, identify, read_case
from repatria.kinship.lineage import check_lines
from repatria.kinship.markers import FrequenciesImpossible, FrequencyTable, Inheritance, Marker, Unseen
from repatria.kinship.mutation import Mutation, MutationImpossible
from repatria.kinship.pedigree import Pedigree, PedigreeImpossible, Sex
from repatria.kinship.peeling import Convention, log_likelihood
from repatria.kinship.power import ask, measure
from repatria.kinship.ratios import Ratio, likelihood_ratio
from repatria.kinship.search.arrow import screen

_WHERE: dict[str, str]
__all__ = [
    "Convention",
    "Evidence",
    "Family",
    "Frequencies",
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
    "ask",
    "check_lines",
    "conclude",
    "explain",
    "identify",
    "likelihood_ratio",
    "log_likelihood",
    "measure",
    "read_case",
    "read_fam",
    "read_families",
    "read_frequencies",
    "read_profiles",
    "read_relatives",
    "screen",
    "statement",
]
