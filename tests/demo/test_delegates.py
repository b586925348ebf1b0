from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from repatria.demo import delegates
from repatria.demo.commands import Command, Folder
from repatria.demo.invention.forms import HandedIn
from repatria.demo.invention.sheets import Sheet, to_xlsx
from repatria.people.fields import Field
from repatria.people.party import Stance


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def proposals(folder: Folder, *rows: tuple[str, str, str]) -> Path:
    full = [(left, right, proposal, "why", "") for left, right, proposal in rows]
    return Path(folder.put("proposals.csv", delegates.JUDGED, full))


def judged(path: str) -> dict[tuple[str, str], str]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return {(row["left"], row["right"]): row["judgement"] for row in csv.DictReader(file)}


def test_every_proposal_is_judged_by_the_truth(folder: Folder) -> None:
    path = proposals(
        folder,
        ("north-1:1", "south-1:1", "same"),
        ("north-1:2", "south-1:3", "review"),
        ("north-1:3", "", "none"),
        ("north-1:4", "south-1:4", "none"),
    )
    filled = delegates.fill_judgements(folder, "judged.csv", [path], {("south-1:1", "north-1:1")})
    assert judged(filled) == {
        ("north-1:1", "south-1:1"): "same",
        ("north-1:2", "south-1:3"): "different",
        ("north-1:4", "south-1:4"): "",
    }


def test_a_weak_pair_for_review_stays_unsure(folder: Folder) -> None:
    path = proposals(folder, ("north-1:1", "south-1:1", "review"), ("north-1:2", "south-1:2", "same"))
    true = {("north-1:1", "south-1:1"), ("north-1:2", "south-1:2")}
    filled = delegates.fill_judgements(folder, "judged.csv", [path], true, weak={"south-1:1", "south-1:2"})
    assert list(judged(filled).values()) == ["unsure", "same"]


def test_a_second_line_is_judged_as_its_first(folder: Folder) -> None:
    path = proposals(folder, ("north-1:9", "south-1:1", "same"), ("north-1:1", "south-1:1", "same"))
    filled = delegates.fill_judgements(
        folder, "judged.csv", [path], {("north-1:1", "south-1:1")}, instead={"north-1:9": "north-1:1"}
    )
    assert judged(filled) == {("north-1:1", "south-1:1"): "same"}


def test_pairs_that_no_proposal_named_are_added_once(folder: Folder) -> None:
    path = proposals(folder, ("north-1:1", "south-1:1", "same"))
    true = {("north-1:1", "south-1:1"), ("north-1:2", "south-1:2")}
    filled = delegates.fill_judgements(folder, "judged.csv", [path], true, also=true)
    assert judged(filled) == {("north-1:1", "south-1:1"): "same", ("north-1:2", "south-1:2"): "same"}


def test_a_list_is_handed_in_by_the_party_that_made_it(folder: Folder) -> None:
    on = HandedIn(
        list="north-1", file="a.xlsx", party="north", stance=Stance.SEEKS, exchange="return-2031", people=("T-0001", "T-0002"),
        sheet=Sheet((), ("Surname",), (("A",), ("B",))), write=to_xlsx, due=date(2031, 6, 10),
        received_at="2031-05-13T09:00:00Z", released=(Field.SOURCE,), mediator_only=(Field.HEALTH,),
    )  # fmt: skip
    assert delegates.handing_in(on, folder) == Command(
        "north hands in its list of people it seeks (2 lines)",
        ("receive-list", folder.list("a.xlsx"), "--party", "north", "--stance", "seeks", "--exchange", "return-2031",
         "--subject", "persons", "--answer-by", "2031-06-10", "--release", "source", "--mediator-only", "health"),
        "north/delegate",
        "2031-05-13T09:00:00Z",
    )  # fmt: skip


def test_manifests_are_signed_by_north_then_by_south_then_by_the_mediator(folder: Folder) -> None:
    manifest = folder.root / "M-0001.json"
    manifest.write_text(json.dumps({"id": "M-0001", "movements": [{"lines": ["north-1:1"]}, {"lines": ["south-2:3"]}]}))
    told = list(delegates.signing(delegates.manifests(folder.root), folder, day="2031-06-10"))
    assert [[command.by for command in commands] for commands in told] == [
        ["north/delegate", "south/delegate", "mediator/registrar"]
    ]
    assert delegates.directions(manifest) == ("M-0001", ("north-1:1", "south-2:3"))


def test_both_sides_check_off_at_one_moment(folder: Folder) -> None:
    rows = {"north": [("north-1:1", "crossed")], "south": [("north-1:1", "absent")]}
    found = list(delegates.check_offs(folder.root / "M-0001.json", folder, rows, at="2031-06-12T10:00:00Z"))
    assert [(command.by, command.at) for command in found] == [
        ("north/officer", "2031-06-12T10:00:00Z"),
        ("south/officer", "2031-06-12T10:00:00Z"),
    ]
    assert folder.work("check-off-M-0001-south.csv").read_bytes() == b"line,outcome\r\nnorth-1:1,absent\r\n"


def test_terms_are_filled_in() -> None:
    text = delegates.terms_text("children", to_north='"north-1:1"', to_south='"south-2:1"').decode()
    assert '"north-1:1"' in text
    assert "$" not in text
