"""Russian: 2 июня 2031 г., 14:30."""

from __future__ import annotations

DATE_FORMAT = "j E Y г."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y г., H:i"
