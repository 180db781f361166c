"""Ways into the desk: links that work once and the sessions they open; only hashes are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from domain.people import PersonId
from storage.database import Transaction
from storage.tables import desk_links, desk_sessions


async def add_link(tx: Transaction, code: str, person: PersonId, expires: datetime) -> None:
    """Keep a one-time link."""
    index = tx.keys.index("link", code)
    await tx.connection.execute(
        insert(desk_links).values(code_index=index, person=person, expires=expires)
    )


async def use_link(tx: Transaction, code: str, now: datetime) -> PersonId | None:
    """Use a link up; None if it is unknown, used or too old. Exactly one use succeeds."""
    index = tx.keys.index("link", code)
    good = (
        (desk_links.c.code_index == index)
        & desk_links.c.used.is_(None)
        & (desk_links.c.expires > now)
    )
    done = await tx.connection.execute(update(desk_links).where(good).values(used=now))
    if not done.rowcount:
        return None
    person = await tx.connection.scalar(
        select(desk_links.c.person).where(desk_links.c.code_index == index)
    )
    return PersonId(person) if person else None


async def add_session(tx: Transaction, token: str, person: PersonId, expires: datetime) -> None:
    """Keep a session."""
    index = tx.keys.index("session", token)
    await tx.connection.execute(
        insert(desk_sessions).values(token_index=index, person=person, expires=expires)
    )


async def session(tx: Transaction, token: str, now: datetime) -> PersonId | None:
    """Give whose session a token is; None if it has ended."""
    index = tx.keys.index("session", token)
    person = await tx.connection.scalar(
        select(desk_sessions.c.person).where(
            desk_sessions.c.token_index == index, desk_sessions.c.expires > now
        )
    )
    return PersonId(person) if person else None


async def end_session(tx: Transaction, token: str) -> None:
    """End a session."""
    index = tx.keys.index("session", token)
    await tx.connection.execute(delete(desk_sessions).where(desk_sessions.c.token_index == index))
