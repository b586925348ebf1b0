from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from repatria.exchange.eligibility import Assessment, assess
from repatria.exchange.gates import check_movement, gates, groups_apart
from repatria.exchange.manifest import Window
from repatria.exchange.terms import Status, Terms
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.record import PersonFile

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
DAY = date(2031, 6, 20)
IN_INTEREST = (FactKind.BEST_INTERESTS, YES, "", "panel")

Golden = Callable[[str], Terms]
Somebody = Callable[..., PersonFile]


def codes(terms: Terms, clause: str, file: PersonFile, willing: Truth = YES, holder: str = "south") -> list[str]:
    found = gates(
        file=file,
        terms=terms,
        assessment=assess(terms, clause, file, holder),
        clause_id=clause,
        willing=willing,
        moves_on=DAY,
    )
    return [f.code for f in found]


@pytest.mark.parametrize(
    ("born", "facts", "willing", "expected"),
    [
        ("2020-01-01", (IN_INTEREST,), YES, []),
        ("2020-01-01", (), YES, ["best-interests-missing"]),
        ("2020-01-01", ((FactKind.BEST_INTERESTS, NO, "", "panel"),), YES, ["best-interests-no"]),
        ("2020-01-01", (IN_INTEREST, (FactKind.BEST_INTERESTS, NO, "", "court")), YES, ["best-interests-missing"]),
        ("2013-06-21", (), YES, ["best-interests-missing"]),  # 18 the day after
        ("2013-06-20", (), YES, []),  # 18 on the day
        ("2013", (), YES, ["best-interests-missing"]),  # perhaps a child
        ("", (), YES, ["best-interests-missing"]),
        ("1990-01-01", (), UNKNOWN, ["interview-missing"]),
        ("1990-01-01", (), NO, ["not-willing"]),
        ("1990-01-01", ((FactKind.FIT_TO_TRAVEL, NO, "", "doctor"),), YES, ["unfit-to-travel"]),
        ("1990-01-01", ((FactKind.FIT_TO_TRAVEL, YES, "", "doctor"),), YES, []),
    ],
)
def test_what_keeps_somebody_off_a_manifest(
    golden: Golden, somebody: Somebody, born: str, facts: tuple[tuple[FactKind, Truth, str, str], ...], willing: Truth,
    expected: list[str],
) -> None:  # fmt: skip
    assert codes(golden("children"), "children-from-south", somebody({"north-1:1": born}, *facts), willing) == expected


@pytest.mark.parametrize(
    ("said", "found", "together", "expected"),
    [
        ("A", None, True, ["siblings-unverified"]),
        ("A", UNKNOWN, True, ["siblings-unverified"]),
        ("A", YES, True, []),
        ("A", NO, True, []),
        (" ", None, True, []),
        ("A", None, False, []),
    ],
)
def test_siblings_on_a_list_are_a_claim_that_has_to_be_settled(
    golden: Golden, somebody: Somebody, said: str, found: Truth | None, together: bool, expected: list[str]
) -> None:
    facts = [IN_INTEREST, *([(FactKind.SIBLING_GROUP, found, "G-1", "panel")] if found else [])]
    file = somebody({"north-1:1": "2020-01-01"}, *facts)
    listed = replace(file, records=(replace(file.records[0], values={Field.SIBLING_GROUP: said}),))
    terms = golden("children")
    assert terms.children is not None
    terms = replace(terms, children=replace(terms.children, siblings_together=together))
    assert codes(terms, "children-from-south", listed) == expected


def test_unknown_and_no_keep_off(golden: Golden, somebody: Somebody) -> None:
    terms = golden("prisoners")
    assert codes(terms, "all-young", somebody({"north-1:1": "2013~"})) == ["eligible-unknown", "best-interests-missing"]
    assert codes(terms, "all-young", somebody({"north-1:1": "1980"})) == ["eligible-no"]


@pytest.mark.parametrize(
    ("clause", "basis"),
    [("all-gravely-ill", "GC III art. 109(3)"), ("all-young", "non-refoulement and ICRC practice")],
)
def test_the_interview_is_asked_for_on_its_own_ground(
    golden: Golden, somebody: Somebody, clause: str, basis: str
) -> None:
    file = somebody({"north-1:1": "1990"})
    (finding,) = gates(
        file=file,
        terms=golden("prisoners"),
        assessment=Assessment(YES, ()),
        clause_id=clause,
        willing=UNKNOWN,
        moves_on=DAY,
    )
    assert (finding.place, finding.message) == ("north-1:1", f"the private interview ({basis}) is not held")


def test_preliminary_terms_move_nobody(golden: Golden, somebody: Somebody) -> None:
    terms = replace(golden("prisoners"), status=Status.PRELIMINARY)
    assert codes(terms, "all-young", somebody({"north-1:1": "2010"})) == ["terms-preliminary"]


def test_the_dead_are_not_asked(golden: Golden, somebody: Somebody) -> None:
    file = somebody({"north-1:1": ""}, (FactKind.CATEGORY, YES, "fallen", "north"))
    assert codes(golden("remains"), "dead", file, UNKNOWN) == []


def test_a_group_stands_whole_on_a_manifest(golden: Golden) -> None:
    terms = golden("children")
    groups = {"S-1": ("north-1:1", "north-1:2"), "S-2": ("north-1:3", "north-1:4")}
    found = groups_apart(groups=groups, lines=("north-1:1", "north-1:2", "north-1:4"), terms=terms)
    assert [(f.code, f.place) for f in found] == [("group-apart", "north-1:4")]
    assert groups_apart(groups=groups, lines=("north-1:1", "north-1:2"), terms=terms) == ()
    assert groups_apart(groups=groups, lines=("north-1:1",), terms=replace(terms, children=None)) == ()


@pytest.mark.parametrize(
    ("opens", "closes", "area", "expected"),
    [
        ("2031-06-10T06:00:00+03:00", "2031-06-10T18:00:00+03:00", "Stone Bridge", []),
        ("2031-06-10T04:00:00+01:00", "2031-06-10T10:00:00+00:00", "Old Mill", []),
        ("2031-06-10T06:00:00+02:00", "2031-06-10T18:00:00+02:00", "", ["movement-outside-truce"]),
        ("2031-06-10T05:59:00+03:00", "2031-06-10T08:00:00+03:00", "", ["movement-outside-truce"]),
        ("2031-06-10T07:00:00+03:00", "2031-06-10T08:00:00+03:00", "New Ford", ["movement-outside-truce"]),
    ],
)
def test_a_movement_lies_within_a_truce(
    golden: Golden, opens: str, closes: str, area: str, expected: list[str]
) -> None:
    window = Window(datetime.fromisoformat(opens), datetime.fromisoformat(closes))
    assert [f.code for f in check_movement(terms=golden("remains"), moves_on=window, area=area)] == expected
    assert check_movement(terms=golden("children"), moves_on=window, area=area) == ()
