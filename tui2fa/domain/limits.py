"""How often codes are sent at most (OOB-5)."""

from __future__ import annotations

from datetime import timedelta

SEND_GAP = timedelta(seconds=60)
"""Between two sends to one recipient."""
SENDS_PER_HOUR = 5
"""Per account."""
SENDS_PER_DAY = 10
"""Per number in 24 hours."""
