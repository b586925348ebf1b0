"""Files of pairs: CSV, read a piece at a time; what comes out again beside new columns is what came in.

`reading` opens them and reads few rows in plain Python; `scanning` and `writing` take many through a kernel.
"""

from __future__ import annotations

from repatria.cli.pairs.reading import KIND, PIECE, Head, Rows, as_text, next_piece, opened, quoted, read_head

__all__ = ["KIND", "PIECE", "Head", "Rows", "as_text", "next_piece", "opened", "quoted", "read_head"]
