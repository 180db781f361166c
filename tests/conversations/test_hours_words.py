"""Hours as people read them, in English, French and Arabic."""

from datetime import UTC, datetime

import pytest

from conversations.persons.hours_words import opening_words, week_words
from domain.closures import Closure, ClosureReason
from domain.hours import PlaceHours, open_at
from locales.render import speak

ZONE = "Asia/Amman"  # UTC+3
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
OFFICE = "Su-Th 08:00-16:00"
FEBRUARY = datetime(2027, 2, 20, 9, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 9, tzinfo=UTC)


def at(day: int, hour: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def plain(text: str) -> str:
    """Leave the marks of direction and the tie of blanks out."""
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ")


EMERGENCY = Closure(at(1, month=11))
UNTIL_SATURDAY = Closure(at(1, month=11), at(4, 21), ClosureReason.WORKS)
OTHER = Closure(at(1, month=11), at(4, 21), ClosureReason.OTHER)
TODAY_LATER = Closure(at(24, 14, 11), at(25, 6, 11), ClosureReason.OTHER)


@pytest.mark.parametrize(
    ("place", "now", "english", "french", "arabic"),
    [
        (PlaceHours(OFFICE, ZONE), TUESDAY,
         "🟢 Open until 16:00", "🟢 Ouvert jusqu’à 16:00", "🟢 مفتوح حتى 16:00"),
        (PlaceHours("24/7", ZONE), TUESDAY,
         "🟢 Open day and night", "🟢 Ouvert jour et nuit", "🟢 مفتوح ليلًا ونهارًا"),
        (PlaceHours("Tu 14:00-16:00", ZONE), TUESDAY,
         "🔴 Closed. Opens again today at 14:00", "🔴 Fermé. Réouverture : aujourd’hui à 14:00",
         "🔴 مغلق. يفتح من جديد: اليوم الساعة 14:00"),
        (PlaceHours("We 08:00-16:00", ZONE), TUESDAY,
         "🔴 Closed. Opens again tomorrow at 08:00", "🔴 Fermé. Réouverture : demain à 08:00",
         "🔴 مغلق. يفتح من جديد: غدًا الساعة 08:00"),
        (PlaceHours("Su 08:00-16:00", ZONE), TUESDAY,
         "🔴 Closed. Opens again Sunday at 08:00", "🔴 Fermé. Réouverture : dimanche à 08:00",
         "🔴 مغلق. يفتح من جديد: الأحد الساعة 08:00"),
        (PlaceHours("Dec 03 08:00-16:00", ZONE), TUESDAY,
         "🔴 Closed. Opens again 3 December at 08:00",
         "🔴 Fermé. Réouverture : 3 décembre à 08:00",
         "🔴 مغلق. يفتح من جديد: 3 ديسمبر الساعة 08:00"),
        (PlaceHours(None, ZONE), TUESDAY,
         "⚪ Hours not known", "⚪ Horaires non connus", "⚪ أوقات العمل غير معروفة"),
        (PlaceHours(OFFICE, ZONE, closures=(EMERGENCY,)), TUESDAY,
         "🔴 Closed until further notice (emergency)",
         "🔴 Fermé jusqu’à nouvel ordre (urgence)", "🔴 مغلق حتى إشعار آخر (حالة طارئة)"),
        (PlaceHours(OFFICE, ZONE, closures=(UNTIL_SATURDAY,)), TUESDAY,
         "🔴 Closed (works). Opens again 6 December at 08:00",
         "🔴 Fermé (travaux). Réouverture : 6 décembre à 08:00",
         "🔴 مغلق (أعمال صيانة). يفتح من جديد: 6 ديسمبر الساعة 08:00"),
        (PlaceHours(None, ZONE, closures=(OTHER,)), TUESDAY,
         "🔴 Closed until 5 December", "🔴 Fermé. Fin de la fermeture : 5 décembre",
         "🔴 مغلق. ينتهي الإغلاق: 5 ديسمبر"),
        (PlaceHours("24/7", ZONE, closures=(TODAY_LATER,)), TUESDAY,
         "🟢 Open until 17:00\n⚠️ Will be closed: today at 17:00 – tomorrow at 09:00",
         "🟢 Ouvert jusqu’à 17:00\n⚠️ Sera fermé : aujourd’hui à 17:00 – demain à 09:00",
         "🟢 مفتوح حتى 17:00\n⚠️ سيُغلق من اليوم الساعة 17:00 إلى غدًا الساعة 09:00"),
        (PlaceHours(OFFICE, ZONE, ramadan_hours="10:00-14:00"), FEBRUARY,
         "🟢 Open until 14:00\nThese are the hours in Ramadan.",
         "🟢 Ouvert jusqu’à 14:00\nCe sont les horaires du ramadan.",
         "🟢 مفتوح حتى 14:00\nهذه أوقات العمل في رمضان."),
        (PlaceHours("08:00-16:00; PH off", "Europe/Athens", "GR"), CHRISTMAS,
         "🔴 Closed. Opens again Sunday at 08:00\nToday is a public holiday.",
         "🔴 Fermé. Réouverture : dimanche à 08:00\nAujourd’hui est un jour férié.",
         "🔴 مغلق. يفتح من جديد: الأحد الساعة 08:00\nاليوم عطلة رسمية."),
    ],
)  # fmt: skip
def test_open_or_closed_is_said_with_the_next_change_in_the_zone_of_the_place(
    place: PlaceHours, now: datetime, english: str, french: str, arabic: str
) -> None:
    words = opening_words(open_at(place, now), place.zone)

    assert plain(speak(words, "en", now)) == english
    assert plain(speak(words, "fr", now)) == french
    assert plain(speak(words, "ar", now)) == arabic


WEEK = PlaceHours("Su-Th 08:00-12:00,14:00-17:00; PH off", ZONE, "JO", ramadan_hours="10:00-14:00")


def test_the_week_is_told_from_its_first_day_there_with_equal_days_together() -> None:
    words = week_words(WEEK)
    assert words is not None

    assert plain(speak(words, "en")).splitlines() == [
        "🗓️ Sunday–Thursday: 08:00–12:00 and 14:00–17:00",
        "Friday–Saturday: closed",
        "Public holidays: closed",
        "In Ramadan:",
        "Every day: 10:00–14:00",
    ]
    assert plain(speak(words, "fr")).splitlines() == [
        "🗓️ Dimanche–jeudi : 08:00–12:00 et 14:00–17:00",
        "Vendredi–samedi : fermé",
        "Jours fériés : fermé",
        "Pendant le ramadan :",
        "Tous les jours : 10:00–14:00",
    ]
    assert plain(speak(words, "ar")).splitlines() == [
        "🗓️ الأحد–الخميس: من 08:00 إلى 12:00 ومن 14:00 إلى 17:00",
        "الجمعة–السبت: مغلق",
        "العطل الرسمية: مغلق",
        "في رمضان:",
        "كل يوم: من 10:00 إلى 14:00",
    ]


@pytest.mark.parametrize(
    ("hours", "country", "lines"),
    [
        ("Mo-Su 08:00-12:00", "JO", ["🗓️ Every day: 08:00–12:00"]),
        ("Sa,Mo,We 09:00-12:00", "JO",
         ["🗓️ Saturday, Monday and Wednesday: 09:00–12:00",
          "Sunday, Tuesday and Thursday–Friday: closed"]),
        ("Sa,Mo,We 09:00-12:00", "MA",
         ["🗓️ Monday, Wednesday and Saturday: 09:00–12:00",
          "Tuesday, Thursday–Friday and Sunday: closed"]),
        ("Mo-Fr 08:00-17:00; Sa 08:00-12:00", "",
         ["🗓️ Monday–Friday: 08:00–17:00", "Saturday: 08:00–12:00", "Sunday: closed"]),
        ("22:00-06:00", "XX", ["🗓️ Every day: 22:00–06:00"]),
        ("24/7", "", ["🗓️ Every day: day and night"]),
        ("Mo 00:00-24:00", "", ["🗓️ Monday: day and night", "Tuesday–Sunday: closed"]),
        ("08:00-12:00; Dec 25 off; 2026 Dec 30-Jan 02 10:00-12:00", "",
         ["🗓️ Every day: 08:00–12:00", "25 December: closed",
          "30 December 2026 – 2 January 2027: 10:00–12:00"]),
        ("Mo-Fr 08:00-17:00; Mo[1] 10:00-12:00", "",
         ["🗓️ Monday–Friday: 08:00–17:00", "Saturday–Sunday: closed",
          "The directory says: Mo[1] 10:00-12:00"]),
        ('Mo-Fr 08:00-17:00 "by phone"', "",
         ['🗓️ The directory says: Mo-Fr 08:00-17:00 "by phone"']),
        ("PH off; Mo-Fr 08:00-17:00", "",
         ["🗓️ The directory says: PH off; Mo-Fr 08:00-17:00"]),
    ],
)  # fmt: skip
def test_what_has_no_words_is_repeated_and_nothing_is_left_out(
    hours: str, country: str, lines: list[str]
) -> None:
    words = week_words(PlaceHours(hours, ZONE, country))
    assert words is not None

    assert plain(speak(words, "en")).splitlines() == lines


def test_a_place_without_hours_has_no_week() -> None:
    assert week_words(PlaceHours(None, ZONE)) is None


def test_in_brief_the_days_on_which_it_is_closed_are_not_named() -> None:
    words = week_words(PlaceHours("Mo-Fr 08:00-17:00", ZONE), brief=True)
    never = week_words(PlaceHours("off", ZONE), brief=True)
    assert words is not None
    assert never is not None

    assert plain(speak(words, "en")) == "🗓️ Monday–Friday: 08:00–17:00"
    assert plain(speak(never, "en")) == "🗓️ Monday–Sunday: closed"
