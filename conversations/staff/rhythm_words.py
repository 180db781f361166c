"""How often a committee meets, in words; on which day of the month its next meeting tells."""

from __future__ import annotations

from conversations.staff.look_up_words import WEEKDAYS
from conversations.text import Text, Verbatim, Words, t, tn
from domain.rhythm import Rhythm, rhythm_of


def rhythm_words(written: str) -> Words:
    """Tell a rhythm in the reader's language; as it was written where it is no known one."""
    rhythm = rhythm_of(written)
    return _words(rhythm) if rhythm else Verbatim(written)


def _words(rhythm: Rhythm) -> Text:
    if rhythm.weeks == 1:
        # Translators: how often a committee meets
        return t("every week")
    if rhythm.weeks:
        # Translators: how often a committee meets
        return tn("every {count} week", "every {count} weeks", rhythm.weeks)
    if rhythm.day is not None:
        # Translators: how often a committee meets; {day} is a number, the day of the month
        return t("every month, on day {day}", day=rhythm.day)
    if rhythm.weekday is not None:
        # Translators: how often a committee meets; {weekday} is a day such as Monday
        return t("every month, on a {weekday}", weekday=WEEKDAYS[rhythm.weekday])
    if rhythm.months == 1:
        # Translators: how often a committee meets
        return t("every month")
    if rhythm.months == 12:
        # Translators: how often a committee meets
        return t("every year")
    # Translators: how often a committee meets
    return tn("every {count} month", "every {count} months", rhythm.months)
