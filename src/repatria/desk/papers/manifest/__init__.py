"""The manifest as officers hold it at the crossing point: one copy for each party, in its language, and the mediator's."""

from repatria.desk.papers.manifest.printing import contents, print_manifest, rendered

__all__ = ["contents", "print_manifest", "rendered"]
