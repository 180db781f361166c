"""A gazetteer of a few towns, built in a moment."""

from pathlib import Path

from casework.gazetteer.build import parts_of
from casework.gazetteer.layout import read, write
from casework.gazetteer.search import Gazetteer
from casework.gazetteer.source import Entry

SOURCE = 7
TOWNS = (
    Entry(("Guinea", "Guinée", "غينيا"), "GN", None, 12_000_000),
    Entry(("Conakry", "Конакри"), "GN", (9.54, -13.68), 1_900_000),
    Entry(("Nzérékoré",), "GN", (7.76, -8.82), 226_000),
    Entry(("Hargeysa", "Hargeisa"), "SO", (9.56, 44.06), 477_000),
    Entry(("Poipet",), "KH", (13.66, 102.56), 98_000),
    Entry(("Paris",), "FR", (48.85, 2.35), 2_100_000),
    Entry(("Paris",), "US", (33.66, -95.56), 24_000, "Texas"),
    Entry(("Elsewhere", "Paris"), "US", (40.0, -90.0), 50_000),
)


def written(folder: Path) -> Path:
    """Write the file of these towns."""
    path = folder / "places.index"
    write(path, SOURCE, parts_of(TOWNS))
    return path


def small_gazetteer(folder: Path) -> Gazetteer:
    """Open it."""
    return Gazetteer(read(written(folder), SOURCE))
