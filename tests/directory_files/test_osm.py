"""OpenStreetMap: what helps people on the move is taken, with stable ids; refuges are not."""

from typing import Any

import pytest

from casework.directory_files.report import FileRefused, RefusedReason, RemarkKind
from domain.accessibility import Wheelchair
from domain.geography import Point
from domain.people import Gender
from domain.services import Admission, ServiceType
from tests.directory_files.facts import facts_of
from tests.directory_files.making import ELEMENT, as_json, as_overpass, reading


def tagged(**tags: str) -> dict[str, Any]:
    named = {key.replace("__", ":"): value for key, value in tags.items()}
    return ELEMENT | {"tags": ELEMENT["tags"] | named}


FULL = tagged(
    operator="Harbour",
    opening_hours="Mo-Fr 18:00-08:00",
    contact__phone="+000 1; +000 2",
    email="a@example.org",
    website="https://example.org/",
    wheelchair="limited",
    name__fr="Maison",
    addr__street="Quay",
    addr__housenumber="1",
    addr__city="Conakry",
    language__fr="yes",
    social_facility__for="homeless;migrant",
    check_date="2026-05-04",
)


def test_tags_become_a_centre_with_one_service() -> None:
    found = reading(as_overpass(FULL))
    (centre,), (service,) = found.directory.centres, found.directory.services
    assert (centre.id, service.id) == ("osm-node-7", "osm-node-7")
    assert (centre.name, centre.aliases) == ("House", ("Maison",))
    assert (centre.country, centre.city, centre.address) == ("GN", "Conakry", "Quay 1")
    assert (centre.point, centre.hours) == (Point(9.54, -13.68), "Mo-Fr 18:00-08:00")
    assert (centre.phone, centre.email) == ("+000 1", "a@example.org")
    assert (centre.url, centre.wheelchair) == ("https://example.org/", Wheelchair.LIMITED)
    assert (centre.languages, str(centre.verified_on)) == (("fr",), "2026-05-04")
    assert (service.type, service.admission) == (ServiceType.SHELTER, Admission.REFERRAL)
    assert found.directory.organisations[0].name == "Harbour"
    assert found.warnings_by_kind[RemarkKind.ATTRIBUTION] == 1


def test_ways_and_relations_have_a_middle() -> None:
    way = {"type": "way", "id": 8, "center": {"lat": 9.5, "lon": -13.7}, "tags": ELEMENT["tags"]}
    found = reading(as_overpass(way)).directory
    assert (found.centres[0].id, found.centres[0].point) == ("osm-way-8", Point(9.5, -13.7))


@pytest.mark.parametrize("wrapped", [False, True])
def test_geojson_says_the_same(wrapped: bool) -> None:
    tags = FULL["tags"]
    feature = {
        "type": "Feature",
        "id": "node/7",
        "properties": {"@id": "node/7", **({"tags": tags} if wrapped else tags)},
        "geometry": {"type": "Point", "coordinates": [-13.68, 9.54]},
    }
    found = reading(as_json({"type": "FeatureCollection", "features": [feature]}, "a.geojson"))
    assert facts_of(found.directory) == facts_of(reading(as_overpass(FULL)).directory)


def test_an_area_is_where_its_middle_is() -> None:
    ring = [[-13.6, 9.5], [-13.6, 9.7], [-13.8, 9.7], [-13.6, 9.5]]
    feature = {
        "type": "Feature",
        "properties": {"@id": "relation/9", **ELEMENT["tags"]},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
    }
    found = reading(as_json({"type": "FeatureCollection", "features": [feature]}, "a.geojson"))
    (point,) = (each.point for each in found.directory.centres)
    assert point is not None
    assert (round(point.latitude, 6), round(point.longitude, 6)) == (9.6, -13.7)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "refugee_site"}, ServiceType.SHELTER),
        ({"social_facility": "food_bank"}, ServiceType.FOOD),
        ({"social_facility": "soup_kitchen"}, ServiceType.FOOD),
        ({"social_facility": "clothing_bank"}, ServiceType.ITEMS),
        ({"social_facility": "outreach"}, ServiceType.INFORMATION),
        ({"social_facility": "day_care", "social_facility__for": "refugee"},
         ServiceType.INFORMATION),
    ],
)  # fmt: skip
def test_kinds_of_facilities(tags: dict[str, str], kind: ServiceType) -> None:
    assert reading(as_overpass(tagged(**tags))).directory.services[0].type is kind


@pytest.mark.parametrize(
    ("tags", "says"),
    [
        ({"social_facility__for": "abused"}, "for survivors of violence"),
        ({"social_facility__for": "woman;victim"}, "for survivors of violence"),
        ({"description": "For survivors of violence"}, "for survivors of violence"),
        ({"social_facility__for": "woman"}, "may be a refuge"),
        ({"social_facility__for": "women;child"}, "may be a refuge"),
        ({"social_facility": "nursing_home"}, "care that nobody asks for"),
        ({"amenity": "school"}, "neither a social facility"),
    ],
)
def test_what_must_not_or_need_not_be_found_is_left_out(tags: dict[str, str], says: str) -> None:
    found = reading(as_overpass(tagged(**tags)))
    assert not found.directory.centres
    remark = next(each for each in found.warnings if each.kind is RemarkKind.NOT_TAKEN)
    assert (remark.row, says in remark.words) == (1, True)


def test_for_men_alone_is_said_and_for_homeless_people_is_for_all() -> None:
    men = reading(as_overpass(tagged(social_facility__for="men;migrant"))).directory.services[0]
    everybody = reading(as_overpass(tagged(social_facility__for="homeless"))).directory.services[0]
    assert men.eligibility.genders == {Gender.MEN}
    assert not everybody.eligibility.genders


@pytest.mark.parametrize(
    ("element", "field", "reason"),
    [
        ({"type": "area", "id": 1}, "id", RefusedReason.WRONG_SHAPE),
        ({"type": "node", "id": "1"}, "id", RefusedReason.WRONG_SHAPE),
        (3, "id", RefusedReason.WRONG_SHAPE),
        (ELEMENT | {"lat": 0, "lon": 0}, "latitude", RefusedReason.AT_ZERO),
        (ELEMENT | {"lat": None, "lon": None}, "country", RefusedReason.MISSING),
        (tagged(name="=1+1"), "centre", RefusedReason.FORMULA),
    ],
)
def test_a_fault_refuses_its_element(element: Any, field: str, reason: RefusedReason) -> None:
    found = reading(as_json({"elements": [element]}))
    (refused,) = found.refused
    assert (refused.row, refused.field, refused.reason) == (1, field, reason)


def test_the_same_element_twice_is_refused() -> None:
    (refused,) = reading(as_overpass(ELEMENT, ELEMENT)).refused
    assert (refused.row, refused.reason) == (2, RefusedReason.DUPLICATE)


def test_elements_that_are_no_list_are_refused() -> None:
    with pytest.raises(FileRefused):
        reading(as_json({"elements": {"a": 1}}))
