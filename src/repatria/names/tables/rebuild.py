"""Makes the tables of names anew from their public sources: ``python -m repatria.names.tables.rebuild REFERENCE [FOLDER]``.

Run by hand after a change of `fold`, because the tables hold folded keys. ``REFERENCE/linkage/names`` holds the sources:
``uk_ru.tsv.gz`` (names-translator 2.1.0, MIT), ``names``, ``midnames`` and ``surnames.parquet`` (russiannames 2.0.0, BSD-3)
and ``rigour_persons.txt.gz`` (rigour 1.3.0, MIT, its content CC0). `given_names.tsv` is this project's own.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from zlib import crc32

import pyarrow.parquet as pq
from rapidfuzz.fuzz import ratio

from repatria.names.classes import (
    Part,
    Tables,
    by_beginning,
    evidence,
    given_class,
    patronymic_class,
    stem,
    surname_class,
    surname_stem,
)
from repatria.names.fold import fold, fold_once, skeleton, words
from repatria.names.tables import items, read_table
from repatria.names.tables.customs import spellings

_NOBODY = Tables({}, {}, {}, {}, {})
_USUAL = 50
"""Bearers among those counted from which a given name is one of its own and no slip of the pen."""

_ALIKE = 60
"""Least likeness (RapidFuzz ratio of folds, 0 to 100) of a foreign form to the name that it is taken for a form of."""

_SHARES = {Part.GIVEN: 3_000, Part.PATRONYMIC: 3_000, Part.SURNAME: 60_000}
"""How many classes of each part are shipped with their count, the most frequent first."""


_AMBIGUOUS = 20
"""A surname read in a Latin spelling is given up for another one of so many times the bearers. Assumed, not learned:
about one spelling in twenty follows one of the ambiguous customs for a given letter."""

_LEAST = (400, 20, 4)
"""The same by how much the letters of the spelling show of such a custom (`classes.evidence`). Assumed."""

_FEW = 3
"""Bearers among those counted from which a class is looked for behind ambiguous spellings."""

_FORMS = 3
"""Of how many Russian forms of one class the ambiguous spellings are tried, and as many Ukrainian ones or more."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the tables are made from.

    Attributes:
        pairs: By kind (first, patronymic, last): Ukrainian forms, each with its Russian ones, the usual one first.
        counts: By kind: bearers of a form, in small letters.
        fathers: Patronymics in small letters with their father's given name.
        rows: Forms across languages that one item of Wikidata has.
    """

    pairs: Mapping[str, list[tuple[str, list[str]]]]
    counts: Mapping[str, Counter[str]]
    fathers: Mapping[str, str]
    rows: list[list[str]]


def withheld(kind: str, russian: str) -> bool:
    """Returns whether a name is of the tenth that is kept out of the tables to measure how the rules do without.

    All forms that the rules bring together are kept out or in together.
    """
    key = fold_once(russian)
    stems = {"last": surname_stem(key), "patronymic": patronymic_class(key, _NOBODY)}
    return crc32(stems.get(kind, key).encode()) % 10 == 0


def read_sources(reference: Path, *, withhold: bool = False) -> Sources:
    """Returns the sources below a folder; with ``withhold`` without the tenth of names that are `withheld`."""
    folder = reference / "linkage" / "names"
    pairs: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for line in gzip.decompress((folder / "uk_ru.tsv.gz").read_bytes()).decode().splitlines():
        kind, ukrainian, *forms = line.split("\t")
        russian = [form.lower() for form in forms if form]
        if not (withhold and withheld(kind, russian[0])):
            pairs[kind].append((ukrainian, russian))
    counts: dict[str, Counter[str]] = {}
    for kind, file in (("first", "names"), ("patronymic", "midnames"), ("last", "surnames")):
        table = pq.read_table(folder / f"{file}.parquet", columns=["text", "count"]).to_pydict()
        counts[kind] = Counter()
        for text, count in zip(table["text"], table["count"], strict=True):
            if not (withhold and withheld(kind, text)):
                counts[kind][text.lower()] += count
    middle = pq.read_table(folder / "midnames.parquet", columns=["text", "fname"]).to_pydict()
    known = counts["patronymic"]
    fathers = {
        t.lower(): f.lower() for t, f in zip(middle["text"], middle["fname"], strict=True) if f and t.lower() in known
    }
    lines = gzip.decompress((folder / "rigour_persons.txt.gz").read_bytes()).decode().splitlines()
    rows = [line.rpartition(" => ")[0].split(", ") for line in lines if " => " in line]
    if withhold:
        rows = [row for row in rows if not any(withheld("first", form) for form in row if "а" <= form[0] <= "ґ")]
    return Sources(pairs, counts, fathers, rows)


def build(sources: Sources) -> Tables:
    """Returns the tables made from sources."""
    given = _given(sources)
    known = Tables({form: tuple(classes) for form, classes in given.items()}, {}, {}, {}, {})
    fathers = _fathers(sources, known)
    surnames = _surnames(sources)
    beginnings = _beginnings(sources)
    ruled = Tables({}, {}, {}, by_beginning(beginnings), {})
    left = {a: b for a, b in surnames.items() if surname_class(a, ruled) != b}
    most = Tables(known.given, fathers, left, by_beginning(beginnings), {})
    return replace(most, misread=_misread(sources, most))


# --- given names -----------------------------------------------------------------------------------------------------


def _given(sources: Sources) -> dict[str, list[str]]:
    """Forms to classes: our own table first, then Ukrainian forms of Russian names, then forms of other languages."""
    counts = sources.counts["first"]
    bearers = _by_key(counts, fold)
    forms: dict[str, list[str]] = defaultdict(list)
    for _, _, row in read_table("given_names.tsv"):
        leading, *others = row.split()
        for form in (leading, *others):
            forms[fold(form)].append(fold(leading))
    for ukrainian, russian in sources.pairs["first"]:
        key, other = fold(ukrainian), fold(russian[0])
        if key != other and "-" not in ukrainian and not forms.get(key):
            forms[key] = [*forms.get(other, [other])]
    weight = Counter({key: 0 for classes in forms.values() for key in classes})
    for form, count in bearers.items():
        for key in forms.get(form, [form])[:1]:
            weight[key] += count
    for form, key in _foreign(sources.rows, forms, bearers, weight):
        forms[form].append(key)
    for form, key in (*_genitives(sources, forms, bearers), *_misread_given(sources, forms, bearers)):
        forms.setdefault(form, [key])
    ranked = {
        form: sorted(set(classes), key=lambda key: (key != form, -weight[key], key))
        for form, classes in forms.items()
        if form
    }
    ours = {fold(row[2].split()[0]) for row in read_table("given_names.tsv")}
    return {form: classes for form, classes in ranked.items() if classes != [form] or form in ours}


def _foreign(
    rows: Iterable[list[str]], forms: Mapping[str, list[str]], bearers: Mapping[str, int], weight: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Forms that share an item of Wikidata with a usual Russian or Ukrainian given name, and are much like it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        keys = {fold(form): form for form in row if len(words(form)) == 1 and " " not in form}
        ours = {k for k, form in keys.items() if "а" <= form[0] <= "ґ" and (bearers.get(k, 0) >= _USUAL or k in forms)}
        if not ours:
            continue
        names = {k: forms[k][0] if forms.get(k) else k for k in ours}
        for key in keys.keys() - ours:
            if key.isascii() and len(key) > 3 and key not in forms and bearers.get(key, 0) < _USUAL:
                best = max(ours, key=lambda k: (_likeness(key, k), weight.get(names[k], 0)))
                if _likeness(key, best) >= _ALIKE:
                    found[key][names[best]] += 1
    for key, votes in found.items():
        for name, _ in sorted(votes.items(), key=lambda item: (-item[1], -weight.get(item[0], 0), item[0]))[:2]:
            yield key, name


def _likeness(a: str, b: str) -> float:
    return max(ratio(a, b), ratio(skeleton(a), skeleton(b)) - 20)


def _genitives(
    sources: Sources, forms: Mapping[str, list[str]], bearers: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Genitives (Петра, Олени) of usual names, where they are no name themselves."""
    counts = sources.counts["first"]
    usual = [form for form, count in counts.items() if count >= 10 * _USUAL]
    usual += [ukrainian for ukrainian, russian in sources.pairs["first"] if counts[russian[0]] >= 10 * _USUAL]
    for form in sorted(usual):
        key, genitive = fold(form), fold(_genitive(form))
        if key != genitive and genitive not in forms and bearers.get(genitive, 0) * 100 < bearers.get(key, 1_000):
            yield genitive, forms[key][0] if forms.get(key) else key


def _misread_given(
    sources: Sources, forms: Mapping[str, list[str]], bearers: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """What `fold` makes of usual names in ambiguous Latin spellings, where that is no name itself, the usual first."""
    counts = sources.counts["first"]
    usual = [(count, form) for form, count in counts.items() if count >= _USUAL]
    usual += [(counts[russian[0]] - 1, ukrainian) for ukrainian, russian in sources.pairs["first"]]
    for count, form in sorted(usual, key=lambda item: (-item[0], item[1])):
        for spelled, seldom in spellings(form):
            key, read = fold(form), fold_once(spelled)
            if (
                count >= _USUAL
                and read != key
                and read not in forms
                and bearers.get(read, 0) * _AMBIGUOUS * seldom < count
            ):
                yield read, forms[key][0] if forms.get(key) else key


def _genitive(form: str) -> str:
    match form[-1]:
        case "а":
            return form[:-1] + ("и" if form[-2] in "гкхжчшщ" else "ы")
        case "я":
            return form[:-1] + "и"
        case "й" | "ь":
            return form[:-1] + "я"
        case "о":
            return form[:-1] + "а"
        case _:
            return form + "а"


# --- patronymics and surnames ----------------------------------------------------------------------------------------


def _fathers(sources: Sources, known: Tables) -> dict[str, str]:
    """Stems of patronymics whose father's class has another stem (Яковл: Яков; Микола: that of the class)."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    counts = sources.counts["patronymic"]
    for form, father in sources.fathers.items():
        votes[_stem_of(form)][stem(given_class(fold(father), known))] += counts[form]
    for ukrainian, russian in sources.pairs["patronymic"]:
        father = sources.fathers.get(russian[0], "")
        if father and "-" not in ukrainian:
            votes[_stem_of(ukrainian)][stem(given_class(fold(father), known))] += counts[russian[0]] + 1
    for form, count in list(counts.items()):
        father = stem(given_class(fold(sources.fathers.get(form, "")), known))
        for spelled, seldom in spellings(form) if father and count >= _USUAL else ():
            read = _stem_of(spelled)
            if read and votes[read].total() * _AMBIGUOUS * seldom < count:
                votes[read][father] += count
    for form in known.given:
        votes[stem(form)][stem(known.given[form][0])] += 1
    best = {ours: min(them.items(), key=lambda item: (-item[1], item[0]))[0] for ours, them in votes.items() if ours}
    return {ours: father for ours, father in best.items() if ours != father}


def _stem_of(patronymic: str) -> str:
    key = patronymic_class(fold(patronymic), _NOBODY)
    return key[:-4] if key.endswith("ovic") else ""


def _surnames(sources: Sources) -> dict[str, str]:
    """Stems of Ukrainian surnames whose Russian form has another stem, unless more people bear the first one as it is."""
    counts = sources.counts["last"]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for ukrainian, russian in sources.pairs["last"]:
        votes[surname_stem(fold(ukrainian))][surname_stem(fold(russian[0]))] += counts[russian[0]] + 1
    best = {ours: min(them.items(), key=lambda item: (-item[1], item[0]))[0] for ours, them in votes.items()}
    changed = {ours: other for ours, other in best.items() if ours != other}
    return {ours: changed.get(other, other) for ours, other in changed.items() if changed.get(other, other) != ours}


def _beginnings(sources: Sources) -> list[tuple[str, str]]:
    """Beginnings of stems that change in a quarter of the Ukrainian surnames that have them, in five at least.

    The others of such surnames are translated letter by letter (Підгайко: Пидгайко), which is the same name again.
    """
    stems = {(surname_stem(fold(uk)), surname_stem(fold(ru[0]))) for uk, ru in sources.pairs["last"]}
    tried: Counter[tuple[str, str]] = Counter()
    for ours, theirs in stems:
        if ours != theirs:
            tried.update(_changes(ours, theirs))
    having = Counter(ours[:length] for ours, _ in stems for length in range(3, 9))
    good = {pair for pair, count in tried.items() if count >= 5 and 4 * count >= having[pair[0]]}
    return sorted(p for p in good if not any(q != p and p[0].startswith(q[0]) for q in good))


def _changes(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
    """Every pair of beginnings, of 3 to 8 letters, after which two stems are the same."""
    for length in range(3, 9):
        rest = ours[length:]
        if len(ours) >= length and theirs.endswith(rest) and len(theirs) > len(rest):
            yield ours[:length], theirs[: len(theirs) - len(rest)]


def _misread(sources: Sources, known: Tables) -> dict[str, str]:
    """Returns what `fold` makes of surnames after ambiguous customs, and the class meant, where that is likelier by far.

    Likelier: more than `_LEAST` times as many people bear the class meant as the class that was read. Before the class
    stands how much `evidence` a spelling must show for it.
    """
    counts = sources.counts["last"]
    bearers: Counter[str] = Counter()
    forms: dict[str, list[str]] = defaultdict(list)
    for form, count in counts.most_common():
        if form.isalpha() and not form.isascii():
            key = surname_class(fold(form), known)
            bearers[key] += count
            forms[key].append(form)
    forms = defaultdict(list, {key: found[:_FORMS] for key, found in forms.items()})
    for ukrainian, russian in sources.pairs["last"]:
        forms[surname_class(fold(russian[0]), known)].append(ukrainian)
    meant: dict[str, dict[int, str]] = defaultdict(dict)
    for key, count in bearers.most_common():
        if count < _FEW:
            break
        for form in forms[key][: 2 * _FORMS]:
            for spelled, seldom in spellings(form):
                read, shown = surname_class(fold_once(spelled), known), evidence(spelled)
                for level in range(shown + 1):
                    if (bearers[read] + 1) * _LEAST[level] * seldom < count and read != key:
                        meant[read].setdefault(level, key)
    return {read: " ".join(_by_evidence(options)) for read, options in meant.items()}


def _by_evidence(options: Mapping[int, str]) -> Iterator[str]:
    """The classes meant with the least evidence for each, most evidence first, none that says what the next says."""
    for level in sorted(options, reverse=True):
        if options[level] != options.get(max((low for low in options if low < level), default=-1)):
            yield f"{level}{options[level]}"


# --- shares ----------------------------------------------------------------------------------------------------------


def shares(sources: Sources, known: Tables) -> Iterator[tuple[str, str, str]]:
    """Yields part, bearers and the classes that have so many, of the most frequent classes; class ``*`` is all, ``?`` the mean of those left out."""
    kinds: tuple[tuple[Part, str, Callable[[str, Tables], str]], ...] = (
        (Part.GIVEN, "first", given_class),
        (Part.PATRONYMIC, "patronymic", patronymic_class),
        (Part.SURNAME, "last", surname_class),
    )
    for part, kind, of_key in kinds:
        found: Counter[str] = Counter()
        for key, count in _by_key(sources.counts[kind], fold).items():
            found[of_key(key, known)] += count
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        rest = [count for _, count in ranked[_SHARES[part] :]]
        yield part.value, str(found.total()), "*"
        yield part.value, f"{sum(rest) / max(1, len(rest)):.2f}", "?"
        for count, group in groupby(ranked[: _SHARES[part]], lambda item: item[1]):
            yield part.value, str(count), " ".join(key for key, _ in group)


def _by_key(counts: Mapping[str, int], key: Callable[[str], str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for form, count in counts.items():
        if form.isalpha():
            found[key(form)] += count
    return found


# --- writing ---------------------------------------------------------------------------------------------------------

_MADE = "# Made by rebuild.py in this folder, not by hand. Keys are folded (fold.py): capitals J C Q W are zh, ts, ch, sh.\n"
_TRANSLATOR = "names-translator 2.1.0 on PyPI (MIT, see LICENSE.names_translator)"
_RUSSIAN = "russiannames 2.0.0 on PyPI (BSD-3, see LICENSE.russiannames; where its counts come from is not documented)"
_RIGOUR = "rigour 1.3.0 on PyPI (MIT, see LICENSE.rigour; its content is Wikidata's, CC0)"


def texts(sources: Sources) -> dict[str, str]:
    """Returns the text of every table by its file name."""
    known = build(sources)
    return {
        "given.tsv.gz": _text(
            f"given_names.tsv of this project, {_TRANSLATOR}, {_RIGOUR}, {_RUSSIAN}", ("form", "classes"),
            ((form, " ".join(classes)) for form, classes in sorted(known.given.items())),
        ),
        "fathers.tsv.gz": _text(f"{_RUSSIAN}, {_TRANSLATOR}", ("stem", "father"), sorted(known.fathers.items())),
        "surnames.tsv.gz": _text(f"{_TRANSLATOR}, {_RUSSIAN}", ("stem", "other"), sorted(known.surnames.items())),
        "beginnings.tsv": _text(
            f"{_TRANSLATOR}", ("ours", "other"), sorted(p for pairs in known.beginnings.values() for p in pairs)
        ),
        "misread.tsv.gz": _text(
            f"customs.py of this project, {_TRANSLATOR}, {_RUSSIAN}", ("stem", "meant"), sorted(known.misread.items())
        ),
        "items.tsv.gz": _text(_RIGOUR, ("keys",), ((keys,) for keys in items.items(sources.rows))),
        "romanised.tsv.gz": _text(_RIGOUR, ("key", "others"), items.romanised(sources.rows)),
        "shares.tsv.gz": _text(_RUSSIAN, ("part", "bearers", "classes"), shares(sources, known)),
    }  # fmt: skip


def _text(source: str, heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    return f"{_MADE}# Source: {source}.\n" + "".join("\t".join(row) + "\n" for row in (heading, *rows))


def main(reference: str, folder: str | None = None) -> None:
    """Writes every table, beside this module unless another folder is named."""
    there = Path(folder) if folder else Path(__file__).parent
    for name, text in texts(read_sources(Path(reference))).items():
        content = gzip.compress(text.encode(), 9, mtime=0) if name.endswith(".gz") else text.encode()
        (there / name).write_bytes(content)
        sys.stdout.write(f"{name}\t{len(content):,} bytes\t{text.count(chr(10)):,} lines\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
