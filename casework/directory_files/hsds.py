"""HSDS 3.0: a folder of CSV files as Open Referral describes them.

Needed: organizations, services, locations and service_at_location. Read when there: schedules,
addresses, phones, languages, required_documents. Every location becomes a centre and every
service at a location a service of it, with its organisation as provider. HSDS ids are kept; a
service at several locations has its own id at the first and that of its service_at_location row
at the others. No team and no arrangement is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from casework.directory_files.checks import remarks_on
from casework.directory_files.csv_tables import Line
from casework.directory_files.ended import remark_on_ended
from casework.directory_files.hours_schedules import hours_of_row, joined
from casework.directory_files.hours_text import Hours
from casework.directory_files.hsds_tables import leads_somewhere, read_tables, unique
from casework.directory_files.names import tidy
from casework.directory_files.organisations import Organisations
from casework.directory_files.places import (
    NoPoint,
    Written,
    country_and_zone,
    is_a_place,
    positions,
)
from casework.directory_files.protected import Protected, protect
from casework.directory_files.report import (
    Findings,
    Progress,
    Read,
    RefusedReason,
    RemarkKind,
    quiet,
)
from casework.directory_files.services import Draft, admission_of, service_of
from domain.centres import Centre
from domain.directory import Directory
from domain.geography import Point
from domain.organisations import CentreId
from domain.services import Service, ServiceStatus

EVERY = 500
STATUSES = frozenset(ServiceStatus)


def read_hsds(
    folder: Path, now: datetime, known: Directory | None = None, progress: Progress = quiet
) -> Read:
    """Read an HSDS package; organisations of `known` with the same name keep their ids.

    `now`: an aware instant. Raises FileRefused when a file is not what it says it is.
    """
    findings = Findings()
    tables = read_tables(folder, findings)
    reading = _Reading(tables, known or Directory(), findings, progress, now.date())
    directory, hidden = reading.directory()
    remark_on_ended((line["valid_to"] for line in tables.get("schedule", [])), now, findings)
    findings.remarks += remarks_on(directory, known or Directory(), now)
    return Read(
        directory, hidden, tuple(findings.refused), tuple(findings.remarks), dict(findings.seen)
    )


@dataclass
class _Reading:
    tables: dict[str, list[Line]]
    known: Directory
    findings: Findings
    progress: Progress
    today: date
    schedules: dict[str, list[Hours]] = field(default_factory=lambda: defaultdict(list))
    details: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def directory(self) -> tuple[Directory, Protected]:
        """Read the tables in the order in which they refer to each other."""
        organisations = Organisations(self.known, self.findings)
        for key, line in unique(self.tables["organization"], ("name",), self.findings):
            organisations.add(key, line["name"], line.row)
        self.read_details()
        accepted = dict(self.services(organisations))
        locations = dict(unique(self.tables["location"], ("name",), self.findings))
        at = self.places_of_services(accepted, locations)
        self.read_schedules(accepted, locations)
        centres = dict(self.centres(locations))
        built = list(self.build(accepted, centres, at, organisations))
        shown, services, hidden = protect(centres.values(), built, self.findings)
        return Directory(organisations.all(), (), shown, services), hidden

    def read_details(self) -> None:
        """Gather languages, telephones and documents under what they belong to."""
        for table, column, value in (
            ("language", "service_id", "code"),
            ("language", "location_id", "code"),
            ("phone", "location_id", "number"),
            ("required_document", "service_id", "document"),
        ):
            for line in self.tables.get(table, []):
                if line[column] and line[value]:
                    self.details[table, line[column]].append(tidy(line[value]).strip('"'))

    def services(self, organisations: Organisations) -> Iterator[tuple[str, Line]]:
        needed = ("name", "status", "organization_id")
        for key, line in unique(self.tables["service"], needed, self.findings):
            if line["status"].lower() not in STATUSES:
                words = f"The status must be one of: {', '.join(sorted(STATUSES))}."
                reason = RefusedReason.UNKNOWN_VALUE
                self.findings.refuse(line.row, "status", line["status"], reason, words)
            elif leads_somewhere(
                line, "organization_id", organisations.ids, "organisation", self.findings
            ):
                yield key, line

    def places_of_services(
        self, services: dict[str, Line], locations: dict[str, Line]
    ) -> dict[str, list[Line]]:
        """Give the service_at_location rows of each service."""
        found: dict[str, list[Line]] = defaultdict(list)
        needed = ("service_id", "location_id")
        for _, line in unique(self.tables["service_at_location"], needed, self.findings):
            if leads_somewhere(
                line, "service_id", services, "service", self.findings
            ) and leads_somewhere(line, "location_id", locations, "location", self.findings):
                found[line["service_id"]].append(line)
        return found

    def read_schedules(self, services: dict[str, Line], locations: dict[str, Line]) -> None:
        """Gather hours under the narrowest thing that a schedule names."""
        for _, line in unique(self.tables.get("schedule", []), (), self.findings):
            for column, present in (("service_id", services), ("location_id", locations)):
                if line[column] and not leads_somewhere(
                    line, column, present, column.removesuffix("_id"), self.findings
                ):
                    break
            else:
                names = ("service_at_location_id", "service_id", "location_id")
                owner = next((line[name] for name in names if line[name]), "")
                self.schedules[owner].append(hours_of_row(line, self.today))

    def centres(self, locations: dict[str, Line]) -> Iterator[tuple[str, Centre]]:
        lines = list(locations.values())
        written = [Written(line.row, line["latitude"], line["longitude"]) for line in lines]
        points = positions(written, self.findings)
        addresses = {line["location_id"]: line for line in self.tables.get("address", [])}
        codes = [addresses[key]["country"] if key in addresses else "" for key in locations]
        settled = country_and_zone(points, codes)
        for (key, line), point, place in zip(locations.items(), points, settled, strict=True):
            if point is NoPoint.REFUSED:
                continue
            if place is None:
                words = "Neither a position nor a country: nobody can tell where this is."
                reason = RefusedReason.MISSING
                self.findings.refuse(line.row, "latitude", "", reason, words)
                continue
            yield key, self.centre(key, line, place.country, place.zone, place.point, addresses)

    def centre(
        self,
        key: str,
        line: Line,
        country: str,
        zone: str,
        point: Point | None,
        addresses: dict[str, Line],
    ) -> Centre:
        name = tidy(line["name"])
        walkable = is_a_place(name) and line["location_type"] != "virtual"
        if point is None or not walkable:
            words = f"{name}: nobody can walk there, so no distance is shown."
            self.findings.remark(RemarkKind.NO_WALK_THERE, words, line.row)
        hours = joined(self.schedules.get(key, []))
        phones = self.details["phone", key]
        address = addresses.get(key)
        return Centre(
            id=CentreId(key),
            name=name,
            country=country,
            city=tidy(address["city"]) if address and address["city"] else name,
            zone=zone,
            point=point if walkable else None,
            address=tidy(address["address_1"]) if address else "",
            hours=hours.osm,
            languages=tuple(self.details["language", key]),
            phone=phones[0] if phones else "",
            aliases=tuple(filter(None, [tidy(line["alternate_name"])])),
        )

    def build(
        self,
        services: dict[str, Line],
        centres: dict[str, Centre],
        at: dict[str, list[Line]],
        organisations: Organisations,
    ) -> Iterator[Service]:
        for done, (key, line) in enumerate(services.items(), 1):
            places = [each for each in at.get(key, []) if each["location_id"] in centres]
            if not places:
                words = "The service stands at no location that was taken over."
                self.findings.refuse(line.row, "id", key, RefusedReason.NO_SUCH_ROW, words)
            for number, place in enumerate(places):
                own = key if number == 0 else place["id"]
                draft = self.draft(own, line, place, organisations)
                yield service_of(draft, self.findings)
            if done % EVERY == 0 or done == len(services):
                self.progress(done, len(services))

    def draft(self, own: str, line: Line, place: Line, organisations: Organisations) -> Draft:
        key = line["id"]
        hours = self.schedules.get(place["id"]) or self.schedules.get(key, [])
        return Draft(
            row=line.row,
            id=own,
            centre=CentreId(place["location_id"]),
            provider=organisations.ids[line["organization_id"]],
            category=line["description"],
            name=line["name"],
            admission=admission_of(line["application_process"]),
            criteria=tidy(line["eligibility_description"]),
            hours=joined(hours),
            status=ServiceStatus(line["status"].lower()),
            bring=tuple(self.details["required_document", key]),
            languages=tuple(self.details["language", key]),
            minimum_age=_age(line["minimum_age"]),
            maximum_age=_age(line["maximum_age"]),
        )


def _age(text: str) -> int | None:
    try:
        return int(float(text))
    except ValueError:
        return None
