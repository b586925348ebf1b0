"""Laws of files: forms of one table say the same, lines come back, and nothing but a refusal comes of any bytes."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.errors import InputNotUnderstood
from repatria.kinship.files import (
    RELATIONS,
    Sum,
    origins,
    read_families,
    read_frequencies,
    read_map,
    read_ped,
    read_profiles,
    read_relatives,
    to_line,
)
from repatria.kinship.files.familias import read_fam

ALLELES = st.sampled_from(["8", "9", "9.3", "10", "17.2"])
GENOTYPES = st.one_of(st.just("-/-"), st.builds("{}/{}".format, ALLELES, st.one_of(ALLELES, st.just("-"))))
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(GENOTYPES, min_size=width, max_size=width), min_size=1, max_size=4)
)


def wide(rows, delimiter):
    names = [f"SYN{k}" for k in range(len(rows[0]))]
    lines = [("profile", *names), *((f"R-{n}", *("" if g == "-/-" else g for g in row)) for n, row in enumerate(rows))]
    return "\n".join(delimiter.join(line) for line in lines).encode()


def in_pairs(rows, separator):
    names = [f"SYN{k}{separator}{half}" for k in range(len(rows[0])) for half in (1, 2)]
    lines = [("profile", *names)]
    lines += [(f"R-{n}", *("" if g == "-/-" else a for g in row for a in g.split("/"))) for n, row in enumerate(rows)]
    return "\n".join(",".join(line) for line in lines).encode()


def long(rows):
    lines = ["sample,marker,genotype"]
    lines += [f"R-{n},SYN{k},{g}" for n, row in enumerate(rows) for k, g in enumerate(row)]
    return "\n".join(lines).encode()


@given(TABLES)
def test_every_form_of_one_table_is_read_alike(rows):
    forms = [wide(rows, ","), wide(rows, ";"), wide(rows, "\t"), in_pairs(rows, "_"), in_pairs(rows, "."), long(rows)]
    read = [[dict(one.genotypes) for one in read_profiles(form).profiles] for form in forms]
    assert read == [[{f"SYN{k}": g for k, g in enumerate(row)} for row in rows]] * len(forms)


WORDS = st.lists(st.sampled_from(sorted(set(RELATIONS) - {"missing"})), min_size=1, max_size=6)


@given(words=WORDS, sex=st.sampled_from(["M", "F"]))
def test_families_come_back_from_their_lines(words, sex):
    once = {word for word in words if "brother" not in word and "sister" not in word}
    rows = [f"K,m,missing,{sex},"]
    rows += [f"K,p{n},{word},,9/10" for n, word in enumerate(words) if word not in once or words.index(word) == n]
    (family,), _ = read_relatives("\n".join(["family,person,relation,sex,SYN01", *rows]).encode())
    assert list(read_families(json.dumps(to_line(family)).encode())) == [family]


@given(
    shares=st.lists(st.integers(1, 10), min_size=3, max_size=12), off=st.floats(0.96, 1.04),
    total=st.sampled_from([Sum.RESCALE, Sum.REST]),
)  # fmt: skip
def test_a_rule_brings_every_marker_to_one_and_keeps_the_ladder(shares, off, total):
    rows = [f"SYN01,{allele},{share / sum(shares) * off!r}" for allele, share in enumerate(shares, start=5)]
    found = read_frequencies("\n".join(["marker,allele,frequency", *rows]).encode(), total=total).markers["SYN01"]
    assert math.isclose(math.fsum(found.values()), 1, abs_tol=1e-6)
    assert [allele for allele in found if allele != "Rest allele"] == [str(n) for n, _ in enumerate(shares, start=5)]


TOKENS = st.lists(
    st.sampled_from([
        "profile", "sample", "marker", "allele", "frequency", "family", "person", "relation", "sex", "missing", ",", ";",
        "\t", "\n", '"', "/", "13", "9.3", "-", "OL", "mother", "M", "1", "0", "-1", "nan", "1e999", "#TRUE#", "#FALSE#",
        "[DVI]", "[[", "]]", "=", "<marker>", "</marker>", "{", "}", ":", " ",
    ]),
    max_size=60,
).map(lambda parts: "".join(parts).encode())  # fmt: skip
READERS = {
    "profiles": read_profiles,
    "relatives": read_relatives,
    "frequencies": read_frequencies,
    "families": lambda content: list(read_families(content)),
    "ped": lambda content: read_ped(content, markers=read_map(b"1 SYN01 0")),
    "map": read_map,
    "strider": origins,
    "fam": read_fam,
}


def refusal(reader, content):
    """Returns what a refusal says beside how an allele is written, nothing where the bytes are read."""
    try:
        READERS[reader](content)
    except InputNotUnderstood as refused:
        found = getattr(refused, "findings", ())
        return f"{refused.message}{refused.place}{''.join(f'{one.message}{one.place}' for one in found)}"
    return ""


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=50, deadline=None)
@given(content=st.one_of(TOKENS, st.binary(max_size=200)))
def test_any_bytes_are_read_or_refused_without_repeating_an_allele(reader, content):
    assert "9.3" not in refusal(reader, content)
