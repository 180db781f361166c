"""CSV and XLSX tables after the template (docs/directory-template.md): a row, a service."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from casework.directory_files.checks import remarks_on, without_manager
from casework.directory_files.csv_tables import Line, csv_rows, line_of
from casework.directory_files.documents import Document
from casework.directory_files.names import normalised, stable_id, tidy
from casework.directory_files.organisations import Organisations
from casework.directory_files.packages import ZIP_STARTS
from casework.directory_files.places import (
    NoPoint,
    Position,
    Where,
    Written,
    country_and_zone,
    positions,
)
from casework.directory_files.protected import protect
from casework.directory_files.report import (
    FileRefused,
    Findings,
    Progress,
    Read,
    RefusedReason,
    RemarkKind,
    Row,
    quiet,
)
from casework.directory_files.services import service_of
from casework.directory_files.template_columns import column_of
from casework.directory_files.template_facts import (
    ORGANISATIONS,
    CentreRows,
    Values,
    capacity_of,
    centre_id,
    draft_of,
    hours_of,
    with_own_facts,
)
from casework.directory_files.template_values import PARSERS
from casework.directory_files.xlsx_tables import Cells, xlsx_rows
from domain.centres import Centre
from domain.directory import Directory
from domain.organisations import Organisation, OrganisationId, OrganisationKind
from domain.services import Service, ServiceId

EVERY = 500
NAMES = ("centre", "organisation", "city")
OF_HSDS = frozenset({"organization_id", "service_id", "location_id"})
COMMA = re.compile(r"-?\d{1,3},\d+")
TEMPLATE = "write an empty one with: passerelle directory template FILE.csv"


def read_template(
    document: Document, now: datetime, known: Directory, progress: Progress = quiet
) -> Read:
    """Read a table after the template; `now`: an aware instant.

    Raises FileRefused for what is no table, or has no column that names a centre.
    """
    findings = Findings()
    rows = table_rows(document, findings)
    return read_rows(document.name, next(rows), rows, now, known, progress, findings)


def table_rows(document: Document, findings: Findings) -> Iterator[Cells]:
    """Give header and rows of a CSV or XLSX file; the header is always there."""
    if document.content.startswith(ZIP_STARTS):
        return xlsx_rows(document, findings)
    return csv_rows(document.name, document.content)


def read_rows(
    name: str,
    header: Cells,
    rows: Iterator[Cells],
    now: datetime,
    known: Directory,
    progress: Progress,
    findings: Findings,
) -> Read:
    """Read the rows below a header."""
    return read_lines(_lines(name, header, rows, findings), now, known, progress, findings)


def read_lines(
    lines: Iterable[Line], now: datetime, known: Directory, progress: Progress, findings: Findings
) -> Read:
    """Read rows whose cells stand under the template's columns."""
    reading = _Reading(known, now, findings, progress)
    rows = reading.rows(lines)
    centres = reading.centres_of(rows)
    services = reading.services_of(rows, centres)
    shown, offered, hidden = protect(centres.values(), services, findings)
    directory = Directory(reading.organisations.all(), (), shown, offered)
    findings.remarks += remarks_on(directory, known, now)
    findings.remarks += without_manager(directory, known)
    return Read(
        directory, hidden, tuple(findings.refused), tuple(findings.remarks), dict(findings.seen)
    )


def _lines(name: str, header: Cells, rows: Iterator[Cells], findings: Findings) -> Iterator[Line]:
    columns = _columns(name, header[1], Row(name, header[0]), findings)
    for number, cells in rows:
        findings.seen["row"] += 1
        line = line_of(Row(name, number), columns, cells, findings, NAMES)
        if line is not None:
            yield line


def _columns(name: str, header: list[str], row: Row, findings: Findings) -> list[str]:
    columns = [column_of(each) for each in header]
    if "centre" not in columns:
        if OF_HSDS & {each.strip().lower() for each in header}:
            words = "one table of an HSDS package; import the whole folder or a zip of it."
            raise FileRefused(name, words)
        words = f"the first line must name the columns; there is no column centre: {TEMPLATE}."
        raise FileRefused(name, words)
    twice = sorted({each for each in columns if each and columns.count(each) > 1})
    if twice:
        raise FileRefused(name, f"two columns say the same: {', '.join(twice)}.")
    for written, column in zip(header, columns, strict=True):
        if written.strip() and not column:
            words = f"The column {tidy(written)[:60]!r} is not known; it was not read."
            findings.remark(RemarkKind.NOT_TAKEN, words, row)
    return columns


class _Reading:
    def __init__(
        self, known: Directory, now: datetime, findings: Findings, progress: Progress
    ) -> None:
        self.known = known
        self.now = now
        self.findings = findings
        self.progress = progress
        self.organisations = Organisations(known, findings)

    def rows(self, lines: Iterable[Line]) -> list[Values]:
        """Give the rows that have what is needed, and only values that can be."""
        written: list[Written] = []
        read: list[dict[str, Any]] = []
        for line in lines:
            found = self.parsed(line)
            if found is not None:
                numbers = (_number(found.pop(name, "")) for name in ("latitude", "longitude"))
                written.append(Written(line.row, *numbers))
                read.append(found)
        points = positions(written, self.findings)
        places = country_and_zone(points, [str(found.get("country", "")) for found in read])
        rows = [
            Values(at.row, found, place, centre_id(found, place))
            for at, found, point, place in zip(written, read, points, places, strict=True)
            if self.has_place(at.row, point, place) and place is not None
        ]
        for values in rows:
            self.organisation(values)
        return [self.named(values) for values in rows]

    def parsed(self, line: Line) -> dict[str, Any] | None:
        """Read the cells of a row; None when it was refused."""
        if not line["centre"] or not (line["service"] or line["kind of help"]):
            missing = "service" if line["centre"] else "centre"
            words = f"The field {missing} is empty."
            self.findings.refuse(line.row, missing, "", RefusedReason.MISSING, words)
            return None
        found: dict[str, Any] = {}
        for column, text in line.cells.items():
            parse = PARSERS.get(column, tidy)
            try:
                found[column] = parse(text)
            except ValueError as wrong:
                reason, words = RefusedReason.UNKNOWN_VALUE, f"The {column} {wrong}."
                self.findings.refuse(line.row, column, text, reason, words)
                return None
        return found if self.has_area(line) else None

    def has_area(self, line: Line) -> bool:
        """Say whether the rough position is on the globe or not there; refuse the row when not."""
        if not (line["area latitude"] or line["area longitude"]):
            return True
        rough = Written(line.row, line["area latitude"], line["area longitude"])
        return positions([rough], self.findings)[0] is not NoPoint.REFUSED

    def has_place(self, row: Row, point: Position, place: Where | None) -> bool:
        """Say whether it is known where this is; refuse the row when not."""
        if point is NoPoint.REFUSED:
            return False
        if place is None:
            words = "Neither a position nor a country: nobody can tell where this is."
            self.findings.refuse(row, "country", "", RefusedReason.MISSING, words)
        return place is not None

    def organisation(self, values: Values) -> OrganisationId | None:
        """Take over who provides the service of a row, if it says so."""
        name = values.text("organisation")
        if not name:
            return None
        key = values.text("organisation id") or stable_id("organisation", normalised(name))
        return self.organisations.add(key, name, values.row, partial(_told, values))

    def named(self, values: Values) -> Values:
        """Give a row whose authority and verifiers are known; others are left out."""
        if not any(column in values.found for column in ORGANISATIONS):
            return values
        found = dict(values.found)
        for column in ORGANISATIONS:
            if column not in found:
                continue
            key = self.organisations.find(OrganisationId(found.pop(column)))
            if key is None and column == "authority":
                key = self.authority(values)
            if key is not None:
                found[column] = key
                continue
            words = f"The {column} is no organisation that is known; it was left out."
            self.findings.remark(RemarkKind.DANGLING, words, values.row)
        return replace(values, found=found)

    def authority(self, values: Values) -> OrganisationId | None:
        """Take over an authority that is not known yet, if the row says its name."""
        name = values.text("authority name")
        if not name:
            return None
        told = partial(replace, kind=OrganisationKind.GOVERNMENT, sample=bool(values.get("sample")))
        return self.organisations.add(values.text("authority"), name, values.row, told)

    def centres_of(self, rows: Sequence[Values]) -> dict[str, Centre]:
        """Join what the rows of each centre say."""
        found: dict[str, CentreRows] = {}
        for values in rows:
            denied = found.setdefault(values.centre, CentreRows(values)).add(values)
            if denied:
                words = f"Another row of the same centre says otherwise: {', '.join(denied)}."
                self.findings.remark(RemarkKind.CENTRE_DIFFERS, words, values.row)
        return {key: each.centre() for key, each in found.items()}

    def services_of(self, rows: Sequence[Values], centres: Mapping[str, Centre]) -> list[Service]:
        """Give the service of each row."""
        found: dict[str, Service] = {}
        for done, values in enumerate(rows, 1):
            service = self.service(values, centres[values.centre], found)
            if service is not None:
                found[service.id] = service
            if done % EVERY == 0 or done == len(rows):
                self.progress(done, len(rows))
        return list(found.values())

    def service(self, values: Values, centre: Centre, found: Container[str]) -> Service | None:
        """Give the service of one row; None when it was refused."""
        draft = draft_of(values, self.organisation(values), values.text("organisation"))
        if draft.id in found:
            words = "Another row with the same id, or the same words, was read before."
            name = "id" if values.text("id") else "service"
            self.findings.refuse(values.row, name, draft.id, RefusedReason.DUPLICATE, words)
            return None
        before = (
            self.known.service(ServiceId(draft.id)) if self.known.has_service(draft.id) else None
        )
        try:
            capacity = capacity_of(values, before.capacity if before else None, self.now)
        except ValueError as wrong:
            reason = RefusedReason.WRONG_SHAPE
            self.findings.refuse(values.row, "places", values.get("places"), reason, f"{wrong}.")
            return None
        draft = replace(draft, hours=hours_of(values, centre))
        service = replace(service_of(draft, self.findings), capacity=capacity)
        return with_own_facts(service, values, centre)


def _told(values: Values, named: Organisation) -> Organisation:
    kind = values.get("organisation kind") or named.kind
    return replace(named, kind=kind, sample=bool(values.get("sample")))


def _number(text: str) -> str:
    """Give a coordinate with a point: 9,54 can only mean 9.54."""
    return text.replace(",", ".") if COMMA.fullmatch(text) else text
