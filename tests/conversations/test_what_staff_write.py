"""What staff write about beds, times and days, read or refused, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue import Pressed, Problem, Typed, Unreadable
from conversations.staff.beds_text import BedsSaid, read_beds, update_in
from conversations.staff.times import LastDay, OpeningTimes, read_day, read_times
from conversations.text import t
from domain.hours import parse_hours
from domain.services import Group
from locales.render import speak

TODAY = date(2026, 11, 25)


def said(words):
    return speak(words, "en")


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("", BedsSaid()),
        ("12", BedsSaid("", 12)),
        ("Conakry", BedsSaid("Conakry")),
        ("Conakry 12", BedsSaid("Conakry", 12)),
        ("12 Conakry", BedsSaid("Conakry", 12)),
        ("Conakry: 12 free beds", BedsSaid("Conakry:", 12)),
        ("Conakry 12 women", BedsSaid("Conakry", 12, Group.WOMEN)),
        ("women Conakry 12", BedsSaid("Conakry", 12, Group.WOMEN)),
        ("Camp 5 12", BedsSaid("Camp 5", 12)),
        ("Conakry -3", BedsSaid("Conakry", -3)),
        ("Conakry −3", BedsSaid("Conakry", -3)),
        ("Conakry 12 lits libres pour familles", BedsSaid("Conakry", 12, Group.FAMILIES)),
        ("كوناكري ١٢ للنساء", BedsSaid("كوناكري", 12, Group.WOMEN)),
        ("Conakry 1234567890123", BedsSaid("Conakry 1234567890123")),
        ("Conakry 12.5", BedsSaid("Conakry 12.5")),
    ],
)
def test_a_sentence_about_beds_is_read(words, read):
    assert read_beds(words) == read


@given(st.text(max_size=80))
def test_no_words_break_the_reading(words):
    read_beds(words)
    update_in(words)
    read_day(words, TODAY)
    times = read_times(words)
    assert times is None or parse_hours(times) is not None


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("beds", ("beds",)),
        ("Beds Conakry 12", ("beds", "Conakry 12")),
        ("lits Conakry 12", ("beds", "Conakry 12")),
        ("أسرّة كوناكري ١٢", ("beds", "كوناكري ١٢")),
        ("beds Conakry", None),
        ("update Conakry", ("update", "Conakry")),
        ("modifier Conakry", ("update", "Conakry")),
        ("close Conakry", ("update", "Conakry", "close")),
        ("close", None),
        ("Conakry", None),
        ("", None),
    ],
)
def test_free_words_begin_an_update_only_where_they_say_so(words, begins):
    assert update_in(words) == begins


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("10-14", "10:00-14:00"),
        ("10:00-14:00", "10:00-14:00"),
        ("8h30-12h, 14-18", "08:30-12:00,14:00-18:00"),
        ("9.30-12 et 14h-17h30", "09:30-12:00,14:00-17:30"),
        ("from 10am to 2pm", "10:00-14:00"),
        ("12pm-1pm", "12:00-13:00"),
        ("12am-1am", "00:00-01:00"),
        ("de 10h à 14h", "10:00-14:00"),
        ("من ١٠ إلى ١٤", "10:00-14:00"),
        ("22-2", "22:00-02:00"),
        ("8-24", "08:00-24:00"),
    ],
)
def test_times_are_read_in_many_ways(words, times):
    assert read_times(words) == times
    assert parse_hours(times) is not None


@pytest.mark.parametrize(
    "words",
    ["", "10", "10-10", "14-10", "25-26", "10:75-12", "13pm-2pm", "10-14, 12-16", "22-2, 3-4",
     "hello", "10-14-18", "1-2,3-4,5-6,7-8,9-10", "from to"],
)  # fmt: skip
def test_times_that_are_not_clear_are_none(words):
    assert read_times(words) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("28.11.2026", date(2026, 11, 28)),
        ("28/11/26", date(2026, 11, 28)),
        ("28.11.", date(2026, 11, 28)),
        ("2026-11-28", date(2026, 11, 28)),
        ("٢٨/١١/٢٠٢٦", date(2026, 11, 28)),
        ("25.11", TODAY),
        ("1.1", date(2027, 1, 1)),
        ("31.2.2027", None),
        ("2026-11", None),
        ("123.4", None),
        ("soon", None),
        ("29.2.2028", date(2028, 2, 29)),
    ],
)
def test_days_are_read_or_none(words, day):
    assert read_day(words, TODAY) == day


LAST = LastDay("last", t("Which service?"), TODAY)


def test_the_next_days_are_offered_and_pressed():
    codes = [button.code for row in LAST.asked().buttons for button in row]

    assert codes[0] == "2026-11-26"
    assert LAST.read(LAST.parse(Pressed(codes[0]), said)) == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    "given_", [Typed("24.11.2026"), Typed("1.1.2030"), Typed("28.11.2026", forwarded=True),
               Pressed("2020-01-01"), Unreadable("voice"), Typed("")]
)  # fmt: skip
def test_no_other_day_is_taken(given_):
    assert isinstance(LAST.parse(given_, said), Problem)


def test_a_day_that_is_over_by_now_is_asked_again():
    with pytest.raises(ValueError, match="over"):
        LAST.read("2026-11-24")


def test_opening_times_are_kept_as_they_are_written_in_osm():
    question = OpeningTimes("hours", t("Which service?"))

    kept = question.parse(Typed("8h30-12h"), said)
    assert kept == {"words": "08:30-12:00"}
    assert question.read(kept) == "08:30-12:00"
    assert isinstance(question.parse(Typed("later"), said), Problem)
    assert isinstance(question.parse(Unreadable("photo"), said), Problem)
