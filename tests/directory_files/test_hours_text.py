"""Clumsy hours are repaired where they can only mean one thing, and stay words otherwise."""

import pytest

from casework.directory_files.hours_text import (
    clock,
    hours_from_words,
    office_hours,
    weekly,
)
from casework.directory_files.hours_written import Doubt


@pytest.mark.parametrize(
    ("opens", "close", "day", "osm", "repaired"),
    [
        ("8:30am", "Close at 17:00pm", "Sun-Thurs", "Su-Th 08:30-17:00", True),
        ("10:00am", "Close at 15:00pm", "Sun-Thurs", "Su-Th 10:00-15:00", True),
        ("9:30am", "Close at 14:00pm", "Mondays only", "Mo 09:30-14:00", True),
        ("8:00am", "Close at 17:00pm", "Saturdays only", "Sa 08:00-17:00", True),
        ("8:00am", "Close at 17:00pm", "Mon-Thurs  and Sat", "Mo-Th,Sa 08:00-17:00", True),
        ("9:00am", "Close at 4:30pm", "Every day", "Mo-Su 09:00-16:30", False),
        ("09:00", "12:00pm", "Fri, Sat", "Fr-Sa 09:00-12:00", False),
        ("9am", "5pm", "Tues & Thurs", "Tu,Th 09:00-17:00", False),
        ("18:00", "24:00", "Mo", "Mo 18:00-24:00", False),
        ("18:00", "00:00", "Mo", "Mo 18:00-24:00", False),
        ("20:00", "7:00", "daily", "Mo-Su 20:00-07:00", False),
    ],
)
def test_hours_that_can_only_mean_one_thing(
    opens: str, close: str, day: str, osm: str, repaired: bool
) -> None:
    found = office_hours([opens], [close], [day])
    assert (found.osm, found.words, found.repaired) == (osm, "", repaired)


@pytest.mark.parametrize(
    ("opens", "closes", "days", "doubt"),
    [
        (["8:30am"], [], ["Sun-Thurs"], "without a closing time"),
        ([], ["Close at 17:00pm"], ["Sun-Thurs"], "without a closing time"),
        (["13:00pm", "8:30am"], [], ["Sun-Thurs"], "two opening"),
        (["8:30am"], ["Close at 16:00pm"], [], "without days"),
        ([], [], ["Sun-Thurs"], "days without hours"),
        (["12:00am"], ["Close at 15:00pm"], ["Thursdays only"], "midnight"),
        (["Always open"], [], ["Mon-Thurs  and Sat"], "not on all days"),
        (["17:00"], ["9:00"], ["Mon"], "closes before"),
        (["9:00"], ["9:00"], ["Mon"], "when it opens"),
        (["25:00"], ["26:00"], ["Mon"], "no time of a day"),
        (["in the morning"], ["17:00"], ["Mon"], "is no time"),
        (["9:00"], ["17:00"], ["some days"], "no day"),
    ],
)
def test_hours_that_can_be_read_in_two_ways_stay_words(
    opens: list[str], closes: list[str], days: list[str], doubt: str
) -> None:
    found = office_hours(opens, closes, days)
    assert found.osm is None
    assert doubt in found.doubt
    assert found.words == "; ".join(" ".join(each.split()) for each in (*opens, *closes, *days))


def test_always_open_on_every_day_is_day_and_night() -> None:
    assert office_hours(["Always open"], [], []).osm == "24/7"
    assert hours_from_words("Always open; every day").osm == "24/7"


def test_no_words_are_no_hours_and_no_doubt() -> None:
    assert hours_from_words("  ") == office_hours([], [], []) == weekly("", "", "")


@pytest.mark.parametrize(
    ("words", "osm"),
    [
        ("Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00; PH off"),
        ("8:30am; Close at 17:00pm; Sun-Thurs", "Su-Th 08:30-17:00"),
        ("Come whenever you like", None),
    ],
)
def test_hours_in_one_text(words: str, osm: str | None) -> None:
    found = hours_from_words(words)
    assert (found.osm, found.words) == (osm, "" if osm else words)


@pytest.mark.parametrize(
    ("opens", "closes", "byday", "words", "osm"),
    [
        ("08:30:00+03:00", "17:00:00+03:00", "SU,MO,TU,WE,TH", "", "Su-Th 08:30-17:00"),
        ("08:30", "17:00", "MO", "8:30am; Close at 17:00pm; Mondays only", "Mo 08:30-17:00"),
        ("08:30:00+03:00", "", "SU,MO", "13:00pm; 8:30am; Sun-Thurs", None),
        ("", "", "SU,MO", "Always open; Mon-Thurs  and Sat", None),
        ("12:00:00+03:00", "15:00:00+03:00", "TH", "12:00am; Close at 15:00pm", None),
        ("09:00", "17:00", "MO", "open from 10:00 to 17:00", None),
        ("09:00Z", "17:00Z", "MO,WE", "weekdays from 9 am to 5pm", "Mo,We 09:00-17:00"),
        ("", "", "", "Mo-Fr 08:00-12:00", "Mo-Fr 08:00-12:00"),
    ],
)
def test_typed_times_count_unless_their_own_words_say_otherwise(
    opens: str, closes: str, byday: str, words: str, osm: str | None
) -> None:
    found = weekly(opens, closes, byday, words)
    assert found.osm == osm
    assert osm or found.words == " ".join(words.split())


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("13:00pm", 780), ("8:30am", 510), ("12:30pm", 750), ("1pm", 780), ("8h30", 510)],
)
def test_clock(text: str, minutes: int) -> None:
    assert clock(text) == minutes


@pytest.mark.parametrize("text", ["12:00am", "0:30pm", "24:30", "8:75", "8", "soon"])
def test_a_clock_in_doubt(text: str) -> None:
    with pytest.raises(Doubt):
        clock(text)
