"""Arrivals: what is kept of those who have just written, read for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import bindparam, exists, select

from storage import people, referrals, updates
from storage.database import Database, Transaction
from storage.people import Address, Known
from storage.prepared import Prepared, each_of
from storage.tables import addresses, conversations, members
from storage.tables import people as table
from storage.tables import referrals as requests
from storage.types import Envelope, envelope
from storage.updates import Handled

# Which address was used last need not be known more exactly.
USED_WITHIN = timedelta(minutes=1)

_KNOWN = (
    select(
        addresses.c.address_index,
        addresses.c.used,
        table.c.id,
        table.c.language,
        table.c.unreachable_since,
        table.c.sealed_last_place,
        conversations.c.sealed_state,
        exists().where(members.c.person == table.c.id).label("is_member"),
        exists().where(requests.c.person == table.c.id).label("has_requests"),
    )
    .join_from(addresses, table, addresses.c.person == table.c.id)
    .outerjoin(
        conversations,
        (conversations.c.person == table.c.id) & (conversations.c.channel == addresses.c.channel),
    )
    .where(addresses.c.channel == bindparam("channel_"))
)
KNOWN = Prepared(each_of(_KNOWN, addresses.c.address_index, "indexes_"))


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
        handled = await updates.handled_among(tx, channel, [each.update for each in of_channel])
        before = [each for each in of_channel if each.update in handled]
        found |= {each.index: Arrival(handled[each.update]) for each in before}
        new = {each.index: each for each in of_channel if each.update not in handled}
        if new:
            found |= await _known(tx, channel, new, now)
    return [found[each.index] for each in came]


async def _known(
    tx: Transaction, channel: str, new: dict[str, Came], now: datetime
) -> dict[str, Arrival]:
    """Give what is kept of senders by keyed hash; empties `new`."""
    found = {}
    for row in await tx.rows(KNOWN, channel_=channel, indexes_=list(new)):
        sender = new.pop(row.address_index)
        tx.likely["person"].append(row.id)
        if not row.has_requests:
            tx.know(referrals.OF_PERSON, row.id, [])
        if now - row.used > USED_WITHIN:
            await people.used(tx, sender.address, now)
        state = envelope(row.sealed_state, tx.keys)
        found[sender.index] = Arrival(None, people.known_of(tx, row), state, row.is_member)
    for index, sender in new.items():
        found[index] = Arrival(known=await people.add(tx, sender.address, index, now))
    return found
