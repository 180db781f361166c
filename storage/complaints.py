"""Complaints; the words of both sides are sealed, and an anonymous one knows nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from domain.complaints import Complaint, ComplaintId
from domain.organisations import CentreId, OrganisationId, TeamId
from domain.people import PersonId
from storage.database import Transaction
from storage.tables import complaints as table

MOST = 200


async def insert_complaint(tx: Transaction, complaint: Complaint) -> None:
    """Keep a new complaint."""
    await tx.connection.execute(
        insert(table).values(
            id=complaint.id,
            team=complaint.team,
            centre=complaint.centre,
            about=complaint.about,
            person=complaint.person,
            sealed_words=tx.keys.seal(complaint.words),
            at=complaint.at,
        )
    )


async def open_of(tx: Transaction, teams: Collection[TeamId]) -> tuple[Complaint, ...]:
    """Give the open complaints of teams, oldest first, at most 200."""
    waiting = _select().where(table.c.team.in_(list(teams)), table.c.answered.is_(None))
    rows = await tx.connection.execute(waiting.order_by(table.c.at, table.c.id).limit(MOST))
    return tuple(_read(tx, row) for row in rows)


async def of_person(tx: Transaction, person: PersonId) -> tuple[Complaint, ...]:
    """Give the complaints that somebody made by name, newest first."""
    mine = _select().where(table.c.person == person)
    rows = await tx.connection.execute(mine.order_by(table.c.at.desc(), table.c.id).limit(MOST))
    return tuple(_read(tx, row) for row in rows)


async def by_id(tx: Transaction, key: ComplaintId) -> Complaint | None:
    """Give one complaint, answered or not."""
    row = (await tx.connection.execute(_select().where(table.c.id == key))).first()
    return _read(tx, row) if row is not None else None


async def mark_read(tx: Transaction, key: ComplaintId, now: datetime) -> bool:
    """Note that it is read; False if it was before."""
    unread = update(table).where(table.c.id == key, table.c.read.is_(None))
    return bool((await tx.connection.execute(unread.values(read=now))).rowcount)


async def answer(tx: Transaction, key: ComplaintId, words: str, now: datetime) -> bool:
    """Keep the answer; False if somebody was quicker."""
    waiting = update(table).where(table.c.id == key, table.c.answered.is_(None))
    done = await tx.connection.execute(
        waiting.values(sealed_answer=tx.keys.seal(words), answered=now)
    )
    return bool(done.rowcount)


async def forget_complainant(tx: Transaction, person: PersonId) -> None:
    """Take whoever was forgotten, and the words, out of their complaints."""
    await tx.connection.execute(
        update(table)
        .where(table.c.person == person)
        .values(person=None, sealed_words=tx.keys.seal(""), sealed_answer=None)
    )


def _select() -> Select[Any]:
    return select(*table.c)


def _read(tx: Transaction, row: Any) -> Complaint:
    return Complaint(
        ComplaintId(row.id),
        TeamId(row.team),
        CentreId(row.centre) if row.centre else None,
        OrganisationId(row.about) if row.about else None,
        PersonId(row.person) if row.person else None,
        tx.keys.open_text(row.sealed_words),
        row.at,
        row.read,
        tx.keys.open_text(row.sealed_answer) if row.sealed_answer else None,
        row.answered,
    )
