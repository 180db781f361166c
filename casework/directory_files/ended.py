"""Facts of a file whose own dates have passed: one remark for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from casework.directory_files.report import Findings, RemarkKind


def remark_on_ended(dates: Iterable[str], now: datetime, findings: Findings) -> None:
    """Say how many of the last days, as ISO dates, had passed at `now`, and which is the latest.

    What is old is taken over: the file may be the best there is. Somebody must verify it.
    """
    today = now.date()
    past = [day for day in map(_day, dates) if day is not None and day < today]
    if past:
        words = f"{len(past)} entries ended before today, the last on {max(past)}: verify them."
        findings.remark(RemarkKind.ENDED, words)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
