"""The remains themselves as values: consignment, bag, specimen, sample, profile, person, and who says what lies in what."""

from repatria.remains.graph.essentials import Essentials, age_range_of, is_coordinates, kilometres_apart
from repatria.remains.graph.links import Graph, Kind, Link
from repatria.remains.graph.parts import Part, part
from repatria.remains.graph.values import Contents, Effect, Sample, Specimen

__all__ = [
    "Contents",
    "Effect",
    "Essentials",
    "Graph",
    "Kind",
    "Link",
    "Part",
    "Sample",
    "Specimen",
    "age_range_of",
    "is_coordinates",
    "kilometres_apart",
    "part",
]
