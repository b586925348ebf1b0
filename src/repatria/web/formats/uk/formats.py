"""Ukrainian: 2 червня 2031 р., 14:30."""

from __future__ import annotations

DATE_FORMAT = "j E Y р."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y р., H:i"
