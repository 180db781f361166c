"""Groups of teams: which chat a team keeps its topics in; whoever asked has an hour to add it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from domain.organisations import TeamId
from domain.people import PersonId
from storage.database import Transaction
from storage.prepared import Prepared, each_of
from storage.tables import team_groups as table
from storage.versions import while_it_stands

OF_TEAM = Prepared(each_of(select(table), table.c.team, "team_"), by="team")


@dataclass(frozen=True, slots=True)
class TeamGroup:
    """A team's group. `chat`: None until it is known; `connected`, `lost`: since when, or None."""

    team: TeamId
    asked_by: PersonId
    asked: datetime
    language: str
    chat: str | None = None
    connected: datetime | None = None
    lost: datetime | None = None

    @property
    def works(self) -> bool:
        """Say whether topics can be kept there."""
        return self.connected is not None and self.lost is None


async def ask(tx: Transaction, group: TeamGroup) -> None:
    """Keep that somebody wants a group for a team, in the place of what was kept for it."""
    await forget(tx, group.team)
    await tx.connection.execute(
        insert(table).values(
            team=group.team,
            asked_by=group.asked_by,
            asked=group.asked,
            language=group.language,
        )
    )


async def found(tx: Transaction, team: TeamId, chat: str) -> None:
    """Note which chat it is; a chat belongs to one team."""
    index = _index(tx, chat)
    await tx.connection.execute(
        delete(table).where(table.c.chat_index == index, table.c.team != team)
    )
    await _set(tx, team, chat_index=index, sealed_chat=tx.keys.seal(chat))


async def connected(tx: Transaction, team: TeamId, now: datetime) -> None:
    """Note that topics can be kept in the chat from now on."""
    await _set(tx, team, connected=now, lost=None)


async def lost(tx: Transaction, team: TeamId, now: datetime) -> bool:
    """Note that topics cannot be kept there any more; False if that was known."""
    done = await tx.connection.execute(
        update(table)
        .where(table.c.team == team, table.c.connected.is_not(None), table.c.lost.is_(None))
        .values(lost=now)
    )
    return bool(done.rowcount)


async def forget(tx: Transaction, team: TeamId) -> None:
    """Drop what is kept of a team's group."""
    await tx.connection.execute(delete(table).where(table.c.team == team))


async def of_team(tx: Transaction, team: TeamId) -> TeamGroup | None:
    """Give a team's group, if one was asked for."""
    rows = await while_it_stands(tx, "teams", OF_TEAM, [team])
    return _read(tx, rows[0]) if rows else None


async def by_chat(tx: Transaction, chat: str, asked_since: datetime) -> TeamGroup | None:
    """Find the team whose group a chat is, or may become: asked for at the aware instant or later.

    One that is lost is still the team's.
    """
    rows = await tx.connection.execute(
        select(table).where(
            table.c.chat_index == _index(tx, chat),
            or_(table.c.connected.is_not(None), table.c.asked >= asked_since),
        )
    )
    return next((_read(tx, row) for row in rows), None)


async def asked_by(
    tx: Transaction, person: PersonId, asked_since: datetime
) -> tuple[TeamGroup, ...]:
    """Give the groups that somebody asked for lately and that are not connected, latest first."""
    rows = await tx.connection.execute(
        select(table)
        .where(
            table.c.asked_by == person,
            table.c.connected.is_(None),
            table.c.asked >= asked_since,
        )
        .order_by(table.c.asked.desc())
    )
    return tuple(_read(tx, row) for row in rows)


async def _set(tx: Transaction, team: TeamId, **values: object) -> None:
    await tx.connection.execute(update(table).where(table.c.team == team).values(**values))


def _index(tx: Transaction, chat: str) -> str:
    return tx.keys.index("group", chat)


def _read(tx: Transaction, row: Any) -> TeamGroup:
    return TeamGroup(
        TeamId(row.team),
        PersonId(row.asked_by),
        row.asked,
        row.language,
        tx.keys.open_text(row.sealed_chat) if row.sealed_chat else None,
        row.connected,
        row.lost,
    )
