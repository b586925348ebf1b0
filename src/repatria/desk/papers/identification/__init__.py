"""The report on an identification, or an exclusion, as PDF in four languages.

It holds genotypes and is confidential; it names people by reference only. The same files give the same bytes.
"""

from repatria.desk.papers.identification.rendering import LANGUAGES, render

__all__ = ["LANGUAGES", "render"]
