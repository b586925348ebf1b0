"""What the web pages keep for themselves, apart from the desk: who may sign in, and as whom.

It lies in a database of its own (``site.sqlite3`` beside the desk, or the desk's PostgreSQL), so that a desk can be copied,
sealed or erased without the people who work at it, and the other way round.
"""
