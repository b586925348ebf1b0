"""Laws of laboratories' files: whatever the bytes, an answer or a refusal; whatever the form, the same profiles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from repatria.errors import RepatriaError
from repatria.kinship.files.laboratory.forms import read_laboratory

TABLE = (
    b"Sample Name\tSample Type\tPanel\tMarker\tAllele 1\tAllele 2\tSize 1\nK-1\tSample\tGlobalFiler\tFGA\t20\t21,2\t99,1\n"
    b"K-1\tSample\tGlobalFiler\tTH01\t6\tOL\t\nNTC\tNegative Control\tGlobalFiler\tFGA\t\t\t\n"
)
CMF = (
    b'<CODISImportFile xmlns="urn:CODISImportFile-schema"><HEADERVERSION>3.2</HEADERVERSION><MESSAGETYPE>Import</MESSAGETYPE>'
    b'<SPECIMEN PARTIAL="true"><SPECIMENID>K-1</SPECIMENID><SPECIMENCATEGORY>Deceased</SPECIMENCATEGORY><LOCUS KIT="GlobalFiler">'
    b"<LOCUSNAME>FGA</LOCUSNAME><ALLELE><ALLELEVALUE>20</ALLELEVALUE></ALLELE></LOCUS></SPECIMEN></CODISImportFile>"
)
PED = b"F1 A 0 0 1 0 13 14\nF1 B 0 0 2 0 13 13\n"
alleles = st.sampled_from(["8", "9.3", "10", "17.3", "20"])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from([TABLE, CMF, PED])))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 5))] = draw(
            st.binary(max_size=5) | st.sampled_from([b"\t", b"\n", b"<", b'"', b"/"])
        )
    return bytes(content)


@given(damaged() | st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_our_words(content: bytes) -> None:
    try:
        read = read_laboratory(content, markers=("FGA",))
    except RepatriaError:
        return
    assert {tuple(one.genotypes) for one in read.table.profiles} <= {read.table.markers}


@given(
    st.dictionaries(
        st.sampled_from(["FGA", "TH01", "vWA", "Penta E", "D21S11"]), st.tuples(alleles, alleles), min_size=1
    )
)
def test_every_form_gives_the_same_profile(person: dict[str, tuple[str, str]]) -> None:
    wide = (
        "profile;"
        + ";".join(person)
        + "\nK-1;"
        + ";".join("/".join(pair).replace(".", ",") for pair in person.values())
    )
    long = "sample name\tmarker\tallele 1\tallele 2\n" + "".join(
        f"K-1\t{name.upper()}\t{a.replace('.', ',')}\t{b}\n" for name, (a, b) in person.items()
    )
    peaks = "sample\tmarker\tallele\n" + "".join(
        f"K-1\t{name}\t{one}\n" for name, pair in person.items() for one in pair
    )
    loci = "".join(
        f"<LOCUS><LOCUSNAME>{name}</LOCUSNAME>" + "".join(f"<ALLELE><ALLELEVALUE>{one}</ALLELEVALUE></ALLELE>" for one in pair)
        + "</LOCUS>"
        for name, pair in person.items()
    )  # fmt: skip
    cmf = f'<CODISImportFile xmlns="urn:CODISImportFile-schema"><SPECIMEN><SPECIMENID>K-1</SPECIMENID>{loci}</SPECIMEN></CODISImportFile>'
    said = {name: "/".join(pair) for name, pair in person.items()}
    for content in (wide, long, peaks, cmf):
        assert [dict(one.genotypes) for one in read_laboratory(content.encode()).table.profiles] == [said]
