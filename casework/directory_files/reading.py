"""Reading directory files of any known format, told apart by what is in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce
from pathlib import Path, PurePath
from typing import assert_never

from casework.directory_files.checks import merged
from casework.directory_files.documents import Document
from casework.directory_files.formats import ACCEPTED, Format, format_of
from casework.directory_files.geojson import read_geojson
from casework.directory_files.hsds import read_hsds, read_hsds_tables
from casework.directory_files.hsds_json import read_tables_of_json
from casework.directory_files.hsds_tables import is_package
from casework.directory_files.kept import kept
from casework.directory_files.limits import LARGEST_FILE, MEBIBYTE
from casework.directory_files.management_columns import is_management
from casework.directory_files.management_table import May, anybody, read_management
from casework.directory_files.native import read_native
from casework.directory_files.osm import read_osm
from casework.directory_files.packages import of_folder, opened_zip
from casework.directory_files.report import FileRefused, Findings, Progress, Read, quiet
from casework.directory_files.template import read_rows, table_rows
from casework.directory_files.text import utf8_of
from domain.directory import Directory

Reading = Callable[[Directory], Read]
Named = tuple[str, Reading]


def read(
    sources: Sequence[Path | Document],
    known: Directory,
    now: datetime,
    progress: Progress = quiet,
    source: str = "",
    may: May = anybody,
) -> Read:
    """Read all that the sources hold, as one; each may name facts of `known` and of those before.

    `sources`: paths of files and folders, or files that are here already. `now`: an aware
    instant. `source`: the name of the dataset, for facts that are known too; without one, new
    facts are of the dataset that the file's own name says, known ones of the one they came from.
    `may`: whose management a table of it may enter. Files of Passerelle's own format are read
    together, first. Raises FileRefused for a path that is none of what is accepted, and for a file
    that cannot be read.
    """
    native: list[Document] = []
    readings: list[Named] = []
    for each in sources:
        document = _opened(each, now, progress)
        if not isinstance(document, Document):
            readings.append(document)
            continue
        found = format_of(document)
        if found is Format.NATIVE:
            native.append(document)
        else:
            reading = _reading(found, document, now, progress, may)
            readings.append((PurePath(document.name).stem, reading))
    done: list[Read] = [read_native(native, now, known, progress)] if native else []
    for name, reading in readings:
        whole = reduce(merged, [each.directory for each in done], known)
        read_now = reading(whole)
        done.append(read_now if read_now.is_management else kept(read_now, whole, name, source))
    return reduce(_joined, done, Read(Directory()))


def _reading(
    found: Format, document: Document, now: datetime, progress: Progress, may: May
) -> Reading:
    match found:
        case Format.NATIVE:
            return lambda known: read_native([document], now, known, progress)
        case Format.GEOJSON:
            return lambda known: read_geojson(document, now, known, progress)
        case Format.OSM:
            return lambda known: read_osm(document, now, known, progress)
        case Format.HSDS_JSON:
            return lambda known: _hsds_json(document, now, known, progress)
        case Format.HSDS_ZIP:
            return lambda known: _zipped(document, now, known, progress)
        case Format.WORKBOOK | Format.TABLE:
            return lambda known: _table(document, now, known, progress, may)
        case _:
            assert_never(found)


def _table(
    document: Document, now: datetime, known: Directory, progress: Progress, may: May
) -> Read:
    """Read a table of services, or of management, as its header says."""
    findings = Findings()
    rows = table_rows(document, findings)
    header = next(rows)
    if is_management(header[1]):
        return read_management(document.name, header, rows, findings, now, known, may)
    return read_rows(document.name, header, rows, now, known, progress, findings)


def _hsds_json(document: Document, now: datetime, known: Directory, progress: Progress) -> Read:
    findings = Findings()
    plain = Document(document.name, utf8_of(document.name, document.content))
    tables = read_tables_of_json(plain, findings)
    return read_hsds_tables(tables, findings, now, known, progress)


def _zipped(document: Document, now: datetime, known: Directory, progress: Progress) -> Read:
    with opened_zip(document.name, document.content) as package:
        return read_hsds(package, now, known, progress)


def _opened(source: Path | Document, now: datetime, progress: Progress) -> Document | Named:
    """Read a file, or prepare to read a folder; whoever may not is told what to do."""
    if isinstance(source, Document):
        return source
    try:
        if source.is_dir():
            return source.resolve().name, _folder(source, now, progress)
        return _document(source)
    except PermissionError:
        words = "the user that runs this may not read it; put a copy where that user can."
        raise FileRefused(str(source), words) from None
    except OSError as wrong:
        raise FileRefused(str(source), f"it cannot be read: {wrong.strerror}.") from None


def _folder(path: Path, now: datetime, progress: Progress) -> Reading:
    package = of_folder(path)
    if not is_package(package):
        raise FileRefused(path.name, f"the folder holds no HSDS package. {ACCEPTED}")
    return lambda known: read_hsds(package, now, known, progress)


def _document(path: Path) -> Document:
    if not path.is_file():
        raise FileRefused(str(path), f"there is no such file. {ACCEPTED}")
    if path.stat().st_size > LARGEST_FILE:
        most = LARGEST_FILE // MEBIBYTE
        raise FileRefused(path.name, f"the file is larger than {most} MiB; split it.")
    return Document(path.name, path.read_bytes())


def _joined(one: Read, other: Read) -> Read:
    seen = {key: one.seen.get(key, 0) + other.seen.get(key, 0) for key in (*one.seen, *other.seen)}
    return Read(
        merged(one.directory, other.directory),
        {**one.undisclosed, **other.undisclosed},
        one.refused + other.refused,
        one.warnings + other.warnings,
        seen,
        one.sources | other.sources,
        one.is_management or other.is_management,
        one.managed + other.managed,
        one.same + other.same,
    )
