"""The real directory of services in Jordan, in and out through the command."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Install
from tests.end_to_end.installation import Installation

DATA = Path(__file__).parents[1] / "data"
HSDS, GEOJSON = DATA / "hsds_jordan", DATA / "services_jordan" / "services_en.geojson"
SAID = ("service", "kind of help", "organisation", "centre", "country", "latitude", "longitude")

pytestmark = pytest.mark.timeout(240)


async def services_in(here: Installation, folder: Path) -> Counter[tuple[str, ...]]:
    """What each service is, and where, as the table that goes out says it."""
    table = folder / "table.csv"
    await here.command("directory", "export", "--format", "csv", table)
    with table.open(encoding="utf-8-sig", newline="") as file:
        return Counter(tuple(row[name] for name in SAID) for row in csv.DictReader(file))


async def test_the_package_and_the_map_give_the_same_services(
    install: Install, tmp_path: Path
) -> None:
    found = []
    for number, source in enumerate((HSDS, GEOJSON)):
        here, folder = install(), tmp_path / str(number)
        folder.mkdir()
        await here.command("directory", "import", source)
        found.append(await services_in(here, folder))
    assert found[0] == found[1]
    assert found[0].total() == 278


async def test_what_is_exported_is_imported_again_without_a_change(install: Install) -> None:
    here = install()
    await here.command("directory", "import", HSDS)
    out = here.home.parent / "out.zip"
    said = await here.command("directory", "export", "--format", "hsds", out)
    assert "Written: 278 services" in said
    assert "Left out: 3 services that are confidential." in said
    again = await here.command("directory", "import", out)
    assert "Stored: 0 new, 0 changed" in again
    assert "--force" in await here.command("directory", "export", out, code=2)
    assert "Written" in await here.command("directory", "export", "--force", out)
    checked = await here.command("directory", "check", out)
    assert "out.zip is valid (frictionless)" in checked
    assert "Stored: 0 new, 0 changed" in await here.command("directory", "import", HSDS)
