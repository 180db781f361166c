"""Members of teams and the invitations that make them; codes are kept as keyed hashes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import case, func, insert, select, update

from domain.access import QUEUE_ROLES, MemberRole, Membership
from domain.organisations import OrganisationId, TeamId
from domain.people import PersonId
from storage.database import Transaction
from storage.prepared import Prepared, each_of
from storage.tables import invitations
from storage.tables import members as table
from storage.versions import while_it_stands

WORKING_ITS_QUEUE = tuple(role.value for role in QUEUE_ROLES)

_IN_FORCE = (
    select(
        table.c.person,
        table.c.team,
        table.c.organisation,
        table.c.role,
        table.c.on_duty,
        table.c.employed_by_state,
    )
    .where(table.c.revoked.is_(None))
    .order_by(table.c.since, table.c.team)
)
OF_PERSON = Prepared(each_of(_IN_FORCE, table.c.person, "person_"), by="person")
OF_TEAM = Prepared(each_of(_IN_FORCE, table.c.team, "team_"), by="team")
WITH_ROLE = Prepared(
    each_of(
        select(table.c.person, table.c.role).where(table.c.revoked.is_(None)).distinct(),
        table.c.role,
        "role_",
    ),
    by="role",
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code opens."""

    team: TeamId
    role: MemberRole
    employed_by_state: bool = False


async def memberships_of(tx: Transaction, person: PersonId) -> tuple[Membership, ...]:
    """Give the memberships in force."""
    rows = await tx.once_each(OF_PERSON, person)
    return tuple(_membership(row) for row in rows)


def _membership(row: Any) -> Membership:
    return Membership(
        TeamId(row.team),
        OrganisationId(row.organisation),
        MemberRole(row.role),
        row.on_duty,
        row.employed_by_state,
    )


async def on_duty(tx: Transaction, team: TeamId) -> tuple[PersonId, ...]:
    """Give those of a team who work its queue and are on duty."""
    rows = await while_it_stands(tx, "teams", OF_TEAM, [team])
    found = (row.person for row in rows if row.on_duty and row.role in WORKING_ITS_QUEUE)
    return tuple(PersonId(person) for person in dict.fromkeys(found))


async def keeping(tx: Transaction, team: TeamId, limit: int) -> tuple[PersonId, ...]:
    """Give those of a team on duty who keep its entries: staff first, then who works its queue."""
    rows = await tx.connection.scalars(
        select(table.c.person)
        .where(
            table.c.team == team,
            table.c.on_duty.is_(True),
            table.c.revoked.is_(None),
            table.c.role != MemberRole.ADMIN.value,
        )
        .group_by(table.c.person)
        .order_by(
            func.max(case((table.c.role == MemberRole.STAFF.value, 1), else_=0)).desc(),
            func.min(table.c.since),
        )
        .limit(limit)
    )
    return tuple(PersonId(person) for person in rows)


async def of_team(tx: Transaction, team: TeamId) -> tuple[PersonId, ...]:
    """Give all members of a team, on duty or not."""
    rows = await tx.connection.scalars(
        select(table.c.person)
        .where(table.c.team == team, table.c.revoked.is_(None))
        .distinct()
        .order_by(table.c.person)
    )
    return tuple(PersonId(person) for person in rows)


async def teams_on_duty(tx: Transaction) -> frozenset[TeamId]:
    """Give the teams of which anybody is on duty."""
    rows = await tx.connection.scalars(
        select(table.c.team).where(table.c.on_duty.is_(True), table.c.revoked.is_(None)).distinct()
    )
    return frozenset(TeamId(team) for team in rows)


async def in_team(tx: Transaction, team: TeamId, role: MemberRole) -> tuple[PersonId, ...]:
    """Give those who have a role in one team, on duty or not."""
    rows = await while_it_stands(tx, "teams", OF_TEAM, [team])
    return tuple(PersonId(row.person) for row in rows if row.role == role.value)


async def working_in(tx: Transaction, team: TeamId) -> dict[PersonId, Membership]:
    """Give those who work a team's queue, on duty or not, in the order in which they came.

    Who has several parts in the team is given with the one that came last.
    """
    rows = await tx.connection.execute(
        select(table)
        .where(
            table.c.team == team,
            table.c.revoked.is_(None),
            table.c.role.in_(WORKING_ITS_QUEUE),
        )
        .order_by(table.c.since, table.c.person, table.c.role)
    )
    return {PersonId(row.person): _membership(row) for row in rows}


async def with_role(tx: Transaction, role: MemberRole) -> tuple[PersonId, ...]:
    """Give those who have a role in any team."""
    rows = await while_it_stands(tx, "teams", WITH_ROLE, [role.value])
    return tuple(PersonId(row.person) for row in rows)


async def enrol(tx: Transaction, person: PersonId, membership: Membership, now: datetime) -> None:
    """Make somebody a member; again, it gives the membership back that was revoked."""
    same = (
        (table.c.person == person)
        & (table.c.team == membership.team)
        & (table.c.role == membership.role.value)
    )
    values = {
        "organisation": membership.organisation,
        "on_duty": membership.on_duty,
        "employed_by_state": membership.employed_by_state,
        "since": now,
        "revoked": None,
    }
    done = await tx.connection.execute(update(table).where(same).values(**values))
    if not done.rowcount:
        key = {"person": person, "team": membership.team, "role": membership.role.value}
        await tx.connection.execute(insert(table).values(**key, **values))


async def revoke(tx: Transaction, person: PersonId, team: TeamId, now: datetime) -> None:
    """End a membership at once."""
    await tx.connection.execute(
        update(table)
        .where(table.c.person == person, table.c.team == team, table.c.revoked.is_(None))
        .values(revoked=now, on_duty=False)
    )


async def set_duty(tx: Transaction, person: PersonId, on_duty: bool) -> None:
    """Start or end duty in all of a person's teams."""
    await tx.connection.execute(
        update(table).where(table.c.person == person).values(on_duty=on_duty)
    )


async def invite(
    tx: Transaction,
    code: str,
    team: TeamId,
    role: MemberRole,
    expires: datetime,
    *,
    employed_by_state: bool = False,
) -> None:
    """Keep an invitation, not its code. `employed_by_state`: whoever uses it is seconded (A2)."""
    await tx.connection.execute(
        insert(invitations).values(
            code_index=tx.keys.index("invitation", _plain(code)),
            team=team,
            role=role.value,
            expires=expires,
            employed_by_state=employed_by_state,
        )
    )


async def use_invitation(
    tx: Transaction, code: str, person: PersonId, now: datetime
) -> Invitation | Literal["unknown", "used", "expired"]:
    """Use a code up; of several who try at once exactly one is let in."""
    index = tx.keys.index("invitation", _plain(code))
    row = (
        await tx.connection.execute(
            select(
                invitations.c.team,
                invitations.c.role,
                invitations.c.expires,
                invitations.c.used,
                invitations.c.employed_by_state,
            ).where(invitations.c.code_index == index)
        )
    ).first()
    if row is None:
        return "unknown"
    if row.used is None and row.expires <= now:
        return "expired"
    done = await tx.connection.execute(
        update(invitations)
        .where(invitations.c.code_index == index, invitations.c.used.is_(None))
        .values(used=now)
    )
    if not done.rowcount:
        return "used"
    return Invitation(TeamId(row.team), MemberRole(row.role), row.employed_by_state)


def _plain(code: str) -> str:
    """Read a code as people type it."""
    return "".join(c for c in code.upper() if c.isalnum())
