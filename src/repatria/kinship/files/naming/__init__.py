"""Markers and kits by name: one form for every spelling, what a marker is good for, and what a kit amplifies.

``VWA``, ``vWA`` and ``v WA`` are one marker; a name that is not known stays as it is written. The two tables beside this
module are data, each row of kits with its source.
"""

from repatria.kinship.files.naming.kits import Kit, kit_named, kits, kits_in
from repatria.kinship.files.naming.markers import Use, is_known, marker_name, use_of

__all__ = ["Kit", "Use", "is_known", "kit_named", "kits", "kits_in", "marker_name", "use_of"]
