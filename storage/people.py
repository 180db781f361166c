"""People and how they are reached; addresses are sealed and found by a keyed hash."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, delete, insert, select, update

from domain.geography import Place, Point
from domain.people import PersonId
from storage.database import Transaction
from storage.prepared import Prepared, each_of
from storage.tables import (
    addresses,
    conversations,
    desk_links,
    desk_sessions,
    gathered,
    habits,
    members,
    outbox,
    received_files,
    updates,
)
from storage.tables import people as table
from storage.types import Envelope, KeyIsMissing, Keys, envelope

CHECKED = 100

_HERE = (addresses.c.channel == bindparam("channel_")) & (
    addresses.c.address_index == bindparam("index_")
)
_KNOWN = select(table.c.id, table.c.language, table.c.unreachable_since, table.c.sealed_last_place)
AT = Prepared(select(addresses.c.person).where(_HERE))
KNOWN_AT = Prepared(
    _KNOWN.join_from(table, addresses, addresses.c.person == table.c.id).where(_HERE)
)
KNOWN = Prepared(_KNOWN.where(table.c.id == bindparam("person_")))
ADDRESSES = Prepared(
    each_of(
        select(addresses.c.person, addresses.c.channel, addresses.c.sealed_address).order_by(
            addresses.c.used.desc()
        ),
        addresses.c.person,
        "person_",
    ),
    by="person",
)
ADD = Prepared(insert(table), "id", "since")
ADD_ADDRESS = Prepared(
    insert(addresses), "channel", "address_index", "sealed_address", "person", "used"
)
USED = Prepared(update(addresses).where(_HERE), "used")
_PERSON = table.c.id == bindparam("person_")
SET_LANGUAGE = Prepared(update(table).where(_PERSON), "language")
SET_PLACE = Prepared(update(table).where(_PERSON), "sealed_last_place")


class Address(Struct, frozen=True):
    """Where somebody is reached on a channel: a chat id on "telegram", a cookie's id on "web"."""

    channel: str
    address: str


class Known(Struct, frozen=True):
    """What is known of a person outside their requests; of few messages is the place asked."""

    id: PersonId
    language: str | None
    unreachable: bool
    sealed_place: Envelope | None = None

    @property
    def last_place(self) -> Place | None:
        """Give roughly where they looked for help last."""
        sealed = self.sealed_place
        return msgspec.json.decode(sealed.open(), type=Place) if sealed else None


class Sealed(Protocol):
    """Something that has the keys: a transaction or its database."""

    @property
    def keys(self) -> Keys:
        """Give them."""


def address_index(tx: Sealed, address: Address) -> str:
    """Give the keyed hash under which an address is found."""
    return tx.keys.index(f"address:{address.channel}", address.address)


def lock_of(index: str) -> str:
    """Name the lock of an address by its keyed hash: who holds it acts for its person."""
    return f"address:{index}"


async def find_or_add(tx: Transaction, address: Address, now: datetime) -> Known:
    """Give the person of an address, a new one if it is not known; others wait until we end."""
    index = address_index(tx, address)
    await tx.lock(lock_of(index))
    row = await tx.row(KNOWN_AT, channel_=address.channel, index_=index)
    return known_of(tx, row) if row else await add(tx, address, index, now)


async def at(tx: Transaction, address: Address) -> PersonId | None:
    """Give whose an address is; None if nobody is known by it, or they were forgotten."""
    row = await tx.row(AT, channel_=address.channel, index_=address_index(tx, address))
    return PersonId(row.person) if row else None


async def check_keys(tx: Transaction) -> None:
    """Raise KeyIsMissing if the keys do not open what is kept: nobody would be known again."""
    kept = select(addresses.c.sealed_address, addresses.c.address_index, addresses.c.channel)
    # By the keyed hash: any of them, and no matter how many there are.
    some = kept.order_by(addresses.c.channel, addresses.c.address_index).limit(CHECKED)
    for row in await tx.connection.execute(some):
        address = Address(row.channel, tx.keys.open_text(row.sealed_address))
        if address_index(tx, address) != row.address_index:
            raise KeyIsMissing(KeyIsMissing.__doc__)


def new_id(now: datetime) -> PersonId:
    """Make an id that grows with time: those who come on one day stand together in every index.

    A message then writes few pages more where a million people are kept than with a thousand.
    """
    return PersonId(f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(6)}")


async def add(tx: Transaction, address: Address, index: str, now: datetime) -> Known:
    """Make somebody known by an address and its keyed hash; the caller holds its lock."""
    person = new_id(now)
    await tx.write_later(ADD, id=person, since=now)
    await tx.write_later(
        ADD_ADDRESS,
        channel=address.channel,
        address_index=index,
        sealed_address=tx.keys.seal(address.address),
        person=person,
        used=now,
    )
    return Known(person, None, False)


async def find(tx: Transaction, person: PersonId) -> Known | None:
    """Give a person by id."""
    row = await tx.row(KNOWN, person_=person)
    return known_of(tx, row) if row else None


def known_of(tx: Transaction, row: Any) -> Known:
    """Read a row that has the columns of a person."""
    gone = row.unreachable_since is not None
    return Known(PersonId(row.id), row.language, gone, envelope(row.sealed_last_place, tx.keys))


async def set_language(tx: Transaction, person: PersonId, language: str) -> None:
    """Remember the language for notices."""
    await tx.write_later(SET_LANGUAGE, person_=person, language=language)


async def set_last_place(tx: Transaction, person: PersonId, place: Place) -> None:
    """Remember roughly where somebody looked for help (0.1 degrees), for an emergency."""
    point = place.point
    rough = Point(round(point.latitude, 1), round(point.longitude, 1)) if point else None
    sealed = tx.keys.seal(msgspec.json.encode(replace(place, point=rough)))
    await tx.write_later(SET_PLACE, person_=person, sealed_last_place=sealed)


async def mark_unreachable(
    tx: Transaction, person: PersonId, *, unreachable: bool, now: datetime
) -> None:
    """Note that a person has stopped the bot, or is back."""
    await _set(tx, person, unreachable_since=now if unreachable else None)


async def _set(tx: Transaction, person: PersonId, **values: object) -> None:
    await tx.connection.execute(update(table).where(table.c.id == person).values(**values))


async def addresses_of(tx: Transaction, person: PersonId) -> tuple[Address, ...]:
    """Give the addresses of a person, the one used last first."""
    rows = await tx.once_each(ADDRESSES, person)
    return tuple(Address(row.channel, tx.keys.open_text(row.sealed_address)) for row in rows)


async def used(tx: Transaction, address: Address, now: datetime) -> None:
    """Note that an address was used: notices go to the one used last."""
    index = address_index(tx, address)
    await tx.write_later(USED, channel_=address.channel, index_=index, used=now)


async def erase_identity(tx: Transaction, person: PersonId) -> None:
    """Delete all that leads to a person; their id stays as a stump for the requests' history."""
    own = (
        addresses,
        conversations,
        members,
        habits,
        gathered,
        desk_links,
        desk_sessions,
        received_files,
    )
    for each in own:
        await tx.connection.execute(delete(each).where(each.c.person == person))
    await tx.connection.execute(delete(outbox).where(outbox.c.person == person))
    await tx.connection.execute(
        update(updates).where(updates.c.person == person).values(person=None, sealed_reply=None)
    )
    await _set(tx, person, language=None, sealed_last_place=None, unreachable_since=None)
