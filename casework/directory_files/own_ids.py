"""Ids of an export that are no UUIDs in Passerelle: the package's ids become the own ones again.

HSDS wants UUIDs; the attribute `own_id` says what an entry is called here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casework.directory_files.attributes_read import Attributes
from casework.directory_files.csv_tables import Line
from casework.directory_files.hsds_attributes import OWN_ID

ENTRIES = ("organization", "location", "service")
LINKS = ("organization_id", "location_id", "service_id", "link_id")


def with_own_ids(tables: Mapping[str, list[Line]], attributes: Attributes) -> None:
    """Change ids and the links to them, in place, where an entry says its own id."""
    own = {link: attributes.first(link, OWN_ID) for link in attributes.lines}
    own = {link: key for link, key in own.items() if key}
    if not own:
        return
    for table, lines in tables.items():
        columns = ("id", *LINKS) if table in ENTRIES else LINKS
        for line, column in _named(lines, columns):
            line.cells[column] = own.get(line[column], line[column])


def _named(lines: list[Line], columns: tuple[str, ...]) -> Iterator[tuple[Line, str]]:
    for line in lines:
        for column in columns:
            if column in line.cells:
                yield line, column
