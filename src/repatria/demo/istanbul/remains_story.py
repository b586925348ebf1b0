"""What happens with the fallen: a paper, a count, three tags that are not there, a board, and what was said in public."""

from __future__ import annotations

from repatria.demo.commands import Command, Folder, Story
from repatria.demo.delegates import handing_in, terms_text
from repatria.demo.invention.people import HOLDER
from repatria.demo.istanbul.fallen import EXCHANGE, Consignment
from repatria.demo.istanbul.prisoners import Prisoners
from repatria.people.party import Stance

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
    """Returns the command by which the receiving side enters its count."""
    receiver, name = HOLDER[consignment.paper.party], consignment.paper.list
    tally = folder.put(f"tally-{name}.csv", ("bag",), [(tag,) for tag in consignment.counted])
    return Command(
        f"{receiver} counts {len(consignment.counted):,} bags",
        ("receive-remains", name, "--file", tally, "--specimens", str(consignment.specimens), "--minimum-individuals",
         str(consignment.minimum_individuals)),
        f"{receiver}/officer", "2031-08-15T09:00:00Z",
    )  # fmt: skip


def identifications(consignments: tuple[Consignment, ...], prisoners: Prisoners, folder: Folder) -> Story:
    """Yields the board's decisions, each with its evidence, and the figures beside the statements."""
    sought = {home: prisoners.sent_by(home, Stance.SEEKS) for home in HOLDER}
    pairs = [
        (line, sought[HOLDER[c.paper.party]].ref(person)) for c in consignments for line, person in c.identified.items()
    ]
    decided = folder.put("identifications.csv", ("remains", "person"), pairs)
    minutes = f"Minutes: {len(pairs)} profiles, each with two close relatives, read by two laboratories.\n"
    evidence = folder.put_bytes("minutes-of-the-board.txt", minutes.encode())
    board = ("--board", "mediator/laboratory-1", "--board", "north/laboratory-1")
    yield [Command(f"a board identifies {len(pairs)} of the dead",
                   ("identify", "--file", decided, "--evidence", evidence, *board), "mediator/laboratory",
                   "2031-08-25T09:00:00Z")]  # fmt: skip
