"""How a name is written, in any script: what cannot be seen in it, which letters it has, one key for its spellings.

`analyse` takes a whole name apart; `fold` brings the spellings of one word to one key, `class_of` all forms of one name
(languages, short forms, sexes), and `share` says how many people bear it; `script_of`, `visible` and `repair` look at
letters. Cells are kept as received elsewhere: everything here serves keys, order and warnings.
"""

from __future__ import annotations

from repatria.names.classes import Part, class_keys, class_of, classes_of, father_class, patronymic_of
from repatria.names.comparing import NameComparison, compare
from repatria.names.fold import equal_key, equivalents, fold, skeleton, words
from repatria.names.forms import NameForm, analyse, is_given, is_patronymic
from repatria.names.frequencies import share
from repatria.names.scripts import Script, has_mixed_word, repair, script_of, visible

__all__ = [
    "NameComparison",
    "NameForm",
    "Part",
    "Script",
    "analyse",
    "class_keys",
    "class_of",
    "classes_of",
    "compare",
    "equal_key",
    "equivalents",
    "father_class",
    "fold",
    "has_mixed_word",
    "is_given",
    "is_patronymic",
    "patronymic_of",
    "repair",
    "script_of",
    "share",
    "skeleton",
    "visible",
    "words",
]
