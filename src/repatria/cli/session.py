"""One command's session at a desk: opening it, and publishing what was entered.

Invariant: a door's acts are kept before they are published; publishing that fails is told as a warning and made up for
by the next door, on the same path.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.errors import Finding, InputNotUnderstood, NotPermitted, RepatriaError
from repatria.store.clock import now

if TYPE_CHECKING:
    from repatria.desk.session import Desk, Entered
    from repatria.log.checkpoint import Checkpoint
    from repatria.people.party import Actor

MOST_AHEAD = timedelta(366)
"""How far ahead of the last act, and of now, an act may be dated: one dated centuries ahead by a slip would keep every
later one out, for good."""


@dataclass(frozen=True, slots=True)
class DoorClock:
    """A clock that stands still where ``--at`` says, else the wall clock; it gives no moment that lies too far ahead.

    The wall clock is read when an act is entered, not when the command begins: while a long list is read others go on.
    """

    moment: datetime | None
    at_most: datetime

    def now(self) -> datetime:
        """Returns the moment of an act.

        Raises:
            InputNotUnderstood: It lies too far ahead to be entered.
        """
        if self.moment is None:
            return now()
        if self.moment > self.at_most:
            raise InputNotUnderstood(
                "the moment lies more than a year ahead of now and of the last act",
                hint="correct --at: no act can be dated before one that was entered",
            )
        return self.moment


@dataclass(slots=True)
class Session:
    """What one command knows: where the desk is, who acts, and the moment, read once.

    Attributes:
        place: File of the desk, or a ``postgresql://`` address; empty when not given.
        by_text: Who acts, as given; empty when not given.
        at: The moment of this command, UTC, whole seconds.
        at_is_given: Whether somebody said so; else it is the wall clock's when the command began.
        as_json: Whether standard output is to carry one JSON document.
        warnings: What went wrong beside the act itself.
    """

    place: str
    by_text: str
    at: datetime
    at_is_given: bool
    as_json: bool
    warnings: list[Finding] = field(default_factory=list)
    _desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The desk, opened at the first use; of a demo's desk the human-readable output says so first.

        Raises:
            InputNotUnderstood: None was named, or there is none.
        """
        if self._desk is None:
            self._desk = self._open()
            if self.is_demo and not self.as_json:
                voice.out(voice.DEMO_MARK)
        return self._desk

    def _open(self) -> Desk:
        if not self.place:
            raise InputNotUnderstood("no desk is named", hint="give --desk PATH, or set REPATRIA_DESK")
        from repatria.desk.session import Desk, FixedClock
        from repatria.store import open_for_a_command
        from repatria.store.keys import SystemSalts, demo_salts

        archive = open_for_a_command(self.place)
        click.get_current_context().call_on_close(archive.close)
        desk = Desk(archive, FixedClock(self.at), SystemSalts())
        opened, last = desk.book().desk, desk.book().at
        if opened is None or last is None:
            raise InputNotUnderstood("the desk was never opened", hint="finish making it: repatria desk new")
        desk.clock = DoorClock(self.at if self.at_is_given else None, max(last, now()) + MOST_AHEAD)
        if opened.demo:
            desk.salts = demo_salts(self.home) or desk.salts
        return desk

    @property
    def by(self) -> Actor:
        """Who acts.

        Raises:
            InputNotUnderstood: Nobody was named, or not in the form PARTY/ROLE.
        """
        from repatria.people.party import actor

        if not self.by_text:
            raise InputNotUnderstood("who acts is not named", hint="give --by PARTY/ROLE, or set REPATRIA_BY")
        return actor(self.by_text)

    def looking_as(self, reader: str | None) -> Actor:
        """Returns through whose eyes things are shown: the actor's, or a party's when the mediator looks through them.

        Args:
            reader: A party, as given by ``--as``; None for whoever acts, and the mediator's registrar where nobody is named.

        Raises:
            NotPermitted: Somebody other than the mediator's staff looks through another's eyes.
            InputNotUnderstood: No party of this desk.
        """
        from repatria.people.party import MEDIATOR, Actor, Role
        from repatria.people.refs import party_id

        by = self.by if self.by_text else Actor(MEDIATOR, Role.REGISTRAR)
        if reader is None or party_id(reader) == by.party:
            return by
        if not by.is_mediator or by.role is Role.OBSERVER:
            raise NotPermitted("only the mediator looks through another's eyes", hint="leave --as out")
        parties = self.desk.book().parties
        if party_id(reader) not in parties:
            raise InputNotUnderstood("no party of this desk", hint="parties: " + ", ".join(parties))
        return Actor(party_id(reader), Role.DELEGATE)

    @property
    def home(self) -> Path:
        """The folder that holds ``keys/``, ``log/`` and ``log.vkey``: the desk's own, or REPATRIA_HOME."""
        return home_of(self.place)

    @property
    def is_demo(self) -> bool:
        """Whether the people on this desk are invented."""
        opened = self.desk.book().desk
        return opened is not None and opened.demo

    def today(self) -> date:
        """Returns the day of this command, UTC."""
        return self.at.date()

    def warn(self, text: str, hint: str = "", *, code: str) -> None:
        """Tells something that went wrong beside the act, at once and in the JSON document."""
        self.warnings.append(voice.warning(text, hint, code=code))

    def entered(self, door: str, done: Entered, **more: Any) -> None:
        """Ends a door: publishes, and says how many acts are new."""
        self.finish(door, new=done.new, already=done.already, **more)

    def finish(self, door: str, *, new: int, already: int, **more: Any) -> None:
        """Ends a door: publishes what is kept, then says what was done; ``more`` goes into the JSON document."""
        click.get_current_context().find_root().meta["kept"] = True
        checkpoint = self.publish()
        if self.as_json:
            voice.document(
                {"door": door, "entered": new, "already": already, **more}
                | {"log": {"size": checkpoint.size} if checkpoint else None}
                | {"warnings": [voice.finding_json(one) for one in self.warnings]}
            )
            return
        stood = f"; {already} stood there already" if already else ""
        voice.out(f"{door}: entered {new} {'act' if new == 1 else 'acts'}{stood}")
        if checkpoint:
            voice.out(f"log: checkpoint of size {checkpoint.size}")

    def publish(self) -> Checkpoint | None:
        """Appends to the log whatever is kept and not in it; None, and a warning, when that cannot be done now."""
        from repatria.store.keys import log_key_path
        from repatria.store.publishing import publish_kept

        home = self.home
        if not log_key_path(home).is_file():
            self.warn(
                "the act is kept, but the log was not extended: its key is missing",
                "put keys/log.key back beside the desk; the next command publishes the rest",
                code="log-key-missing",
            )
            return None
        try:
            return publish_kept(self.desk, home)
        except (RepatriaError, OSError) as failure:
            self._not_published(failure)
            return None

    def _not_published(self, failure: RepatriaError | OSError) -> None:
        why = "its folder cannot be written"
        if isinstance(failure, RepatriaError):
            why = f"{failure.place}: {failure.message}" if failure.place else failure.message
        hint = failure.hint if isinstance(failure, RepatriaError) else "check space and permissions"
        self.warn(f"the act is kept, but the log was not extended: {why}", hint, code="log-not-extended")


def home_of(place: str) -> Path:
    """Returns the folder of a desk's keys and log: beside the file, or REPATRIA_HOME for a database at an address.

    Raises:
        InputNotUnderstood: The desk lies at an address and REPATRIA_HOME is not set.
    """
    named = os.environ.get("REPATRIA_HOME", "")
    if named:
        return Path(named)
    if "://" in place:
        raise InputNotUnderstood(
            "a desk at an address has no folder for keys and log", hint="set REPATRIA_HOME to a folder"
        )
    return Path(place).absolute().parent
