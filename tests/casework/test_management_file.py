"""A table of management by message: by right for each centre, entered whole, audited, once."""

from __future__ import annotations

from bot.office import Office
from domain.access import MemberRole
from domain.organisations import CentreId, TeamId
from domain.requests.files import (
    Applied,
    ApplyFile,
    ApplyOutcome,
    DatedKind,
    Examine,
    Examined,
    FileProblem,
    Unusable,
)
from storage import audit, directory, members
from tests.casework.test_files import kept, member
from tests.directory_files.making import ROW, as_csv
from tests.directory_files.test_management_table import EVERY, PROMISE, RUNS

TANGER = CentreId("ma-tanger")
MOROCCO, GUINEA = "iom-ma-coordination", "iom-gn-coordination"
TABLE = as_csv([PROMISE, RUNS]).content


async def version(office: Office) -> int:
    """Give the directory's version."""
    async with office.database.transaction() as tx:
        return await directory.version(tx)


async def test_a_coordinator_enters_a_table_once_and_each_centre_is_audited(
    office: Office,
) -> None:
    who = await member(office, "c", MemberRole.COORDINATOR, MOROCCO)
    file = await kept(office, "c", TABLE, "facts.csv")
    shown = await office.perform_for(who, Examine(file))
    assert isinstance(shown, Examined)
    assert shown.dated is not None
    assert [(f.kind, f.centre, f.ends) for f in shown.dated] == [
        (DatedKind.ARRANGEMENT, "Tanger flats (sample)", True),
        (DatedKind.ARRANGEMENT, "Tanger flats (sample)", False),
        (DatedKind.AGREEMENT, "Tanger flats (sample)", False),
    ]
    wrong = await office.perform_for(who, ApplyFile(file, "another", False))
    assert wrong == Applied(ApplyOutcome.ANOTHER_DIFFERENCE)
    done = await office.perform_for(who, ApplyFile(file, shown.digest, False))
    assert (done.outcome, done.new, done.changed) == (ApplyOutcome.APPLIED, 2, 1)
    after = await version(office)
    again = await office.perform_for(who, ApplyFile(file, shown.digest, False))
    assert again == Applied(ApplyOutcome.REFUSED)
    assert await version(office) == after
    async with office.database.transaction() as tx:
        noted = [row.subject for row in await audit.entries(tx) if row.action == "enter management"]
    assert noted == [TANGER]


async def test_a_table_about_another_area_enters_nothing_and_is_audited(office: Office) -> None:
    who = await member(office, "c", MemberRole.COORDINATOR, GUINEA)
    file = await kept(office, "c", as_csv(EVERY).content, "facts.csv")
    before = await version(office)
    shown = await office.perform_for(who, Examine(file))
    assert isinstance(shown, Examined)
    assert shown.is_empty
    assert {row.reason for row in shown.first_refused} == {"not_yours"}
    assert shown.refused == len(EVERY) - 1, "the plan for Guinea is theirs"
    await office.perform_for(who, ApplyFile(file, shown.digest, False))
    assert await version(office) == before
    async with office.database.transaction() as tx:
        assert "enter management" in {r.action for r in await audit.entries(tx) if not r.allowed}


async def test_who_coordinates_no_more_applies_nothing_that_was_shown(office: Office) -> None:
    """The right is asked again when it is applied, for each centre."""
    who = await member(office, "c", MemberRole.COORDINATOR, MOROCCO)
    await member(office, "c", MemberRole.COORDINATOR, GUINEA)
    file = await kept(office, "c", TABLE, "facts.csv")
    shown = await office.perform_for(who, Examine(file))
    before = await version(office)
    async with office.database.transaction() as tx:
        await members.revoke(tx, who, TeamId(MOROCCO), office.clock())
    done = await office.perform_for(who, ApplyFile(file, shown.digest, False))
    assert done == Applied(ApplyOutcome.ANOTHER_DIFFERENCE)
    assert await version(office) == before


async def test_a_table_of_services_stays_the_administrators(office: Office) -> None:
    who = await member(office, "c", MemberRole.COORDINATOR, MOROCCO)
    file = await kept(office, "c", as_csv([ROW]).content, "table.csv")
    before = await version(office)
    assert await office.perform_for(who, Examine(file)) == Unusable(FileProblem.ONLY_MANAGEMENT)
    done = await office.perform_for(who, ApplyFile(file, "", False))
    assert done.outcome is not ApplyOutcome.APPLIED
    assert await version(office) == before
