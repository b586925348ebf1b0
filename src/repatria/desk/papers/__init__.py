"""Papers for people to hold: PDF in four languages, the same bytes from the same arguments."""

from repatria.desk.papers.setting import LANGUAGES, typeset, words

__all__ = ["LANGUAGES", "typeset", "words"]
