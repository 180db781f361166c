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
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, or_, select, tuple_, update

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
LATE = timedelta(days=1)

PUT_HEAD = in_its_place(audit_head, "place", "seal", "proof")
_ENTRY = (
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


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the chain that is not as it was sealed. `words`: what, for an administrator."""

    place: int
    words: str


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
    unsealed = select(*_ENTRY).where(table.c.place.is_(None)).order_by(table.c.number)
    rows = (await tx.connection.execute(unsealed.limit(limit))).all()
    if not rows:
        return None
    given = []
    for row in rows:
        head = Head(head.place + 1, _seal(tx.keys, row, head.seal))
        given.append({"which": row.number, "at_place": head.place, "sealed": head.seal})
    await tx.connection.execute(
        update(table)
        .where(table.c.number == bindparam("which"))
        .values(place=bindparam("at_place"), seal=bindparam("sealed")),
        given,
    )
    proof = _proof(tx.keys, head)
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
    return proof == _proof(tx.keys, head) and seals == ([head.seal] if head.place else [])


async def end_fits(tx: Transaction) -> bool:
    """Say whether the end of the chain is as it was left, without walking over the rest."""
    asked = select(audit_head.c.place, audit_head.c.seal, audit_head.c.proof)
    row = (await tx.connection.execute(asked)).one_or_none()
    head, proof = (Head(row.place, row.seal), row.proof) if row else (Head(), None)
    return await _fits(tx, head, proof or _proof(tx.keys, head))


async def _begin(tx: Transaction) -> None:
    """Keep the head of a chain in which there is nothing yet."""
    begun = Head()
    given = {"id": THE_ONE, "place": begun.place, "seal": begun.seal}
    first = insert(tx.connection.dialect, audit_head).values(**given, proof=_proof(tx.keys, begun))
    await tx.connection.execute(first.on_conflict_do_nothing())


async def head_of(tx: Transaction) -> Head:
    """Give the end of the chain as it is kept."""
    row = (await tx.connection.execute(select(audit_head.c.place, audit_head.c.seal))).one_or_none()
    return Head(row.place, row.seal) if row else Head()


async def unsealed(tx: Transaction) -> int:
    """Count the entries that have no seal yet."""
    asked = select(func.count()).select_from(table).where(table.c.place.is_(None))
    return int(await tx.connection.scalar(asked) or 0)


@dataclass
class Walk:
    """Walks over the chain from its beginning. `known`: a head that was kept elsewhere.

    After all `stretch`es and `end`: `entries` were looked at, and `faults` found.
    """

    known: Head = Head()
    entries: int = 0
    _before: Head = Head()
    _last: Head = Head()
    _number: int = 0
    _is_right: bool = True
    _newest: datetime | None = None

    async def stretch(self, tx: Transaction, until: Head) -> tuple[list[Fault], bool]:
        """Look at the next entries up to a head; give what is wrong, and whether that was all."""
        after = tuple_(table.c.place, table.c.number) > (self._last.place, self._number)
        asked = select(*_ENTRY, table.c.place, table.c.seal).where(
            table.c.place >= 1, after, table.c.place <= until.place
        )
        asked = asked.order_by(table.c.place, table.c.number).limit(ROWS)
        rows = (await tx.connection.execute(asked)).all()
        faults: list[Fault] = []
        for row in rows:
            faults += self._chained(tx.keys, row) + self._dated(row)
            self._number = row.number
        return faults, len(rows) < ROWS

    def _chained(self, keys: Keys, row: Any) -> list[Fault]:
        """Look at the place and the seal of an entry; of several in one place one may be right."""
        again = row.place == self._last.place
        if not again:
            self._before = self._last
        missing = row.place > self._before.place + 1
        right = not missing and row.seal == _seal(keys, row, self._before.seal)
        if again and (self._is_right or not right):
            return [Fault(row.place, f"{_named(row)} was inserted")]
        self._last, self._is_right = Head(row.place, row.seal or ""), right or missing
        self.entries += not again
        if missing:
            gone = _removed(self._before.place + 1, row.place - 1)
            return [Fault(row.place, f"{gone}, before {_named(row)}"), *self._kept(row)]
        if not right:
            return [Fault(row.place, f"{_named(row)} was changed, or stands in another's place")]
        return self._kept(row)

    def _kept(self, row: Any) -> list[Fault]:
        if self.known.place != row.place or self.known.seal == row.seal:
            return []
        return [Fault(row.place, f"{_named(row)} has another seal than the head that you kept")]

    def _dated(self, row: Any) -> list[Fault]:
        newest, self._newest = self._newest, max(row.at, self._newest or row.at)
        if newest is None or row.at >= newest - LATE:
            return []
        words = f"{_named(row)} came after one of {newest:%Y-%m-%d}: inserted later, or by a clock"
        return [Fault(row.place, f"{words} that was wrong")]

    async def end(self, tx: Transaction) -> tuple[list[Fault], Head | None]:
        """Look at the end of the chain; if it went on meanwhile, give the head to walk up to."""
        beyond = select(func.min(table.c.number)).where(
            or_(table.c.place > audit_head.c.place, table.c.place < 1)
        )
        row = (
            await tx.connection.execute(
                select(
                    audit_head.c.place,
                    audit_head.c.seal,
                    audit_head.c.proof,
                    beyond.scalar_subquery().label("beyond"),
                )
            )
        ).one_or_none()
        if row is None:
            return await self._without_head(tx), None
        head = Head(row.place, row.seal)
        if head.place > self._last.place and await _is_there(tx, head.place):
            return [], head
        return self._end_faults(tx.keys, head, row), None

    async def _without_head(self, tx: Transaction) -> list[Fault]:
        """Say what it means that there is no head: nothing was ever sealed, or it was removed."""
        if self.known.place or await tx.connection.scalar(
            select(table.c.number).where(table.c.place.is_not(None)).limit(1)
        ):
            return [Fault(self.known.place, "the head of the chain was removed")]
        return []

    def _end_faults(self, keys: Keys, head: Head, row: Any) -> list[Fault]:
        found = []
        if row.proof != _proof(keys, head):
            found.append("the head of the chain was changed")
        elif head.place > self._last.place:
            found.append(_removed(self._last.place + 1, head.place))
        elif head != self._last:
            found.append("the seal of the last entry was changed")
        if row.beyond is not None:
            found.append(f"entry {row.beyond} was inserted outside of the chain")
        if self.known.place > self._last.place:
            found.append(f"{_removed(self._last.place + 1, self.known.place)}: you kept its head")
        return [Fault(head.place, words) for words in found]


async def _is_there(tx: Transaction, place: int) -> bool:
    asked = select(table.c.number).where(table.c.place == place).limit(1)
    return await tx.connection.scalar(asked) is not None


def _named(row: Any) -> str:
    return f"entry {row.number} ({row.at:%Y-%m-%d %H:%M} UTC, {row.action})"


def _removed(first: int, last: int) -> str:
    if first == last:
        return f"the entry in place {first} was removed"
    return f"the entries in places {first} to {last} were removed"


def _seal(keys: Keys, row: Any, before: str) -> str:
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


def _proof(keys: Keys, head: Head) -> str:
    return keys.index("audit head", str(head))[:SEAL_LENGTH]
