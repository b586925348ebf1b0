from __future__ import annotations

import subprocess
import sys
from typing import Any


def states(clerk: Any) -> dict[str, str]:
    return {line["ref"]: line["state"] for line in clerk.json("account")["lines"]}


def test_an_answer_by_arguments_and_by_file_is_the_same(clerk: Any, prepared: Any, tmp_path: Any) -> None:
    clerk.ok("answer-claim", "north-1:1", "cannot identify", "--needs", "mother,father", by="south/delegate")
    one = states(clerk)
    clerk.write("a.csv", 'line,answer,needs\nnorth-1:1,cannot identify,"mother, father"\n')
    said = clerk.json("answer-claim", "--file", "a.csv", by="south/delegate")
    assert (said["entered"], said["already"], states(clerk)) == (0, 1, one)
    assert one["north-1:1"] == "needs information"


def test_a_duplicate_names_its_line(clerk: Any) -> None:
    clerk.ok("answer-claim", "north-1:2", "duplicate", "--duplicate-of", "north-1:1", by="south/delegate")
    clerk.ok("remark", "north-1:2", "accepts", by="north/delegate")
    assert states(clerk)["north-1:2"] == "duplicate"


def test_a_file_is_entered_whole_or_not_at_all(clerk: Any) -> None:
    clerk.write("a.csv", "line,answer\nnorth-1:1,held\nnorth-1:77,held\n")
    done = clerk.do("answer-claim", "--file", "a.csv", by="south/delegate")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "north-1:77 (row 3 of answers): no such line")
    assert (clerk.acts(), states(clerk)["north-1:1"]) == (6, "unanswered")


def test_adding_information_is_one_remark(clerk: Any) -> None:
    clerk.ok("answer-claim", "north-1:1", "cannot identify", "--needs", "mother", by="south/delegate")
    said = clerk.json("remark", "north-1:1", "adds information", by="north/delegate")
    assert (said["entered"], states(clerk)["north-1:1"]) == (1, "unanswered")


def test_evidence_is_kept_under_its_digest(clerk: Any) -> None:
    from hashlib import sha256

    from repatria.store import open_archive

    clerk.write("letter.txt", "the letter")
    words = ("record-fact", "north-1:1", "identity-changed", "yes", "--evidence", "letter.txt", "--on", "2031-05-01")
    assert clerk.json(*words, by="north/delegate")["entered"] == 1
    with open_archive(clerk.home / "desk.sqlite3") as archive:
        assert archive.document(sha256(b"the letter").hexdigest()) == b"the letter"


def test_facts_come_as_a_file(clerk: Any) -> None:
    clerk.write(
        "f.csv",
        "line,what,truth,value,source,on\nnorth-1:1,best-interests,yes,,panel,2031-05-01\n"
        "north-1:1,sibling-group,yes,G-1,panel,\n",
    )
    assert clerk.json("record-fact", "--file", "f.csv", by="mediator/verifier")["entered"] == 2


def test_judgements_left_empty_are_skipped_and_counted(clerk: Any) -> None:
    clerk.write("j.csv", "left,right,judgement\nnorth-1:1,south-1:1,same\nnorth-1:2,south-1:2,\nnorth-1:2,,\n")
    said = clerk.json("judge-match", "--file", "j.csv", by="north/delegate")
    assert (said["entered"], said["skipped"]) == (1, 2)


def test_reconcile_proposes_with_bits_probability_and_reasons(clerk: Any) -> None:
    found = clerk.json("reconcile", "north-1", "south-1", "--out", "p.csv")
    first = found["proposals"][0]
    assert (first["left"], first["right"], first["proposal"]) == ("north-1:1", "south-1:1", "same")
    assert set(first) == {"left", "right", "proposal", "weight_bits", "probability", "reasons"}
    assert (first["weight_bits"] > 10, first["probability"] > 0.9) == (True, True)
    assert (found["counts"]["same"] > 0, found["findings"]) == (True, [])
    lines = (clerk.home / "p.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "left,right,proposal,weight_bits,probability,reasons,judgement"
    assert lines[1].startswith(f"north-1:1,south-1:1,same,{first['weight_bits']:.4f},{first['probability']:.6f},")
    assert "Zyxwvutsan" not in (clerk.home / "p.csv").read_text("utf-8")
    said = clerk.do("reconcile", "north-1", "south-1", "--out", "p.csv").stderr
    assert said.startswith("weighed by what these two lists say themselves; people judge every pair")
    assert (clerk.home / "p.csv").stat().st_mode & 0o077 == 0
    assert clerk.json("judge-match", "--file", "p.csv", by="north/delegate")["entered"] == 0


def test_statements_stand_beside_the_count(clerk: Any) -> None:
    words = ("record-statement", "--said-by", "a spokesman's office", "--said-on", "2031-05-01", "--figure")
    more = ("persons sought", "--concerning", "north", "--wording", "around 40", "--at-least", "35", "--at-most", "45")
    assert clerk.json(*words, *more)["entered"] == 1
    row = next(one for one in clerk.json("figures")["figures"] if one["figure"] == "persons sought")
    assert (row["documented"], row["statements"][0]["at_least"], row["statements"][0]["at_most"]) == (2, 35, 45)
    public = clerk.json("figures", "--public")["figures"]
    assert next(one["documented"] for one in public if one["figure"] == "persons sought") == "fewer than 10"
    shown = [line for line in clerk.ok("figures").splitlines() if line.startswith("persons sought")]
    assert shown[0].split("  ")[-1] == "35 to 45 (a spokesman's office, 2031-05-01)"


def test_reconcile_of_short_lists_loads_no_compiler(clerk: Any) -> None:
    program = "import sys; from repatria.cli import main; main(standalone_mode=False); print('numba' in sys.modules)"
    words = (
        "reconcile",
        "north-1",
        "south-1",
        "--out",
        str(clerk.home / "p.csv"),
        "--desk",
        str(clerk.home / "desk.sqlite3"),
    )
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
