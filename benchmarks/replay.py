"""How long a journal over a million lines takes to become a book again, and with how much memory.

    python benchmarks/replay.py [--lines 1000000]

Four lists of equal size, north and south, seeking and holding, in pairs: line n that one party seeks is the person on line
n that the other holds. Each line is answered; each pair is judged the same by both parties; each person is asked in
private, put on a manifest of 1,000 that both parties and the mediator sign, and checked off by both sides. The acts go to a
temporary flat file as they are made, each payload behind its length (4 bytes, big-endian), and never lie in memory
together. A fresh process then reads, decodes and enters them. Goal: 60 s, 3 GB, and the digest of the live book.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from repatria.exchange.outcome import Outcome
from repatria.people.party import Stance
from repatria.register import acts
from repatria.register.account import account
from repatria.register.acts import Answer, Judgement, Wish, decode, encode
from repatria.register.book import Book, replay

BEGIN = datetime(2031, 3, 1, tzinfo=UTC)
PARTIES = ("north", "south")
EXCHANGE = "all-2031"
ON_A_MANIFEST = 1_000
GOAL_SECONDS, GOAL_BYTES = 60, 3 * 10**9


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def journal(lines: int) -> Iterator[acts.AnyAct]:
    """Yields the acts; each block on a day of its own."""
    n = lines // 4
    pairs = [(f"north-1:{i}", f"south-1:{i}") for i in range(1, n + 1)]
    pairs += [(f"north-2:{i}", f"south-2:{i}") for i in range(1, n + 1)]
    day = iter(BEGIN + timedelta(days=d) for d in range(100))
    yield acts.DeskOpened(at=next(day), by="mediator/registrar", parties=PARTIES, origin="desk.example/log")
    yield from lists(next(day), n)
    yield from answers(next(day), n)
    at = next(day)
    for left, right in pairs:
        for side in PARTIES:
            yield acts.MatchJudged(at=at, by=f"{side}/delegate", left=left, right=right, judgement=Judgement.SAME)
    at = next(day)
    for _, line in pairs:
        yield acts.InterviewHeld(at=at, by="mediator/registrar", line=line, wish=Wish.WILLING)
    yield from terms(next(day))
    at = next(day)
    for first in range(0, len(pairs), ON_A_MANIFEST):
        on = tuple(line for _, line in pairs[first : first + ON_A_MANIFEST])
        yield from movement(at, f"M-{first // ON_A_MANIFEST + 1:04d}", on)


def lists(at: datetime, n: int) -> Iterator[acts.AnyAct]:
    kinds = (("north-1", "seeks"), ("south-1", "holds"), ("north-2", "holds"), ("south-2", "seeks"))
    for name, stance in kinds:
        side = name[:5]
        yield acts.ListReceived(
            at=at, by=f"{side}/delegate", list=name, party=side, stance=Stance(stance), exchange=EXCHANGE,
            sha256=digest(name), lines=n, answer_due_on=date(2031, 4, 1),
        )  # fmt: skip


def answers(at: datetime, n: int) -> Iterator[acts.AnyAct]:
    replies = (("north-1", Answer.HELD), ("south-1", Answer.ACKNOWLEDGED), ("north-2", Answer.ACKNOWLEDGED),
               ("south-2", Answer.HELD))  # fmt: skip
    for name, answer in replies:
        by = f"{'south' if name.startswith('north') else 'north'}/delegate"
        for i in range(1, n + 1):
            yield acts.ClaimAnswered(at=at, by=by, line=f"{name}:{i}", answer=answer)


def terms(at: datetime) -> Iterator[acts.AnyAct]:
    text = digest("terms")
    yield acts.TermsProposed(at=at, by="north/delegate", exchange=EXCHANGE, sha256=text, needs=PARTIES)
    for side in PARTIES:
        yield acts.TermsSigned(
            at=at, by=f"{side}/delegate", exchange=EXCHANGE, sha256=text, party=side, signature="signature"
        )


def movement(at: datetime, name: str, on: tuple[str, ...]) -> Iterator[acts.AnyAct]:
    needs = (*PARTIES, "mediator")
    for side in needs:
        yield acts.ManifestSigned(
            at=at, by=f"{side}/delegate", manifest=name, exchange=EXCHANGE, sha256=digest(name), terms=digest("terms"),
            lines=on, needs=needs, moves_on=date(2031, 5, 1), party=side, signature="signature",
        )  # fmt: skip
    for side in PARTIES:
        for line in on:
            yield acts.HandoverRecorded(
                at=at, by=f"{side}/officer", manifest=name, line=line, outcome=Outcome.CROSSED, party=side
            )


def write(path: Path, lines: int) -> tuple[int, str]:
    """Writes the journal while a live book enters it; returns the number of acts and the live book's digest."""
    book = Book()
    with path.open("wb") as file:
        for act in journal(lines):
            book.enter(act)
            payload = encode(act)
            file.write(len(payload).to_bytes(4, "big"))
            file.write(payload)
    return book.size, book.digest()


def payloads(file: BinaryIO) -> Iterator[bytes]:
    while head := file.read(4):
        yield file.read(int.from_bytes(head, "big"))


def replay_file(path: Path) -> None:
    """Replays the journal in this process and prints what it took."""
    begun, cpu = time.perf_counter(), time.process_time()
    with path.open("rb", buffering=1 << 20) as file:
        book = replay(map(decode, payloads(file)))
    replayed, cpu = time.perf_counter(), time.process_time() - cpu
    print(f"acts={book.size} lines={book.lines} digest={book.digest()}")
    digested = time.perf_counter()
    found = account(book)
    counted = time.perf_counter()
    print(
        f"replay_s={replayed - begun:.1f} replay_cpu_s={cpu:.1f} digest_s={digested - replayed:.1f} account_s={counted - digested:.1f}"
    )
    print(f"balanced={found.balanced} peak_bytes={peak_bytes()}")


def peak_bytes() -> int:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def machine() -> str:
    import os

    names = [
        line.partition(":")[2].strip()
        for line in (Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else ())
        if line.startswith("model name")
    ]
    cpu = names[0] if names else platform.processor()
    return f"machine: {cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def measure(lines: int) -> int:
    """Builds a journal, replays it in a fresh process, and returns 1 where a goal is missed."""
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        begun = time.perf_counter()
        size, live = write(path, lines)
        print(
            f"built {size} acts in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 1e6:.0f} MB", flush=True
        )
        command = [sys.executable, __file__, "--replay", str(path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(said, end="")
    values: dict[str, Any] = dict(pair.split("=") for pair in said.split())
    met = {
        f"replay within {GOAL_SECONDS} s": float(values["replay_s"]) <= GOAL_SECONDS,
        f"peak within {GOAL_BYTES / 1e9:.0f} GB": int(values["peak_bytes"]) <= GOAL_BYTES,
        "same digest as the live book": values["digest"] == live,
        "balanced": values["balanced"] == "True",
    }
    for goal, reached in met.items():
        print(f"{'met' if reached else 'MISSED'}: {goal}")
    return 0 if all(met.values()) else 1


def main() -> int:
    parser = argparse.ArgumentParser(description="Replays a journal over a million lines.")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--replay", type=Path, help="only replay this journal, in this process")
    arguments = parser.parse_args()
    if arguments.replay:
        replay_file(arguments.replay)
        return 0
    return measure(arguments.lines)


if __name__ == "__main__":
    sys.exit(main())
