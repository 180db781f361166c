"""HSDS packed and as JSON: the same as the folder; attributes come back; archives are bounded."""

import csv
import json
import os
import zipfile
from collections import defaultdict
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from casework.directory_files import packages
from casework.directory_files.documents import Document
from casework.directory_files.hsds_attributes import (
    TAXONOMY,
    TAXONOMY_ID,
    Entity,
    attribute_id,
    term_id,
    terms,
    written,
)
from casework.directory_files.hsds_details import wheelchair_of
from casework.directory_files.reading import read
from casework.directory_files.report import FileRefused, RefusedReason, RemarkKind
from domain.accessibility import Wheelchair
from domain.centres import AddressRule
from domain.directory import Directory
from domain.organisations import CentreId, OrganisationId
from domain.services import ServiceId
from storage.directory import Undisclosed
from tests.directory_files.facts import facts_of
from tests.directory_files.making import NOW, SERVICE, TABLES, as_json, as_zip, reading
from tests.directory_files.test_hsds_attributes import FULL_CENTRE, FULL_ORGANISATION, FULL_SERVICE

OTHER = SERVICE | {
    "id": "s2",
    "service_at_locations": [SERVICE["service_at_locations"][0] | {"id": "sl2"}],
}


@pytest.fixture
def folder(repository: Path) -> Path:
    return repository / "tests" / "data" / "hsds_jordan"


def of_folder(folder: Path) -> Directory:
    return read([folder], Directory(), NOW).directory


@pytest.mark.parametrize("inside", ["", "package/"])
def test_a_zip_says_the_same_as_its_folder(folder: Path, inside: str) -> None:
    tables = {f"{inside}{each.name}": each.read_bytes() for each in folder.glob("*.csv")}
    tables["__MACOSX/._services.csv"] = b"\0"
    found = reading(as_zip(tables, "jordan.zip"))
    assert facts_of(found.directory) == facts_of(of_folder(folder))
    assert {each.source for each in found.directory.services} == {"jordan"}


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def nested(folder: Path) -> list[dict[str, Any]]:
    organisations = {each["id"]: each for each in rows_of(folder, "organizations.csv")}
    locations = {each["id"]: each for each in rows_of(folder, "locations.csv")}
    places, schedules = defaultdict(list), defaultdict(list)
    for each in rows_of(folder, "service_at_location.csv"):
        location = locations[each["location_id"]]
        places[each["service_id"]].append({"id": each["id"], "location": location})
    for each in rows_of(folder, "schedules.csv"):
        schedules[each["service_id"]].append(each)
    return [
        {
            **each,
            "organization": organisations[each["organization_id"]],
            "service_at_locations": places[each["id"]],
            "schedules": schedules[each["id"]],
        }
        for each in rows_of(folder, "services.csv")
    ]


@pytest.mark.parametrize("shape", ["list", "page", "organisations", "places"])
def test_json_says_the_same_as_the_tables(folder: Path, shape: str) -> None:
    services = nested(folder)
    raw: object = services
    if shape == "page":
        raw = {"first_page": True, "last_page": True, "contents": services}
    elif shape == "organisations":
        grouped: dict[str, dict[str, Any]] = {}
        for each in services:
            organisation = each.pop("organization")
            kept = grouped.setdefault(organisation["id"], {**organisation, "services": []})
            kept["services"].append(each)
        raw = list(grouped.values())
    elif shape == "places":
        raw = [
            {**place, "service": {k: v for k, v in each.items() if k != "service_at_locations"}}
            for each in services
            for place in each["service_at_locations"]
        ]
    found = reading(as_json(raw)).directory
    expected = of_folder(folder)
    for kind in ("organisations", "centres", "services"):
        known = {each.id: each for each in facts_of(expected)[kind]}  # type: ignore[attr-defined]
        read = {each.id: each for each in facts_of(found)[kind]}  # type: ignore[attr-defined]
        assert read == known


def test_one_page_of_several_says_so() -> None:
    found = reading(as_json({"last_page": False, "contents": [SERVICE]}))
    assert found.warnings_by_kind[RemarkKind.NOT_TAKEN] == 1


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"id": ""}, "id", RefusedReason.MISSING),
        ({"status": "open"}, "status", RefusedReason.UNKNOWN_VALUE),
        ({"organization": None}, "organization_id", RefusedReason.MISSING),
        ({"minimum_age": 1e300}, "minimum_age", RefusedReason.NOT_A_NUMBER),
        ({"minimum_age": "young"}, "minimum_age", RefusedReason.NOT_A_NUMBER),
        ({"service_at_locations": []}, "id", RefusedReason.NO_SUCH_ROW),
        ({"service_at_locations": [{"id": "x"}]}, "location_id", RefusedReason.MISSING),
        ({"name": ["a", {"b": 1}]}, "name", RefusedReason.MISSING),
    ],
)
def test_a_fault_in_json_refuses_its_service(
    change: dict[str, Any], field: str, reason: RefusedReason
) -> None:
    found = reading(as_json([SERVICE | change, OTHER]))
    first = found.refused[0]
    assert (first.row, first.field, first.reason) == (1, field, reason)
    assert [each.id for each in found.directory.services] == ["s2"]


def test_the_same_service_twice_is_refused_and_what_is_shared_is_not() -> None:
    found = reading(as_json([SERVICE, OTHER, OTHER | {"service_at_locations": []}]))
    assert [(each.row, each.reason) for each in found.refused] == [(3, RefusedReason.DUPLICATE)]
    assert (len(found.directory.services), len(found.directory.centres)) == (2, 1)


def test_the_official_examples_are_read_and_their_faults_named(repository: Path) -> None:
    location = SERVICE["service_at_locations"][0]["location"] | {"latitude": 100, "longitude": 101}
    place = SERVICE["service_at_locations"][0] | {"location": location}
    found = reading(as_json(SERVICE | {"service_at_locations": [place]}))
    assert [each.field for each in found.refused] == ["latitude", "id"]
    assert not found.directory.services


def test_a_reference_that_leads_nowhere_is_told() -> None:
    tables = TABLES | {
        "locations.csv": "id,name,latitude,longitude,organization_id\nc1,House,9.5,-13.6,gone\n",
        "attributes.csv": "id,link_id,taxonomy_term_id,value\n1,s1,gone,x\n",
    }
    found = reading(as_zip(tables))
    told = [each for each in found.warnings if each.kind is RemarkKind.DANGLING]
    assert [(each.file, each.row) for each in told] == [("locations.csv", 2), ("attributes.csv", 2)]
    assert len(found.directory.services) == 1


# ---------------------------------------------------------------- attributes


def as_table(rows: list[dict[str, object]]) -> str:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def exported() -> dict[str, str | bytes]:
    """Tables with the attributes of a service, its centre and its organisation."""
    owners = (
        (Entity.SERVICE, FULL_SERVICE),
        (Entity.LOCATION, FULL_CENTRE),
        (Entity.ORGANIZATION, FULL_ORGANISATION),
    )
    rows: list[dict[str, object]] = []
    for entity, fact in owners:
        for number, (code, text) in enumerate(written(entity, fact)):
            rows.append(
                {
                    "id": attribute_id(fact.id, code, number),
                    "link_id": fact.id,
                    "link_entity": entity,
                    "taxonomy_term_id": term_id(code),
                    "value": text,
                }
            )
    known: list[dict[str, object]] = [
        {"id": term_id(code), "code": code, "name": words, "taxonomy_id": TAXONOMY_ID}
        for code, words in terms().items()
    ]
    return {
        "organizations.csv": "id,name,description\no,Ministry,-\n",
        "services.csv": (
            "id,organization_id,name,status,eligibility_description,minimum_age,maximum_age\n"
            "s,o,Meals,active,Some,3,9\n"
        ),
        "locations.csv": "id,name,latitude,longitude\nc,Centre,,\n",
        "service_at_location.csv": "id,service_id,location_id\nsl,s,c\n",
        "taxonomies.csv": f"id,name,description\n{TAXONOMY_ID},{TAXONOMY},-\n",
        "taxonomy_terms.csv": as_table(known),
        "attributes.csv": as_table(rows),
    }


def test_attributes_carry_what_hsds_has_no_field_for() -> None:
    found = reading(as_zip(exported()))
    centre, service = found.directory.centres[0], found.directory.services[0]
    assert not found.refused
    assert found.directory.organisations == (FULL_ORGANISATION,)
    assert replace(centre, source="") == FULL_CENTRE
    assert replace(service, source="") == replace(FULL_SERVICE, provider=OrganisationId("o"))


def test_a_wrong_attribute_is_refused_by_its_row() -> None:
    tables = exported()
    text = str(tables["attributes.csv"])
    tables["attributes.csv"] = text.replace(f"{term_id('wheelchair')},limited", "x,x").replace(
        f"{term_id('kind')},food", f"{term_id('kind')},soup"
    )
    found = reading(as_zip(tables))
    (refused,) = found.refused
    assert (refused.file, refused.row, refused.field) == ("attributes.csv", 2, "value")
    assert refused.value == "soup"
    assert found.directory.services[0].wheelchair is None


def test_an_address_that_the_attributes_keep_back_is_undisclosed() -> None:
    tables = exported() | {
        "locations.csv": "id,name,latitude,longitude\nc,Centre,9.54,-13.68\n",
        "addresses.csv": "id,location_id,address_1,city,country\na,c,Quay 1,Conakry,GN\n",
    }
    found = reading(as_zip(tables))
    centre = found.directory.centre(CentreId("c"))
    assert (centre.address, centre.point, centre.address_rule) == ("", None, AddressRule.NEVER)
    assert found.undisclosed[centre.id].address == "Quay 1"
    assert isinstance(found.undisclosed[centre.id], Undisclosed)


def test_small_tables_tell_of_telephone_mail_and_wheelchairs() -> None:
    tables = TABLES | {
        "phones.csv": "id,service_id,location_id,number\n1,s1,,+000 1\n2,,c1,+000 2\n",
        "contacts.csv": "id,location_id,email\n1,c1,sea@example.org\n",
        "accessibility.csv": "id,location_id,description\n1,c1,No wheelchair access\n",
    }
    tables["services.csv"] = (
        "id,organization_id,name,status,assured_date\ns1,o1,Beds,active,2026-05-04\n"
    )
    directory = reading(as_zip(tables)).directory
    centre, service = directory.centre(CentreId("c1")), directory.service(ServiceId("s1"))
    assert (centre.phone, centre.email) == ("+000 2", "sea@example.org")
    assert centre.wheelchair is Wheelchair.NO
    assert (service.phone, str(service.verified_on)) == ("+000 1", "2026-05-04")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Wheelchair access is possible on all levels.", Wheelchair.YES),
        ("Accessible en fauteuil roulant", Wheelchair.YES),
        ("Limited wheelchair access", Wheelchair.LIMITED),
        ("Not wheelchair accessible", Wheelchair.NO),
        ("Sans accès en fauteuil roulant", Wheelchair.NO),
        ("There is a loop for hearing aids", None),
        ("", None),
    ],
)
def test_a_description_says_whether_a_wheelchair_gets_in(
    words: str, found: Wheelchair | None
) -> None:
    assert wheelchair_of(words) is found


# ---------------------------------------------------------------- archives


def archive(change: object) -> Document:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in TABLES.items():
            packed.writestr(name, text)
        assert callable(change)
        change(packed)
    return Document("package.zip", content.getvalue())


def link(packed: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("phones.csv")
    entry.external_attr = 0o120777 << 16
    packed.writestr(entry, "/etc/passwd")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda z: z.writestr("../services.csv", "x"), "leads out of the archive"),
        (lambda z: z.writestr("/etc/phones.csv", "x"), "leads out of the archive"),
        (lambda z: z.writestr("a\\..\\phones.csv", "x"), "leads out of the archive"),
        (lambda z: z.writestr("C:phones.csv", "x"), "leads out of the archive"),
        (link, "is a link"),
        (lambda z: z.writestr("more.zip", "x"), "is an archive"),
        (lambda z: z.writestr("phones.csv", b"0" * 2_000_000), "times its size"),
        (lambda z: z.writestr("services.csv", "x"), "two files of the same name"),
        (lambda z: [z.writestr(f"{n}.csv", "") for n in range(200)], "204 files"),
    ],
)
def test_an_archive_that_is_no_package_is_refused_before_it_is_unpacked(
    change: object, says: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        reading(archive(change))
    assert says in str(refused.value)


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LARGEST_FILE", 1000)
    big = as_zip(TABLES | {"phones.csv": os.urandom(700).hex()})
    with pytest.raises(FileRefused, match=r"package\.zip: .*MiB"):
        reading(big)


def test_an_encrypted_or_damaged_archive_is_refused() -> None:
    whole = as_zip(TABLES).content
    locked = bytearray(whole)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[whole.index(mark) + at] |= 1
    with pytest.raises(FileRefused, match="is encrypted"):
        reading(Document("package.zip", bytes(locked)))
    with pytest.raises(FileRefused, match="a broken zip archive"):
        reading(Document("package.zip", whole[:-30]))
    place = whole.index(b"organizations.csv") + len(b"organizations.csv")
    damaged = whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]
    with pytest.raises(FileRefused, match="Pack it again"):
        reading(Document("package.zip", damaged))


def test_an_archive_without_tables_is_refused() -> None:
    with pytest.raises(FileRefused, match="holds no HSDS package"):
        reading(as_zip({"a.txt": "hello"}))


def test_a_folder_does_not_follow_links(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    (tmp_path / "services.csv").rename(tmp_path.parent / "outside.csv")
    (tmp_path / "services.csv").symlink_to(tmp_path.parent / "outside.csv")
    with pytest.raises(FileRefused, match=r"services\.csv: an HSDS package needs this file"):
        of_folder(tmp_path)


def test_json_that_is_text_alone_is_refused() -> None:
    raws: list[object] = [[], {}, "x", 3, [[]], {"contents": 3}]
    for raw in raws:
        with pytest.raises(FileRefused):
            reading(Document("a.json", json.dumps(raw).encode()))
