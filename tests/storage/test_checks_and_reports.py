"""Checks of entries and reports of mistakes, kept alike on both engines."""

from __future__ import annotations

import asyncio

from domain.organisations import CentreId, TeamId
from domain.reports import Report, ReportId, ReportOutcome, Wrong
from domain.services import ServiceId
from storage import checks, reports
from storage.checks import Asked
from storage.database import Database
from tests.storage.builders import NOW, later, person

CENTRE, TEAM = CentreId("c"), TeamId("t")


async def test_a_question_is_counted_until_it_is_answered(database: Database) -> None:
    async with database.transaction() as tx:
        await checks.note_asked(tx, CENTRE, TEAM, NOW, 1)
        await checks.note_asked(tx, CENTRE, TEAM, later(days=7), 2)
        await checks.note_asked(tx, CENTRE, TeamId("u"), NOW, 1)
    async with database.transaction() as tx:
        assert await checks.all_asked(tx) == {
            (CENTRE, TEAM): Asked(later(days=7), 2),
            (CENTRE, TeamId("u")): Asked(NOW, 1),
        }
        await checks.answered(tx, CENTRE, TEAM)
        assert set(await checks.all_asked(tx)) == {(CENTRE, TeamId("u"))}


async def made(database: Database, key: str = "r", hours: int = 0) -> Report:
    who = await person(database)
    report = Report(
        ReportId(key), ServiceId("s"), TEAM, who, Wrong.HOURS, "Nine to five", later(hours=hours)
    )
    async with database.transaction() as tx:
        await reports.insert_report(tx, report)
    return report


async def test_reports_come_oldest_first_until_they_are_answered(database: Database) -> None:
    second, first = await made(database, "b", 1), await made(database, "a")
    async with database.transaction() as tx:
        assert await reports.open_reports(tx) == (first, second)
        assert first.person is not None
        assert await reports.open_of_person(tx, first.person) == (first,)
        assert await reports.answer(tx, first.id, ReportOutcome.CORRECTED, later(days=1))
        assert await reports.open_reports(tx) == (second,)
        answered = await reports.report_by_id(tx, first.id)
        assert answered is not None
        assert answered.outcome is ReportOutcome.CORRECTED
        assert await reports.report_by_id(tx, ReportId("x")) is None


async def test_of_two_answers_at_once_one_counts(database: Database) -> None:
    report = await made(database)

    async def answer(outcome: ReportOutcome) -> bool:
        async with database.transaction() as tx:
            return await reports.answer(tx, report.id, outcome, NOW)

    outcomes = (ReportOutcome.CORRECTED, ReportOutcome.WAS_RIGHT)
    counted = await asyncio.gather(*(answer(each) for each in outcomes))
    assert sorted(counted) == [False, True]


async def test_whoever_is_forgotten_leaves_no_words(database: Database) -> None:
    report = await made(database)
    assert report.person is not None
    async with database.transaction() as tx:
        await reports.forget_reporter(tx, report.person)
        kept = await reports.report_by_id(tx, report.id)
    assert kept is not None
    assert (kept.person, kept.words) == (None, "")
