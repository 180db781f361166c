"""An export on disk: made aside, then put in its place whole, so that nobody finds half of one."""

from __future__ import annotations

import tempfile
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from casework.directory_export.csv_file import write_csv
from casework.directory_export.geojson import write_geojson
from casework.directory_export.hsds import write_package, zipped
from casework.directory_files.report import FileRefused, Progress
from domain.directory import Directory

PACKAGE = "datapackage.json"
ENDINGS = (".zip", ".csv", ".geojson", ".json")


class ExportFormat(StrEnum):
    """What the directory can be written as."""

    HSDS = "hsds"
    CSV = "csv"
    GEOJSON = "geojson"


def export(
    kind: ExportFormat, target: Path, directory: Directory, now: datetime, progress: Progress
) -> None:
    """Write a directory to `target`, in place of what is there: HSDS as a folder or .zip file.

    `now`: an aware instant. Raises FileRefused where it cannot be written; then nothing changed.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".export-", dir=target.parent) as aside:
            made = Path(aside) / target.name
            _write(kind, made, directory, now, progress)
            if target.is_dir():
                target.rename(Path(aside) / "before")
            made.replace(target)
    except OSError as wrong:
        raise FileRefused(str(target), f"it cannot be written: {wrong.strerror}.") from None


def why_not_there(kind: ExportFormat, target: Path, *, force: bool) -> str:
    """Say why an export may not be put at `target`; empty if it may.

    `force`: an earlier export may be replaced, but no folder with anything else in it.
    """
    ending = target.suffix.lower()
    if kind is ExportFormat.HSDS and ending in ENDINGS[1:]:
        return f"HSDS is a folder of tables or a .zip file, not a {ending} file."
    if kind is not ExportFormat.HSDS and ending not in _endings(kind):
        return f"name it {' or '.join(f'*{each}' for each in _endings(kind))}."
    if not target.exists():
        return ""
    folder = kind is ExportFormat.HSDS and ending != ".zip"
    if target.is_dir() != folder:
        return f"there is a {'folder' if target.is_dir() else 'file'} of that name."
    if folder and any(target.iterdir()) and not (target / PACKAGE).is_file():
        return "the folder holds something else; name a new or empty one."
    if not force and not (folder and not any(target.iterdir())):
        return "it is there already; add --force to replace it, or give another name."
    return ""


def _endings(kind: ExportFormat) -> tuple[str, ...]:
    return (".csv",) if kind is ExportFormat.CSV else (".geojson", ".json")


def _write(
    kind: ExportFormat, made: Path, directory: Directory, now: datetime, progress: Progress
) -> None:
    match kind:
        case ExportFormat.HSDS:
            folder = made.with_name("package") if made.suffix.lower() == ".zip" else made
            folder.mkdir()
            write_package(folder, directory, now, progress)
            if folder is not made:
                zipped(folder, made)
        case ExportFormat.CSV:
            write_csv(made, directory, now)
            progress(1, 1)
        case ExportFormat.GEOJSON:
            write_geojson(made, directory, now)
            progress(1, 1)
        case _:
            assert_never(kind)
