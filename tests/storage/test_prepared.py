"""Statements made once give what SQLAlchemy gives, and fail as it does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.database import Database, Transaction
from storage.inserting import in_its_place
from storage.prepared import Prepared, each_of
from storage.tables import conversations, people
from tests.storage.builders import NOW, person

SINCE = Prepared(select(people.c.id, people.c.since).where(people.c.id == bindparam("id_")))
EACH = Prepared(
    each_of(select(people.c.id).where(people.c.language.is_(None)), people.c.id, "ids_")
)
ADD_STATE = Prepared(insert(conversations), "person", "channel", "sealed_state", "updated")


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
            await tx.write(ADD_STATE, person="x", channel="web", sealed_state="s", updated=naive)


async def test_what_the_database_refuses_is_told_without_its_values(database: Database) -> None:
    given = {"person": "nobody", "channel": "web", "sealed_state": "secret", "updated": NOW}
    with pytest.raises(IntegrityError) as refused:
        async with database.transaction() as tx:
            await tx.write(ADD_STATE, **given)
    assert "secret" not in str(refused.value)
    with pytest.raises(DBAPIError):
        async with database.transaction() as tx:
            await tx.write_later(ADD_STATE, **given)


KEEP = in_its_place(conversations, "sealed_state", "updated")
STATE = Prepared(
    select(conversations.c.sealed_state).where(conversations.c.person == bindparam("who_"))
)
ADD = Prepared(insert(people), "id", "since")
SPEAKS = Prepared(update(people).where(people.c.id == bindparam("id_")), "language")
LANGUAGES = Prepared(select(people.c.language).order_by(people.c.id))
OF = Prepared(
    each_of(select(people.c.id, people.c.language), people.c.id, "id_"),
    by="id",
)
LANGUAGE = Prepared(select(people.c.language).where(people.c.id == bindparam("id_")), by="id")


async def test_what_is_written_later_is_there_for_whoever_reads_its_table(
    database: Database,
) -> None:
    who = await person(database)
    given = {"person": who, "channel": "web", "updated": NOW}
    async with database.transaction() as tx:
        for state in ("first", "second"):
            await tx.write_later(KEEP, sealed_state=state, **given)
        assert [row.sealed_state for row in await tx.rows(STATE, who_=who)] == ["second"]
        await tx.write_later(KEEP, sealed_state="third", **given)
    async with database.transaction() as tx:
        assert [row.sealed_state for row in await tx.rows(STATE, who_=who)] == ["third"]


async def test_who_is_new_is_written_before_what_refers_to_them_or_changes_them(
    database: Database,
) -> None:
    """One is known already, so what changes and refers to people is asked for before the other."""
    async with database.transaction() as tx:
        await tx.write_later(ADD, id="a", since=NOW)
    async with database.transaction() as tx:
        for who in "ab":
            given = {"person": who, "channel": "web", "sealed_state": who, "updated": NOW}
            if who == "b":
                await tx.write_later(ADD, id=who, since=NOW)
            await tx.write_later(KEEP, **given)
            await tx.write_later(SPEAKS, id_=who, language=who)
        assert [row.language for row in await tx.rows(LANGUAGES)] == ["a", "b"]
    async with database.transaction() as tx:
        assert [row.sealed_state for row in await tx.rows(STATE, who_="b")] == ["b"]


async def test_what_is_written_later_fails_no_later_than_the_transaction_ends(
    database: Database,
) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            for who in ("a", "a"):
                await tx.write_later(ADD, id=who, since=NOW)
    async with database.transaction() as tx:
        assert await tx.rows(LANGUAGES) == []


async def test_a_row_that_is_new_is_there_for_what_takes_its_place(database: Database) -> None:
    """Both add to one table, which a statement can do once."""
    given = {"person": await person(database), "channel": "web", "updated": NOW}
    async with database.transaction() as tx:
        await tx.write_later(ADD_STATE, sealed_state="first", **given)
        await tx.write_later(KEEP, sealed_state="second", **given)
    async with database.transaction() as tx:
        rows = await tx.rows(STATE, who_=given["person"])
        assert [row.sealed_state for row in rows] == ["second"]


async def test_who_looks_for_one_row_sees_it_as_it_was_written_last(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.write_later(ADD, id="a", since=NOW)
        assert await tx.row(LANGUAGE, id_="b") is None
        assert (await tx.row(LANGUAGE, id_="a")).language is None
        await tx.write_later(SPEAKS, id_="a", language="fr")
        assert (await tx.row(LANGUAGE, id_="a")).language == "fr"


async def test_who_looks_for_one_row_waits_for_no_other_to_be_written(
    database: Database, engine: str
) -> None:
    if engine == "sqlite":
        pytest.skip("there all is written at once")
    seen = []
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            for who in ("a", "a"):
                await tx.write_later(ADD, id=who, since=NOW)
            assert await tx.row(LANGUAGE, id_="b") is None
            seen.append("b")
            await tx.row(LANGUAGE, id_="a")
            seen.append("a")
    assert seen == ["b"]


async def languages(tx: Transaction) -> list[str | None]:
    """Ask once, as many turns of a round would."""
    return [row.language for row in await tx.once(LANGUAGES)]


@pytest.mark.parametrize("way", ["write", "write_later", "connection"])
async def test_what_is_asked_once_is_asked_again_after_it_was_written_to(
    database: Database, way: str
) -> None:
    async with database.transaction() as tx:
        await tx.write(ADD, id="a", since=NOW)
        assert await languages(tx) == await languages(tx) == [None]
        if way == "connection":
            await tx.connection.execute(update(people).values(language="fr"))
        else:
            await getattr(tx, way)(SPEAKS, id_="a", language="fr")
        assert await languages(tx) == ["fr"]


async def test_what_was_asked_once_of_a_part_that_is_undone_is_forgotten(
    database: Database,
) -> None:
    async with database.transaction() as tx:
        await tx.write(ADD, id="a", since=NOW)
        part = await tx.connection.begin_nested()
        await tx.write(SPEAKS, id_="a", language="fr")
        assert await languages(tx) == ["fr"]
        await part.rollback()
        assert await languages(tx) == [None]


async def test_what_is_asked_once_is_not_asked_again_because_of_others(
    database: Database, engine: str
) -> None:
    if engine == "sqlite":
        pytest.skip("there nobody else writes at the same time")
    who = await person(database)
    async with database.transaction() as tx:
        assert await languages(tx) == [None]
        async with database.transaction() as other:
            await other.write(SPEAKS, id_=who, language="fr")
        assert await languages(tx) == [None]
    async with database.transaction() as tx:
        assert await languages(tx) == ["fr"]


async def language_of(tx: Transaction, who: str, *others: str) -> list[str | None]:
    """Ask for one, and at first for others who may be asked for next."""
    tx.likely["id"] += others
    return [row.language for row in await tx.once_each(OF, who)]


async def test_what_one_asks_is_asked_for_all_at_once(database: Database, engine: str) -> None:
    a, b, c = [await person(database) for _ in range(3)]
    async with database.transaction() as tx:
        assert await language_of(tx, a, b, "nobody") == [None]
        if engine == "postgresql":
            async with database.transaction() as other:
                await other.write(SPEAKS, id_=b, language="fr")
                await other.write(SPEAKS, id_=c, language="ar")
            # b was asked for with a; c is asked for now.
            assert await language_of(tx, b, c) == [None]
            assert await language_of(tx, c) == ["ar"]
        assert await language_of(tx, "nobody") == []


async def test_of_what_was_asked_for_all_only_who_is_written_is_asked_again(
    database: Database,
) -> None:
    known = await person(database)
    async with database.transaction() as tx:
        assert await language_of(tx, known, "new") == [None]
        await tx.write_later(ADD, id="new", since=NOW)
        assert await language_of(tx, "new") == [None]
        assert await language_of(tx, known) == [None]
        await tx.write_later(SPEAKS, id_=known, language="fr")
        assert await language_of(tx, known) == ["fr"]
        await tx.connection.execute(update(people).values(language="ar"))
        assert await language_of(tx, "new", known) == await language_of(tx, known) == ["ar"]


async def test_what_could_not_be_asked_is_not_taken_for_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await person(database)

    async def lost(*_: object) -> list[object]:
        raise ConnectionError("lost")

    async with database.transaction() as tx:
        with monkeypatch.context() as away, pytest.raises(ConnectionError):
            away.setattr(tx.driver, "fetch", lost)
            await language_of(tx, who)
        assert await language_of(tx, who) == [None]
