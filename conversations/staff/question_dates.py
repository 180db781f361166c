"""Dates in questions: a day, a month or a year, in any numerals, taken out of the words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from domain.questions import When

FIRST_YEAR, LAST_YEAR = 1950, 2100

_MONTHS: tuple[str, ...] = (
    "january janvier jan janv يناير جانفي كانون",
    "february fevrier feb fevr فبراير فيفري شباط",
    "march mars mar مارس اذار",
    "april avril apr avr ابريل افريل نيسان",
    "may mai مايو ماي ايار",
    "june juin jun يونيو جوان حزيران",
    "july juillet jul juil يوليو جويليه يوليوز تموز",
    "august aout aug اغسطس اوت غشت اب",
    "september septembre sep sept سبتمبر شتنبر ايلول",
    "october octobre oct اكتوبر",
    "november novembre nov نوفمبر نونبر",
    "december decembre dec ديسمبر دجنبر",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}

NUMERIC = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?")


def date_in(words: str) -> tuple[When | None, str]:
    """Take a date in figures ("01/03/2019": the day before the month) out of the words."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in words)
    found = NUMERIC.search(plain)
    if found is None:
        return None, plain
    parts = [int(part) for part in found.groups() if part is not None]
    year, month, day = parts if found[1] else reversed(parts)
    when = _day(year, month, day)
    return when, plain if when is None else NUMERIC.sub(" ", plain, count=1)


def date_among(tokens: Sequence[str]) -> tuple[When | None, range]:
    """Find "1 march 2019", "march 2019" or "2018" among folded tokens, and where it stands."""
    for at, token in enumerate(tokens):
        if not _is_year(token):
            continue
        month = MONTHS.get(tokens[at - 1]) if at >= 1 else None
        day = DAY.fullmatch(tokens[at - 2]) if month and at >= 2 else None
        if month and day and (exact := _day(int(token), month, int(day[1]))):
            return exact, range(at - 2, at + 1)
        if month:
            return _month(int(token), month), range(at - 1, at + 1)
        return _year(int(token)), range(at, at + 1)
    return None, range(0)


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.isdecimal() and FIRST_YEAR <= int(token) <= LAST_YEAR


def _day(year: int, month: int, day: int) -> When | None:
    try:
        exact = date(year, month, day)
    except ValueError:
        return None
    return When(exact, exact) if FIRST_YEAR <= year <= LAST_YEAR else None


def _month(year: int, month: int) -> When:
    return When(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _year(year: int) -> When:
    return When(date(year, 1, 1), date(year, 12, 31))
