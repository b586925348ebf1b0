"""Computes in a process of its own: ``python -m repatria.web.searches FOLDER [report ROW LANGUAGE]``.

It reads the files of the folder and, for a re-association, what lies in the bags at the desk of ``REPATRIA_DESK``; it writes how far
it is and what came out into the folder, and enters nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from repatria.errors import RepatriaError
from repatria.web.private_files import write
from repatria.web.searches.kept import CLUSTERS, CONCLUSIONS, PAIRS, Asked, Kind, State

if TYPE_CHECKING:
    from repatria.desk.identification.inputs import Material


class Telling:
    """Writes how far it is, seldom enough not to matter."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = ""

    def __call__(self, stage: str) -> None:
        """Writes a stage, once."""
        if stage != self._last:
            self._last = stage
            self.end(State(stage=stage))

    def end(self, state: State) -> None:
        """Writes the last word."""
        write(self._path, msgspec.json.encode(state))


def main() -> None:
    """Reads the words and computes."""
    place, words = Path(sys.argv[1]), sys.argv[2:]
    asked = msgspec.json.decode((place / "asked.json").read_bytes(), type=Asked)
    tell = Telling(place / f"{'-'.join(words) or 'state'}.json")
    try:
        if words:
            figures = report(place, asked, int(words[1]), words[2], tell)
        else:
            figures = search(place, asked, tell) if asked.kind is Kind.SEARCH else reassociate(place, asked, tell)
    except RepatriaError as wrong:
        where = f"{wrong.place}: " if wrong.place else ""
        tell.end(State(message=f"{where}{wrong.message}", hint=wrong.hint))
        return
    tell.end(State(done=True, figures=figures))


def material(place: Path, tell: Telling) -> Material:
    """Returns what a search takes, from the files of its folder."""
    from repatria.desk.identification.checking import relatives_as_declared
    from repatria.desk.identification.inputs import read_material

    policy = place / "policy.toml"
    return read_material(
        profiles=(place / "profiles.csv").read_bytes(),
        families=place / "families.jsonl",
        frequencies=(place / "frequencies.csv").read_bytes(),
        policy=policy.read_bytes() if policy.is_file() else None,
        check=relatives_as_declared,
        tell=tell,
    )


def search(place: Path, asked: Asked, tell: Telling) -> dict[str, int]:
    """Searches the families and concludes; what came out is a file of conclusions."""
    from repatria.desk.identification.concluding import conclude
    from repatria.desk.identification.searching import search as door
    from repatria.desk.identification.searching import threshold_for, told_kept_out
    from repatria.remains.conclusions import to_json

    read = material(place, tell)
    tell("searching")
    found = door(
        read, threshold=threshold_for(read.policy, asked.open_missing), scratch=place / "hits.raw",
        workers=os.cpu_count() or 1, tell=lambda so_far, size: tell(f"searching: {100 * so_far.offset // max(1, size)} %"),
    )  # fmt: skip
    done = conclude(read, found, open_missing=asked.open_missing, tell=tell)
    write(place / CONCLUSIONS, to_json(done.conclusions))
    return {
        "profiles": len(read.profiles), "missing": len(read.references.missing), "hits": len(found),
        "without": len(done.without_hits), "kept_out": len(told_kept_out(read, found)),
        "conclusions": len(done.conclusions.conclusions),
    }  # fmt: skip


def reassociate(place: Path, asked: Asked, tell: Telling) -> dict[str, int]:
    """Compares profiles with each other; what came out is clusters proposed, and pairs to be judged."""
    from repatria.desk.reassociating import Settings, kept, pairs_table, to_json
    from repatria.desk.reassociating import reassociate as propose
    from repatria.desk.session import Desk
    from repatria.kinship import read_frequencies
    from repatria.kinship.files import read_profiles
    from repatria.people.party import actor
    from repatria.store import open_archive
    from repatria.store.clock import WallClock
    from repatria.store.keys import SystemSalts

    tell("opening the desk")
    desk = Desk(open_archive(os.environ["REPATRIA_DESK"]), WallClock(), SystemSalts())
    places, judged = kept(desk, by=actor(asked.seat))
    tell("reading profiles")
    own = place / "own.csv"
    table = read_profiles((place / "profiles.csv").read_bytes(), more=("laboratory", "dropout"))
    frequencies = read_frequencies((place / "frequencies.csv").read_bytes())
    tell("comparing")
    found = propose(
        table, frequencies, places=places, judged=judged, own=read_profiles(own.read_bytes()) if own.is_file() else None,
        settings=Settings(workers=os.cpu_count() or 1),
    )  # fmt: skip
    digests = {name: _digest(place / f"{name}.csv") for name in ("profiles", "frequencies", "own")}
    write(place / CLUSTERS, to_json(found, inputs=digests))
    write(place / PAIRS, pairs_table(found))
    clusters = found.found.clusters
    sizes = Counter(len(one.members) for one in clusters)
    return {
        "profiles": len(found.profiles), "comparisons": found.comparisons, "pairs": len(found.pairs), "clusters": sum(sizes.values()),
        "contradicted": sum(bool(one.contradictions) for one in clusters), "commingled": len(found.found.commingled),
        "own": len(found.own),
    }  # fmt: skip


def report(place: Path, asked: Asked, row: int, language: str, tell: Telling) -> dict[str, int]:
    """Writes the report on one conclusion, as PDF."""
    from repatria.desk.identification.explaining import explain_conclusion
    from repatria.desk.papers.identification import render
    from repatria.remains.conclusions import from_json

    content = (place / CONCLUSIONS).read_bytes()
    known = from_json(content)
    one = known.conclusions[row]
    read = material(place, tell)
    tell("explaining")
    explained = explain_conclusion(read, known, profile=one.profile, missing=f"{one.family}/{one.missing}")
    replay = (
        f"repatria remains joint --open-missing {asked.open_missing} --profiles profiles.csv --families families.jsonl"
    )
    policy = " --policy policy.toml" if (place / "policy.toml").is_file() else ""
    made = render(
        explained, known, language=language, policy=read.policy, exclusion=False, board=(),
        digest=hashlib.sha256(content).hexdigest(),
        replay=f"{replay} --frequencies frequencies.csv{policy} --out {CONCLUSIONS}",
    )  # fmt: skip
    write(place / f"report-{row}-{language}.pdf", made)
    return {"bytes": len(made)}


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


if __name__ == "__main__":
    main()
