"""The wire: statements by PostgreSQL's driver itself, and what it raises by SQLAlchemy's names."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import chain
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.prepared import Form, together
from storage.silence import Line

Kept = tuple[Form, dict[Hashable, list[Any]]]
PROBLEMS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class OnWire:
    """Prepared statements by the driver, which keeps them on its connection."""

    def __init__(self, line: Line) -> None:
        """Use a connection of the driver whose transaction has begun."""
        self.line = line
        self._later: dict[str, Kept] = {}
        self._to_write: set[str] = set()

    async def fetch(self, form: Form, given: Mapping[str, Any]) -> list[Any]:
        """Execute and give all rows."""
        if self._waits_for(form, given):
            await self.written()
        try:
            with self.line as driver:
                found = await driver.fetch(form.text, *form.bound(given))
        except PROBLEMS as problem:
            raise as_sqlalchemy_does(problem) from problem
        return list(map(form.row, found))

    async def write(self, form: Form, given: Mapping[str, Any]) -> int:
        """Execute and give the number of rows that were changed."""
        if not self._to_write.isdisjoint(form.tables):
            await self.written()
        try:
            with self.line as driver:
                told: str = await driver.execute(form.text, *form.bound(given))
        except PROBLEMS as problem:
            raise as_sqlalchemy_does(problem) from problem
        return int(told.rpartition(" ")[2])

    async def write_later(self, form: Form, given: Mapping[str, Any]) -> None:
        """Keep it; all that is written by a statement goes to the server at once."""
        if form.text not in self._later:
            if form.insert is not None and any(self._adds_to(form.table)):
                await self.written()
            self._later[form.text] = (form, {})
            self._to_write.add(form.table)
        _, rows = self._later[form.text]
        values = form.bound(given)
        rows[tuple(values[each] for each in form.key) or len(rows)] = values

    async def written(self) -> None:
        """Write what was kept: new rows of all tables at once, then what changes others."""
        if not self._later:
            return
        later = sorted(self._later.values(), key=lambda kept: kept[0].table)
        self._later, self._to_write = {}, set()
        added = [(form, rows) for form, rows in later if form.insert is not None]
        try:
            if added:
                columns = chain(*(zip(*rows.values(), strict=True) for _, rows in added))
                with self.line as driver:
                    await driver.execute(together(*(form for form, _ in added)), *columns)
            for form, rows in later:
                if form.insert is None:
                    with self.line as driver:
                        await driver.executemany(form.text, rows.values())
        except PROBLEMS as problem:
            raise as_sqlalchemy_does(problem) from problem

    def _adds_to(self, table: str) -> Iterator[bool]:
        """Say of what is kept whether it adds rows to a table: a statement can do that once."""
        return (form.insert is not None and form.table == table for form, _ in self._later.values())

    def _waits_for(self, form: Form, given: Mapping[str, Any]) -> bool:
        """Say whether a statement may read what is kept."""
        if self._to_write.isdisjoint(form.tables):
            return False
        if not form.by:
            return True
        sought = given[f"{form.by}_"]
        sought = (sought,) if isinstance(sought, str) else sought
        return any(
            kept.insert is None
            or any(row[kept.place_of(form.by)] in sought for row in rows.values())
            for kept, rows in self._later.values()
            if kept.table in form.tables
        )


def as_sqlalchemy_does(problem: Exception) -> DBAPIError:
    """Name what the driver raised; without the values, which may be personal."""
    lost = isinstance(problem, asyncpg.InterfaceError | asyncpg.PostgresConnectionError | OSError)
    broken = isinstance(problem, asyncpg.IntegrityConstraintViolationError)
    kind = IntegrityError if broken else DBAPIError
    return kind(None, None, problem, hide_parameters=True, connection_invalidated=lost)
