"""HSDS 3.0: the tables that Open Referral describes, from a folder, a zip archive or JSON.

Needed: organizations, services, locations and service_at_location. Read when there: schedules,
addresses, phones, contacts, languages, accessibility, required_documents, and the attributes of
our taxonomy. Every location becomes a centre and every service at a location a service of it,
with its organisation as provider. HSDS ids are kept; a service at several locations has its own
id at the first and that of its service_at_location row at the others. No team and no arrangement
is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from casework.directory_files.attributes_read import Attributes, attributes_of
from casework.directory_files.checks import remarks_on
from casework.directory_files.csv_tables import Line
from casework.directory_files.ended import remark_on_ended
from casework.directory_files.hsds_attributes import NOBODY, OWN_ID, RUN_BY_CENTRE, Entity
from casework.directory_files.hsds_details import (
    Details,
    details_of,
    read_schedules,
    wheelchair_of,
)
from casework.directory_files.hsds_tables import leads_somewhere, read_tables, unique
from casework.directory_files.management_told import not_taken
from casework.directory_files.names import tidy
from casework.directory_files.numbers import age_of
from casework.directory_files.organisations import Organisations
from casework.directory_files.own_ids import with_own_ids
from casework.directory_files.packages import Package
from casework.directory_files.places import (
    NoPoint,
    Where,
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
from domain.organisations import CentreId, OrganisationId
from domain.people import Gender
from domain.services import Service, ServiceStatus

EVERY = 500
STATUSES = frozenset(ServiceStatus)
Tables = Mapping[str, list[Line]]


def read_hsds(
    package: Package, now: datetime, known: Directory | None = None, progress: Progress = quiet
) -> Read:
    """Read an HSDS package; organisations of `known` with the same name keep their ids.

    `now`: an aware instant. Raises FileRefused when a file is not what it says it is.
    """
    findings = Findings()
    return read_hsds_tables(read_tables(package, findings), findings, now, known, progress)


def read_hsds_tables(
    tables: Tables,
    findings: Findings,
    now: datetime,
    known: Directory | None = None,
    progress: Progress = quiet,
) -> Read:
    """Read tables that are there already; `findings` may hold what was said of them before."""
    reading = _Reading(tables, known or Directory(), findings, progress, now)
    directory, hidden = reading.directory()
    remark_on_ended((line["valid_to"] for line in tables.get("schedule", [])), now, findings)
    findings.remarks += remarks_on(directory, known or Directory(), now)
    return Read(
        directory, hidden, tuple(findings.refused), tuple(findings.remarks), dict(findings.seen)
    )


class _Reading:
    def __init__(
        self,
        tables: Tables,
        known: Directory,
        findings: Findings,
        progress: Progress,
        now: datetime,
    ) -> None:
        self.tables = tables
        self.known = known
        self.now = now
        self.findings = findings
        self.progress = progress
        self.attributes: Attributes = attributes_of(tables)
        self.details: Details = details_of(tables, findings)
        self.organisations = Organisations(known, findings)

    def directory(self) -> tuple[Directory, Protected]:
        """Read the tables in the order in which they refer to each other."""
        for key, line in unique(self.tables["organization"], ("name",), self.findings):
            if key == NOBODY:
                self.organisations.ids[key] = OrganisationId(key)
                continue
            told = partial(self.attributes.on, Entity.ORGANIZATION, key, findings=self.findings)
            self.organisations.add(key, line["name"], line.row, told)
        accepted = dict(self.services())
        locations = dict(unique(self.tables["location"], ("name",), self.findings))
        at = self.places_of_services(accepted, locations)
        schedules = self.tables.get("schedule", [])
        read_schedules(schedules, accepted, locations, self.details, self.findings, self.now.date())
        centres = dict(self.centres(locations))
        built = list(self.build(accepted, centres, at))
        plain = Directory(self.organisations.all(), (), tuple(centres.values()), tuple(built))
        read = with_own_ids(plain, self.attributes)
        shown, services, hidden = protect(read.centres, read.services, self.findings)
        return Directory(read.organisations, (), shown, services), hidden

    def services(self) -> Iterator[tuple[str, Line]]:
        needed = ("name", "status", "organization_id")
        known = self.organisations.ids
        for key, line in unique(self.tables["service"], needed, self.findings):
            if line["status"].lower() not in STATUSES:
                words = f"The status must be one of: {', '.join(sorted(STATUSES))}."
                reason = RefusedReason.UNKNOWN_VALUE
                self.findings.refuse(line.row, "status", line["status"], reason, words)
            elif leads_somewhere(
                line, "organization_id", known, "organisation", self.findings
            ) and self.has_ages(line):
                yield key, line

    def has_ages(self, line: Line) -> bool:
        """Say whether both ages are years or empty; refuse the row when not."""
        for name in ("minimum_age", "maximum_age"):
            try:
                age_of(line[name])
            except ValueError as wrong:
                words = f"The {name} {wrong}."
                reason = RefusedReason.NOT_A_NUMBER
                self.findings.refuse(line.row, name, line[name], reason, words)
                return False
        return True

    def places_of_services(
        self, services: Mapping[str, Line], locations: Mapping[str, Line]
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

    def centres(self, locations: Mapping[str, Line]) -> Iterator[tuple[str, Centre]]:
        lines = list(locations.values())
        written = [Written(line.row, line["latitude"], line["longitude"]) for line in lines]
        points = positions(written, self.findings)
        addresses = {line["location_id"]: line for line in self.tables.get("address", [])}
        codes = [
            self.attributes.first(key, "country") or _cell(addresses.get(key), "country")
            for key in locations
        ]
        settled = country_and_zone(points, codes)
        for (key, line), point, place in zip(locations.items(), points, settled, strict=True):
            if point is NoPoint.REFUSED:
                continue
            if place is None:
                words = "Neither a position nor a country: nobody can tell where this is."
                reason = RefusedReason.MISSING
                self.findings.refuse(line.row, "latitude", "", reason, words)
                continue
            yield key, self.centre(line, place, addresses.get(key))

    def centre(self, line: Line, place: Where, address: Line | None) -> Centre:
        key, name = line["id"], tidy(line["name"])
        walkable = is_a_place(name) and line["location_type"] != "virtual"
        if (place.point is None or not walkable) and not self.attributes.has(Entity.LOCATION, key):
            words = f"{name}: nobody can walk there, so no distance is shown."
            self.findings.remark(RemarkKind.NO_WALK_THERE, words, line.row)
        centre = Centre(
            id=CentreId(key),
            name=name,
            country=place.country,
            city=tidy(_cell(address, "city")) or name,
            zone=place.zone,
            point=place.point if walkable else None,
            address=tidy(_cell(address, "address_1")),
            hours=self.details.hours(key).osm,
            languages=self.details.all("language", key),
            phone=self.details.first("phone", key),
            aliases=tuple(filter(None, [tidy(line["alternate_name"])])),
            wheelchair=wheelchair_of("; ".join(self.details.all("accessibility", key))),
            email=self.details.first("contact", key),
            url=line["url"],
        )
        if self.attributes.has(Entity.LOCATION, key):
            centre = replace(centre, aliases=(), wheelchair=None)
        centre = self.attributes.on(Entity.LOCATION, key, centre, self.findings)
        own = CentreId(self.attributes.first(key, OWN_ID) or key)
        management = not_taken(self.attributes.texts(key), own, self.known, self.now)
        if management:
            kind = RemarkKind.MANAGEMENT_NOT_TAKEN
            self.findings.remark(kind, f"{name}: {management}", line.row)
        authority = self.organisations.find(centre.authority)
        verifier = self.organisations.find(centre.verified_by)
        return replace(centre, authority=authority, verified_by=verifier)

    def build(
        self,
        services: Mapping[str, Line],
        centres: Mapping[str, Centre],
        at: Mapping[str, list[Line]],
    ) -> Iterator[Service]:
        for done, (key, line) in enumerate(services.items(), 1):
            places = [each for each in at.get(key, []) if each["location_id"] in centres]
            if not places:
                words = "The service stands at no location that was taken over."
                self.findings.refuse(line.row, "id", key, RefusedReason.NO_SUCH_ROW, words)
            for number, place in enumerate(places):
                yield self.service(key if number == 0 else place["id"], line, place)
            if done % EVERY == 0 or done == len(services):
                self.progress(done, len(services))

    def service(self, own: str, line: Line, place: Line) -> Service:
        key = line["id"]
        service = service_of(self.draft(own, line, place), self.findings)
        service = replace(
            service,
            phone=self.details.first("phone", key),
            verified_on=_day(line["assured_date"]),
        )
        if self.attributes.has(Entity.SERVICE, key):
            eligibility = replace(service.eligibility, genders=frozenset[Gender]())
            if not service.confidential:  # it was made short before it was written
                words = tidy(line["eligibility_description"])
                service = replace(service, name=tidy(line["name"]))
                eligibility = replace(eligibility, words=words)
            service = replace(service, eligibility=eligibility)
            if self.attributes.first(key, "hours") or self.attributes.first(key, "hours_words"):
                service = replace(service, hours=None, hours_words="")
        service = self.attributes.on(Entity.SERVICE, key, service, self.findings)
        if self.attributes.first(key, RUN_BY_CENTRE):
            service = replace(service, provider=None)
        return replace(service, verified_by=self.organisations.find(service.verified_by))

    def draft(self, own: str, line: Line, place: Line) -> Draft:
        key = line["id"]
        return Draft(
            row=line.row,
            id=own,
            centre=CentreId(place["location_id"]),
            provider=self.organisations.ids[line["organization_id"]],
            category=self.attributes.first(key, "kind") or line["description"],
            name=line["name"],
            admission=admission_of(line["application_process"]),
            criteria=tidy(line["eligibility_description"]),
            hours=self.details.hours(place["id"], key),
            status=ServiceStatus(line["status"].lower()),
            bring=self.details.all("required_document", key),
            languages=self.details.all("language", key),
            minimum_age=age_of(line["minimum_age"]),
            maximum_age=age_of(line["maximum_age"]),
        )


def _cell(line: Line | None, column: str) -> str:
    return line[column] if line else ""


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text[:10]) if text else None
    return None
