"""A week of hours written in OSM opening_hours: equal days together, no hour twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.osm_hours import parse_hours

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WEEK = frozenset(range(7))
MIDNIGHT = 24 * 60
NIGHT_FROM, NIGHT_UNTIL = 18 * 60, 12 * 60
Spans = tuple[tuple[int, int], ...]
"""From and to in minutes after midnight; beyond 1440 it is the next day."""


class Doubt(Exception):
    """Its text says why hours can be read in more than one way."""


def span(start: int, end: int) -> tuple[int, int]:
    """Give opening and closing time; a night may go over midnight. Raises Doubt otherwise."""
    if start == MIDNIGHT:
        start = 0
    if end == 0:
        end = MIDNIGHT
    if end == start:
        raise Doubt("it closes when it opens")
    if end < start:
        if not (start >= NIGHT_FROM and end <= NIGHT_UNTIL):
            raise Doubt("it closes before it opens")
        end += MIDNIGHT
    return start, end


def written(week: Mapping[int, Spans]) -> str:
    """Write the times of each day, Monday 0; raises Doubt where a day is open twice at once."""
    kinds: dict[Spans, set[int]] = {}
    for day in sorted(week):
        spans = tuple(sorted(dict.fromkeys(week[day])))
        if any(later[0] < earlier[1] for earlier, later in zip(spans, spans[1:], strict=False)):
            raise Doubt("open twice at the same time")
        if spans:
            kinds.setdefault(spans, set()).add(day)
    # A semicolon would let a day cut the night before it off; a comma only adds.
    nights = any(end > MIDNIGHT for spans in kinds for _, end in spans)
    text = (", " if nights else "; ").join(
        f"{written_days(days)} {_times(spans)}" for spans, days in kinds.items()
    )
    if parse_hours(text) is None:
        raise Doubt("not in the language of OSM opening_hours")
    return text


def written_days(days: Iterable[int]) -> str:
    """Write days as OSM does, runs joined, and a run over the week's end as one: Su-Th."""
    week = set(days)
    if len(week) == 7:
        return "Mo-Su"
    starts = [day for day in sorted(week) if (day - 1) % 7 not in week]
    runs = []
    for start in starts:
        end = start
        while (end + 1) % 7 in week:
            end += 1
        pair = [DAYS[start], DAYS[end % 7]] if end > start else [DAYS[start]]
        runs.append("-".join(pair))
    return ",".join(runs)


def _times(spans: Spans) -> str:
    return ",".join(f"{_clock(start)}-{_clock(_end(end))}" for start, end in spans)


def _end(end: int) -> int:
    return end - MIDNIGHT if end > MIDNIGHT else end


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
