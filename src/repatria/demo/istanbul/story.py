"""What happens with the prisoners: two wordings of an age, one agreed text, four movements."""

from __future__ import annotations

from pathlib import Path

from repatria.demo.commands import Command, Folder, Story
from repatria.demo.delegates import (
    check_offs,
    directions,
    fill_judgements,
    handing_in,
    manifests,
    signing,
    terms_text,
)
from repatria.demo.invention.people import HOLDER
from repatria.demo.istanbul.fates import ON_BOTH, Crossing, Fate
from repatria.demo.istanbul.prisoners import EXCHANGE, Prisoners
from repatria.people.fields import Field
from repatria.people.party import Stance

NORTH = {
    "version": "1",
    "reference": "",
    "young": "Prisoners aged 18 to 25",
    "age": "{ from = 18, to = 25, from_inclusive = true }",
}
SOUTH = {
    "version": "1",
    "reference": "",
    "young": "Prisoners under 25",
    "age": "{ from = 18, to = 25, from_inclusive = true, to_inclusive = false }",
}
AGREED = {
    "version": "2",
    "reference": "reference_date = 2031-08-07",
    "young": "Prisoners of 18 to 25 completed years on 7 August 2031",
    "age": "{ from = 18, to = 25, from_inclusive = true, to_inclusive = true, on = 2031-08-07 }",
}
"""How each side words the age clause, after Istanbul 2025 ("18-25" and "under 25", no reference date known), and the text
that both sign in the end."""

ANSWERS = {
    Fate.NOT_HELD: "not held",
    Fate.TRACED: "not held",
    Fate.CONTESTED: "not held",
    Fate.DEAD: "dead",
    Fate.HOME: "already returned",
    Fate.HOME_UNCONFIRMED: "already returned",
    Fate.LEFT: "left the territory",
    Fate.UNIDENTIFIED: "cannot identify",
    Fate.WITHHELD: "withheld to the mediator",
    Fate.DISPUTED: "disputed",
    Fate.UNSOUGHT: "acknowledged",
    Fate.UNSOUGHT_DISPUTED: "disputed",
}
REMARKS = {Fate.TRACED: "accepts", Fate.CONTESTED: "contests", Fate.HOME: "accepts"}
SILENT = frozenset({Fate.UNANSWERED, Fate.UNSOUGHT_UNANSWERED})
NOT_ASKED = frozenset({Fate.UNSOUGHT_DISPUTED, Fate.UNSOUGHT_UNANSWERED})
FINDINGS = ("I.A.1.a", "I.A.1.b", "I.A.2.b", "I.A.2.e", "I.A.3.d", "I.A.3.i")
"""Items of GC III Annex I that the commission finds, in turn."""

VERIFIER = "mediator/verifier"

Rows = list[tuple[str, ...]]


def intake(prisoners: Prisoners, folder: Folder) -> Story:
    """Yields the commands from the lists to who is who."""
    for on in prisoners.lists:
        yield [handing_in(on, folder)]
    answers, remarks = _answers_and_remarks(prisoners)
    paths = {
        party: folder.put(f"answers-prisoners-{party}.csv", ("line", "answer", "duplicate_of", "needs"), rows)
        for party, rows in answers.items()
    }
    yield [Command(f"{party} answers {len(answers[party]):,} lines", ("answer-claim", "--file", path), f"{party}/delegate",
                   "2031-07-30T09:00:00Z") for party, path in paths.items()]  # fmt: skip
    paths = {
        party: folder.put(f"remarks-prisoners-{party}.csv", ("line", "remark"), rows) for party, rows in remarks.items()
    }
    yield [Command(f"{party} remarks on {len(remarks[party])} answers", ("remark", "--file", path), f"{party}/delegate",
                   "2031-08-01T09:00:00Z") for party, path in paths.items()]  # fmt: skip
    yield from _who_is_who(prisoners, folder)


def _answers_and_remarks(prisoners: Prisoners) -> tuple[dict[str, Rows], dict[str, Rows]]:
    """Returns rows by the party that answers, and by the party that remarks."""
    answers: dict[str, Rows] = {party: [] for party in HOLDER}
    remarks: dict[str, Rows] = {party: [] for party in HOLDER}
    for on in prisoners.lists:
        second = on.second_lines()
        known = "held" if on.stance is Stance.SEEKS else "acknowledged"
        for number, ref in enumerate(on.people, start=1):
            line, fate = f"{on.list}:{number}", prisoners.fates[ref]
            if line in second:
                answers[HOLDER[on.party]].append((line, "duplicate", second[line], ""))
                remarks[on.party].append((line, "accepts"))
            elif fate not in SILENT:
                needs = "date_of_birth, service_number" if fate is Fate.UNIDENTIFIED else ""
                answers[HOLDER[on.party]].append((line, ANSWERS.get(fate, known), "", needs))
                if fate in REMARKS:
                    remarks[on.party].append((line, REMARKS[fate]))
    return answers, remarks


def _who_is_who(prisoners: Prisoners, folder: Folder) -> Story:
    sides = [
        (prisoners.sent_by(home, Stance.SEEKS), prisoners.sent_by(holder, Stance.HOLDS))
        for home, holder in HOLDER.items()
    ]
    proposals = [folder.work(f"proposals-{sought.list}-{held.list}.csv") for sought, held in sides]
    yield [
        Command(f"propose who of {sought.list} is who of {held.list}",
                ("reconcile", sought.list, held.list, "--out", str(path)))
        for (sought, held), path in zip(sides, proposals, strict=True)
    ]  # fmt: skip
    true: set[tuple[str, str]] = set()
    weak: set[str] = set()
    instead: dict[str, str] = {}
    for home, (sought, held) in zip(HOLDER, sides, strict=True):
        firsts = {ref: f"{held.list}:{n}" for n, ref in reversed(list(enumerate(held.people, start=1)))}
        true |= {(sought.ref(ref), firsts[ref]) for ref in prisoners.of(home, *ON_BOTH)}
        for on in (sought, held):
            weak |= on.without(Field.DATE_OF_BIRTH)
            instead |= on.second_lines()
    filled = fill_judgements(folder, "judgements-prisoners.csv", proposals, true, weak=weak, instead=instead)
    yield [Command(f"{party} judges who is who", ("judge-match", "--file", filled, "--key", folder.key(party)),
                   f"{party}/delegate",
                   "2031-08-02T09:00:00Z") for party in HOLDER]  # fmt: skip


def agreement(folder: Folder) -> Story:
    """Yields the talks: refused as ambiguous, kept side by side, agreed, signed by both."""
    north, south, agreed = (
        folder.put_bytes(f"prisoners-{name}.toml", terms_text("prisoners", **words))
        for name, words in (("north", NORTH), ("south", SOUTH), ("agreed", AGREED))
    )
    yield [
        Command("North's wording, 18 to 25: refused as ambiguous", ("terms", "check", north), expects=1),
        Command("South's wording, under 25: refused as ambiguous", ("terms", "check", south), expects=1),
    ]
    yield [Command(f"{party}'s wording is kept as worded", ("propose-terms", path, "--as-worded"), f"{party}/delegate",
                   "2031-08-05T09:00:00Z") for party, path in (("north", north), ("south", south))]  # fmt: skip
    yield [
        Command("both wordings side by side", ("terms", "compare", EXCHANGE), at="2031-08-06T09:00:00Z"),
        Command("the agreed wording holds", ("terms", "check", agreed)),
    ]
    yield [Command("the agreed text is proposed", ("propose-terms", agreed), at="2031-08-07T09:00:00Z")]
    yield [Command(f"{party} signs the terms", ("sign-terms", EXCHANGE, "--key", folder.key(party)), f"{party}/delegate",
                   "2031-08-07T10:00:00Z") for party in HOLDER]  # fmt: skip


def movements(prisoners: Prisoners, folder: Folder) -> Story:
    """Yields the commands from the examinations to the last check-off."""
    facts, wishes = _facts_and_wishes(prisoners)
    found = folder.put("examinations.csv", ("line", "what", "truth", "value", "source", "on"), facts)
    asked = folder.put("interviews-prisoners.csv", ("line", "wish"), wishes)
    at = "2031-08-16T09:00:00Z"
    yield [
        Command("the medical commission's findings", ("record-fact", "--file", found), VERIFIER, at),
        Command(f"{len(wishes):,} people are asked in private", ("record-interview", "--file", asked), VERIFIER, at),
    ]
    drawn = folder.root / "manifests" / EXCHANGE
    days = [word for day in range(20, 24) for word in ("--moves-on", f"2031-08-{day}")]
    yield [Command("draw up four manifests", ("exchange", "plan", EXCHANGE, "--out", str(drawn), *days,
                   "--crossing-point", "Sickle Ford"), at="2031-08-18T09:00:00Z"),
           Command("who falls under the terms", ("exchange", "eligible", EXCHANGE), at="2031-08-18T09:00:00Z")]  # fmt: skip
    yield from signing(manifests(drawn), folder, day="2031-08-19")
    yield from _crossings(prisoners, folder, drawn)


def _facts_and_wishes(prisoners: Prisoners) -> tuple[Rows, Rows]:
    facts: Rows = []
    wishes: Rows = []
    for on in prisoners.lists:
        if on.stance is Stance.SEEKS:
            continue
        second = on.second_lines()
        for number, ref in enumerate(on.people, start=1):
            line, fate = f"{on.list}:{number}", prisoners.fates[ref]
            if fate is Fate.WOUNDED and line not in second:
                item = FINDINGS[len(facts) % len(FINDINGS)]
                facts.append((line, "medical-examination", "yes", item, "commission", "2031-08-15"))
            if fate not in NOT_ASKED and line not in second:
                wishes.append((line, "unwilling" if fate is Fate.UNWILLING else "willing"))
    return facts, wishes


def _crossings(prisoners: Prisoners, folder: Folder, drawn: Path) -> Story:
    who = {f"{on.list}:{n}": ref for on in prisoners.lists for n, ref in enumerate(on.people, start=1)}
    for day, manifest in enumerate(manifests(drawn), start=20):
        rows: dict[str, Rows] = {party: [] for party in HOLDER}
        for line in directions(manifest)[1]:
            crossing = prisoners.crossings.get(who[line], Crossing.CROSSED)
            home = prisoners.people[who[line]].home
            for party in HOLDER:
                seen = Crossing.ABSENT if party == home else Crossing.CROSSED
                rows[party].append((line, seen if crossing is Crossing.DIFFERS else crossing))
        yield list(check_offs(manifest, folder, rows, at=f"2031-08-{day}T10:00:00Z"))
