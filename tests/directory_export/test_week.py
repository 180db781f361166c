"""Weekly hours become HSDS schedules; all others stay an attribute alone."""

import pytest

from casework.directory_export.week import Weekly, weekly

MORNING = Weekly("MO,TU", "09:00:00", "12:00:00")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("Mo-Tu 09:00-12:00", (MORNING,)),
        (
            "Mo-Tu 09:00-12:00,13:00-16:00; Fr 10:00-24:00",
            (
                MORNING,
                Weekly("MO,TU", "13:00:00", "16:00:00"),
                Weekly("FR", "10:00:00", "00:00:00"),
            ),
        ),
        ("Sa-Mo 20:00-06:00", (Weekly("SA,SU,MO", "20:00:00", "06:00:00"),)),
        ("Mo,We,Fr 10:00-13:00", (Weekly("MO,WE,FR", "10:00:00", "13:00:00"),)),
    ],
)
def test_every_rule_is_a_schedule(hours: str, said: tuple[Weekly, ...]) -> None:
    assert weekly(hours) == said


@pytest.mark.parametrize(
    "hours",
    [
        None,
        "",
        "24/7",
        "Mo-Fr 09:00-17:00; PH off",
        "Mo-Fr 09:00-17:00; We off",
        "Mo-Fr 09:00-17:00; We 10:00-12:00",
        "Mo[1] 09:00-12:00",
        "Jun-Aug Mo-Fr 09:00-17:00",
        "Mo-Fr 09:00+",
    ],
)
def test_what_a_schedule_cannot_say_whole_is_none(hours: str | None) -> None:
    assert weekly(hours) == ()
