"""One door recognises the form of a file."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from repatria.errors import InputNotUnderstood
from repatria.kinship.files.laboratory.forms import Form, form_of, read_laboratory
from repatria.kinship.files.laboratory.formulas import formula_cells

PED = b"F1 FA 0 0 1 0 13 14 9 9\nF1 MO 0 0 2 0 13 13 8 9\nF1 CH FA MO 1 0 0 0 0 0\n"


def test_pedigrees_are_families_and_need_the_names_of_their_markers():
    read = read_laboratory(PED, markers=("SYN01", "TH01"))
    assert (read.form, [one.id for one in read.families], read.table.profiles) == (Form.PED, ["F1"], ())
    with pytest.raises(InputNotUnderstood) as refused:
        read_laboratory(PED)
    assert str(refused.value) == (
        "profiles: pedigrees without the names of their markers (give the .map that names its markers)"
    )


FAM = """"Output from Familias, version 3.3.1"
"DO NOT EDIT!"
3.3.1
""
0
"Known relations"
0
0
0
0
#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0.0 )
1
#TRUE#
"North, invented"
"VWA"
0
0
0
0
2
0.1
0.1
0.0
0.0
#FALSE#
0
2\t(DatabaseSize = 500 , Dropout probability = 0 , Minor allele frequency = 0.001 )
"16"
0.25
"17"
0.75
[DVI]
[[Unidentified persons]]
nPersons= 1
[[[Person 1 ]]]
Name= R-0001
Gender= Male
[[[[DNA data]]]]
nSystems= 1
SystemName= VWA
Allele1= 16
Allele2= 17
[[Notes]]
nFamilies= 1

[[Reference Families]]
nFamilies= 1
[[[Family 1 ]]]
Name= F-1
[[[[Persons]]]]
nPersons= 1
[[[[[Person 1]]]]]
Name= F-1-a
Gender= Female
[[[[[[DNA data]]]]]]
nSystems= 1
SystemName= VWA
Allele1= 16
Allele2= 16
[[[[Pedigrees]]]]
nPedigrees= 1
[[[[[Pedigree 1]]]]]
Name= Reference pedigree
nRelations= 1
Parent= F-1-a
Child= Missing person
"""


def test_familias_gives_profiles_and_families():
    read = read_laboratory(FAM.encode())
    assert [(one.id, one.sex, dict(one.genotypes)) for one in read.table.profiles] == [("R-0001", 1, {"vWA": "16/17"})]
    assert [(one.id, one.missing, one.markers) for one in read.families] == [("F-1", "Missing person", ("vWA",))]


def test_other_xml_is_refused():
    with pytest.raises(InputNotUnderstood) as refused:
        read_laboratory(b"<frequencies/>", kind="elimination")
    assert (refused.value.place, refused.value.message) == ("elimination", "an XML file that is not CMF")


@pytest.mark.parametrize("content", [b"profile,FGA\nK-1,20/21\n", b"", b"sample name\tmarker\tallele 1\n"])
def test_everything_else_is_a_table(content):
    assert form_of(content) is Form.TABLE


def test_formulas_of_a_workbook_are_counted():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["profile", "FGA"])
        for k in range(5):
            sheet.write_formula(k + 1, 1, f'="{k}"&"/21"', value="20/21")
    assert (formula_cells(file.getvalue()), formula_cells(b"PK nothing")) == (5, 0)
