"""What an office writes of its people: one list with all its gaps and errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invented_lists import grammar, typos
from invented_lists.dates import written_dates
from invented_lists.people import Numbers, People
from invented_lists.rates import ROMANISATIONS, Rates
from invented_lists.romanise import CUSTOMS, VARIANTS, romanise
from invented_lists.tables import Names, Tables

Texts = NDArray[np.object_]
Mask = NDArray[np.bool_]
_CUSTOMS = tuple(CUSTOMS)
# A tongue is how a line is written: 0 Ukrainian, 1 Russian, and from 2 on a custom of romanisation in one of its variants.
UKRAINIAN, RUSSIAN, LATIN = 0, 1, 2
FIELDS = ("surname", "given_names", "patronymic", "sex", "date_of_birth", "place")


@dataclass(slots=True)
class Lines:
    """One list before it is written: its columns, and the tongue of each line."""

    tongue: Numbers
    columns: dict[str, Texts]

    def script(self) -> Texts:
        """Returns `uk`, `ru` or the custom of romanisation for each line."""
        names = np.array(["uk", "ru", *_CUSTOMS], object)
        found: Texts = names[np.where(self.tongue < LATIN, self.tongue, LATIN + (self.tongue - LATIN) // VARIANTS)]
        return found


class Office:
    """Writes lines; its carelessness lies on each line, its rates on each kind of error."""

    def __init__(self, rng: np.random.Generator, tables: Tables, rates: Rates, *, side: int, count: int) -> None:
        self.rng, self.tables, self.rates, self.side, self.count = rng, tables, rates, side, count
        spread = rates("careless", side)
        # The greater part of the spread is the clerk's, of whom each writes about 500 lines (assumed); the mean is one.
        clerks = rng.normal(0, spread * 0.8, max(20, count // 500))
        lines = np.exp(clerks[rng.integers(0, len(clerks), count)] + rng.normal(0, spread * 0.6, count))
        self.careless = lines / lines.mean()
        self.how = typos.misread if rates.process == "second" else typos.typed

    def befalls(self, name: str) -> Mask:
        """Says which lines the error of this name befalls."""
        found: Mask = self.rng.random(self.count) < self._chances(self.rates(name, self.side))
        return found

    def _chances(self, rate: float) -> NDArray[np.float64]:
        """Returns the chance of each line: in proportion to its carelessness, nine in ten at most, `rate` on average."""
        chance: NDArray[np.float64] = rate * self.careless
        if rate and self.careless.max() > 1:
            for _ in range(5):  # what the bound cuts off is laid on the others
                chance = np.minimum(chance * (rate / chance.mean()), 0.9)
        return chance

    def write(self, people: People) -> Lines:
        """Returns the lines of these people, in their order."""
        tongue, woman = self._tongues(), people.woman
        later = self.side == 1
        place = people.later_place if later else people.place
        columns = {
            "surname": self._surnames(people.later if later else people.surname, people.second, woman, tongue),
            "given_names": spelled(self.tables.given, self._called(people.given), woman, tongue),
            "patronymic": self._patronymics(people.father, woman, tongue),
            "sex": self._sexes(woman),
            "date_of_birth": written_dates(self, people.born),
            "place": self._places(place, tongue),
        }
        lines = Lines(tongue, columns)
        self._decline(lines, woman)
        for field in ("surname", "given_names", "patronymic", "place"):
            self._mistype(columns[field], f"typo.{field}")
        self._shorten(lines)
        self._leave_out(lines)
        self._misplace(lines)
        self._dress(lines)
        return lines

    def _tongues(self) -> Numbers:
        lot = self.rng.random(self.count)
        russian, latin = self.rates("line.russian", self.side), self.rates("line.latin", self.side)
        shares = ROMANISATIONS[self.rates.process]
        weights = np.array([shares.get(custom, 0.0) for custom in _CUSTOMS])
        customs = self.rng.choice(len(_CUSTOMS), self.count, p=weights / weights.sum())
        written = LATIN + customs * VARIANTS + self.rng.integers(0, VARIANTS, self.count)
        return np.where(lot < latin, written, np.where(lot < latin + russian, RUSSIAN, UKRAINIAN)).astype(np.int64)

    def _called(self, given: Numbers) -> Numbers:
        first, number = (column[given] for column in self.tables.diminutives)
        pet = (number > 0) & self.befalls("name.diminutive")
        chosen = first + (self.rng.random(self.count) * number).astype(np.int64)
        return np.where(pet, chosen, given)

    def _surnames(self, surname: Numbers, second: Numbers, woman: Numbers, tongue: Numbers) -> Texts:
        found = spelled(self.tables.surnames, surname, woman, tongue)
        double = np.flatnonzero(second >= 0)
        more = spelled(self.tables.surnames, second[double], woman[double], tongue[double])
        half = self.befalls("person.half_of_double")[double]
        other = self.rng.random(len(double)) < 0.5
        found[double] = [
            (b if o else a) if h else f"{a}-{b}"
            for a, b, h, o in zip(found[double].tolist(), more.tolist(), half.tolist(), other.tolist(), strict=True)
        ]
        return found

    def _patronymics(self, father: Numbers, woman: Numbers, tongue: Numbers) -> Texts:
        found = spelled(self.tables.patronymics, father, woman, tongue)
        rows = np.flatnonzero(self.befalls("name.father_as_patronymic"))
        found[rows] = spelled(self.tables.given, father[rows], np.zeros(len(rows), np.int64), tongue[rows])
        return found

    def _sexes(self, woman: Numbers) -> Texts:
        found = np.array(["male", "female"], object)[woman]
        found[self.befalls("missing.sex")] = ""
        return found

    def _places(self, place: Numbers, tongue: Numbers) -> Texts:
        former = (self.befalls("place.renamed") & (tongue != UKRAINIAN)).astype(np.int64)
        found = spelled(self.tables.places, place, former, np.where(former == 1, np.maximum(tongue, RUSSIAN), tongue))
        rows = np.flatnonzero(self.befalls("place.with_kind"))
        kinds = {UKRAINIAN: ("м. ", "с. ", "смт "), RUSSIAN: ("г. ", "с. ", "пос. "), LATIN: ("", "s. ", "")}
        lots = self.rng.integers(0, 3, len(rows)).tolist()
        scripts = np.minimum(tongue[rows], LATIN).tolist()
        found[rows] = [kinds[s][n] + text for s, n, text in zip(scripts, lots, found[rows].tolist(), strict=True)]
        return found

    def _decline(self, lines: Lines, woman: Numbers) -> None:
        rows = np.flatnonzero(self.befalls("name.genitive") & (lines.tongue < LATIN))
        tongues = ["ru" if code else "uk" for code in lines.tongue[rows].tolist()]
        women = (woman[rows] == 1).tolist()
        for field in ("surname", "given_names", "patronymic"):
            cells = lines.columns[field]
            cells[rows] = [
                grammar.genitive(text, tongue, woman=is_woman)
                for text, tongue, is_woman in zip(cells[rows].tolist(), tongues, women, strict=True)
            ]

    def _mistype(self, cells: Texts, rate: str) -> None:
        rows = np.flatnonzero(self.befalls(rate))
        typos.spoil(self.rng, cells, rows, self.how)
        again = self.rng.random(len(rows)) < self.rates("typo.second", self.side)
        typos.spoil(self.rng, cells, rows[again], self.how)

    def _shorten(self, lines: Lines) -> None:
        for rate, field in (
            ("name.given_initial", "given_names"),
            ("name.patronymic_initial", "patronymic"),
        ):
            rows = np.flatnonzero(self.befalls(rate))
            dots = self.rng.random(len(rows)) < 0.7
            cells = lines.columns[field]
            cells[rows] = [
                text[:1] + ("." if dot else "") for text, dot in zip(cells[rows].tolist(), dots.tolist(), strict=True)
            ]
        for field in ("surname", "given_names", "patronymic"):
            rows = np.flatnonzero(self.befalls("name.truncated"))
            room = self.rng.integers(6, 11, len(rows)).tolist()
            cells = lines.columns[field]
            cells[rows] = [text[:letters] for text, letters in zip(cells[rows].tolist(), room, strict=True)]

    def _leave_out(self, lines: Lines) -> None:
        for field in ("surname", "given_names", "patronymic", "date_of_birth", "place"):
            lines.columns[field][self.befalls(f"missing.{field}")] = ""
        lines.columns["patronymic"][(lines.tongue >= LATIN) & self.befalls("missing.patronymic_latin")] = ""

    def _misplace(self, lines: Lines) -> None:
        columns = lines.columns
        rows = self.befalls("name.swapped_columns")
        columns["surname"][rows], columns["given_names"][rows] = columns["given_names"][rows], columns["surname"][rows]
        rows = self.befalls("name.one_cell")
        both = zip(columns["given_names"][rows].tolist(), columns["patronymic"][rows].tolist(), strict=True)
        columns["given_names"][rows] = [f"{given} {patronymic}".strip() for given, patronymic in both]
        columns["patronymic"][rows] = ""

    def _dress(self, lines: Lines) -> None:
        upper, lower = self.befalls("name.upper_case"), self.befalls("name.lower_case")
        for field in ("surname", "given_names", "patronymic", "place"):
            cells = lines.columns[field]
            cells[upper] = [text.upper() for text in cells[upper].tolist()]
            cells[lower] = [text.lower() for text in cells[lower].tolist()]
            rows = np.flatnonzero(self.befalls("name.lookalike_letter") & (lines.tongue < LATIN))
            cells[rows] = [text.translate(_LOOKALIKES) for text in cells[rows].tolist()]
            rows = np.flatnonzero(self.befalls("name.stray_space"))
            cells[rows] = [f" {text} " if text else text for text in cells[rows].tolist()]
        # One office in its own way: the apostrophe is typed in three ways, and ё is mostly written е.
        _replace(self.rng, lines, "ё", "е", 0.85)
        _replace(self.rng, lines, "'", "’", 0.4)
        _replace(self.rng, lines, "'", "", 0.1)


_LOOKALIKES = str.maketrans("іаоІАО", "iaoIAO")


def _replace(rng: np.random.Generator, lines: Lines, old: str, new: str, share: float) -> None:
    """Writes one letter for another in a share of the lines (assumed)."""
    rows = np.flatnonzero(rng.random(len(lines.tongue)) < share)
    for field in ("surname", "given_names", "patronymic", "place"):
        cells = lines.columns[field]
        cells[rows] = [text.replace(old, new).replace(old.upper(), new.upper()) for text in cells[rows].tolist()]


def spelled(names: Names, ids: Numbers, feminine: Numbers, tongue: Numbers) -> Texts:
    """Returns how each name is written in the tongue of its line; each distinct spelling is made once."""
    tongues = LATIN + len(_CUSTOMS) * VARIANTS
    keys, inverse = np.unique((ids * 2 + feminine) * tongues + tongue, return_inverse=True)
    which, form, code = keys // (2 * tongues), keys // tongues % 2, keys % tongues
    found = np.empty(len(keys), object)
    for number in np.unique(code).tolist():
        custom = None if number < LATIN else _CUSTOMS[(number - LATIN) // VARIANTS]
        language = CUSTOMS[custom][0] if custom else ("uk", "ru")[number]
        for sex in (0, 1):
            rows = np.flatnonzero((code == number) & (form == sex))
            texts = names.forms[language, sex][which[rows]]
            if custom:
                variant = (number - LATIN) % VARIANTS
                made = np.empty(len(rows), object)
                made[:] = [romanise(text, custom, variant) for text in texts.tolist()]
                texts = made
            found[rows] = texts
    written: Texts = found[inverse]
    return written
