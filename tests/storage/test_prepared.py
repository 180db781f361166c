"""Statements made once give what SQLAlchemy gives, and fail as it does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.database import Database
from storage.prepared import Prepared, each_of
from storage.tables import conversations, people
from tests.storage.builders import NOW, person

SINCE = Prepared(select(people.c.id, people.c.since).where(people.c.id == bindparam("id_")))
EACH = Prepared(
    each_of(select(people.c.id).where(people.c.language.is_(None)), people.c.id, "ids_")
)
WRONG = Prepared(insert(conversations), "person", "channel", "sealed_state", "updated")


async def test_a_row_has_its_columns_by_name_and_instants_are_aware(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        row = await tx.row(SINCE, id_=who)
        assert (row.id, row.since) == (who, NOW)
        assert row.since.tzinfo is UTC
        assert await tx.row(SINCE, id_="nobody") is None


@pytest.mark.parametrize("given", [[], ["nobody", "nobody"], ["it's"], ['"quoted", {braces}\\']])
async def test_any_number_of_values_is_asked_for_at_once(
    database: Database, given: list[str]
) -> None:
    first, second = await person(database), await person(database)
    async with database.transaction() as tx:
        rows = await tx.rows(EACH, ids_=[first, *given, second])
        assert {row.id for row in rows} == {first, second}
        assert await tx.rows(EACH, ids_=given) == []


async def test_a_missing_value_and_a_naive_instant_are_refused(database: Database) -> None:
    async with database.transaction() as tx:
        with pytest.raises(KeyError):
            await tx.row(SINCE)
        with pytest.raises(ValueError, match="time zone"):
            naive = datetime(2026, 11, 24)  # noqa: DTZ001 - this is what is refused
            await tx.write(WRONG, person="x", channel="web", sealed_state="s", updated=naive)


async def test_what_the_database_refuses_is_told_without_its_values(database: Database) -> None:
    given = {"person": "nobody", "channel": "web", "sealed_state": "secret", "updated": NOW}
    with pytest.raises(IntegrityError) as refused:
        async with database.transaction() as tx:
            await tx.write(WRONG, **given)
    assert "secret" not in str(refused.value)
    with pytest.raises(DBAPIError):
        async with database.transaction() as tx:
            await tx.write_later(WRONG, **given)
