"""Draws a plan in a process of its own: ``python -m repatria.web.planning FILE``.

It opens the desk of ``REPATRIA_DESK``, draws what the file asks for, and writes what came of it into the same file, as a whole.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import msgspec

from repatria.desk.planning import Drawn, plan
from repatria.desk.session import Desk, FixedClock
from repatria.errors import RepatriaError
from repatria.exchange.manifest import Place, Window, to_bytes
from repatria.people.party import MEDIATOR
from repatria.register.acts import Subject
from repatria.store import open_archive
from repatria.store.keys import SystemSalts
from repatria.web.drawing import Asked, Drawing, Held, Numbers, Stage
from repatria.web.private_files import write

MOST_HELD: Final = 1_000
"""People held back of whom a drawing names the line; the others are counted."""


def main() -> None:
    """Reads what is asked for and draws it."""
    path = Path(sys.argv[1])
    asked = msgspec.json.decode(path.read_bytes(), type=Drawing).asked
    desk = Desk(open_archive(os.environ["REPATRIA_DESK"]), FixedClock(asked.at), SystemSalts())
    write(path, msgspec.json.encode(draw(desk, asked)))


def draw(desk: Desk, asked: Asked) -> Drawing:
    """Returns what came of drawing a plan; a refusal is told in the words of the terms."""
    try:
        drawn = plan(
            desk, exchange=asked.exchange, stages=asked.stages, days=[Window(*day) for day in asked.days],
            crossing_point=Place({MEDIATOR: asked.crossing_point}), area=asked.area, taken=asked.taken,
        )  # fmt: skip
    except RepatriaError as wrong:
        return Drawing(asked=asked, stage=Stage.REFUSED, message=wrong.message, hint=wrong.hint)
    held = [Held(c.line, c.holder, c.clause, tuple(f.message for f in c.hindrances)) for c in drawn.held_back]
    found = drawn.plan
    return Drawing(
        asked=asked,
        stage=Stage.DRAWN,
        placed=found.placed if found else 0,
        left=len(found.left) if found else 0,
        is_best=found.is_best if found else True,
        numbers=tuple(_numbers(desk, drawn)),
        held=tuple(held[:MOST_HELD]),
        held_back=len(held),
        reasons=tuple(Counter(reason for one in held for reason in one.reasons).most_common()),
        manifests=tuple(to_bytes(manifest) for manifest in drawn.manifests),
    )


def _numbers(desk: Desk, drawn: Drawn) -> list[Numbers]:
    """Returns how many go by stage, clause and side; bags by stage and side, under no clause."""
    found = [] if drawn.plan is None else sorted(drawn.plan.counts().items())
    wanted = {manifest.stage or 1 for manifest in drawn.manifests}
    numbers = [Numbers(stage, clause, party, n) for (stage, clause, party), n in found if stage in wanted]
    bags: Counter[tuple[int, Any]] = Counter()
    for manifest in drawn.manifests:
        for part in manifest.movements:
            of_remains = (desk.book().place(line)[0].received.subject is Subject.REMAINS for line in part.lines)
            bags[manifest.stage or 1, part.from_party] += sum(of_remains)
    return numbers + [Numbers(stage, "", party, n) for (stage, party), n in sorted(bags.items()) if n]


if __name__ == "__main__":
    main()
