"""Updates that were handled, with their replies: the same one again gets the same reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import bindparam, delete, select, update

from domain.people import PersonId
from storage.database import Transaction
from storage.dropping import drop_before
from storage.inserting import in_its_place, insert
from storage.prepared import Prepared, each_of
from storage.tables import parked_updates
from storage.tables import updates as table

_ONE = (table.c.channel == bindparam("channel_")) & (table.c.update_id == bindparam("update_"))
CLAIM = Prepared(lambda of: insert(of, table).on_conflict_do_nothing(), "channel", "update_id")
ANSWERED = Prepared(select(table.c.sealed_reply).where(_ONE))
ANSWERED_AMONG = Prepared(
    each_of(
        select(table.c.update_id, table.c.sealed_reply).where(
            table.c.channel == bindparam("channel_")
        ),
        table.c.update_id,
        "updates_",
    )
)
KEEP = in_its_place(table, "person", "sealed_reply", "words_of", "handled")


@dataclass(frozen=True, slots=True)
class Handled:
    """An update that was handled before. `reply` is None once it was erased or too old."""

    reply: bytes | None


@dataclass(frozen=True, slots=True)
class ParkedUpdate:
    """An update that failed every time and was set aside.

    `kind`: what it was, by its type ("Typed"), never what it said. `reason`: the type of the
    failure. `parked`: when, aware UTC.
    """

    channel: str
    update_id: str
    kind: str
    reason: str
    parked: datetime


async def try_to_write(tx: Transaction) -> None:
    """Write what a message would write, and leave nothing; StorageUnavailable, at COMMIT at last.

    A disk without any room still answers who only reads.
    """
    one = {"channel": "trial", "update_id": token_hex(16)}
    await tx.connection.execute(insert(tx.dialect, table).values(one))
    mine = (table.c.channel == one["channel"]) & (table.c.update_id == one["update_id"])
    await tx.connection.execute(delete(table).where(mine))


async def claim(tx: Transaction, channel: str, update_id: str) -> Handled | None:
    """Claim an update for this transaction: None if it is new, else what it was answered.

    A second claim at the same time waits for the first one to end.
    """
    if await tx.write(CLAIM, channel=channel, update_id=update_id):
        return None
    row = await tx.row(ANSWERED, channel_=channel, update_=update_id)
    sealed = row.sealed_reply if row else None
    return Handled(tx.keys.open(sealed) if sealed else None)


async def handled_among(
    tx: Transaction, channel: str, update_ids: Sequence[str]
) -> dict[str, Handled]:
    """Give those of updates that were handled before, by their ids."""
    rows = await tx.rows(ANSWERED_AMONG, channel_=channel, updates_=update_ids)
    return {
        row.update_id: Handled(tx.keys.open(row.sealed_reply) if row.sealed_reply else None)
        for row in rows
    }


async def was_handled(tx: Transaction, channel: str, update_id: str) -> bool:
    """Say whether an update was handled before, without claiming it."""
    found = await tx.connection.scalar(
        select(table.c.update_id).where(table.c.channel == channel, table.c.update_id == update_id)
    )
    return found is not None


async def keep_reply(
    tx: Transaction,
    channel: str,
    update_id: str,
    person: PersonId | None,
    reply: bytes,
    now: datetime,
    words_of: str | None = None,
) -> None:
    """Keep the reply of an update that this transaction handles, written with its others.

    `words_of`: the reference of the case whose words it may hold.
    """
    await tx.write_later(
        KEEP,
        channel=channel,
        update_id=update_id,
        person=person,
        sealed_reply=tx.keys.seal(reply),
        words_of=words_of,
        handled=now,
    )


async def move_reply(
    tx: Transaction, channel: str, update_id: str, rest: bytes
) -> tuple[bool, str | None]:
    """Leave no more than `rest` of a reply whose message goes on elsewhere.

    Gives whether there is a message to go on, as it may have been erased meanwhile, and the
    reference of the case whose words it may hold.
    """
    one = (table.c.channel == channel) & (table.c.update_id == update_id)
    found = (
        await tx.connection.execute(
            select(table.c.sealed_reply, table.c.words_of).where(one).with_for_update()
        )
    ).first()
    if found is None:
        return True, None
    if found.sealed_reply is None:
        return False, None
    await tx.connection.execute(update(table).where(one).values(sealed_reply=tx.keys.seal(rest)))
    return True, found.words_of


async def erase_words_of(tx: Transaction, reference: str) -> None:
    """Erase the replies that may hold words of a case."""
    await tx.connection.execute(
        update(table).where(table.c.words_of == reference).values(sealed_reply=None, words_of=None)
    )


async def park(
    tx: Transaction, channel: str, update_id: str, raw: bytes, reason: str, now: datetime
) -> None:
    """Set an update aside that fails every time."""
    await tx.connection.execute(
        insert(tx.dialect, parked_updates)
        .values(
            channel=channel,
            update_id=update_id,
            sealed_raw=tx.keys.seal(raw),
            reason=reason,
            parked=now,
        )
        .on_conflict_do_nothing()
    )


async def parked(tx: Transaction, limit: int) -> tuple[ParkedUpdate, ...]:
    """List what was set aside last, the latest first."""
    c = parked_updates.c
    rows = await tx.connection.execute(
        select(c.channel, c.update_id, c.sealed_raw, c.reason, c.parked)
        .order_by(c.parked.desc())
        .limit(limit)
    )
    return tuple(
        ParkedUpdate(
            row.channel, row.update_id, tx.keys.open_text(row.sealed_raw), row.reason, row.parked
        )
        for row in rows
    )


async def purge_older_than(tx: Transaction, instant: datetime, limit: int) -> int:
    """Forget at most `limit` updates handled before an instant; give their number."""
    return await drop_before(tx, table.c.handled, instant, limit)


async def purge_parked_before(tx: Transaction, instant: datetime, limit: int) -> int:
    """Forget at most `limit` updates that were set aside before an instant; give their number."""
    return await drop_before(tx, parked_updates.c.parked, instant, limit)
