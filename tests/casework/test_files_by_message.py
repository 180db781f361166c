"""Directory files sent by message: every format is taken in, every bad one changes nothing."""

from __future__ import annotations

import pytest

from bot.office import Office
from casework.perform import perform
from domain.access import MemberRole
from domain.organisations import CentreId
from domain.requests.files import ApplyFile, ApplyOutcome, Examine, Examined, FileProblem, Unusable
from storage import directory
from tests.casework.test_files import COORDINATION, kept, member
from tests.directory_files.making import (
    FEATURE,
    ROW,
    SERVICE,
    TABLES,
    as_csv,
    as_json,
    as_xlsx,
    as_zip,
)

GOOD = {
    "table.csv": as_csv([ROW]).content,
    "table.xlsx": as_xlsx([ROW]).content,
    "package.zip": as_zip(TABLES).content,
    "services.json": as_json(SERVICE).content,
    "map.geojson": as_json([FEATURE]).content,
}
SWAPPED = FEATURE | {"geometry": {"type": "Point", "coordinates": [-13.68, 135.0]}}
AT_ZERO = FEATURE | {"geometry": {"type": "Point", "coordinates": [0, 0]}}
REFUSED_BY_ROW = {
    "twice.csv": as_csv([ROW, ROW]).content,
    "swapped.geojson": as_json([SWAPPED]).content,
    "zero.geojson": as_json([AT_ZERO]).content,
    "zero.csv": as_csv([ROW | {"latitude": "0", "longitude": "0"}]).content,
    "long.csv": as_csv([ROW | {"centre": "x" * 1000}]).content,
    "formula.csv": as_csv([ROW | {"city": "=1+1"}]).content,
    "formula.xlsx": as_xlsx([ROW | {"city": "=A1&A2"}]).content,
}
REFUSED_WHOLE = {
    "latin.csv": as_csv([ROW | {"city": "Labé"}]).content.decode().encode("latin-1"),
    "wide.csv": as_csv([ROW]).content.decode().encode("utf-16"),
    "bomb.zip": as_zip(TABLES | {"phones.csv": b"0" * 2_000_000}).content,
    "bomb.xlsx": as_zip({"xl/workbook.xml": b"0" * 2_000_000}).content,
    "table.zip": as_csv([ROW]).content,
    "page.csv": b"<html><body>Not found</body></html>",
    "picture.csv": b"\x89PNG\r\n\x1a\n\0\0",
}


@pytest.mark.parametrize("name", GOOD)
async def test_every_format_is_shown_as_a_difference_and_applied(office: Office, name: str) -> None:
    admin = await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    file = await kept(office, "admin", GOOD[name], name)
    async with office.database.transaction() as tx:
        work = await office.work_of(tx, admin)
        before = await directory.load(tx)
        shown = await perform(work, Examine(file))
        assert isinstance(shown, Examined), shown
        assert shown.new.total >= 2, "a centre and a service"
        assert len((await directory.load(tx)).centres) == len(before.centres), "only shown so far"
        done = await perform(work, ApplyFile(file, shown.digest))
        after = await directory.load(tx)
    assert done.outcome is ApplyOutcome.APPLIED
    assert len(after.centres) == len(before.centres) + 1
    assert len(after.services) == len(before.services) + 1


@pytest.mark.parametrize("name", REFUSED_BY_ROW)
async def test_a_bad_row_is_refused_with_its_reason_and_changes_nothing(
    office: Office, name: str
) -> None:
    admin = await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    file = await kept(office, "admin", REFUSED_BY_ROW[name], name)
    async with office.database.transaction() as tx:
        version = await directory.version(tx)
        shown = await perform(await office.work_of(tx, admin), Examine(file))
        assert isinstance(shown, Examined), shown
        assert shown.refused == 1
        assert shown.first_refused[0].file == name
        assert shown.first_refused[0].field
        assert await directory.version(tx) == version


@pytest.mark.parametrize("name", REFUSED_WHOLE)
async def test_a_bad_file_is_refused_whole_and_changes_nothing(office: Office, name: str) -> None:
    admin = await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    file = await kept(office, "admin", REFUSED_WHOLE[name], name)
    async with office.database.transaction() as tx:
        version = await directory.version(tx)
        work = await office.work_of(tx, admin)
        found = await perform(work, Examine(file))
        assert isinstance(found, Unusable), found
        assert found.problem is FileProblem.UNREADABLE
        done = await perform(work, ApplyFile(file, "any"))
        assert done.outcome is not ApplyOutcome.APPLIED
        assert await directory.version(tx) == version


async def test_markup_and_hours_in_prose_are_told_before_anything_is_applied(
    office: Office,
) -> None:
    admin = await member(office, "admin", MemberRole.ADMIN, COORDINATION)
    row = ROW | {"organisation": "<b>Harbour</b>", "hours": "when the sun is up"}
    file = await kept(office, "admin", as_csv([row]).content, "odd.csv")
    async with office.database.transaction() as tx:
        work = await office.work_of(tx, admin)
        shown = await perform(work, Examine(file))
        assert isinstance(shown, Examined)
        told = {each.kind for each in shown.to_look_at}
        assert {"markup", "hours_as_words"} <= told
        await perform(work, ApplyFile(file, shown.digest))
        known = await directory.load(tx)
    centre = known.centre(CentreId("c1"))
    assert centre.hours is None
    assert known.services_of(centre.id)[0].hours_words == "when the sun is up"
    assert "Harbour" in {each.name for each in known.organisations}
