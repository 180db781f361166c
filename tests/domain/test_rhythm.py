"""How often a committee meets: what can be written, and when it meets next."""

from datetime import date

import pytest

from domain.centres import Committee
from domain.rhythm import rhythm_of

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("written", "before", "expected"),
    [
        ("weekly", date(2026, 11, 3), TODAY),
        ("weekly", date(2026, 11, 4), date(2026, 11, 25)),
        ("every 2 weeks", date(2026, 11, 9), date(2026, 12, 7)),
        ("Monthly", date(2026, 10, 31), date(2026, 11, 30)),
        ("monthly", date(2026, 1, 24), TODAY),
        ("every month", date(2026, 10, 8), date(2026, 12, 8)),
        ("quarterly", date(2025, 11, 30), date(2026, 11, 30)),
        ("every  2 months", date(2026, 9, 1), date(2027, 1, 1)),
        ("yearly", date(2024, 2, 29), date(2027, 2, 28)),
        ("monthly on day 8", None, date(2026, 12, 8)),
        ("monthly on day 24", None, TODAY),
        ("first monday of the month", None, date(2026, 12, 7)),
        ("last friday of the month", None, date(2026, 11, 27)),
        ("fourth tuesday of the month", None, TODAY),
        ("weekly", date(2026, 12, 1), date(2026, 12, 1)),
        ("weekly", None, None),
    ],
)
def test_the_next_meeting(written, before, expected):
    rhythm = rhythm_of(written)
    assert rhythm is not None
    assert rhythm.next_from(TODAY, before) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "often",
        "every 0 weeks",
        "every 53 weeks",
        "monthly on day 31",
        "fifth monday of the month",
    ],
)
def test_what_is_no_rhythm(written):
    assert rhythm_of(written) is None


def test_a_meeting_that_is_past_gives_way_to_the_next_one():
    past = Committee("Committee", "monthly on day 8", date(2026, 10, 8))
    assert past.next_from(TODAY) == date(2026, 12, 8)
    assert Committee("Committee", "", date(2026, 10, 8)).next_from(TODAY) is None
    postponed = Committee("Committee", "monthly on day 8", date(2026, 12, 15))
    assert postponed.next_from(TODAY) == date(2026, 12, 15), "what was written for once holds"
