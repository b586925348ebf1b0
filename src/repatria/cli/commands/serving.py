"""Commands on the pages: serving a desk in a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from repatria.cli import voice
from repatria.cli.session import home_of
from repatria.errors import InputNotUnderstood

_LOOPBACK = "127.0.0.1"


@click.command("serve")
@click.option(
    "--desk",
    "place",
    envvar="REPATRIA_DESK",
    metavar="PATH",
    help="The desk; with --demo one is made when there is none.",
)
@click.option(
    "--demo", is_flag=True, help="Invented people; sign in by choosing a seat; plain http on this machine only."
)
@click.option("--port", type=click.IntRange(1, 65_535), default=8443, help="Where it listens (8443).")
@click.option("--host", default=_LOOPBACK, help="Address it listens at (127.0.0.1).")
@click.option("--name", "names", multiple=True, help="A host name under which browsers ask for it; may be repeated.")
@click.option("--certificate", type=click.Path(path_type=Path), help="TLS certificate, PEM.")
@click.option("--key", type=click.Path(path_type=Path), help="Its private key, PEM.")
def serve(
    *,
    place: str | None,
    demo: bool,
    port: int,
    host: str,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Serves a desk in a browser until it is stopped.

    A real desk is served with TLS only. A demo may go without, on this machine alone: whoever can reach it can sign in
    as anybody.
    """
    if demo and host != _LOOPBACK:
        raise InputNotUnderstood("a demo is served on this machine only", hint="leave --host out")
    if not demo and not (certificate and key):
        raise InputNotUnderstood("a desk is served with TLS only", hint="give --certificate and --key")
    if not place:
        if not demo:
            raise InputNotUnderstood("no desk is named", hint="give --desk PATH, or set REPATRIA_DESK")
        place = str(_demo_desk())
    address = f"{'https' if certificate else 'http'}://{names[0] if names else 'localhost'}:{port}/"
    voice.out(f"{address}{'demo/' if demo else ''}  (stop with Ctrl-C)")
    words = [sys.executable, "-m", "repatria.web", place, str(home_of(place)), host, str(port)]
    words += ["--demo"] if demo else []
    words += ["--certificate", str(certificate), "--key", str(key)] if certificate and key else []
    words += [word for name in names for word in ("--name", name)]
    status = subprocess.run(words, check=False).returncode
    click.get_current_context().exit(status)


def _demo_desk() -> Path:
    """Returns the desk of a demo in ``repatria-demo``, run first when it is not there."""
    folder = Path("repatria-demo")
    desk = folder / "desk.sqlite3"
    if not (folder / "account.json").is_file():
        voice.out("Running the demo's two exchanges first (about a minute) ...")
        done = subprocess.run([sys.executable, "-m", "repatria", "demo", "--out", str(folder)], check=False)
        if done.returncode:
            raise InputNotUnderstood("the demo did not run", hint="its own words are above")
    return desk
