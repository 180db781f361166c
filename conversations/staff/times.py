"""Times and days as staff write them: "8h30-12h, 14-18", "10am to 2pm", "28.11.2026"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.dialogue import Given, Json, Pressed, Problem, Speak, Typed
from conversations.messages import Button, Message, column
from conversations.questions import Choice, FreeText, Option, not_this
from conversations.text import Day, Words, t

TIME = re.compile(r"(?<!\d)(\d{1,2})(?:\s*[:h.]\s*(\d{2})?)?\s*(am|pm|a\.m\.|p\.m\.)?(?!\d)")
BETWEEN = re.compile(r"\s*[-–—−]\s*|\s+(?:to|until|à|a|jusqu['’]à|الى|إلى|حتى)\s+")
APART = re.compile(r"\s*[,;+/،]\s*|\s+(?:and|et|و)\s*")
START = re.compile(r"^\s*(?:from|de|من)\s+")
MOST_SPANS = 4
LATEST_END = 6 * 60
DATE = re.compile(r"(\d{1,4})\s*[./\- ]\s*(\d{1,2})(?:\s*[./\- ]\s*(\d{2,4}))?\.?")
DAYS_OFFERED = 6
FURTHEST = timedelta(days=366)


def read_times(words: str) -> str | None:
    """Read opening times of one day as OSM writes them, "08:30-12:00,14:00-18:00"; None if unsure.

    Spans in their order, none over another; the last may end after midnight.
    """
    rest, spans = START.sub("", digits_of(words).casefold().strip()), []
    for part in APART.split(rest):
        ends = BETWEEN.split(START.sub("", part))
        times = [read_time(end) for end in ends]
        if len(times) != 2 or times[0] is None or times[1] is None:
            return None
        spans.append((times[0], times[1]))
    return written(spans) if in_order(spans) else None


def read_span(words: str) -> str | None:
    """Read one span of hours, which may pass midnight, as "22:00-07:00"; None if unsure."""
    ends = BETWEEN.split(START.sub("", digits_of(words).casefold().strip()))
    times = [read_time(end) for end in ends]
    if len(times) != 2 or times[0] is None or times[1] is None:
        return None
    start, end = (minutes % (24 * 60) for minutes in (times[0], times[1]))
    return written([(start, end)]) if start != end else None


def read_time(words: str) -> int | None:
    """Read one time as minutes after midnight; 24:00 is the end of the day."""
    found = TIME.fullmatch(words.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= 24 * 60 else None


def in_order(spans: list[tuple[int, int]]) -> bool:
    """Say whether the spans follow one another; only the last may pass midnight."""
    if len(spans) > MOST_SPANS:
        return False
    before = 0
    for place, (opens, shuts) in enumerate(spans):
        over_midnight = shuts < opens and shuts <= LATEST_END
        if opens < before or opens >= 24 * 60 or (shuts <= opens and not over_midnight):
            return False
        if over_midnight and place < len(spans) - 1:
            return False
        before = shuts
    return True


def written(spans: list[tuple[int, int]]) -> str:
    """Write the spans as OSM does."""
    return ",".join("-".join(f"{m // 60:02}:{m % 60:02}" for m in span) for span in spans)


def digits_of(words: str) -> str:
    """Write digits of any script as 0-9."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in words)


def read_day(words: str, today: date) -> date | None:
    """Read 28.11.2026, 28/11, 2026-11-28: without a year the next such day; None if it is none."""
    found = DATE.fullmatch(digits_of(words).strip())
    if found is None:
        return None
    first, second, third = found[1], int(found[2]), found[3]
    if len(first) == 4:
        return made(int(first), second, int(third)) if third else None
    if len(first) > 2:
        return None
    if third:
        return made(int(third) + (2000 if len(third) == 2 else 0), second, int(first))
    day = made(today.year, second, int(first))
    return made(today.year + 1, second, int(first)) if day is not None and day < today else day


def made(year: int, month: int, day: int) -> date | None:
    """Make a date, if there is such a day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class LastDay:
    """A question for a day after `today`: the next ones as buttons, others are written."""

    key: str
    words: Words
    today: date

    def asked(self) -> Message:
        """Say the question with a button for each of the next days."""
        return Message(self.words, column(*(Button(o.label, o.code) for o in self._days())))

    def _days(self) -> Sequence[Option[date]]:
        days = (self.today + timedelta(days=n) for n in range(1, DAYS_OFFERED + 1))
        return [Option(day, day.isoformat(), Day(day)) for day in days]

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take a button or a date from today on, within a year."""
        if isinstance(given, Pressed):
            return Choice(self.key, self.words, self._days()).parse(given, speak)
        words = given.words if isinstance(given, Typed) and not given.forwarded else ""
        day = read_day(words, self.today)
        if day is not None and self.today <= day <= self.today + FURTHEST:
            return day.isoformat()
        return Problem(
            not_this(given)
            # Translators: a date was needed, from today on and within a year
            or t("Please write a day to come, like 28.11.2026, or press a button.")
        )

    def read(self, kept: Json) -> date:
        """Give the day; ValueError if it is over."""
        day = date.fromisoformat(str(kept))
        if day < self.today:
            raise ValueError(f"{kept} is over")
        return day


@dataclass(frozen=True)
class OpeningTimes:
    """A question for the opening times of one day; `extra` buttons answer instead."""

    key: str
    words: Words
    extra: Sequence[Option[str]] = ()

    def asked(self) -> Message:
        """Say the question with the extra buttons."""
        return self._text().asked()

    def _text(self) -> FreeText:
        return FreeText(self.key, self.words, self.extra, longest=200)

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take times, or an extra."""
        said = self._text().parse(given, speak)
        if isinstance(said, Problem) or "code" in said:
            return said
        times = read_times(said["words"])
        # Translators: opening times could not be read
        help_ = t("I cannot read these times. Please write them like 08:30-12:00, 14:00-18:00.")
        return Problem(help_) if times is None else {"words": times}

    def read(self, kept: Json) -> str:
        """Give the times as OSM writes them, or the code of the button."""
        said = self._text().read(kept)
        return said.code or said.words


@dataclass(frozen=True)
class QuietTimes(OpeningTimes):
    """A question for one span of hours, which may pass midnight; `extra` buttons answer instead."""

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take a span, or an extra."""
        said = self._text().parse(given, speak)
        if isinstance(said, Problem) or "code" in said:
            return said
        span = read_span(said["words"])
        # Translators: a span of hours could not be read
        help_ = t("I cannot read these hours. Please write them like 22:00-07:00.")
        return Problem(help_) if span is None else {"words": span}
