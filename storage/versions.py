"""Versions: numbers that grow with what they stand for; while one stands, what was read is kept.

Who works in which team and how many places are counted is asked with every request, and changes a
few times a day. A transaction reads all versions at once, and then asks only for what this process
does not know as it stands.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import func, select, text

from storage.database import Transaction
from storage.prepared import Form, Prepared
from storage.tables import (
    capacity_changes,
    directory_version,
    members,
    team_groups,
    teams_version,
)

# What is kept of one statement, in values that it was asked for: a megabyte or two.
MOST_KEPT = 10_000

VERSIONS = Prepared(
    select(
        *(
            func.coalesce(select(number).scalar_subquery(), 0).label(what)
            for what, number in (
                ("directory", directory_version.c.version),
                ("teams", teams_version.c.version),
                ("capacity", func.max(capacity_changes.c.number)),
            )
        )
    )
)

# Which tables have all that counts their changes.
SQLITE_TRIGGERS = (
    "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name"
    " HAVING count(*) = 3"
)
POSTGRESQL_TRIGGERS = (
    "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE tgname = relname || '_changed' AND tgenabled IN ('O', 'A')"
)


class Versions(Struct, frozen=True):
    """How far each has come.

    `directory`: counted up by every save. `teams`: members and groups of teams, by the database
    itself. `capacity`: counts and holds (`storage/capacity.py`).
    """

    directory: int
    teams: int
    capacity: int


class _Kept(Struct):
    """What was read while a version stood: rows by the value they were looked for."""

    version: int
    rows: dict[str, list[Any]]


async def versions(tx: Transaction) -> Versions:
    """Give the versions as they stood when they were first asked for in this transaction."""
    (row,) = await tx.once(VERSIONS)
    return Versions(row.directory, row.teams, row.capacity)


async def counts_teams(tx: Transaction) -> bool:
    """Say whether the database itself still counts up the version of teams (migration 0027)."""
    triggers = POSTGRESQL_TRIGGERS if tx.is_postgresql else SQLITE_TRIGGERS
    watched = set(await tx.connection.scalars(text(triggers)))
    return {members.name, team_groups.name} <= watched


async def while_it_stands(
    tx: Transaction,
    what: Literal["teams", "capacity"],
    statement: Prepared,
    values: Collection[str],
) -> list[Any]:
    """Give the rows of a statement that looks `by` a column for any of `values`.

    `what`: whose version grows when any of them changes. Whoever has changed something in this
    transaction is told what stands in it: it may still be undone, so it is not kept.
    """
    form = tx.form(statement)
    kept = {} if tx.has_changed(form) else _kept(tx, form, getattr(await versions(tx), what))
    tx.likely[form.by] += [value for value in values if value not in kept]
    for value in values:
        if value not in kept:
            kept[value] = await tx.once_each(statement, value)
    return list(chain(*(kept[value] for value in values)))


def _kept(tx: Transaction, form: Form, version: int) -> dict[str, list[Any]]:
    """Give what is kept of a statement, nothing if it was read while another version stood.

    What is read now is at least as new as the version, which was read before it.
    """
    kept: dict[Form, _Kept] = tx.kept.setdefault("while it stands", {})
    if form not in kept or kept[form].version != version or len(kept[form].rows) > MOST_KEPT:
        kept[form] = _Kept(version, {})
    return kept[form].rows
