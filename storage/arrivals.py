"""Arrivals: what is kept of those who have just written, read for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnClause,
    Select,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.engine.interfaces import Dialect

from storage import directory, people
from storage.database import Database, Transaction
from storage.people import Address, Known
from storage.prepared import Listed, Prepared
from storage.tables import addresses, conversations, directory_version, members
from storage.tables import people as table
from storage.tables import updates as updates_table
from storage.types import Envelope, envelope
from storage.updates import Handled

# Which address was used last need not be known more exactly.
USED_WITHIN = timedelta(minutes=1)

_OF_UPDATE = (updates_table.c.update_id.label("handled"), updates_table.c.sealed_reply)
_OF_SENDER = (
    addresses.c.used,
    table.c.id,
    table.c.language,
    table.c.unreachable_since,
    table.c.sealed_last_place,
    conversations.c.sealed_state,
    exists().where(members.c.person == table.c.id).label("is_member"),
)
# Each turn needs it, and this is the only way that asks for it on the way.
_DIRECTORY = select(directory_version.c.version).scalar_subquery().label("directory")


def _kept(of: Dialect) -> Select[Any]:
    """Select what is kept of updates and their senders: a row each, whether known or not.

    PostgreSQL looks for one after the other, by its whole key, as in `each_of`.
    """
    channel: BindParameter[str] = bindparam("channel_")
    this, here = updates_table.c.channel == channel, addresses.c.channel == channel
    theirs = addresses.c.person == table.c.id
    begun = (conversations.c.person == table.c.id) & (conversations.c.channel == channel)
    if of.name == "postgresql":
        senders, ids = (
            select(bindparam(name, type_=Listed())).scalar_subquery()
            for name in ("senders_", "updates_")
        )
        came = func.unnest(senders, ids).table_valued("sender_", "update_").render_derived()
        whole: ColumnClause[int] = literal_column("0")
        before = select(*_OF_UPDATE).where(this, updates_table.c.update_id == came.c.update_)
        known = select(*_OF_SENDER).join_from(addresses, table, theirs)
        known = known.outerjoin(conversations, begun)
        known = known.where(here, addresses.c.address_index == came.c.sender_)
        one, other = before.offset(whole).lateral(), known.offset(whole).lateral()
        found = came.outerjoin(one, true()).outerjoin(other, true())
        return select(came.c.sender_, *one.c, *other.c, _DIRECTORY).select_from(found)
    came = func.json_each(bindparam("senders_", type_=Listed())).table_valued("key", "value")
    place = literal("$[").concat(came.c.key).concat("]")
    update = func.json_extract(bindparam("updates_", type_=Listed()), place)
    found = (
        came.outerjoin(updates_table, this & (updates_table.c.update_id == update))
        .outerjoin(addresses, here & (addresses.c.address_index == came.c.value))
        .outerjoin(table, theirs)
        .outerjoin(conversations, begun)
    )
    sender = came.c.value.label("sender_")
    return select(sender, *_OF_UPDATE, *_OF_SENDER, _DIRECTORY).select_from(found)


KEPT = Prepared(_kept)


class Arrival(Struct, frozen=True):
    """An update and what is kept of its sender.

    `handled`: it was handled before; nothing else is filled in then. `state`: the conversation.
    `is_member`: they are or were of a team.
    """

    handled: Handled | None = None
    known: Known | None = None
    state: Envelope | None = None
    is_member: bool = False


class Came(Struct, frozen=True):
    """An update by its id, and from whom: `index` is the keyed hash of the address."""

    address: Address
    update: str
    index: str


def came(database: Database, address: Address, update: str) -> Came:
    """Say what came; the keyed hash is made once, for the lock and for what is kept."""
    return Came(address, update, people.address_index(database, address))


def locks(came: Iterable[Came]) -> list[str]:
    """Name what whoever acts for the senders has to hold."""
    return [people.lock_of(each.index) for each in came]


async def arrived(tx: Transaction, came: Sequence[Came], now: datetime) -> list[Arrival]:
    """Read what is kept of the senders of updates, in that order.

    Each address comes once, and the transaction holds their `locks`. Whoever is not
    known yet is made known.
    """
    by_channel: dict[str, list[Came]] = defaultdict(list)
    for each in came:
        by_channel[each.address.channel].append(each)
    found: dict[str, Arrival] = {}
    for channel, of_channel in by_channel.items():
        senders = {each.index: each for each in of_channel}
        ids = [each.update for each in of_channel]
        for row in await tx.rows(KEPT, channel_=channel, senders_=list(senders), updates_=ids):
            found[row.sender] = await _arrival(tx, senders[row.sender], row, now)
            if row.directory is not None:
                tx.learn(directory.VERSION, row.directory)
    return [found[each.index] for each in came]


async def _arrival(tx: Transaction, came: Came, row: Any, now: datetime) -> Arrival:
    if row.handled is not None:
        reply = tx.keys.open(row.sealed_reply) if row.sealed_reply else None
        return Arrival(Handled(reply))
    if row.id is None:
        return Arrival(known=await people.add(tx, came.address, came.index, now))
    tx.likely["person"].append(row.id)
    if now - row.used > USED_WITHIN:
        await people.used(tx, came.address, now)
    state = envelope(row.sealed_state, tx.keys)
    return Arrival(None, people.known_of(tx, row), state, row.is_member)
