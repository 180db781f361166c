"""Formats of directory files, told apart by what is in a file; its name must not say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import PurePath

import msgspec

from casework.directory_files.documents import Document
from casework.directory_files.hsds_json import is_hsds_json
from casework.directory_files.hsds_tables import is_package
from casework.directory_files.json_text import decoded, parts
from casework.directory_files.packages import ZIP_STARTS, Package, opened_zip
from casework.directory_files.report import FileRefused
from casework.directory_files.text import utf8_of

ACCEPTED = (
    "Accepted are an HSDS 3.0 package (a folder or zip with services.csv and its tables), HSDS "
    "JSON, a CSV or XLSX table after our template (passerelle directory template), GeoJSON of "
    "services, OpenStreetMap data (Overpass JSON or GeoJSON), and Passerelle's own directory "
    "files (JSON)."
)
WORKBOOK = "xl/workbook.xml"
PDF, OLD_OFFICE = b"%PDF", b"\xd0\xcf\x11\xe0"


class Format(Enum):
    """What a file is."""

    NATIVE = "Passerelle's own JSON"
    GEOJSON = "GeoJSON"
    OSM = "OpenStreetMap data"
    HSDS_JSON = "HSDS JSON"
    HSDS_ZIP = "a zip archive with an HSDS package"
    WORKBOOK = "an XLSX workbook"
    TABLE = "a CSV table"


JSON = frozenset({Format.NATIVE, Format.GEOJSON, Format.OSM, Format.HSDS_JSON})
ENDINGS: Mapping[str, frozenset[Format]] = {
    ".json": JSON,
    ".geojson": frozenset({Format.GEOJSON, Format.OSM}),
    ".zip": frozenset({Format.HSDS_ZIP}),
    ".xlsx": frozenset({Format.WORKBOOK}),
    ".csv": frozenset({Format.TABLE}),
    ".tsv": frozenset({Format.TABLE}),
    ".txt": frozenset({Format.TABLE}),
}


def format_of(document: Document) -> Format:
    """Say what a file is; raises FileRefused for anything else, and for a name that misleads."""
    ending = PurePath(document.name).suffix.lower()
    if ending not in ENDINGS:
        raise FileRefused(document.name, f"this is no format that is known here. {ACCEPTED}")
    found = _by_content(document)
    if found not in ENDINGS[ending]:
        words = f"the name ends in {ending}, but it is {found.value}; give it its right name."
        raise FileRefused(document.name, words)
    return found


def _by_content(document: Document) -> Format:
    content = document.content
    if content.startswith(ZIP_STARTS):
        with opened_zip(document.name, content) as package:
            return _archive(document.name, package)
    if content.startswith((PDF, OLD_OFFICE)):
        words = "a PDF or an old Office file; save it as XLSX or CSV."
        raise FileRefused(document.name, words)
    text = utf8_of(document.name, content).lstrip()
    if not text:
        raise FileRefused(document.name, f"the file is empty. {ACCEPTED}")
    return _json(document.name, text) if text[:1] in b"{[" else Format.TABLE


def _archive(name: str, package: Package) -> Format:
    if WORKBOOK in package or "workbook.xml" in package:
        return Format.WORKBOOK
    if is_package(package):
        return Format.HSDS_ZIP
    raise FileRefused(name, f"the archive holds no HSDS package. {ACCEPTED}")


def _json(name: str, text: bytes) -> Format:
    try:
        found = parts(name, text)
    except FileRefused as wrong:
        raise FileRefused(name, f"{wrong.words} {ACCEPTED}") from None
    if isinstance(found, dict):
        return _object(name, found)
    if not found:
        raise FileRefused(name, f"an empty list. {ACCEPTED}")
    first = decoded(name, found[0], object)
    if isinstance(first, dict) and first.get("type") == "Feature":
        return Format.GEOJSON
    if isinstance(first, dict) and is_hsds_json(first):
        return Format.HSDS_JSON
    raise FileRefused(name, f"a list of nothing that is known here. {ACCEPTED}")


def _object(name: str, found: Mapping[str, msgspec.Raw]) -> Format:
    if "passerelle" in found:
        return Format.NATIVE
    if "elements" in found:
        return Format.OSM
    if bytes(found.get("type", b"")) == b'"FeatureCollection"':
        return Format.OSM if _is_osm(name, found) else Format.GEOJSON
    if is_hsds_json(found):
        return Format.HSDS_JSON
    raise FileRefused(name, f"neither GeoJSON, HSDS JSON nor a directory file. {ACCEPTED}")


def _is_osm(name: str, found: Mapping[str, msgspec.Raw]) -> bool:
    """Say whether features have the tags of OpenStreetMap instead of a services advisor's."""
    listed = decoded(name, found.get("features", msgspec.Raw(b"[]")), list[msgspec.Raw])
    if not listed:
        return False
    first = decoded(name, listed[0], object)
    if not isinstance(first, dict):
        return False
    properties = first.get("properties")
    tags = properties if isinstance(properties, dict) else {}
    return "@id" in tags or "amenity" in tags or isinstance(tags.get("tags"), dict)
