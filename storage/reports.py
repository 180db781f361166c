"""Reports of wrong entries; the words of whoever reported are sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from domain.organisations import TeamId
from domain.people import PersonId
from domain.reports import Report, ReportId, ReportOutcome, Wrong
from domain.services import ServiceId
from storage.database import Transaction
from storage.tables import entry_reports as table

MOST = 500


async def insert_report(tx: Transaction, report: Report) -> None:
    """Keep a new report."""
    await tx.connection.execute(
        insert(table).values(
            id=report.id,
            service=report.service,
            team=report.team,
            person=report.person,
            what=report.what.value,
            sealed_words=tx.keys.seal(report.words),
            at=report.at,
        )
    )


async def open_reports(tx: Transaction) -> tuple[Report, ...]:
    """Give the open reports, oldest first, at most 500."""
    waiting = _select().where(table.c.outcome.is_(None)).order_by(table.c.at, table.c.id)
    rows = await tx.connection.execute(waiting.limit(MOST))
    return tuple(_read(tx, row) for row in rows)


async def open_of_person(tx: Transaction, person: PersonId) -> tuple[Report, ...]:
    """Give the open reports that somebody made, oldest first."""
    where = _select().where(table.c.person == person, table.c.outcome.is_(None))
    rows = await tx.connection.execute(where.order_by(table.c.at, table.c.id))
    return tuple(_read(tx, row) for row in rows)


async def report_by_id(tx: Transaction, key: ReportId) -> Report | None:
    """Give one report, answered or not."""
    row = (await tx.connection.execute(_select().where(table.c.id == key))).first()
    return _read(tx, row) if row is not None else None


async def answer(tx: Transaction, key: ReportId, outcome: ReportOutcome, now: datetime) -> bool:
    """Note what came of a report; False if somebody was quicker."""
    done = await tx.connection.execute(
        update(table)
        .where(table.c.id == key, table.c.outcome.is_(None))
        .values(outcome=outcome.value, answered=now)
    )
    return bool(done.rowcount)


async def forget_reporter(tx: Transaction, person: PersonId) -> None:
    """Take whoever was forgotten, and their words, out of their reports."""
    await tx.connection.execute(
        update(table)
        .where(table.c.person == person)
        .values(person=None, sealed_words=tx.keys.seal(""))
    )


def _select() -> Select[Any]:
    c = table.c
    return select(c.id, c.service, c.team, c.person, c.what, c.sealed_words, c.at, c.outcome)


def _read(tx: Transaction, row: Any) -> Report:
    return Report(
        ReportId(row.id),
        ServiceId(row.service),
        TeamId(row.team),
        PersonId(row.person) if row.person else None,
        Wrong(row.what),
        tx.keys.open_text(row.sealed_words),
        row.at,
        ReportOutcome(row.outcome) if row.outcome else None,
    )
