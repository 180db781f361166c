"""The chain of the audit: each entry's seal holds the one before, so that no change is unseen.

A seal is a keyed hash (`Keys.index`) over an entry and the seal of the place before; it outlives a
replacement of the keys. Entries are written without a seal, by many at once, and sealed some at a
time by the clockwork, in whatever order they were committed.

Who can write to the database and has no keys can change, remove or insert nothing unseen, but
could take the newest seals away together with a head that they kept, or all of them. That is seen
by a head that was kept elsewhere: the log, a backup's report, an earlier verification.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, select, update

from domain.cannot_go_on import CannotGoOn
from storage.database import Transaction
from storage.inserting import in_its_place, insert
from storage.tables import audit as table
from storage.tables import audit_head
from storage.types import Keys

THE_ONE = 1
SEAL_LENGTH = 32
ROWS = 500
"""Entries in a transaction: some milliseconds, in which nobody else writes on SQLite."""

PUT_HEAD = in_its_place(audit_head, "place", "seal", "proof")
ENTRY = (
    table.c.number,
    table.c.at,
    table.c.actor,
    table.c.action,
    table.c.subject,
    table.c.allowed,
    table.c.details,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: its last place, from 1 on, and the seal there; 0 and "" before it."""

    place: int = 0
    seal: str = ""

    def __str__(self) -> str:
        """Write it as people keep it."""
        return f"{self.place}:{self.seal}"


class ChainBroken(CannotGoOn):
    """The audit was changed by somebody else: passerelle audit verify tells where."""


async def seal_some(tx: Transaction, limit: int = ROWS) -> Head | None:
    """Seal at most `limit` entries that have no seal; give the new head, None if there is nothing.

    Nothing either while another process is about it. ChainBroken if the end of the chain is not
    as it was left: nothing is put upon it.
    """
    head = await _taken_head(tx)
    if head is None:
        return None
    unsealed = select(*ENTRY).where(table.c.place.is_(None)).order_by(table.c.number)
    rows = (await tx.connection.execute(unsealed.limit(limit))).all()
    if not rows:
        return None
    given = []
    for row in rows:
        head = Head(head.place + 1, seal_of(tx.keys, row, head.seal))
        given.append({"which": row.number, "at_place": head.place, "sealed": head.seal})
    await tx.connection.execute(
        update(table)
        .where(table.c.number == bindparam("which"))
        .values(place=bindparam("at_place"), seal=bindparam("sealed")),
        given,
    )
    proof = proof_of(tx.keys, head)
    await tx.write(PUT_HEAD, id=THE_ONE, place=head.place, seal=head.seal, proof=proof)
    return head


async def _taken_head(tx: Transaction) -> Head | None:
    """Give the end of the chain to go on from, and keep others from it; None if they have it."""
    asked = select(audit_head.c.place, audit_head.c.seal, audit_head.c.proof)
    taken = asked.with_for_update(skip_locked=True)
    row = (await tx.connection.execute(taken)).one_or_none()
    if row is None and not (await tx.connection.execute(asked)).first():
        await _begin(tx)
        row = (await tx.connection.execute(taken)).one_or_none()
    if row is None:
        return None
    head = Head(row.place, row.seal)
    if not await _fits(tx, head, row.proof):
        raise ChainBroken(ChainBroken.__doc__)
    return head


async def _fits(tx: Transaction, head: Head, proof: str) -> bool:
    """Say whether a head is ours, and the last entry is the one that it names."""
    last = select(table.c.seal).where(table.c.place >= max(head.place, 1))
    seals = list(await tx.connection.scalars(last.order_by(table.c.place).limit(2)))
    return proof == proof_of(tx.keys, head) and seals == ([head.seal] if head.place else [])


async def end_fits(tx: Transaction) -> bool:
    """Say whether the end of the chain is as it was left, without walking over the rest."""
    asked = select(audit_head.c.place, audit_head.c.seal, audit_head.c.proof)
    row = (await tx.connection.execute(asked)).one_or_none()
    head, proof = (Head(row.place, row.seal), row.proof) if row else (Head(), None)
    return await _fits(tx, head, proof or proof_of(tx.keys, head))


async def _begin(tx: Transaction) -> None:
    """Keep the head of a chain in which there is nothing yet."""
    begun = Head()
    given = {"id": THE_ONE, "place": begun.place, "seal": begun.seal}
    first = insert(tx.dialect, audit_head).values(**given, proof=proof_of(tx.keys, begun))
    await tx.connection.execute(first.on_conflict_do_nothing())


async def head_of(tx: Transaction) -> Head:
    """Give the end of the chain as it is kept."""
    row = (await tx.connection.execute(select(audit_head.c.place, audit_head.c.seal))).one_or_none()
    return Head(row.place, row.seal) if row else Head()


async def unsealed(tx: Transaction) -> int:
    """Count the entries that have no seal yet."""
    asked = select(func.count()).select_from(table).where(table.c.place.is_(None))
    return int(await tx.connection.scalar(asked) or 0)


def seal_of(keys: Keys, row: Any, before: str) -> str:
    """Give the seal of an entry, a row of `ENTRY`, behind the seal of the place before it."""
    said = (
        before,
        row.number,
        row.at.isoformat(),
        row.actor,
        row.action,
        row.subject,
        row.allowed,
        row.details,
    )
    return keys.index("audit entry", msgspec.json.encode(said).decode())[:SEAL_LENGTH]


def proof_of(keys: Keys, head: Head) -> str:
    """Give what shows that a head was ours to write."""
    return keys.index("audit head", str(head))[:SEAL_LENGTH]
