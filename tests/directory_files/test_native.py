"""Passerelle's own format: all of the directory, and every mistake named with its place."""

import json
from dataclasses import MISSING, fields
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
from domain.geography import Point
from domain.handover import Check, Stage
from domain.periods import Bound
from domain.places import NamedPlace, NamedPlaceId

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
        ("centres.0.services.0.counts_hold_hours", 0, "centres.services[1].counts_hold_hours",
         RefusedReason.UNKNOWN_VALUE),
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


# ------------------------------------------------------------ places


def with_places(*places: Raw) -> Raw:
    """The small directory with places of its own."""
    return {**directory(), "places": list(places)}


CAMP = {"id": "camp", "name": "Camp Nine", "country": "TD", "point": [13.5, 21.5]}


def test_a_place_that_no_gazetteer_knows_comes_with_its_aliases() -> None:
    found = parsed(with_places({**CAMP, "aliases": ["Qadimbo", "قاديمبو"]}))
    camp = NamedPlaceId("camp")
    aliases = ("Qadimbo", "قاديمبو")
    assert found.directory.places == (
        NamedPlace(camp, "Camp Nine", "TD", Point(13.5, 21.5), aliases),
    )
    assert found.seen["places"] == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"point": [213.5, 21.5]}, RefusedReason.WRONG_SHAPE),
        ({"country": "Chad"}, RefusedReason.UNKNOWN_VALUE),
        ({"name": "C"}, RefusedReason.UNKNOWN_VALUE),
        ({"aliases": ["x" * 201]}, RefusedReason.UNKNOWN_VALUE),
        ({"colour": "blue"}, RefusedReason.UNKNOWN_VALUE),
    ],
)
def test_a_wrong_place_refuses_itself_alone(change: Raw, reason: RefusedReason) -> None:
    found = parsed(with_places({**CAMP, **change}, {**CAMP, "id": "other"}))
    assert [each.reason for each in found.refused] == [reason]
    assert [each.id for each in found.directory.places] == ["other"]


def test_the_same_place_twice_is_refused_once() -> None:
    found = parsed(with_places(CAMP, CAMP))
    assert [each.reason for each in found.refused] == [RefusedReason.DUPLICATE]


def test_money_staff_approvals_and_other_names_are_read() -> None:
    raw = directory()
    raw["organisations"][0]["aliases"] = ["OIM"]
    raw["centres"][0] |= {
        "derogation": {"asked": "2024-01-15", "approvals": {"leg": "2024-02-20", "donor": None}},
        "budgets": [{"year": 2020, "authority": "state", "line": "Chapter 4"}],
        "funding": [{"donor": "A fund", "words": "beds", "until": "2030-12-31"}],
        "staffing": [
            {"employer": "state", "kind": "daily_allowance", "number": 3, "role": "nurse"}
        ],
    }
    found = read_native([Document("d.json", json.dumps(raw).encode())], NOW)
    assert not found.refused
    facts = found.directory
    assert facts.organisations[0].aliases == ("OIM",)
    (derogation,) = facts.derogations
    assert derogation.approvals == frozenset(Approval)
    assert [each.by for each in derogation.approved_on] == [Approval.LEG]
    assert (facts.budgets[0].year, facts.budgets[0].authority) == (2020, "state")
    assert facts.funding[0].donor == "A fund"
    assert (facts.staffing[0].employer, facts.staffing[0].number) == ("state", 3)


@pytest.mark.parametrize(
    ("name", "wrong", "field"),
    [
        ("budgets", {"year": 20, "authority": "state", "line": "x"}, "budgets[1].year"),
        ("budgets", {"year": 2020, "authority": "nobody", "line": "x"}, "budgets[1].authority"),
        ("funding", {"donor": "A fund", "until": "soon"}, "funding[1]"),
        ("staffing", {"employer": "state", "kind": "x", "number": 1, "role": "r"}, "staffing[1]"),
        ("derogation", {"asked": "soon"}, "derogation"),
    ],
)
def test_a_wrong_fact_of_governance_is_refused_by_its_place(
    name: str, wrong: Raw, field: str
) -> None:
    raw = directory()
    raw["centres"][0][name] = [wrong] if name != "derogation" else wrong
    found = read_native([Document("d.json", json.dumps(raw).encode())], NOW)
    assert [each.field for each in found.refused if field in each.field], found.refused
    assert found.directory.centres, "the rest is read"


# ---------------------------------------------------------------- every field

EVERYTHING: Raw = {
    "passerelle": 1,
    "sample": True,
    "organisations": [
        {
            "id": "state",
            "name": "A ministry",
            "kind": "government",
            "aliases": ["AM"],
            "asked_every_days": 30,
            "limits": {"normal": {"acknowledge": "12 h", "decide": "2 working days"}},
            "reviews_declines": True,
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
            "area_point": [31.9, 35.9],
            "address": "1 Street",
            "meeting_point": "At the gate",
            "authority": "state",
            "status": "winding_down",
            "hours": "24/7",
            "ramadan_hours": "10:00-15:00",
            "closures": [{"from": "2026-12-01", "until": "2026-12-02", "reason": "works"}],
            "languages": ["ar"],
            "interpreters": ["prs"],
            "phone": "+000 000 001",
            "email": "house@example.org",
            "url": "https://example.org",
            "aliases": ["Home"],
            "committee": {"name": "Committee", "rhythm": "monthly", "next_meeting": "2026-12-08"},
            "wheelchair": "limited",
            "verified_on": "2026-11-01",
            "verified_by": "state",
            "budget_line": "4.2",
            "special_days": [{"day": "2026-12-24", "hours": "09:00-12:00"}],
            "services": [
                {
                    "id": "beds",
                    "type": "shelter",
                    "name": "Beds",
                    "provider": "state",
                    "hours": "20:00-08:00",
                    "hours_words": "Ring the bell",
                    "ramadan_hours": "21:00-08:00",
                    "closures": [{"from": "2026-12-03"}],
                    "status": "inactive",
                    "admission": "referral",
                    "eligibility": {
                        "genders": ["women"],
                        "minimum_age": 18,
                        "maximum_age": 60,
                        "words": "For women",
                        "strict": True,
                        "families": True,
                        "children_alone": False,
                    },
                    "bring": ["A blanket"],
                    "languages": ["fr"],
                    "interpreters": ["so"],
                    "capacity": {"places": 9, "free": 3, "updated": "2026-11-24T08:00:00+00:00"},
                    "counts_hold_hours": 12,
                    "confidential": True,
                    "wheelchair": "yes",
                    "needs_papers": False,
                    "phone": "+000 000 002",
                    "verified_on": "2026-11-02",
                    "verified_by": "state",
                }
            ],
        }
    ],
}
WITHOUT = {"source", "address_rule"}
"""The dataset that first brought an entry: what is written here has none. An address is public
here, or it would not be seen; the rule is tested with undisclosed ones."""


@pytest.mark.parametrize("kind", ["organisations", "centres", "services"])
def test_every_field_that_the_domain_knows_can_be_written(kind: str) -> None:
    [fact] = getattr(parsed(EVERYTHING).directory, kind)
    with_default = [
        each for each in fields(fact) if each.default is not MISSING and each.name != "sample"
    ]
    left = {each.name for each in with_default if getattr(fact, each.name) == each.default}
    assert left == WITHOUT & {each.name for each in fields(fact)}


def test_every_field_of_a_rule_of_admission_can_be_written() -> None:
    [service] = parsed(EVERYTHING).directory.services
    rule = service.eligibility
    assert [each.name for each in fields(rule) if getattr(rule, each.name) == each.default] == []


def test_who_is_said_to_have_checked_must_exist() -> None:
    raw = directory()
    raw["centres"][0]["verified_by"] = "nobody"
    found = parsed(raw)
    assert [each.field for each in found.refused][0].endswith("verified_by")


def test_a_committee_without_a_known_rhythm_is_refused_with_what_can_be_written() -> None:
    raw = directory()
    raw["centres"][0]["committee"] = {"name": "Committee", "rhythm": "now and then"}
    [refused] = parsed(raw).refused[:1]
    assert "'now and then' is no rhythm of a committee; write weekly, monthly" in refused.words
