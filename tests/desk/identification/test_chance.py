"""The truer figure of chance: never above the bound, and what happens among strangers."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.desk.identification.chance import chance_in_family


def test_what_chance_gives_with_a_family_is_what_strangers_show(files: Any) -> None:
    made = files(2, ["mother", "two sibs", "uncle"], strangers=1500, found=0, lost=0.0, markers=5)
    material = made.material()
    found = made.search(material, 0.0)
    hits = [k for k in range(len(found)) if 0.8 < found.log10_lr[k] < 1.3][:12:3]
    assert len(hits) == 4
    told = chance_in_family(material, found, hits, draws=4000, seed=3)
    for hit, one in zip(hits, told, strict=True):
        seen = ((found.row == found.row[hit]) & (found.log10_lr >= found.log10_lr[hit])).sum()
        assert one.expected == pytest.approx(seen, rel=0.5, abs=4)
        assert one.share <= one.bound
    assert sum(one.expected for one in told) <= found.chance_hits()[hits].sum()
