"""CMF is read by its schema, and what is not of it is refused with its place."""

from __future__ import annotations

import pytest

from repatria.errors import InputNotUnderstood
from repatria.kinship.files.laboratory.cmf import read_cmf
from repatria.kinship.files.laboratory.forms import Form, read_laboratory
from repatria.kinship.files.laboratory.roles import Role

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<CODISImportFile xmlns="urn:CODISImportFile-schema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="urn:CODISImportFile-schema CODIS-3.2.xsd">
<HEADERVERSION>3.2</HEADERVERSION><MESSAGETYPE>Import</MESSAGETYPE><DESTINATIONORI>N1</DESTINATIONORI>
<SOURCELAB>L1</SOURCELAB><SUBMITBYUSERID>someone</SUBMITBYUSERID><SUBMITDATETIME>2031-06-02T10:00:00</SUBMITDATETIME>
"""


def locus(name: str, *alleles: str, kit: str = "GlobalFiler") -> str:
    values = "".join(f"<ALLELE><ALLELEVALUE>{one}</ALLELEVALUE></ALLELE>" for one in alleles)
    return (
        f'<LOCUS KIT="{kit}"><LOCUSNAME>{name}</LOCUSNAME><READINGBY>someone</READINGBY>'
        f"<READINGDATETIME>2031-06-01T10:00:00</READINGDATETIME>{values}</LOCUS>"
    )


def specimen(label: str, *loci: str, category: str = "Unidentified Person", more: str = "") -> str:
    head = f"<SPECIMENID>{label}</SPECIMENID><SPECIMENCATEGORY>{category}</SPECIMENCATEGORY>"
    return f'<SPECIMEN CASEID="C7"{more}>{head}{"".join(loci)}</SPECIMEN>'


def cmf(*specimens: str, head: str = HEAD) -> bytes:
    return (head + "".join(specimens) + "</CODISImportFile>").encode()


GOOD = cmf(
    specimen(
        "K-1", locus("vWA", "16", "17"), locus("THO1", "9.3"), locus("Amelogenin", "X", "Y"), locus("DYS391", "10")
    ),
    specimen("K-2", locus("vWA", "14", "15", "16"), more=' PARTIAL="true"'),
    specimen("E-1", locus("vWA", "14", "15"), category="Staff"),
    specimen("R-1", locus("vWA", "14", "15"), category="Biological Mother"),
)


def test_specimens_are_profiles_and_categories_set_others_apart():
    read = read_laboratory(GOOD)
    table = read.table
    assert (read.form, table.markers, table.others, table.panels) == (
        Form.CMF, ("vWA", "TH01"), ("AMEL", "DYS391"), ("GlobalFiler",),
    )  # fmt: skip
    assert [(one.id, one.sex, dict(one.genotypes), one.place) for one in table.profiles] == [
        ("K-1", 1, {"vWA": "16/17", "TH01": "9.3/-"}, "specimen 1 of profiles"),
        ("K-2", 0, {"vWA": "-/-", "TH01": "-/-"}, "specimen 2 of profiles"),
    ]
    assert [(one.role, one.profile.id) for one in table.apart] == [(Role.STAFF, "E-1"), (Role.RELATIVE, "R-1")]
    assert [(one.code, one.place) for one in table.findings] == [
        ("partial-profile", "specimen 2 of profiles"),
        ("one-allele", "specimen 1 of profiles"),
        ("tri-allele", "specimen 2 of profiles"),
        ("set-apart", "specimen 3 of profiles"),
        ("set-apart", "specimen 4 of profiles"),
    ]


def test_utf_16_is_read():
    text = GOOD.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert read_laboratory(text.encode("utf-16")).table.profiles == read_laboratory(GOOD).table.profiles


def test_rapid_import_is_read():
    content = b"""<CODISRapidImportFile xmlns="urn:CODISRapidImportFile-schema"><HEADER><MESSAGEVERSION>1.0</MESSAGEVERSION>
    <MESSAGETYPE>Rapid Import</MESSAGETYPE><MESSAGEID>1</MESSAGEID></HEADER><DEVICE><INSTRUMENTID>I</INSTRUMENTID></DEVICE>
    <SPECIMEN><SPECIMENID>K-1</SPECIMENID><SPECIMENCATEGORY>Deceased</SPECIMENCATEGORY><UNIQUEEVENTID>7</UNIQUEEVENTID>
    <LOCUS><LOCUSNAME>Penta E</LOCUSNAME><KIT>PowerPlex Fusion</KIT><ALLELE><ALLELEVALUE>7</ALLELEVALUE></ALLELE>
    <ALLELE><ALLELEVALUE>12</ALLELEVALUE></ALLELE></LOCUS></SPECIMEN></CODISRapidImportFile>"""
    table = read_laboratory(content).table
    assert ([dict(one.genotypes) for one in table.profiles], table.panels) == (
        [{"Penta E": "7/12"}],
        ("PowerPlex Fusion",),
    )


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (cmf(specimen("K-1", "<SECRET>1</SECRET>")), "specimen 1 of profiles: an element that CMF does not have here"),
        (cmf(specimen("K-1", locus("vWA", "16"), more=' A="1"')), "specimen 1 of profiles: an attribute that CMF does not have here"),
        (cmf(specimen("K-1", locus("vWA", "16"), locus("VWA", "16"))), "specimen 1 of profiles: a marker twice in one specimen"),
        (cmf(specimen("K-1", locus("vWA", *"123456789"))), "specimen 1 of profiles: more specimens, markers or alleles than CMF may have"),
        (cmf(specimen("K-1", *(locus(f"S{k}", "1") for k in range(65)))), "specimen 1 of profiles: more specimens, markers or alleles than CMF may have"),
        (cmf(specimen("K" * 600, locus("vWA", "16"))), "specimen 1 of profiles: a text longer than any of CMF's"),
        (cmf(specimen("K-1", locus("vWA", "16"), "stray")), "specimen 1 of profiles: text where CMF has elements"),
        (cmf(specimen("K-1"), head=HEAD.replace("3.2<", "9.0<")), "the beginning of profiles: a version of CMF that is not read here"),
        (cmf(specimen("K-1"), head=HEAD.replace(">Import<", ">Export<")), "the beginning of profiles: a message that is no import"),
        (b"<CODISImportFile><SPECIMEN/></CODISImportFile>", "the beginning of profiles: the file is not CMF"),
        (cmf(), "profiles: the file has no specimen"),
        (GOOD[:-30], "profiles: the XML is not well-formed"),
        (GOOD.replace(b"UTF-8", b"KLINGON"), "profiles: the XML is not well-formed"),
        (GOOD.replace(b'<?xml version="1.0" encoding="UTF-8"?>', BOMB.encode()), "profiles: the XML declares entities or a document type: refused as hostile"),
        (cmf(specimen("", locus("vWA", "16"))), "profiles: 1 place is not understood; nothing was computed"),
    ],
)  # fmt: skip
def test_what_is_not_cmf_is_refused_with_its_place(content, message):
    with pytest.raises(InputNotUnderstood) as refused:
        read_cmf(content)
    assert f"{refused.value.place}: {refused.value.message}" == message


def test_who_read_it_and_the_case_are_not_kept():
    assert [word for word in ("someone", "C7", "N1") if word in repr(read_cmf(GOOD))] == []
