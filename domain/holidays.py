"""Public holidays: on which days a country rests, as far as that is known.

The days of the calendar are those of `opening_hours`, which has no feast of the Islamic calendar.
Where these are public holidays, the days around them by Umm al-Qura are told as uncertain: they
are fixed by the sighting of the moon, and how long offices rest differs.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import opening_hours
from hijridate import Hijri
from opening_hours import OpeningHours

from domain.ramadan import hijri_years

# ISO 3166-1: both feasts, of breaking the fast and of the sacrifice, are public holidays.
WITH_FEASTS = frozenset({
    "AE", "AF", "AL", "AZ", "BD", "BF", "BH", "BJ", "BN", "CI", "CM", "DJ", "DZ", "EG",
    "EH", "ER", "ET", "GH", "GM", "GN", "GW", "ID", "IQ", "IR", "JO", "KE", "KG", "KM",
    "KW", "KZ", "LB", "LY", "MA", "ML", "MR", "MV", "MY", "NE", "NG", "OM", "PH", "PK",
    "PS", "QA", "SA", "SD", "SG", "SL", "SN", "SO", "SR", "SY", "TD", "TG", "TJ", "TM",
    "TN", "TR", "TZ", "UG", "UZ", "XK", "YE",
})  # fmt: skip
# The package's stub leaves its errors out.
UNKNOWN_COUNTRY: type[Exception] = opening_hours.UnknownCountryError  # type: ignore[attr-defined]
FEASTS = ((10, 1), (12, 10))
BEFORE, AFTER = timedelta(days=1), timedelta(days=3)


@lru_cache(maxsize=512)
def _calendar(country: str) -> OpeningHours | None:
    try:
        return OpeningHours("PH", country=country, auto_country=False, auto_timezone=False)
    except UNKNOWN_COUNTRY:
        return None


def knows_holidays(country: str) -> bool:
    """Say whether the public holidays of a country (ISO 3166-1 alpha-2) are known at all."""
    return _calendar(country) is not None


@lru_cache(maxsize=4096)
def is_holiday(country: str, day: date) -> bool:
    """Say whether a day is known to be a public holiday."""
    calendar = _calendar(country)
    return calendar is not None and calendar.is_open(datetime.combine(day, time(12)))


@lru_cache(maxsize=4096)
def near_feast(country: str, day: date) -> bool:
    """Say whether a feast that moves with the moon may be a public holiday on this day."""
    if country not in WITH_FEASTS:
        return False
    first = (
        Hijri(year, month, of_month).to_gregorian()
        for year in hijri_years(day)
        for month, of_month in FEASTS
    )
    return any(feast - BEFORE <= day <= feast + AFTER for feast in first)
