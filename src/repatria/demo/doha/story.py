"""What happens with the children: from four lists to 28 and 19 who crossed, and the visits after."""

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
from repatria.demo.doha.children import EXCHANGE, NAMED, SIBLINGS, Children, Fate
from repatria.demo.invention.forms import HandedIn
from repatria.demo.invention.people import HOLDER
from repatria.people.party import Stance

ANSWERS = {
    Fate.GROWN_UP: "grown up",
    Fate.NOT_HELD: "not held",
    Fate.UNIDENTIFIED: "cannot identify",
}
"""What the holder answers of those it does not simply hold."""


def story(children: Children, folder: Folder) -> Story:
    """Yields the commands of the first exchange, in the order in which people would type them."""
    first = children.sent_by("north", Stance.SEEKS)
    yield [
        Command(
            "look at a list before it is handed in",
            ("list", "read", folder.list(first.file), "--party", "north", "--stance", "seeks"),
        )
    ]
    for handed_in in children.lists:
        yield [handing_in(handed_in, folder)]
    yield from _answers(children, folder)
    yield from _who_is_who(children, folder)
    yield from _terms(children, folder)
    yield from _return(children, folder)


def _answers(children: Children, folder: Folder) -> Story:
    yield [_answering(children, folder, party) for party in HOLDER]
    sought = {party: children.sent_by(party, Stance.SEEKS) for party in HOLDER}
    remarks = [(sought["north"].ref(ref), "accepts") for ref in children.of("north", Fate.NOT_HELD)]
    path = folder.put("remarks-north.csv", ("line", "remark"), [*remarks, (_second_line(children), "accepts")])
    [gone] = children.of("south", Fate.NOT_HELD)
    at = "2031-05-29T09:00:00Z"
    yield [
        Command("north remarks on answers", ("remark", "--file", path), "north/delegate", at),
        Command("south remarks on one", ("remark", sought["south"].ref(gone), "accepts"), "south/delegate", at),
    ]


def _answering(children: Children, folder: Folder, party: str) -> Command:
    """Returns the command by which a party answers all lines that the other party handed in."""
    other = HOLDER[party]
    sought, held = children.sent_by(other, Stance.SEEKS), children.sent_by(other, Stance.HOLDS)
    rows = _answered(children, sought)
    rows += [(f"{held.list}:{n}", "acknowledged", "", "") for n in range(1, len(held.people) + 1)]
    path = folder.put(f"answers-children-{party}.csv", ("line", "answer", "duplicate_of", "needs"), rows)
    says = f"{party} answers {len(rows)} of {len(sought.people) + len(held.people)} lines"
    return Command(says, ("answer-claim", "--file", path), f"{party}/delegate", "2031-05-26T09:00:00Z")


def _second_line(children: Children) -> str:
    on = children.sent_by("north", Stance.SEEKS)
    return f"{on.list}:{len(on.people) - on.people[::-1].index(children.twice)}"


def _answered(children: Children, on: HandedIn) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    second = _second_line(children)
    for number, ref in enumerate(on.people, start=1):
        line, fate = f"{on.list}:{number}", children.fates[ref]
        if line == second:
            rows.append((line, "duplicate", on.ref(ref), ""))
        elif fate is not Fate.UNANSWERED and fate is not Fate.RENAMED:
            needs = "mother, place_of_birth" if fate is Fate.UNIDENTIFIED else ""
            rows.append((line, ANSWERS.get(fate, "held"), "", needs))
    return rows


def _who_is_who(children: Children, folder: Folder) -> Story:
    pairs = [("north-1", "south-1"), ("south-2", "north-2")]
    proposals = [folder.work(f"proposals-{left}-{right}.csv") for left, right in pairs]
    yield [
        Command(f"propose who of {left} is who of {right}", ("reconcile", left, right, "--out", str(path)))
        for (left, right), path in zip(pairs, proposals, strict=True)
    ]
    true = {
        (on.ref(ref), children.sent_by(HOLDER[home], Stance.HOLDS).ref(ref))
        for home in HOLDER
        for on in [children.sent_by(home, Stance.SEEKS)]
        for ref in children.of(home, *NAMED)
    }
    renamed = children.of("north", Fate.RENAMED)[0]
    # So few lines are gone through by hand: the delegates also find the pairs that no proposal names.
    changed = (
        children.sent_by("north", Stance.SEEKS).ref(renamed),
        children.sent_by("south", Stance.HOLDS).ref(renamed),
    )
    yield [Command("north shows that the holder changed a child's identity",
                   ("record-fact", changed[1], "identity-changed", "yes", "--source", "birth certificate", "--on", "2031-05-30"),
                   "north/delegate", "2031-05-30T09:00:00Z")]  # fmt: skip
    filled = fill_judgements(folder, "judgements-children.csv", proposals, true, also=true)
    yield [Command(f"{party} judges who is who", ("judge-match", "--file", filled, "--key", folder.key(party)),
                   f"{party}/delegate",
                   "2031-06-01T10:00:00Z") for party in HOLDER]  # fmt: skip


def _terms(children: Children, folder: Folder) -> Story:
    named = {
        home: ",\n".join(f'  "{children.sent_by(home, Stance.SEEKS).ref(ref)}"' for ref in children.of(home, *NAMED))
        for home in HOLDER
    }
    path = folder.put_bytes("children.toml", terms_text("children", to_north=named["north"], to_south=named["south"]))
    yield [Command("check the terms that North announces", ("terms", "check", path))]
    yield [Command("north proposes", ("propose-terms", path), "north/delegate", "2031-06-02T09:00:00Z")]
    yield [_sign("north", folder, "2031-06-02T10:00:00Z")]
    yield from _facts(children, folder)
    yield [Command("south has not confirmed: there is no plan", _plan(folder), at="2031-06-05T09:00:00Z", expects=1)]
    yield [_sign("south", folder, "2031-06-09T09:00:00Z")]


def _sign(party: str, folder: Folder, at: str) -> Command:
    return Command(
        f"{party} signs the terms", ("sign-terms", EXCHANGE, "--key", folder.key(party)), f"{party}/delegate", at
    )


def _facts(children: Children, folder: Folder) -> Story:
    siblings = children.of("north", *NAMED)[:SIBLINGS]
    facts, wishes = [], []
    for home in HOLDER:
        held = children.sent_by(HOLDER[home], Stance.HOLDS)
        for ref in children.of(home, *NAMED):
            line = held.ref(ref)
            facts += [
                (line, what, "yes", "", "panel", "2031-06-03") for what in ("best-interests", "guardian-verified")
            ]
            if ref in siblings:
                facts.append((line, "sibling-group", "yes", "G-1", "panel", "2031-06-03"))
            wishes.append((line, "unwilling" if children.fates[ref] is Fate.DECLINES else "willing"))
    determined = folder.put("facts-children.csv", ("line", "what", "truth", "value", "source", "on"), facts)
    asked = folder.put("interviews-children.csv", ("line", "wish"), wishes)
    at = "2031-06-04T09:00:00Z"
    yield [
        Command(
            "a panel determines the best interests of each child",
            ("record-fact", "--file", determined),
            "mediator/verifier",
            at,
        ),
        Command("each child is asked in private", ("record-interview", "--file", asked), "mediator/verifier", at),
    ]


def _plan(folder: Folder) -> tuple[str, ...]:
    return ("exchange", "plan", EXCHANGE, "--out", str(_manifests(folder)), "--moves-on", "2031-06-12",
            "--crossing-point", "Sickle Ford")  # fmt: skip


def _manifests(folder: Folder) -> Path:
    return folder.root / "manifests" / EXCHANGE


def _return(children: Children, folder: Folder) -> Story:
    yield [Command("draw up the manifests", _plan(folder), at="2031-06-10T09:00:00Z")]
    drawn = manifests(_manifests(folder))
    yield from signing(drawn, folder, day="2031-06-10")
    for hour, path in enumerate(drawn, start=10):
        rows = [(line, "crossed") for line in directions(path)[1]]
        yield list(check_offs(path, folder, {"north": rows, "south": rows}, at=f"2031-06-12T{hour}:00:00Z"))
    yield [
        Command("what South may see of North's list", ("list", "show", "north-1", "--as", "south")),
        Command("what each side still owes", ("exchange", "show", EXCHANGE)),
    ]
    yield from _visits(children, folder)


def _visits(children: Children, folder: Folder) -> Story:
    rows = []
    for home in HOLDER:
        held = children.sent_by(HOLDER[home], Stance.HOLDS)
        back = children.of(home, Fate.RETURNS, Fate.RENAMED)
        missed = back[-1] if home == "north" else ""
        for ref in back:
            rows += [(held.ref(ref), str(m), "visited; well", "no") for m in (1, 2) if ref != missed]
    path = folder.put("visits-children.csv", ("line", "milestone", "found", "needed"), rows)
    yield [
        Command("visits a week and a month after the return", ("follow-up", "--file", path), at="2031-07-14T09:00:00Z")
    ]
