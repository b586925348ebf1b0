"""What the reference page shows is read as it says, and finds what it names."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import fields
from pathlib import Path

import pytest

from repatria.people.refs import ListId
from repatria.remains.counting import minimum_individuals
from repatria.remains.custody import Item, check
from repatria.remains.graph import Graph, Kind
from repatria.remains.policy import DEFAULT, Policy, read_policy
from repatria.remains.reading import named_rows, read_contents, read_custody

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/remains-files.md").read_text("utf-8")
EXPLANATION = (ROOT / "docs/explanation/remains.md").read_text("utf-8")


def block(name: str) -> str:
    return re.search(rf":name: {name}\n(.*?)```", PAGE, re.DOTALL)[1]


def table(name: str):
    head, *body = csv.reader(io.StringIO(block(name)))
    return named_rows(head, enumerate(body, start=2), kind=name)


@pytest.fixture
def shown(bags):
    return read_contents(table("contents"), bags=bags, consignment=ListId("south-5"), said_by="north")


def test_the_contents_shown_are_read_without_a_finding(shown):
    assert (shown.findings, shown.numbers(3)) == ((), (2, 1, 0))
    assert minimum_individuals({one.ref: one.part for one in shown.specimens}).value == 1


def test_the_custody_shown_is_a_whole_chain(shown, bags):
    read = read_custody(table("custody"), bags=bags, contents=shown)
    assert (len(read.handings), read.findings) == (3, ())
    assert check([Item(Kind.SAMPLE, "L-1")], handings=read.handings, graph=Graph(shown.links)) == ()


def test_the_policy_shown_has_every_key():
    policy = read_policy(block("policy").encode())
    assert (policy.name, policy.laboratories, policy.most_rivals) == ("two-laboratories", 2, 0)
    assert [f.name for f in fields(Policy) if f"\n{f.name} =" not in block("policy")] == []


def test_the_explanation_has_the_defaults_of_the_code():
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", EXPLANATION, re.MULTILINE))
    assert told == {
        "least_posterior": f"{DEFAULT.least_posterior}",
        "least_close_relatives": f"{DEFAULT.least_close_relatives}",
        "or_methods": f"{DEFAULT.or_methods}",
        "least_markers": f"{DEFAULT.least_markers}",
        "most_exclusions": f"{DEFAULT.most_exclusions}",
        "laboratories": f"{DEFAULT.laboratories}",
        "board": f"{DEFAULT.board}",
        "both_parties_for_wrong_side": "true",
        "words": ", ".join(DEFAULT.words),
        "alone": ", ".join(sorted(DEFAULT.alone)),
        "unseen_allele": DEFAULT.unseen_allele,
    }


NOT_OF_FILES = {"lies-in-two", "wrong-side-remains", "side-not-known", "policy-not-understood"}
NOT_CODES = {"utf-8", "utf-8-sig", "family-told", "sent-back", "receipt-given"}


def test_every_code_of_a_finding_on_a_file_stands_on_the_page_and_no_other():
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/repatria/remains").rglob("*.py"))
    codes = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', source)) - NOT_OF_FILES - NOT_CODES
    told = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE))
    assert codes - {"repatria-conclusions-1"} == told
