"""What a pack holds, who may make one, and that nothing of it is in clear."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from repatria.desk.handover.sheet import sheet
from repatria.errors import IllegalAct, NotPermitted
from repatria.people.party import actor


def test_a_pack_holds_the_least(packed, open_pack):
    content = open_pack(packed())
    assert [{k: v for k, v in one.items() if k != "code"} for one in content["people"]] == [
        {"number": 1, "from": "south", "to": "north", "who": "Олена І.", "born": "2019", "bag": False},
        {"number": 2, "from": "south", "to": "north", "who": "Тарас Б.", "born": "2018", "bag": False},
        {"number": 3, "from": "south", "to": "north", "who": "Ірина Б.", "born": "2016", "bag": False},
    ]
    assert (content["desk"]["of"], content["desk"]["recorded"]) == (3, {})


def test_each_side_recognises_by_its_own_words(packed, open_pack):
    assert [one["who"] for one in open_pack(packed("south/officer"))["people"]] == ["Елена И.", "Тарас Б.", "Ирина Б."]


def test_a_pack_shows_nothing_without_its_code(packed, open_pack):
    pack = packed()
    clear = json.dumps(pack, ensure_ascii=False)
    for one in open_pack(pack)["people"]:
        assert (one["who"] in clear, one["code"] in clear, one["born"] in clear) == (False, False, False)
    assert json.loads(pack["header"]) | {"sha256": ""} == {
        "format": "repatria/handover-pack/1", "manifest": "M-0002", "sha256": "", "side": "north", "pack": "p" * 22,
        "part": 1, "parts": 1, "made_at": "2031-07-01T06:01:00Z", "expires_at": "2031-07-02T06:01:00Z",
        "kdf": "PBKDF2-HMAC-SHA-256", "iterations": 600_000,
    }  # fmt: skip
    with pytest.raises(InvalidTag):
        open_pack(pack, "314159265358979324")


def test_a_changed_header_does_not_open(packed, open_pack):
    pack = packed()
    with pytest.raises(InvalidTag):
        open_pack(pack | {"header": pack["header"].replace("2031-07-02T", "2031-08-02T")})


@pytest.mark.parametrize("by", ["north/delegate", "mediator/registrar", "north/verifier", "mediator/observer"])
def test_only_officers_take_a_manifest_along(packed, by):
    with pytest.raises(NotPermitted):
        packed(by)


def test_whose_side_does_not_check_off_takes_nothing_along(packed):
    with pytest.raises(IllegalAct, match="each side checks off for itself"):
        packed("mediator/officer")


def test_a_manifest_is_taken_along_from_the_day_before(office, moving, packed):
    office.clock.moment = moving.moves_on.opens_at - timedelta(2)
    with pytest.raises(IllegalAct, match="too early"):
        packed()
    office.clock.moment = moving.moves_on.opens_at - timedelta(1)
    assert packed()["sealed"]


@pytest.mark.parametrize(("part", "manifest"), [(0, ""), (2, ""), (1, "M-0009")])
def test_what_is_not_there_is_not_packed(packed, part, manifest):
    with pytest.raises(IllegalAct):
        packed(part=part, manifest=manifest)


def test_somebody_who_may_not_see_a_name_sees_none(office, moving):
    assert {one.who for one in sheet(office.desk, manifest=moving.id, reader=actor("mediator/observer"))} == {""}
