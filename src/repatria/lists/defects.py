"""Every defect that reading a list can tell, in one place: how much it matters, what it says, what to do.

Invariant: no message quotes a cell; braces hold counts, references and headings only.
"""

from __future__ import annotations

from typing import NamedTuple

from repatria.errors import Finding, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Defect(NamedTuple):
    """A kind of finding: its severity, message and hint."""

    severity: Severity
    message: str
    hint: str = ""


DEFECTS = {
    # cells
    "control-character": Defect(_WARNING, "the cell holds control characters", "look at it in the original and retype"),
    "invisible-character": Defect(_WARNING, "the cell holds invisible characters", "compare it with the original"),
    "direction-override": Defect(
        _WARNING, "the cell holds characters that turn the direction of text", "it may read other than it is written"
    ),
    "formula-cell": Defect(_WARNING, "the cell begins like a formula; kept as text, never run", "ask what was meant"),
    "too-long-cell": Defect(
        _WARNING, "the cell is longer than 32,767 characters, more than a workbook can hold", "check the file's quotes"
    ),
    "rows-inside-cell": Defect(
        _ERROR, "the cell holds what looks like several rows; a quote is wrong", "mend the quotes, or send .xlsx"
    ),
    "letters-lost": Defect(
        _WARNING, "letters were lost before the file was sent (? or U+FFFD in their place)", "ask for a new export"
    ),
    "mixed-script-name": Defect(
        _WARNING, "a name mixes Cyrillic and Latin letters within one word", "usually one letter typed in the wrong layout"
    ),
    "date-not-understood": Defect(_ERROR, "not understood as a date; kept as received", "map it or ask the sender"),
    "day-month-ambiguous": Defect(
        _WARNING, "day and month could be either way round", "ask which comes first; best send dates as 1987-03-12"
    ),
    "month-before-day": Defect(_WARNING, "read with the month before the day, as it cannot be the other way", "check it"),
    "century-assumed": Defect(_NOTE, "two-digit year: taken as the latest one not in the future", "send years in full"),
    "date-from-serial-number": Defect(_NOTE, "a spreadsheet's day number, turned into a date", "check one against the original"),
    "date-in-future": Defect(_ERROR, "the date lies after the day on which the list was received", "ask the sender"),
    "age-implausible": Defect(_WARNING, "the date of birth or age makes the person older than 120", "ask the sender"),
    "age-not-understood": Defect(_ERROR, "not understood as an age; kept as received", "ask the sender"),
    "age-contradicts-birth": Defect(_WARNING, "the age is higher than the date of birth allows", "ask the sender"),
    "birth-from-age": Defect(
        _NOTE, "no date of birth; a range was taken from the age, as if it held on the day the list was received"
    ),
    "death-before-birth": Defect(_ERROR, "the person died before being born, by these dates", "ask the sender"),
    "date-before-birth": Defect(_WARNING, "the date lies before the date of birth", "ask the sender"),
    "sex-not-understood": Defect(_WARNING, "not understood as a sex; kept as received", "ask the sender"),
    "blood-group-not-understood": Defect(_WARNING, "not understood as a blood group; kept as received", "ask the sender"),
    "number-rounded": Defect(
        _ERROR, "an identification number was turned into a rounded number; digits are lost", "ask for it as text"
    ),
    "leading-zero-lost": Defect(
        _WARNING, "the number is shorter than the others in its column; leading zeros may be lost", "ask for it as text"
    ),
    # lines
    "name-missing": Defect(_WARNING, "the line has no name", "it is kept and counted; ask the sender"),
    "line-empty": Defect(_WARNING, "the line holds nothing but its number", "it is kept and counted; ask the sender"),
    "duplicate-line": Defect(_WARNING, "the line equals {other} in every cell", "answer it as duplicate if it is one"),
    "own-reference-repeated": Defect(
        _WARNING, "the sender's own number stands at {other} too", "ask which line it belongs to"
    ),
    "perhaps-not-a-line": Defect(
        _WARNING, "only one cell is filled; perhaps a caption or signature", "it is kept and counted as a line"
    ),
    "row-above-headings": Defect(_WARNING, "a filled row above the headings, kept as a line", "check the headings"),
    "more-cells-than-headings": Defect(_WARNING, "filled cells beyond the last heading; kept unnamed", "check the delimiter"),
    # columns, sheets, the whole list
    "heading-unknown": Defect(_NOTE, "the heading is not known; its cells are kept unnamed", "map it to a field"),
    "heading-twice": Defect(_WARNING, "a second column of this meaning; its cells are kept unnamed", "map it to another field"),
    "heading-missing": Defect(_NOTE, "column {nr} has cells but no heading; they are kept unnamed", "add a heading"),
    "no-name-column": Defect(_NOTE, "no column holds names", "map the column that does, if there is one"),
    "rows-skipped": Defect(_NOTE, "rows without data passed over: {count} ({kinds})"),
    "sheet-without-headings": Defect(
        _WARNING, "sheet {sheet} has {count} filled rows but no headings that are known; it was not read",
        "add headings or map them, if it holds people",
    ),
    "sheet-hidden": Defect(_WARNING, "sheet {sheet} is hidden; it was read like the others", "ask whether it was meant to be sent"),
    "cells-merged": Defect(
        _WARNING, "sheet {sheet} has cells merged across lines ({count} times, first at row {row}); only the first "
        "line of each group has the value", "ask for a list without merged cells",
    ),
    "total-differs": Defect(
        _WARNING, "the list declares {declared} but {lines} lines were read", "ask the sender which is right"
    ),
    "totals-contradict": Defect(_WARNING, "the list declares several totals that differ", "the last one is taken"),
    "list-without-lines": Defect(_WARNING, "there are headings but no lines", "ask the sender"),
}  # fmt: skip
"""All kinds of findings of this room, by code."""


def finding(code: str, place: str, column: str = "", **told: int | str) -> Finding:
    """Returns the finding of a kind at a place; ``told`` fills the braces of its message."""
    severity, message, hint = DEFECTS[code]
    return Finding(severity, code, place, message.format(**told) if told else message, hint, column)
