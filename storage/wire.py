"""The wire: statements by PostgreSQL's driver itself, and what it raises by SQLAlchemy's names."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.prepared import Form
from storage.silence import Line

PROBLEMS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class OnWire:
    """Prepared statements by the driver, which keeps them on its connection."""

    def __init__(self, line: Line) -> None:
        """Use a connection of the driver whose transaction has begun."""
        self.line = line
        self._later: dict[str, tuple[Form, dict[Hashable, list[Any]]]] = {}
        self._to_write: set[str] = set()

    async def fetch(self, form: Form, given: Mapping[str, Any]) -> list[Any]:
        """Execute and give all rows."""
        await self._written_to(form.tables)
        try:
            with self.line as driver:
                found = await driver.fetch(form.text, *form.bound(given))
        except PROBLEMS as problem:
            raise as_sqlalchemy_does(problem) from problem
        return list(map(form.row, found))

    async def write(self, form: Form, given: Mapping[str, Any]) -> int:
        """Execute and give the number of rows that were changed."""
        await self._written_to(form.tables)
        try:
            with self.line as driver:
                told: str = await driver.execute(form.text, *form.bound(given))
        except PROBLEMS as problem:
            raise as_sqlalchemy_does(problem) from problem
        return int(told.rpartition(" ")[2])

    async def write_later(self, form: Form, given: Mapping[str, Any]) -> None:
        """Keep it; all that is written by a statement goes to the server at once."""
        _, rows = self._later.setdefault(form.text, (form, {}))
        values = form.bound(given)
        rows[tuple(values[each] for each in form.key) or len(rows)] = values
        self._to_write.add(form.table)

    async def written(self) -> None:
        """Write what was kept."""
        later = sorted(self._later.values(), key=_place)
        self._later, self._to_write = {}, set()
        try:
            for form, rows in later:
                with self.line as driver:
                    if form.many is None:
                        await driver.executemany(form.text, rows.values())
                    else:
                        await driver.execute(form.many, *zip(*rows.values(), strict=True))
        except PROBLEMS as problem:
            raise as_sqlalchemy_does(problem) from problem

    async def _written_to(self, tables: frozenset[str]) -> None:
        if not self._to_write.isdisjoint(tables):
            await self.written()


def _place(kept: tuple[Form, object]) -> int:
    return kept[0].place


def as_sqlalchemy_does(problem: Exception) -> DBAPIError:
    """Name what the driver raised; without the values, which may be personal."""
    lost = isinstance(problem, asyncpg.InterfaceError | asyncpg.PostgresConnectionError | OSError)
    broken = isinstance(problem, asyncpg.IntegrityConstraintViolationError)
    kind = IntegrityError if broken else DBAPIError
    return kind(None, None, problem, hide_parameters=True, connection_invalidated=lost)
