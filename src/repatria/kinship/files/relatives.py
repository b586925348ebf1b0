"""A laboratory's table of relatives, one row a person, as families.

Either each row says its relation to the missing person in words (`RELATIONS`), or its ``father`` and ``mother`` by
reference, and ``yes`` under ``missing`` for the missing person. By words, people who are not in the table but must
have lived (the parents of a brother) are added without a result; sons and daughters are the missing person's with the
spouse of the table, else with one unknown person; each half sibling has an unknown parent of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files.cells import NO_RESULT, LoneAllele
from repatria.kinship.files.families import Family, family, untyped_missing
from repatria.kinship.files.profiles import Profile, read_profiles
from repatria.kinship.files.tables import FileNotUnderstood
from repatria.kinship.pedigree import UNRELATED

RELATIONS: Final = {
    "missing": ("", "", 0),
    "father": ("paternal grandfather", "paternal grandmother", 1),
    "mother": ("maternal grandfather", "maternal grandmother", 2),
    "brother": ("father", "mother", 1),
    "sister": ("father", "mother", 2),
    "son": ("", "", 1),
    "daughter": ("", "", 2),
    "spouse": ("", "", 0),
    "paternal grandfather": ("", "", 1),
    "paternal grandmother": ("", "", 2),
    "maternal grandfather": ("", "", 1),
    "maternal grandmother": ("", "", 2),
    "paternal uncle": ("paternal grandfather", "paternal grandmother", 1),
    "paternal aunt": ("paternal grandfather", "paternal grandmother", 2),
    "maternal uncle": ("maternal grandfather", "maternal grandmother", 1),
    "maternal aunt": ("maternal grandfather", "maternal grandmother", 2),
    "paternal half brother": ("father", "own", 1),
    "paternal half sister": ("father", "own", 2),
    "maternal half brother": ("own", "mother", 1),
    "maternal half sister": ("own", "mother", 2),
}
"""Relation to the missing person → relation of the father, of the mother, and sex (0: the table says it)."""

_ONCE = {"missing", "father", "mother", "spouse"} | {word for word in RELATIONS if "grand" in word}
_SAME = {"wife": "spouse", "husband": "spouse", "self": "missing", "missing person": "missing"}


def read_relatives(
    content: bytes, *, kind: str = "relatives", lone: LoneAllele = LoneAllele.PARTIAL
) -> tuple[tuple[Family, ...], tuple[Finding, ...]]:
    """Returns the families of a table of relatives, in the order of the file, and findings.

    Columns: ``family``, ``person``, ``sex``, then ``relation`` or ``father``, ``mother`` and ``missing``, then the
    markers as in `read_profiles`. Each family has one row for the missing person, who has no result.

    Raises:
        FileNotUnderstood: Families that cannot be made of their rows; every one is a finding of it.
        InputNotUnderstood: The columns are not those of a table of relatives.
    """
    table = read_profiles(content, kind=kind, lone=lone, more=("family", "relation", "father", "mother", "missing"))
    rows: dict[str, list[Profile]] = {}
    for one in table.profiles:
        rows.setdefault(one.more["family"], []).append(one)
    if "" in rows:
        hint = "a table of relatives has family, person, sex, relation"
        raise InputNotUnderstood("a row names no family", hint=hint, place=rows[""][0].place)
    made, wrong = [], []
    for name, people in rows.items():
        try:
            by = _by_words if any(one.more["relation"] for one in people) else _as_given
            made.append(untyped_missing(by(name, people)))
        except InputNotUnderstood as refusal:
            place = refusal.place or people[0].place
            wrong.append(Finding(Severity.ERROR, "family-not-understood", place, refusal.message, refusal.hint))
    if wrong:
        raise FileNotUnderstood(kind, tuple(wrong))
    return tuple(made), table.findings


def _as_given(name: str, people: Sequence[Profile]) -> Family:
    missing = [one.id for one in people if one.more["missing"].casefold() in ("yes", "true", "1", "x")]
    if len(missing) != 1:
        raise InputNotUnderstood("the family needs one missing person", hint="write yes under missing in one row")
    tree = [(one.id, one.more["father"] or UNRELATED, one.more["mother"] or UNRELATED, _sexed(one)) for one in people]
    return family(name, tree, missing=missing[0], genotypes=_typed(people))


def _by_words(name: str, people: Sequence[Profile]) -> Family:
    relations = {one.id: _relation(one) for one in people}
    named = {word: who for who, word in relations.items() if word in _ONCE}
    _check_once(relations, people)
    if "missing" not in named:
        raise InputNotUnderstood("the family has no missing person", hint="add a row with the relation missing")
    sexes = {one.id: _sexed(one, relations[one.id]) for one in people}
    if not sexes[named["missing"]] and {"son", "daughter"} & set(relations.values()):
        hint = "write M or F in the row of the missing person"
        raise InputNotUnderstood("a parent's sex is not said", hint=hint, place=people[0].place)
    if named.get("spouse") and sexes[named["spouse"]] == sexes[named["missing"]]:
        raise InputNotUnderstood("the spouse has the missing person's sex", hint="mend one, or give father and mother")
    return family(name, _tree(relations, sexes), missing=named["missing"], genotypes=_typed(people))


def _relation(one: Profile) -> str:
    word = " ".join(one.more["relation"].casefold().replace("-", " ").split())
    word = _SAME.get(word, word)
    if word not in RELATIONS:
        hint = "one of: " + ", ".join(RELATIONS) + "; or give father and mother"
        raise InputNotUnderstood("the relation is not known", hint=hint, place=one.place)
    return word


def _check_once(relations: Mapping[str, str], people: Sequence[Profile]) -> None:
    seen: set[str] = set()
    for one in people:
        word = relations[one.id]
        if word in seen & _ONCE:
            raise InputNotUnderstood("a second person of this relation", hint="nobody has two", place=one.place)
        seen.add(word)


def _sexed(one: Profile, relation: str = "") -> int:
    stated = RELATIONS[relation][2] if relation else 0
    if stated and one.sex and stated != one.sex:
        raise InputNotUnderstood("the relation and the sex contradict each other", hint="mend one", place=one.place)
    return stated or one.sex


def _typed(people: Sequence[Profile]) -> dict[str, Mapping[str, str]]:
    return {one.id: one.genotypes for one in people if any(said != NO_RESULT for said in one.genotypes.values())}


def _tree(relations: Mapping[str, str], sexes: Mapping[str, int]) -> list[tuple[str, str, str, int]]:
    """Returns the pedigree that relations say, as (id, father, mother, sex): people of the table, then those added."""
    named = {word: who for who, word in relations.items() if word in _ONCE}
    needed = _needed(set(relations.values()))
    at_home = {word: named.get(word, f"~{word.replace(' ', '-')}") for word in needed | set(named)}
    missing = named["missing"]
    people = {}
    for who, word in [*relations.items(), *((at_home[word], word) for word in sorted(needed - set(named)))]:
        parents = _parents(who, word, at_home, missing, sexes[missing])
        people[who] = (
            *parents,
            sexes.get(who) or RELATIONS[word][2] or (sexes[missing] and 3 - sexes[missing] if word == "spouse" else 0),
        )
        for parent, sex in zip(parents, (1, 2), strict=True):
            if parent == f"~other-parent-of-{who}":
                people[parent] = (UNRELATED, UNRELATED, sex)
    return [(who, *said) for who, said in people.items()]


def _needed(words: set[str]) -> set[str]:
    """Returns the relations that must have lived when these did: nobody is added without need."""
    needed = set()
    if words - {"missing", "son", "daughter", "spouse"}:
        needed |= {"father", "mother"}
    if words & {"son", "daughter"}:
        needed |= {"spouse"}
    for side in ("paternal", "maternal"):
        if any(word.startswith(side) and "half" not in word for word in words):
            needed |= {f"{side} grandfather", f"{side} grandmother"}
    return needed


def _parents(who: str, word: str, at_home: Mapping[str, str], missing: str, sex_of_missing: int) -> tuple[str, str]:
    if word in ("son", "daughter"):
        couple = (missing, at_home["spouse"])
        return couple if sex_of_missing == 1 else couple[::-1]
    if word == "missing":
        return at_home.get("father", UNRELATED), at_home.get("mother", UNRELATED)
    father, mother, _ = RELATIONS[word]
    own = f"~other-parent-of-{who}"
    found = [own if parent == "own" else at_home.get(parent, UNRELATED) for parent in (father, mother)]
    return found[0], found[1]
