"""Rows of an HSDS schedule: sessions add up, dates hold, what is not weekly stays words."""

from collections import defaultdict
from datetime import date

import pytest

from casework.directory_files.hours_schedules import hours_of_row, joined
from casework.directory_files.hours_text import Hours

TODAY = date(2026, 11, 24)


def row(**fields: str) -> defaultdict[str, str]:
    usual = {"opens_at": "08:00", "closes_at": "12:00", "byday": "MO,TU", "freq": "WEEKLY"}
    return defaultdict(str, usual | fields)


@pytest.mark.parametrize(
    ("fields", "osm"),
    [
        ({}, "Mo-Tu 08:00-12:00"),
        ({"valid_from": "2014-01-01", "valid_to": "2014-12-31"}, "Mo-Tu 08:00-12:00"),
        ({"valid_from": "2014-01-01"}, "Mo-Tu 08:00-12:00"),
        ({"valid_to": "2026-11-24"}, "1900 Jan 01-2026 Nov 24 Mo-Tu 08:00-12:00"),
        ({"valid_from": "2026-11-25"}, "2026 Nov 25-9999 Dec 31 Mo-Tu 08:00-12:00"),
        ({"valid_from": "2026-12-01", "valid_to": "2027-01-31"},
         "2026 Dec 01-2027 Jan 31 Mo-Tu 08:00-12:00"),
        ({"freq": "MONTHLY"}, None),
        ({"interval": "2"}, None),
        ({"bymonthday": "1"}, None),
    ],
)  # fmt: skip
def test_a_row_holds_between_its_dates_and_every_week(
    fields: dict[str, str], osm: str | None
) -> None:
    found = hours_of_row(row(**fields), TODAY)

    assert found.osm == osm
    assert bool(found.doubt) is (osm is None)


@pytest.mark.parametrize(
    ("rows", "osm", "doubt"),
    [
        (["Mo-Fr 08:00-12:00", "Mo-Fr 14:00-17:00"], "Mo-Fr 08:00-12:00,14:00-17:00", ""),
        (["Mo-Fr 08:00-12:00", "Mo 14:00-17:00"],
         "Mo 08:00-12:00,14:00-17:00; Tu-Fr 08:00-12:00", ""),
        (["Mo 08:00-12:00", "Mo 08:00-12:00"], "Mo 08:00-12:00", ""),
        (["Fr 22:00-06:00", "Sa 10:00-12:00"], "Fr 22:00-06:00, Sa 10:00-12:00", ""),
        (["Mo 08:00-12:00", "Mo 10:00-14:00"], None, "open twice"),
        (["Mo 08:00-12:00", "2026 Dec 01-2026 Dec 31 Mo 14:00-16:00"], None, "not all of them"),
        ([], None, ""),
    ],
)  # fmt: skip
def test_rows_of_one_service_add_up(rows: list[str], osm: str | None, doubt: str) -> None:
    found = joined([Hours(each) for each in rows])

    assert found.osm == osm
    assert doubt in found.doubt


def test_one_row_that_cannot_be_read_makes_words_of_all() -> None:
    found = joined([Hours("Mo 08:00-12:00"), Hours(None, "sometimes", "no days")])

    assert found == Hours(None, "Mo 08:00-12:00; sometimes", "no days")
