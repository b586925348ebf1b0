"""The reference says what the code does: tables made from it, keys that are read, and examples that hold."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

import repatria
from repatria.exchange.check import check
from repatria.exchange.manifest import from_bytes, manifest_text, to_bytes
from repatria.exchange.terms import read_terms
from repatria.lists.defects import DEFECTS
from repatria.lists.headings import mapping_from_toml
from repatria.people.party import Stance
from repatria.register import acts
from repatria.register.account import account, to_json
from repatria.register.book import Book

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs/reference"


def page(name: str) -> str:
    """Returns a page of the reference."""
    return (REFERENCE / f"{name}.md").read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Returns the blocks of a page in one language."""
    return re.findall(rf"```{language}\n(.*?)```", page(name), re.DOTALL)


def in_code(text: str) -> set[str]:
    """Returns every word that a page writes as code."""
    return set(re.findall(r"[A-Za-z_][\w-]*", " ".join(re.findall(r"`([^`\n]+)`", text))))


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    """Returns docs/tables.py."""
    spec = importlib.util.spec_from_file_location("tables", ROOT / "docs/tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_are_as_the_code_has_them(tables: ModuleType) -> None:
    stale = [
        found.name for found in tables.pages() if tables.renewed(found.read_text("utf-8")) != found.read_text("utf-8")
    ]
    assert stale == [], "python docs/tables.py makes them anew"


def test_every_table_is_on_a_page(tables: ModuleType) -> None:
    shown = {name for found in tables.pages() for _, name, *_ in tables.SECTION.findall(found.read_text("utf-8"))}
    assert shown == set(tables.TABLES)


def test_no_kind_of_finding_of_lists_is_missing() -> None:
    told = set(re.findall(r"^\| `([a-z0-9-]+)` \|", page("findings"), re.MULTILINE))
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "src/repatria/lists").rglob("*.py"))
    made = set(re.findall(r'(?:Finding|_note)\((?:Severity\.[A-Z]+|severity), "([a-z0-9-]+)"', text))
    assert made - told == set()
    assert set(DEFECTS) - told == set()


def test_no_kind_of_refusal_of_terms_is_missing() -> None:
    told = set(re.findall(r"^\| `([a-z0-9-]+)` \|", page("terms-format"), re.MULTILINE))
    rooms = (ROOT / "src/repatria/exchange/check", ROOT / "src/repatria/exchange/terms")
    text = "\n".join(path.read_text("utf-8") for room in rooms for path in room.glob("*.py"))
    made = set(re.findall(r'(?:refuse|warn|note|_unread|_unknown)\(\s*"([a-z0-9-]+)"', text))
    assert made - told == set()


def test_every_key_of_terms_is_explained() -> None:
    source = (ROOT / "src/repatria/exchange/terms/reading.py").read_text("utf-8")
    read = set(re.findall(r'\b(?:t|top)\.\w+\("([a-z_]+)"', source)) | set(
        re.findall(r'\((?:t|top), "([a-z_]+)"', source)
    )
    assert len(read) > 40  # the patterns still find the keys
    assert read - in_code(page("terms-format")) == set()


def test_the_example_of_terms_can_be_signed() -> None:
    (example,) = blocks("terms-format", "toml")
    found = read_terms(example)
    assert found.findings == ()
    assert found.terms is not None
    assert check(found.terms) == ()


def test_the_example_of_a_mapping_is_read() -> None:
    (example,) = blocks("list-format", "toml")
    assert mapping_from_toml(example) == tomllib.loads(example)["headings"]


def test_the_account_has_the_keys_that_its_page_shows() -> None:
    book = Book()
    at = datetime(2031, 6, 2, tzinfo=UTC)
    book.enter(acts.DeskOpened(at=at, by="mediator/registrar", parties=("north", "south"), origin="desk.example/log"))
    book.enter(
        acts.ListReceived(
            at=at, by="north/delegate", list="north-1", party="north", stance=Stance.SEEKS, exchange="return-2031",
            sha256="0" * 64, lines=1, answer_due_on=at.date(), declared_total=2,
        )
    )  # fmt: skip
    book.enter(
        acts.ListReceived(
            at=at, by="south/delegate", list="south-1", party="south", stance=Stance.HOLDS, exchange="fallen-2031",
            sha256="0" * 64, lines=1, answer_due_on=at.date(), subject=acts.Subject.REMAINS,
        )
    )  # fmt: skip
    made = json.loads(json.dumps(to_json(account(book))))
    keys = set(made)
    for entries in (
        made["lists"], made["lines"], made["remains"].values(), made["discrepancies"], made["consignments"],
    ):  # fmt: skip
        keys |= {key for entry in entries for key in entry}
    assert keys == set(re.findall(r'"([a-z_]+)"', blocks("account-format", "text")[0]))


def test_every_file_of_rows_is_listed_with_its_headings() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "src/repatria/cli/commands").glob("*.py"))
    needed = {frozenset(re.findall(r'"(\w+)"', found)) for found in re.findall(r"needs=\(([^)]*)\)", text)}
    rows = re.findall(r"^\| `[^|]*` \| ([^|]*) \|", page("row-files"), re.MULTILINE)
    listed = {frozenset(in_code(re.sub(r"\([^)]*\)", "", row))) for row in rows}
    assert len(needed) > 7  # the pattern still finds them
    assert needed - listed == set()


def test_a_manifest_has_the_keys_that_its_page_shows() -> None:
    content = {
        "format": "repatria/manifest/1", "id": "M-0001", "exchange": "return-2031", "terms": "0" * 64, "stage": None,
        "opens_at": "2031-06-06T06:00:00+00:00", "closes_at": "2031-06-06T18:00:00+00:00",
        "crossing_point": {"names": {"mediator": "Sickle Ford"}, "latitude": None, "longitude": None},
        "movements": [{"from": "south", "to": "north", "lines": ["north-1:1"]}], "drawn_at": "2031-06-04T09:00:00+00:00",
    }  # fmt: skip
    made = from_bytes(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())
    assert json.loads(to_bytes(made)) == content
    assert set(content) - in_code(page("manifest-format")) == set()
    assert (
        manifest_text(made).splitlines()[0::3]
        == blocks("manifest-format", "text")[0].replace(": 4", ": 1").splitlines()[0::3]
    )


def test_the_python_page_has_every_name_of_the_api() -> None:
    shown = re.findall(r"^\.\. auto(?:function|class|exception):: (\w+)$", page("python"), re.MULTILINE)
    assert sorted(shown) == sorted(repatria.__all__)
