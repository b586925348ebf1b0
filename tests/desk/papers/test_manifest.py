"""The printed manifest: the same bytes each time, four languages, and to each only what it may hold in its hands."""

from __future__ import annotations

import hashlib
import json
import re
from types import SimpleNamespace
from typing import Any

import pytest

from repatria.desk.manifests.kept import as_drawn, kept_manifest
from repatria.desk.papers import LANGUAGES, words
from repatria.desk.papers.manifest import contents, print_manifest
from repatria.desk.papers.manifest.printing import PACKAGE
from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.exchange.codes import read_code, read_qr, short_codes
from repatria.exchange.manifest import to_bytes
from repatria.exchange.outcome import Outcome
from repatria.people.fields import Field
from repatria.people.party import actor
from repatria.people.refs import LineRef, PartyId, Sha256
from repatria.register.acts import Wish

REGISTRAR = actor("mediator/registrar")


def shown(drawn: Any, copy: str = "mediator", language: str = "en", by: str = "mediator/registrar") -> dict[str, Any]:
    kept = as_drawn(drawn.desk, drawn.kept.content)
    return contents(drawn.desk, kept, by=actor(by), copy=PartyId(copy), language=language)


def people(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for part in document["directions"] for block in part["blocks"] if not block["head"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["children", "bags"])
def test_a_manifest_is_the_same_bytes_in_each_language(
    request: pytest.FixtureRequest, kind: str, language: str
) -> None:
    drawn = request.getfixturevalue(kind)
    made = [print_manifest(drawn.desk, drawn.kept, by=REGISTRAR, copy=PartyId("north"), language=language)
            for _ in range(2)]  # fmt: skip
    assert made[0] == made[1]
    assert made[0][:5] == b"%PDF-"


def keys(value: dict[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            found |= keys(inner, f"{above}{key}.")
        else:
            found[f"{above}{key}"] = len(inner) if isinstance(inner, list) else set(re.findall(r"\{\w+\}", inner))
    return found


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_language_lacks_a_word(language: str) -> None:
    assert keys(dict(words(PACKAGE, language))) == keys(dict(words(PACKAGE, "en")))
    own = {key: value for key, value in words(PACKAGE, language).items() if isinstance(value, str)}
    assert {key for key, value in own.items() if value == words(PACKAGE, "en")[key]} <= {"direction", "date"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_a_box_in_the_order_of_the_words(language: str) -> None:
    """The last outcome is for people whom nobody had put on the manifest, so no line has a box for it."""
    assert len(words(PACKAGE, language)["boxes"]) == len(Outcome) - 1
    assert words(PACKAGE, "en")["boxes"] == [one.value for one in Outcome][:-1]


def test_everybody_stands_with_number_code_and_both_spellings(children: Any) -> None:
    first = people(shown(children))[0]
    digest = Sha256(hashlib.sha256(children.kept.content).hexdigest())
    code = short_codes(digest=digest, lines=children.kept.manifest.lines)[LineRef("north-1:1")]
    assert (first["number"], first["line"], read_code(first["code"])) == ("1", "north-1:1", code)
    assert first["names"] == [
        ["North", "Іваненко Олена", ["born \u206612.03.2019\u2069"]],
        ["South", "Иваненко Елена", ["born \u206612.03.2019\u2069"]],
    ]
    assert [mark for mark, _ in first["gates"]] == ["yes"] * 4


def test_the_square_code_holds_manifest_and_code_and_no_name(children: Any) -> None:
    for one in people(shown(children)):
        assert read_qr(one["qr"]) == (children.kept.manifest.id, read_code(one["code"]))


def test_siblings_stand_together_under_a_letter_not_under_their_code(children: Any) -> None:
    part = shown(children)["directions"][0]
    heads = [block["head"] or block["number"] for block in part["blocks"]]
    assert heads == ["1", "Group A travels together: numbers \u20662, 3\u2069", "2", "3"]
    assert "Boyko" not in json.dumps(part, ensure_ascii=False)


def test_a_party_learns_that_somebody_is_held_back_and_not_why(children: Any) -> None:
    children.office.interviews("north-1:1", Wish.UNWILLING)
    told = [people(shown(children, copy))[0]["gates"] for copy in ("mediator", "north", "south")]
    assert ["no", "said no in private"] in told[0]
    assert told[1] == told[2] == [["no", "held back: ask the mediator"]]


@pytest.mark.parametrize("copy", ["north", "south"])
def test_what_a_side_keeps_for_the_mediator_is_in_no_partys_copy(office: Any, copy: str) -> None:
    drawn = with_secret_birth_dates(office)
    assert "2016" in json.dumps(people(shown(drawn)))
    assert "2016" not in json.dumps(people(shown(drawn, copy)))
    assert "Бойко" in json.dumps(people(shown(drawn, copy)), ensure_ascii=False)


def with_secret_birth_dates(office: Any) -> Any:
    """Both lists keep the dates of birth for the mediator."""
    hands_in = office.hands_in
    office.hands_in = lambda *a, **more: hands_in(*a, **more, mediator_only=(Field.DATE_OF_BIRTH,))
    office.ready_children()
    office.signs_terms("north", "south")
    return SimpleNamespace(desk=office.desk, kept=as_drawn(office.desk, to_bytes(office.plans().manifests[1])))


@pytest.mark.parametrize(
    ("by", "copy"),
    [("north/delegate", "south"), ("south/officer", "mediator"), ("mediator/observer", "mediator"),
     ("north/verifier", "north"), ("mediator/laboratory", "north")],
)  # fmt: skip
def test_nobody_prints_anothers_copy(children: Any, by: str, copy: str) -> None:
    with pytest.raises(NotPermitted):
        shown(children, copy, by=by)


def test_there_is_no_copy_for_somebody_else(children: Any) -> None:
    with pytest.raises(InputNotUnderstood):
        shown(children, "east")


def test_the_copy_says_who_has_signed_and_who_has_not(children: Any) -> None:
    states = [dict(shown(children)["facts"])["State"]]
    for name in ("mediator", "north", "south"):
        children.office.signs_manifest(children.kept.manifest, name)
        states.append(dict(shown(children)["facts"])["State"])
    assert states == [
        "not in force: nobody has signed", "not in force: still to be signed by North, South",
        "not in force: still to be signed by South", "in force: everybody named on it has signed",
    ]  # fmt: skip
    assert kept_manifest(children.desk, children.kept.manifest.id).content == children.kept.content


def test_bags_have_their_label_and_are_not_asked(bags: Any) -> None:
    first = people(shown(bags))[0]
    assert first["names"] == [["South", "S-1", []]]
    assert first["gates"] == []
    assert first["boxes"] == ["handed over", "not among those received"]
    assert shown(bags)["directions"][0]["count"] == "Bags: 3"
