"""The keyring: the secret of keyed hashes, kept sealed beside what it finds.

So keys may come and go in any order, and people, codes and groups are found all the same.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select, update

from storage import people
from storage.database import Transaction
from storage.inserting import insert
from storage.tables import keyring as table
from storage.types import Keys

THE_ONE = 1


async def known(tx: Transaction) -> Keys:
    """Give the transaction's keys with the secret that is kept, if one is; else as they are.

    KeyIsMissing if none of the keys opens it.
    """
    sealed = await tx.connection.scalar(select(table.c.sealed_index))
    return replace(tx.keys, index_secret=tx.keys.open(sealed)) if sealed else tx.keys


async def checked(tx: Transaction) -> Keys:
    """Give the keys with their secret, which is kept from the first time on.

    KeyIsMissing if they do not fit what is kept.
    """
    keys = await known(tx)
    await people.check_keys(replace(tx, keys=keys))
    if keys.index_secret is None:
        secret = keys.index_of_last
        first = insert(tx.dialect, table)
        await tx.connection.execute(
            first.values(id=THE_ONE, sealed_index=keys.seal(secret)).on_conflict_do_nothing()
        )
        keys = await known(tx)
    return keys


async def settle(tx: Transaction, fingerprint: str) -> None:
    """Note that all that is sealed was found to be under one key (`Keys.fingerprints`)."""
    await tx.connection.execute(update(table).values(settled=fingerprint))


async def settled(tx: Transaction) -> str | None:
    """Give the fingerprint of the key under which everything was found; None if it never was."""
    found: str | None = await tx.connection.scalar(select(table.c.settled))
    return found
