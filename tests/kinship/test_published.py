"""Tables and worked examples that others have published, row by row.

Sources:

- National Institute of Justice, *Population Genetics and Statistics for Forensic Analysts*, Paternity Calculations: the table of
  trios and its example (nij.ojp.gov/nij-hosted-online-training-courses/population-genetics-and-statistics-forensic-analysts).
- C. H. Brenner, *Likelihood ratios for paternity situations* and *Likelihood ratios for sibship and half-sibship*
  (dna-view.com/patform.htm, sibfmla.htm), made by his Symbolic Kinship Program (1997, Genetics 145:535).
- National Research Council (1996), *The Evaluation of Forensic DNA Evidence*, chapter 4: equations 4.8 and 4.9 (relatives), 4.10
  (theta).
"""

from __future__ import annotations

import math

import pytest

from repatria.kinship import Marker, Pedigree, likelihood_ratio, log_likelihood

P, Q, R, S, O = 0.11, 0.23, 0.17, 0.31, 0.04  # noqa: E741 - Brenner's letters; O is the silent allele
REST = 1 - P - Q - R - S
TRIO = Pedigree.of(["AF", "MO", "CH"], ["0", "0", "AF"], ["0", "0", "MO"], [1, 2, 1])
NOT_HIS = Pedigree.joined(
    [
        Pedigree.of(["AF"], ["0"], ["0"], [1]),
        Pedigree.of(["FA", "MO", "CH"], ["0", "0", "FA"], ["0", "0", "MO"], [1, 2, 1]),
    ]
)
PLAIN = Marker.of("M", {"p": P, "q": Q, "r": R, "s": S, "t": REST})
WITH_SILENT = Marker.of(
    "M", {a: f / (1 - O) for a, f in {"p": P, "q": Q, "r": R, "s": S, "t": REST - O}.items()}, silent=O
)


def seen(phenotype: str) -> str:
    """Returns a genotype of Brenner's notation: ``q`` shows q alone, ``qr`` both, empty is not tested."""
    return "-/-" if not phenotype else "/".join(phenotype if len(phenotype) == 2 else 2 * phenotype)


def paternity(marker: Marker, child: str, mother: str, man: str) -> float:
    """Returns the paternity index of the engine."""
    genotypes = {"CH": [seen(child)], "MO": [seen(mother)], "AF": [seen(man)]}
    return float(10 ** likelihood_ratio(TRIO, NOT_HIS, [marker], genotypes).total)


def near(number: float) -> object:
    return pytest.approx(number, rel=1e-11)


# Child, mother, alleged father → LR. A row of NIJ stands here by its alleles: i, j, k, l are q, p, r, s
# where the child has q from the man.
NIJ = [
    ("q", "q", "q", 1 / Q),
    ("q", "q", "qp", 1 / (2 * Q)),
    ("q", "q", "pr", 0.0),
    ("q", "qp", "q", 1 / Q),
    ("q", "qp", "qp", 1 / (2 * Q)),
    ("q", "qp", "pr", 0.0),
    ("pq", "p", "q", 1 / Q),
    ("pq", "p", "qr", 1 / (2 * Q)),
    ("pq", "p", "rs", 0.0),
    ("pq", "pq", "p", 1 / (P + Q)),
    ("pq", "pq", "pq", 1 / (P + Q)),
    ("pq", "pq", "qr", 1 / (2 * (P + Q))),
    ("pq", "pq", "rs", 0.0),
    ("pq", "pr", "q", 1 / Q),
    ("pq", "pr", "qs", 1 / (2 * Q)),
    ("pq", "pr", "rs", 0.0),
]


@pytest.mark.parametrize(("child", "mother", "man", "expected"), NIJ)
def test_the_table_of_trios_of_the_national_institute_of_justice(
    child: str, mother: str, man: str, expected: float
) -> None:
    assert paternity(PLAIN, child, mother, man) == near(expected)


def test_the_worked_example_of_the_national_institute_of_justice() -> None:
    markers = [
        Marker.of("D3S1358", {"15": 0.5, "16": 0.2315, "17": 0.2685}),
        Marker.of("vWA", {"17": 0.2627, "18": 0.2219, "20": 0.5154}),
        Marker.of("FGA", {"21": 0.3, "23": 0.1581, "25": 0.3, "27": 0.2419}),
        Marker.of("D18S51", {"14": 0.5, "18": 0.0918, "20": 0.4082}),
    ]
    genotypes = {
        "MO": ["16/16", "17/18", "25/27", "14/18"],
        "CH": ["16/16", "17/18", "23/25", "18/18"],
        "AF": ["15/16", "18/20", "21/23", "18/20"],
    }
    ratio = likelihood_ratio(TRIO, NOT_HIS, markers, genotypes)
    assert (10**ratio.log10_lr).tolist() == pytest.approx([2.1598, 1.0317, 3.1625, 5.4466], abs=1e-4)
    # printed as 38.3815: the product of the four numbers as they are rounded above
    assert 10**ratio.total == pytest.approx(38.3815, abs=5e-3)


Q1, Q2, R2 = Q + O, Q + 2 * O, R + 2 * O  # q', q'' and r'' of the page
# Child, mother, alleged father → LR without and with a silent allele; an empty mother is not tested
BRENNER = [
    ("q", "pq", "q", 1 / Q, 1 / Q1),
    ("q", "p", "q", None, Q1 / Q2 / Q),
    ("pq", "p", "q", 1 / Q, Q1 / Q2 / Q),
    ("pq", "pr", "q", 1 / Q, Q1 / Q2 / Q),
    ("q", "q", "q", 1 / Q, 1 / (Q1 - O**3 / (Q1 * (Q + 3 * O)))),
    ("pq", "p", "qr", 1 / (2 * Q), 1 / (2 * Q)),
    ("pq", "pr", "qr", 1 / (2 * Q), 1 / (2 * Q)),
    ("pq", "ps", "qr", 1 / (2 * Q), 1 / (2 * Q)),
    ("pq", "pr", "pq", 1 / (2 * Q), 1 / (2 * Q)),
    ("q", "p", "qr", None, 1 / (2 * Q)),
    ("q", "pq", "qr", 1 / (2 * Q), 1 / (2 * Q1)),
    ("q", "q", "qr", 1 / (2 * Q), 1 / (2 * (Q1 - O**2 / Q2))),
    ("pq", "pq", "pq", 1 / (P + Q), 1 / (P + Q)),
    ("pq", "pq", "q", 1 / (P + Q), Q1 / Q2 / (P + Q)),
    ("pq", "pq", "qr", 1 / (2 * P + 2 * Q), 1 / (2 * P + 2 * Q)),
    ("q", "pq", "r", 0.0, O / (Q1 * R2)),
    ("q", "q", "r", 0.0, O / (Q1 * R2 + O * Q * R2 / Q1)),
    ("q", "p", "r", None, 0.0),
    ("q", "", "q", 1 / Q, (1 + O * (1 - O / Q2) / Q) / Q2),
    ("pq", "", "q", 1 / (2 * Q), Q1 / Q2 / (2 * Q)),
    ("q", "", "qr", 1 / (2 * Q), Q1 / Q2 / (2 * Q)),
    ("pq", "", "pq", (P + Q) / (4 * P * Q), (P + Q) / (4 * P * Q)),
    ("pq", "", "qr", 1 / (4 * Q), 1 / (4 * Q)),
    ("q", "", "r", 0.0, O / (Q2 * R2)),
]


@pytest.mark.parametrize(("child", "mother", "man", "plain", "silent"), BRENNER)
def test_brenners_table_of_paternity(child: str, mother: str, man: str, plain: float | None, silent: float) -> None:
    found = paternity(PLAIN, child, mother, man)
    assert math.isnan(found) if plain is None else found == near(plain)  # "impossible": the mother is not the mother
    assert paternity(WITH_SILENT, child, mother, man) == near(silent)


FULL = Pedigree.of(["F", "M", "A", "B"], ["0", "0", "F", "F"], ["0", "0", "M", "M"], [1, 2, 1, 2])
HALF = Pedigree.of(["F", "M", "N", "A", "B"], ["0", "0", "0", "F", "F"], ["0", "0", "0", "M", "N"], [1, 2, 2, 1, 2])
UNRELATED = Pedigree.of(["A", "B"], ["0", "0"], ["0", "0"], [1, 2])


@pytest.mark.parametrize(
    ("one", "other", "full", "half", "unrelated"),
    [
        ("pq", "pq", 1 + P + Q + 2 * P * Q, P + Q + 4 * P * Q, 8 * P * Q),
        ("p", "p", (1 + P) ** 2, 2 * P * (1 + P), (2 * P) ** 2),
        ("p", "pq", 1 + P, 1 + 2 * P, 4 * P),
        ("pq", "pr", 1 + 2 * P, 1 + 4 * P, 8 * P),
        ("pq", "rs", 1, 2, 4),
        ("p", "rs", 1, 2, 4),
        ("p", "r", 1, 2, 4),
    ],
)
def test_brenners_table_of_sibs_and_half_sibs(one: str, other: str, full: float, half: float, unrelated: float) -> None:
    genotypes = {"A": [seen(one)], "B": [seen(other)]}
    assert 10 ** likelihood_ratio(FULL, UNRELATED, [PLAIN], genotypes).total == near(full / unrelated)
    assert 10 ** likelihood_ratio(HALF, UNRELATED, [PLAIN], genotypes).total == near(half / unrelated)


UNCLE = Pedigree.of(
    ["G", "H", "A", "F", "M", "B"], ["0", "0", "G", "G", "0", "F"], ["0", "0", "H", "H", "0", "M"], [1, 2, 1, 1, 2, 1]
)
GRANDPARENT = Pedigree.of(
    ["A", "H", "F", "M", "B"], ["0", "0", "A", "0", "F"], ["0", "0", "H", "0", "M"], [1, 2, 1, 2, 1]
)
COUSINS = Pedigree.of(
    ["G", "H", "F", "U", "M", "N", "A", "B"],
    ["0", "0", "G", "G", "0", "0", "F", "U"],
    ["0", "0", "H", "H", "0", "0", "M", "N"],
    [1, 2, 1, 1, 2, 2, 1, 1],
)
PARENT = Pedigree.of(["A", "M", "B"], ["0", "0", "A"], ["0", "0", "M"], [1, 2, 1])


def given(pedigree: Pedigree, genotype: str, theta: float = 0.0) -> float:
    """Returns the probability that B has a genotype, given that A has it."""
    both, first = (
        float(log_likelihood(pedigree, [PLAIN], {who: [seen(genotype)] for who in persons}, theta=theta)[0])
        for persons in ("AB", "A")
    )
    return math.exp(both - first)


@pytest.mark.parametrize(
    ("pedigree", "f"), [(PARENT, 1 / 4), (HALF, 1 / 8), (UNCLE, 1 / 8), (GRANDPARENT, 1 / 8), (COUSINS, 1 / 16)]
)
def test_relatives_of_the_national_research_council(pedigree: Pedigree, f: float) -> None:
    assert given(pedigree, "p") == near(P**2 + 4 * P * (1 - P) * f)  # 4.8a
    assert given(pedigree, "pq") == near(2 * P * Q + 2 * (P + Q - 4 * P * Q) * f)  # 4.8b


def test_full_sibs_of_the_national_research_council() -> None:
    assert given(FULL, "p") == near((1 + 2 * P + P**2) / 4)  # 4.9a
    assert given(FULL, "pq") == near((1 + P + Q + 2 * P * Q) / 4)  # 4.9b


@pytest.mark.parametrize("t", [0.01, 0.03])
def test_theta_of_the_national_research_council(t: float) -> None:
    below = (1 + t) * (1 + 2 * t)
    assert given(UNRELATED, "p", t) == near((2 * t + (1 - t) * P) * (3 * t + (1 - t) * P) / below)  # 4.10a
    assert given(UNRELATED, "pq", t) == near(2 * (t + (1 - t) * P) * (t + (1 - t) * Q) / below)  # 4.10b
