"""What a table of profiles says of itself: its kit, columns that were swapped, and staff among the samples.

Nothing is decided and nothing is changed: each finding says what to look at.
"""

from repatria.kinship.files.checks.kit import check_kit
from repatria.kinship.files.checks.staff import Resembling, check_staff
from repatria.kinship.files.checks.swapped import Swapped, check_columns

__all__ = ["Resembling", "Swapped", "check_columns", "check_kit", "check_staff"]
