"""GeoJSON of a services advisor: every feature is read, whatever its id, or refused by name."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from casework.directory_files.reading import read
from casework.directory_files.report import FileRefused, Read, RefusedReason, RemarkKind
from domain.directory import Directory
from tests.directory_files.facts import facts_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NOBODY = Directory()
Features = list[dict[str, Any]]


@pytest.fixture(scope="module")
def path(request: pytest.FixtureRequest) -> Path:
    folder = Path(request.config.rootpath) / "tests" / "data" / "services_jordan"
    return folder / "services_en.geojson"


@pytest.fixture(scope="module")
def jordan(path: Path) -> Read:
    return read([path], NOBODY, NOW)


@pytest.fixture
def reading(path: Path, tmp_path: Path) -> Callable[[Callable[[Features], object]], Read]:
    """Read the features after a change to them."""

    def change(how: Callable[[Features], object]) -> Read:
        features = json.loads(path.read_text(encoding="utf-8"))
        how(features)
        copy = tmp_path / "changed.geojson"
        copy.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return read([copy], NOBODY, NOW)

    return change


def test_281_features_with_274_ids_are_281_services(path: Path, jordan: Read) -> None:
    features = json.loads(path.read_text(encoding="utf-8"))
    assert (len(features), len({each["id"] for each in features})) == (281, 274)
    assert not jordan.refused
    assert len(jordan.directory.services) == 281
    assert len({each.id for each in jordan.directory.services}) == 281
    assert jordan.warnings_by_kind[RemarkKind.SAME_ID] == 7


def test_places_and_organisations_are_made_once(jordan: Read) -> None:
    assert len(jordan.directory.centres) == 67
    assert len(jordan.directory.organisations) == 36
    assert {each.country for each in jordan.directory.centres} == {"JO"}
    assert not any(each.name != each.name.strip() for each in jordan.directory.organisations)


def test_hours_are_repaired_or_kept_as_words(jordan: Read) -> None:
    services = jordan.directory.services
    assert sum(each.hours is not None for each in services) == 137
    assert sum(bool(each.hours_words) for each in services) == 106
    assert jordan.warnings_by_kind[RemarkKind.HOURS_REPAIRED] == 137
    assert all("Once a month" not in each.hours_words or not each.hours for each in services)


def test_importing_again_changes_nothing(jordan: Read, path: Path) -> None:
    assert facts_of(read([path], NOBODY, NOW).directory) == facts_of(jordan.directory)
    assert facts_of(read([path], jordan.directory, NOW).directory) == facts_of(jordan.directory)


def test_a_feature_collection_is_read_as_a_list_is(
    jordan: Read, reading: Callable[[Callable[[Features], object]], Read]
) -> None:
    assert facts_of(reading(lambda features: None).directory) == facts_of(jordan.directory)


def without(name: str) -> Callable[[Features], object]:
    return lambda features: features[4]["properties"].pop(name)


def at(*position: object) -> Callable[[Features], object]:
    def move(features: Features) -> None:
        features[4]["geometry"] = {"type": "Point", "coordinates": list(position)}

    return move


def same_twice(features: Features) -> None:
    features.insert(4, features[3])


@pytest.mark.parametrize(
    ("how", "field", "reason"),
    [
        (without("partnerName"), "partnerName", RefusedReason.MISSING),
        (without("locationName"), "locationName", RefusedReason.MISSING),
        (lambda features: features[4].pop("properties"), "properties", RefusedReason.WRONG_SHAPE),
        (lambda features: features.insert(4, {}), "properties", RefusedReason.WRONG_SHAPE),
        (at(32.03, 35.7), "latitude", RefusedReason.SWAPPED),
        (at(35.7, 132.03), "latitude", RefusedReason.OFF_THE_GLOBE),
        (at(0, 0), "latitude", RefusedReason.AT_ZERO),
        (at("x", 1), "latitude", None),
        (same_twice, "id", RefusedReason.DUPLICATE),
    ],
)
def test_a_fault_is_refused_by_its_position(
    how: Callable[[Features], object],
    field: str,
    reason: RefusedReason | None,
    reading: Callable[[Callable[[Features], object]], Read],
) -> None:
    found = reading(how)
    assert len(found.refused) == 1
    assert found.refused[0].row == 5
    if reason is not None:
        assert (found.refused[0].field, found.refused[0].reason) == (field, reason)
    assert len(found.directory.services) + 1 == found.seen["feature"]


def test_the_same_partner_in_another_case_is_one_organisation(
    reading: Callable[[Callable[[Features], object]], Read],
) -> None:
    def shout(features: Features) -> None:
        features[5]["properties"]["partnerName"] = " unhcr"

    found = reading(shout)
    assert len(found.directory.organisations) == 36
    assert found.warnings_by_kind[RemarkKind.SAME_ORGANISATION] == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", "[1]", "a list of nothing that is known here"),
        ("a.json", '{"a": 1}', "neither GeoJSON, HSDS JSON nor a directory file"),
        ("a.geojson", "{", "not JSON"),
        ("a.xlsx", "", "the file is empty"),
        ("a.doc", "", "this is no format that is known here"),
    ],
)
def test_what_is_not_accepted_is_told_what_is(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(FileRefused) as refused:
        read([tmp_path / name], NOBODY, NOW)
    assert says in str(refused.value)
    assert "HSDS 3.0" in str(refused.value)


def test_a_folder_without_tables_and_a_path_to_nothing(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.json"):
        with pytest.raises(FileRefused, match="Accepted are"):
            read([path], NOBODY, NOW)
