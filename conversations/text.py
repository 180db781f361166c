"""Texts: what is said, before a language is chosen. Clear English is the message itself.

`t("…")` and `tn("…", "…", n)` mark what translators get; values in braces are rendered for the
reader and, being names or numbers, are kept apart from the direction of the text around them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class Clock(StrEnum):
    """How much of a moment is told."""

    TIME = "time"
    DAY = "day"
    DAY_AND_TIME = "day_and_time"


class Text(Struct, frozen=True):
    """A sentence to be translated, with its values; `plural` and `count` where a number rules."""

    message: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str | None = None
    count: int = 0


class Verbatim(Struct, frozen=True):
    """Words that are nobody's to translate: names, what a caseworker wrote."""

    words: str


class Lines(Struct, frozen=True):
    """Texts under one another; an empty line where `apart`."""

    parts: tuple[Words, ...]
    apart: bool = False


class Listed(Struct, frozen=True):
    """Texts in a row, as the language lists them: with "and", or with "or"."""

    parts: tuple[Words, ...]
    choice: bool = False


class Beside(Struct, frozen=True):
    """Short facts side by side, with a dot between."""

    parts: tuple[Words, ...]


class Marked(Struct, frozen=True):
    """A text behind a sign that needs no reading (Safety 12: icons)."""

    sign: str
    words: Words


class Moment(Struct, frozen=True):
    """An aware instant, told in the IANA `zone` of the place it is about."""

    at: datetime
    zone: str = "UTC"
    clock: Clock = Clock.DAY_AND_TIME


class Day(Struct, frozen=True):
    """A calendar day; without its year where it comes every year."""

    day: date
    yearly: bool = False


class YearMonth(Struct, frozen=True):
    """A calendar month, told with its year."""

    year: int
    month: int


class Times(Struct, frozen=True):
    """Times of a day, from and to, in minutes after midnight; above 1440 it is the next day."""

    spans: tuple[tuple[int, int], ...]


class WeekTimes(Struct, frozen=True):
    """Times by weekday, Monday first; told from the day on which a `country`'s week begins.

    `brief`: days without times are left out.
    """

    days: tuple[tuple[tuple[int, int], ...], ...]
    country: str = ""
    brief: bool = False


class Far(Struct, frozen=True):
    """A distance in metres, told in metres or kilometres."""

    metres: float


class Country(Struct, frozen=True):
    """A country by ISO 3166-1 alpha-2."""

    code: str


class Language(Struct, frozen=True):
    """A language by BCP 47; `own`: called as it calls itself."""

    code: str
    own: bool = False


class Amount(Struct, frozen=True):
    """A number in the reader's numerals."""

    number: int


Words = (
    Text
    | Verbatim
    | Lines
    | Listed
    | Beside
    | Marked
    | Moment
    | Day
    | YearMonth
    | Times
    | WeekTimes
    | Far
    | Country
    | Language
    | Amount
)
Value = Words | str | int


def t(message: str, **values: Value) -> Text:
    """Mark a sentence for translation."""
    return Text(message, tuple(values.items()))


def tn(one: str, many: str, count: int, **values: Value) -> Text:
    """Mark a sentence whose form depends on `count`, which it may show as {count}."""
    return Text(one, (("count", count), *values.items()), many, count)


def lines(*parts: Words | None) -> Lines:
    """Put texts under one another, leaving out what is None."""
    return Lines(tuple(part for part in parts if part is not None))


def beside(*parts: Words | None) -> Beside:
    """Put short facts side by side, leaving out what is None."""
    return Beside(tuple(part for part in parts if part is not None))


def paragraphs(*parts: Words | None) -> Lines:
    """Put texts under one another with a line between, leaving out what is None."""
    return Lines(tuple(part for part in parts if part is not None), apart=True)
