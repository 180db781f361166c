"""Every form that the directory goes out in, and reading it again."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from casework.directory_export.files import ExportFormat, export
from casework.directory_files.reading import read
from casework.directory_files.report import Read, quiet
from domain.directory import Directory

FORMS = {
    "package": ExportFormat.HSDS,
    "package.zip": ExportFormat.HSDS,
    "table.csv": ExportFormat.CSV,
    "map.geojson": ExportFormat.GEOJSON,
}


def written(directory: Directory, folder: Path, name: str, now: datetime) -> Path:
    """Write a directory in one form; give where it is."""
    export(FORMS[name], folder / name, directory, now, quiet)
    return folder / name


def read_again(path: Path, known: Directory, now: datetime) -> Read:
    """Read what was written; no row of it may be refused."""
    found = read([path], known, now)
    assert not found.refused
    return found


def facts(directory: Directory, *kinds: str) -> dict[str, dict[str, Any]]:
    """Give the facts by id, without the name of the dataset that brought them."""
    return {
        kind: {each.id: _without_source(each) for each in getattr(directory, kind)}
        for kind in kinds
    }


def _without_source(fact: Any) -> Any:
    has_it = any(each.name == "source" for each in fields(fact))
    return replace(fact, source="") if has_it else fact
