"""How often the forms of one name have one class, how often two names share one, and what a key costs.

    REPATRIA_REFERENCE=... python benchmarks/spellings.py

Reads REPATRIA_REFERENCE/linkage/names: pairs of Ukrainian and Russian forms, and counts of Russian names. Every figure is
given with the tables that are shipped and with tables made without a tenth of the names, for names of that tenth only.
"""

from __future__ import annotations

import os
import platform
import random
import re
import time
from collections import Counter, defaultdict
from pathlib import Path

from invented_lists.romanise import CUSTOMS, romanise

from repatria.names.classes import Part, Tables, class_keys, tables
from repatria.names.fold import fold_once
from repatria.names.tables import rebuild

KINDS = {"first": Part.GIVEN, "patronymic": Part.PATRONYMIC, "last": Part.SURNAME}
SAMPLE = 3_000


def main() -> None:
    reference = Path(os.environ["REPATRIA_REFERENCE"])
    sources = rebuild.read_sources(reference)
    shipped, without = tables(), rebuild.build(rebuild.read_sources(reference, withhold=True))
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}\n")
    for kind, part in KINDS.items():
        pairs = [(uk, ru[0]) for uk, ru in sources.pairs[kind] if "-" not in uk]
        held = [(uk, ru) for uk, ru in pairs if rebuild.withheld(kind, ru)]
        print(f"{part}: Ukrainian and Russian form, one class (fold alone; tables; withheld names)")
        fold_alone = sum(fold_once(uk) == fold_once(ru) for uk, ru in pairs) / len(pairs)
        print(f"  {fold_alone:.4f}  {_one_class(pairs, part, shipped):.4f}  {_one_class(held, part, without):.4f}")
        print(
            "  written in Latin after a custom, one class: by bearers, by bearers among the withheld, by form among them"
        )
        for custom, (language, _) in CUSTOMS.items():
            _customs(sources, kind, custom, language, shipped, without)
        _collisions(sources.counts[kind], part)
    _speed(sources)


def _customs(sources: rebuild.Sources, kind: str, custom: str, language: str, shipped: Tables, without: Tables) -> None:
    counts = sources.counts[kind]
    forms = dict(counts) if language == "ru" else {uk: counts[ru[0]] + 1 for uk, ru in sources.pairs[kind]}
    forms = {form: count for form, count in forms.items() if re.fullmatch("[а-яёіїєґ']{3,}", form) and count > 1}
    russian = {uk: ru[0] for uk, ru in sources.pairs[kind]}
    held = {form: n for form, n in forms.items() if rebuild.withheld(kind, russian.get(form, form))}
    some = random.Random(1)
    figures = []
    for pool, known, weigh in ((forms, shipped, True), (held, without, True), (held, without, False)):
        weights = list(pool.values()) if weigh else None
        sample = some.choices(list(pool), weights, k=SAMPLE)
        written = [(form, romanise(form, custom, i % 4)) for i, form in enumerate(sample)]
        figures.append(f"{_one_class(written, KINDS[kind], known):.3f}")
    print(f"    {custom:12s}", *figures)


def _one_class(pairs: list[tuple[str, str]], part: Part, known: Tables) -> float:
    left, right = (class_keys(side, part, known=known) for side in zip(*pairs, strict=True))
    return sum(a == b for a, b in zip(left, right, strict=True)) / len(pairs)


def _collisions(counts: Counter[str], part: Part) -> None:
    """How much likelier two people are to share a class than a name as written (feminine and masculine count as two)."""
    forms = {form.replace("ё", "е"): n for form, n in counts.items() if form.isalpha()}
    by_class: dict[str, int] = defaultdict(int)
    for key, n in zip(class_keys(list(forms), part), forms.values(), strict=True):
        by_class[key] += n
    alike = sum(n * n for n in forms.values())
    print(
        f"  two people share a class {sum(n * n for n in by_class.values()) / alike:.3f} times as often as a spelling\n"
    )


def _speed(sources: rebuild.Sources) -> None:
    print("microseconds of CPU a distinct cell (fold; class)")
    for kind, part in KINDS.items():
        cells = [form.title() for form in sources.counts[kind]]
        random.Random(1).shuffle(cells)
        for script, some in (("Cyrillic", cells[:50_000]), ("Latin", [romanise(c, "bgn") for c in cells[:50_000]])):
            start = time.process_time()
            for cell in some:
                fold_once(cell)
            middle = time.process_time()
            class_keys(some, part)
            end = time.process_time()
            print(
                f"  {part:12s}{script:10s}{(middle - start) / len(some) * 1e6:.2f}  {(end - middle) / len(some) * 1e6:.2f}"
            )


if __name__ == "__main__":
    main()
