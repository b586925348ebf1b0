"""Gives a registrar's seat anew on the machine: ``python -m repatria.web.giving DESK HOME SEAT``; `repatria desk seat` calls it.

It prints one JSON object: the path of the link and until when it is good, or what is wrong. Nothing of it is kept but a
digest, and a row in the record of access.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from repatria.errors import RepatriaError
from repatria.people.party import actor
from repatria.store.clock import now
from repatria.web.serving import prepare


def main() -> None:
    """Reads the words and gives the link."""
    desk, home, seat = sys.argv[1:]
    prepare(desk=desk, home=Path(home), demo=False, tls=True)
    try:
        told = given(seat)
    except RepatriaError as wrong:
        told = {"error": wrong.message, "hint": wrong.hint}
    print(json.dumps(told))  # noqa: T201 - read by the process that started this one


def given(seat: str) -> dict[str, str]:
    """Returns the path of a link to a registrar's seat, and until when it is good."""
    from django.urls import reverse

    from repatria.store.site import seating

    at = now()
    secret = seating.recover(actor(seat), at=at)
    return {"path": reverse("invitation", args=[secret]), "good_until": (at + seating.LASTS).isoformat()}


if __name__ == "__main__":
    main()
