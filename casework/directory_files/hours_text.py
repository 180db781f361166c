"""Clumsy hours into OSM opening_hours, where they can only mean one thing.

Wrong hours send people to a closed door, so whatever can be read in two ways stays words:

- an opening time without a closing time, and the other way round;
- two opening times ("13:00pm; 8:30am"): two sessions, or from 8:30 to 13:00? Nobody can tell;
- hours without days, days without hours;
- 12:00am as an hour of the day: midnight by the rules, noon by what people mean;
- a closing time before the opening time, unless it is a night from 18:00 or later until 12:00;
- "always open" on some days of the week.

"13:00pm" can only mean 13:00, so it is repaired. The week may begin on any day. Prose is read by
`hours_prose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.directory_files.hours_prose import days_in, prose, says_always, time_in
from casework.directory_files.hours_written import DAYS, Doubt, span, written
from casework.directory_files.names import normalised, tidy
from domain.hours import parse_hours

CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap]\.?m\.?)?", re.IGNORECASE)
ANY_CLOCK = re.compile(
    r"(?<![\d:])\d{1,2}(?:[:.h]\d{2}\s*(?:[ap]\.?m\b\.?)?|\s*[ap]\.?m\b\.?)", re.IGNORECASE
)
DAY_NAMES = {
    "monday": "Mo", "mon": "Mo", "mo": "Mo",
    "tuesday": "Tu", "tues": "Tu", "tue": "Tu", "tu": "Tu",
    "wednesday": "We", "wed": "We", "we": "We",
    "thursday": "Th", "thurs": "Th", "thur": "Th", "thu": "Th", "th": "Th",
    "friday": "Fr", "fri": "Fr", "fr": "Fr",
    "saturday": "Sa", "sat": "Sa", "sa": "Sa",
    "sunday": "Su", "sun": "Su", "su": "Su",
}  # fmt: skip
EVERY_DAY = frozenset({"every day", "everyday", "daily", "all days", "7 days a week"})
ALWAYS = frozenset({"24/7", "always open", "24 hours", "open 24 hours", "24h", "round the clock"})
# "Mo-Fr" alone means day and night in OSM; nobody who writes it in a table means that.
NAMES_TIMES = re.compile(r"\d:\d\d|24/7|off|closed|sunrise|sunset|dawn|dusk")


@dataclass(frozen=True, slots=True)
class Hours:
    """What became of hours: OSM text, or the words as they were and why.

    `repaired`: the words were not written as times are, but could only mean this.
    """

    osm: str | None
    words: str = ""
    doubt: str = ""
    repaired: bool = False


def office_hours(opens: Sequence[str], closes: Sequence[str], days: Sequence[str]) -> Hours:
    """Read opening times, closing times and days that stand in fields of their own."""
    words = "; ".join(tidy(each) for each in (*opens, *closes, *days))
    if not words:
        return Hours(None)
    try:
        return Hours(_osm(opens, closes, days), repaired=_is_clumsy((*opens, *closes)))
    except Doubt as why:
        return Hours(None, words, str(why))


def hours_from_words(words: str) -> Hours:
    """Read hours from one text: OSM opening_hours, or times and days parted by semicolons."""
    plain = tidy(words)
    if not plain:
        return Hours(None)
    if parse_hours(plain) is not None and NAMES_TIMES.search(plain):
        return Hours(plain)
    parts = [tidy(part) for part in plain.split(";") if part.strip()]
    closes = [part for part in parts if re.match(r"close|until|to\b", part, re.IGNORECASE)]
    opens = [part for part in parts if part not in closes and _is_time(part)]
    days = [part for part in parts if part not in closes and part not in opens]
    found = office_hours(opens, closes, days)
    return found if found.osm else _from_prose(plain)


def _from_prose(plain: str) -> Hours:
    """Read hours in sentences; what comes of it is always told to who imports."""
    try:
        return Hours(prose(plain), repaired=True)
    except Doubt as why:
        return Hours(None, plain, str(why))


def weekly(opens: str, closes: str, byday: str, words: str = "") -> Hours:
    """Read HSDS's typed times ("08:30:00+03:00") and days ("SU,MO"), checked against its words.

    Where the description names another time than the fields, nobody can tell which is right.
    """
    told = tidy(words)
    if not (opens or closes or byday):
        return hours_from_words(told)
    if not (opens and closes) and told:
        found = hours_from_words(told)
        return found if found.osm or found.doubt else Hours(None, told, "no whole times")
    shown = told or "; ".join(filter(None, (opens, closes, byday)))
    try:
        days = [day.strip() for day in byday.split(",") if day.strip()]
        osm = _osm([_field(opens)], [_field(closes)], [", ".join(days)] if days else [])
        _compare(told, (opens, closes))
    except Doubt as why:
        return Hours(None, shown, str(why))
    return Hours(osm)


def clock(text: str) -> int:
    """Give the minutes after midnight of a time such as 8:30am or 13:00pm; raises Doubt."""
    match = CLOCK.fullmatch(tidy(text))
    if match is None or (match[2] is None and match[3] is None):
        return time_in(text)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1].lower()
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Doubt(f"{text!r} is no time of a day")
    if hour == 0 and half == "p":
        raise Doubt(f"{text!r} is neither noon nor midnight for sure")
    if hour == 12 and half == "a":
        raise Doubt(f"{text!r} is midnight by the rules and noon by what people mean")
    return (hour + 12 if half == "p" and hour < 12 else hour) * 60 + minute


def _osm(opens: Sequence[str], closes: Sequence[str], days: Sequence[str]) -> str:
    week = _days(days)
    if opens and all(_is_always(each) for each in opens):
        if closes or (days and len(week) < 7):
            raise Doubt("always open, but not on all days")
        return "24/7"
    if len(opens) > 1 or len(closes) > 1:
        raise Doubt("two opening or closing times: sessions, or from one to the other")
    if not opens and not closes:
        raise Doubt("days without hours")
    if not opens or not closes:
        raise Doubt("an opening time without a closing time, or the other way round")
    if not days:
        raise Doubt("hours without days")
    times = span(clock(opens[0]), clock(_bare(closes[0])))
    return written(dict.fromkeys(week, (times,)))


def _days(texts: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for text in texts:
        plain = normalised(text)
        if plain in EVERY_DAY:
            return set(range(7))
        found |= _days_of(plain) if plain.isascii() else days_in(plain)
    return found


def _days_of(plain: str) -> set[int]:
    """Read "sun-thurs", "mondays only", "mon-thurs and sat", "su, mo"; raises Doubt."""
    found: set[int] = set()
    for part in re.split(r",|&|\band\b", re.sub(r"\b(only|each|every|on)\b", " ", plain)):
        ends = [_day(word) for word in re.split(r"\s*(?:-|–|\bto\b)\s*", part.strip())]
        if len(ends) > 2:
            raise Doubt(f"{plain!r} are no days")
        first, last = ends[0], ends[-1]
        found |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return found


def _day(word: str) -> int:
    plain = word.strip(" .")
    for form in (plain, plain.removesuffix("s")):
        if form in DAY_NAMES:
            return DAYS.index(DAY_NAMES[form])
    raise Doubt(f"{word!r} is no day")


def _is_always(text: str) -> bool:
    return normalised(text) in ALWAYS or says_always(text)


def _is_time(text: str) -> bool:
    return _is_always(text) or CLOCK.fullmatch(text) is not None


def _bare(close: str) -> str:
    return re.sub(r"^\s*(closes?( at)?|until|to)\s*", "", close, flags=re.IGNORECASE)


def _field(time: str) -> str:
    """Give the local time of an HSDS field, which carries an offset from UTC behind it."""
    return re.sub(r"(Z|[+-]\d{2}:?\d{2})$", "", time.strip())


def _is_clumsy(times: Iterable[str]) -> bool:
    for time in times:
        match = CLOCK.fullmatch(_bare(time))
        if match is None or (match[3] and int(match[1]) > 12):
            return not _is_always(time)
    return False


def _compare(words: str, fields: tuple[str, str]) -> None:
    allowed = {clock(_field(each)) for each in fields}
    for time in ANY_CLOCK.findall(words):
        if clock(time) not in allowed:
            raise Doubt(f"the words say {time}, the fields do not")
