"""What happens with the fallen: a paper, a count, three tags that are not there, a board, and what was said in public."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from repatria.demo.commands import Command, Folder, Story, read_table
from repatria.demo.delegates import handing_in, terms_text
from repatria.demo.invention.people import HOLDER
from repatria.demo.istanbul.fallen import EXCHANGE, Consignment
from repatria.demo.istanbul.laboratory import Files, type_them
from repatria.demo.istanbul.prisoners import Prisoners
from repatria.demo.istanbul.resting import End, Resting
from repatria.people.party import Stance

OPEN_MISSING = 9_000
"""Missing persons of whom nothing is known on the day of the search: invented, more than there are bags."""

SAID = (
    ("South's ministry", "2031-08-16", 6_060, "6,060 bodies of the fallen were handed over to North."),
    ("North's headquarters", "2031-08-16", 6_057, "6,057 bodies came home."),
)
"""What was said in public of one handover, after Istanbul 2025 (domain notes, W13 to W15)."""


def handover(consignments: tuple[Consignment, ...], folder: Folder) -> Story:
    """Yields the commands from the terms to the counts of both consignments."""
    path = folder.put_bytes("remains.toml", terms_text("remains"))
    yield [
        Command("6,000 for 6,000, counted as bags, with a truce", ("propose-terms", path), at="2031-08-08T09:00:00Z")
    ]
    yield [Command(f"{party} signs the terms on remains", ("sign-terms", EXCHANGE, "--key", folder.key(party)),
                   f"{party}/delegate", "2031-08-08T10:00:00Z") for party in HOLDER]  # fmt: skip
    for consignment in consignments:
        yield [handing_in(consignment.paper, folder)]
    yield [_counting(consignment, folder) for consignment in consignments]
    yield [Command(f"{who} said {number:,}",
                   ("record-statement", "--said-by", who, "--said-on", day, "--figure", "bags received", "--concerning", "north",
                    "--wording", words, "--at-least", str(number), "--at-most", str(number), "--exchange", EXCHANGE),
                   at="2031-08-16T08:00:00Z") for who, day, number, words in SAID]  # fmt: skip


def _counting(consignment: Consignment, folder: Folder) -> Command:
    """Returns the command by which the receiving side enters its count, and what lay in the bags where it has looked."""
    receiver, name, resting = HOLDER[consignment.paper.party], consignment.paper.list, consignment.resting
    tally = folder.put(f"tally-{name}.csv", ("bag",), [(tag,) for tag in consignment.counted])
    inside: tuple[str, ...] = ("--specimens", str(consignment.specimens))
    if resting:
        rows = [(one.line, f"{one.line}-{one.number}", one.part, one.sample) for one in resting.specimens]
        contents = folder.put(f"contents-{name}.csv", ("bag", "specimen", "part", "sample"), rows)
        custody = folder.put(f"custody-{name}.csv", ("item", "from", "to", "at", "seal", "by"), _handed(name))
        inside = ("--contents", contents, "--custody", custody)
    return Command(
        f"{receiver} counts {len(consignment.counted):,} bags",
        ("receive-remains", name, "--file", tally, "--minimum-individuals", str(consignment.minimum_individuals), *inside),
        f"{receiver}/officer", "2031-08-15T09:00:00Z",
    )  # fmt: skip


def _handed(name: str) -> list[tuple[str, ...]]:
    """Returns who handed the consignment to whom."""
    return [
        (name, "south", "mediator", "2031-08-14T06:00:00Z", "SEAL-4471", "south/officer"),
        (name, "mediator", "north", "2031-08-14T11:30:00Z", "SEAL-4471", "mediator/officer"),
        (name, "north", "north mortuary", "2031-08-14T19:00:00Z", "SEAL-4471", "north/officer"),
    ]


def on_a_label(consignments: tuple[Consignment, ...], prisoners: Prisoners, folder: Folder) -> Story:
    """Yields a decision that was made too early, on what a label says."""
    yield from _work(consignments, prisoners, folder).on_a_label()


def identifications(consignments: tuple[Consignment, ...], prisoners: Prisoners, folder: Folder, *, seed: int) -> Story:
    """Yields what the laboratory finds and the boards decide, to the receipt for remains sent back."""
    work = _work(consignments, prisoners, folder)
    yield from work.laboratory(type_them(work.resting, work.lines, seed=seed))
    yield from work.policy()
    yield from work.decisions()
    yield from work.afterwards()


def _work(consignments: tuple[Consignment, ...], prisoners: Prisoners, folder: Folder) -> _Work:
    resting = next(one.resting for one in consignments if one.resting)
    return _Work(resting, _seekers(prisoners, resting), folder, folder.work("conclusions.json"))


def _seekers(prisoners: Prisoners, resting: Resting) -> dict[str, str]:
    """Returns the line on which each of the missing is sought, by their own side."""
    return {
        person: prisoners.sent_by(prisoners.people[person].home, Stance.SEEKS).ref(person) for person in resting.ends
    }


BOARD = ("--board", "mediator/laboratory-1", "--board", "north/laboratory-1")
BOTH = (*BOARD, "--board", "south/laboratory-1")
LABORATORY = "north/laboratory"


@dataclass(frozen=True, slots=True)
class _Work:
    """The commands on the dead, from the truth about them."""

    resting: Resting
    lines: dict[str, str]
    folder: Folder
    conclusions: Path

    def on_a_label(self) -> Story:
        """Yields a decision made on a label, before there was a policy: the wrong man."""
        bag, person = self.resting.mislabelled
        minutes = self.folder.put_bytes("minutes-of-16-august.txt", b"Minutes: the label names him; his unit agrees.\n")
        yield [
            Command("a board names one of the dead by the label on his bag",
                    ("identify", bag, "--person", self.lines[person], "--evidence", minutes, *BOARD), "mediator/laboratory",
                    "2031-08-16T08:10:00Z"),
        ]  # fmt: skip
        yield [Command("his family is told", ("follow-up", bag, "--step", "family-told", "--on", "2031-08-16"),
                       "north/delegate", "2031-08-16T08:20:00Z")]  # fmt: skip

    def laboratory(self, files: Files) -> Story:
        """Yields the laboratory's profiles, whose specimens are one person's, and what people judge of that."""
        put = self.folder.put_bytes
        profiles = put("profiles-north.csv", files.profiles)
        put("families.jsonl", files.families)
        put("frequencies.csv", files.frequencies)
        yield [Command(f"the laboratory hands in {len(self.resting.typed)} profiles",
                       ("receive-profiles", profiles, "--laboratory", "L-1"), LABORATORY, "2031-08-24T09:00:00Z")]  # fmt: skip
        pairs = self.folder.work("pairs-of-specimens.csv")
        yield [self._reassociation("propose which specimens are one person's", "--pairs", str(pairs))]
        judged = self._judged(pairs)
        yield [Command("the laboratory judges them", ("judge-match", "--file", judged), LABORATORY,
                       "2031-08-24T11:00:00Z")]  # fmt: skip
        yield [self._reassociation("what was judged binds")]

    def _reassociation(self, says: str, *more: str) -> Command:
        out = str(self.folder.work("clusters.json"))
        return Command(says, ("remains", "reassociate", "--kept", *self._files("profiles", "frequencies"), "--out", out, *more),
                       LABORATORY, "2031-08-24T10:00:00Z")  # fmt: skip

    def _files(self, *names: str) -> tuple[str, ...]:
        known = {"profiles": "profiles-north.csv", "families": "families.jsonl", "frequencies": "frequencies.csv"}
        return tuple(word for name in names for word in (f"--{name}", str(self.folder.work(known[name]))))

    def _judged(self, pairs: Path) -> str:
        """Fills the proposals in as the truth has it, and returns the path."""
        whose = {f"{one.line}/{one.number}": one.person for one in self.resting.specimens}
        rows = []
        for row in read_table(pairs):
            if row["left"] in whose and row["right"] in whose:
                same = whose[row["left"]] == whose[row["right"]]
                rows.append((row["left"], row["right"], "same" if same else "different"))
        return self.folder.put("judgements-specimens.csv", ("left", "right", "judgement"), rows)

    def policy(self) -> Story:
        """Yields the policy that both sides agree on, which opens the decision on the label again."""
        policy = self.folder.put_bytes("policy.toml", terms_text("policy"))
        yield [Command("a policy: two close relatives, or one by two methods", ("adopt-policy", policy),
                       at="2031-08-24T12:00:00Z")]  # fmt: skip

    def decisions(self) -> Story:
        """Yields what the search comes to, and what the boards decide on it."""
        joint = ("remains", "joint", *self._files("profiles", "families", "frequencies"), "--clusters",
                 str(self.folder.work("clusters.json")), "--policy", str(self.folder.work("policy.toml")), "--open-missing",
                 str(OPEN_MISSING), "--out", str(self.conclusions), "--table", str(self.folder.work("conclusions.csv")))  # fmt: skip
        yield [Command("weigh every profile against every family", joint, LABORATORY, "2031-08-24T13:00:00Z")]
        passing = [row for row in read_table(self.folder.work("conclusions.csv")) if row["passes"] == "yes"]
        named = {line: person for person, line in self.lines.items()}
        own = {person for person, end in self.resting.ends.items() if end in (End.RECEIPT, End.SENT_BACK)}
        rows: dict[bool, list[tuple[str, ...]]] = {False: [], True: []}
        for one in self.resting.typed:
            row = next((row for row in passing if row["profile"] == one.sample), None)
            if row is not None and row["family"] in named:
                rows[named[row["family"]] in own].append((f"{one.line}/{one.number}", row["family"]))
        yield [self._deciding("a board identifies %d specimens", "decided.csv", rows[False], BOARD, 14)]
        yield [self._deciding("both sides identify %d of South's own", "decided-own.csv", rows[True], BOTH, 15)]
        lead = next(person for person, end in self.resting.ends.items() if end is End.LEAD)
        yield [Command("one whose mother alone was typed: a lead, and refused",
                       ("identify", self.resting.bags(lead)[0], "--person", self.lines[lead], "--evidence",
                        str(self.conclusions), *BOARD), "mediator/laboratory", "2031-08-24T16:00:00Z", expects=1)]  # fmt: skip

    def _deciding(
        self, says: str, name: str, rows: list[tuple[str, ...]], board: tuple[str, ...], hour: int
    ) -> Command:
        decided = self.folder.put(name, ("remains", "person"), rows)
        return Command(says % len(rows), ("identify", "--file", decided, "--evidence", str(self.conclusions), *board),
                       "mediator/laboratory", f"2031-08-24T{hour}:00:00Z")  # fmt: skip

    def afterwards(self) -> Story:
        """Yields what follows: families told, remains released and sent back, the mistake withdrawn, a report."""
        yield [Command("the name given by the label is taken back, with all that followed",
                       ("withdraw", "I-0001", "--reason", "The profile is not his mother's son's."),
                       at="2031-08-24T17:00:00Z")]  # fmt: skip
        ends = {end: [self.lines[p] for p, e in self.resting.ends.items() if e is end] for end in End}
        told = [*ends[End.FAMILY_TOLD], *ends[End.RELEASED]]
        back = [*ends[End.RECEIPT], *ends[End.SENT_BACK]]
        for says, step, lines, by in (
            ("families are told", "family-told", told, "north/delegate"),
            ("remains are released to families", "released", ends[End.RELEASED], "north/delegate"),
            ("South's own are sent back", "sent-back", back, "north/officer"),
            ("South gives a receipt", "receipt-given", ends[End.RECEIPT], "south/officer"),
        ):
            path = self.folder.put(f"step-{step}.csv", ("remains", "on"), [(line, "2031-08-25") for line in lines])
            yield [Command(says, ("follow-up", "--step", step, "--file", path), by, "2031-08-25T09:00:00Z")]
        first = next(one for one in self.resting.typed if self.resting.ends.get(one.person) is End.FAMILY_TOLD)
        report = str(self.folder.root / "report-on-identification.pdf")
        yield [Command("the report on the man in three bags, in Ukrainian",
                       ("remains", "report", str(self.conclusions), "--profile", first.sample,
                        *self._files("profiles", "families", "frequencies"), "--clusters", str(self.folder.work("clusters.json")),
                        "--policy", str(self.folder.work("policy.toml")), "--language", "uk", *BOARD, "--out", report),
                       LABORATORY, "2031-08-25T10:00:00Z")]  # fmt: skip
