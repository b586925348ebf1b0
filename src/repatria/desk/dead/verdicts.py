"""What a policy says of a board's decision: by the conclusions in its evidence, and by who sat on the board.

A decision is carried when conclusions in the evidence are on these remains and this person, meet the policy, and reach every
specimen that the decision names: by the profile itself, or by a judgement *same* with a specimen that a profile is of. The
families of the search name the missing by the lines of their lists; a conclusion on anybody else is on nobody known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from repatria.desk.dead.mortuary import contents_of
from repatria.desk.ports import Reader
from repatria.desk.session import Desk
from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.people.facts import Truth
from repatria.people.party import actor
from repatria.people.refs import LineRef, ListId, PartyId, Sha256, SpecimenRef, join_specimen, line_ref, split_line
from repatria.register.acts import IdentificationMade
from repatria.register.book import Book
from repatria.register.dead.specimens import group, may_be_one, specimens_in
from repatria.remains.conclusions import Conclusion, Conclusions, from_json
from repatria.remains.policy import Policy, assess

Decision = IdentificationMade
"""A decision as the act has it, whether it was entered already or is about to be."""


@dataclass(slots=True)
class Verdicts:
    """Holds decisions against one policy. Each file of evidence, and each file of contents, is read once.

    Attributes:
        policy: The rules.
        desk: Where papers and contents are.
        book: What was entered.
        archive: Where the documents are; it sees what is being written.
    """

    policy: Policy
    desk: Desk
    book: Book
    archive: Reader
    _evidence: dict[Sha256, Conclusions | None] = field(default_factory=dict)
    _samples: dict[ListId, Mapping[str, SpecimenRef]] = field(default_factory=dict)
    _reaching: dict[tuple[Sha256, ListId], Mapping[SpecimenRef, list[Conclusion]]] = field(default_factory=dict)

    def reasons(self, made: Decision, *, wrong_side: bool) -> tuple[str, ...]:
        """Returns why a decision does not pass; nothing when it does."""
        return (*self._of_board(made.board, wrong_side=wrong_side), *self.of_evidence(made))

    def reached(self, made: Decision) -> tuple[tuple[Conclusion, ...], tuple[Conclusion, ...]] | None:
        """Returns the conclusions on the remains of a decision, the strongest first: those on its person, and those on others.

        None where the evidence is no file of conclusions.
        """
        conclusions = self._read(made.evidence)
        if conclusions is None:
            return None
        reached, wanted = self._index(made.evidence, conclusions, made.remains), self._wanted(made)
        found = {id(one): one for ref in sorted(wanted) for one in reached.get(ref, ())}
        ordered = sorted(found.values(), key=lambda one: -one.log10_lr)
        on = [one for one in ordered if self._is_on(one, made.person)]
        return tuple(on), tuple(one for one in ordered if one not in on)

    def _of_board(self, board: Collection[str], *, wrong_side: bool) -> Iterator[str]:
        if len(set(board)) < self.policy.board:
            yield f"the board has {len(set(board))} members; {self.policy.board} are asked"
        if wrong_side and self.policy.both_parties_for_wrong_side:
            missing = set(self.book.parties) - set(_parties(board))
            if missing:
                yield f"one of the sender's own: {' and '.join(sorted(missing))} must sit on the board too"

    def of_evidence(self, made: Decision) -> tuple[str, ...]:
        """Returns why the evidence does not carry a decision; nothing when it does."""
        conclusions = self._read(made.evidence)
        if conclusions is None:
            return ("the evidence is not a file of conclusions, and cannot be held against the policy",)
        reached, wanted = self._index(made.evidence, conclusions, made.remains), self._wanted(made)
        found = {id(one): one for ref in sorted(wanted) for one in reached.get(ref, ())}
        about = [one for one in found.values() if self._is_on(one, made.person)]
        if not about:
            return ("no conclusion in the evidence is on these remains and this person",)
        verdicts = [(one, assess(self.policy, one.basis)) for one in about]
        passing = [one for one, verdict in verdicts if verdict.passes is Truth.YES]
        if not passing:
            return max(verdicts, key=lambda pair: pair[0].log10_lr)[1].reasons
        left = {ref for ref in wanted if not any(one in passing for one in reached.get(ref, ()))}
        if left:
            first = min(left, key=lambda ref: (len(ref), ref))
            return (f"{first} is of no profile that passes, and was not judged to be one person with such a specimen",)
        return ()

    def _read(self, evidence: Sha256) -> Conclusions | None:
        if evidence not in self._evidence:
            try:
                self._evidence[evidence] = from_json(self.archive.document(evidence))
            except InputNotUnderstood:
                self._evidence[evidence] = None
        return self._evidence[evidence]

    def _index(
        self, evidence: Sha256, conclusions: Conclusions, bag: LineRef
    ) -> Mapping[SpecimenRef, list[Conclusion]]:
        """Returns the conclusions that reach each specimen, labels of samples being read as of the bag's consignment."""
        key = evidence, split_line(bag)[0]
        if key not in self._reaching:
            reaching: dict[SpecimenRef, list[Conclusion]] = {}
            for one in conclusions.conclusions:
                for ref in {ref for own in self._own(one, key[1]) for ref in group(self.book, own)}:
                    reaching.setdefault(ref, []).append(one)
            self._reaching[key] = reaching
        return self._reaching[key]

    def _is_on(self, one: Conclusion, person: LineRef | None) -> bool:
        named = self._named(one)
        if person is None or named is None:
            return person is named
        return may_be_one(self.book, person, named)

    def _wanted(self, made: Decision) -> set[SpecimenRef]:
        """The specimens that a decision is about; of a bag of which nobody gave the contents, the bag as one."""
        if made.specimens:
            return set(made.specimens)
        count = specimens_in(self.book, *self.book.place(made.remains))
        return {join_specimen(made.remains, number) for number in range(1, max(count, 1) + 1)}

    def _own(self, one: Conclusion, of: ListId) -> tuple[SpecimenRef, ...]:
        """The specimens that a conclusion's profile is of: as it says, else by the label of its sample."""
        if one.specimens:
            return one.specimens
        if of not in self._samples:
            self._samples[of] = contents_of(self.desk, self.book, of, archive=self.archive).by_sample
        found = self._samples[of].get(one.profile)
        return (found,) if found is not None else ()

    def _named(self, one: Conclusion) -> LineRef | None:
        """The line of the missing person of a conclusion; None for somebody on no list here."""
        for text in (one.missing, one.family):
            try:
                ref = line_ref(text)
                self.book.place(ref)
            except (InputNotUnderstood, IllegalAct):
                continue
            return ref
        return None


def _parties(board: Collection[str]) -> Iterator[PartyId]:
    """Yields for whom the members of a board sit; whoever is written in another way sits for nobody."""
    for member in board:
        try:
            yield actor(member).party
        except InputNotUnderstood:
            continue
