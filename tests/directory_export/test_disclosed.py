"""Nothing confidential, undisclosed or internal is in any file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from casework.directory_export.disclosed import Reader, disclosed
from domain.services import ServiceStatus
from tests.directory_export.canaries import DIRECTORY, NOT_OFFERED, NOW, REFUGE, leaks_in
from tests.directory_export.out import FORMS, written
from tests.domain.builders import MINISTRY


def text_of(path: Path) -> str:
    """All that is in a file, a folder or an archive, the names of its files too."""
    if path.is_dir():
        return "\n".join(f"{each.name}\n{each.read_text('utf-8')}" for each in path.iterdir())
    if path.suffix == ".zip":
        with ZipFile(path) as archive:
            return "\n".join(f"{n}\n{archive.read(n).decode()}" for n in archive.namelist())
    return path.read_text("utf-8")


@pytest.mark.parametrize("name", FORMS)
def test_no_canary_is_in_a_file(name: str, tmp_path: Path) -> None:
    text = text_of(written(DIRECTORY, tmp_path, name, NOW))
    assert leaks_in(text) == []
    assert all(said in text for said in ("Beds", "Open street 1", "Quiet flats", "Food baskets"))


@pytest.mark.parametrize("reader", Reader)
def test_a_place_without_public_address_has_its_area_alone(reader: Reader) -> None:
    shown = {each.name: each for each in disclosed(DIRECTORY, reader, NOW).centres}
    assert set(shown) == {"Open house", "Quiet flats"}
    quiet = shown["Quiet flats"]
    assert (quiet.address, quiet.point, quiet.meeting_point) == ("", None, "")
    assert quiet.area_point is not None
    assert quiet.shown_point == quiet.area_point


def test_anyone_reads_only_what_is_offered_and_not_who_is_competent() -> None:
    directory = replace(DIRECTORY, services=(*DIRECTORY.services, NOT_OFFERED))
    anyone = disclosed(directory, Reader.ANYONE, NOW)
    assert {each.status for each in anyone.services} == {ServiceStatus.ACTIVE}
    assert {each.authority for each in anyone.centres} == {None}
    partners = disclosed(directory, Reader.PARTNERS, NOW)
    assert NOT_OFFERED in partners.services
    assert MINISTRY in {each.authority for each in partners.centres}


def test_anyone_reads_of_organisations_that_provide_or_manage_alone() -> None:
    assert [each.name for each in disclosed(DIRECTORY, Reader.ANYONE, NOW).organisations] == ["IOM"]
    assert REFUGE not in disclosed(DIRECTORY, Reader.PARTNERS, NOW).organisations


@pytest.mark.parametrize("reader", Reader)
def test_of_arrangements_only_the_one_in_force_stays(reader: Reader) -> None:
    (there,) = disclosed(DIRECTORY, reader, NOW).arrangements
    assert there.id == "CANARY-now"
