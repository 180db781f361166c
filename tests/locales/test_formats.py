"""Formats: moments over midnight and zones, distances, numbers, names and lists."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conversations.text import (
    Amount,
    Clock,
    Country,
    Day,
    Far,
    Language,
    Listed,
    Moment,
    Verbatim,
    Words,
)
from locales import render
from locales.catalogs import Catalogs
from locales.render import speak

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday
THERE = "Asia/Phnom_Penh"  # seven hours ahead of UTC
WEST = "America/Lima"  # five hours behind


@pytest.fixture(autouse=True)
def _english_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats are tested apart from translations."""
    monkeypatch.setattr(render, "catalogs", lambda: Catalogs({}))


def said(words: Words, language: str = "en", now: datetime | None = NOW) -> str:
    return speak(words, language, now)


def at(hours: float, zone: str = "UTC", clock: Clock = Clock.DAY_AND_TIME) -> Moment:
    return Moment(NOW + timedelta(hours=hours), zone, clock)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(6), "today at 18:00"),
        (at(0), "today at 12:00"),
        (at(-13), "yesterday at 23:00"),
        (at(11.99), "today at 23:59"),
        (at(12), "tomorrow at 00:00"),
        (at(36), "Thursday at 00:00"),
        (at(6 * 24), "Monday at 12:00"),
        (at(7 * 24), "1 December at 12:00"),
        (at(60 * 24), "23 January 2027 at 12:00"),
        (at(-48), "22 November at 12:00"),
    ],
)
def test_a_day_is_told_as_people_say_it(moment: Moment, words: str) -> None:
    assert said(moment) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(6, THERE), "tomorrow at 01:00"),  # there it is 19:00 on Tuesday
        (at(4.99, THERE), "today at 23:59"),
        (at(11, WEST), "today at 18:00"),
        (at(6, "Africa/Conakry", Clock.TIME), "18:00"),
        (at(6, THERE, Clock.DAY), "tomorrow"),
        (at(6, "No/Such_Zone"), "today at 18:00"),
        (at(6, ""), "today at 18:00"),
        (at(6, "../etc"), "today at 18:00"),
    ],
)
def test_day_and_time_are_those_of_the_place(moment: Moment, words: str) -> None:
    assert said(moment) == words


def test_now_is_told_in_the_place_too_whatever_its_own_zone() -> None:
    now = NOW.astimezone(UTC).replace(hour=20)  # 03:00 on Wednesday there
    assert said(Moment(now, THERE), now=now) == "today at 03:00"


def test_summer_time_is_the_zones() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert said(Moment(before, "Europe/Athens"), now=before) == "today at 14:00"
    assert said(Moment(before + timedelta(days=1), "Europe/Athens"), now=before) == (
        "tomorrow at 15:00"
    )


def test_without_now_a_date_is_told_in_full() -> None:
    assert said(at(6), now=None) == "24 November 2026 at 18:00"
    assert said(at(6, clock=Clock.DAY), "fr", None) == "24 novembre 2026"
    assert said(at(6, clock=Clock.DAY), "ar", None) == "\u206824 نوفمبر 2026\u2069"


def test_the_edges_of_the_calendar_are_told_too() -> None:
    for edge in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)):
        for zone in (THERE, WEST):
            assert said(Moment(edge, zone))
    assert said(Moment(datetime(2026, 11, 24, 18), "UTC")) == "today at 18:00"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "5 December 2026"), ("fr", "5 décembre 2026"), ("ar", "5 ديسمبر 2026")],
)
def test_a_calendar_day(language: str, words: str) -> None:
    assert said(Day(date(2026, 12, 5)), language) == words


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0, "about 50 m"),
        (30, "about 50 m"),
        (312, "about 300 m"),
        (949, "about 950 m"),
        (950, "1 km"),
        (1234, "1.2 km"),
        (9949, "9.9 km"),
        (9951, "10 km"),
        (12_499, "12 km"),
        (1_234_567, "1,235 km"),
        (20_100_000, "distance not known"),
        (float("inf"), "distance not known"),
        (float("nan"), "distance not known"),
    ],
)
def test_a_distance_is_no_more_exact_than_it_is_useful(metres: float, words: str) -> None:
    assert said(Far(metres)) == words


@pytest.mark.parametrize(
    ("language", "number", "far"),
    [
        ("en", "12,345", "1.2 km"),
        ("fr", "12\u202f345", "1,2 km"),
        ("ar", "12,345", "\u20681.2\u2069 km"),
    ],
)
def test_digits_are_the_same_in_numbers_and_distances(language: str, number: str, far: str) -> None:
    assert said(Amount(12345), language) == number
    assert said(Far(1234), language) == far


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "a, b and c"),
        ("fr", "a, b et c"),
        ("ar", "\u2068a\u2069 و\u2068b\u2069 و\u2068c\u2069"),
    ],
)
def test_a_list_is_said_as_the_language_says_it(language: str, words: str) -> None:
    assert said(Listed((Verbatim("a"), Verbatim("b"), Verbatim("c"))), language) == words


def test_a_list_of_choices_of_one_and_of_none() -> None:
    two = (Verbatim("a{0}"), Verbatim("b"))
    assert said(Listed(two, choice=True)) == "a{0} or b"
    assert said(Listed(two, choice=True), "fr") == "a{0} ou b"
    assert said(Listed((Verbatim("a"), Verbatim("")))) == "a"
    assert said(Listed(())) == ""


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("GN", "en", "Guinea"),
        ("GN", "fr", "Guinée"),
        ("gn", "ar", "غينيا"),
        ("XK", "en", "Kosovo"),
        ("??", "en", "??"),
    ],
)
def test_a_country_by_its_name(code: str, language: str, name: str) -> None:
    assert said(Country(code), language) == name


@pytest.mark.parametrize(
    ("words", "language", "name"),
    [
        (Language("fr"), "en", "French"),
        (Language("fr"), "ar", "الفرنسية"),
        (Language("fr", own=True), "ar", "Français"),
        (Language("ar", own=True), "fr", "العربية"),
        (Language("ti", own=True), "en", "ትግርኛ"),
        (Language("zh-Hant"), "en", "Traditional Chinese"),
        (Language("pt-XX"), "en", "Portuguese"),
        (Language("xx-yy"), "en", "xx-yy"),
        (Language("", own=True), "en", ""),
    ],
)
def test_a_language_by_its_name(words: Language, language: str, name: str) -> None:
    assert said(words, language) == name
