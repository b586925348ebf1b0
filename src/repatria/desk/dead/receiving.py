"""A consignment is counted and opened by each side: which tags were there, what lay in the bags, who handed it to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from repatria.desk.dead.mortuary import contents_in, contents_of, open_table, tags_on_paper
from repatria.desk.intake import records
from repatria.desk.ports import Reader
from repatria.desk.session import Desk, Entered, Entering, permit
from repatria.errors import Finding, IllegalAct, InputNotUnderstood, Severity
from repatria.people.fields import Field
from repatria.people.party import Actor
from repatria.people.refs import LineRef, ListId, PartyId
from repatria.register import acts
from repatria.register.acts import Subject
from repatria.register.book import Book
from repatria.register.dead.receiving import used_lines
from repatria.remains.counting import minimum_individuals as at_least
from repatria.remains.custody import check
from repatria.remains.graph import Contents, Graph
from repatria.remains.reading import Custody, read_custody, read_effects
from repatria.remains.reading.custody import NEEDS
from repatria.remains.reading.effects import NEEDS as NEEDS_OF_EFFECTS
from repatria.remains.reading.effects import Effects
from repatria.remains.reading.tags import folded


@dataclass(frozen=True, slots=True)
class TallyOutcome:
    """One party's count of a consignment against its paper.

    Attributes:
        bags: Bags counted.
        missing: Lines of the paper whose bag was not there.
        unknown: Bags counted whose tag the paper does not have.
        specimens: Specimens in the bags.
        unplaced: Rows of the contents whose bag the paper does not have: told, and no specimens of the consignment.
        handings: Rows of custody that are understood.
        effects: Rows of effects that are understood: labels, documents, clothing, each a claim.
        findings: What was found in contents, custody and effects.
    """

    bags: int
    missing: tuple[LineRef, ...]
    unknown: int
    entered: Entered
    specimens: int = 0
    unplaced: int = 0
    handings: int = 0
    effects: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Opened:
    """The files of a count, as read; the bytes are what is kept."""

    contents: Contents | None
    custody: Custody | None
    effects: Effects | None


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count held against its paper.

    Attributes:
        tags: The tags counted, folded.
        size: Lines of the paper.
        is_receivers: Whether the party where the bags lie counted: its contents make specimens known.
    """

    of: ListId
    tags: frozenset[str]
    missing: tuple[LineRef, ...]
    unknown: int
    specimens: int
    opened: _Opened
    size: int
    is_receivers: bool


def receive_remains(
    desk: Desk,
    *,
    by: Actor,
    of: ListId,
    party: PartyId,
    bags: Sequence[str],
    minimum_individuals: int,
    specimens: int | None = None,
    contents: bytes | None = None,
    custody: bytes | None = None,
    effects: bytes | None = None,
) -> TallyOutcome:
    """Enters one party's count of a consignment: which tags were there, what was in the bags, and who handed it to whom.

    Args:
        desk: The desk.
        by: Who enters it.
        of: The consignment's paper.
        party: Whose count it is.
        bags: The tag of each bag that was there.
        minimum_individuals: At least so many people, by the party's own count.
        specimens: Specimens in the bags; may be left out where ``contents`` say it.
        contents: A table of what lay in which bag (docs/reference/row-files.md).
        custody: A table of handings over.
        effects: A table of what lay with the remains. What a label says is kept as a claim and identifies nobody.

    Raises:
        InputNotUnderstood: A tag was counted twice, the list is none of remains, a table is not understood, or the contents
            have another number of specimens than the count.
        IllegalAct: A bag that was not there has contents, or a specimen on which somebody decided would change.
    """
    counted = _count(
        desk,
        by=by,
        of=of,
        party=party,
        bags=bags,
        specimens=specimens,
        contents=contents,
        custody=custody,
        effects=effects,
    )
    with desk.entering() as block:
        _check_numbers(desk, block.book, block.writer, counted)
        tally = acts.RemainsReceived(
            at=block.at, by=str(by), list=of, party=party, bags=len(counted.tags), specimens=counted.specimens,
            minimum_individuals=minimum_individuals, sha256=block.writer.keep("\n".join(sorted(counted.tags)).encode()),
            missing=counted.missing, contents=block.writer.keep(contents) if contents is not None else None,
            specimens_by_bag=counted.opened.contents.numbers(counted.size) if counted.opened.contents else (),
        )  # fmt: skip
        _enter(block, tally, counted.opened, custody, effects)
    return _outcome(counted, minimum_individuals, Entered(len(block.entries), block.already))


def look_at_remains(
    desk: Desk,
    *,
    by: Actor,
    of: ListId,
    party: PartyId,
    bags: Sequence[str],
    minimum_individuals: int,
    specimens: int | None = None,
    contents: bytes | None = None,
    custody: bytes | None = None,
    effects: bytes | None = None,
) -> TallyOutcome:
    """Returns what `receive_remains` would say of a count, and enters nothing; it raises what that would raise of the files."""
    counted = _count(
        desk,
        by=by,
        of=of,
        party=party,
        bags=bags,
        specimens=specimens,
        contents=contents,
        custody=custody,
        effects=effects,
    )
    _check_numbers(desk, desk.book(), desk.archive, counted)
    return _outcome(counted, minimum_individuals, Entered(0))


def _count(
    desk: Desk,
    *,
    by: Actor,
    of: ListId,
    party: PartyId,
    bags: Sequence[str],
    specimens: int | None,
    contents: bytes | None,
    custody: bytes | None,
    effects: bytes | None,
) -> _Counted:
    permit("receive-remains", by, only=party)
    columns = desk.book().lists.get(of)
    if columns is None or columns.received.subject is not Subject.REMAINS:
        raise InputNotUnderstood("no list of remains", place=of, hint="hand in the consignment's paper first")
    tags = frozenset(folded(text) for text in bags)
    if len(tags) != len(bags):
        raise InputNotUnderstood("a tag was counted twice", place=of, hint="one row a bag in the count")
    paper = {ref: folded(record.get(Field.BAG)) for ref, record in records(desk, of).items()}
    missing = tuple(ref for ref, tag in paper.items() if tag not in tags)
    opened = _open(desk, of, party, contents, custody, effects)
    is_receivers = party == desk.book().other(columns.received.party)
    return _Counted(
        of, tags, missing, len(tags - set(paper.values())), _specimens(of, specimens, opened.contents), opened,
        columns.size, is_receivers,
    )  # fmt: skip


def _outcome(counted: _Counted, minimum_individuals: int, done: Entered) -> TallyOutcome:
    opened = counted.opened
    findings = tuple(_findings(counted.of, opened, minimum_individuals))
    unplaced = opened.contents.unplaced if opened.contents else 0
    handings = len(opened.custody.handings) if opened.custody else 0
    things = len(opened.effects.effects) if opened.effects else 0
    return TallyOutcome(
        len(counted.tags),
        counted.missing,
        counted.unknown,
        done,
        counted.specimens,
        unplaced,
        handings,
        things,
        findings,
    )


def _open(
    desk: Desk, of: ListId, party: PartyId, contents: bytes | None, custody: bytes | None, effects: bytes | None
) -> _Opened:
    if contents is custody is effects is None:
        return _Opened(None, None, None)
    tags = tags_on_paper(desk, of)
    found = contents_in(contents, tags, of=of, said_by=party) if contents is not None else None
    known = found or contents_of(desk, desk.book(), of)
    handed = things = None
    if custody is not None:
        table = open_table(custody, kind="custody", needs=NEEDS)
        handed = read_custody(table, bags=tags.bags, contents=known)
    if effects is not None:
        table = open_table(effects, kind="effects", needs=NEEDS_OF_EFFECTS)
        things = read_effects(table, bags=tags.bags, contents=known)
    return _Opened(found, handed, things)


def _specimens(of: ListId, counted: int | None, contents: Contents | None) -> int:
    """The number of specimens, by the count or by the contents: where both say it they must agree."""
    found = len(contents.specimens) if contents is not None else counted
    if found is None:
        raise InputNotUnderstood(
            "nobody says how many specimens there are", place=of, hint="count them, or give the contents of the bags"
        )
    if counted is not None and counted != found:
        raise InputNotUnderstood(
            f"the contents have {found} specimens in bags of the paper, the count says {counted}",
            place=of,
            hint="count again, or compare the tags in the contents with the paper",
        )
    return found


def _check_numbers(desk: Desk, book: Book, archive: Reader, counted: _Counted) -> None:
    """Checks that specimens on which somebody judged or decided keep their numbers in new contents.

    Raises:
        IllegalAct: A number would mean another specimen.
    """
    contents, of = counted.opened.contents, counted.of
    if contents is None or not counted.is_receivers or of not in book.dead.contents:
        return
    used = used_lines(book, of)
    if not used:
        return
    now = {one.ref: one.label for one in contents.specimens}
    for one in contents_of(desk, book, of, archive=archive).specimens:
        if one.bag in used and now.get(one.ref, one.label) != one.label:
            raise IllegalAct(
                "a specimen of this bag would get another number",
                place=one.ref,
                hint="keep the rows of the earlier contents in their order, and add new specimens after them",
            )


def _enter(
    block: Entering, tally: acts.RemainsReceived, opened: _Opened, custody: bytes | None, effects: bytes | None
) -> None:
    known = block.book.tallies.get(tally.list, {}).get(tally.party)
    if known is not None and _said(known) == _said(tally):
        block.pass_over()
    else:
        block.enter(tally)
    at, by, of, dead = block.at, tally.by, tally.list, block.book.dead
    if opened.custody is not None and custody is not None:
        digest, entries = block.writer.keep(custody), len(opened.custody.handings)
        act = acts.CustodyRecorded(at=at, by=by, list=of, sha256=digest, entries=entries)
        _enter_once(block, act, dead.custody.get(of, ()))
    if opened.effects is not None and effects is not None:
        digest, entries = block.writer.keep(effects), len(opened.effects.effects)
        things = acts.EffectsRecorded(at=at, by=by, list=of, sha256=digest, entries=entries)
        _enter_once(block, things, dead.effects.get(of, ()))


def _enter_once(
    block: Entering,
    act: acts.CustodyRecorded | acts.EffectsRecorded,
    known: Sequence[acts.CustodyRecorded] | Sequence[acts.EffectsRecorded],
) -> None:
    if any(one.sha256 == act.sha256 for one in known):
        block.pass_over()
    else:
        block.enter(act)


def _said(act: acts.RemainsReceived) -> tuple[object, ...]:
    return act.sha256, act.bags, act.specimens, act.minimum_individuals, act.contents


def _findings(of: ListId, opened: _Opened, minimum: int) -> Iterator[Finding]:
    contents, custody = opened.contents, opened.custody
    if contents is not None:
        yield from contents.findings
        found = at_least({one.ref: one.part for one in contents.specimens}).value
        if minimum < found:
            yield Finding(
                Severity.WARNING, "fewer-than-the-parts", of,
                f"the count says at least {minimum} people, the parts in the contents show {found}",
                "compare them: two left thigh bones are two people",
            )  # fmt: skip
    if opened.effects is not None:
        yield from opened.effects.findings
    if custody is not None:
        yield from custody.findings
        graph = Graph(contents.links if contents is not None else ())
        items = list(dict.fromkeys(one.item for one in custody.handings))
        yield from check(items, handings=custody.handings, graph=graph)
