"""The week: days and times as the language writes them, equal days together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date

from conversations.text import Lines, Listed, Times, Verbatim, WeekTimes, Words, t
from locales import formats
from locales.cldr import FIRST_DAYS

MONDAY = date(2024, 1, 1)
Spans = tuple[tuple[int, int], ...]


def times(spans: Spans) -> Words:
    """Give times of a day: "08:00–12:00 and 14:00–17:00"."""
    # Translators: opening and closing time of a place, such as 08:00–12:00
    said = (t("{start}–{end}", start=_clock(start), end=_clock(end)) for start, end in spans)
    return Listed(tuple(said))


def week(words: WeekTimes, language: str) -> Words:
    """Give a line for each kind of day, beginning with the first day of the country's week."""
    first = FIRST_DAYS.get(words.country, 0)
    order = [(first + step) % 7 for step in range(7)]
    kinds: dict[Spans, list[int]] = {}
    for day in order:
        kinds.setdefault(words.days[day], []).append(day)
    if len(kinds) == 1 and words.days[0]:
        # Translators: hours of a place that are the same on each day; {times} like 08:00–12:00
        return t("Every day: {times}", times=_said(words.days[0]))
    if words.brief and len(kinds) > 1:
        kinds.pop((), None)
    open_first = sorted(kinds.items(), key=lambda kind: not kind[0])
    return Lines(tuple(_line(spans, _runs(days), language) for spans, days in open_first))


def _line(spans: Spans, runs: Sequence[tuple[int, int]], language: str) -> Words:
    named = formats.listed([_run(*run, language) for run in runs], language)
    days = Verbatim(named[:1].upper() + named[1:])  # it begins the line
    if not spans:
        # Translators: days of the week on which a place is closed; {days} like Saturday–Sunday
        return t("{days}: closed", days=days)
    # Translators: hours of a place; {days} like Monday–Friday, {times} like 08:00–12:00
    return t("{days}: {times}", days=days, times=_said(spans))


def _said(spans: Spans) -> Words:
    if spans == ((0, 1440),):
        # Translators: hours of a place: the whole day, after the names of days
        return t("day and night")
    return Times(spans)


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Join days that follow each other, also over the end of the week."""
    if len(days) == 7:
        return [(days[0], days[-1])]
    starts = [day for day in days if (day - 1) % 7 not in days]
    return [(start, _end(start, days)) for start in starts]


def _end(start: int, days: Sequence[int]) -> int:
    end = start
    while (end + 1) % 7 in days:
        end = (end + 1) % 7
    return end


def _run(first: int, last: int, language: str) -> str:
    if first == last:
        return _name(first, language)
    return f"{_name(first, language)}–{_name(last, language)}"


@lru_cache(maxsize=512)
def _name(day: int, language: str) -> str:
    return format_date(MONDAY + timedelta(days=day), "EEEE", locale=formats.locale_of(language))


def _clock(minutes: int) -> Verbatim:
    hour, minute = divmod(minutes % 1440, 60)
    return Verbatim(f"{hour:02}:{minute:02}")
