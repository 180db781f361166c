"""Hours where files have them: closures and Ramadan in the native format, Arabic answers, zones."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from casework.directory_files.documents import Document
from casework.directory_files.geojson import read_geojson
from casework.directory_files.report import RefusedReason, RemarkKind
from domain.closures import Closure, ClosureReason
from tests.directory_files.test_native import NOW, directory, parsed


def test_ramadan_hours_and_closures_are_read_of_centre_and_service() -> None:
    raw = directory()
    house = raw["centres"][0]
    house |= {
        "ramadan_hours": "10:00-14:00",
        "closures": [{"from": "2026-12-01", "until": "2026-12-03", "reason": "works"}],
    }
    house["services"][0] |= {
        "ramadan_hours": "18:00-22:00",
        "closures": [{"from": "2026-11-24T12:00:00+03:00"}],
    }

    found = parsed(raw)

    (centre,), service = found.directory.centres, found.directory.services[0]
    assert not found.refused
    assert centre.ramadan_hours == "10:00-14:00"
    assert centre.closures == (
        Closure(
            datetime(2026, 11, 30, 21, tzinfo=UTC),
            datetime(2026, 12, 3, 21, tzinfo=UTC),
            ClosureReason.WORKS,
        ),
    )
    assert service.ramadan_hours == "18:00-22:00"
    assert service.closures == (Closure(NOW),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ramadan_hours": "in the evening"},
        {"closures": [{"from": "2026-12-03", "until": "2026-12-01"}]},
        {"closures": [{"from": "soon"}]},
    ],
)
def test_wrong_closures_and_ramadan_hours_refuse_the_centre(wrong: dict[str, Any]) -> None:
    raw = directory()
    raw["centres"][0] |= wrong

    refused = parsed(raw).refused

    assert (refused[0].field, refused[0].reason) == ("centres", RefusedReason.WRONG_SHAPE)


@pytest.mark.parametrize(
    ("facts", "zone"),
    [
        ({"zone": "Asia/Beirut"}, "Asia/Beirut"),
        ({}, "Asia/Amman"),
        ({"point": None, "country": "DJ"}, "Africa/Djibouti"),
        ({"point": None, "area_point": [16.97, 7.99], "country": "NE"}, "Africa/Niamey"),
    ],
)
def test_a_missing_zone_is_that_of_the_point_or_the_countrys_only_one(
    facts: dict[str, Any], zone: str
) -> None:
    raw = directory()
    del raw["centres"][0]["zone"]
    raw["centres"][0] |= facts

    assert parsed(raw).directory.centres[0].zone == zone


def test_a_zone_that_could_be_another_is_not_guessed() -> None:
    raw = directory()
    raw["centres"][0] |= {"zone": "", "point": None, "country": "CD"}

    refused = parsed(raw).refused

    assert "several time zones: write a zone or a point" in refused[0].words


@pytest.mark.parametrize(
    ("opens", "closes", "days", "often", "osm"),
    [
        ("8:30am", "يغلق عند الساعة 17:00 مساء", "الأحد-الخميس", "كل يوم", "Su-Th 08:30-17:00"),
        ("9:00am", "يغلق عند الساعة 14:00 مساء", "أيام الاثنين فقط", "مرة في الأسبوع",
         "Mo 09:00-14:00"),
        ("9:00am", "يغلق عند الساعة 14:00 مساء", "الاثنين-الخميس والسبت", "كل يوم",
         "Mo-Th,Sa 09:00-14:00"),
        ("9:00am", "يغلق عند الساعة 14:00 مساء", "الأحد-الخميس", "كل شهر", None),
        ("12:00am", "يغلق عند الساعة 15:00 مساء", "أيام الخميس فقط", "كل يوم", None),
        ("مفتوح دائما", None, "الاثنين-الخميس والسبت", "كل يوم", None),
        ("8:30am", None, "الأحد-الخميس", "كل يوم", None),
    ],
)  # fmt: skip
def test_answers_in_arabic_are_read_as_those_in_english(
    opens: str, closes: str | None, days: str, often: str, osm: str | None
) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [35.93, 31.95]},
        "properties": {
            "partnerName": "P", "locationName": "L", "activityName": "A",
            "6. مدى التوفر": {often: True},
            "7. تاريخ التوفر": {days: True},
            "8. موعد فتح المكتب": {opens: True},
            "9. موعد إغلاق المكتب": {closes: True} if closes else {},
        },
    }  # fmt: skip

    found = read_geojson(Document("a.json", json.dumps([feature]).encode()), NOW)

    (service,) = found.directory.services
    kind = RemarkKind.HOURS_REPAIRED if osm else RemarkKind.HOURS_AS_WORDS
    assert service.hours == osm
    assert found.warnings_by_kind[kind] == 1
