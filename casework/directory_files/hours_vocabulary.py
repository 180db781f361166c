"""The words of hours in English, French and Arabic, and how a text is made to meet them."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Sign(StrEnum):
    """What a word of hours does."""

    DAY = "day"
    EVERY_DAY = "every day"
    HOLIDAYS = "holidays"
    TIME = "time"
    TO = "to"
    AND = "and"
    OPEN = "open"
    CLOSED = "closed"
    EXCEPT = "except"
    ALWAYS = "always"
    FILLER = "filler"
    DOUBTFUL = "doubtful"


ARABIC_FORMS = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "٫": ":", "،": ",", "؛": ";"})
DASHES = re.compile(r"[‐-―−]")
APOSTROPHES = re.compile(r"[’ʼ`´]")


def folded(text: str) -> str:
    """Give a text without case, accents, Arabic letter variants, and with digits 0-9."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(_digit(each) for each in plain if not unicodedata.combining(each))
    straight = APOSTROPHES.sub("'", DASHES.sub("-", bare.translate(ARABIC_FORMS)))
    return " ".join(straight.split())


def _digit(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdigit() else letter


# Monday first: English, French, Arabic, each with what it is cut to.
DAYS: tuple[str, ...] = (
    "monday|mondays|mon|mo|lundi|lundis|lun|الاثنين|الإثنين|الاتنين|اثنين",
    "tuesday|tuesdays|tues|tue|tu|mardi|mardis|mar|الثلاثاء|الثلاثا|الثلثاء|ثلاثاء",
    "wednesday|wednesdays|wed|we|mercredi|mercredis|mer|الأربعاء|الاربعا|اربعاء",
    "thursday|thursdays|thurs|thur|thu|th|jeudi|jeudis|jeu|الخميس|خميس",
    "friday|fridays|fri|fr|vendredi|vendredis|ven|الجمعة|جمعة",
    "saturday|saturdays|sat|sa|samedi|samedis|sam|السبت|سبت",
    "sunday|sundays|sun|su|dimanche|dimanches|dim|الأحد|احد",
)
PHRASES: dict[Sign, str] = {
    Sign.EVERY_DAY: (
        "every day|everyday|daily|all days|seven days a week|7 days a week|7/7|7j/7|7 jours sur 7|"
        "tous les jours|chaque jour|كل يوم|كل الايام|جميع الايام|يوميا|طوال ايام الاسبوع|"
        "كل ايام الاسبوع|جميع ايام الاسبوع"
    ),
    Sign.ALWAYS: (
        "24/7|24/24|24h/24|24h|24 h|24 hours|24 hours a day|always open|round the clock|"
        "day and night|jour et nuit|24 heures sur 24|24h sur 24|24 ساعة|على مدار الساعة|"
        "طوال اليوم|ليلا ونهارا|مفتوح دائما"
    ),
    Sign.HOLIDAYS: (
        "public holidays|public holiday|bank holidays|ph|jours feries|jour ferie|feries|"
        "العطل الرسمية|العطلات الرسمية|الأعياد الرسمية"
    ),
    Sign.TO: (
        "-|to|till|until|through|thru|closes at|close at|closing at|a|au|jusqu'a|jusqu'au|"
        "الى|إلى|لغاية|حتى|يغلق|يغلق عند|تغلق|اغلاق"
    ),
    Sign.AND: ",|;|/|&|+|.|and|et|puis|then|و",
    Sign.CLOSED: "closed|ferme|fermee|fermeture|off|مغلق|مغلقة|عطلة",
    Sign.EXCEPT: "except|excluding|sauf|excepte|ما عدا|عدا|باستثناء",
    Sign.OPEN: "open|opens|ouvert|ouverte|ouverture|مفتوح|مفتوحة|يفتح|دوام",
    Sign.FILLER: (
        "from|between|on|at|every|each|only|the|hours|opening hours|office hours|working hours|"
        "du|de|des|le|les|entre|horaires|horaires d'ouverture|heures d'ouverture|seulement|"
        "من|الساعة|يوم|ايام|عند|أوقات العمل|اوقات الدوام|ساعات العمل|ساعات الدوام|فقط|بين|في|:|(|)"
    ),
    Sign.DOUBTFUL: (
        "weekdays|weekday|working days|weekend|weekends|week-end|jours ouvrables|jours ouvres|"
        "en semaine|ايام العمل|نهاية الاسبوع|am|pm|morning|afternoon|matin|matinee|apres-midi|soir"
    ),
}
BEFORE_NOON = "a\\.m\\.|a\\.m|am|du matin|le matin|in the morning|صباحا|ص"
AFTER_NOON = (
    "p\\.m\\.|p\\.m|pm|de l'apres-midi|l'apres-midi|du soir|le soir|in the afternoon|"
    "in the evening|مساء|بعد الظهر|ظهرا|عصرا|م"
)
NAMED_TIMES: dict[str, int] = {
    "noon": 720, "midday": 720, "midi": 720, "الظهر": 720,
    "midnight": 1440, "minuit": 1440, "منتصف الليل": 1440,
}  # fmt: skip

# The questions of a services advisor and what is ticked under them, English and Arabic.
ASKED_OPENS = ("office open at", "موعد فتح المكتب")
ASKED_CLOSES = ("office close at", "موعد إغلاق المكتب")
ASKED_DAYS = ("availability day", "تاريخ التوفر")
ASKED_OFTEN = ("availability", "مدى التوفر")
EACH_DAY = frozenset({"every day", "كل يوم"})
EACH_WEEK = frozenset({"once a week", "مرة في الأسبوع"})
