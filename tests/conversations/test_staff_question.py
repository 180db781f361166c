"""Questions are understood in three languages: topic, date, day, and the names that are left."""

from datetime import date

import pytest

from conversations.staff.look_up_cards import SECTIONS
from conversations.staff.look_up_words import CODES, TOPIC_NAMES, TOPIC_OF
from conversations.staff.question import for_a_person, understood
from conversations.staff.question_words import TOPICS
from domain.questions import OpenOn, Topic, When
from domain.services import ServiceType


@pytest.mark.parametrize(
    ("words", "topics", "names"),
    [
        ("beds Conakry", [Topic.BEDS], "Conakry"),
        ("lits à Conakry ?", [Topic.BEDS], "Conakry"),
        ("أسرّة كوناكري", [Topic.BEDS], "كوناكري"),
        ("اسره في كوناكري", [Topic.BEDS], "كوناكري"),
        ("qui gère Poi Pet", [Topic.MANAGER], "Poi Pet"),
        ("من يدير بوي بيت", [Topic.MANAGER], "بوي بيت"),
        ("accord Maroc expire quand", [Topic.AGREEMENTS], "Maroc"),
        ("quand expire l'accord du Maroc", [Topic.AGREEMENTS], "Maroc"),
        ("متى تنتهي اتفاقية المغرب؟", [Topic.AGREEMENTS], "المغرب"),
        ("IN92 Guinée", [Topic.IN92], "Guinée"),
        ("IN 92 Guinea", [Topic.IN92], "Guinea"),
        ("next committee", [Topic.COMMITTEE], ""),
        ("prochain comité", [Topic.COMMITTEE], ""),
        ("اللجنة القادمة", [Topic.COMMITTEE], ""),
        ("SOP Jean Paul II", [Topic.DOCUMENTS], "Jean Paul II"),
        ("وثائق جان بول الثاني", [Topic.DOCUMENTS], "جان بول الثاني"),
        ("managr Poi Pet", [Topic.MANAGER], "Poi Pet"),
        ("N'Zérékoré lits", [Topic.BEDS], "N'Zérékoré"),
        ("Conakry", [], "Conakry"),
        ("budget et personnel Conakry", [Topic.BUDGET, Topic.STAFFING], "Conakry"),
        ("", [], ""),
        ("؟؟ !!", [], ""),
    ],
)
def test_topics_and_names(words: str, topics: list[Topic], names: str) -> None:
    asked = understood(words)
    assert (list(asked.topics), asked.names) == (topics, names)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Poi Pet 2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("بويبت في ٢٠١٨", date(2018, 1, 1), date(2018, 12, 31)),
        ("Poi Pet on 1 March 2019", date(2019, 3, 1), date(2019, 3, 1)),
        ("Poi Pet au 1er mars 2019", date(2019, 3, 1), date(2019, 3, 1)),
        ("بويبت ١ مارس ٢٠١٩", date(2019, 3, 1), date(2019, 3, 1)),
        ("Poi Pet 01/03/2019", date(2019, 3, 1), date(2019, 3, 1)),
        ("Poi Pet 2019-03-01", date(2019, 3, 1), date(2019, 3, 1)),
        ("Poi Pet février 2020", date(2020, 2, 1), date(2020, 2, 29)),
    ],
)
def test_dates_in_any_numerals(words: str, first: date, last: date) -> None:
    asked = understood(words)
    assert asked.when == When(first, last)
    assert len(asked.names.split()) <= 2


@pytest.mark.parametrize("words", ["Poi Pet 31/02/2019", "Poi Pet 99", "Poi Pet 3019"])
def test_what_is_no_date_is_not_taken_for_one(words: str) -> None:
    assert understood(words).when is None


@pytest.mark.parametrize(
    "words",
    [
        "UNHCR centres open on Sunday in Tangier",
        "centres du HCR ouverts dimanche à Tanger",
        "مراكز المفوضية المفتوحة يوم الأحد في طنجة",
    ],
)
def test_centres_open_on_a_day(words: str) -> None:
    asked = understood(words)
    assert (asked.topics, asked.open_on, asked.many) == ((Topic.HOURS,), OpenOn.SUNDAY, True)
    assert len(asked.names.split()) == 2


def test_kinds_of_help_are_understood() -> None:
    assert understood("repas Tanger").services == (ServiceType.FOOD,)


@pytest.mark.parametrize(
    ("words", "seeks"),
    [
        ("I need a bed for a family", True),
        ("j'ai besoin d'un lit à Tanger", True),
        ("أحتاج سرير لعائلة", True),
        ("shelter", True),
        ("beds Conakry", False),
        ("where is the Rabat flat", False),
    ],
)
def test_who_seeks_help_for_a_person_is_told_apart(words: str, seeks: bool) -> None:
    assert for_a_person(words) is seeks


def test_every_topic_has_words_a_name_a_section_and_a_code() -> None:
    assert set(TOPICS) == set(Topic) - {Topic.ALL}
    assert set(TOPIC_NAMES) == set(SECTIONS) == set(CODES) == set(Topic)
    assert len(TOPIC_OF) == len(Topic)


def test_a_very_long_question_is_cut() -> None:
    assert len(understood("x" * 10_000).names) <= 300
