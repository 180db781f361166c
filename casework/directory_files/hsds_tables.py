"""The tables of an HSDS package: files by name, ids used once, references that lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from casework.directory_files.csv_tables import Line, read_table
from casework.directory_files.packages import Package
from casework.directory_files.report import FileRefused, Findings, RefusedReason
from casework.directory_files.text import text_of

DESCRIPTION = "datapackage.json"
USUAL_NAMES: Mapping[str, str] = {
    "organization": "organizations.csv",
    "location": "locations.csv",
    "service": "services.csv",
    "service_at_location": "service_at_location.csv",
    "schedule": "schedules.csv",
    "address": "addresses.csv",
    "phone": "phones.csv",
    "language": "languages.csv",
    "required_document": "required_documents.csv",
    "accessibility": "accessibility.csv",
    "contact": "contacts.csv",
    "taxonomy": "taxonomies.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "attribute": "attributes.csv",
}
NEEDED: Mapping[str, frozenset[str]] = {
    "organization": frozenset({"id", "name"}),
    "location": frozenset({"id", "name"}),
    "service": frozenset({"id", "organization_id", "name", "status"}),
    "service_at_location": frozenset({"id", "service_id", "location_id"}),
}
MAIN = frozenset({"services.csv", "service_at_location.csv"})


class _Resource(msgspec.Struct):
    name: str = ""
    path: str = ""


class _Package(msgspec.Struct):
    resources: list[_Resource] = []


def is_package(package: Package) -> bool:
    """Say whether files look like an HSDS package."""
    return DESCRIPTION in package or any(name in package for name in MAIN)


def read_tables(package: Package, findings: Findings) -> dict[str, list[Line]]:
    """Read the tables that are used; raises FileRefused when a needed one is not there."""
    names = {**USUAL_NAMES, **_described(package)}
    tables = {}
    for table in USUAL_NAMES:
        name = names[table]
        if name in package:
            needed = NEEDED.get(table, frozenset({"id"}))
            lines = read_table(name, package.read(name), needed, findings)
            findings.seen[table] = len(lines)
            tables[table] = lines
        elif table in NEEDED:
            words = f"an HSDS package needs this file; without it there is no {table}."
            raise FileRefused(name, words)
    return tables


def unique(
    lines: list[Line], needed: tuple[str, ...], findings: Findings
) -> Iterator[tuple[str, Line]]:
    """Give the rows by id; one without a needed field or with an id used before is refused."""
    seen: dict[str, int] = {}
    for line in lines:
        key = line["id"]
        missing = next((name for name in ("id", *needed) if not line[name]), None)
        if missing:
            words = f"The field {missing} is empty."
            findings.refuse(line.row, missing, "", RefusedReason.MISSING, words)
        elif key in seen:
            words = f"The id was used before, in line {seen[key]}; the first one is kept."
            findings.refuse(line.row, "id", key, RefusedReason.DUPLICATE, words)
        else:
            seen[key] = line.row.row
            yield key, line


def leads_somewhere(
    line: Line, column: str, present: Collection[str], what: str, findings: Findings
) -> bool:
    """Say whether a reference names a row that was taken over; refuse the row when not."""
    key = line[column]
    if key in present:
        return True
    words = f"No {what} with this id was taken over."
    findings.refuse(line.row, column, key, RefusedReason.NO_SUCH_ROW, words)
    return False


def _described(package: Package) -> dict[str, str]:
    """Give the files that datapackage.json names, those inside the package."""
    resources = _description(package).resources
    return {each.name: each.path for each in resources if _is_inside(each.path)}


def _description(package: Package) -> _Package:
    if DESCRIPTION not in package:
        return _Package()
    try:
        text = text_of(DESCRIPTION, package.read(DESCRIPTION))
        return msgspec.json.decode(text, type=_Package)
    except (msgspec.MsgspecError, RecursionError) as wrong:
        words = f"not a description of a data package: {wrong}."
        raise FileRefused(DESCRIPTION, words) from None


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/")
