"""The pieces of text that stand in cells, each numbered once: between white space in names, whole cells of dates.

`Pieces` numbers them; `kernels` finds them in UTF-8, so that no text is made of a piece that is known.
"""

from __future__ import annotations

from repatria.names.comparing.pieces.numbering import Pieces, Text, firsts, text_of, texts_of

__all__ = ["Pieces", "Text", "firsts", "text_of", "texts_of"]
