"""Commands on the pages: a certificate for a desk, and serving it in a browser."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from repatria.cli import voice
from repatria.cli.session import home_of
from repatria.errors import InputNotUnderstood
from repatria.store.clock import now

if TYPE_CHECKING:
    from repatria.store.tls import Certificate

_LOOPBACK = "127.0.0.1"
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - asked for by --lan, with TLS only


@click.command("cert")
@click.option("--home", type=click.Path(path_type=Path), required=True, help="The folder of the desk.")
@click.option("--name", "names", multiple=True, help="A host name or address of the desk; may be repeated.")
def cert(*, home: Path, names: tuple[str, ...]) -> None:
    """Makes a certificate for a desk, and an authority that tablets are told to trust.

    The authority can speak for these names only, and for the machine itself.
    """
    from repatria.store.tls import make_certificate

    before = (home / "tls-ca.crt").read_bytes() if (home / "tls-ca.crt").is_file() else b""
    made = make_certificate(home, names=names, at=now())
    voice.out(f"certificate: {made.certificate}, for {', '.join(made.names)}, good until {made.until:%Y-%m-%d}")
    if made.authority.read_bytes() == before:
        voice.out("authority: as before; devices that trust it need nothing new")
        return
    voice.out(f"authority: {made.authority}, new")
    voice.out("Give that file, and no other, to every device, by hand or cable, and have it trusted for web sites:")
    voice.out("  Windows: open it, install for this computer, place it under Trusted Root Certification Authorities")
    voice.out("  macOS: open it, then in Keychain Access set it to Always Trust")
    voice.out("  iPad: open it, install the profile, then Settings > General > About > Certificate Trust Settings")
    voice.out("  Android: Settings > Security > Encryption and credentials > Install a certificate > CA certificate")
    voice.out("  Firefox: Settings > Privacy and Security > Certificates > Authorities > Import")


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
@click.option("--begin", is_flag=True, help="With --demo: a desk with nothing on it yet, for the tutorial.")
@click.option("--lan", is_flag=True, help="For tablets on the same network too; needs a certificate: repatria cert.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8443, help="Where it listens (8443).")
@click.option("--host", default=_LOOPBACK, help="Address it listens at (127.0.0.1).")
@click.option("--name", "names", multiple=True, help="A host name under which browsers ask for it; may be repeated.")
@click.option("--certificate", type=click.Path(path_type=Path), help="TLS certificate, PEM, if not the desk's own.")
@click.option("--key", type=click.Path(path_type=Path), help="Its private key, PEM.")
def serve(
    *,
    place: str | None,
    demo: bool,
    begin: bool,
    lan: bool,
    port: int,
    host: str,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Serves a desk in a browser until it is stopped.

    A real desk is served with TLS only; for this machine alone a certificate is made where there is none. A demo goes
    without, on this machine alone: whoever can reach it can sign in as anybody.
    """
    if demo and (lan or host != _LOOPBACK):
        raise InputNotUnderstood("a demo is served on this machine only", hint="leave --lan and --host out")
    if (certificate is None) != (key is None):
        raise InputNotUnderstood("a certificate goes with its key", hint="give --certificate and --key, or neither")
    if begin and (place or not demo):
        raise InputNotUnderstood("--begin makes a demo's desk", hint="give it with --demo, and leave --desk out")
    if not place and not demo:
        raise InputNotUnderstood("no desk is named", hint="give --desk PATH, or set REPATRIA_DESK")
    if demo and place:
        _check_invented(place)
    host = _EVERYWHERE if lan else host
    _check_free(host, port)
    place = place or str(_begun_desk() if begin else _demo_desk())
    tls: tuple[Path, Path] | None = (certificate, key) if certificate and key else None
    if tls is None and not demo:
        found = _certificate(home_of(place), at_home=host == _LOOPBACK)
        tls, names = (found.certificate, found.key), names or found.names
    shown = names[0] if names and host != _LOOPBACK else "localhost"
    voice.out(f"{'https' if tls else 'http'}://{shown}:{port}/{'demo/' if demo else ''}  (stop with Ctrl-C)")
    words = [sys.executable, "-m", "repatria.web", place, str(home_of(place)), host, str(port)]
    words += ["--demo"] if demo else []
    words += ["--certificate", str(tls[0]), "--key", str(tls[1])] if tls else []
    words += [word for name in names for word in ("--name", f"[{name}]" if ":" in name else name)]
    click.get_current_context().exit(_run(words))


def _certificate(home: Path, *, at_home: bool) -> Certificate:
    """Returns the certificate beside a desk; for the machine itself one is made where there is none."""
    from repatria.store.tls import certificate_of, make_certificate

    found = certificate_of(home)
    if found is None and not at_home:
        raise InputNotUnderstood("there is no certificate", hint="make one: repatria cert --home DIR --name HOST")
    if found is not None and found.until <= now():
        raise InputNotUnderstood("the certificate is too old", hint="make it anew: repatria cert with the same names")
    if found is None:
        found = make_certificate(home, names=(), at=now())
        voice.message("a certificate for this machine was made", f"have the browser trust {found.authority}")
    return found


def _check_invented(place: str) -> None:
    """Checks that the people on a desk are invented, by its first act."""
    from repatria.register.acts import DeskOpened, decode
    from repatria.store import open_for_a_command

    archive = open_for_a_command(place)
    try:
        first = next(iter(archive.entries()), None)
    finally:
        archive.close()
    opened = decode(first.payload) if first is not None else None
    if not isinstance(opened, DeskOpened) or not opened.demo:
        raise InputNotUnderstood("this desk is no demo: anybody could take any seat", hint="serve it without --demo")


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            hint = "another program listens there, perhaps a desk already: choose another --port"
            raise InputNotUnderstood(f"port {port} is taken", hint=hint) from None


def _run(words: list[str]) -> int:
    """Runs the server, hands it what stops it, and returns its exit status; being stopped is a good end."""
    with subprocess.Popen(words) as server:
        stopped = False

        def stop(number: int, frame: FrameType | None) -> None:
            nonlocal stopped
            del number, frame
            stopped = True
            server.terminate()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        status = server.wait()
    return 0 if stopped else status


def _begun_desk() -> Path:
    """Returns the desk of the tutorial in ``repatria-tutorial``, opened first when it is not there."""
    folder = Path("repatria-tutorial")
    desk = folder / "desk.sqlite3"
    if not desk.is_file():
        _run_demo("--out", str(folder), "--begin")
    return desk


def _run_demo(*words: str) -> None:
    if subprocess.run([sys.executable, "-m", "repatria", "demo", *words], check=False).returncode:
        raise InputNotUnderstood("the demo did not run", hint="its own words are above")


def _demo_desk() -> Path:
    """Returns the desk of a demo in ``repatria-demo``, run first when it is not there."""
    folder = Path("repatria-demo")
    desk = folder / "desk.sqlite3"
    if not (folder / "account.json").is_file():
        voice.out("Running the demo's two exchanges first (about a minute) ...")
        _run_demo("--out", str(folder))
    return desk
