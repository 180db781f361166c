"""GeoJSON: one feature a service, with the template's columns as properties.

The geometry is the centre's position; a rough one where the address is not public (the property
`address rule` says so), none where nothing is known or told.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from casework.directory_export.as_text import importable
from casework.directory_export.disclosed import Reader, disclosed
from casework.directory_export.template_rows import rows
from domain.centres import Centre
from domain.directory import Directory


def write_geojson(target: Path, directory: Directory, now: datetime) -> None:
    """Write a FeatureCollection, a feature a line. `now`: an aware instant."""
    with target.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        between = b"\n"
        for cells, centre in rows(disclosed(directory, Reader.PARTNERS, now)):
            file.write(between + msgspec.json.encode(_feature(cells, centre)))
            between = b",\n"
        file.write(b"\n]}\n")


def _feature(cells: dict[str, str], centre: Centre) -> dict[str, Any]:
    point = centre.shown_point
    at = [point.longitude, point.latitude] if point else []
    return {
        "type": "Feature",
        "id": cells["id"],
        "geometry": {"type": "Point", "coordinates": at} if at else None,
        "properties": {column: importable(text) for column, text in cells.items()},
    }
