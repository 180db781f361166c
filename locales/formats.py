"""Formats: moments, dates, distances, numbers, lists and names as CLDR has them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import date as calendar_date
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from conversations.text import Clock, Moment, Verbatim, Words, t
from locales.cldr import locale
from locales.languages import BY_CODE, spoken

METRES_UP_TO = 950
METRES_STEP = 50
EARTH = 20_050_000  # metres: nothing is farther
COUNTABLE = 10**20  # Babel cannot group more digits than Python's decimals have
WEEK = timedelta(days=7)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Give the CLDR locale whose formats a language uses."""
    return locale(spoken(language).locale)


# ---------------------------------------------------------------- time


def moment(moment: Moment, language: str, now: datetime | None) -> Words:
    """Tell a moment in its place's zone: "today", "tomorrow", a weekday this week, or a date."""
    zone = _zone(moment.zone)
    at = _local(moment.at, zone)
    time = Verbatim(f"{at:%H:%M}")
    if moment.clock is Clock.TIME:
        return time
    day = _day(at.date(), language, _local(now, zone).date() if now else None)
    if moment.clock is Clock.DAY:
        return day
    # Translators: a day and a time: "tomorrow at 08:00", "Monday at 08:00", "24 November at 08:00"
    return t("{day} at {time}", day=day, time=time)


@lru_cache(maxsize=128)
def noon(zone: str, now: datetime) -> datetime:
    """Give noon of the day of the aware `now` in a zone: what is worded then stands all day."""
    return _local(now, _zone(zone)).replace(hour=12, minute=0, second=0, microsecond=0)


def _day(day: calendar_date, language: str, today: calendar_date | None) -> Words:
    away = day - today if today else None
    if away == timedelta(0):
        # Translators: this day, also inside sentences: "open today", "today at 18:00"
        return t("today")
    if away == timedelta(1):
        # Translators: the day after today, also inside sentences: "open tomorrow"
        return t("tomorrow")
    if away == timedelta(-1):
        # Translators: the day before today, also inside sentences: "sent yesterday at 18:00"
        return t("yesterday")
    if away is not None and timedelta(0) < away < WEEK:
        return Verbatim(_weekday(day, language))
    return Verbatim(date(day, language, year=today is None or day.year != today.year))


@lru_cache(maxsize=1024)
def _weekday(day: calendar_date, language: str) -> str:
    return format_date(day, "EEEE", locale=locale_of(language))


@lru_cache(maxsize=1024)
def date(day: calendar_date, language: str, year: bool = True) -> str:
    """Give a date in words: "24 November 2026"."""
    if year:
        return format_date(day, "long", locale=locale_of(language))
    return format_skeleton("MMMMd", day, locale=locale_of(language))


@lru_cache(maxsize=256)
def month(year: int, number: int, language: str) -> str:
    """Give a month in words: "October 2026"."""
    first = calendar_date(year, number, 1)
    return format_skeleton("yMMMM", first, locale=locale_of(language))


@lru_cache(maxsize=512)
def _zone(name: str) -> tzinfo:
    """Give a zone, UTC for a name that is none: a centre with a wrong zone is told all the same."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def _local(at: datetime, zone: tzinfo) -> datetime:
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    try:
        return at.astimezone(zone)
    except (OverflowError, ValueError):  # at the edges of the calendar
        return at


# ---------------------------------------------------------------- numbers


@lru_cache(maxsize=2048)
def number(number: int, language: str) -> str:
    """Give a whole number with the language's separators."""
    if abs(number) >= COUNTABLE:
        return str(number)
    return format_decimal(number, locale=locale_of(language))


def distance(metres: float, language: str) -> Words:
    """Tell metres in steps of 50, kilometres with one decimal under ten, then whole ones."""
    metres = abs(metres)
    if not metres <= EARTH:  # nor is it a number, perhaps
        # Translators: instead of a distance such as "3 km"
        return t("distance not known")
    if metres < METRES_UP_TO:
        rounded = max(METRES_STEP, METRES_STEP * round(metres / METRES_STEP))
        # Translators: a distance in metres, rounded
        return t("about {number} m", number=Verbatim(number(rounded, language)))
    # Translators: a distance in kilometres
    return t("{number} km", number=Verbatim(_kilometres(metres, language)))


@lru_cache(maxsize=2048)
def _kilometres(metres: float, language: str) -> str:
    kilometres = math.floor(metres / 100 + 0.5) / 10
    if kilometres < 10:
        return format_decimal(kilometres, "#,##0.#", locale=locale_of(language))
    return number(round(metres / 1000), language)


# ---------------------------------------------------------------- names and lists


@lru_cache(maxsize=2048)
def country(code: str, language: str) -> str:
    """Give a country's name, its code if CLDR has none."""
    return str(locale_of(language).territories.get(code.upper(), code))


@lru_cache(maxsize=2048)
def language(code: str, reader: str, *, own: bool = False) -> str:
    """Give a language's name, its own name if `own`; its code if CLDR has none."""
    if own and code in BY_CODE:
        return BY_CODE[code].own_name
    tag = code.replace("-", "_")
    locales = (_parsed(tag), locale_of(reader)) if own else (locale_of(reader),)
    for each in locales:
        for known in (tag, tag.split("_")[0]):
            if each is not None and known in each.languages:
                return str(each.languages[known])
    return code


def _parsed(tag: str) -> Locale | None:
    try:
        return locale(tag)
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def listed(said: Sequence[str], language: str, *, choice: bool = False) -> str:
    """Put words in a row as the language lists them, with "and" or with "or"."""
    return format_list(said, style="or" if choice else "standard", locale=locale_of(language))
