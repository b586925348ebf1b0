"""The command on the machine for the day on which one of two registrars has lost the passkey and the recovery codes."""

from __future__ import annotations

import json
import subprocess
import sys

import click

from repatria.cli import voice
from repatria.cli.session import home_of
from repatria.errors import InputNotUnderstood, NotPermitted


@click.command("seat")
@click.argument("seat", metavar="SEAT")
@click.option("--desk", "place", envvar="REPATRIA_DESK", metavar="PATH", help="The desk.")
@click.option("--address", default="https://localhost:8443", help="Where the desk is served (https://localhost:8443).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def seat(*, seat: str, place: str | None, address: str, as_json: bool) -> None:
    """Prints a new link to a registrar's seat, where too few registrars are left to give it on screen.

    SEAT is such as mediator/registrar-2. Two registrars give a registrar's seat; when one of two has lost the passkey and the
    recovery codes, nobody can. The link is good once and for 72 hours, and what was set up for the seat before is gone
    when it is used. Every registrar sees in the record of access that it was made.
    """
    if not place:
        raise InputNotUnderstood("no desk is named", hint="give --desk PATH, or set REPATRIA_DESK")
    home = home_of(place)
    if not (home / "site.sqlite3").is_file():
        raise NotPermitted("nobody has a seat yet", hint="start the desk: repatria serve prints the first links")
    words = [sys.executable, "-m", "repatria.web.giving", place, str(home), seat]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputNotUnderstood(
            "the seats of this desk cannot be opened", hint="name the desk as repatria serve has it"
        )
    told = json.loads(done.stdout)
    if "error" in told:
        raise NotPermitted(told["error"], hint=told["hint"])
    link = address.rstrip("/") + told["path"]
    if as_json:
        voice.document({"seat": seat, "link": link, "good_until": told["good_until"]})
        return
    voice.out(f"{seat}: {link}")
    voice.out(f"good once, until {told['good_until']}; it is shown this once, and kept nowhere")
    voice.out("it stands in the record of access, where every registrar sees it")
