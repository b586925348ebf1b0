"""A desk checked against itself: every act in order, every signature, every document, every list read again.

What the log proves is that acts were not changed after they were published. This shows the rest: that the journal is one
that a desk makes, that each signature in it is a registered key's over the very bytes that are kept, and that nothing an
act commits to by its digest is lost. The signatures are those of docs/reference/manifest-format.md; other people's
software can verify them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from repatria.desk.claims import judgement_text
from repatria.desk.dead.mortuary import contents_in, tags_again
from repatria.desk.intake import read_again
from repatria.desk.ports import Entry, Reader
from repatria.desk.terms.agreements import examine, terms_text
from repatria.errors import Finding, RepatriaError, Severity
from repatria.exchange.manifest import from_bytes, manifest_text
from repatria.log.note import NoteMalformed, NoteRefused, open_note, parse_key
from repatria.people.refs import PartyId, Sha256
from repatria.register import acts
from repatria.register.book import Book
from repatria.register.claims import party_of

_DOCUMENTS: Final = ("sha256", "mapping", "evidence", "wording", "found", "reason", "contents", "policy", "document")
"""The attributes by which acts commit to documents."""

_RESTORE: Final = "restore the desk from a copy that was made before; the log says which acts are genuine"


@dataclass(frozen=True, slots=True)
class DeskCheck:
    """What came of checking a desk.

    Attributes:
        acts: Acts that hold, before anything broke.
        documents: Digests whose document is kept and hashes to them; one that several acts name counts once.
        signatures: Signatures under terms, manifests and judgements that verify.
        lists: Lists read again with the number of lines that was entered.
        broken: The first thing that does not hold: place, what, what to do; None if all does.
        first_bad_act: Its number in the journal, from 0.
    """

    acts: int = 0
    documents: int = 0
    signatures: int = 0
    lists: int = 0
    broken: Finding | None = None
    first_bad_act: int | None = None

    @property
    def holds(self) -> bool:
        """Whether everything holds."""
        return self.broken is None


def check_desk(archive: Reader, *, progress: Callable[[int], None] = lambda _: None) -> DeskCheck:
    """Checks everything that a desk keeps, act by act, and returns the result; the first that is wrong ends it.

    An act whose payload was erased ends it too: what came after cannot be followed without it. Cost: linear in the acts,
    and every list is read once.

    Args:
        archive: What the desk keeps.
        progress: Told the number of acts that hold, after each.
    """
    walk = _Walk(archive)
    for entry in archive.entries():
        try:
            walk.take(entry)
        except RepatriaError as wrong:
            finding = Finding(Severity.ERROR, "desk-broken", _place(entry, wrong), wrong.message, wrong.hint)
            return walk.result(broken=finding, at=entry.seq)
        progress(walk.book.size)
    return walk.result()


def _place(entry: Entry, wrong: RepatriaError) -> str:
    return f"act {entry.seq}" + (f", {wrong.place}" if wrong.place else "")


class _Walk:
    """One pass over a journal; raises `RepatriaError` at the first thing that is wrong."""

    def __init__(self, archive: Reader) -> None:
        self.book = Book()
        self._archive = archive
        self._kept: set[Sha256] = set()
        self._signatures = self._lists = 0

    def result(self, *, broken: Finding | None = None, at: int | None = None) -> DeskCheck:
        held = self.book.size if at is None else at
        return DeskCheck(held, len(self._kept), self._signatures, self._lists, broken, at)

    def take(self, entry: Entry) -> None:
        """Enters one act and checks what it commits to."""
        act = acts.decode(entry.payload)
        if acts.encode(act) != entry.payload or type(act).__name__ != entry.kind:
            raise RepatriaError("the act is not written as a desk writes it", hint=_RESTORE)
        self.book.enter(act)
        for digest in _digests(act):
            self._document(digest)
        match act:
            case acts.TermsSigned():
                self._signature(act.party, terms_text(act.exchange, act.sha256), act.signature)
            case acts.MatchJudged() | acts.SpecimensJudged() if act.signature:
                text = judgement_text(act.left, act.right, act.judgement)
                self._signature(party_of(act), text, act.signature)
            case acts.ManifestSigned():
                self._manifest(act)
            case acts.ListReceived():
                read_again(self._archive, act)
                self._lists += 1
            case acts.RemainsReceived() if act.contents is not None:
                self._contents(act, act.contents)
            case acts.TermsProposed():
                if examine(self._document(act.sha256).decode())[0].exchange != act.exchange:
                    raise RepatriaError("the act and the terms name different exchanges", place=act.exchange)
            case _:
                pass  # what it commits to was looked at above

    def _document(self, digest: Sha256) -> bytes:
        content = self._archive.document(digest)
        if sha256(content).hexdigest() != digest:
            raise RepatriaError("a document was changed", place=f"sha256:{digest}", hint=_RESTORE)
        self._kept.add(digest)
        return content

    def _contents(self, act: acts.RemainsReceived, digest: Sha256) -> None:
        received = self.book.lists[act.list].received
        tags = tags_again(self._archive, received)
        found = contents_in(self._document(digest), tags, of=act.list, said_by=act.party, vetted=True)
        if found.numbers(received.lines) != act.specimens_by_bag:
            raise RepatriaError(
                "this version reads other specimens in the contents than were entered",
                place=act.list,
                hint="use the version that took them in, and report this",
            )

    def _manifest(self, act: acts.ManifestSigned) -> None:
        manifest = from_bytes(self._document(act.sha256))
        said = (act.manifest, act.exchange, act.terms, act.lines, act.moves_on)
        if said != (
            manifest.id, manifest.exchange, manifest.terms, manifest.lines, manifest.moves_on.opens_at.date(),
        ):  # fmt: skip
            raise RepatriaError("the act says something else than the manifest that was signed", place=act.manifest)
        self._signature(act.party, manifest_text(manifest), act.signature)

    def _signature(self, party: PartyId, text: str, signature: str) -> None:
        """Verifies a signature line with the keys that the party had when it signed."""
        keys = [parse_key(key) for key in self.book.keys.get(party, ())]
        try:
            open_note(f"{text}\n{signature}\n".encode(), keys=keys)
        except (NoteMalformed, NoteRefused):
            raise RepatriaError(
                f"the signature of {party} does not verify with a key registered for it",
                hint="ask that party for what it signed; do not act on this text",
            ) from None
        self._signatures += 1


def _digests(act: acts.AnyAct) -> Iterator[Sha256]:
    found = (getattr(act, name, None) for name in _DOCUMENTS)
    return (digest for digest in found if digest is not None)
