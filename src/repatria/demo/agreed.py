"""How far the account agrees with the truth: compared at the end, shown in the terminal and added to the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from rich.table import Table

from repatria.demo.commands import Folder, read_table
from repatria.demo.truth import ListAgreement, PairAgreement, TrueLine, agreement, ordered, pair_agreement, pairs
from repatria.errors import InputNotUnderstood

PLACE_IN_REPORT = "<!-- further sections -->"
"""Where the report of `repatria account --report` leaves room for more."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The whole comparison.

    Attributes:
        lists: List by list.
        pairs: By name: what was proposed, and what both parties confirmed.
    """

    lists: tuple[ListAgreement, ...]
    pairs: dict[str, PairAgreement]

    @property
    def lines(self) -> int:
        """Lines that the truth knows."""
        return sum(entry.lines for entry in self.lists)

    @property
    def agree(self) -> int:
        """Lines that the account finds in a state that the truth expects."""
        return sum(entry.agree for entry in self.lists)


def compare(folder: Folder, truth: tuple[TrueLine, ...], account: Mapping[str, Any]) -> Agreement:
    """Returns how far the account, the proposals and the judgements agree with the truth."""
    true = pairs(truth)
    proposed = [row for path in sorted(folder.root.glob("work/proposals-*.csv")) for row in read_table(path)]
    judged = [row for path in sorted(folder.root.glob("work/judgements-*.csv")) for row in read_table(path)]
    first = _first_lines(truth)
    found = {
        "proposed as the same": _those(proposed, "proposal", ("same",), first),
        "proposed as the same or for review": _those(proposed, "proposal", ("same", "review"), first),
        "confirmed by both parties": _those(judged, "judgement", ("same",), first),
    }
    return Agreement(agreement(truth, account), {name: pair_agreement(said, true) for name, said in found.items()})


def _first_lines(truth: Iterable[TrueLine]) -> dict[str, str]:
    """Maps each second line about one person to the first line of the same list."""
    firsts: dict[tuple[str, str], str] = {}
    return {line.ref: firsts.setdefault((line.of, line.person), line.ref) for line in truth}


def _those(
    rows: Iterable[Mapping[str, str]], column: str, wanted: tuple[str, ...], first: Mapping[str, str]
) -> set[tuple[str, str]]:
    return {
        ordered(first.get(row["left"], row["left"]), first.get(row["right"], row["right"]))
        for row in rows
        if row[column] in wanted and row["right"]
    }


_LIST_HEADINGS = ("list", "lines", "as the truth has it", "share", "crossed", "by the truth")
_PAIR_HEADINGS = ("pairs of lines", "pairs", "right", "true pairs", "precision", "recall")


def _list_rows(found: Agreement) -> list[tuple[str, ...]]:
    rows = []
    for entry in found.lists:
        least, most = entry.should_cross
        rows.append(
            (
                entry.list,
                f"{entry.lines:,}",
                f"{entry.agree:,}",
                f"{entry.agree / entry.lines:.1%}",
                f"{entry.crossed:,}",
                f"{least:,}" if least == most else f"{least:,} to {most:,}",
            )
        )
    total = (f"{found.lines:,}", f"{found.agree:,}", f"{found.agree / max(1, found.lines):.1%}")
    return [*rows, ("all", *total, f"{sum(e.crossed for e in found.lists):,}", "")]


def _pair_rows(found: Agreement) -> list[tuple[str, ...]]:
    return [
        (name, f"{p.said:,}", f"{p.right:,}", f"{p.true:,}", f"{p.precision:.1%}", f"{p.recall:.1%}")
        for name, p in found.pairs.items()
    ]


def as_tables(found: Agreement) -> tuple[Table, Table]:
    """Returns the comparison as two tables for a terminal: of lists, and of pairs of lines."""
    return (
        _table("How far the account agrees with the truth", _LIST_HEADINGS, _list_rows(found)),
        _table("Pairs of lines that are one person", _PAIR_HEADINGS, _pair_rows(found)),
    )


def _table(title: str, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    table = Table(title=title, title_justify="left")
    for at, heading in enumerate(headings):
        table.add_column(heading, justify="right" if at else "left")
    for row in rows:
        table.add_row(*row)
    return table


def add_to_report(report: Path, found: Agreement, *, seed: int) -> None:
    """Adds the section on truth to a report that `repatria account --report` wrote.

    Raises:
        InputNotUnderstood: The report has no place for further sections.
    """
    page = report.read_text(encoding="utf-8")
    if PLACE_IN_REPORT not in page:
        raise InputNotUnderstood("the report has no place for further sections", hint="write it again")
    report.write_text(page.replace(PLACE_IN_REPORT, as_section(found, seed=seed), 1), encoding="utf-8")


def as_section(found: Agreement, *, seed: int) -> str:
    """Returns the comparison as a section of the report, in HTML; it holds references and numbers only."""
    return f"""<section id="truth" aria-labelledby="truth-head">
<h2 id="truth-head">How far the account agrees with the truth</h2>
<p>The people of this demo are invented (seed {seed}), so that the truth about them is known. It was written down before
anything was handed in, and the desk never read it. {found.agree:,} of {found.lines:,} lines are where the truth says that
they should be ({found.agree / max(1, found.lines):.1%}). Where one is elsewhere, the lists are to blame: a pair that nobody could find,
a date of birth too doubtful to act on. Where the parties may choose who goes (1,000 for 1,000), the truth accepts either outcome.</p>
<div class="wide">{_html_table("Lists", _LIST_HEADINGS, _list_rows(found))}</div>
<div class="wide">{_html_table("Pairs of lines that are one person", _PAIR_HEADINGS, _pair_rows(found))}</div>
<p class="note">Delegates judged every pair rightly here (a rate of human error of 0, by choice), and left a pair unsure where a
line gives no date of birth. A second line about the same person counts as its first.</p>
</section>"""


def _html_table(caption: str, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
