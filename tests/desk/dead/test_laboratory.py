"""Profiles are kept in the laboratory's own file; the book says how many there are and whose file it is."""

from __future__ import annotations

import pytest

from repatria.desk.dead.laboratory import lines_of_families, look_at_profiles, read_typed, receive_profiles
from repatria.errors import IllegalAct, InputNotUnderstood, NotPermitted
from repatria.kinship.files import read_families
from repatria.people.party import actor
from repatria.register.acts import ProfilesReceived, Typed, decode

TABLE = b"profile,D3S1358,TH01\nn1,15/16,6/7\nn2,14/14,9/9.3\nelsewhere,12/13,6/6\n"


def hand_in(mortuary, by: str = "north/laboratory", content: bytes = TABLE, laboratory: str = "L-1"):
    return receive_profiles(mortuary.desk, by=actor(by), content=content, laboratory=laboratory)


def test_profiles_are_held_against_the_samples_that_contents_name(mortuary):
    mortuary.three_bags()
    found = hand_in(mortuary)
    assert (found.profiles, found.markers, found.known, found.findings, found.entered.new) == (3, 2, 2, (), 1)
    act = decode(list(mortuary.desk.archive.entries())[-1].payload)
    assert isinstance(act, ProfilesReceived)
    assert (act.profiles, act.laboratory, mortuary.desk.archive.document(act.sha256)) == (3, "L-1", TABLE)


def test_no_genotype_reaches_the_journal(mortuary):
    hand_in(mortuary)
    assert not any(b"9.3" in entry.payload or b"D3S1358" in entry.payload for entry in mortuary.desk.archive.entries())


def test_a_file_again_is_passed_over_and_another_laboratorys_stands_beside_it(mortuary):
    assert [hand_in(mortuary).entered.new for _ in range(2)] == [1, 0]
    assert hand_in(mortuary, laboratory="L-2").entered.new == 1


@pytest.mark.parametrize("code", ["", "L 1", "Institute of Somebody", "../x"])
def test_a_laboratory_has_a_code(mortuary, code):
    with pytest.raises(IllegalAct):
        hand_in(mortuary, laboratory=code)


def test_what_is_no_table_is_refused(mortuary):
    with pytest.raises(InputNotUnderstood):
        hand_in(mortuary, content=b"hello")


@pytest.mark.parametrize("by", ["north/delegate", "north/officer", "mediator/observer"])
def test_others_hand_in_no_profiles(mortuary, by):
    with pytest.raises(NotPermitted):
        hand_in(mortuary, by=by)


def test_a_workbook_is_made_a_table_first(mortuary):
    with pytest.raises(InputNotUnderstood) as refused:
        hand_in(mortuary, content=b"PK\3\4")
    assert refused.value.hint == 'make a table of it: "repatria remains profiles FILE --out"'


FAMILIES = (
    b'{"family":"F1","id":["mp","fa","mo"],"fid":["fa","0","0"],"mid":["mo","0","0"],"sex":[1,1,2],"missing":"mp",'
    b'"markers":["D3S1358","TH01"],"genotypes":{"fa":["15/16","6/7"]}}\n'
)


def test_families_are_counted_and_kept_as_handed_in(mortuary):
    found = receive_profiles(
        mortuary.desk, by=actor("north/laboratory"), content=FAMILIES, laboratory="L-1", of=Typed.FAMILIES
    )
    act = decode(list(mortuary.desk.archive.entries())[-1].payload)
    assert isinstance(act, ProfilesReceived)
    assert (found.profiles, found.markers, found.known, act.of, act.profiles) == (1, 2, 0, Typed.FAMILIES, 1)
    assert mortuary.desk.archive.document(act.sha256) == FAMILIES


def test_a_table_of_samples_has_no_families(mortuary):
    with pytest.raises(InputNotUnderstood) as refused:
        receive_profiles(
            mortuary.desk, by=actor("north/laboratory"), content=TABLE, laboratory="L-1", of=Typed.FAMILIES
        )
    assert refused.value.message == "a row names no family"


def test_a_table_of_relatives_is_taken_in_and_made_lines_for_a_search(mortuary):
    table = b"family,person,relation,sex,D3S1358\nF1,mp,missing,M,\nF1,fa,father,M,15/16\n"
    found = receive_profiles(
        mortuary.desk, by=actor("north/laboratory"), content=table, laboratory="L-1", of=Typed.FAMILIES
    )
    assert (found.profiles, found.markers) == (1, 1)
    lines = lines_of_families(table)
    assert [(one.id, one.missing, one.genotypes) for one in read_families(lines)] == [
        ("F1", "mp", {"fa": {"D3S1358": "15/16"}})
    ]
    assert lines_of_families(FAMILIES) == FAMILIES


def test_looking_says_what_entering_would_say_and_enters_nothing(mortuary):
    mortuary.three_bags()
    size = mortuary.desk.archive.size()
    looked = look_at_profiles(mortuary.desk, by=actor("north/laboratory"), read=read_typed(TABLE))
    assert (looked.profiles, looked.markers, looked.known, looked.entered.new) == (3, 2, 2, 0)
    assert mortuary.desk.archive.size() == size


def test_an_act_of_before_is_of_remains():
    old = (
        b'{"act":"ProfilesReceived","at":"2031-06-02T09:00:00Z","by":"north/laboratory","laboratory":"L-1","profiles":1,'
        + (b'"sha256":"' + b"1" * 64 + b'"}')
    )
    act = decode(old)
    assert isinstance(act, ProfilesReceived)
    assert act.of is Typed.REMAINS
