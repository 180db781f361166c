"""Which bot a database belongs to: one alone, which the first start remembers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Transaction
from storage.inserting import in_its_place, insert
from storage.tables import database_bot as table
from storage.tables import updates

THE_ONE = 1
PUT = in_its_place(table, "bot", "since")


@dataclass(frozen=True, slots=True)
class Belongs:
    """The bot, by its number at Telegram, and since when the database is its own, aware UTC."""

    bot: str
    since: datetime


async def owner(tx: Transaction) -> Belongs | None:
    """Give the bot that the database belongs to; None if it is nobody's yet."""
    row = (await tx.connection.execute(select(table.c.bot, table.c.since))).one_or_none()
    return None if row is None else Belongs(row.bot, row.since)


async def claim(tx: Transaction, bot: str, now: datetime) -> Belongs:
    """Make the database this bot's, unless it is one's already; give whose it is then."""
    if found := await owner(tx):
        return found
    mine = insert(tx.dialect, table).values(id=THE_ONE, bot=bot, since=now)
    await tx.connection.execute(mine.on_conflict_do_nothing())
    return await owner(tx) or Belongs(bot, now)


async def hand_over(tx: Transaction, bot: str, now: datetime) -> None:
    """Make the database this bot's, whoever had it.

    Each bot numbers its updates itself, so those that the other one has handled are forgotten:
    one of the same number would be taken for a repetition.
    """
    await tx.write(PUT, id=THE_ONE, bot=bot, since=now)
    await tx.connection.execute(delete(updates).where(updates.c.channel == "telegram"))
