"""Small directory files of every kind, made in memory, and a shorthand to read them."""

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

from casework.directory_files.documents import Document
from casework.directory_files.reading import read
from casework.directory_files.report import Read
from domain.directory import Directory

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
Rows = Sequence[Mapping[str, object]]

ROW: dict[str, object] = {
    "id": "s1",
    "centre id": "c1",
    "centre": "House of the Sea",
    "service": "Beds",
    "kind of help": "shelter",
    "organisation": "Harbour",
    "country": "GN",
    "city": "Conakry",
    "latitude": "9.54",
    "longitude": "-13.68",
}
SERVICE: dict[str, Any] = {
    "id": "s1",
    "name": "Beds",
    "description": "shelter",
    "status": "active",
    "organization": {"id": "o1", "name": "Harbour", "description": "-"},
    "service_at_locations": [
        {
            "id": "sl1",
            "location": {
                "id": "c1",
                "name": "House of the Sea",
                "location_type": "physical",
                "latitude": 9.54,
                "longitude": -13.68,
                "addresses": [
                    {"id": "a1", "address_1": "Quay 1", "city": "Conakry", "country": "GN"}
                ],
            },
        }
    ],
}
FEATURE: dict[str, Any] = {
    "type": "Feature",
    "id": 1,
    "geometry": {"type": "Point", "coordinates": [-13.68, 9.54]},
    "properties": {
        "partnerName": "Harbour",
        "locationName": "House of the Sea",
        "activityName": "Beds",
        "activityCategory": "SHELTER",
    },
}
TABLES: dict[str, str | bytes] = {
    "organizations.csv": "id,name,description\no1,Harbour,-\n",
    "services.csv": "id,organization_id,name,status,description\ns1,o1,Beds,active,shelter\n",
    "locations.csv": "id,name,latitude,longitude\nc1,House of the Sea,9.54,-13.68\n",
    "service_at_location.csv": "id,service_id,location_id\nsl1,s1,c1\n",
}
ELEMENT: dict[str, Any] = {
    "type": "node",
    "id": 7,
    "lat": 9.54,
    "lon": -13.68,
    "tags": {"amenity": "social_facility", "social_facility": "shelter", "name": "House"},
}


def as_csv(rows: Rows, name: str = "table.csv", separator: str = ",") -> Document:
    text = StringIO(newline="")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.DictWriter(text, columns, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return Document(name, text.getvalue().encode())


def as_xlsx(rows: Rows, name: str = "table.xlsx") -> Document:
    book = Workbook()
    sheet = book.worksheets[0]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    return saved(book, name)


def saved(book: Workbook, name: str = "table.xlsx") -> Document:
    content = BytesIO()
    book.save(content)
    return Document(name, content.getvalue())


def as_json(raw: object, name: str = "file.json") -> Document:
    return Document(name, json.dumps(raw).encode())


def as_zip(tables: Mapping[str, str | bytes], name: str = "package.zip") -> Document:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in tables.items():
            archive.writestr(member, text)
    return Document(name, content.getvalue())


def as_overpass(*elements: Mapping[str, Any]) -> Document:
    return as_json({"version": 0.6, "elements": list(elements)})


def reading(*documents: Document, known: Directory | None = None, source: str = "") -> Read:
    return read(documents, known or Directory(), NOW, source=source)
