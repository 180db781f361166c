"""Outcomes: what became of a request as its person tells it (needs: close the loop)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Received(StrEnum):
    """Whether the person got the help that was promised."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_REACHED = "not_reached"


MAY_REOPEN = frozenset({Received.NO, Received.NOT_REACHED, Received.PARTLY})
DECLINED_IS_OPEN = timedelta(days=7)
"""So long after a no the person may object (The life cycle)."""
DONE_IS_OPEN = timedelta(days=14)
"""So long after its end a request may be reopened (The life cycle)."""
