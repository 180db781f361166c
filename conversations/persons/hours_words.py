"""Hours in words: open or closed now, the week, and what must be known beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from conversations.text import (
    Clock,
    Day,
    Marked,
    Moment,
    Text,
    Times,
    Verbatim,
    WeekTimes,
    Words,
    lines,
    t,
)
from domain.closures import Closure, ClosureReason
from domain.hours import Note, Opening, OpenState, PlaceHours
from domain.week import LEAP_YEAR, DayOfYear, Except, Span, week_of

REASONS: Mapping[ClosureReason, Text] = {
    # Translators: why a place is closed, in parentheses
    ClosureReason.EMERGENCY: t("emergency"),
    # Translators: why a place is closed, in parentheses
    ClosureReason.HOLIDAY: t("holiday"),
    # Translators: why a place is closed, in parentheses: building work, repairs
    ClosureReason.WORKS: t("works"),
}

NOTES: Mapping[Note, Text] = {
    # Translators: beside the hours of a place
    Note.RAMADAN: t("These are the hours in Ramadan."),
    # Translators: beside the hours of a place
    Note.RAMADAN_MAY_DIFFER: t("Because of Ramadan the hours may be different these days."),
    # Translators: beside the hours of a place
    Note.HOLIDAY: t("Today is a public holiday."),
    # Translators: beside the hours of a place
    Note.HOLIDAY_MAY_DIFFER: t("Because of a public holiday the hours may be different."),
    # Translators: beside the hours of a place
    Note.HOLIDAYS_NOT_KNOWN: t("I do not know the public holidays there: it may be closed then."),
}


def opening_words(state: OpenState, zone: str) -> Words:
    """Say open or closed, until when or why, and what makes it uncertain."""
    now = closed_words(state.closure, state, zone) if state.closure else by_hours(state, zone)
    coming = coming_words(state.coming, zone) if state.coming and not state.closure else None
    notes = [NOTES[note] for note in Note if note in state.notes]
    return lines(now, coming, *notes) if coming or notes else now


def by_hours(state: OpenState, zone: str) -> Words:
    """Say open or closed by the hours."""
    if state.opening is Opening.ALWAYS:
        # Translators: hours of a place
        return Marked("🟢", t("Open day and night"))
    if state.opening is Opening.OPEN and state.until:
        # Translators: hours of a place; {time} like 18:00
        return Marked("🟢", t("Open until {time}", time=Moment(state.until, zone, Clock.TIME)))
    if state.opening is Opening.CLOSED and state.until:
        # Translators: hours of a place; {time} like "tomorrow at 08:00"
        return Marked("🔴", t("Closed. Opens again {time}", time=Moment(state.until, zone)))
    if state.opening is Opening.CLOSED:
        # Translators: hours of a place
        return Marked("🔴", t("Closed"))
    # Translators: hours of a place are not in the directory
    return Marked("⚪", t("Hours not known"))


def closed_words(closure: Closure, state: OpenState, zone: str) -> Words:
    """Say that a place is shut whatever its hours say, why, and until when if that is known."""
    return Marked("🔴", reasoned(closure, state, zone))


def reasoned(closure: Closure, state: OpenState, zone: str) -> Words:
    """Say until when a place is shut, with the reason where it is one that helps."""
    reason = REASONS.get(closure.reason)
    if closure.end is None:
        if reason is None:
            # Translators: a place is closed, and nobody knows yet how long
            return t("Closed until further notice")
        # Translators: a place is closed, and nobody knows yet how long; {reason} like "emergency"
        return t("Closed until further notice ({reason})", reason=reason)
    if state.until is not None:
        time = Moment(state.until, zone)
        if reason is None:
            # Translators: hours of a place; {time} like "tomorrow at 08:00"
            return t("Closed. Opens again {time}", time=time)
        # Translators: hours of a place; {reason} like "emergency", {time} "tomorrow at 08:00"
        return t("Closed ({reason}). Opens again {time}", reason=reason, time=time)
    date = Moment(closure.end, zone, Clock.DAY)
    if reason is None:
        # Translators: a place is closed; {date} like "tomorrow" or "5 December"
        return t("Closed until {date}", date=date)
    # Translators: a place is closed; {date} like "tomorrow" or "5 December", {reason} "emergency"
    return t("Closed until {date} ({reason})", date=date, reason=reason)


def coming_words(closure: Closure, zone: str) -> Words:
    """Say that a closure is near, so that nobody makes the way in vain."""
    start = Moment(closure.start, zone)
    if closure.end is None:
        # Translators: a closure that is planned; {start} like "tomorrow at 08:00"
        return Marked("⚠️", t("Will be closed until further notice, from: {start}", start=start))
    end = Moment(closure.end, zone)
    # Translators: a closure that is planned; both like "tomorrow at 08:00"
    return Marked("⚠️", t("Will be closed: {start} – {end}", start=start, end=end))


# ---------------------------------------------------------------- the week


def week_words(place: PlaceHours, *, brief: bool = False) -> Words | None:
    """Tell the hours of the week, what differs, and the hours in Ramadan; None if not known.

    `brief`: the days on which it is closed are not named.
    """
    usual = told(place.hours, place.country, brief) if place.hours else ()
    ramadan = told(place.ramadan_hours, place.country, brief) if place.ramadan_hours else ()
    if ramadan:
        # Translators: above the hours of a place in that month
        ramadan = (t("In Ramadan:"), *ramadan)
    return Marked("🗓️", lines(*usual, *ramadan)) if usual or ramadan else None


def told(hours: str, country: str, brief: bool) -> tuple[Words, ...]:
    """Tell OSM opening_hours; what has no words yet as it was written."""
    week = week_of(hours)
    days = tuple(tuple(map(minutes, day)) for day in week.days)
    return (
        *([WeekTimes(days, country, brief)] if days else []),
        *map(exception_words, week.exceptions),
        *(said for rule in week.rest if (said := hours_in_words(rule))),
    )


def minutes(span: Span) -> tuple[int, int]:
    """Give a span as a text has it."""
    return span.start, span.end


def exception_words(differs: Except) -> Words:
    """Say on which days the hours are others."""
    times = Times(tuple(map(minutes, differs.spans)))
    if differs.first is None or differs.last is None:
        if not differs.spans:
            # Translators: hours of a place
            return t("Public holidays: closed")
        # Translators: hours of a place; {times} like 08:00–12:00
        return t("Public holidays: {times}", times=times)
    days: Words = day_of(differs.first)
    if differs.first != differs.last:
        # Translators: a period; "…" stands for not known
        days = t("{start} – {end}", start=days, end=day_of(differs.last))
    if not differs.spans:
        # Translators: days of the week on which a place is closed; {days} like Saturday–Sunday
        return t("{days}: closed", days=days)
    # Translators: hours of a place; {days} like Monday–Friday, {times} like 08:00–12:00
    return t("{days}: {times}", days=days, times=times)


def day_of(day: DayOfYear) -> Day:
    """Give a day of the calendar, without a year where it comes every year."""
    return Day(date(day.year or LEAP_YEAR, day.month, day.day), yearly=day.year is None)


def hours_in_words(words: str) -> Words | None:
    """Repeat hours that a directory gives in its own words only."""
    if not words:
        return None
    # Translators: opening hours as the directory writes them, not translated
    return t("The directory says: {hours}", hours=Verbatim(words))
