"""Starts the pages: ``python -m repatria.web DESK HOME HOST PORT``; `repatria serve` calls it with everything set."""

from __future__ import annotations

import argparse
from pathlib import Path

from repatria.web.serving import first_links, prepare, serve


def main() -> None:
    """Reads the words and serves until stopped."""
    words = argparse.ArgumentParser(prog="repatria.web", description="Serves a desk; start it by: repatria serve")
    words.add_argument("desk")
    words.add_argument("home", type=Path)
    words.add_argument("host")
    words.add_argument("port", type=int)
    words.add_argument("--demo", action="store_true")
    words.add_argument("--certificate", type=Path)
    words.add_argument("--key", type=Path)
    words.add_argument("--name", action="append", default=[])
    given = words.parse_args()
    prepare(desk=given.desk, home=given.home, demo=given.demo, tls=given.certificate is not None, hosts=given.name)
    if not given.demo:
        host = "localhost" if given.host.startswith("127.") or not given.name else given.name[0]
        for line in first_links(f"{'https' if given.certificate else 'http'}://{host}:{given.port}"):
            print(line, flush=True)  # noqa: T201 - shown once, to whoever starts the desk, and kept nowhere
    serve(host=given.host, port=given.port, certificate=given.certificate, key=given.key)


if __name__ == "__main__":
    main()
