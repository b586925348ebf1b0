"""One word, one meaning: words that GLOSSARY.md rules out do not come back through the code."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/repatria"
RULED_OUT = {"batch", "blockchain", "broker", "captor", "corpse", "dataset", "donor", "enemy", "ledger", "swap"}
NAMES_OF_OTHERS = {"batch_size", "RecordBatch", "to_batches"}  # Django's keyword, Arrow's names
EXCUSED = {
    "store": {"batch"},  # rows written together, never people
    "exchange": {"corpse"},  # read where a party writes it in terms
}
WORD = re.compile(r"[A-Za-z][a-z]+")
SPOKEN = (tokenize.NAME, tokenize.STRING, tokenize.COMMENT)


def ruled_out_words(source: str) -> set[str]:
    """Returns the ruled-out words in identifiers, strings and comments of a module, plurals counted as singular."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    spoken = [token.string for token in tokens if token.type in SPOKEN and token.string not in NAMES_OF_OTHERS]
    words = {word.lower() for text in spoken for word in WORD.findall(text)}
    return {word for word in RULED_OUT if {word, f"{word}s", f"{word}es"} & words}


def test_the_check_sees_identifiers_and_text_but_not_parts_of_words() -> None:
    assert ruled_out_words('open_batches(batch_size=1)  # a Ledger\nx = "swapped"\n') == {"batch", "ledger"}


@pytest.mark.parametrize("module", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_module_keeps_to_the_words_of_the_field(module: Path) -> None:
    room = module.relative_to(SOURCE).parts[0]
    assert ruled_out_words(module.read_text("utf-8")) - EXCUSED.get(room, set()) == set()


def test_glossary_says_which_words_are_ruled_out() -> None:
    rows = [line.split("|") for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines() if line.startswith("|")]
    said = {word.lower().removesuffix("s") for row in rows if len(row) > 4 for word in WORD.findall(row[3])}
    assert RULED_OUT - said == set()
