"""The outbox: what is to be sent, kept with what decided it until it is confirmed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from domain.people import PersonId
from storage.database import Transaction
from storage.dropping import drop_before
from storage.people import Address, address_index
from storage.prepared import Prepared, among
from storage.tables import outbox as table

LEASE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(days=1)

# Channels whose readers ask for what came after the last id.
PULLED = frozenset({"web", "terminal", "desk"})

PUT = Prepared(
    insert(table),
    "person",
    "channel",
    "address_index",
    "sealed_address",
    "kind",
    "sealed_payload",
    "subject",
    "words_of",
    "edits",
    "urgent",
    "created",
    "due",
    "attempts",
)
TOLD_SINCE = Prepared(
    lambda of: (
        select(table.c.kind, func.count().label("number"))
        .where(
            table.c.person == bindparam("person_"),
            among(of, table.c.kind, "kinds"),
            table.c.created > bindparam("since"),
        )
        .group_by(table.c.kind)
    ),
    by="person",
)

_OLDER = table.alias("older")
_WAITS = and_(table.c.sent.is_(None), table.c.failed.is_(None))
_OLDER_WAITS = and_(_OLDER.c.sent.is_(None), _OLDER.c.failed.is_(None))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way. `edits`: the row whose sent message this one takes the place of."""

    id: int
    person: PersonId | None
    channel: str
    address: str
    kind: str
    payload: bytes
    subject: str | None
    edits: int | None
    attempts: int
    urgent: bool


async def put(
    tx: Transaction,
    *,
    person: PersonId | None,
    address: Address,
    kind: str,
    payload: bytes,
    now: datetime,
    subject: str | None = None,
    edits: int | None = None,
    urgent: bool = False,
    due: datetime | None = None,
    words_of: str | None = None,
) -> None:
    """Keep a message to be sent.

    `words_of`: the reference of the case whose words it may hold.

    On pulled channels the writers for one address wait for each other: a row that commits after
    one with a greater id would never be asked for.
    """
    tx.put()
    if address.channel in PULLED:
        await tx.lock(f"outbox:{address_index(tx, address)}")
    await tx.write_later(
        PUT,
        person=person,
        channel=address.channel,
        address_index=address_index(tx, address),
        sealed_address=tx.keys.seal(address.address),
        kind=kind,
        sealed_payload=tx.keys.seal(payload),
        subject=subject,
        words_of=words_of,
        edits=edits,
        urgent=urgent,
        created=now,
        due=due or now,
        attempts=0,
    )


def _select() -> Select[Any]:
    c = table.c
    return select(
        c.id,
        c.person,
        c.channel,
        c.sealed_address,
        c.kind,
        c.sealed_payload,
        c.subject,
        c.edits,
        c.attempts,
        c.urgent,
    )


def _read(tx: Transaction, row: Any) -> Outgoing:
    return Outgoing(
        row.id,
        PersonId(row.person) if row.person else None,
        row.channel,
        tx.keys.open_text(row.sealed_address),
        row.kind,
        tx.keys.open(row.sealed_payload),
        row.subject,
        row.edits,
        row.attempts,
        row.urgent,
    )


async def due(
    tx: Transaction, channels: Collection[str], now: datetime, limit: int
) -> tuple[Outgoing, ...]:
    """Claim what is due: the oldest row of each address, urgent addresses first.

    An address is urgent if anything urgent waits for it: what stands before that goes first.
    A claimed row comes back after `LEASE` if its sender did not say what became of it; until
    then, and while it waits, it holds back the later ones of its address: order is kept.
    """
    of_channels = table.c.channel.in_(list(channels))
    hurried = _first_of_urgent_addresses()
    urgent = _select().join(hurried, hurried.c.first == table.c.id).where(of_channels)
    rows = await _claimed(tx, urgent.order_by(table.c.urgent.desc(), table.c.id), now, limit)
    if len(rows) < limit:
        # By their instants, in which an index has them: it is read no farther than the limit.
        first = ~exists().where(
            _OLDER.c.channel == table.c.channel,
            _OLDER.c.address_index == table.c.address_index,
            _OLDER.c.id < table.c.id,
            _OLDER_WAITS,
        )
        others = _select().where(of_channels, first).order_by(table.c.due, table.c.id)
        rows += await _claimed(tx, others, now, limit - len(rows))
    return tuple(_read(tx, row) for row in rows)


def _first_of_urgent_addresses() -> Subquery:
    urgent = (
        select(table.c.channel, table.c.address_index)
        .where(table.c.urgent, _WAITS)
        .distinct()
        .subquery()
    )
    first = select(func.min(_OLDER.c.id)).where(
        _OLDER.c.channel == urgent.c.channel,
        _OLDER.c.address_index == urgent.c.address_index,
        _OLDER_WAITS,
    )
    return select(first.scalar_subquery().label("first")).select_from(urgent).subquery()


async def _claimed(tx: Transaction, which: Select[Any], now: datetime, limit: int) -> list[Any]:
    due = which.where(_WAITS, table.c.due <= now).limit(limit)
    found = await tx.connection.execute(due.with_for_update(skip_locked=True, of=table))
    rows = list(found.all())
    if rows:
        await tx.connection.execute(
            update(table)
            .where(table.c.id.in_([row.id for row in rows]))
            .values(due=now + LEASE, attempts=table.c.attempts + 1)
        )
    return rows


async def sent(tx: Transaction, row: int, message_id: str | None, now: datetime) -> None:
    """Note that a message was delivered, under the channel's id; what it said is not kept."""
    sealed = tx.keys.seal(message_id) if message_id is not None else None
    await _set(tx, row, sent=now, sealed_message_id=sealed, sealed_payload=tx.keys.seal(b""))


async def later(tx: Transaction, row: int, due: datetime) -> None:
    """Note that a message has to be tried again at an instant."""
    await _set(tx, row, due=due)


async def hasten(tx: Transaction, now: datetime) -> None:
    """Let all that waits be due at the aware `now`, and count as put by then.

    For a clock that was set back: what waits would be due at a time that was wrong.
    """
    created = case((table.c.created > now, now), else_=table.c.created)
    late = update(table).where(_WAITS, table.c.due > now)
    await tx.connection.execute(late.values(due=now, created=created))


async def failed(tx: Transaction, row: int, reason: str, now: datetime) -> None:
    """Note that a message will never be taken; what it said is not kept."""
    await _set(tx, row, failed=now, reason=reason, sealed_payload=tx.keys.seal(b""))


async def _set(tx: Transaction, row: int, **values: object) -> None:
    await tx.connection.execute(update(table).where(table.c.id == row).values(**values))


async def message_id_of(tx: Transaction, row: int) -> str | None:
    """Give the channel's id of a message that was delivered."""
    sealed = await tx.connection.scalar(select(table.c.sealed_message_id).where(table.c.id == row))
    return tx.keys.open_text(sealed) if sealed else None


async def about(tx: Transaction, subject: str) -> tuple[Outgoing, ...]:
    """Give the messages about a referral, sent or not, whose place no other one has taken.

    What was given up is not among them: there is nothing to replace.
    """
    replacing = table.alias("replacing")
    replaced = exists().where(replacing.c.edits == table.c.id)
    rows = await tx.connection.execute(
        _select()
        .where(
            table.c.subject == subject,
            table.c.edits.is_(None),
            table.c.failed.is_(None),
            ~replaced,
        )
        .order_by(table.c.id)
    )
    return tuple(_read(tx, row) for row in rows)


async def told_since(
    tx: Transaction, person: PersonId, kinds: Collection[str], since: datetime
) -> dict[str, int]:
    """Count what was put for somebody after the aware `since`, by kind."""
    rows = await tx.rows(TOLD_SINCE, person_=person, kinds=kinds, since=since)
    return {row.kind: int(row.number) for row in rows}


async def for_address(
    tx: Transaction, address: Address, after: int, limit: int = 200
) -> tuple[Outgoing, ...]:
    """Give what was kept for an address of a channel that fetches for itself, in order.

    Whoever has nothing yet (`after` 0) gets the latest, so that a long chat ends in the present.
    """
    key = table.c.id.asc() if after else table.c.id.desc()
    rows = await tx.connection.execute(
        _select()
        .where(
            table.c.channel == address.channel,
            table.c.address_index == address_index(tx, address),
            table.c.id > after,
        )
        .order_by(key)
        .limit(limit)
    )
    return tuple(_read(tx, row) for row in sorted(rows.all(), key=lambda row: int(row.id)))


async def any_waits(tx: Transaction, channel: str, kind: str, until: datetime) -> bool:
    """Say whether anything of a kind that was put until an aware instant waits to be sent.

    Nothing that was meant to be sent by then is put off for longer than `LONGEST_WAIT`.
    """
    found = await tx.connection.scalar(
        select(table.c.id)
        .where(
            _WAITS,
            table.c.channel == channel,
            table.c.kind == kind,
            table.c.created <= until,
            table.c.due <= until + LONGEST_WAIT,
        )
        .limit(1)
    )
    return found is not None


async def waits_for(tx: Transaction, address: Address, kind: str) -> bool:
    """Say whether anything of a kind waits to be sent to an address."""
    found = await tx.connection.scalar(
        select(table.c.id).where(_WAITS, _at(tx, address), table.c.kind == kind).limit(1)
    )
    return found is not None


async def drop_waiting(tx: Transaction, address: Address, kind: str) -> None:
    """Drop what of a kind waits to be sent to an address."""
    await tx.connection.execute(delete(table).where(_WAITS, _at(tx, address), table.c.kind == kind))


def _at(tx: Transaction, address: Address) -> ColumnElement[bool]:
    return and_(
        table.c.channel == address.channel,
        table.c.address_index == address_index(tx, address),
    )


async def delete_for(tx: Transaction, address: Address) -> int:
    """Drop all that was kept for an address (the quick exit); give the number."""
    tx.put()
    done = await tx.connection.execute(
        delete(table).where(
            table.c.channel == address.channel,
            table.c.address_index == address_index(tx, address),
        )
    )
    return done.rowcount


async def erase_words_of(tx: Transaction, reference: str) -> None:
    """Drop what may hold words of a case, sent or not."""
    await tx.connection.execute(delete(table).where(table.c.words_of == reference))


async def purge_sent_before(tx: Transaction, instant: datetime, limit: int) -> int:
    """Drop what was delivered, given up or, where it is fetched, created before an instant.

    At most `limit` of it; give the number.
    """
    gone = or_(table.c.sent < instant, table.c.failed < instant, table.c.channel.in_(PULLED))
    # Whatever is gone by then was also created by then, and that is what the index knows.
    return await drop_before(tx, table.c.created, instant, limit, gone)
