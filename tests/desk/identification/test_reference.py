"""The cases of dvir's examples, reached through the desk: the same words as the joint identification of the case itself."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from repatria.desk.identification.concluding import conclude
from repatria.desk.identification.inputs import read_material
from repatria.desk.identification.profiles import Homozygotes
from repatria.desk.identification.searching import EVERYTHING, search
from repatria.kinship import Mutation, read_case
from repatria.kinship import conclude as kinship_conclude
from repatria.kinship.files import Family, to_line
from repatria.kinship.joint import Case

REFERENCE = Path(os.environ.get("REPATRIA_REFERENCE", "")) / "kinship" / "reference"
NAMES = (
    "KETPchap481", "KETPchap484", "KETPexer497", "KETPexer498", "example1", "example2", "exclusionExample", "fire",
    "grave", "icmp", "planecrash", "symmetricSibs", "syn_brothers_lost", "syn_father_and_son_fewloci",
    "syn_nobody_home", "syn_singles5",
)  # fmt: skip


def _mutation(value: dict[str, Any]) -> Mutation:
    given = value.get("mutation") if "mutation" in value else value["markers"][0].get("mutation")
    if not given or "model" in given:
        return Mutation.of_json(given)
    both = {
        key: {sex: given[sex][key] for sex in ("male", "female")}
        for key in ("rate", "rate2", "range")
        if given["male"][key]
    }
    return Mutation.of_json({"model": given["male"]["model"], **both})


def write(case: Case, folder: Path) -> dict[str, Path]:
    """Writes a case as a laboratory's files."""
    markers = [marker.name for marker in case.markers]
    rows = [",".join(["profile", "sex", *markers])]
    rows += [",".join([one.name, str(int(one.sex)), *(text or "" for text in one.genotypes)]) for one in case.victims]
    frequencies = ["marker,allele,frequency"]
    for marker in case.markers:
        pairs = zip(marker.alleles, marker.frequencies.tolist(), strict=True)
        frequencies += [f"{marker.name},{allele},{frequency!r}" for allele, frequency in pairs]
    lines = []
    for family in case.families:
        typed = {
            who: {name: text or "-/-" for name, text in zip(markers, of, strict=True)}
            for who, of in family.typed.items()
        }
        for missing in family.missing:
            line = to_line(Family(family.name, family.pedigree, missing, typed))
            lines.append(json.dumps(line))
    texts = {"P.csv": rows, "F.jsonl": lines, "Q.csv": frequencies}
    for name, some in texts.items():
        (folder / name).write_text("\n".join([*some, ""]), "utf-8")
    return {name: folder / name for name in texts}


@pytest.mark.reference
@pytest.mark.skipif("REPATRIA_REFERENCE" not in os.environ, reason="REPATRIA_REFERENCE is not set")
@pytest.mark.parametrize("name", NAMES)
def test_cases_get_the_words_of_the_joint_identification(name: str, tmp_path: Path) -> None:
    value = json.loads((REFERENCE / f"dvi_{name}.json").read_text("utf-8"))
    case = read_case(value, lambda db: json.loads((REFERENCE / f"{db}.json").read_text("utf-8")))
    files = write(case, tmp_path)
    material = read_material(
        profiles=files["P.csv"].read_bytes(), families=files["F.jsonl"], frequencies=files["Q.csv"].read_bytes(),
        mutation=_mutation(value), homozygotes=Homozygotes.AS_TYPED,
    )  # fmt: skip
    found = search(material, threshold=EVERYTHING, scratch=tmp_path / "raw")
    done = conclude(material, found, open_missing=max(len(case.missing), 2))
    expected = kinship_conclude(case)
    home = {person: f"{family.name}/{person}" for family in case.families for person in family.missing}
    assert {one: told.word for one, told in done.missing.items()} == {
        home[one]: told.word for one, told in expected.missing.items()
    }
    assert {one: (told.word, told.who) for one, told in done.victims.items()} == {
        one: (told.word, tuple(home[who] for who in told.who)) for one, told in expected.victims.items()
    }
