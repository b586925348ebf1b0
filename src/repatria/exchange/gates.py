"""What must be true before somebody stands on a manifest, and before a movement sets out.

Unknown never passes a gate: a missing interview, an undecided best-interests determination or an unknown age holds the
person back from this manifest, never from the account.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from repatria.errors import Finding, Severity
from repatria.exchange.eligibility import Assessment, age_truth, said_of
from repatria.exchange.manifest import Window
from repatria.exchange.terms import Age, Terms
from repatria.exchange.terms.model import COMES_OF_AGE
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.record import PersonFile
from repatria.people.refs import LineRef

INTERVIEW_OF_THE_SICK = "GC III art. 109(3)"
"""No sick or wounded prisoner is repatriated against his will during hostilities."""

INTERVIEW_OF_OTHERS = "non-refoulement and ICRC practice"
"""What the private interview of everybody else rests on."""

_CHILD = Age(upper=COMES_OF_AGE, upper_inclusive=False, lower_inclusive=True)


def gates(
    *, file: PersonFile, terms: Terms, assessment: Assessment, clause_id: str, willing: Truth, moves_on: date
) -> tuple[Finding, ...]:
    """Returns what keeps a person off a manifest; empty when nothing does.

    Args:
        file: All that is known of the person.
        terms: The terms the manifest is drawn under.
        assessment: What `repatria.exchange.eligibility.assess` gave for the clause.
        clause_id: The clause under which the person would go.
        willing: Outcome of the private interview; unknown when it was not held.
        moves_on: Day of the movement.
    """
    clause = terms.clause(clause_id)
    place = file.lines[0] if file.lines else file.person
    findings: list[Finding] = []

    def hold(code: str, message: str, hint: str) -> None:
        findings.append(Finding(Severity.ERROR, code, place, message, hint))

    if not terms.binds:
        hold("terms-preliminary", "the terms are preliminary and bind nobody", "have both parties sign terms first")
    if assessment.truth is not Truth.YES:
        hold(f"eligible-{assessment.truth}", f"not shown to fall under clause {clause_id}: {assessment.truth}",
             "; ".join(assessment.would_settle) or "see the reasons of the assessment")  # fmt: skip
    if clause is not None and not clause.of_the_living:
        return tuple(findings)
    if willing is not Truth.YES:
        sick = terms.category(clause.category) if clause else None
        basis = INTERVIEW_OF_THE_SICK if sick is not None and sick.health else INTERVIEW_OF_OTHERS
        hold("not-willing" if willing is Truth.NO else "interview-missing",
             f"the private interview ({basis}) {'says no' if willing is Truth.NO else 'is not held'}",
             "nobody goes against their will" if willing is Truth.NO else "hold the interview in private")  # fmt: skip
    if said_of(file, FactKind.FIT_TO_TRAVEL) is Truth.NO:
        hold("unfit-to-travel", "an examination says unfit to travel", "examine again before the next movement")
    findings.extend(_gates_of_children(file, terms, place, moves_on))
    return tuple(findings)


def _gates_of_children(file: PersonFile, terms: Terms, place: str, moves_on: date) -> Iterator[Finding]:
    child = age_truth(file, _CHILD, moves_on)
    if child is Truth.NO:
        return
    determined = said_of(file, FactKind.BEST_INTERESTS)
    if determined is not Truth.YES:
        who = "a child" if child is Truth.YES else "perhaps a child (the age is not settled)"
        code = "best-interests-no" if determined is Truth.NO else "best-interests-missing"
        message = f"{who}, and no determination says that return is in the child's best interests (CRC art. 3)"
        hint = "have the panel decide" if child is Truth.YES else "have the panel decide, or settle the date of birth"
        yield Finding(Severity.ERROR, code, place, message, hint)
    if terms.children is not None and terms.children.siblings_together and _siblings_are_open(file):
        yield Finding(
            Severity.ERROR,
            "siblings-unverified",
            place,
            "a list says that siblings belong to the child, and no verifier has said who travels together",
            "record-fact LINE sibling-group yes --value CODE for each of them, or no",
        )


def _siblings_are_open(file: PersonFile) -> bool:
    """Whether a list names a sibling group that no finding has confirmed or denied: a claim, and unknown never passes."""
    said = any(record.get(Field.SIBLING_GROUP).strip() for record in file.records)
    return said and not any(f.what is FactKind.SIBLING_GROUP and f.truth is not Truth.UNKNOWN for f in file.facts)


def groups_apart(
    *, groups: Mapping[str, Collection[LineRef]], lines: Collection[LineRef], terms: Terms
) -> tuple[Finding, ...]:
    """Returns a finding per group whose members do not all stand on the manifest.

    Args:
        groups: The lines of those who must travel together, by the group's code; one line per person.
        lines: The lines on the manifest.
        terms: Only terms that keep siblings together are applied.
    """
    if terms.children is None or not terms.children.siblings_together:
        return ()
    on_it = set(lines)
    apart = [code for code, members in sorted(groups.items()) if 0 < len(on_it & set(members)) < len(set(members))]
    return tuple(
        Finding(Severity.ERROR, "group-apart", min(on_it & set(groups[code])),
                f"a group of {len(set(groups[code]))} that must travel together is not whole on this manifest",
                "put the whole group on one manifest")
        for code in apart
    )  # fmt: skip


def check_movement(*, terms: Terms, moves_on: Window, area: str = "") -> tuple[Finding, ...]:
    """Returns why a movement may not take place at that time; empty when it may.

    Terms without a truce do not limit when a movement takes place. With truces, the whole window must lie within one of
    them, and an area that is given must be one of its areas, as the parties wrote it.
    """
    if not terms.truces:
        return ()
    if any(_within(moves_on, t.opens_at, t.closes_at) and (not area or area in t.areas) for t in terms.truces):
        return ()
    windows = ", ".join(f"{t.opens_at:%Y-%m-%dT%H:%M%z} to {t.closes_at:%Y-%m-%dT%H:%M%z}" for t in terms.truces
                        if t.opens_at and t.closes_at)  # fmt: skip
    where = " in that area" if area else ""
    return (Finding(Severity.ERROR, "movement-outside-truce", "truce",
                    f"no truce covers the whole movement{where}",
                    f"move within {windows}, or agree another window"),)  # fmt: skip


def _within(window: Window, opens_at: datetime | None, closes_at: datetime | None) -> bool:
    if opens_at is None or closes_at is None:
        return False
    return opens_at <= window.opens_at and window.closes_at <= closes_at
