"""One dataset in two formats: the real services of Jordan are the same from HSDS and GeoJSON."""

from collections import Counter
from pathlib import Path

from casework.directory_files.reading import read
from domain.directory import Directory
from tests.directory_files.making import NOW


def said_by(path: Path) -> Counter[tuple[object, ...]]:
    """What each service is, and where; ids and what only one format can say are left out."""
    directory = read([path], Directory(), NOW).directory
    found: Counter[tuple[object, ...]] = Counter()
    for service in directory.services:
        assert service.provider is not None
        centre = directory.centre(service.centre)
        provider = directory.organisation(service.provider)
        found[
            (provider.name, provider.kind, centre.name, centre.point, centre.country, centre.zone,
             service.type, service.name, service.status, service.confidential)
        ] += 1  # fmt: skip
    return found


def test_both_files_give_the_same_services(repository: Path) -> None:
    data = repository / "tests" / "data"
    from_hsds = said_by(data / "hsds_jordan")
    assert from_hsds.total() == 281
    assert from_hsds == said_by(data / "services_jordan" / "services_en.geojson")
