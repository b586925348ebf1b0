"""Effects as claims."""

from __future__ import annotations

from repatria.remains.reading import read_effects

PHOTOGRAPH = "ab" * 32


def test_a_label_is_a_claim_with_its_bag_and_specimen(rows, bags, contents):
    found = read_effects(
        rows("effects", f"bag|specimen|what|says|photograph\nS-1|a|label|Aster Vale|{PHOTOGRAPH.upper()}"),
        bags=bags,
        contents=contents("bag|specimen\nS-1|a"),
    )
    (one,) = found.effects
    assert (one.bag, one.specimen, one.what, one.says) == ("south-5:1", "south-5:1/1", "label", "Aster Vale")
    assert (one.photograph, one.place, found.findings) == (PHOTOGRAPH, "row 2 of effects", ())
    assert "Aster" not in repr(one)


def test_what_is_not_known_is_kept_and_told(rows, bags, contents):
    table = """bag|specimen|what|says|photograph
        S-9|a|label|Aster Vale|
        S-1|b|label|Aster Vale|
        S-1||spoon|Aster Vale|
        S-1||label|Aster Vale|Aster Vale"""
    found = read_effects(rows("effects", table), bags=bags, contents=contents("bag|specimen\nS-2|b"))
    assert [(one.specimen, one.what) for one in found.effects] == [(None, "label"), (None, "effect"), (None, "label")]
    assert [(f.code, f.place) for f in found.findings] == [
        ("bag-not-on-paper", "row 2 of effects"),
        ("specimen-not-known", "row 3 of effects"),
        ("kind-of-effect-not-known", "row 4 of effects"),
        ("digest-not-understood", "row 5 of effects"),
    ]
    assert not any("Aster" in f.message + f.hint for f in found.findings)
