"""HSDS 3.0 as a package of tables: the same directory gives the same bytes.

Rows are written as they are made, so that a large directory needs no second copy in memory.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from msgspec import UNSET, Struct, UnsetType

from casework.directory_export import hsds_objects as hsds
from casework.directory_export.as_text import importable
from casework.directory_export.disclosed import Reader, disclosed
from casework.directory_export.hsds_entries import Entries, nobody, place_id
from casework.directory_export.hsds_ids import outward_id
from casework.directory_export.hsds_package import ALWAYS, TABLES, description
from casework.directory_export.terms import TAXONOMIES, all_terms
from casework.directory_files.hsds_attributes import NOBODY
from domain.directory import Directory
from domain.services import Service

EVERY = 500
MIDNIGHT_1980 = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
UNIX = 3

Progress = Callable[[int, int], None]
Parts = Iterable[Struct] | UnsetType


def write_package(folder: Path, directory: Directory, now: datetime, progress: Progress) -> None:
    """Write the tables and `datapackage.json` into an empty folder that is there.

    `now`: an aware instant, for who manages what. `progress` is told services done and in total.
    """
    shown = disclosed(directory, Reader.PARTNERS, now)
    with _Tables(folder) as tables:
        _Writing(tables, Entries(shown, now)).everything(shown, progress)
    present = [name for name in TABLES if name in tables.written]
    described = msgspec.json.format(msgspec.json.encode(description(present)), indent=2)
    (folder / "datapackage.json").write_bytes(described + b"\n")


def zipped(folder: Path, target: Path) -> None:
    """Pack the files of a folder, in the order of their names and without dates."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            entry = ZipInfo(path.name, MIDNIGHT_1980)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, UNIX
            entry.external_attr = READABLE
            archive.writestr(entry, path.read_bytes())


class _Tables:
    """The open files of a package; a table without rows has none, unless it is always there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self.written: dict[str, Any] = {}

    def __enter__(self) -> _Tables:
        for name in ALWAYS:
            self._begin(name)
        return self

    def __exit__(self, *raised: object) -> None:
        self._open.close()

    def add(self, table: str, entry: Struct, **links: str) -> None:
        """Write the single values of an entry as a row; `links`: its foreign keys."""
        if table not in self.written:
            self._begin(table)
        row = [links[each] if each in links else _cell(entry, each) for each in NAMES[table]]
        self.written[table].writerow(row)

    def _begin(self, table: str) -> None:
        path = self._folder / TABLES[table].file
        file = self._open.enter_context(path.open("w", encoding="utf-8", newline=""))
        self.written[table] = csv.writer(file, lineterminator="\n")
        self.written[table].writerow(NAMES[table])


NAMES: Mapping[str, list[str]] = {
    name: [each.name for each in table.columns] for name, table in TABLES.items()
}


def _cell(entry: Struct, column: str) -> str:
    value = getattr(entry, column, UNSET)
    if value is UNSET:
        return ""
    return importable(value) if isinstance(value, str) else repr(value)


class _Writing:
    """Writes entries with all that belongs to them."""

    def __init__(self, tables: _Tables, entries: Entries) -> None:
        self.tables = tables
        self.entries = entries

    def everything(self, shown: Directory, progress: Progress) -> None:
        """Write all tables."""
        for taxonomy in TAXONOMIES:
            self.tables.add("taxonomy", taxonomy)
        ids = {each.name: each.id for each in TAXONOMIES}
        for term in all_terms():
            self.tables.add("taxonomy_term", term, taxonomy_id=ids[term.taxonomy])
        for organisation in sorted(shown.organisations, key=lambda each: each.id):
            self.organization(self.entries.organization(organisation))
        for centre in sorted(shown.centres, key=lambda each: each.id):
            self.location(self.entries.location(centre))
        self.services(sorted(shown.services, key=lambda each: each.id), progress)

    def services(self, services: Sequence[Service], progress: Progress) -> None:
        """Write the services, and the organisation that stands where nobody is named."""
        unnamed = False
        for done, service in enumerate(services, 1):
            entry = self.entries.service(service, with_place=False)
            self.service(entry)
            self.tables.add(
                "service_at_location",
                entry,
                id=place_id(service),
                service_id=entry.id,
                location_id=outward_id("location", service.centre),
                description="",
            )
            unnamed |= entry.organization.id == NOBODY
            if done % EVERY == 0 or done == len(services):
                progress(done, len(services))
        if unnamed:
            self.organization(nobody())

    def organization(self, entry: hsds.Organization) -> None:
        """Write an organisation with its attributes."""
        self.tables.add("organization", entry)
        self.attributes(entry.attributes)

    def location(self, entry: hsds.Location) -> None:
        """Write a location with all that belongs to it."""
        self.tables.add("location", entry)
        self.parts("address", entry.addresses, location_id=entry.id)
        self.parts("phone", entry.phones, location_id=entry.id)
        self.parts("language", entry.languages, location_id=entry.id)
        self.parts("schedule", entry.schedules, location_id=entry.id)
        self.parts("accessibility", entry.accessibility, location_id=entry.id)
        self.attributes(entry.attributes)

    def service(self, entry: hsds.Service) -> None:
        """Write a service with all that belongs to it."""
        self.tables.add("service", entry, organization_id=entry.organization.id)
        self.parts("phone", entry.phones, service_id=entry.id)
        self.parts("language", entry.languages, service_id=entry.id)
        self.parts("schedule", entry.schedules, service_id=entry.id)
        self.parts("required_document", entry.required_documents, service_id=entry.id)
        self.attributes(entry.attributes)

    def attributes(self, attributes: list[hsds.Attribute] | UnsetType) -> None:
        """Write attributes; each has its link in it."""
        for each in attributes or ():
            self.tables.add("attribute", each, taxonomy_term_id=each.taxonomy_term.id)

    def parts(self, table: str, parts: Parts, **links: str) -> None:
        """Write what belongs to an entry."""
        for each in parts or ():
            self.tables.add(table, each, **links)
