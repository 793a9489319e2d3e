"""All walks, by name."""

from __future__ import annotations

from tests.looks.walks import company, desk, guide, users

WALKS = users.WALKS | company.WALKS | desk.WALKS | guide.WALKS
