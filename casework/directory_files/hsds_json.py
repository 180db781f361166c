"""HSDS JSON, as an API gives it: services with all that belongs to them, flattened into tables.

Read are a service, a service at a location, or an organisation with its services; alone, in a
list, or as the `contents` of a page. A row is the position in that list, from 1. What stands at
several places with one id (an organisation, a location) is taken from where it is first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from casework.directory_files.cells import taken
from casework.directory_files.csv_tables import NAMES, Line
from casework.directory_files.documents import Document
from casework.directory_files.json_text import decoded, parts
from casework.directory_files.limits import MOST_ROWS
from casework.directory_files.report import (
    FileRefused,
    Findings,
    RefusedReason,
    RemarkKind,
    Row,
)

Object = dict[str, Any]
SCALARS = (str, int, float)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organization": ("id", "name", "alternate_name"),
    "service": (
        *("id", "name", "description", "status", "application_process"),
        *("eligibility_description", "minimum_age", "maximum_age", "assured_date"),
    ),
    "service_at_location": ("id",),
    "location": ("id", "name", "alternate_name", "location_type", "latitude", "longitude", "url"),
    "address": ("id", "address_1", "city", "country"),
    "schedule": (
        *("id", "valid_to", "freq", "interval", "byday", "byweekno", "bymonthday", "byyearday"),
        *("description", "opens_at", "closes_at", "notes"),
    ),
    "phone": ("id", "number"),
    "contact": ("id", "email"),
    "language": ("id", "code"),
    "accessibility": ("id", "description"),
    "required_document": ("id", "document"),
    "attribute": ("id", "value"),
    "taxonomy_term": ("id", "code"),
}
OF_SERVICES: Mapping[str, str] = {
    "schedules": "schedule",
    "phones": "phone",
    "languages": "language",
    "required_documents": "required_document",
}
OF_LOCATIONS: Mapping[str, str] = {
    "addresses": "address",
    "schedules": "schedule",
    "phones": "phone",
    "contacts": "contact",
    "languages": "language",
    "accessibility": "accessibility",
}
SHAPES = frozenset({"organization", "service_at_locations", "service", "services", "contents"})


def is_hsds_json(raw: Mapping[str, object]) -> bool:
    """Say whether an object looks like one of those that are read here."""
    return bool(SHAPES & set(raw)) or {"id", "name", "status"} <= set(raw)


def read_tables_of_json(document: Document, findings: Findings) -> dict[str, list[Line]]:
    """Flatten a file into tables; raises FileRefused for what is no HSDS JSON."""
    tables = _Tables(document.name, findings)
    listed = _listed(document, findings)
    if len(listed) > MOST_ROWS:
        raise FileRefused(document.name, f"it has more than {MOST_ROWS} entries; split it.")
    for number, raw in enumerate(listed, 1):
        row = Row(document.name, number)
        item = msgspec.json.decode(raw)
        if isinstance(item, dict) and is_hsds_json(item):
            tables.item(item, row)
        else:
            words = "Neither a service, a service at a location nor an organisation."
            findings.refuse(row, "", item, RefusedReason.WRONG_SHAPE, words)
    for table in ("service", "location", "organization"):
        findings.seen[table] = len(tables.lines.get(table, ()))
    needed: dict[str, list[Line]] = {
        table: [] for table in ("organization", "service", "location", "service_at_location")
    }
    return needed | tables.lines


def _listed(document: Document, findings: Findings) -> Sequence[msgspec.Raw | bytes]:
    found = parts(document.name, document.content)
    if isinstance(found, list):
        return found
    if "contents" not in found:
        return [document.content]
    if b"false" in (bytes(found.get(name, b"")) for name in ("first_page", "last_page")):
        words = "One page of several: what stands on the others is not in this file."
        findings.remark(RemarkKind.NOT_TAKEN, words, Row(document.name, 1))
    return decoded(document.name, found["contents"], list[msgspec.Raw])


@dataclass
class _Tables:
    file: str
    findings: Findings
    lines: dict[str, list[Line]] = field(default_factory=dict)
    there: dict[tuple[str, str], Line] = field(default_factory=dict)

    def item(self, raw: Object, row: Row) -> None:
        """Take one entry of the list, of whichever shape it is."""
        service = _object(raw.get("service"))
        if service is not None:
            self.service({**service, "service_at_locations": [raw]}, row, once=True)
        elif "services" in raw:
            organisation = {key: each for key, each in raw.items() if key != "services"}
            self.add("organization", organisation, row, once=True)
            for each in _objects(raw["services"]):
                self.service({"organization": organisation, **each}, row)
        else:
            self.service(raw, row)

    def service(self, raw: Object, row: Row, *, once: bool = False) -> None:
        key = _text(raw.get("id"))
        organisation = _object(raw.get("organization"))
        if organisation is not None:
            self.add("organization", organisation, row, once=True)
            self.attributes(organisation, _text(organisation.get("id")), row)
            owner = _text(organisation.get("id"))
        else:
            owner = _text(raw.get("organization_id"))
        self.add("service", raw, row, once=once, organization_id=owner)
        for name, table in OF_SERVICES.items():
            for each in _objects(raw.get(name)):
                self.add(table, each, row, once=True, service_id=key)
        self.attributes(raw, key, row)
        for each in _objects(raw.get("service_at_locations")):
            self.at_location(each, key, row)

    def at_location(self, raw: Object, service: str, row: Row) -> None:
        location = _object(raw.get("location"))
        key = _text(raw.get("location_id"))
        if location is not None:
            key = _text(location.get("id"))
            self.location(location, key, row)
        at = _text(raw.get("id"))
        self.add("service_at_location", raw, row, service_id=service, location_id=key)
        for each in _objects(raw.get("schedules")):
            self.add("schedule", each, row, once=True, service_at_location_id=at)

    def location(self, raw: Object, key: str, row: Row) -> None:
        self.add("location", raw, row, once=True)
        for name, table in OF_LOCATIONS.items():
            for each in _objects(raw.get(name)):
                self.add(table, each, row, once=True, location_id=key)
        self.attributes(raw, key, row)

    def attributes(self, raw: Object, owner: str, row: Row) -> None:
        for each in _objects(raw.get("attributes")):
            term = _object(each.get("taxonomy_term"))
            if term is None:
                continue
            detail = _object(term.get("taxonomy_detail"))
            name = _text(detail.get("name") if detail else term.get("taxonomy"))
            self.add("taxonomy_term", term, row, once=True, taxonomy=name)
            key = _text(term.get("id"))
            self.add("attribute", each, row, once=True, link_id=owner, taxonomy_term_id=key)

    def add(self, table: str, raw: Object, row: Row, *, once: bool = False, **owners: str) -> None:
        """Add a row; `once`: the same id again only tells what else it belongs to."""
        key = _text(raw.get("id"))
        before = self.there.get((table, key)) if once and key else None
        if before is not None:
            for column, owner in owners.items():
                before.cells.setdefault(column, owner)
            return
        cells = {column: _text(raw.get(column)) for column in COLUMNS[table]} | owners
        kept = taken(cells, row, self.findings, NAMES)
        if kept is not None:
            line = Line(row, kept)
            self.lines.setdefault(table, []).append(line)
            self.there.setdefault((table, key), line)


def _object(raw: object) -> Object | None:
    return raw if isinstance(raw, dict) else None


def _objects(raw: object) -> Iterable[Object]:
    return [each for each in raw if isinstance(each, dict)] if isinstance(raw, list) else []


def _text(value: object) -> str:
    """Give a scalar as a cell has it; empty for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, SCALARS) else ""
