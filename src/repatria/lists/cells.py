"""Cells: what is wrong with the text of one, and what it says of sex, age, blood group and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache

from repatria.lists.tables import words_meaning
from repatria.names.scripts import CONTROL, DIRECTION, INVISIBLE, has_mixed_word, visible
from repatria.people.dates import AgeRange, PartialDate, partial_date
from repatria.people.fields import NAMES, Field
from repatria.people.record import Sex

_LONG_VALUE = 200  # a sex, a blood group, an age or a number is shorter; keeps patterns from running long

LONGEST = 32_767
"""Characters in a cell of a workbook at most (ECMA-376; Excel specifications and limits)."""

NUMBERS = frozenset({Field.IDENTIFICATION_NUMBER, Field.SERVICE_NUMBER, Field.BAG})
"""Fields whose numbers a spreadsheet spoils when it takes them for amounts."""

_FORMULA = re.compile(r"\s*(?:[=@]|[+-](?=\s*[^\s\d\W]|.*[(!|'\"]))", re.DOTALL)
_PHONE = re.compile(r"\s*[+-]?[\d\s().\-/]*\Z")
_LOST = re.compile("\ufffd|[?]{3,}|[^\\W\\d_][?]{2,}")
_UNUSUAL = "".join(pattern.pattern[1:-1] for pattern in (DIRECTION, INVISIBLE, CONTROL))
_SUSPECT = re.compile(rf"[{_UNUSUAL}\ufffd\r\n]|\?\?|\t\s*[=@+\-]")  # cells are joined by tabs
_ROUNDED = re.compile(r"\s*\d(?:[.,]\d+)?[eE]\+?\d+\s*\Z|\s*\d{16,}0{2,}\s*\Z|\s*\d{6,}[.,]0+\s*\Z")
_AGE = re.compile(r"(\d{1,3})(?:\s*(?:-|/|до|to|إلى)\s*(\d{1,3}))?\s*([^\W\d]*)\.?(?:\s|\Z)")
_BLOOD = re.compile(r"[+-]|[^\W_]+")
_BLOOD_GROUPS = frozenset("0 o о a а b в ab ав i ii iii iv і іі ііі іv 1 2 3 4".split())
_BLOOD_FACTORS = re.compile(
    r"rh|rhd|rd|d|резус|плюс|мінус|минус|[+-]|(?:pos|neg|plus|minus|полож|отриц|позит|негат)\w*"
)
_AGE_UNITS = {"м": 0, "міс": 0, "мес": 0, "months": 0, "month": 0, "mo": 0, "شهر": 0, "أشهر": 0, "дн": 0, "days": 0}


def row_is_suspect(cells: Iterable[str]) -> bool:
    """Returns whether `cell_defects` need be asked for any cell of a row; quick, and never wrongly no."""
    joined = "\t".join(cells)
    return len(joined) > LONGEST or bool(_SUSPECT.search("\t" + joined))


@lru_cache(maxsize=65_536)
def cell_defects(text: str) -> tuple[str, ...]:
    """Returns the codes of what is wrong with a cell whatever its meaning."""
    checks = (
        ("control-character", bool(CONTROL.search(text))),
        ("invisible-character", bool(INVISIBLE.search(text))),
        ("direction-override", bool(DIRECTION.search(text))),
        ("formula-cell", bool(_FORMULA.match(text)) and not _PHONE.match(text)),
        ("too-long-cell", len(text) > LONGEST),
        ("letters-lost", bool(_LOST.search(text))),
    )
    return tuple(code for code, holds in checks if holds)


@lru_cache(maxsize=262_144)
def value_defects(field: Field, text: str) -> tuple[str, ...]:
    """Returns the codes of what is wrong with a cell as a value of its field."""
    if field in NAMES:
        return ("mixed-script-name",) if has_mixed_word(visible(text)) else ()
    text = text[:_LONG_VALUE]
    if field is Field.SEX:
        return () if read_sex(text) or _folded(text) in _words("unknown") else ("sex-not-understood",)
    if field is Field.BLOOD_GROUP:
        return () if _is_blood_group(text) else ("blood-group-not-understood",)
    if field in NUMBERS:
        return ("number-rounded",) if len(text) < _LONG_VALUE and _ROUNDED.match(text) else ()
    if field is Field.AGE:
        return () if read_age(text) or _folded(text) in _words("unknown") else ("age-not-understood",)
    return ()


@lru_cache(maxsize=4096)
def read_sex(text: str) -> Sex | None:
    """Returns the sex that a word of one of four languages says, or None."""
    word = _folded(text)
    return next((sex for sex in Sex if word in _words(sex.value)), None)


@lru_cache(maxsize=4096)
def read_age(text: str) -> AgeRange | None:
    """Returns completed years of age, "about 14" widened by one year on either side, or None if not understood."""
    words = _folded(text.replace("–", "-").replace("~", " ~ ").replace("≈", " ~ ")).split()
    about = any(word.strip(".") in _words("about") or word == "~" for word in words)
    rest = " ".join(word for word in words if word.strip(".") not in _words("about") and word != "~")
    match = _AGE.match(rest)
    if not match:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    if match[3] in _AGE_UNITS:
        first, last = first // 12, last // 12
    return AgeRange(max(0, first - about), last + about) if first <= last else None


def born_by_age(age: AgeRange, as_of: date) -> PartialDate | None:
    """Returns the days on which somebody of that age on ``as_of`` may have been born; None beyond the calendar."""
    if age.at_most + 1 >= as_of.year:
        return None
    first = _years_before(as_of, age.at_most + 1) + timedelta(days=1)
    return partial_date(f"{first.isoformat()}/{_years_before(as_of, age.at_least).isoformat()}")


def usual_length(cells: Iterable[str]) -> int:
    """Returns the number of digits that a column of numbers has, or 0 if fewer than nine in ten agree."""
    lengths = Counter(len(cell) for cell in cells if cell.isdigit())
    if not lengths:
        return 0
    length, count = lengths.most_common(1)[0]
    return length if count * 10 >= sum(lengths.values()) * 9 and count >= 5 else 0


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _is_blood_group(text: str) -> bool:
    word = _folded(text)
    parts = _BLOOD.findall(word)
    known = all(part in _BLOOD_GROUPS or _BLOOD_FACTORS.fullmatch(part) for part in parts)
    return word in _words("unknown") or (known and any(part in _BLOOD_GROUPS for part in parts))


def _folded(text: str) -> str:
    return " ".join(visible(text).casefold().split()).rstrip(".") or "-"


@cache
def _words(meaning: str) -> frozenset[str]:
    return words_meaning(meaning)
