"""Walking over the chain of the audit (audit_chain.py): what is not as it was sealed is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, tuple_

from storage.audit_chain import ENTRY, Head, proof_of, seal_of
from storage.database import Transaction
from storage.tables import audit as table
from storage.tables import audit_head
from storage.types import Keys

ROWS = 500
LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the chain that is not as it was sealed. `words`: what, for an administrator.

    `is_certain`: it was done by somebody; else it may as well have been the clock.
    """

    place: int
    words: str
    is_certain: bool = True


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
    _at: datetime | None = None

    async def stretch(self, tx: Transaction, until: Head) -> tuple[list[Fault], bool]:
        """Look at the next entries up to a head; give what is wrong, and whether that was all."""
        after = tuple_(table.c.place, table.c.number) > (self._last.place, self._number)
        asked = select(*ENTRY, table.c.place, table.c.seal).where(
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
        right = not missing and row.seal == seal_of(keys, row, self._before.seal)
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
        """Look at an entry beside the one before it: a day earlier, and it was no late commit."""
        before, self._at = self._at, row.at
        if before is None or row.at >= before - LATE:
            return []
        words = f"{_named(row)} came after one of {before:%Y-%m-%d}: inserted later, or by a clock"
        return [Fault(row.place, f"{words} that was wrong", is_certain=False)]

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
        if row.proof != proof_of(keys, head):
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
