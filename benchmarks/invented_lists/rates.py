"""Every rate of the generator, with its source, in one table.

No published source measures spelling or date errors in lists of this kind, so almost every figure is assumed; the few that
rest on something say on what. The first process is the one that is looked at; the second has another structure of
errors and is only measured. Each figure is a share of lines (or of people), and stands for the left list and for the
right one; in the second process a line's errors come together (`careless`), so that there it is an average.
"""

from __future__ import annotations

from typing import Literal

Process = Literal["first", "second"]

# name: (first process: left, right; second process: left, right; source)
TABLE: dict[str, tuple[float, float, float, float, str]] = {
    # --- people (left and right alike) -----------------------------------------------------------------------------
    "people.in_both": (0.5, 0.5, 0.3, 0.3, "first: the set-up of the peer's published figures; second: assumed"),
    "people.male": (0.55, 0.55, 0.7, 0.7, "assumed"),
    "people.invented_surname": (0.085, 0.085, 0.2, 0.2, "a tenth of people withheld from all tables; second: assumed"),
    "people.invented_given": (0.018, 0.018, 0.04, 0.04, "as above"),
    "people.uniform_names": (0.0, 0.0, 0.6, 0.6, "names drawn without regard to counts: the second process only"),
    "people.russian_surname": (0.1, 0.1, 0.15, 0.15, "surnames that are in no Ukrainian table, put into Ukrainian: assumed"),
    "people.double_surname": (0.01, 0.01, 0.02, 0.02, "assumed"),
    "people.twin": (0.01, 0.01, 0.012, 0.012, "about 1 to 1.2 % of births are twin births; both in the lists: assumed"),
    "people.sibling": (0.08, 0.08, 0.06, 0.06, "a sibling in the lists: assumed"),
    "people.child": (0.05, 0.05, 0.08, 0.08, "a son or daughter of another person: assumed"),
    "people.named_as_father": (0.15, 0.15, 0.2, 0.2, "of sons: assumed"),
    "people.same_street": (0.0, 0.0, 0.05, 0.05, "another of the same name and place, born within 3 years: assumed"),
    # --- the person differs between the lists -----------------------------------------------------------------------
    "person.changed_surname": (0.0, 0.09, 0.0, 0.12, "women born before 2007: assumed"),
    "person.moved": (0.0, 0.15, 0.0, 0.25, "assumed"),
    "person.half_of_double": (0.15, 0.3, 0.3, 0.3, "of people with a double surname: assumed"),
    # --- language of the line ------------------------------------------------------------------------------------------
    "line.russian": (0.0, 0.6, 0.05, 0.45, "first: the set-up of the peer's published figures; second: assumed"),
    "line.latin": (0.0, 0.3, 0.0, 0.4, "as above"),
    # --- names --------------------------------------------------------------------------------------------------------
    "typo.surname": (0.025, 0.04, 0.04, 0.07, "assumed"),
    "typo.given_names": (0.015, 0.025, 0.03, 0.05, "assumed"),
    "typo.patronymic": (0.02, 0.03, 0.03, 0.05, "assumed"),
    "typo.place": (0.02, 0.03, 0.03, 0.05, "assumed"),
    "typo.second": (0.08, 0.08, 0.3, 0.3, "of cells with a typing error, another one in it: assumed"),
    "name.diminutive": (0.01, 0.03, 0.02, 0.06, "where there is one: assumed"),
    "name.given_initial": (0.005, 0.01, 0.01, 0.02, "assumed"),
    "name.patronymic_initial": (0.01, 0.03, 0.02, 0.03, "assumed"),
    "name.swapped_columns": (0.005, 0.01, 0.01, 0.02, "assumed"),
    "name.upper_case": (0.1, 0.1, 0.25, 0.2, "assumed"),
    "name.lower_case": (0.01, 0.01, 0.02, 0.04, "assumed"),
    "name.lookalike_letter": (0.01, 0.01, 0.02, 0.02, "a Latin i, a or o in a Cyrillic word: assumed"),
    "name.stray_space": (0.01, 0.01, 0.02, 0.02, "assumed"),
    "name.one_cell": (0.0, 0.0, 0.02, 0.04, "given name and patronymic in one cell: the second process only"),
    "name.genitive": (0.0, 0.0, 0.04, 0.05, "names as in 'list of': the second process only"),
    "name.truncated": (0.0, 0.0, 0.01, 0.03, "cells cut after 6 to 10 letters: the second process only"),
    "name.father_as_patronymic": (0.0, 0.0, 0.01, 0.03, "the father's name itself: the second process only"),
    # --- missing cells ------------------------------------------------------------------------------------------------
    "missing.surname": (0.002, 0.004, 0.005, 0.01, "assumed"),
    "missing.given_names": (0.004, 0.008, 0.01, 0.02, "assumed"),
    "missing.patronymic": (0.05, 0.09, 0.1, 0.12, "assumed"),
    "missing.patronymic_latin": (0.5, 0.5, 0.7, 0.7, "assumed: travel documents in Latin script seldom have one"),
    "missing.sex": (0.02, 0.03, 0.05, 0.1, "assumed"),
    "missing.date_of_birth": (0.02, 0.04, 0.06, 0.1, "age is missing in 1.2 % of 21,703 lines of a list of war deaths (Gaza, 2024); here assumed higher"),
    "missing.place": (0.08, 0.15, 0.2, 0.3, "assumed"),
    # --- dates of birth ------------------------------------------------------------------------------------------------
    "date.year_only": (0.03, 0.05, 0.02, 0.04, "assumed"),
    "date.month_only": (0.005, 0.01, 0.01, 0.01, "assumed"),
    "date.first_january": (0.01, 0.025, 0.0, 0.01, "the first of January for a year that alone is known: assumed"),
    "date.swapped": (0.005, 0.015, 0.01, 0.02, "day and month, where the day can be a month: assumed"),
    "date.digit": (0.008, 0.015, 0.005, 0.01, "one digit of the day or the month: assumed"),
    "date.year_digit": (0.002, 0.004, 0.003, 0.005, "one digit of the year: assumed"),
    "date.year_off_by_one": (0.005, 0.01, 0.005, 0.01, "assumed"),
    "date.from_age": (0.0, 0.0, 0.03, 0.08, "a year reckoned from an age, one too high or low in half: the second process only"),
    "date.mid_month": (0.0, 0.0, 0.01, 0.03, "the 15th for a day that is not known: the second process only"),
    "date.digits_turned": (0.0, 0.0, 0.005, 0.015, "12 for 21, 1976 for 1967: the second process only"),
    # --- places ---------------------------------------------------------------------------------------------------------
    "place.renamed": (0.0, 0.04, 0.0, 0.1, "settlements that Russian and Latin lines call by a former name: assumed"),
    "place.with_kind": (0.03, 0.05, 0.1, 0.15, "м., с., г., пос. before the name: assumed"),
    # --- how errors come together ---------------------------------------------------------------------------------------
    "careless": (0.0, 0.0, 1.0, 1.3, "spread (sigma of log-normal) of carelessness over lines: second process only, assumed"),
}  # fmt: skip

# Shares of the romanisations among Latin lines: assumed. `french` and `gost_b` are in the second process only.
ROMANISATIONS: dict[Process, dict[str, float]] = {
    "first": {"kmu": 0.3, "passport": 0.25, "bgn": 0.15, "scholarly": 0.1, "german": 0.1, "field": 0.1},
    "second": {"kmu": 0.15, "passport": 0.1, "german": 0.1, "field": 0.3, "french": 0.2, "gost_b": 0.15},
}

# Births in thousands for five years each from 1930: the shape of cohorts alive in Ukraine about 2021, rounded by hand: assumed.
COHORTS = (300, 700, 750, 900, 2000, 2600, 2900, 3000, 2700, 2900, 3100, 3500, 3400, 2600, 1900, 1900, 2300)
FIRST_YEAR = 1930


class Rates:
    """The rates of one process, by name and side.

    Attributes:
        process: `first` or `second`.
    """

    def __init__(self, process: Process) -> None:
        self.process: Process = process

    def __call__(self, name: str, side: int = 1) -> float:
        """Returns a rate for the left list (side 0) or the right one (side 1)."""
        figures = TABLE[name][:4]
        return figures[side + (2 if self.process == "second" else 0)]
