"""Django models and migrations: keeps the journal and its documents in SQLite or PostgreSQL.

`open_archive` is the way in. Importing this package starts nothing; opening a desk starts Django once per process.
"""

from repatria.store.opening import open_archive, open_for_a_command

__all__ = ["open_archive", "open_for_a_command"]
