"""HSDS: 281 real services are read, importing twice changes nothing, every fault is named."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.directory_files.checks import merged
from casework.directory_files.protocol import protocol
from casework.directory_files.reading import read
from casework.directory_files.report import FileRefused, Read, RefusedReason, RemarkKind
from domain.centres import AddressRule
from domain.directory import Directory
from domain.geography import Point, distance_m
from domain.organisations import Area, CentreId, OrganisationId, OrganisationKind, Team, TeamId
from domain.organisations import Organisation as Org
from domain.people import Told
from domain.routing import Owner, Rule, route
from domain.services import Admission, Service, ServiceId, ServiceType
from storage.directory import Undisclosed
from tests.directory_files.facts import facts_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ZARQA = Point(32.07, 36.09)
NOBODY = Directory()


@pytest.fixture(scope="module")
def package(request: pytest.FixtureRequest) -> Path:
    return Path(request.config.rootpath) / "tests" / "data" / "hsds_jordan"


@pytest.fixture(scope="module")
def jordan(package: Path) -> Read:
    return read([package], NOBODY, NOW)


Change = Callable[[str, str, str], Path]


@pytest.fixture
def changed(package: Path, tmp_path: Path) -> Change:
    """A copy of the package in which a text of one file is replaced, once."""

    def change(name: str, old: str, new: str) -> Path:
        copy = tmp_path / "package"
        if not copy.exists():
            shutil.copytree(package, copy)
        content = (copy / name).read_text(encoding="utf-8")
        assert old in content
        (copy / name).write_text(content.replace(old, new, 1), encoding="utf-8")
        return copy

    return change


def test_all_services_are_read_and_none_is_refused(jordan: Read) -> None:
    assert not jordan.refused
    assert jordan.seen["service"] == len(jordan.directory.services) == 281
    assert len(jordan.directory.centres) == 67
    assert len(jordan.directory.organisations) == 36
    assert {each.country for each in jordan.directory.centres} == {"JO"}
    assert {each.zone for each in jordan.directory.centres} == {"Asia/Amman"}


def test_hours_are_read_or_kept_as_words(jordan: Read) -> None:
    services = jordan.directory.services
    assert sum(each.hours is not None for each in services) == 164
    assert sum(bool(each.hours_words) for each in services) == 79
    assert not any(each.hours and each.hours_words for each in services)
    assert jordan.warnings_by_kind[RemarkKind.HOURS_AS_WORDS] == 79


def test_kinds_and_ways_in(jordan: Read) -> None:
    services = jordan.directory.services
    assert Counter(each.admission for each in services) == {
        Admission.REFERRAL: 229,
        Admission.NO_REFERRALS: 49,
        Admission.WALK_IN: 3,
    }
    kinds = Counter(each.type for each in services)
    assert (kinds[ServiceType.SHELTER], kinds[ServiceType.CASH]) == (12, 45)
    assert sum(each.confidential for each in services) == 3
    assert all(len(each.name) <= 60 for each in services)


def test_nothing_that_anyone_may_find_tells_of_violence(jordan: Read) -> None:
    for service, _ in jordan.directory.open_services():
        shown = f"{service.name} {service.eligibility.words}".lower()
        assert not any(word in shown for word in ("gbv", "violence", "rape", "survivor"))


def test_country_wide_services_are_kept_without_a_point(jordan: Read) -> None:
    wide = next(each for each in jordan.directory.centres if each.name == "Country Wide")
    assert (wide.point, wide.country) == (None, "JO")
    assert jordan.directory.services_of(wide.id)
    assert all(each.point for each in jordan.directory.centres if each.id != wide.id)


def test_the_un_needs_no_gate_and_everybody_else_does(jordan: Read) -> None:
    kinds = Counter(each.kind for each in jordan.directory.organisations)
    assert kinds == {OrganisationKind.INTERNATIONAL: 3, OrganisationKind.PARTNER: 33}
    assert jordan.warnings_by_kind[RemarkKind.NOT_A_PARTNER] == 3
    assert jordan.warnings_by_kind[RemarkKind.GATE_CLOSED] == 33


def test_teams_and_coordinators_are_missed_until_there_are_some(
    jordan: Read, package: Path
) -> None:
    assert not jordan.directory.teams
    assert jordan.warnings_by_kind[RemarkKind.NO_TEAM] == 36
    assert jordan.warnings_by_kind[RemarkKind.NO_COORDINATOR] == 1
    again = read([package], merged(jordan.directory, staffed(jordan)), NOW)
    assert again.warnings_by_kind[RemarkKind.NO_TEAM] == 0
    assert again.warnings_by_kind[RemarkKind.NO_COORDINATOR] == 0


def test_importing_twice_gives_the_same(jordan: Read, package: Path) -> None:
    assert facts_of(read([package], NOBODY, NOW).directory) == facts_of(jordan.directory)
    assert facts_of(read([package], jordan.directory, NOW).directory) == facts_of(jordan.directory)
    again = merged(jordan.directory, jordan.directory)
    assert facts_of(again) == facts_of(jordan.directory)


def staffed(jordan: Read) -> Directory:
    """A team for every organisation, and IOM as the country's coordinator."""
    everywhere = Area(countries=frozenset({"JO"}))
    teams = [
        Team(TeamId(f"team-{each.id}"), each.id, each.name, everywhere)
        for each in jordan.directory.organisations
    ]
    iom = Org(OrganisationId("iom"), "IOM", OrganisationKind.IOM)
    looks = Team(TeamId("coordination"), iom.id, "IOM Jordan", everywhere, coordinates=True)
    return Directory(organisations=(iom,), teams=(*teams, looks))


def nearest_shelter(directory: Directory) -> Service:
    def metres(service: Service) -> float:
        point = directory.centre(service.centre).point
        return distance_m(ZARQA, point) if point else float("inf")

    return min((each for each, _ in directory.open_services(ServiceType.SHELTER)), key=metres)


def test_a_request_near_zarqa_goes_to_the_provider_only_with_a_protocol(jordan: Read) -> None:
    directory = merged(jordan.directory, staffed(jordan))
    service = nearest_shelter(directory)
    assert directory.centre(service.centre).name == "Liwa Marka"
    closed = route(directory, service, Told(), NOW)
    assert isinstance(closed, Owner)
    assert (closed.team.id, closed.alert) == ("coordination", True)
    assert [each.rule for each in closed.why] == [
        Rule.PROVIDER,
        Rule.PARTNER_GATE,
        Rule.COORDINATOR,
    ]
    promise = protocol("Jordan data sharing", date(2028, 12, 31), directory.organisations, "JO")
    opened = route(merged(directory, Directory(agreements=(promise,))), service, Told(), NOW)
    assert isinstance(opened, Owner)
    assert (opened.team.organisation, opened.may_share) == (service.provider, True)
    assert not opened.alert


def test_a_protocol_holds_its_last_day_in_the_countrys_zone_and_keeps_its_id(jordan: Read) -> None:
    one = protocol("Jordan  Protocol", date(2028, 12, 31), jordan.directory.organisations, "JO")
    assert one.period.holds(datetime(2028, 12, 31, 20, 59, tzinfo=UTC))
    assert not one.period.holds(datetime(2028, 12, 31, 21, tzinfo=UTC))
    assert one.id == protocol("jordan protocol", date(2030, 1, 1), (), "JO").id
    assert one.id != protocol("jordan protocol", date(2030, 1, 1), (), "LB").id


def test_a_safe_house_is_found_by_nobody(changed: Change) -> None:
    folder = changed("locations.csv", "Liwa Qasabat As Salt", "Safe house of Salt")
    (folder / "addresses.csv").write_text(
        f"id,location_id,address_1,city,country\n1,{LOCATION},First street,Salt,JO\n"
    )
    found = read([folder], NOBODY, NOW)
    centre = found.directory.centre(CentreId(LOCATION))
    assert (centre.name, centre.point, centre.address) == ("Salt", None, "")
    assert centre.shown_point == Point(32.0, 35.7)
    assert centre.address_rule is AddressRule.AFTER_ACCEPTANCE
    assert found.undisclosed[centre.id] == Undisclosed("First street", Point(32.03917, 35.7))
    assert all(each.confidential for each in found.directory.services_of(centre.id))


def test_no_place_of_the_real_data_is_protected(jordan: Read) -> None:
    assert not jordan.undisclosed


# ---------------------------------------------------------------- faults


SERVICE = "a99698e1-59cf-569e-995a-6c960975ffbb"
LOCATION = "52d8e7da-9024-5539-857a-225e62bad748"
IOCC = "04829ae2-7754-50bb-8c24-1f0592854c4c"
AT_SALT = "Liwa Qasabat As Salt,,,,32.03917,35.7,"


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "field", "reason"),
    [
        ("services.csv", f"{SERVICE},", ",", 2, "id", RefusedReason.MISSING),
        ("services.csv", ",active,", ",,", 2, "status", RefusedReason.MISSING),
        ("services.csv", ",active,", ",open,", 2, "status", RefusedReason.UNKNOWN_VALUE),
        ("services.csv", IOCC, "", 2, "organization_id", RefusedReason.MISSING),
        ("services.csv", IOCC, "nobody", 2, "organization_id", RefusedReason.NO_SUCH_ROW),
        (
            "services.csv",
            "8bd367fa-7dae-5449-b0cc-83a054791d08",
            SERVICE,
            3,
            "id",
            RefusedReason.DUPLICATE,
        ),
        ("services.csv", ",Open to all,,,,,,,", ",Open to all,,,,,,,,more", 2, "",
         RefusedReason.WRONG_SHAPE),
        ("organizations.csv", "IOCC,", ",", 2, "name", RefusedReason.MISSING),
        ("locations.csv", "32.03917,35.7", "32.03917,", 2, "longitude", RefusedReason.MISSING),
        ("locations.csv", "32.03917,35.7", "north,35.7", 2, "latitude",
         RefusedReason.NOT_A_NUMBER),
        ("locations.csv", "32.03917,35.7", "320.3917,35.7", 2, "latitude",
         RefusedReason.OFF_THE_GLOBE),
        ("locations.csv", "32.03917,35.7", "nan,35.7", 2, "latitude", RefusedReason.OFF_THE_GLOBE),
        ("locations.csv", "32.03917,35.7", "35.7,32.03917", 2, "latitude", RefusedReason.SWAPPED),
        ("locations.csv", "32.03917,35.7", "0,0.0", 2, "latitude", RefusedReason.AT_ZERO),
        ("service_at_location.csv", f",{SERVICE},", ",gone,", 2, "service_id",
         RefusedReason.NO_SUCH_ROW),
        ("service_at_location.csv", f",{LOCATION},", ",gone,", 2, "location_id",
         RefusedReason.NO_SUCH_ROW),
        ("schedules.csv", f",{SERVICE},", ",gone,", 2, "service_id", RefusedReason.NO_SUCH_ROW),
    ],
)  # fmt: skip
def test_a_fault_is_refused_by_its_row(
    changed: Change, file: str, old: str, new: str, row: int, field: str, reason: RefusedReason
) -> None:
    found = read([changed(file, old, new)], NOBODY, NOW)
    first = next(each for each in found.refused if each.file == file)
    assert (first.row, first.field, first.reason) == (row, field, reason)
    assert first.words.endswith(".")
    assert first.advice.endswith(".")
    read_and_refused = len(found.directory.services) + sum(
        each.file == "services.csv" for each in found.refused
    )
    assert read_and_refused == 281


def test_a_value_is_cut_in_the_report(changed: Change) -> None:
    found = read([changed("services.csv", ",active,", f",{'x' * 300},")], NOBODY, NOW)
    assert len(found.refused[0].value) == 80


def test_blank_lines_are_skipped_and_the_line_is_still_right(changed: Change) -> None:
    folder = changed("services.csv", f"\n{SERVICE}", f"\n\n,,,,\n{SERVICE}")
    found = read([changed("services.csv", ",active,", ",open,")], NOBODY, NOW)
    assert folder.exists()
    assert (found.refused[0].row, found.refused[0].field) == (4, "status")


def test_a_byte_order_mark_does_no_harm(changed: Change, jordan: Read) -> None:
    folder = changed("services.csv", "id,", "\ufeffid,")
    assert facts_of(read([folder], NOBODY, NOW).directory) == facts_of(jordan.directory)


def test_the_same_name_in_another_case_is_one_organisation(changed: Change) -> None:
    folder = changed("organizations.csv", ",JRS,,JRS", ",  unhcr ,,JRS")
    found = read([folder], NOBODY, NOW)
    assert len(found.directory.organisations) == 35
    remark = next(each for each in found.warnings if each.kind is RemarkKind.SAME_ORGANISATION)
    assert (remark.file, remark.row) == ("organizations.csv", 4)
    unhcr = OrganisationId("d088904e-2f07-5572-952d-a652f5d73810")
    jrs = ServiceId("1a1a1f32-db68-5b1c-8cb8-35bc6df93bd2")
    assert found.directory.service(jrs).provider == unhcr


def test_a_known_organisation_of_that_name_keeps_its_id_and_kind(package: Path) -> None:
    iocc = Org(OrganisationId("ours"), "iocc", OrganisationKind.INTERNATIONAL)
    found = read([package], Directory(organisations=(iocc,)), NOW)
    assert iocc in found.directory.organisations
    assert found.directory.service(ServiceId(SERVICE)).provider == "ours"


def test_a_known_sample_is_nobody(package: Path) -> None:
    sample = Org(OrganisationId("sample"), "IOCC", OrganisationKind.IOM, sample=True)
    found = read([package], Directory(organisations=(sample,)), NOW)
    assert found.directory.service(ServiceId(SERVICE)).provider == IOCC


def test_a_service_at_two_places_is_two_services(changed: Change) -> None:
    other = "8ce3cb42-5fbe-51d8-9b1a-feb94c9aaba1"
    line = f"\nsecond,{SERVICE},{other},\n"
    folder = changed("service_at_location.csv", "\n", line)
    found = read([folder], NOBODY, NOW)
    assert len(found.directory.services) == 282
    assert found.directory.service(ServiceId(SERVICE)).centre == other
    assert found.directory.has_service("7c047862-b84a-5410-935d-178cdc8b840a")


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("services.csv", b"id,name\xe9\n", "byte 7 (0xe9) in line 1 is not UTF-8"),
        ("services.csv", "id,name".encode("utf-16"), "UTF-16"),
        ("services.csv", b"", "the file is empty"),
        ("services.csv", b"1,2,3\n", "missing: id, name"),
        ("services.csv", b"id;name\n", "missing: organization_id, status"),
        ("services.csv", b'id,name,status,organization_id\n"a"b,c,d,e\n', "line 2 is no CSV"),
        ("datapackage.json", b"{", "not a description of a data package"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_whole(
    changed: Change, file: str, content: bytes, says: str
) -> None:
    folder = changed("services.csv", "id", "id")
    (folder / file).write_bytes(content)
    with pytest.raises(FileRefused, match=".") as refused:
        read([folder], NOBODY, NOW)
    assert refused.value.file == file
    assert says in str(refused.value)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_columns_may_be_parted_by_other_signs(
    changed: Change, jordan: Read, separator: str
) -> None:
    folder = changed("services.csv", "id", "id")
    with (folder / "services.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (folder / "services.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    assert facts_of(read([folder], NOBODY, NOW).directory) == facts_of(jordan.directory)


def test_a_needed_table_that_is_missing_is_named(changed: Change) -> None:
    folder = changed("services.csv", "id", "id")
    (folder / "locations.csv").unlink()
    with pytest.raises(FileRefused, match=r"locations\.csv: an HSDS package needs this file"):
        read([folder], NOBODY, NOW)


def test_datapackage_json_names_the_files(changed: Change, jordan: Read) -> None:
    folder = changed("services.csv", "id", "id")
    (folder / "services.csv").rename(folder / "angebote.csv")
    package = '{"resources": [{"name": "service", "path": "angebote.csv"}]}'
    (folder / "datapackage.json").write_text(package)
    assert facts_of(read([folder], NOBODY, NOW).directory) == facts_of(jordan.directory)


def test_details_of_other_tables_are_taken_over(changed: Change) -> None:
    folder = changed("services.csv", "id", "id")
    (folder / "languages.csv").write_text(f"id,service_id,location_id,code\n1,{SERVICE},,ar\n")
    (folder / "phones.csv").write_text(f'id,location_id,number\n1,{LOCATION},"""+000 1"""\n')
    (folder / "required_documents.csv").write_text(
        f"id,service_id,document\n1,{SERVICE},A  paper\n"
    )
    (folder / "addresses.csv").write_text(
        f"id,location_id,address_1,city,country\n1,{LOCATION},First street,Salt,JO\n"
    )
    directory = read([folder], NOBODY, NOW).directory
    centre, service = directory.centre(CentreId(LOCATION)), directory.service(ServiceId(SERVICE))
    assert (centre.address, centre.city, centre.phone) == ("First street", "Salt", "+000 1")
    assert (service.languages, service.bring) == (("ar",), ("A paper",))


def test_progress_ends_at_the_total(package: Path) -> None:
    told: list[tuple[int, int]] = []
    read([package], NOBODY, NOW, lambda done, total: told.append((done, total)))
    assert told[-1] == (281, 281)
