"""The demo: invents people, writes their lists, and drives the commands that a user has, from lists to account.

Invariant: nothing here reads the desk; what is shown at the end is what ``repatria account`` said. A folder that a demo
made is emptied and filled afresh; any other folder that holds something is refused.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from repatria.demo import agreed
from repatria.demo.commands import Command, Folder, Result, Runner, Story, shown
from repatria.demo.doha import children, small
from repatria.demo.doha import story as doha
from repatria.demo.invention.forms import HandedIn
from repatria.demo.invention.people import Invention
from repatria.demo.istanbul import fallen, prisoners, remains_story
from repatria.demo.istanbul import small as small_prisoners
from repatria.demo.istanbul import story as istanbul
from repatria.demo.truth import TrueLine, write_truth
from repatria.errors import AnswerIsNo, InputNotUnderstood
from repatria.store.clock import now

MARKER = ".repatria-demo"
"""The file that says that a folder belongs to the demo."""

ENDS_AT = "2031-08-26"
"""The day on which the account is drawn."""

OWN = ("lists", "work", "keys", "log", "manifests")
OWN_FILES = ("desk.sqlite3", "desk.sqlite3-wal", "desk.sqlite3-shm", "desk.sqlite3-journal", "log.vkey", "account.json",
             "report.html", "report-on-identification.pdf", "truth.csv")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invented:
    """All that was invented: both scenarios and every list."""

    children: children.Children
    prisoners: prisoners.Prisoners
    fallen: tuple[fallen.Consignment, ...]

    @property
    def lists(self) -> tuple[HandedIn, ...]:
        """Every list, in the order in which they are handed in."""
        return (*self.children.lists, *self.prisoners.lists, *(c.paper for c in self.fallen))

    def truth(self) -> Iterator[TrueLine]:
        """Yields what is true of every line of every list."""
        named = {person: state for c in self.fallen if c.resting for person, state in c.resting.of_people().items()}
        yield from children.truth(self.children)
        yield from prisoners.truth(self.prisoners, named=named)
        yield from fallen.truth(self.fallen)


def invent(seed: int) -> Invented:
    """Returns the people, the lists and the truth of a seed; the same seed gives the same bytes."""
    invention = Invention(seed)
    young = children.invent(invention, seed=seed)
    held = prisoners.invent(invention, seed=seed)
    return Invented(young, held, fallen.invent(invention, held, seed=seed))


def run(out: Path, seed: int, console: Console) -> None:
    """Runs the whole demo into a folder and prints what came of it.

    Args:
        out: Folder; empty, missing, or made by an earlier demo, which is then emptied first.
        seed: Changes names, defects and the numbers of defects.
        console: Where progress and tables go.

    Raises:
        AnswerIsNo: The account does not balance.
        InputNotUnderstood: The folder holds something that no demo made.
        DemoStopped: A command ended otherwise than the story expects.
    """
    began = time.monotonic()
    folder = _prepare(out, console)
    invented = invent(seed)
    truth = tuple(invented.truth())
    write_truth(folder.root / "truth.csv", truth)
    for handed_in in invented.lists:
        (folder.root / "lists" / handed_in.file).write_bytes(handed_in.write(handed_in.sheet))
    runner = Runner(folder)
    _tell(story(invented, folder, seed), runner, console)
    account: dict[str, Any] = json.loads(folder.account.read_text(encoding="utf-8"))
    found = agreed.compare(folder, truth, account)
    agreed.add_to_report(folder.root / "report.html", found, seed=seed)
    _show(account, found, console)
    console.print(
        f"\n{len(runner.results)} commands in {time.monotonic() - began:.0f} s. Open [bold]{out / 'report.html'}[/]; "
        f"every list is in {out / 'lists'}, the truth in truth.csv.\n"
        f"Go on with: repatria account --desk {folder.desk}",
        highlight=False,
        soft_wrap=True,
    )
    if not account["balanced"]:
        raise AnswerIsNo("the account does not balance", hint="keep the folder and report it")


def begin(out: Path, seed: int, console: Console) -> None:
    """Opens a desk with everybody's keys and nothing on it, and writes the papers of two small exchanges beside it.

    Args:
        out: Folder; empty, missing, or made by an earlier demo, which is then emptied first.
        seed: Makes the salts and keys.
        console: Where progress goes.

    Raises:
        InputNotUnderstood: The folder holds something that no demo made.
        DemoStopped: A command ended otherwise than expected.
    """
    folder = _prepare(out, console)
    day, lists = now().date(), folder.root / "lists"
    _write(lists, small.papers(today=day))
    _write(lists / PRISONERS, small_prisoners.papers(today=day, before=LISTS_BEFORE))
    _tell(_setting_up(folder, seed, at=("", "")), Runner(folder), console)
    console.print(
        f"The lists of children to hand in are in {out / 'lists'}. After them: prisoners and remains, in "
        f"{out / 'lists' / PRISONERS}.",
        highlight=False,
        soft_wrap=True,
    )


PRISONERS = "prisoners"
"""The folder of the second small exchange's papers."""

LISTS_BEFORE = 2
"""Lists that each party has handed in when the second exchange begins; its papers name lines accordingly."""


def _write(folder: Path, papers: Mapping[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in papers.items():
        (folder / name).write_bytes(content)


def story(invented: Invented, folder: Folder, seed: int) -> Story:
    """Yields every command of the demo in the order of time."""
    yield from _setting_up(folder, seed)
    yield from doha.story(invented.children, folder)
    yield from istanbul.intake(invented.prisoners, folder)
    yield from istanbul.agreement(folder)
    yield from remains_story.handover(invented.fallen, folder)
    yield from remains_story.on_a_label(invented.fallen, invented.prisoners, folder)
    yield from istanbul.movements(invented.prisoners, folder)
    yield from remains_story.identifications(invented.fallen, invented.prisoners, folder, seed=seed)
    yield from _closing(folder)


def _setting_up(
    folder: Folder, seed: int, *, at: tuple[str, str] = ("2031-05-12T09:00:00Z", "2031-05-12T09:10:00Z")
) -> Story:
    yield [Command("open a desk between North and South",
                   ("desk", "new", "--desk", str(folder.desk), "--party", "north", "--party", "south", "--demo-seed",
                    str(seed)), at=at[0])]  # fmt: skip
    holders = ("north", "south", "mediator")
    yield [Command(f"{holder} makes a key", ("key", "new", "--holder", holder, "--out", folder.key(holder), "--demo-seed",
                   str(seed))) for holder in holders]  # fmt: skip
    yield [Command(f"the key of {holder} is registered", ("register-key", "--holder", holder, folder.key(holder) + ".vkey"),
                   at=at[1]) for holder in holders]  # fmt: skip


def _closing(folder: Folder) -> Story:
    at = f"{ENDS_AT}T09:00:00Z"
    found: list[Result] = yield [
        Command("the account as a page", ("account", "--on", ENDS_AT, "--report", str(folder.root / "report.html")), at=at),
        Command("what each side still owes", ("exchange", "show", prisoners.EXCHANGE), at=at),
        Command("what was said beside what is documented", ("figures", "--public"), at=at),
        Command("the account", ("account", "--json", "--on", ENDS_AT), at=at),
        Command("the log proves it", ("log", "verify", str(folder.root / "log"), "--key", str(folder.root / "log.vkey"),
                "--desk", str(folder.desk))),
    ]  # fmt: skip
    account = next(result for result in found if result.command.says == "the account")
    folder.account.write_text(account.stdout, encoding="utf-8")


def _prepare(out: Path, console: Console) -> Folder:
    """Makes the folder, or empties one that an earlier demo made."""
    root = out.resolve()
    if root.exists() and not root.is_dir():
        raise InputNotUnderstood("this is a file", hint="give a folder with --out")
    if root.exists() and any(root.iterdir()) and not (root / MARKER).exists():
        raise InputNotUnderstood(
            "the folder holds something that no demo made", hint="give an empty or new folder with --out"
        )
    if (root / MARKER).exists():
        console.print("A demo was here before; it begins from scratch.", highlight=False)
        for name in OWN:
            shutil.rmtree(root / name, ignore_errors=True)
        for name in OWN_FILES:
            (root / name).unlink(missing_ok=True)
    for name in ("lists", "work", "keys"):
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "keys").chmod(0o700)
    (root / MARKER).write_text("This folder belongs to `repatria demo`, which may empty it.\n", encoding="utf-8")
    return Folder(root)


def _tell(told: Story, runner: Runner, console: Console) -> None:
    """Drives a story: on a terminal with a bar, otherwise a line a command."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=COMMANDS)
        try:
            commands = next(told)
            while True:
                progress.update(task, description=commands[0].says)
                results = runner.run(commands)
                for result in results:
                    _line(result, console)
                progress.advance(task, len(commands))
                commands = told.send(results)
        except StopIteration:
            return


COMMANDS = 120
"""About how many commands a demo runs: for the bar only."""


def _line(result: Result, console: Console) -> None:
    command = result.command
    status = f" [dim](exit {command.expects}, as it must)[/]" if command.expects else ""
    lines = [
        f"[bold]{command.at[:10]:10}[/]  {escape(command.says)}{status}",
        f"            [dim]$ {escape(shown(command))}[/]",
    ]
    if command.expects:
        lines += [f"            {escape(line.strip())}" for line in result.stderr.splitlines()[:WORDS_OF_A_NO]]
    for line in lines:
        console.print(line, highlight=False, overflow="ellipsis", no_wrap=True)


WORDS_OF_A_NO = 4
"""Lines shown of what a command says whose answer is no."""


def _show(account: dict[str, Any], found: agreed.Agreement, console: Console) -> None:
    table = Table(title="The account: where everybody is", title_justify="left")
    for heading in ("list", "party", "lines", "states"):
        table.add_column(heading, justify="right" if heading == "lines" else "left")
    for entry in account["lists"]:
        states = ", ".join(f"{state} {number:,}" for state, number in entry["states"].items())
        table.add_row(entry["list"], f"{entry['party']} {entry['stance']}", f"{entry['lines']:,}", states)
    console.print(table)
    kinds = {line["state"] for line in account["lines"]}
    console.print(
        f"{len(account['lines']):,} lines, each in one of {len(kinds)} states; "
        f"balanced: {'yes' if account['balanced'] else 'NO'}; discrepancies kept: {len(account['discrepancies'])}",
        highlight=False,
    )
    for part in agreed.as_tables(found):
        console.print(part)
