"""Rows of an HSDS schedule: several of one service become one week, dates become dated rules.

A row that has ended keeps its hours, as the file may be the best there is; `ended` reports it.
One that has not begun holds from its first day, one that ends holds until its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from casework.directory_files.hours_text import Hours, weekly
from casework.directory_files.hours_written import Doubt, Spans, written
from casework.directory_files.names import tidy
from domain.osm_hours import parse_hours
from domain.week import MONTHS, week_of

NOT_WEEKLY = ("bymonthday", "byweekno", "byyearday")
FOREVER = date(9999, 12, 31)
SINCE_EVER = date(1900, 1, 1)


class Row(Protocol):
    """A row: its fields by name, each a text, empty where there is none."""

    def __getitem__(self, column: str, /) -> str:
        """Give a field."""


def hours_of_row(row: Row, today: date) -> Hours:
    """Read one row, with the fields of an HSDS schedule; an empty field is an empty text."""
    words = row["description"] or row["notes"]
    if any(row[name] for name in NOT_WEEKLY) or _is_seldom(row):
        shown = words or "; ".join(filter(None, (row["opens_at"], row["closes_at"])))
        return Hours(None, tidy(shown), "not every week")
    found = weekly(row["opens_at"], row["closes_at"], row["byday"], words)
    return _dated(found, row, today) if found.osm else found


def joined(rows: Sequence[Hours]) -> Hours:
    """Join the rows of one service or place; one that nobody can read makes words of all."""
    if len(rows) < 2:
        return rows[0] if rows else Hours(None)
    try:
        return Hours(_one_week([each.osm for each in rows]), repaired=any(r.repaired for r in rows))
    except Doubt as why:
        words = "; ".join(dict.fromkeys(each.words or each.osm or "" for each in rows))
        doubt = next((each.doubt for each in rows if each.doubt), str(why))
        return Hours(None, words, doubt)


def _is_seldom(row: Row) -> bool:
    return row["freq"] in ("MONTHLY", "YEARLY") or row["interval"] not in ("", "1")


def _one_week(texts: Sequence[str | None]) -> str:
    """Add weeks up: in OSM a later rule would replace the earlier one of the same day."""
    if len(set(texts)) == 1 and texts[0]:
        return texts[0]
    week: dict[int, Spans] = {}
    for text in texts:
        if text is None:
            raise Doubt("one of several schedules cannot be read")
        taken = week_of(text)
        if taken.exceptions or taken.rest or not taken.days:
            raise Doubt("several schedules, and not all of them hold every week")
        for day, spans in enumerate(taken.days):
            week[day] = (*week.get(day, ()), *((each.start, each.end) for each in spans))
    return written(week)


def _dated(found: Hours, row: Row, today: date) -> Hours:
    first, last = _day(row["valid_from"]), _day(row["valid_to"]) or _day(row["until"])
    if last is not None and last < today:
        return found
    if (first is None or first <= today) and last is None:
        return found
    period = f"{_written(first or SINCE_EVER)}-{_written(last or FOREVER)}"
    text = f"{period} {found.osm}"
    if "; " in (found.osm or "") or found.osm == "24/7" or parse_hours(text) is None:
        shown = "; ".join(filter(None, (found.osm, row["valid_from"], row["valid_to"])))
        return Hours(None, shown, "only between two dates")
    return Hours(text, repaired=found.repaired)


def _written(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
