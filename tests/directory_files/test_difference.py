"""What an import would change, by stable id; and what it keeps of what is known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.directory_files.checks import merged
from casework.directory_files.difference import Entry, difference, without_gone
from casework.directory_files.documents import Document
from casework.directory_files.report import RemarkKind
from domain.centres import AddressRule, Centre, CentreStatus, Committee, SpecialDay
from domain.closures import Closure
from domain.directory import Directory
from domain.geography import Point
from domain.organisations import CentreId, OrganisationId
from domain.services import Capacity, Service, ServiceId, ServiceStatus
from tests.directory_files.making import (
    ELEMENT,
    FEATURE,
    NOW,
    ROW,
    SERVICE,
    TABLES,
    as_csv,
    as_json,
    as_overpass,
    as_xlsx,
    as_zip,
    reading,
)

MEALS = ROW | {"id": "s2", "service": "Meals"}
EVERYTHING = (
    as_csv([ROW, MEALS]),
    as_xlsx([ROW, MEALS]),
    as_json(SERVICE),
    as_json([FEATURE]),
    as_overpass(ELEMENT),
    as_zip(TABLES),
)


@pytest.mark.parametrize("document", EVERYTHING)
def test_reading_the_same_again_changes_nothing(document: Document) -> None:
    known = reading(document).directory
    again = difference(known, reading(document, known=known))
    assert again.is_empty
    assert again.unchanged == sum(
        len(each) for each in (known.organisations, known.centres, known.services)
    )


def test_new_changed_and_gone_are_named_with_their_fields() -> None:
    known = reading(as_csv([ROW, MEALS])).directory
    advice = ROW | {"id": "s3", "service": "Advice", "kind of help": "information"}
    read = reading(as_csv([ROW | {"status": "inactive", "minimum age": "18"}, advice]), known=known)
    found = difference(known, read)
    assert found.new == (Entry("services", "s3", "Advice"),)
    assert found.changed == (Entry("services", "s1", "Beds", ("status", "eligibility")),)
    assert found.gone == (Entry("services", "s2", "Meals"),)
    assert (found.unchanged, found.counts("services")) == (
        2,
        {"new": 1, "changed": 1, "gone": 1},
    )


def test_only_what_the_same_dataset_brought_can_be_gone() -> None:
    known = reading(as_csv([ROW, MEALS])).directory
    other = reading(as_csv([ROW], "other.csv"), known=known)
    assert not difference(known, other).gone
    named = reading(as_csv([ROW], "other.csv"), known=known, source="table")
    assert [each.id for each in difference(known, named).gone] == ["s2"]
    by_hand = merged(Directory(), replace(known, services=tuple(
        replace(each, source="") for each in known.services)))  # fmt: skip
    assert not difference(by_hand, reading(as_csv([ROW]), known=by_hand)).gone


def test_a_fact_stays_with_the_dataset_that_brought_it_unless_told() -> None:
    known = reading(as_csv([ROW])).directory
    for source, expected in (("", "table"), ("mine", "mine")):
        read = reading(as_csv([ROW], "copy.csv"), known=known, source=source)
        assert {each.source for each in read.directory.services} == {expected}
        assert {each.source for each in read.directory.centres} == {expected}


def test_what_is_gone_is_ended_unless_a_refused_row_leaves_doubt() -> None:
    away = ROW | {"id": "s9", "centre id": "c9", "centre": "Far away"}
    known = reading(as_csv([ROW, MEALS, away])).directory
    found = difference(known, reading(as_csv([ROW]), known=known))
    over = without_gone(known, found)
    assert {each.id: each.status for each in over.services} == {
        "s2": ServiceStatus.DEFUNCT,
        "s9": ServiceStatus.DEFUNCT,
    }
    assert {each.id: each.status for each in over.centres} == {"c9": CentreStatus.CLOSED}
    after = merged(known, over)
    assert difference(after, reading(as_csv([ROW]), known=after)).is_empty
    doubtful = reading(as_csv([ROW, MEALS | {"status": "?"}]), known=known)
    assert difference(known, doubtful).gone
    assert without_gone(known, difference(known, doubtful)).services == ()


def known_with(centre: Mapping[str, object], service: Mapping[str, object]) -> Directory:
    read = reading(as_csv([ROW])).directory
    centres = tuple(replace(each, **centre) for each in read.centres)  # type: ignore[arg-type]
    services = tuple(replace(each, **service) for each in read.services)  # type: ignore[arg-type]
    return replace(read, centres=centres, services=services)


def read_again(known: Directory, **change: str) -> tuple[Centre, Service]:
    found = reading(as_csv([ROW | change]), known=known).directory
    return found.centre(CentreId("c1")), found.service(ServiceId("s1"))


def test_what_a_file_cannot_say_is_kept() -> None:
    shut = (Closure(NOW),)
    full = Capacity(3, 1, datetime(2026, 11, 1, tzinfo=UTC))
    committee = Committee("Steering", "monthly")
    kept = {"authority": OrganisationId("o"), "committee": committee, "budget_line": "1"}
    of_service = {"closures": shut, "capacity": full, "counts_hold": timedelta(hours=12)}
    known = known_with(kept | {"closures": shut}, of_service)
    centre, service = read_again(known)
    assert (centre.closures, centre.committee, centre.budget_line) == (shut, committee, "1")
    assert centre.authority == "o"
    assert (service.closures, service.capacity) == (shut, full)
    assert service.counts_hold == timedelta(hours=12)
    assert read_again(known, **{"count holds": "24"})[1].counts_hold == timedelta(hours=24)


def test_other_names_the_rhythm_of_questions_and_special_days_are_kept() -> None:
    """A table cannot say them: reading it again must not take them from staff who set them."""
    special = (SpecialDay(NOW.date(), "10:00-12:00"),)
    known = known_with({"special_days": special}, {})
    (own,) = known.organisations
    named = replace(own, aliases=("Acronym",), asked_every_days=14)
    found = reading(as_csv([ROW]), known=replace(known, organisations=(named,))).directory
    assert found.organisations == (named,)
    assert found.centre(CentreId("c1")).special_days == special


def test_the_later_word_that_it_is_right_counts() -> None:
    told = {"verified_on": date(2026, 11, 1), "verified_by": OrganisationId("o")}
    known = known_with(told, told)
    older = read_again(known, **{"verified on": "2026-10-01"})
    newer = read_again(known, **{"verified on": "2026-11-02"})
    assert (older[0].verified_on, older[0].verified_by) == (date(2026, 11, 1), "o")
    assert older[1].verified_on == date(2026, 11, 1)
    assert (newer[0].verified_on, newer[0].verified_by) == (date(2026, 11, 2), None)


def test_an_import_makes_nothing_public_that_is_not() -> None:
    kept = {"address_rule": AddressRule.NEVER, "point": None, "area_point": Point(9.5, -13.7)}
    known = known_with(kept, {"confidential": True})
    found = reading(as_csv([ROW | {"address": "Quay 1"}]), known=known)
    centre = found.directory.centre(CentreId("c1"))
    assert (centre.address, centre.point, centre.address_rule) == ("", None, AddressRule.NEVER)
    assert centre.area_point == Point(9.5, -13.7)
    assert found.undisclosed[centre.id].address == "Quay 1"
    assert found.directory.services[0].confidential
    assert found.warnings_by_kind[RemarkKind.KEPT] == 2
