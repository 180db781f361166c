"""Reading directory files of any known format, told apart by what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from pathlib import Path

import msgspec

from casework.directory_files.checks import merged
from casework.directory_files.geojson import is_geojson, read_geojson
from casework.directory_files.hsds import read_hsds
from casework.directory_files.hsds_tables import is_package
from casework.directory_files.native import Document, read_native
from casework.directory_files.report import FileRefused, Progress, Read, quiet
from casework.directory_files.text import text_of
from domain.directory import Directory

ACCEPTED = (
    "Accepted are a folder with an HSDS 3.0 package (services.csv and its tables), a GeoJSON file "
    "of services, and Passerelle's own directory files (JSON)."
)


def read(
    paths: Sequence[Path],
    known: Directory,
    now: datetime,
    progress: Progress = quiet,
) -> Read:
    """Read all that the paths hold, as one; each may name facts of `known` and of those before.

    `now`: an aware instant. Files of Passerelle's own format are read together, first. Raises
    FileRefused for a path that is none of what is accepted, and for a file that cannot be read.
    """
    native: list[Document] = []
    geojson: list[Document] = []
    packages: list[Path] = []
    for path in paths:
        if path.is_dir():
            packages.append(_package(path))
            continue
        document = _document(path)
        (geojson if _is_geojson(document) else native).append(document)
    found: list[Read] = []
    if native:
        found.append(read_native(native, now, known, progress))
    for document in geojson:
        found.append(read_geojson(document, now, _with(known, found), progress))
    for package in packages:
        found.append(read_hsds(package, now, _with(known, found), progress))
    return reduce(_joined, found, Read(Directory()))


def _with(known: Directory, found: Sequence[Read]) -> Directory:
    return reduce(merged, [each.directory for each in found], known)


def _joined(one: Read, other: Read) -> Read:
    seen = {key: one.seen.get(key, 0) + other.seen.get(key, 0) for key in (*one.seen, *other.seen)}
    return Read(
        merged(one.directory, other.directory),
        {**one.undisclosed, **other.undisclosed},
        one.refused + other.refused,
        one.warnings + other.warnings,
        seen,
    )


def _package(path: Path) -> Path:
    if not is_package(path):
        raise FileRefused(path.name, f"the folder holds no HSDS package. {ACCEPTED}")
    return path


def _document(path: Path) -> Document:
    if not path.is_file():
        raise FileRefused(str(path), f"there is no such file. {ACCEPTED}")
    if path.suffix.lower() not in (".json", ".geojson"):
        raise FileRefused(path.name, f"this is no format that is known here. {ACCEPTED}")
    return Document(path.name, path.read_bytes())


def _is_geojson(document: Document) -> bool:
    """Look into a JSON file; raises FileRefused when it is of no known format."""
    try:
        raw = msgspec.json.decode(text_of(document.name, document.content))
    except msgspec.DecodeError as wrong:
        raise FileRefused(document.name, f"not JSON: {wrong}. {ACCEPTED}") from None
    if is_geojson(raw):
        return True
    if isinstance(raw, dict) and "passerelle" in raw:
        return False
    raise FileRefused(document.name, f"neither GeoJSON nor a directory file. {ACCEPTED}")
