"""A case as JSON is read: pedigrees, markers with their mutation, profiles and corrections, all checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from repatria.errors import InputNotUnderstood, RepatriaError
from repatria.kinship.genotypes import Observation, parse
from repatria.kinship.markers import FrequencyTable, Inheritance, Marker, Unseen
from repatria.kinship.mutation import Mutation
from repatria.kinship.pedigree import Pedigree
from repatria.kinship.peeling import Convention
from repatria.kinship.ratios import Corrections

Json = Mapping[str, Any]
Tables = Callable[[str], FrequencyTable]
"""Finds a table of frequencies by the name that a case gives it."""

MOST_MARKERS_KEPT = 4096
"""Markers remembered from case to case, so that what is derived from them is not derived again."""


class CaseNotUnderstood(InputNotUnderstood):
    """A case lacks something, or it is of another form; the message names the key."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A case as read.

    Attributes:
        name: Its ``id``.
        h1: First story.
        h2: Second story.
        markers: Markers, mutation included.
        observations: What was seen, by person.
        corrections: Theta, convention, inbreeding, linkage.
        model: The model in words.
        notes: Rules that were used, for the result.
    """

    name: Any
    h1: Pedigree
    h2: Pedigree
    markers: tuple[Marker, ...]
    observations: Mapping[str, Sequence[str | Observation | None]]
    corrections: Corrections
    model: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Reader:
    """Reads cases, and remembers the markers of one for the next.

    Attributes:
        tables: Where tables of frequencies are found.
    """

    tables: Tables
    _markers: dict[bytes, Marker] = field(default_factory=dict)
    _found: dict[str, FrequencyTable] = field(default_factory=dict)

    def read(self, value: Json) -> Case:
        """Returns a case.

        Raises:
            RepatriaError: Something in it is not understood or impossible.
        """
        names = [str(name) for name in _list(value, "markers")]
        _check_once(names)
        theta, silent = _number(value, "theta"), _number(value, "silent")
        usual = Convention.FAMILIAS if silent > 0 and theta == 0 else Convention.AS_GIVEN
        observations = {str(person): _row(row) for person, row in _object(value, "genotypes").items()}
        h1, h2 = _story(value, "H1"), _story(value, "H2")
        _check_sexes(h1, h2, observations)
        table, notes = self._table(value, names, observations)
        mutations = [_mutation(value.get("mutation"), name) for name in names]
        inheritance = _inheritance(value)
        return Case(
            name=value.get("id"),
            h1=h1,
            h2=h2,
            markers=tuple(
                self._marker(name, _numbers(table, name), given, inheritance, silent)
                for name, given in zip(names, mutations, strict=True)
            ),
            observations=observations,
            corrections=Corrections(
                theta=theta,
                convention=usual if value.get("convention") is None else _convention(value["convention"]),
                founder_inbreeding=_inbreeding(value, (*h1.ids, *h2.ids)),
                rho=None if value.get("rho") is None else _number(value, "rho"),
            ),
            model=_model(value, mutations),
            notes=notes,
        )

    def _table(
        self, value: Json, names: Sequence[str], seen: Mapping[str, Sequence[Any]]
    ) -> tuple[FrequencyTable, tuple[str, ...]]:
        """Returns the table of a case, and what was done with alleles that it does not have."""
        if value.get("freq") is not None:
            table = FrequencyTable(_object(value, "freq"), int(_number(value, "persons")))
        elif isinstance(value.get("db"), str):
            name = value["db"]
            table = self._found.get(name) or self._found.setdefault(name, self.tables(name))
        else:
            raise CaseNotUnderstood("the case has no frequencies", hint="give freq, or name a table in db")
        if value.get("unseen") is None:
            return table, ()
        rule = _object(value, "unseen")
        alleles = {name: _alleles(row[k] for row in seen.values() if k < len(row)) for k, name in enumerate(names)}
        known = FrequencyTable({name: _numbers(table, name) for name in names}, table.persons, table.name)
        grown = known.with_unseen(alleles, rule=_unseen(rule), at=_number(rule, "at"))
        return grown, tuple(
            f"{name}: {_counted(len(grown.of(name)) - len(known.of(name)))} by rule {rule['rule']}, the marker scaled to 1"
            for name in names
            if len(grown.of(name)) > len(known.of(name))
        )

    def _marker(
        self, name: str, frequencies: Mapping[str, float], mutation: Any, inheritance: Inheritance, silent: float
    ) -> Marker:
        key = msgspec.json.encode([name, frequencies, mutation, inheritance, silent])
        known = self._markers.get(key)
        if known is None:
            if len(self._markers) >= MOST_MARKERS_KEPT:
                self._markers.clear()
            known = self._markers[key] = Marker.of(
                name, frequencies, mutation=Mutation.of_json(mutation), inheritance=inheritance, silent=silent
            )
        return known


def _list(value: Json, key: str) -> list[Any]:
    found = value.get(key)
    if not isinstance(found, list) or not found:
        raise CaseNotUnderstood(f"the case has no list of {key}", hint=f"give {key}")
    return found


def _object(value: Json, key: str) -> dict[str, Any]:
    found = value.get(key)
    if not isinstance(found, dict):
        raise CaseNotUnderstood(f"the case has no object {key}", hint=f"give {key}")
    return found


def _number(value: Json, key: str) -> float:
    found = value.get(key)
    if found is None:
        return 0.0
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise CaseNotUnderstood(f"{key} is not a number", hint="write a number, or leave it out")
    return float(found)


def _check_once(names: Sequence[str]) -> None:
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        raise CaseNotUnderstood("a marker stands in the case twice", hint="evidence counts once", place=twice)


def _check_sexes(h1: Pedigree, h2: Pedigree, typed: Iterable[str]) -> None:
    sexes = [dict(zip(story.ids, story.sexes, strict=True)) for story in (h1, h2)]
    for person in typed:
        if len({of[person] for of in sexes if person in of}) > 1:
            raise CaseNotUnderstood(
                "a person's sex under H1 is not that under H2", hint="the stories differ in kinship only", place=person
            )


def _inbreeding(value: Json, persons: Sequence[str]) -> dict[str, float]:
    if value.get("founder_inbreeding") is None:
        return {}
    given = _object(value, "founder_inbreeding")
    for person in given:
        if person not in persons:
            raise CaseNotUnderstood(
                "an inbreeding coefficient is of nobody in H1 or H2", hint="check the reference", place=person
            )
    return {person: _number(given, person) for person in given}


def _numbers(table: FrequencyTable, marker: str) -> dict[str, float]:
    """Returns the frequencies of a marker as numbers; a table comes from JSON and may hold anything."""
    found: Any = table.of(marker)
    try:
        return {str(allele): float(frequency) for allele, frequency in found.items()}
    except (AttributeError, TypeError, ValueError):
        raise CaseNotUnderstood(
            "a frequency is not a number", hint='write {"8": 0.25, "9": 0.75}', place=marker
        ) from None


def _counted(alleles: int) -> str:
    return "an allele without frequency gets one" if alleles == 1 else f"{alleles} alleles without frequency get one"


def _story(value: Json, key: str) -> Pedigree:
    parts = [value[key]] if isinstance(value.get(key), dict) else _list(value, key)
    try:
        made = [
            Pedigree.of([str(i) for i in p["id"]], [str(i) for i in p["fid"]], [str(i) for i in p["mid"]], p["sex"])
            for p in parts
        ]
        return made[0] if len(made) == 1 else Pedigree.joined(made)
    except RepatriaError as wrong:
        raise type(wrong)(wrong.message, hint=wrong.hint, place=f"{key} {wrong.place}".strip()) from None
    except (KeyError, TypeError):
        raise CaseNotUnderstood(f"a component of {key} lacks id, fid, mid or sex", hint="give all four") from None


def _row(row: Any) -> list[str | Observation | None]:
    if not isinstance(row, list):
        raise CaseNotUnderstood("genotypes of a person are not a list", hint="give one genotype a marker")
    return [_seen(one) for one in row]


def _seen(one: Any) -> str | Observation | None:
    match one:
        case None | str():
            return one
        case {"alleles": list() as alleles}:
            return Observation(tuple(map(str, alleles)), _number(one, "dropout"), _number(one, "dropin"))
        case _:
            raise CaseNotUnderstood(
                "a genotype is neither text nor an object", hint='write "13/14", or {"alleles": ["13"], "dropout": 0.1}'
            )


def _alleles(row: Iterable[str | Observation | None]) -> set[str]:
    found: set[str | None] = set()
    for one in row:
        found.update(one.alleles if isinstance(one, Observation) else parse(one or ""))
    return {allele for allele in found if allele is not None}


def _mutation(given: Any, marker: str) -> Any:
    """Returns the model of a marker: one for all, or one by marker."""
    if isinstance(given, dict) and "model" not in given and "name" not in given:
        if marker not in given:
            raise CaseNotUnderstood("a marker has no mutation model", hint="give one, or null", place=marker)
        return given[marker]
    if given is not None and not isinstance(given, dict):
        raise CaseNotUnderstood("mutation is neither null nor an object", hint='write {"model": "stepwise", ...}')
    return given


def _model(value: Json, mutations: Sequence[Any]) -> str:
    told = list(dict.fromkeys(Mutation.of_json(given).name for given in mutations))
    told += [f"{key} {value[key]:g}" for key in ("theta", "silent") if value.get(key)]
    told += [f"rho {value['rho']:g}"] if value.get("rho") is not None else []
    told += [_told_unseen(value["unseen"])] if value.get("unseen") is not None else []
    return "; ".join([*told, *(["founder inbreeding"] if value.get("founder_inbreeding") else [])])


def _told_unseen(rule: Json) -> str:
    at = f" {rule['at']:g}" if rule.get("rule") == Unseen.FIXED else ""
    return f"unseen alleles {rule['rule']}{at}"


def _inheritance(value: Json) -> Inheritance:
    try:
        return Inheritance(value.get("chrom") or Inheritance.AUTOSOMAL)
    except ValueError:
        raise CaseNotUnderstood("chrom is neither autosomal nor X", hint="Y and mtDNA are lineages") from None


def _convention(given: Any) -> Convention:
    try:
        return Convention(given)
    except ValueError:
        raise CaseNotUnderstood("this convention is not known", hint="use as_given or familias") from None


def _unseen(rule: Json) -> Unseen:
    try:
        return Unseen(str(rule.get("rule")))
    except ValueError:
        raise CaseNotUnderstood("this rule for unseen alleles is not known", hint="use 5/2N or fixed") from None
