"""Words that two lawyers could read differently: ages, states of health, what is counted, two parties' wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from repatria.errors import Finding
from repatria.exchange.annex_i import is_code
from repatria.exchange.check.ages import age_words, as_toml, bounds_in_words
from repatria.exchange.check.refusal import refuse
from repatria.exchange.terms import Age, Category, Clause, Counts, Health, Terms
from repatria.people.refs import PartyId

_GRAVE = re.compile(r"\b(?:seriously|severely|gravely|badly) (?:wounded|injured|ill|sick)\b")
_DEAD = re.compile(r"\b(?:bodies|body|remains|corpses?|the dead|the fallen)\b")
_DEFINITIONS = ", ".join(f'"{h}"' for h in Health)


def check_words(terms: Terms) -> Iterator[Finding]:
    """Yields every wording that is ambiguous, category by category, then clause by clause."""
    for category in terms.categories:
        yield from _age_bounds(terms, category)
        yield from _age_wordings(category)
        yield from _differently(f"category.{category.id}", category.wordings)
        yield from _health(category)
        yield from _certifier(category)
    for clause in terms.clauses:
        yield from _clause_age(terms, clause)
        yield from _differently(f"clause.{clause.id}", clause.wordings)
        yield from _counts(clause)


def _age_bounds(terms: Terms, category: Category) -> Iterator[Finding]:
    age, place = category.age, f"category.{category.id}.age"
    if age is None:
        return
    if terms.age_day(category) is None:
        yield refuse(
            "age-day-unsaid", f"{place}.on", "an age without the day on which it counts", f"write {as_toml(age)}"
        )
    for key, bound, inclusive in (("from", age.lower, age.lower_inclusive), ("to", age.upper, age.upper_inclusive)):
        if bound is not None and inclusive is None:
            yield refuse("age-bound-unsaid", f"{place}.{key}_inclusive",
                         f'"{key} = {bound}" does not say whether people of {bound} are included',
                         f"write {as_toml(replace(age, on=terms.age_day(category)))}, or false")  # fmt: skip
    if age.lower is None and age.upper is None:
        yield refuse("age-empty", place, "an age without bounds", "write from or to, or leave age out")
    if age.oldest is not None and age.oldest < age.youngest:
        yield refuse("age-nobody", place, "no age lies within these bounds", "correct from and to")


def _age_wordings(category: Category) -> Iterator[Finding]:
    texts = {"wording": category.wording}
    texts |= {f"wordings.{party}": words for party, words in (category.wordings or {}).items()}
    for key, text in texts.items():
        yield from _against_bounds(f"category.{category.id}.{key}", text, category)


def _clause_age(terms: Terms, clause: Clause) -> Iterator[Finding]:
    category = terms.category(clause.category)
    if category is not None and re.search(r"\bage|\byears", clause.wording.lower()):
        yield from _against_bounds(f"clause.{clause.id}.wording", clause.wording, category)


def _against_bounds(place: str, text: str, category: Category) -> Iterator[Finding]:
    words = age_words(text)
    if words is None or (category.age is not None and words.fits(category.age)) or _marked(category, words.phrases):
        return
    quoted = " and ".join(f'"{p}"' for p in words.phrases)
    meant = bounds_in_words(words.lower, words.upper)
    if category.age is None:
        yield refuse("age-bounds-missing", place, f"the words {quoted} limit the age, and the category has no age",
                     f"write {as_toml(Age(words.lower, words.upper, True, True))}")  # fmt: skip
        return
    bounds = bounds_in_words(category.age.youngest or None, category.age.oldest)
    yield refuse("age-words-differ", place, f"the words {quoted} mean {meant}; the category's age is {bounds}",
                 f'agree on one: write the wording "{bounds} completed years", or '
                 f"{as_toml(Age(words.lower, words.upper, True, True, category.age.on))}")  # fmt: skip


def _marked(category: Category, phrases: tuple[str, ...]) -> bool:
    """A category marked children needs no bounds for the word itself."""
    return category.children and all(p in ("child", "children", "minor", "minors") for p in phrases)


def _differently(place: str, wordings: Mapping[PartyId, str] | None) -> Iterator[Finding]:
    texts = {" ".join(w.lower().split()) for w in (wordings or {}).values()}
    if len(texts) < 2:
        return
    said = "; ".join(f"{party} {_quoted(words)}" for party, words in (wordings or {}).items())
    yield refuse("worded-differently", f"{place}.wordings", f"the parties use different words: {said}",
                 "agree on one wording and leave wordings out")  # fmt: skip


def _quoted(wording: str) -> str:
    words = age_words(wording)
    return "says " + " and ".join(f'"{p}"' for p in words.phrases) if words else "has its own wording"


def _health(category: Category) -> Iterator[Finding]:
    place = f"category.{category.id}.health"
    grave = _GRAVE.search(category.wording.lower())
    mend = (
        f"write health = one of {_DEFINITIONS} (the Annex is the minimum without a special agreement, GC III art. 110)"
    )
    if category.health and category.health not in set(Health):
        yield refuse("health-undefined", place, "the state of health is given in words that nothing defines", mend)
    elif grave and not category.health:
        yield refuse("health-undefined", place, f'"{grave[0]}" is not defined', mend)
    if category.health == Health.SPECIAL_AGREEMENT and not category.health_codes:
        yield refuse("health-codes-missing", f"{place}_codes", "a special agreement without its list",
                     'write health_codes = ["I.A.1", ...] of GC III Annex I')  # fmt: skip
    if category.health_codes and category.health != Health.SPECIAL_AGREEMENT:
        yield refuse("health-codes-not-asked", f"{place}_codes", "a list of codes, and yet no special agreement",
                     f'write health = "{Health.SPECIAL_AGREEMENT}", or leave health_codes out')  # fmt: skip
    for code in category.health_codes:
        if not is_code(code):
            yield refuse("health-code-not-known", f"{place}_codes", "a code that the checklist does not have",
                         "use codes of GC III Annex I part I, as in I.A.1.a")  # fmt: skip


def _certifier(category: Category) -> Iterator[Finding]:
    if category.certified_by or not (category.health or category.certified or category.evidence):
        return
    what = "the state of health" if category.health else "that somebody falls under it"
    yield refuse("certifier-unsaid", f"category.{category.id}.certified_by", f"it is not said who certifies {what}",
                 'write certified_by = "commission" (GC III art. 112: mixed medical commission), "mediator", or a party'
                 if category.health else 'write certified_by = "mediator", a party, or both parties')  # fmt: skip


def _counts(clause: Clause) -> Iterator[Finding]:
    place, dead = f"clause.{clause.id}.counts", _DEAD.search(clause.wording.lower())
    if clause.counts is None:
        word = f'"{dead[0]}": it' if dead else "it"
        mend = '"body", "bag" or "identified person"' if dead else '"person"'
        yield refuse("counts-unsaid", place, f"{word} is not said what counts as one", f"write counts = {mend}")
    elif dead and clause.counts is Counts.PERSON:
        yield refuse("counts-words-differ", place, f'the wording says "{dead[0]}", and persons are counted',
                     'write counts = "body", "bag" or "identified person"')  # fmt: skip
    if clause.counts is Counts.BODY and clause.fragments is None:
        yield refuse("fragments-unsaid", f"clause.{clause.id}.fragments",
                     "bodies are counted, and it is not said how parts of a body count",
                     'write fragments = "not counted", "counted apart" or "counted as a body"')  # fmt: skip
