"""What a search came to, for a board: `repatria remains joint` writes it as a file.

``identify --evidence``, ``adopt-policy`` and ``remains report`` read it. The file holds the laboratories' own labels,
references and numbers: no names and no genotypes. The same input gives the same bytes; a posterior is cut, never rounded
up, so that writing cannot lift it over a threshold.
"""

from repatria.remains.conclusions.file import FORMAT, from_json, to_json
from repatria.remains.conclusions.values import Conclusion, Conclusions, Inputs, Rival

__all__ = ["FORMAT", "Conclusion", "Conclusions", "Inputs", "Rival", "from_json", "to_json"]
