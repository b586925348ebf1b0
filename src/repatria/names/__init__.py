"""How a name is written, in any script: what cannot be seen in it, which letters it has, one key for its spellings.

`analyse` takes a whole name apart; `equal_key` is equal for most spellings of one name; `script_of`, `visible` and
`repair` look at letters. Cells are kept as received elsewhere: everything here serves keys, order and warnings.
"""

from __future__ import annotations

from repatria.names.fold import equal_key, equivalents, fold, words
from repatria.names.forms import NameForm, analyse, is_patronymic
from repatria.names.scripts import Script, has_mixed_word, repair, script_of, visible

__all__ = [
    "NameForm",
    "Script",
    "analyse",
    "equal_key",
    "equivalents",
    "fold",
    "has_mixed_word",
    "is_patronymic",
    "repair",
    "script_of",
    "visible",
    "words",
]
