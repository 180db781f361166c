"""Passerelle's own format: all of the directory, and every mistake named with its place."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from casework.directory_files.documents import Document
from casework.directory_files.native import read_native
from casework.directory_files.reading import read
from casework.directory_files.report import FileRefused, Read, RefusedReason, RemarkKind
from domain.agreements import Approval
from domain.directory import Directory
from domain.handover import Check, Stage
from domain.periods import Bound

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
Raw = dict[str, Any]


def directory() -> Raw:
    """A small directory of one centre with all that a centre can have."""
    return {
        "passerelle": 1,
        "organisations": [
            {"id": "iom", "name": "IOM", "kind": "iom"},
            {"id": "state", "name": "A ministry", "kind": "government"},
        ],
        "teams": [
            {"id": "iom-all", "organisation": "iom", "name": "IOM"},
            {"id": "state-all", "organisation": "state", "name": "Ministry"},
            {"id": "look", "organisation": "iom", "name": "IOM looks", "coordinates": True},
        ],
        "agreements": [
            {
                "id": "deal",
                "name": "A deal",
                "kind": "cooperation_agreement",
                "parties": ["iom", "state"],
                "zone": "Asia/Amman",
                "from": "2020",
                "until": "2030",
                "centres": ["house"],
            }
        ],
        "centres": [
            {
                "id": "house",
                "name": "House",
                "country": "JO",
                "city": "Amman",
                "zone": "Asia/Amman",
                "point": [31.95, 35.93],
                "authority": "state",
                "services": [
                    {"id": "beds", "type": "shelter", "name": "Beds"},
                    {"id": "meals", "type": "food", "name": "Meals"},
                ],
                "arrangements": [
                    {
                        "id": "joint",
                        "model": {"kind": "jointly_run", "iom": "iom", "authorities": ["state"]},
                        "from": "2024-02-01",
                        "until": "2028-03-31",
                        "agreement": "deal",
                        "matrix": [{"service": "shelter", "organisation": "iom"}],
                    }
                ],
                "handover": {
                    "successor": "state",
                    "stage": "planned",
                    "effective": "2028-04-01",
                    "done": ["staff_trained"],
                },
                "derogation": ["leg"],
            }
        ],
    }


def parsed(raw: object, known: Directory | None = None) -> Read:
    return read_native([Document("a.json", json.dumps(raw).encode())], NOW, known)


def test_everything_is_read() -> None:
    found = parsed(directory())
    assert not found.refused
    assert not found.warnings
    assert found.seen == {
        "organisations": 2,
        "teams": 3,
        "agreements": 1,
        "centres": 1,
        "services": 2,
    }
    (plan,) = found.directory.handovers
    assert (plan.stage, plan.done) == (Stage.PLANNED, frozenset({Check.STAFF_TRAINED}))
    assert plan.effective == datetime(2028, 3, 31, 21, tzinfo=UTC)
    assert found.directory.derogations[0].approvals == {Approval.LEG}


def test_days_are_whole_in_the_zone_and_years_count_outside_themselves() -> None:
    found = parsed(directory()).directory
    managed, deal = found.arrangements[0].period, found.agreements[0].period
    assert managed.start == Bound(datetime(2024, 1, 31, 21, tzinfo=UTC))
    assert managed.end == Bound(datetime(2028, 3, 31, 21, tzinfo=UTC))
    assert deal.start == Bound(datetime(2020, 12, 31, 22, tzinfo=UTC), only_year=2020)
    assert deal.end == Bound(datetime(2029, 12, 31, 21, tzinfo=UTC), only_year=2030)


@pytest.mark.parametrize(
    ("path", "value", "field", "reason"),
    [
        ("organisations.0.kind", "church", "organisations.kind", RefusedReason.UNKNOWN_VALUE),
        ("organisations.1.id", "iom", "organisations.id", RefusedReason.DUPLICATE),
        ("teams.0.organisation", "nobody", "teams.organisation", RefusedReason.NO_SUCH_ROW),
        ("teams.0.centres", ["gone"], "teams.centres", RefusedReason.NO_SUCH_ROW),
        ("teams.1.concern", "asylum", "teams.organisation", RefusedReason.STATE_AND_ASYLUM),
        ("agreements.0.parties", ["x"], "agreements.parties", RefusedReason.NO_SUCH_ROW),
        ("agreements.0.from", "soon", "agreements", RefusedReason.WRONG_SHAPE),
        ("centres.0.zone", "Asia/Nowhere", "centres", RefusedReason.WRONG_SHAPE),
        ("centres.0.point", [95, 20], "centres", RefusedReason.WRONG_SHAPE),
        ("centres.0.hours", "always", "centres", RefusedReason.WRONG_SHAPE),
        ("centres.0.country", "Jordan", "centres.country", RefusedReason.UNKNOWN_VALUE),
        ("centres.0.colour", "blue", "centres.colour", RefusedReason.UNKNOWN_VALUE),
        ("centres.0.services.0.type", "bed", "centres.services[1].type",
         RefusedReason.UNKNOWN_VALUE),
        ("centres.0.services.1.id", "beds", "centres.services[2].id", RefusedReason.DUPLICATE),
        ("centres.0.services.0.capacity", {"places": 1, "free": 2, "updated_hours_before": 1},
         "centres.services[1]", RefusedReason.WRONG_SHAPE),
        ("centres.0.arrangements.0.agreement", "none", "centres.arrangements[1].agreement",
         RefusedReason.NO_SUCH_ROW),
        ("centres.0.arrangements.0.model.iom", "who", "centres.arrangements[1].parties",
         RefusedReason.NO_SUCH_ROW),
        ("centres.0.arrangements.0.matrix.0.organisation", "who",
         "centres.arrangements[1].matrix[1].organisation", RefusedReason.NO_SUCH_ROW),
        ("centres.0.handover.successor", "who", "centres.handover.successor",
         RefusedReason.NO_SUCH_ROW),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_where_it_stands(
    path: str, value: object, field: str, reason: RefusedReason
) -> None:
    raw: Any = directory()
    inside = raw
    *way, last = path.split(".")
    for step in way:
        inside = inside[int(step)] if step.isdigit() else inside[step]
    inside[last] = value
    first = parsed(raw).refused[0]
    assert (first.file, first.field, first.reason) == ("a.json", field, reason)


def test_a_missing_field_is_named() -> None:
    raw = directory()
    del raw["organisations"][0]["name"]
    first = parsed(raw).refused[0]
    assert (first.row, first.field, first.reason) == (
        1,
        "organisations.name",
        RefusedReason.MISSING,
    )


def other_arrangement(first: str, **more: object) -> Raw:
    raw = directory()
    model = {"kind": "government_run", "agency": "state"}
    raw["centres"][0]["arrangements"].append({"id": "b", "model": model, "from": first, **more})
    return raw


def test_overlapping_arrangements_are_refused_and_provisional_ones_wait() -> None:
    (refused,) = parsed(other_arrangement("2028-03-31")).refused
    assert (refused.field, refused.reason) == (
        "centres.arrangements[2].from",
        RefusedReason.OVERLAP,
    )
    assert not parsed(other_arrangement("2028-04-01")).refused
    assert not parsed(other_arrangement("2026-01-01", provisional=True)).refused


def test_an_arrangement_that_overlaps_a_known_one_is_refused_unless_it_replaces_it() -> None:
    known = parsed(directory()).directory
    assert not parsed(directory(), known).refused
    later = directory()
    later["centres"][0]["arrangements"][0]["id"] = "another"
    assert parsed(later, known).refused[0].reason is RefusedReason.OVERLAP


def test_two_cells_for_one_service_are_refused() -> None:
    raw = directory()
    matrix = raw["centres"][0]["arrangements"][0]["matrix"]
    matrix.append({"service": "shelter", "organisation": "state"})
    assert parsed(raw).refused[0].reason is RefusedReason.OVERLAP


def test_what_should_be_looked_at_is_said() -> None:
    raw = directory()
    raw["teams"] = [{**raw["teams"][0]}, {**raw["teams"][0], "id": "twin"}]
    arrangement = raw["centres"][0]["arrangements"][0]
    arrangement["matrix"].append({"service": "food", "organisation": "state"})
    arrangement["parties"] = [
        {"organisation": "iom", "role": "complementary_service_owner", "service": "food"}
    ]
    raw["centres"][0]["derogation"] = []
    del arrangement["until"], raw["centres"][0]["authority"]
    assert {each.kind for each in parsed(raw).warnings} == {
        RemarkKind.NO_COORDINATOR,
        RemarkKind.NO_TEAM,
        RemarkKind.TWO_TEAMS,
        RemarkKind.MATRIX_DISAGREES,
        RemarkKind.APPROVAL_MISSING,
        RemarkKind.NO_AUTHORITY,
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "not JSON"),
        (b"[]", "not Passerelle's directory format"),
        (b'{"passerelle": 2}', "version 2"),
        (b'{"passerelle": 1, "center": []}', "unknown field `center`"),
        (b'{"passerelle": 1, "note": "\xe9"}', "byte 27 (0xe9) in line 1 is not UTF-8"),
    ],
)
def test_a_file_that_is_not_of_the_format_is_refused_whole(content: bytes, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_native([Document("a.json", content)], NOW)
    assert says in str(refused.value)


def test_files_of_several_formats_are_read_as_one(tmp_path: Path, repository: Path) -> None:
    (tmp_path / "own.json").write_text(json.dumps(directory()))
    package = repository / "tests" / "data" / "hsds_jordan"
    found = read([package, tmp_path / "own.json"], Directory(), NOW)
    assert len(found.directory.centres) == 68
    assert found.warnings_by_kind[RemarkKind.NO_COORDINATOR] == 0
    assert found.seen["service"] == 281
