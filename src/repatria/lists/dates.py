"""Dates as offices write them, in four languages, as partial dates; precision is never invented.

Dotted and worded dates are day first, as all offices of the region write them. Where slashes leave it open, the order
that the rest of the column proves is taken, else day first, and the ambiguity is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache

from repatria.errors import InputNotUnderstood
from repatria.lists.tables import read_table, words_meaning
from repatria.names.scripts import visible
from repatria.people.dates import PartialDate, partial_date

OLDEST_YEARS = 120
"""Ages above are doubted: the oldest age ever verified is 122 years (Jeanne Calment, 1875-1997)."""

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SERIAL_ZERO = date(1899, 12, 30)  # day 0 of the 1900 date system, ECMA-376 part 1, 18.17.4.1, for days from 61 on
_EDTF = re.compile(r"[\dX]{4}(?:-\d\d){0,2}[~?%]?(?:/[\dX]{4}(?:-\d\d){0,2}[~?%]?)?\Z", re.IGNORECASE)
_TIME = re.compile(r"[t ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?\Z")
_PARTS = re.compile(
    r"(\d{1,4}|[x_?*]{1,4})\s*([./\-,\\ ])\s*(\d{1,2}|[x_?*]{1,2})\s*[./\-,\\ ]\s*(\d{1,4}|[x_?*]{2,4})\Z"
)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{4})\Z")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[./\-]\s*(\d{1,2})\Z")
_WORDED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?[\s.\-/]+)?([^\W\d_]+(?: [^\W\d_]+)?)[\s.,\-/]+(\d{2,4})\Z")
_WORD_FIRST = re.compile(r"([^\W\d_]+)\.?[\s]+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z")
_RANGE = re.compile(
    r"(?:(?:між|между|between|from|з|с|بين|من)\s+)?(\d{4})\s*(?:-|/|…|\.\.|і|и|й|та|по|до|and|to|و|إلى|الى)\s*(\d{2}|\d{4})\Z"
)
_DECADE = re.compile(r"(?:((?:18|19|20)\d)0|(\d)0)\s*['’-]?\s*(?:s|х|ті|ти|е|тих)\Z")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SLASHED = re.compile(r"\s*(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*\d{2,4}\s*\Z")


class Order(StrEnum):
    """Which part of a date with slashes comes first in a column."""

    DAY = "day"
    MONTH = "month"


class Doubt(StrEnum):
    """What a reader should know about how a date was read; each is the code of a finding."""

    NOT_UNDERSTOOD = "date-not-understood"
    ORDER_AMBIGUOUS = "day-month-ambiguous"
    MONTH_FIRST = "month-before-day"
    CENTURY = "century-assumed"
    SERIAL = "date-from-serial-number"


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell read as a date: the date if there is one (a cell that says "unknown" gives none) and the doubts."""

    date: PartialDate | None
    doubts: tuple[Doubt, ...] = ()


_LONG = 100  # no office writes a date as long
_NOTHING = Reading(None, (Doubt.NOT_UNDERSTOOD,))


@lru_cache(maxsize=131_072)
def read_date(text: str, *, as_of: date, order: Order = Order.DAY) -> Reading:
    """Returns what a cell says of a day.

    Args:
        text: The cell as received.
        as_of: The day the list was received; two-digit years are taken as the latest year not after it.
        order: The order in dates with slashes that could be read both ways.
    """
    if len(text) > _LONG:
        return _NOTHING
    text = _plain(text)
    if text in _words("unknown"):
        return Reading(None)
    text, approximate, uncertain = _marks(text)
    try:
        reading = _read(text, as_of, order)
    except (InputNotUnderstood, ValueError, OverflowError):
        return _NOTHING
    if reading.date is None or not (approximate or uncertain):
        return reading
    return Reading(_marked(reading.date, approximate=approximate, uncertain=uncertain), reading.doubts)


def order_of(cells: Iterable[str]) -> Order:
    """Returns month first if the dates with slashes of a column prove it and none disproves it, else day first."""
    found = [(int(m[1]), int(m[2])) for m in map(_SLASHED.match, cells) if m]
    month_first = any(second > 12 for _, second in found) and all(first <= 12 for first, _ in found)
    return Order.MONTH if month_first else Order.DAY


def _plain(text: str) -> str:
    text = _DASHES.sub("-", visible(text).translate(_DIGITS)).casefold()
    text = re.sub(r"\s+", " ", text).strip(" \"'«»;,")
    return _TIME.sub("", text)


def _marks(text: str) -> tuple[str, bool, bool]:
    """Takes words and signs of "about" and of doubt, and words for "year", off a text."""
    approximate = uncertain = False
    if _EDTF.match(text.upper()):
        return text, False, False
    if text.endswith(("(?)", "?")) and not text.endswith("??"):
        text, uncertain = text.removesuffix("(?)").removesuffix("?").strip(), True
    if text[:1] in ("~", "≈", "±") or text.endswith("~"):
        text, approximate = text.strip("~≈± "), True
    words = text.split()
    while words and (word := words[0].rstrip(".,")) in _words("about") | _words("doubt") | _words("year"):
        approximate |= word in _words("about")
        uncertain |= word in _words("doubt")
        del words[0]
    while words and words[-1].strip(".,()") in _words("year"):
        del words[-1]
    text = re.sub(r"(\d{4})\s*(?:р|г|м)\.?(?:\s*(?:н|р)\.?)?\Z", r"\1", " ".join(words))
    return text.strip(" ,").removesuffix("."), approximate, uncertain


def _read(text: str, as_of: date, order: Order) -> Reading:
    if _EDTF.match(text.upper()) and not re.match(r"\d{4}-(?:1[3-9]|[2-9]\d)\Z", text):
        return Reading(partial_date(text.upper()))
    if match := _PARTS.match(text):
        return _parts(match[1], match[2], match[3], match[4], as_of, order)
    for reader in (_worded, _of_month, _range, _alternatives, _decade, _serial):
        if reading := reader(text, as_of):
            return reading
    return _NOTHING


def _parts(first: str, mark: str, second: str, third: str, as_of: date, order: Order) -> Reading:
    if len(first) == 4:
        return Reading(_build(first, second, third))
    year, doubts = _year(third, as_of)
    if not (first.isdigit() and second.isdigit()):
        return Reading(_build(year, second, first), doubts)
    a, b = int(first), int(second)
    if a <= 12 < b:
        return Reading(_build(year, first, second), (*doubts, Doubt.MONTH_FIRST))
    if mark != "/" or a > 12 or a == b:
        return Reading(_build(year, second, first), doubts)
    if order is Order.MONTH:
        return Reading(_build(year, first, second), (*doubts, Doubt.ORDER_AMBIGUOUS))
    return Reading(_build(year, second, first), (*doubts, Doubt.ORDER_AMBIGUOUS))


def _build(year: str, month: str, day: str) -> PartialDate:
    """Returns a date from parts of which day, or day and month, may be unknown (zeros or signs)."""
    known_month, known_day = month.isdigit() and int(month) > 0, day.isdigit() and int(day) > 0
    text = f"{int(year):04d}"
    if known_month:
        text += f"-{int(month):02d}" + (f"-{int(day):02d}" if known_day else "")
    elif known_day:
        raise ValueError
    return partial_date(text)


def _year(text: str, as_of: date) -> tuple[str, tuple[Doubt, ...]]:
    if len(text) == 4:
        return text, ()
    if len(text) != 2:
        raise ValueError
    year = as_of.year - (as_of.year - int(text)) % 100
    return str(year), (Doubt.CENTURY,)


def _worded(text: str, as_of: date) -> Reading | None:
    if (match := _WORD_FIRST.match(text)) and (month := _months().get(match[1])):
        return Reading(_build(match[3], str(month), match[2]))
    match = _WORDED.match(text.replace(".", " ").replace("  ", " "))
    if not match or not (month := _months().get(match[2])):
        return None
    year, doubts = _year(match[3], as_of)
    return Reading(_build(year, str(month), match[1] or "0"), doubts)


def _of_month(text: str, _: date) -> Reading | None:
    if match := _MONTH_YEAR.match(text):
        return Reading(_build(match[2], match[1], "0"))
    if (match := _YEAR_MONTH.match(text)) and 0 < int(match[2]) <= 12:
        return Reading(_build(match[1], match[2], "0"))
    return None


def _range(text: str, _: date) -> Reading | None:
    match = _RANGE.match(text)
    if not match:
        return None
    first, last = match[1], match[1][:2] + match[2] if len(match[2]) == 2 else match[2]
    return Reading(partial_date(f"{first}/{last}" if first != last else first))


def _alternatives(text: str, as_of: date) -> Reading | None:
    """Reads "1987 or 1988": the span from the earlier to the later, if both are dates on their own."""
    first, last = _split_or(text)
    if not last:
        return None
    a, b = (read_date(part, as_of=as_of) for part in (first, last))
    if a.date is None or b.date is None:
        return _NOTHING
    early, late = sorted((a.date, b.date), key=lambda d: d.earliest)
    if "/" in early.text + late.text:
        return _NOTHING
    return Reading(partial_date(f"{early.text}/{late.text}"), tuple(dict.fromkeys(a.doubts + b.doubts)))


def _split_or(text: str) -> tuple[str, str]:
    words = text.split()
    at = next((i for i, word in enumerate(words) if word in _words("or")), 0)
    return (" ".join(words[:at]), " ".join(words[at + 1 :])) if at else (text, "")


def _decade(text: str, as_of: date) -> Reading | None:
    match = _DECADE.match(text)
    if not match:
        return None
    tens = match[1] or _year(match[2] + "0", as_of)[0][:3]
    return Reading(partial_date(f"{tens}X"), () if match[1] else (Doubt.CENTURY,))


def _serial(text: str, _: date) -> Reading | None:
    """Reads a day number of a spreadsheet: five digits, 1927 to 2173."""
    if not re.match(r"[1-9]\d{4}(?:\.\d+)?\Z", text):
        return None
    day = _SERIAL_ZERO + timedelta(days=int(text[:5]))
    return Reading(partial_date(day.isoformat()), (Doubt.SERIAL,))


def _marked(day: PartialDate, *, approximate: bool, uncertain: bool) -> PartialDate:
    mark = "%" if approximate and uncertain else "~" if approximate else "?"
    return partial_date("/".join(part if part[-1] in "~?%" else part + mark for part in day.text.split("/")))


@cache
def _words(meaning: str) -> frozenset[str]:
    return words_meaning(meaning)


@cache
def _months() -> dict[str, int]:
    return {name: int(month) for month, names in read_table("months.tsv") for name in names.split("|")}
