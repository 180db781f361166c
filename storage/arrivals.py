"""Arrivals: what is kept of those who have just written, read for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import bindparam, exists, select

from storage import people, updates
from storage.database import Database, Transaction
from storage.people import Address, Known
from storage.prepared import Prepared, each_of
from storage.tables import addresses, conversations, members
from storage.tables import people as table
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


def locks(database: Database, came: Iterable[Address]) -> list[str]:
    """Name what whoever acts for these addresses has to hold."""
    return [people.lock_of(people.address_index(database, each)) for each in came]


async def arrived(
    tx: Transaction, came: Sequence[tuple[Address, str]], now: datetime
) -> list[Arrival]:
    """Read what is kept of the senders of updates (address, update id), in that order.

    Each address comes once, and the transaction holds their `locks`. Whoever is not
    known yet is made known.
    """
    by_channel: dict[str, list[tuple[Address, str]]] = defaultdict(list)
    for address, update in came:
        by_channel[address.channel].append((address, update))
    found: dict[tuple[Address, str], Arrival] = {}
    for channel, of_channel in by_channel.items():
        handled = await updates.handled_among(tx, channel, [update for _, update in of_channel])
        new = [each for each in of_channel if each[1] not in handled]
        found |= {each: Arrival(handled[each[1]]) for each in of_channel if each[1] in handled}
        found |= await _known(tx, channel, new, now)
    return [found[each] for each in came]


async def _known(
    tx: Transaction, channel: str, came: Iterable[tuple[Address, str]], now: datetime
) -> dict[tuple[Address, str], Arrival]:
    indexes = {people.address_index(tx, address): (address, update) for address, update in came}
    if not indexes:
        return {}
    found = {}
    for row in await tx.rows(KNOWN, channel_=channel, indexes_=list(indexes)):
        came_from = indexes.pop(row.address_index)
        if now - row.used > USED_WITHIN:
            await people.used(tx, came_from[0], now)
        state = envelope(row.sealed_state, tx.keys)
        found[came_from] = Arrival(None, people.known_of(tx, row), state, row.is_member)
    for index, came_from in indexes.items():
        found[came_from] = Arrival(known=await people.add(tx, came_from[0], index, now))
    return found
