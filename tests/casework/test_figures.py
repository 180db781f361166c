"""Figures as a table: for whoever may see them, exactly what is told, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from bot.office import Office
from casework.documents import key_of
from casework.figures_table import figures_table, rows
from casework.workplace import Work
from domain.access import Actor, MemberRole, Membership
from domain.figures import figures
from domain.organisations import OrganisationId, TeamId
from domain.people import PersonId
from tests.domain.test_figures import MUCH_LATER, course

TEAM, MINISTRY = TeamId("gn-social-affairs-conakry"), OrganisationId("gn-social-affairs")


def lead(work: Work, role: MemberRole = MemberRole.SUPERVISOR) -> Work:
    """The workplace of a member of the team."""
    return replace(work, actor=Actor(PersonId("p"), (Membership(TEAM, MINISTRY, role),)))


async def test_a_name_that_is_a_formula_is_harmless(office: Office) -> None:
    async with office.database.transaction() as tx:
        work = lead(await office.system_work(tx))
        named = replace(work.directory.team(TEAM), name="=HYPERLINK(1)")
        teams = tuple(named if team.id == TEAM else team for team in work.directory.teams)
        work = replace(work, directory=replace(work.directory, teams=teams))
        found = await figures_table(work, key_of(named.id))
    assert found is not None
    cells = [c for line in csv.reader(StringIO(found.content.decode("utf-8-sig"))) for c in line]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("role", [MemberRole.CASEWORKER, MemberRole.STAFF, MemberRole.ADMIN])
async def test_the_table_is_only_for_those_who_may_see_the_figures(
    office: Office, role: MemberRole
) -> None:
    async with office.database.transaction() as tx:
        work = lead(await office.system_work(tx), role)
        assert await figures_table(work, key_of(TEAM)) is None


def test_a_hidden_count_is_in_no_row() -> None:
    told = figures([course(3)] * 30 + [course()] * 3, MUCH_LATER)
    table = {name: value for name, value, _ in rows(told)}
    assert table["answer: none"] == "<5"
    assert table["answer: in_time"] == "not shown"
    assert "share without an answer in time" not in table
