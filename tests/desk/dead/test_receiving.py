"""Each side counts and opens a consignment; what it says is kept, and what is found in its tables is told."""

from __future__ import annotations

import pytest

from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.people.refs import ListId
from repatria.register.account import account
from repatria.register.acts import Judgement, decode

CONTENTS = b"bag,specimen,sample\nS-0001,a,n1\nS-0001,b,\nS-0003,c,n2\n"


def test_a_bag_that_was_not_there_is_kept_on_the_account_with_both_numbers(mortuary):
    of = mortuary.paper(6)
    found = mortuary.count(of, "north", range(1, 6))
    assert (found.bags, found.missing, found.unknown) == (5, ("south-1:6",), 0)
    result = account(mortuary.desk.book())
    assert mortuary.state("south-1:6") == "not among those received"
    assert [(d.what, d.counts) for d in result.discrepancies] == [
        ("bags of consignment south-1", {"north": 5, "south": 6})
    ]
    assert result.remains["north"].bags == 5


def test_a_tag_that_the_paper_does_not_have_is_said(mortuary):
    assert mortuary.count(mortuary.paper(3), "north", range(2, 6)).unknown == 2


def test_a_tag_counted_twice_is_refused(mortuary):
    from repatria.desk.dead import receiving
    from repatria.people.party import actor

    of = mortuary.paper(3)
    with pytest.raises(InputNotUnderstood):
        receiving.receive_remains(
            mortuary.desk, by=actor("north/officer"), of=of, party="north", bags=["S-0001", "s-0001 "], specimens=1,
            minimum_individuals=1,
        )  # fmt: skip


def test_a_label_is_a_claim_and_never_an_identity(mortuary):
    mortuary.count(mortuary.paper(3), "north", range(1, 4))
    assert mortuary.state("south-1:1") == "received"


def test_contents_make_the_specimens_of_each_bag_known_by_one_act(mortuary):
    of = mortuary.paper(3)
    found = mortuary.count(of, "north", range(1, 4), contents=CONTENTS, specimens=3)
    assert (found.specimens, found.unplaced, found.entered.new) == (3, 0, 1)
    entry = list(mortuary.desk.archive.entries())[-1]
    act = decode(entry.payload)
    assert act.specimens_by_bag == (2, 0, 1)
    assert mortuary.desk.archive.document(act.contents) == CONTENTS


def test_the_number_of_specimens_is_said_or_read_and_both_must_agree(mortuary):
    of = mortuary.paper(3)
    assert mortuary.count(of, "north", range(1, 4), contents=CONTENTS).specimens == 3
    with pytest.raises(InputNotUnderstood, match=r"the contents have 3 specimens .* the count says 4"):
        mortuary.count(of, "north", range(1, 4), contents=CONTENTS, specimens=4)
    with pytest.raises(InputNotUnderstood, match="nobody says how many specimens"):
        mortuary.count(of, "north", range(1, 4), specimens=None)


def test_rows_of_bags_that_the_paper_does_not_have_are_told_and_counted_apart(mortuary):
    found = mortuary.count(mortuary.paper(3), "north", range(1, 4), contents=CONTENTS + b"X-9,z,\n")
    assert (found.specimens, found.unplaced) == (3, 1)
    assert [(one.code, one.place) for one in found.findings] == [("bag-not-on-paper", "row 5 of contents")]


def test_a_bag_that_was_not_there_has_no_contents(mortuary):
    with pytest.raises(IllegalAct) as refused:
        mortuary.count(mortuary.paper(3), "north", range(1, 3), contents=CONTENTS)
    assert (refused.value.message, refused.value.place) == ("a bag that was not there has contents", "south-1:3")


def test_fewer_people_than_the_parts_show_is_told(mortuary):
    contents = b"bag,specimen,part\nS-0001,a,left femur\nS-0001,b,left femur\n"
    found = mortuary.count(mortuary.paper(1), "north", range(1, 2), contents=contents, minimum_individuals=1)
    assert [one.code for one in found.findings] == ["fewer-than-the-parts"]
    again = mortuary.count(ListId("south-1"), "north", range(1, 2), contents=contents, minimum_individuals=2)
    assert again.findings == ()


def test_the_senders_contents_are_kept_and_name_no_specimen_of_the_receivers(mortuary):
    of = mortuary.paper(3)
    mortuary.count(of, "south", range(1, 4), contents=CONTENTS)
    book = mortuary.desk.book()
    assert (book.tallies[of]["south"].specimens_by_bag, dict(book.dead.contents)) == ((2, 0, 1), {})


def test_the_same_count_again_is_passed_over(mortuary):
    of = mortuary.paper(3)
    mortuary.count(of, "north", range(1, 4), contents=CONTENTS, custody=b"item,from,to,at\nS-0001,south,n,2031-06-01\n")
    again = mortuary.count(
        of, "north", range(1, 4), contents=CONTENTS, custody=b"item,from,to,at\nS-0001,south,n,2031-06-01\n"
    )
    assert (again.entered.new, again.entered.already) == (0, 2)


def test_custody_is_kept_and_its_breaks_are_told(mortuary):
    of = mortuary.paper(3)
    custody = (
        b"item,from,to,at\nS-0001,south,carrier,2031-06-01\nS-0001,morgue,lab,2031-06-02\n"
        b"n1,lab,lab,2031-06-03\nS-0099,south,carrier,2031-06-01\n"
    )
    found = mortuary.count(of, "north", range(1, 4), contents=CONTENTS, custody=custody)
    assert found.handings == 3
    assert sorted(one.code for one in found.findings) == ["gap-in-custody", "handed-to-themselves", "item-not-known"]
    (kept,) = mortuary.desk.book().dead.custody[of]
    assert (kept.entries, mortuary.desk.archive.document(kept.sha256)) == (3, custody)


def test_effects_are_kept_as_claims_and_identify_nobody(mortuary):
    of = mortuary.paper(3)
    effects = b"bag,specimen,what,says\nS-0001,a,label,Canary Zyx\nS-0002,,ring,\nS-0099,,label,x\n"
    found = mortuary.count(of, "north", range(1, 4), contents=CONTENTS, effects=effects)
    assert found.effects == 2
    assert {"bag-not-on-paper"} <= {one.code for one in found.findings}
    assert not any("Zyx" in f"{one.message} {one.hint} {one.place}" for one in found.findings)
    book = mortuary.desk.book()
    (kept,) = book.dead.effects[of]
    assert (kept.entries, mortuary.desk.archive.document(kept.sha256)) == (2, effects)
    assert book.identifications == []
    again = mortuary.count(of, "north", range(1, 4), contents=CONTENTS, effects=effects)
    assert (again.entered.new, again.entered.already) == (0, 2)


def test_a_specimen_that_was_judged_keeps_its_number_in_new_contents(mortuary):
    from repatria.desk import claims
    from repatria.people.party import actor

    of = mortuary.paper(3)
    mortuary.count(of, "north", range(1, 4), contents=CONTENTS)
    row = claims.JudgementRow("south-1:1/1", "south-1:1/2", Judgement.DIFFERENT)
    claims.judge_matches(mortuary.desk, by=actor("north/laboratory"), judgements=[row])
    turned = b"bag,specimen,sample\nS-0001,b,\nS-0001,a,n1\nS-0003,c,n2\n"
    with pytest.raises(IllegalAct, match="would get another number"):
        mortuary.count(of, "north", range(1, 4), contents=turned)
    with pytest.raises(IllegalAct, match="would disappear"):
        mortuary.count(of, "north", range(1, 4), contents=b"bag,specimen\nS-0001,a\n")
    assert mortuary.count(of, "north", range(1, 4), contents=CONTENTS + b"S-0001,e,\n").entered.new == 1


def test_contents_may_be_turned_round_while_nobody_judged_or_decided(mortuary):
    of = mortuary.paper(3)
    mortuary.count(of, "north", range(1, 4), contents=CONTENTS)
    turned = b"bag,specimen\nS-0003,c\nS-0001,b\n"
    assert mortuary.count(of, "north", range(1, 4), contents=turned).specimens == 2


def test_looking_at_a_count_enters_nothing_and_raises_what_entering_would(mortuary):
    from repatria.desk.dead import receiving
    from repatria.people.party import actor
    from repatria.people.refs import PartyId

    of = mortuary.three_bags()
    mortuary.decide("south-1:1/2", "north-1:1")
    size = mortuary.desk.archive.size()
    said = {"by": actor("north/officer"), "of": of, "party": PartyId("north"), "minimum_individuals": 2}
    looked = receiving.look_at_remains(mortuary.desk, bags=["S-0001", "S-0002"], specimens=3, **said)
    assert (looked.bags, looked.missing, looked.specimens, looked.entered.new) == (2, ("south-1:3",), 3, 0)
    swapped = b"bag,specimen\nS-0001,b\nS-0001,a\n"
    for door in (receiving.look_at_remains, receiving.receive_remains):
        with pytest.raises(IllegalAct, match="another number"):
            door(mortuary.desk, bags=["S-0001"], contents=swapped, **said)
    assert mortuary.desk.archive.size() == size
