"""The tables of an HSDS package: files by name, ids used once, references that lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from casework.directory_files.csv_tables import Line, read_table
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


def is_package(folder: Path) -> bool:
    """Say whether a folder looks like an HSDS package."""
    names = {each.name for each in folder.iterdir()}
    return DESCRIPTION in names or bool(MAIN & names)


def read_tables(folder: Path, findings: Findings) -> dict[str, list[Line]]:
    """Read the tables that are used; raises FileRefused when a needed one is not there."""
    names = {**USUAL_NAMES, **_described(folder)}
    tables = {}
    for table in USUAL_NAMES:
        path = folder / names[table]
        if path.is_file():
            lines = read_table(path, NEEDED.get(table, frozenset({"id"})), findings)
            findings.seen[table] = len(lines)
            tables[table] = lines
        elif table in NEEDED:
            words = f"an HSDS package needs this file; without it there is no {table}."
            raise FileRefused(names[table], words)
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


def _described(folder: Path) -> dict[str, str]:
    """Give the files that datapackage.json names, those inside the folder."""
    path = folder / DESCRIPTION
    if not path.is_file():
        return {}
    try:
        package = msgspec.json.decode(text_of(path.name, path.read_bytes()), type=_Package)
    except msgspec.MsgspecError as wrong:
        raise FileRefused(path.name, f"not a description of a data package: {wrong}.") from None
    return {each.name: each.path for each in package.resources if _is_inside(each.path)}


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/")
