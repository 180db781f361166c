"""Figures as a table: for whoever may see them, exactly what is told, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest

from bot.office import Office
from casework.documents import key_of
from casework.figures import count, timed
from casework.figures_table import figures_table, rows
from casework.workplace import Work
from domain.access import Actor, MemberRole, Membership
from domain.feedback import Asked, Said
from domain.figures import figures, months_told
from domain.organisations import OrganisationId, TeamId
from domain.outcomes import Received
from domain.people import PersonId, Urgency
from domain.quality import Untold
from domain.services import ServiceId
from storage import feedback, outcomes, people, referrals
from storage.people import Address
from tests.domain.test_figures import MUCH_LATER, course
from tests.storage import builders

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


def test_the_limit_is_that_of_the_team_s_working_days(work: Work) -> None:
    """Timers: ten working days of a team that works three days a week are more than a fortnight."""
    team = replace(work.directory.team(TEAM), hours="Mo-We 09:00-17:00")
    came = replace(course(), urgency=Urgency.NORMAL, service=ServiceId("gn-conakry-shelter"))
    usual, own = (timed(work, each, came) for each in (work.directory.team(TEAM), team))
    assert usual.due is not None
    assert own.due is not None
    assert own.due - usual.due >= timedelta(days=7)
    assert (own.paused_at_most, timed(work, team, course()).paused_at_most) == (
        timedelta(hours=72),
        timedelta(hours=24),
    )


def test_the_limit_is_told_also_of_a_service_that_is_gone(work: Work) -> None:
    gone = replace(course(), service=ServiceId("gone"), due=None)
    assert timed(work, work.directory.team(TEAM), gone).due is not None


@pytest.fixture
async def work(office: Office) -> AsyncIterator[Work]:
    """The workplace of the system."""
    async with office.database.transaction() as tx:
        yield await office.system_work(tx)


async def test_what_persons_say_is_counted_with_the_month_in_which_they_said_it(
    office: Office,
) -> None:
    """Voices come from their own month, and only from the team they are about."""
    async with office.database.transaction() as tx:
        work = await office.system_work(tx)
        month = months_told(work.now)[0]
        team = work.directory.team(TEAM)
        known = await people.find_or_add(tx, Address("terminal", "x"), month.start)
        for _ in range(10):
            new = builders.referral(known.id, team=TEAM, submitted=month.start)
            await referrals.insert(tx, new, builders.contact(), builders.consent(known.id))
            first = builders.event(new, team=TEAM, at=month.start)
            await referrals.add_event(tx, first)
            await outcomes.keep(tx, new.id, TEAM, Received.NO, month.start)
            for said in (Said.MIXED, Said.BAD):
                await feedback.add(tx, TEAM, str(month), Asked.TREATED, said)
            await feedback.add(tx, TeamId("other"), str(month), Asked.TREATED, Said.GOOD)
            await feedback.add(tx, TEAM, str(month.before(1)), Asked.TREATED, Said.GOOD)
        told = await count(work, team, month)
        assert told.received == 10
        table = {name: value for name, value, _ in rows(told)}
    assert told.feedback[Asked.TREATED] == {
        Said.GOOD: Untold.FEW,
        Said.MIXED: Untold.HIDDEN,
        Said.BAD: 10,
    }
    assert set(told.outcomes) == set(Received)
    assert table["treated: bad"] == "10"
