"""What delegates and officers do in both stories: hand in, judge, sign, check off.

They know the truth about their people, so they judge every pair rightly: the rate of human error is 0 here, by choice. A
pair of which a line gives no date of birth they leave unsure unless the names agree.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from importlib import resources
from pathlib import Path
from string import Template

from repatria.demo.commands import Command, Folder, Story, read_table
from repatria.demo.invention.forms import HandedIn
from repatria.demo.truth import ordered

JUDGED = ("left", "right", "proposal", "weight_bits", "probability", "reasons", "judgement")


def handing_in(on: HandedIn, folder: Folder) -> Command:
    """Returns the command that hands in a list, by the party that made it."""
    options = [word for name in on.released for word in ("--release", name.value)]
    options += [word for name in on.mediator_only for word in ("--mediator-only", name.value)]
    what = "paper of remains" if on.subject == "remains" else f"list of people it {on.stance}"
    return Command(
        f"{on.party} hands in its {what} ({len(on.people):,} lines)",
        ("receive-list", folder.list(on.file), "--party", on.party, "--stance", on.stance.value, "--exchange",
         on.exchange, "--subject", on.subject, "--answer-by", on.due.isoformat(), *options),
        f"{on.party}/delegate",
        on.received_at,
    )  # fmt: skip


def fill_judgements(
    folder: Folder,
    name: str,
    proposals: Collection[Path],
    true: Collection[tuple[str, str]],
    *,
    weak: Collection[str] = (),
    instead: Mapping[str, str] | None = None,
    also: Collection[tuple[str, str]] = (),
) -> str:
    """Writes the proposals of `reconcile` with the judgement that the delegates came to, and returns the file's path.

    Args:
        folder: The demo's folder.
        name: Name of the file to write.
        proposals: Files that `reconcile` wrote; both parties judge the same rows, each by itself.
        true: Pairs that truly are one person.
        weak: Lines that say too little; a pair with one of them stays unsure when the proposal asks for a review.
        instead: Second lines about one person, with the first line, which is judged in their place.
        also: Pairs that no proposal named and that the delegates found by other means.
    """
    known = {ordered(left, right) for left, right in true}
    first = instead or {}
    rows: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in (row for path in proposals for row in read_table(path) if row["right"]):
        left, right = first.get(row["left"], row["left"]), first.get(row["right"], row["right"])
        judged = {**row, "left": left, "right": right, "judgement": _judgement(row, (left, right), known, weak)}
        rows.setdefault(ordered(left, right), tuple(judged[heading] for heading in JUDGED))
    for left, right in sorted(also):
        if rows.get(ordered(left, right), ("",))[-1] != "same":
            rows[ordered(left, right)] = (left, right, "none", "", "", "found by other means", "same")
    return folder.put(name, JUDGED, rows.values())


def _judgement(
    row: Mapping[str, str], pair: tuple[str, str], known: Collection[tuple[str, str]], weak: Collection[str]
) -> str:
    if row["proposal"] == "none":
        return ""
    if row["proposal"] == "review" and (pair[0] in weak or pair[1] in weak):
        return "unsure"
    return "same" if ordered(*pair) in known else "different"


def manifests(folder: Path) -> list[Path]:
    """Returns the manifests in a folder, in order."""
    return sorted(folder.glob("M-*.json"))


def directions(manifest: Path) -> tuple[str, tuple[str, ...]]:
    """Returns a manifest's id and its lines, in order."""
    document = json.loads(manifest.read_bytes())
    return document["id"], tuple(line for movement in document["movements"] for line in movement["lines"])


def signing(drawn: Collection[Path], folder: Folder, *, day: str) -> Story:
    """Yields the commands by which each party and the mediator sign manifests, North first."""
    names = ", ".join(manifest.stem for manifest in drawn)
    yield [
        Command(
            f"{holder} signs {names}",
            ("sign-manifest", *map(str, drawn), "--key", folder.key(holder)),
            f"{holder}/{role}",
            f"{day}T10:{minute}:00Z",
        )
        for holder, role, minute in (
            ("north", "delegate", 10),
            ("south", "delegate", 20),
            ("mediator", "registrar", 30),
        )
    ]


def check_offs(
    manifest: Path, folder: Folder, outcomes: Mapping[str, Collection[tuple[str, ...]]], *, at: str
) -> Iterator[Command]:
    """Yields the commands by which the officers of both sides check off the people of a manifest."""
    for party, rows in outcomes.items():
        path = folder.put(f"check-off-{manifest.stem}-{party}.csv", ("line", "outcome"), rows)
        yield Command(
            f"{party} checks off {len(rows)} people of {manifest.stem}",
            ("check-off", manifest.stem, "--file", path),
            f"{party}/officer",
            at,
        )


def terms_text(name: str, **words: str) -> bytes:
    """Returns a text of terms of this package with its places filled."""
    text = (resources.files("repatria.demo") / "terms" / f"{name}.toml").read_text(encoding="utf-8")
    return Template(text).substitute(words).encode()
