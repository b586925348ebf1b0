"""Serves the desk: makes the site's tables, seats for a demo, and starts the web server."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

DEMO_SEATS: Final = (
    "mediator/registrar",
    "north/delegate",
    "south/delegate",
    "mediator/verifier",
    "mediator/laboratory",
    "north/laboratory",
    "south/laboratory",
    "north/officer",
    "south/officer",
    "mediator/officer",
    "mediator/observer",
)
"""Who can be chosen at a demo's sign-in."""


def prepare(*, desk: str, home: Path, demo: bool, tls: bool, hosts: Sequence[str] = ()) -> None:
    """Sets Django up for a desk, and makes or updates the site's own tables."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "repatria.web.settings"
    os.environ["REPATRIA_DESK"] = desk
    os.environ["REPATRIA_HOME"] = str(home)
    os.environ["REPATRIA_WEB_DEMO"] = "1" if demo else "0"
    os.environ["REPATRIA_WEB_TLS"] = "1" if tls else "0"
    if hosts:
        os.environ["REPATRIA_WEB_HOSTS"] = ",".join(hosts)
    os.close(os.open(home / "site.sqlite3", os.O_RDWR | os.O_CREAT, 0o600))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        make_demo_seats()


def make_demo_seats() -> None:
    """Makes the seats of a demo; nobody can sign in to them with a password."""
    from django.contrib.auth import get_user_model

    from repatria.store.site.models import Seat

    for acts_as in DEMO_SEATS:
        user, made = get_user_model().objects.get_or_create(username=acts_as.replace("/", "-"))
        if made:
            user.set_unusable_password()
            user.save()
        Seat.objects.get_or_create(user=user, defaults={"acts_as": acts_as})


def first_links(address: str) -> Sequence[str]:
    """Returns what is told to whoever starts a desk at which nobody sits yet: the links to its first seats."""
    from django.urls import reverse

    from repatria.store.clock import now
    from repatria.store.site.seating import first_links as links

    made = links(at=now())
    if not made:
        return ()
    told = [f"  {seat}: {address}{reverse('invitation', args=[secret])}" for seat, secret in made]
    return ("Nobody has a seat yet. These links are for two people, each good once and for 72 hours:", *told)


def end_with_parent() -> None:
    """Ends this process when the one that started it is gone, killed too: nothing is left that holds the port."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def serve(*, host: str, port: int, certificate: Path | None = None, key: Path | None = None) -> None:
    """Serves until it is stopped."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ["REPATRIA_WEB_SERVED"] = "1"
    end_with_parent()
    server = Granian(
        "repatria.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,  # the desk is one value in memory
        blocking_threads=8,
        ssl_cert=certificate,
        ssl_key=key,
        log_enabled=False,
        websockets=False,
    )
    server.serve()
