"""Referrals with their contact, consents and events.

What routing and queues ask for stands in columns; all that a person told is sealed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sql
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Select, case, func, select

from domain.consent import Basis, Consent, Recipient
from domain.contacts import known_again
from domain.organisations import OrganisationId, TeamId
from domain.people import Company, PersonId, Told, Urgency
from domain.quality import Fate
from domain.referrals import OPEN, By, Contact, Referral, ReferralId, State
from domain.services import ServiceId
from storage.database import Transaction
from storage.prepared import Prepared, among, each_of
from storage.tables import consents, referral_events
from storage.tables import referrals as table

URGENCIES = tuple(Urgency)
ENDED_UNANSWERED = tuple(
    s.value for s in (State.WITHDRAWN, State.REVOKED, State.REDIRECTED, State.CLOSED)
)


@dataclass(frozen=True, slots=True)
class ReferralEvent:
    """One move, as it was made. `key`: the same key again for a referral does nothing.

    `team`: in whose queue the referral is after it.
    """

    referral: ReferralId
    at: datetime
    actor: PersonId | None
    by: By | None
    organisation: OrganisationId | None
    action: str
    before: State | None
    after: State
    reason: str
    version: int
    key: str | None
    team: TeamId | None = None


def _columns(tx: Transaction, referral: Referral) -> dict[str, Any]:
    return {
        "id": referral.id,
        "reference": referral.reference,
        "person": referral.person,
        "service": referral.service,
        "team": referral.team,
        "state": referral.state.value,
        "urgency": URGENCIES.index(referral.urgency),
        "holder": referral.holder,
        "submitted": referral.submitted,
        "version": referral.version,
        "sealed_record": tx.keys.seal(msgspec.json.encode(referral)),
    }


def _read(tx: Transaction, row: Any) -> Referral:
    kept = msgspec.json.decode(tx.keys.open(row.sealed_record), type=Referral)
    return replace(
        kept,
        person=PersonId(row.person),
        service=ServiceId(row.service),
        team=TeamId(row.team),
        state=State(row.state),
        holder=PersonId(row.holder) if row.holder else None,
        version=row.version,
    )


def _select() -> Select[Any]:
    c = table.c
    return select(c.person, c.service, c.team, c.state, c.holder, c.version, c.sealed_record)


def _without_number(counted: sql.Table) -> list[str]:
    return [column.key for column in counted.c if column.key != "number"]


# Made once: what is asked most often costs SQLAlchemy more to put together than to execute.
_BY_REFERENCE = _select().where(table.c.reference == sql.bindparam("reference_"))
_BY_ID = _select().where(table.c.id == sql.bindparam("id_"))
OF_PERSON = Prepared(
    each_of(_select().order_by(table.c.submitted.desc()), table.c.person, "person_"), by="person"
)
TAKEN = Prepared(
    each_of(sql.select(table.c.reference), table.c.reference, "reference_"), by="reference"
)
BY_REFERENCE = Prepared(_BY_REFERENCE, by="reference")
BY_REFERENCE_LOCKED = Prepared(_BY_REFERENCE.with_for_update())
BY_ID = Prepared(_BY_ID)
BY_ID_LOCKED = Prepared(_BY_ID.with_for_update())
OPEN_IN = Prepared(
    lambda of: (
        _select()
        .where(among(of, table.c.team, "teams"), among(of, table.c.state, "states"))
        .order_by(table.c.urgency, table.c.submitted, table.c.id)
        .limit(sql.bindparam("limit"))
        .offset(sql.bindparam("offset"))
    )
)
INSERT = Prepared(sql.insert(table), *(column.key for column in table.c))
ADD_CONSENT = Prepared(sql.insert(consents), *_without_number(consents))
EVENT = _without_number(referral_events)
ADD_EVENT = Prepared(sql.insert(referral_events), *EVENT)


async def insert(tx: Transaction, referral: Referral, contact: Contact, consent: Consent) -> None:
    """Store a referral with its contact and the consent it was made with."""
    await tx.write_later(INSERT, **_columns(tx, referral), **_contact(tx, contact))
    await add_consent(tx, referral.id, consent)


def _contact(tx: Transaction, contact: Contact) -> dict[str, Any]:
    phone = known_again(contact.phone) if contact.phone else ""
    return {
        "sealed_contact": tx.keys.seal(msgspec.json.encode(contact)),
        "phone_index": tx.keys.index("phone", phone) if phone else None,
    }


async def add_consent(tx: Transaction, referral: ReferralId, consent: Consent) -> None:
    """Keep the proof of a yes."""
    await tx.write_later(
        ADD_CONSENT,
        referral=referral,
        person=consent.person,
        person_index=tx.keys.index("consent", consent.person),
        recipients=msgspec.json.encode(consent.recipients).decode(),
        basis=consent.basis.value,
        language=consent.language,
        text_version=consent.text_version,
        at=consent.at,
    )


async def by_reference(
    tx: Transaction, reference: str, *, for_update: bool = False
) -> Referral | None:
    """Find a referral by its reference; `for_update` locks it on PostgreSQL."""
    statement = BY_REFERENCE_LOCKED if for_update else BY_REFERENCE
    row = await tx.row(statement, reference_=reference)
    return _read(tx, row) if row else None


async def by_id(
    tx: Transaction, referral: ReferralId, *, for_update: bool = False
) -> Referral | None:
    """Find a referral by its id; `for_update` locks it on PostgreSQL."""
    statement = BY_ID_LOCKED if for_update else BY_ID
    row = await tx.row(statement, id_=referral)
    return _read(tx, row) if row else None


async def by_ids(tx: Transaction, keys: Collection[ReferralId]) -> tuple[Referral, ...]:
    """Give referrals by their ids, the oldest first."""
    rows = await tx.connection.execute(
        _select().where(table.c.id.in_(list(keys))).order_by(table.c.submitted)
    )
    return tuple(_read(tx, row) for row in rows)


async def update(tx: Transaction, before: Referral, after: Referral) -> bool:
    """Store a change if nobody was quicker; the version grows by one."""
    changed = _columns(tx, replace(after, version=before.version + 1))
    del changed["id"]  # setting it, even to the same, would look for all that refers to it
    done = await tx.connection.execute(
        sql.update(table).where(table.c.id == before.id, table.c.version == before.version),
        changed,
    )
    return done.rowcount == 1


async def contact_of(tx: Transaction, referral: ReferralId) -> Contact | None:
    """Give how the person is reached; whoever calls this has checked the right to it."""
    sealed = await tx.connection.scalar(
        select(table.c.sealed_contact).where(table.c.id == referral)
    )
    return msgspec.json.decode(tx.keys.open(sealed), type=Contact) if sealed else None


async def set_contact(tx: Transaction, referral: ReferralId, contact: Contact) -> None:
    """Change how the person is reached."""
    await tx.connection.execute(
        sql.update(table).where(table.c.id == referral).values(**_contact(tx, contact))
    )


async def same_phone(tx: Transaction, referral: Referral) -> tuple[Referral, ...]:
    """Give other people's open referrals with the same phone number, the oldest first."""
    mine = table.alias("mine")
    number = select(mine.c.phone_index).where(mine.c.id == referral.id).scalar_subquery()
    rows = await tx.connection.execute(
        _select()
        .where(
            table.c.phone_index == number,
            table.c.person != referral.person,
            table.c.state.in_([s.value for s in OPEN]),
        )
        .order_by(table.c.submitted)
    )
    return tuple(_read(tx, row) for row in rows)


async def consents_of(tx: Transaction, referral: ReferralId) -> tuple[Consent, ...]:
    """Give the consents of a referral; without its person, once forgotten, one covers nobody."""
    c = consents.c
    rows = await tx.connection.execute(
        select(c.person, c.recipients, c.basis, c.language, c.at, c.text_version)
        .where(c.referral == referral, c.person.is_not(None))
        .order_by(c.number)
    )
    return tuple(
        Consent(
            PersonId(row.person),
            msgspec.json.decode(row.recipients, type=tuple[Recipient, ...]),
            Basis(row.basis),
            row.language,
            row.at,
            row.text_version,
        )
        for row in rows
    )


async def of_person(tx: Transaction, person: PersonId) -> tuple[Referral, ...]:
    """Give a person's referrals, newest first."""
    rows = await tx.once_each(OF_PERSON, person)
    return tuple(_read(tx, row) for row in rows)


async def taken(tx: Transaction, references: Collection[str]) -> frozenset[str]:
    """Give those of some references that a referral has."""
    return frozenset(row.reference for row in await tx.rows(TAKEN, reference_=references))


async def held_by(tx: Transaction, holder: PersonId) -> tuple[Referral, ...]:
    """Give the open referrals that somebody holds, oldest first."""
    rows = await tx.connection.execute(
        _select()
        .where(table.c.holder == holder, table.c.state.in_([s.value for s in OPEN]))
        .order_by(table.c.submitted, table.c.id)
    )
    return tuple(_read(tx, row) for row in rows)


async def held_in(tx: Transaction, team: TeamId) -> dict[PersonId, int]:
    """Count the open referrals of a team by who holds them."""
    rows = await tx.connection.execute(
        select(table.c.holder, func.count())
        .where(
            table.c.team == team,
            table.c.holder.is_not(None),
            table.c.state.in_([s.value for s in OPEN]),
        )
        .group_by(table.c.holder)
    )
    return {PersonId(holder): count for holder, count in rows}


async def open_in(
    tx: Transaction, teams: Collection[TeamId], limit: int = 200, offset: int = 0
) -> tuple[Referral, ...]:
    """Give the open referrals of teams, most urgent first, then oldest."""
    await tx.written()
    states = [state.value for state in OPEN]
    rows = await tx.rows(OPEN_IN, teams=teams, states=states, limit=limit, offset=offset)
    return tuple(_read(tx, row) for row in rows)


async def fates(
    tx: Transaction,
    services: Collection[ServiceId],
    since: datetime,
    without: Collection[TeamId] = (),
) -> dict[Fate, int]:
    """Count what became of the requests for services that were sent from the aware `since` on.

    `without`: teams whose cases are not counted, as specialists' are nobody else's to know.
    Once accepted counts as accepted, whatever came later; else once declined as declined.
    """
    each = (
        select(
            table.c.id,
            table.c.state,
            _ever(State.ACCEPTED).label("accepted"),
            _ever(State.DECLINED).label("declined"),
        )
        .join_from(table, referral_events, referral_events.c.referral == table.c.id, isouter=True)
        .where(
            table.c.service.in_(list(services)),
            table.c.submitted >= since,
            table.c.team.not_in(list(without)),
        )
        .group_by(table.c.id, table.c.state)
        .subquery()
    )
    fate = case(
        (each.c.accepted == 1, Fate.ACCEPTED.value),
        (each.c.declined == 1, Fate.DECLINED.value),
        (each.c.state.in_(ENDED_UNANSWERED), Fate.WITHDRAWN.value),
        else_=Fate.UNANSWERED.value,
    )
    rows = await tx.connection.execute(select(fate, func.count()).group_by(fate))
    return {Fate(name): count for name, count in rows}


def _ever(state: State) -> ColumnElement[int]:
    """Give 1 for a referral that was once in this state, else 0."""
    return func.max(case((referral_events.c.after == state.value, 1), else_=0))


async def add_event(tx: Transaction, event: ReferralEvent) -> None:
    """Keep one move."""
    await tx.write_later(ADD_EVENT, **{name: getattr(event, name) for name in EVENT})


async def events_of(tx: Transaction, referral: ReferralId) -> tuple[ReferralEvent, ...]:
    """Give the moves of a referral, in order."""
    c = referral_events.c
    rows = await tx.connection.execute(
        select(
            c.referral,
            c.at,
            c.actor,
            c.by,
            c.organisation,
            c.action,
            c.before,
            c.after,
            c.reason,
            c.version,
            c.key,
            c.team,
        )
        .where(c.referral == referral)
        .order_by(c.number)
    )
    return tuple(
        ReferralEvent(
            ReferralId(row.referral),
            row.at,
            PersonId(row.actor) if row.actor else None,
            By(row.by) if row.by else None,
            OrganisationId(row.organisation) if row.organisation else None,
            row.action,
            State(row.before) if row.before else None,
            State(row.after),
            row.reason,
            row.version,
            row.key,
            TeamId(row.team) if row.team else None,
        )
        for row in rows
    )


async def erase_person_from(tx: Transaction, person: PersonId) -> None:
    """Take the identity out of a person's referrals; of consents only the proof remains.

    The versions grow: a move that was read before must not bring back what was erased.
    """
    mine = _select().where(table.c.person == person).with_for_update()
    for row in (await tx.connection.execute(mine)).all():
        referral = _read(tx, row)
        bare = replace(
            referral,
            company=Company(referral.company.who),
            told=Told(),
            question=None,
            answer=None,
            instructions=None,
        )
        await tx.connection.execute(
            sql.update(table)
            .where(table.c.id == referral.id)
            .values(
                sealed_record=_columns(tx, bare)["sealed_record"],
                sealed_contact=None,
                phone_index=None,
                version=table.c.version + 1,
            )
        )
    await tx.connection.execute(
        sql.update(consents)
        .where(consents.c.person == person)
        .values(person=None, recipients="[]", basis="")
    )
