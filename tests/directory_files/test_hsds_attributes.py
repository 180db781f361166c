"""Attributes: what the export writes the import reads back the same, value for value."""

from collections import defaultdict
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.directory_files.hsds_attributes import (
    ATTRIBUTES,
    MANAGEMENT_WORDS,
    Entity,
    applied,
    is_ours,
    terms,
    written,
)
from casework.directory_files.management_told import CODES
from domain.accessibility import Wheelchair
from domain.centres import AddressRule, Centre, CentreStatus
from domain.closures import Closure, ClosureReason
from domain.geography import Point
from domain.organisations import CentreId, Organisation, OrganisationId, OrganisationKind
from domain.people import Gender
from domain.services import Admission, Eligibility, Service, ServiceId, ServiceType

SHUT = (
    Closure(datetime(2026, 1, 1, tzinfo=UTC)),
    Closure(
        datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 3, tzinfo=UTC), ClosureReason.WORKS
    ),
)
FULL_SERVICE = Service(
    ServiceId("s"),
    CentreId("c"),
    ServiceType.FOOD,
    "Meals",
    hours="Mo-Fr 08:00-12:00; PH off",
    hours_words="mornings; not when it rains",
    admission=Admission.APPOINTMENT,
    eligibility=Eligibility(
        frozenset({Gender.WOMEN}), 3, 9, "Some", strict=True, families=False, children_alone=True
    ),
    sample=True,
    ramadan_hours="Mo-Su 18:00-22:00",
    closures=SHUT,
    interpreters=("ar", "so"),
    wheelchair=Wheelchair.LIMITED,
    needs_papers=False,
    phone="+000 1",
    verified_on=date(2026, 5, 4),
    verified_by=OrganisationId("o"),
)
FULL_CENTRE = Centre(
    CentreId("c"),
    "Centre",
    "GN",
    "Conakry",
    "Africa/Conakry",
    area_point=Point(9.5, -13.7),
    address_rule=AddressRule.NEVER,
    meeting_point="Before the station; at noon",
    authority=OrganisationId("o"),
    status=CentreStatus.WINDING_DOWN,
    hours="24/7",
    languages=("fr", "ff"),
    phone="+000 2",
    aliases=("Le centre; l'ancien", "كوناكري"),
    verified_on=date(2026, 5, 4),
    sample=True,
    ramadan_hours="Mo-Su 20:00-24:00",
    closures=SHUT,
    interpreters=("ar",),
    wheelchair=Wheelchair.NO,
    email="a@example.org",
    url="https://example.org/",
    verified_by=OrganisationId("o"),
)
FULL_ORGANISATION = Organisation(
    OrganisationId("o"),
    "Ministry",
    OrganisationKind.GOVERNMENT,
    sample=True,
    aliases=("Acronym", "Autre nom"),
)
BARE_SERVICE = Service(
    ServiceId("s"), CentreId("c"), ServiceType.INFORMATION, "Meals", eligibility=Eligibility(
        minimum_age=3, maximum_age=9, words="Some")
)  # fmt: skip
BARE_CENTRE = Centre(CentreId("c"), "Centre", "", "", "UTC")
BARE_ORGANISATION = Organisation(OrganisationId("o"), "Ministry", OrganisationKind.PARTNER)


def texts_of(entity: Entity, fact: Service | Centre | Organisation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, text in written(entity, fact):
        found[code].append(text)
    return found


@pytest.mark.parametrize(
    ("entity", "full", "bare"),
    [
        (Entity.SERVICE, FULL_SERVICE, BARE_SERVICE),
        (Entity.LOCATION, FULL_CENTRE, BARE_CENTRE),
        (Entity.ORGANIZATION, FULL_ORGANISATION, BARE_ORGANISATION),
    ],
)
def test_all_that_is_written_is_read_back(
    entity: Entity, full: Service | Centre | Organisation, bare: Service | Centre | Organisation
) -> None:
    texts = texts_of(entity, full)
    assert is_ours(entity, texts)
    read: Any = bare
    assert applied(entity, read, texts) == (full, [])
    assert set(texts) == {each.code for each in ATTRIBUTES[entity]}


def test_what_is_not_said_is_not_written() -> None:
    assert set(texts_of(Entity.SERVICE, BARE_SERVICE)) == {"kind", "admission"}


@pytest.mark.parametrize(
    ("code", "value", "says"),
    [
        ("kind", "soup", "must be one of: shelter, food"),
        ("hours", "mornings", "not in the language of OSM"),
        ("families", "perhaps", "must be yes or no"),
        ("verified_on", "yesterday", "must be a day such as"),
        ("closure", "2026-01-01", "an instant needs its offset"),
        ("closure", "2026-01-02T00:00:00+00:00/2026-01-01T00:00:00+00:00/other", "ends after"),
    ],
)
def test_a_value_that_is_none_changes_nothing_and_says_why(
    code: str, value: str, says: str
) -> None:
    found, faults = applied(Entity.SERVICE, BARE_SERVICE, {code: [value], "phone": ["+000"]})
    assert (found.phone, found.type) == ("+000", BARE_SERVICE.type)
    assert (faults[0].code, faults[0].value) == (code, value)
    assert says in faults[0].words


@pytest.mark.parametrize("value", ["north", "91 0", "1", "nan nan", "1 2 3"])
def test_a_rough_position_must_be_on_the_globe(value: str) -> None:
    assert applied(Entity.LOCATION, BARE_CENTRE, {"area_point": [value]})[1]


def test_management_words_and_unknown_codes_are_not_read() -> None:
    texts = {code: ["x"] for code in (*MANAGEMENT_WORDS, "colour")}
    assert applied(Entity.LOCATION, BARE_CENTRE, texts) == (BARE_CENTRE, [])
    assert set(MANAGEMENT_WORDS) == set(CODES) <= set(terms())


def test_every_code_is_a_field_of_the_domain() -> None:
    for entity, kind in (
        (Entity.SERVICE, Service),
        (Entity.LOCATION, Centre),
        (Entity.ORGANIZATION, Organisation),
    ):
        names = {each.name for each in fields(kind)}
        assert all(each.field.split(".")[0] in names for each in ATTRIBUTES[entity])
