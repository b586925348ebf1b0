"""Options that commands share, and what their values are read as."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import click

from repatria.cli.session import Session
from repatria.store.clock import now

F = TypeVar("F", bound=Callable[..., Any])


FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years of a moment: far from both ends of the calendar, so that days can be added to it."""


class Moment(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A moment with its UTC offset, in whole seconds."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Returns the moment in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail("not a moment; write it as 2031-06-02T09:00:00Z", param, ctx)
        if moment.tzinfo is None:
            self.fail("the moment has no UTC offset; write it as 2031-06-02T09:00:00Z", param, ctx)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail(f"not a moment between {FIRST_YEAR} and {LAST_YEAR}", param, ctx)
        return moment.astimezone(UTC).replace(microsecond=0)


class Day(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Returns the day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail("not a day; write it as 2031-06-02", param, ctx)


_at = click.option(
    "--at", type=Moment(), envvar="REPATRIA_AT", metavar="MOMENT", help="When, as 2031-06-02T09:00:00Z (now)."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
_desk = click.option("--desk", "place", envvar="REPATRIA_DESK", metavar="PATH", help="The desk (REPATRIA_DESK).")
_by = click.option("--by", "by_text", envvar="REPATRIA_BY", metavar="PARTY/ROLE", help="Who acts (REPATRIA_BY).")


def at_a_desk(command: F) -> F:
    """Gives a command the options of a desk; it takes a `Session` first."""

    @functools.wraps(command)
    def with_session(*, place: str | None, by_text: str | None, at: datetime | None, as_json: bool, **rest: Any) -> Any:
        return command(Session(place or "", by_text or "", at or now(), at is not None, as_json), **rest)

    return _desk(_by(_at(_json(with_session))))  # type: ignore[return-value]


def without_a_desk(command: F) -> F:
    """Gives a command the options ``--at`` and ``--json`` only; it takes a `Session` without a desk first."""

    @functools.wraps(command)
    def with_session(*, at: datetime | None, as_json: bool, **rest: Any) -> Any:
        return command(Session("", "", at or now(), at is not None, as_json), **rest)

    return _at(_json(with_session))  # type: ignore[return-value]


_max_rows = click.option(
    "--max-rows", type=click.IntRange(1), envvar="REPATRIA_MAX_ROWS", metavar="N", help="Rows at most (2,000,000)."
)
_max_mb = click.option(
    "--max-mb", type=click.IntRange(1), envvar="REPATRIA_MAX_MB", metavar="N", help="MB unpacked at most (512)."
)
_max_ratio = click.option(
    "--max-ratio", type=click.IntRange(1), envvar="REPATRIA_MAX_RATIO", metavar="N",
    help="Times that a part may unpack to its size at most (100).",
)  # fmt: skip


def within_limits(command: F) -> F:
    """Gives a command the options of the limits within which a list is read; it takes them as ``limits``.

    What an option does not say the environment does (``REPATRIA_MAX_ROWS``, ``_MAX_MB``, ``_MAX_RATIO``), else the
    defaults of `repatria.lists.Limits`. More rows may have more cells, as many for each as the defaults give.
    """

    @functools.wraps(command)
    def with_limits(*args: Any, max_rows: int | None, max_mb: int | None, max_ratio: int | None, **rest: Any) -> Any:
        from repatria.lists import Limits

        usual = Limits()
        rows = max_rows or usual.rows
        limits = Limits(
            rows=rows,
            cells=max(usual.cells, rows * (usual.cells // usual.rows)),
            unpacked_bytes=max_mb * 2**20 if max_mb else usual.unpacked_bytes,
            ratio=max_ratio or usual.ratio,
        )
        return command(*args, limits=limits, **rest)

    return _max_rows(_max_mb(_max_ratio(with_limits)))  # type: ignore[return-value]
