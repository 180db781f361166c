"""Tables after the template: a row is a service; CSV and XLSX say the same."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from casework.directory_files.documents import Document
from casework.directory_files.empty_template import empty_template
from casework.directory_files.report import FileRefused, RefusedReason, RemarkKind
from casework.directory_files.template_columns import COLUMNS, column_of
from casework.directory_files.template_values import country, who
from domain.accessibility import Wheelchair
from domain.centres import AddressRule, CentreStatus
from domain.geography import Point
from domain.organisations import CentreId, OrganisationId, OrganisationKind
from domain.people import Gender
from domain.services import Admission, Capacity, Eligibility, ServiceId, ServiceStatus, ServiceType
from storage.directory import Undisclosed
from tests.directory_files.facts import facts_of
from tests.directory_files.making import NOW, ROW, as_csv, as_xlsx, reading, saved

FULL = {
    **ROW,
    "organisation id": "o1",
    "organisation kind": "international",
    "address": "Quay 1",
    "other names": "Maison de la mer, La mer",
    "time zone": "Africa/Conakry",
    "hours": "Mo-Fr 08:00-16:00",
    "ramadan hours": "Mo-Fr 20:00-23:00",
    "languages": "fr, ff",
    "interpreters": "ar",
    "phone": "+000 1",
    "email": "sea@example.org",
    "website": "https://example.org/",
    "wheelchair": "limited",
    "service hours": "Sa 08:00-12:00",
    "service hours in words": "after the prayer",
    "service phone": "+000 2",
    "who": "women, families, no-children_alone",
    "minimum age": "18",
    "maximum age": "60",
    "conditions": "People who have just arrived",
    "strict": "yes",
    "papers needed": "no",
    "bring": "A card; a paper",
    "admission": "appointment",
    "places": "40",
    "free": "3",
    "counted at": "2026-11-24T08:00:00+01:00",
    "count holds": "12",
    "status": "temporarily closed",
    "centre status": "winding_down",
    "verified on": "2026-11-20",
    "verified by": "o1",
    "service verified on": "2026-11-22",
    "authority": "o1",
    "authority name": "A house of the State",
    "sample": "yes",
}


def test_every_column_is_read() -> None:
    directory = reading(as_csv([FULL])).directory
    centre, service = directory.centre(CentreId("c1")), directory.service(ServiceId("s1"))
    organisation = directory.organisation(OrganisationId("o1"))
    assert (organisation.kind, organisation.sample) == (OrganisationKind.INTERNATIONAL, True)
    assert (centre.name, centre.country, centre.city) == ("House of the Sea", "GN", "Conakry")
    assert (centre.point, centre.address) == (Point(9.54, -13.68), "Quay 1")
    assert centre.aliases == ("Maison de la mer", "La mer")
    assert (centre.hours, centre.ramadan_hours) == ("Mo-Fr 08:00-16:00", "Mo-Fr 20:00-23:00")
    assert (centre.languages, centre.interpreters) == (("fr", "ff"), ("ar",))
    assert (centre.phone, centre.email) == ("+000 1", "sea@example.org")
    assert (centre.url, centre.wheelchair) == ("https://example.org/", Wheelchair.LIMITED)
    assert (centre.status, centre.authority) == (CentreStatus.WINDING_DOWN, "o1")
    assert (centre.verified_on, centre.verified_by) == (date(2026, 11, 20), "o1")
    assert (service.type, service.provider) == (ServiceType.SHELTER, "o1")
    assert (service.hours, service.hours_words) == ("Sa 08:00-12:00", "after the prayer")
    assert (service.phone, service.languages, service.wheelchair) == ("+000 2", (), None)
    assert service.eligibility == Eligibility(
        frozenset({Gender.WOMEN}),
        18,
        60,
        "People who have just arrived",
        strict=True,
        families=True,
        children_alone=False,
    )
    assert (service.needs_papers, service.bring) == (False, ("A card", "a paper"))
    assert service.admission is Admission.APPOINTMENT
    assert service.capacity == Capacity(40, 3, datetime(2026, 11, 24, 7, tzinfo=UTC))
    assert service.counts_hold == timedelta(hours=12)
    assert service.status is ServiceStatus.CLOSED_FOR_NOW
    assert (service.verified_on, service.sample) == (date(2026, 11, 22), True)


def test_a_workbook_says_the_same_with_its_own_kinds_of_cells() -> None:
    typed = FULL | {
        "latitude": 9.54,
        "longitude": -13.68,
        "minimum age": 18,
        "places": 40.0,
        "count holds": 12,
        "strict": True,
        "verified on": date(2026, 11, 20),
    }
    assert facts_of(reading(as_xlsx([typed])).directory) == facts_of(
        reading(as_csv([FULL])).directory
    )


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_any_usual_sign_parts_the_columns_and_a_comma_may_be_a_point(separator: str) -> None:
    row = ROW | ({} if separator == "," else {"latitude": "9,54", "longitude": "-13,68"})
    centre = reading(as_csv([row], separator=separator)).directory.centres[0]
    assert centre.point == Point(9.54, -13.68)


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("Centre", "centre"),
        ("LOCATION NAME", "centre"),
        ("Nom du centre", "centre"),
        ("opening_hours", "hours"),
        ("Horaires", "hours"),
        ("Pays", "country"),
        ("E-mail", "email"),
        ("Ramadan_Hours", "ramadan hours"),
        ("colour", ""),
    ],
)
def test_columns_have_other_names_in_english_and_french(written: str, column: str) -> None:
    assert column_of(written) == column


def test_no_name_stands_for_two_columns() -> None:
    names = [name for column in COLUMNS for name in (column.name, *column.others)]
    assert all(column_of(each.name) == each.name for each in COLUMNS)
    assert len({column_of(name) for name in names}) == len(COLUMNS)
    assert sum(column_of(name) == column.name for column in COLUMNS for name in (
        column.name, *column.others)) == len(names)  # fmt: skip


def test_a_column_that_is_not_known_is_told_and_its_formulas_hurt_nobody() -> None:
    found = reading(as_csv([ROW | {"colour": "=1+1"}]))
    remark = next(each for each in found.warnings if each.kind is RemarkKind.NOT_TAKEN)
    assert "'colour'" in remark.words
    assert not found.refused


def test_the_rows_of_a_centre_are_one_centre_and_may_differ_in_what_a_service_may() -> None:
    rows = [
        ROW | {"hours": "Mo-Fr 08:00-16:00", "phone": "+000 1"},
        ROW | {"id": "s2", "service": "Meals", "hours": "Mo-Fr 12:00-14:00", "phone": "+000 1"},
        ROW | {"id": "s3", "service": "Advice", "hours": "after the prayer", "city": "Kindia"},
    ]
    found = reading(as_csv(rows))
    (centre,) = found.directory.centres
    first, meals, advice = found.directory.services
    assert (centre.hours, centre.phone, centre.city) == ("Mo-Fr 08:00-16:00", "+000 1", "Conakry")
    assert (first.hours, first.phone) == (None, "")
    assert (meals.hours, meals.phone) == ("Mo-Fr 12:00-14:00", "")
    assert (advice.hours, advice.hours_words) == (None, "after the prayer")
    remark = next(each for each in found.warnings if each.kind is RemarkKind.CENTRE_DIFFERS)
    assert (remark.row, "city" in remark.words) == (4, True)


def test_ids_are_made_of_words_where_there_are_none() -> None:
    bare = {key: value for key, value in ROW.items() if key not in ("id", "centre id")}
    one, other = (reading(as_csv([bare])).directory for _ in range(2))
    assert facts_of(one) == facts_of(other)
    moved = reading(as_csv([bare | {"service": "Meals"}])).directory
    assert moved.centres == one.centres
    assert moved.services[0].id != one.services[0].id


def test_the_same_words_twice_are_one_service() -> None:
    bare = {key: value for key, value in ROW.items() if key != "id"}
    found = reading(as_csv([bare, bare]))
    assert len(found.directory.services) == 1
    assert (found.refused[0].row, found.refused[0].field) == (3, "service")
    assert found.refused[0].reason is RefusedReason.DUPLICATE


def test_an_address_that_is_not_public_is_in_no_open_fact() -> None:
    row = ROW | {"address": "Quay 1", "address rule": "after_acceptance"}
    found = reading(as_csv([row]))
    centre = found.directory.centre(CentreId("c1"))
    assert (centre.address, centre.point, centre.area_point) == ("", None, Point(9.5, -13.7))
    assert centre.address_rule is AddressRule.AFTER_ACCEPTANCE
    assert found.undisclosed[centre.id] == Undisclosed("Quay 1", Point(9.54, -13.68))


def test_a_count_without_its_time_is_of_now_until_it_changes() -> None:
    row = ROW | {"places": "40", "free": "3"}
    first = reading(as_csv([row]))
    assert first.directory.services[0].capacity == Capacity(40, 3, NOW)
    older = Capacity(40, 3, datetime(2026, 1, 1, tzinfo=UTC))
    known = reading(as_csv([row | {"counted at": "2026-01-01"}])).directory
    assert reading(as_csv([row]), known=known).directory.services[0].capacity == older


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"centre": ""}, "centre", RefusedReason.MISSING),
        ({"service": "", "kind of help": " "}, "service", RefusedReason.MISSING),
        ({"country": "Atlantis"}, "country", RefusedReason.UNKNOWN_VALUE),
        ({"latitude": "north"}, "latitude", RefusedReason.NOT_A_NUMBER),
        ({"latitude": "1e999"}, "latitude", RefusedReason.OFF_THE_GLOBE),
        ({"latitude": "nan"}, "latitude", RefusedReason.OFF_THE_GLOBE),
        ({"latitude": "0", "longitude": "0"}, "latitude", RefusedReason.AT_ZERO),
        ({"longitude": ""}, "longitude", RefusedReason.MISSING),
        ({"area latitude": "91", "area longitude": "0"}, "latitude", RefusedReason.OFF_THE_GLOBE),
        ({"minimum age": "-1"}, "minimum age", RefusedReason.UNKNOWN_VALUE),
        ({"minimum age": "1e400"}, "minimum age", RefusedReason.UNKNOWN_VALUE),
        ({"minimum age": "nan"}, "minimum age", RefusedReason.UNKNOWN_VALUE),
        ({"places": "40"}, "places", RefusedReason.WRONG_SHAPE),
        ({"places": "3", "free": "4"}, "places", RefusedReason.WRONG_SHAPE),
        ({"who": "everybody"}, "who", RefusedReason.UNKNOWN_VALUE),
        ({"who": "no-women"}, "who", RefusedReason.UNKNOWN_VALUE),
        ({"wheelchair": "perhaps"}, "wheelchair", RefusedReason.UNKNOWN_VALUE),
        ({"papers needed": "some"}, "papers needed", RefusedReason.UNKNOWN_VALUE),
        ({"ramadan hours": "evenings"}, "ramadan hours", RefusedReason.UNKNOWN_VALUE),
        ({"time zone": "Conakry"}, "time zone", RefusedReason.UNKNOWN_VALUE),
        ({"verified on": "lately"}, "verified on", RefusedReason.UNKNOWN_VALUE),
        ({"counted at": "lately"}, "counted at", RefusedReason.UNKNOWN_VALUE),
        ({"count holds": "0"}, "count holds", RefusedReason.UNKNOWN_VALUE),
        ({"count holds": "a day"}, "count holds", RefusedReason.UNKNOWN_VALUE),
        ({"count holds": "9" * 500}, "count holds", RefusedReason.UNKNOWN_VALUE),
        ({"status": "ok"}, "status", RefusedReason.UNKNOWN_VALUE),
        ({"organisation kind": "ngo"}, "organisation kind", RefusedReason.UNKNOWN_VALUE),
    ],
)
@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_a_fault_refuses_its_row_and_no_other(
    make: object, change: dict[str, str], field: str, reason: RefusedReason
) -> None:
    assert callable(make)
    good = ROW | {"id": "s2", "service": "Meals"}
    found = reading(make([ROW | change, good]))
    (refused,) = found.refused
    assert (refused.row, refused.field, refused.reason) == (2, field, reason)
    assert (refused.words.endswith("."), refused.advice.endswith(".")) == (True, True)
    assert [each.id for each in found.directory.services] == ["s2"]


def test_a_place_without_position_and_country_is_in_the_country_of_all_others_or_nowhere() -> None:
    nowhere = ROW | {"latitude": "", "longitude": "", "country": ""}
    (refused,) = reading(as_csv([nowhere])).refused
    assert (refused.row, refused.field) == (2, "country")
    assert refused.reason is RefusedReason.MISSING
    elsewhere = nowhere | {"id": "s2", "centre id": "c2"}
    found = reading(as_csv([ROW, elsewhere]))
    assert {each.country for each in found.directory.centres} == {"GN"}


def test_positions_that_are_exchanged_are_refused() -> None:
    rows = [
        ROW | {"id": f"s{n}", "centre id": f"c{n}", "latitude": 9.5 + n / 100} for n in range(6)
    ]
    rows.append(ROW | {"id": "x", "centre id": "x", "latitude": -13.68, "longitude": 9.54})
    (refused,) = reading(as_csv(rows)).refused
    assert (refused.row, refused.reason) == (8, RefusedReason.SWAPPED)


@pytest.mark.parametrize("written", ["GN", "gn", "Guinea", "Guinée", "غينيا"])
def test_a_country_has_several_names(written: str) -> None:
    assert country(written) == "GN"


def test_groups_are_understood_in_french_too() -> None:
    found = who("femmes; familles; non-enfants seuls")
    assert (found.genders, found.families, found.children_alone) == (
        frozenset({Gender.WOMEN}),
        True,
        False,
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a,b\n1,2\n", "there is no column centre"),
        ("centre,location\n1,2\n", "two columns say the same: centre"),
        ("id,service_id,location_id\n1,2,3\n", "one table of an HSDS package"),
        ("\n \n", "the file is empty"),
        ('centre,service\n"a"b,c\n', "line 2 is no CSV"),
        ("centre\n" + "x" * 1_000_001 + "\n", "line 2 is no CSV"),
        (",".join(["centre"] * 201), "more than 200 columns"),
    ],
)
def test_what_is_no_such_table_is_refused_whole(content: str, says: str) -> None:
    with pytest.raises(FileRefused, match=r"table\.csv: .*" + says):
        reading(Document("table.csv", content.encode()))


def test_the_first_sheet_that_can_be_seen_is_read() -> None:
    book = Workbook()
    hidden = book.worksheets[0]
    hidden.sheet_state = "hidden"
    hidden.append(["secret"])
    sheet = book.create_sheet("list")
    sheet.append([])
    sheet.append(list(ROW))
    sheet.append(list(ROW.values()))
    book.create_sheet("notes").append(["nothing"])
    found = reading(saved(book))
    assert [each.id for each in found.directory.services] == ["s1"]
    told = [each.words for each in found.warnings if each.kind is RemarkKind.NOT_TAKEN]
    assert len(told) == 2
    assert any("it is hidden" in each for each in told)


def test_rows_of_a_sheet_are_numbered_as_it_shows_them() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in ([], list(ROW), [], [*ROW.values()][:-2]):
        sheet.append(row)
    sheet["A4"], sheet["J4"] = "s1", "x"
    assert reading(saved(book)).refused[0].row == 4


def test_a_workbook_without_a_table_is_refused() -> None:
    with pytest.raises(FileRefused, match="no sheet holds anything"):
        reading(saved(Workbook()))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_empty_template_is_read_as_its_one_sample(ending: str) -> None:
    found = reading(Document(f"t.{ending}", empty_template(f"t.{ending}")))
    (service,) = found.directory.services
    assert not found.refused
    assert (service.sample, service.type) == (True, ServiceType.SHELTER)
    assert found.directory.centres[0].sample
    assert found.directory.organisations[0].sample


def test_a_template_of_another_kind_is_refused() -> None:
    with pytest.raises(FileRefused, match=r"written as \.csv or \.xlsx"):
        empty_template("t.ods")


def test_the_document_describes_every_column(repository: Path) -> None:
    text = (repository / "docs" / "directory-template.md").read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"| {column.name} | {column.words} |" in text
    header = next(csv.reader(StringIO(empty_template("t.csv").decode("utf-8-sig"))))
    assert header == [each.name for each in COLUMNS]


def test_an_authority_that_is_not_known_is_added_by_its_name() -> None:
    row = {"centre": "House", "service": "Beds", "country": "GN", "authority": "ministry"}
    found = reading(as_csv([row | {"authority name": "Ministry of Houses"}]))
    [centre], [authority] = found.directory.centres, found.directory.organisations
    assert centre.authority == authority.id == "ministry"
    assert authority.is_state
    without_name = reading(as_csv([row]))
    assert without_name.directory.centres[0].authority is None
    assert RemarkKind.DANGLING in without_name.warnings_by_kind


def test_the_report_says_that_a_table_cannot_tell_who_manages() -> None:
    found = reading(as_csv([{"centre": "House", "service": "Beds", "country": "GN"}]))
    [told] = [each for each in found.warnings if each.kind is RemarkKind.NO_MANAGER]
    assert told.words.startswith("1 centres have nobody on record who manages them")
