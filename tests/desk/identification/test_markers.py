"""An allele that the frequencies do not have is never silently given a number."""

from __future__ import annotations

from collections import Counter

import pytest

from repatria.desk.identification.markers import Unknown, markers_of
from repatria.kinship import Mutation, read_frequencies
from repatria.remains.policy import Policy, UnseenAllele

PLAIN = "marker,allele,frequency\nM1,10,0.25\nM1,11,0.75\nM2,7,0.5\nM2,8,0.5\n"
SEEN = {"M1": Counter({"10/11": 3, "10/99": 2, "98/99": 1, "10/11/12": 1}), "M2": Counter({"7/8": 4, "": 9})}
POLICIES = {
    "refuse": Policy(unseen_allele=UnseenAllele.REFUSE),
    "5/2N": Policy(),
    "fixed": Policy(unseen_allele=UnseenAllele.FIXED, fixed_frequency=0.01),
}


@pytest.mark.parametrize(
    ("rule", "more", "frequency"),
    [("refuse", "", None), ("5/2N", "", None), ("5/2N", "M1,N,100\n", 0.025), ("5/2N", "M1,fmin,0.004\n", 0.004),
     ("fixed", "", 0.01)],
)  # fmt: skip
def test_the_policys_rule_is_used_counted_and_told(rule: str, more: str, frequency: float | None) -> None:
    table = read_frequencies((PLAIN + more).encode())
    made = markers_of(table, Mutation(), results=SEEN, policy=POLICIES[rule])
    assert made.unknown == (Unknown("M1", 2, 4, frequency),)
    (finding,) = made.findings
    assert finding.column == "M1"
    assert finding.code == ("allele-refused" if frequency is None else "allele-by-rule")
    assert not {"98", "99"} & set(finding.message.replace("/", " ").split())
    alleles = {"M1": ("10", "11") if frequency is None else ("10", "11", "98", "99"), "M2": ("7", "8")}
    assert {marker.name: marker.alleles for marker in made.markers} == alleles
    assert ("by the rule" in made.model) == (frequency is not None)
    if frequency is not None:
        expected = frequency / (1 + 2 * frequency)
        assert made.markers[0].frequencies[-2:].tolist() == pytest.approx([expected, expected])


def test_a_table_that_has_all_is_taken_as_it_is() -> None:
    seen = {"M1": Counter({"10/11": 1})}
    made = markers_of(read_frequencies(PLAIN.encode()), Mutation(), results=seen, policy=Policy())
    assert (made.unknown, made.findings) == ((), ())
    assert made.model == "no mutation; pedigrees as given; theta 0"
