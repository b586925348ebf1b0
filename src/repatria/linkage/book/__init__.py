"""An index of earlier lists: a new list is linked against all of them without reading them again.

`begin` makes an index of two lists that were linked, `keep` writes it into a folder, `open_index` reads it, `link_new`
links a new list against it, `extended` adds that list. A new list is weighed with the model that the index has learned:
of a short list nothing is learned but how many of its lines are known. Invariant: a value keeps its number for good.
"""

from __future__ import annotations

from repatria.linkage.book.folder import keep, open_index
from repatria.linkage.book.index import Index, begin, extended
from repatria.linkage.book.linking import link_new

__all__ = ["Index", "begin", "extended", "keep", "link_new", "open_index"]
