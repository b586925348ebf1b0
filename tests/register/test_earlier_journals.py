"""What an earlier version wrote is read, written again to the byte, and accounts for everybody as it did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repatria.register import acts
from repatria.register.account import account
from repatria.register.book import replay

GOLDEN = Path(__file__).resolve().parents[1] / "golden/journal"
PAYLOADS = (GOLDEN / "journal.jsonl").read_bytes().splitlines()


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_an_act_is_read_and_written_again_to_the_byte(payload: bytes) -> None:
    assert acts.encode(acts.decode(payload)) == payload


def test_the_account_is_what_it_was() -> None:
    expected = json.loads((GOLDEN / "account.json").read_text("utf-8"))
    found = account(replay(map(acts.decode, PAYLOADS)))
    assert [
        [ref, s.state.value, s.owed_by, s.due_on.isoformat() if s.due_on else None] for ref, s in found.lines
    ] == expected["states"]
    numbers = {p: [r.bags, r.specimens, r.minimum_individuals, r.identified] for p, r in found.remains.items()}
    assert numbers == expected["remains"]
    assert [[d.what, d.counts] for d in found.discrepancies] == expected["discrepancies"]
