"""The small exchange of prisoners and remains by commands: it balances, and the account says what is true."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from repatria.demo.commands import read_table
from repatria.demo.istanbul.small import DIFFERENTLY, EXCHANGE, HEARD, REMAINS, TAGS, Lists, papers

DAY = date(2031, 5, 20)
AT = "2031-05-20T09:00:00Z"
BOARD = ("--board", "north/laboratory", "--board", "mediator/laboratory")
LABORATORY = "north/laboratory"


def test_the_small_exchange_balances_and_equals_the_truth(typist: Any) -> None:
    lists = Lists()
    for name, content in papers(today=DAY).items():
        (typist.home / name).write_bytes(content)
    _lists(typist, lists)
    _people(typist, lists)
    _dead(typist, lists)
    account = typist.account()
    assert {line["ref"]: line["state"] for line in account["lines"]} == lists.truth
    assert account["balanced"] is True
    found = {one["what"] for one in account["discrepancies"]}
    assert found == {
        "declared total and lines of south-2",
        "bags of consignment south-3",
        "specimens of consignment south-3",
        "minimum number of individuals of consignment south-3",
        "people who crossed on M-0002",
        "people checked off differently on M-0002",
    }


def _lists(typist: Any, lists: Lists) -> None:
    for holder in ("north", "south", "mediator"):
        typist.type(f"register-key --holder {holder} {holder}.key.vkey", by="mediator/registrar", at=AT)
    for file, name in lists.files.items():
        party = name.partition("-")[0]
        stance = "seeks" if "sought" in file else "holds"
        more = f"--exchange {REMAINS} --subject remains" if "remains" in file else f"--exchange {EXCHANGE}"
        typist.type(f"receive-list {file} --party {party} --stance {stance} {more}", by=f"{party}/delegate", at=AT)
    for party in ("north", "south"):
        typist.type(f"answer-claim --file answers-{party}.csv", by=f"{party}/delegate", at=AT)
    traced = next(line for line, fate in lists.sought("north").items() if fate == "not held")
    typist.type(f"remark {traced} accepts", by="north/delegate", at=AT)
    typist.write("judged.csv", "left,right,judgement\n" + "".join(f"{a},{b},same\n" for a, b in lists.pairs))
    for party in ("north", "south"):
        typist.type(f"judge-match --file judged.csv --key {party}.key", by=f"{party}/delegate", at=AT)


def _people(typist: Any, lists: Lists) -> None:
    typist.type("record-fact --file facts.csv", by="mediator/verifier", at=AT)
    typist.type("record-interview --file interviews.csv", by="mediator/verifier", at=AT)
    typist.type("propose-terms terms.toml", by="north/delegate", at=AT)
    for party in ("north", "south"):
        typist.type(f"sign-terms {EXCHANGE} --key {party}.key", by=f"{party}/delegate", at=AT)
    typist.type(
        f"exchange plan {EXCHANGE} --out drawn --moves-on {DAY} --moves-on {DAY}", by="mediator/registrar", at=AT
    )
    drawn = sorted(str(path.relative_to(typist.home)) for path in (typist.home / "drawn").glob("M-*.json"))
    assert len(drawn) == 2
    for holder, role in (("north", "delegate"), ("south", "delegate"), ("mediator", "registrar")):
        typist.type(f"sign-manifest {' '.join(drawn)} --key {holder}.key", by=f"{holder}/{role}", at=AT)
    for path in drawn:
        _crossing(typist, lists, Path(path))


def _crossing(typist: Any, lists: Lists, manifest: Path) -> None:
    movements = json.loads((typist.home / manifest).read_bytes())["movements"]
    lines = [line for movement in movements for line in movement["lines"]]
    fates = lists.held | lists.sought("north") | lists.sought("south")
    for party in ("north", "south"):
        seen = [(line, "absent" if fates[line] == DIFFERENTLY and party == "south" else "crossed") for line in lines]
        typist.write("seen.csv", "line,outcome\n" + "".join(f"{line},{outcome}\n" for line, outcome in seen))
        typist.type(f"check-off {manifest.stem} --file seen.csv", by=f"{party}/officer", at=AT)


def _dead(typist: Any, lists: Lists) -> None:
    count = f"receive-remains {lists.bags} --minimum-individuals"
    for party, tags in (("south", TAGS), ("north", TAGS[:3])):
        typist.write(f"tally-{party}.csv", "bag\n" + "".join(f"{tag}\n" for tag in tags))
    typist.type(f"{count} 4 --file tally-south.csv --specimens 4", by="south/officer", at=AT)
    typist.type(f"{count} 3 --file tally-north.csv --contents contents.csv", by="north/officer", at=AT)
    for who, number, words in HEARD:
        typist.type(
            f"record-statement --said-on {DAY} --concerning north --at-least {number} --at-most {number}",
            *("--said-by", who, "--figure", "bags received", "--wording", words, "--exchange", REMAINS),
            by="mediator/registrar", at=AT,
        )  # fmt: skip
    typist.type("adopt-policy policy.toml", by="mediator/registrar", at=AT)
    typist.type("receive-profiles profiles.csv --laboratory L-1", by=LABORATORY, at=AT)
    files = "--profiles profiles.csv --frequencies frequencies.csv"
    typist.type(f"remains reassociate --kept {files} --out clusters.json", by=LABORATORY, at=AT)
    typist.type(
        f"remains joint {files} --families families.jsonl --clusters clusters.json --policy policy.toml --open-missing 100 "
        "--out conclusions.json --table conclusions.csv", by=LABORATORY, at=AT,
    )  # fmt: skip
    passing = {row["profile"]: row["passes"] for row in read_table(typist.home / "conclusions.csv")}
    assert passing == {"K-2": "yes", "K-1": "no"}  # of K-3 nobody's family gave samples
    person = {fate: line for line, fate in lists.sought("north").items()}
    for bag, fate, expects in ((2, "identified", 0), (1, "dead", 1)):  # on the second man one relative: a lead, refused
        typist.type(
            f"identify {lists.bags}:{bag} --person {person[fate]} --evidence conclusions.json",
            *BOARD, by=LABORATORY, at=AT, expects=expects,
        )  # fmt: skip
