"""Files of laboratories: genotype tables, relatives, allele frequencies, PLINK's pedigrees and Familias' cases.

What is not understood is refused with its place, or used by a rule that has a name and is said in a finding. No finding
and no exception says an allele: places are rows, lines and markers.
"""

from __future__ import annotations

from repatria.kinship.files.cells import LoneAllele
from repatria.kinship.files.families import Family, read_families, to_line
from repatria.kinship.files.frequencies import Frequencies, Sum, read_frequencies
from repatria.kinship.files.ped import read_map, read_ped
from repatria.kinship.files.profiles import Profile, ProfileTable, read_profiles
from repatria.kinship.files.relatives import RELATIONS, read_relatives
from repatria.kinship.files.strider import origins, read_strider
from repatria.kinship.files.tables import FileNotUnderstood

__all__ = [
    "RELATIONS",
    "Family",
    "FileNotUnderstood",
    "Frequencies",
    "LoneAllele",
    "Profile",
    "ProfileTable",
    "Sum",
    "origins",
    "read_families",
    "read_frequencies",
    "read_map",
    "read_ped",
    "read_profiles",
    "read_relatives",
    "read_strider",
    "to_line",
]
