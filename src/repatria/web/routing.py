"""Which tables lie in which database: the desk's own in the desk, everything else in the site's."""

from __future__ import annotations

from typing import Any, Final

DESK_APP: Final = "repatria_store"


class Router:
    """Keeps the journal out of the site's database, and users out of the desk's."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Returns whether an app's tables belong into a database."""
        del hints
        return (app_label == DESK_APP) != (db == "default")
