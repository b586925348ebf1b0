"""Reads a case of joint identification from JSON, in either layout.

One table of frequencies and one mutation model serve all markers (``db`` or ``freq``, ``mutation``), or each marker has its
own ``freq`` and ``mutation``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.genotypes import code, parse
from repatria.kinship.joint.columns import victims_order
from repatria.kinship.joint.weighing.family import Family, Profile, Victim
from repatria.kinship.markers import Inheritance, Marker
from repatria.kinship.mutation import Mutation
from repatria.kinship.pedigree import Pedigree, Sex

NO_PAIRING = "*"
"""How the cases write that a victim is nobody's."""


class CaseNotUnderstood(InputNotUnderstood):
    """A case breaks a rule of its layout; the place says where."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Victims and families to be weighed together.

    Attributes:
        victims: The nameless.
        families: Typed relatives with those they miss.
        missing: All missing persons, in the order of the case.
        markers: In the order of all genotypes.
        model: The mutation model in words.
        pairings: Victim → the missing persons it may be, where the case restricts them beyond sex.
        findings: What was noticed while reading.
    """

    victims: tuple[Victim, ...]
    families: tuple[Family, ...]
    missing: tuple[str, ...]
    markers: tuple[Marker, ...]
    model: str
    pairings: Mapping[str, frozenset[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def candidates(self) -> dict[str, tuple[int, ...]]:
        """Returns for each missing person the indices of the victims it may be: of the same sex, or of unknown sex."""
        return {
            person: tuple(
                number
                for number, victim in enumerate(self.victims)
                if _sexes_fit(victim.sex, self.sex(person)) and person in self.pairings.get(victim.name, {person})
            )
            for person in self.missing
        }

    def allowed(self) -> list[list[bool]]:
        """Returns [victim][missing person], whether the one may be the other."""
        candidates = self.candidates()
        return [[number in candidates[person] for person in self.missing] for number in range(len(self.victims))]

    def sex(self, person: str) -> Sex:
        """Returns the sex of a missing person."""
        family = self.family(person)
        return family.pedigree.sexes[family.pedigree.index(person)]

    def family(self, person: str) -> Family:
        """Returns the family of a missing person."""
        return next(family for family in self.families if person in family.missing)


def _sexes_fit(one: Sex, other: Sex) -> bool:
    return one is other or Sex.UNKNOWN in (one, other)


def read_case(value: Mapping[str, Any], db: Callable[[str], Mapping[str, Any]] | None = None) -> Case:
    """Returns a case.

    Args:
        value: The JSON object.
        db: Gives the table of frequencies (marker → allele → frequency, also under ``loci``) that a case names by ``db``.

    Raises:
        CaseNotUnderstood: A part is missing or contradicts another.
        InputNotUnderstood: A pedigree, a frequency, a genotype or a mutation model breaks its own rule.
    """
    try:
        return _read(value, db)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CaseNotUnderstood(
            "the case is not laid out as a case of joint identification",
            hint="see the reference: victims, families, missing, markers with frequencies",
        ) from None


def _read(value: Mapping[str, Any], db: Callable[[str], Mapping[str, Any]] | None) -> Case:
    if value.get("theta") or value.get("rho"):
        raise CaseNotUnderstood(
            "theta and linked markers are not part of joint identification", hint="weigh such pairs with `kinship lr`"
        )
    if value.get("convention", "as_given") != "as_given":
        raise CaseNotUnderstood("joint identification takes pedigrees as given", hint="leave convention out")
    names, markers, model = _markers(value, db)
    victims = tuple(
        Victim(name, _sex(one, name), _profile(one.get("genotypes"), len(names), name))
        for name, one in _part(value, "victims").items()
    )
    victims, findings = _in_order(value, victims, markers)
    missing = tuple(value.get("missing") or ())
    families = tuple(_family(name, one, missing, len(names)) for name, one in _part(value, "families").items())
    _check_missing(missing, families)
    _check_results(victims, families, markers)
    pairings = {
        victim: frozenset(set(allowed) - {NO_PAIRING}) for victim, allowed in (value.get("pairings") or {}).items()
    }
    _check_pairings(pairings, {victim.name for victim in victims}, missing)
    return Case(victims, families, missing, markers, model, pairings, findings)


def _part(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = value.get(key)
    if not isinstance(part, Mapping):
        raise CaseNotUnderstood(f"the case has no {key}", hint=f"give an object {key}, by reference")
    return part


def _markers(
    value: Mapping[str, Any], db: Callable[[str], Mapping[str, Any]] | None
) -> tuple[list[str], tuple[Marker, ...], str]:
    listed = value.get("markers") or []
    if all(isinstance(one, Mapping) for one in listed):
        names = [str(one["name"]) for one in listed]
        mutations = [_mutation(one.get("mutation")) for one in listed]
        tables = [one["freq"] for one in listed]
        chromosomes = [one.get("chrom") for one in listed]
    else:
        names = [str(one) for one in listed]
        mutations = [_mutation(value.get("mutation"))] * len(names)
        tables = [_frequencies(value, db, name) for name in names]
        chromosomes = [value.get("chrom")] * len(names)
    if not names or len(set(names)) < len(names):
        raise CaseNotUnderstood("the case has no markers, or one twice", hint="list each marker once")
    markers = tuple(
        Marker.of(
            name,
            {allele: float(share) for allele, share in table.items()},
            mutation=mutation,
            inheritance=Inheritance.X if str(chrom) in ("X", "23") else Inheritance.AUTOSOMAL,
            silent=float(value.get("silent") or 0.0),
        )
        for name, table, mutation, chrom in zip(names, tables, mutations, chromosomes, strict=True)
    )
    models = list(dict.fromkeys(mutation.name for mutation in mutations))
    models += [f"silent {value['silent']:g}"] if value.get("silent") else []
    return names, markers, "; ".join(models)


def _frequencies(
    value: Mapping[str, Any], db: Callable[[str], Mapping[str, Any]] | None, name: str
) -> Mapping[str, float]:
    tables = value.get("freq") or (db(str(value.get("db", ""))) if db and value.get("db") else {})
    tables = tables.get("loci", tables)
    if name not in tables:
        raise CaseNotUnderstood("a marker has no frequencies", hint="give freq, or the table that db names", place=name)
    found: Mapping[str, float] = tables[name]
    return found


def _mutation(value: Mapping[str, Any] | None) -> Mutation:
    """Returns a model; the layout with a model a marker writes that of each sex apart."""
    if not value or "model" in value or "name" in value:
        return Mutation.of_json(value or None)
    female, male = ({key: part for key, part in value[sex].items() if part is not None} for sex in ("female", "male"))
    if female.get("model") != male.get("model"):
        raise CaseNotUnderstood(
            "fathers and mothers have different mutation models", hint="rates may differ, models not"
        )
    both = {
        key: {"male": male.get(key, 0.0), "female": female.get(key, 0.0)}
        for key in ("rate", "rate2", "range", "matrix")
        if key in male or key in female
    }
    transform = value.get("transform", male.get("transform"))
    return Mutation.of_json({"model": male.get("model"), **both, "transform": transform})


def _profile(given: Any, n: int, place: str) -> Profile:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != n:
        raise CaseNotUnderstood("a person does not have one genotype a marker", hint="give one, or -/-", place=place)
    profile = tuple(None if one in (None, "") else str(one) for one in given)
    for number, text in enumerate(profile, start=1):
        try:
            parse(text or "")
        except InputNotUnderstood as wrong:
            wrong.place = f"{place}, result {number}"
            raise
    return profile


def _sex(one: Mapping[str, Any], place: str) -> Sex:
    try:
        return Sex(int(one.get("sex") or 0))
    except ValueError:
        raise CaseNotUnderstood(
            "a victim's sex is neither 0, 1 nor 2", hint="1 for male, 2 for female, 0 for unknown", place=place
        ) from None


def _check_results(victims: Sequence[Victim], families: Sequence[Family], markers: Sequence[Marker]) -> None:
    """Refuses a result that breaks a rule, with whose it is and the marker."""
    everybody = [(victim.name, victim.sex, victim.genotypes) for victim in victims]
    for family in families:
        tree = family.pedigree
        everybody += [(who, tree.sexes[tree.index(who)], profile) for who, profile in family.typed.items()]
    for who, sex, profile in everybody:
        for marker, text in zip(markers, profile, strict=True):
            try:
                code(marker, text, male=sex is Sex.MALE)
            except InputNotUnderstood as wrong:
                raise type(wrong)(wrong.message, hint=wrong.hint, place=f"{who} at {marker.name}") from None


def _check_pairings(pairings: Mapping[str, frozenset[str]], victims: set[str], missing: Sequence[str]) -> None:
    for victim, persons in pairings.items():
        if victim not in victims or not persons <= set(missing):
            raise CaseNotUnderstood(
                "pairings name somebody who is not in the case", hint="use the case's references", place=victim
            )


def _in_order(
    value: Mapping[str, Any], victims: tuple[Victim, ...], markers: tuple[Marker, ...]
) -> tuple[tuple[Victim, ...], tuple[Finding, ...]]:
    """Returns victims with genotypes in the order of the markers, however the case lists them."""
    named = value.get("victim_markers")
    names = [marker.name for marker in markers]
    if named is not None:
        if sorted(named) != sorted(names):
            raise CaseNotUnderstood("victim_markers are not the markers of the case", hint="list each marker once")
        order = [list(named).index(name) for name in names]
    else:
        order = victims_order([victim.genotypes for victim in victims], markers)
    if order == list(range(len(markers))):
        return victims, ()
    turned = tuple(
        Victim(victim.name, victim.sex, tuple(victim.genotypes[place] for place in order)) for victim in victims
    )
    if named is not None:
        return turned, ()
    places = [0] * len(order)
    for marker, place in enumerate(order):
        places[place] = marker
    told = ", ".join(names[marker] for marker in places)
    return turned, (
        Finding(
            Severity.WARNING, "victims-in-another-order", "victims",
            f"the victims' genotypes do not fit the markers in the order listed and are read as {told}",
            "check it against the laboratory's table; give victim_markers to say the order",
            "genotypes",
        ),
    )  # fmt: skip


def _family(name: str, one: Mapping[str, Any], missing: Sequence[str], n: int) -> Family:
    parts = [
        Pedigree.of(part["id"], part["fid"], part["mid"], [int(sex) for sex in part["sex"]])
        for part in one.get("components") or []
    ]
    if not parts:
        raise CaseNotUnderstood("a family has no persons", hint="give components", place=name)
    pedigree = Pedigree.joined(parts)
    typed = {person: _profile(given, n, person) for person, given in (one.get("typed") or {}).items()}
    own = tuple(person for person in missing if person in pedigree.ids)
    for person in typed:
        pedigree.index(person)
        if person in own:
            raise CaseNotUnderstood(
                "a missing person is typed", hint="leave it out of missing, or of typed", place=person
            )
    return Family(name, pedigree, typed, own)


def _check_missing(missing: Sequence[str], families: Sequence[Family]) -> None:
    for one, other in pairwise(sorted(missing)):
        if one == other:
            raise CaseNotUnderstood("a missing person is listed twice", hint="list each once", place=one)
    for person in missing:
        homes = sum(person in family.missing for family in families)
        if homes != 1:
            told = "in no family" if homes == 0 else "in several families"
            raise CaseNotUnderstood(f"a missing person is {told}", hint="references are unique", place=person)
