"""Instants are aware UTC; personal data is sealed under rotating keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.exc import StatementError

from storage import conversations, people, standing
from storage.ciphers import new_key
from storage.database import Database
from storage.types import KeyIsMissing, Keys
from tests.storage.builders import NOW, address, message, person
from tests.storage.engines import KEYS, opened

OLD = Fernet.generate_key()
NEW, FOREIGN = (new_key().encode() for _ in range(2))


async def test_a_naive_instant_is_refused(database: Database) -> None:
    who = await person(database)
    naive = NOW.replace(tzinfo=None)
    with pytest.raises((ValueError, StatementError), match="time zone"):
        async with database.transaction() as tx:
            await conversations.save(tx, who, "web", b"", naive)


@pytest.mark.parametrize("hours", [-11, 0, 5.75])
async def test_an_instant_comes_back_the_same_and_in_utc(database: Database, hours: float) -> None:
    local = datetime(2026, 3, 1, 23, 59, 59, 999999, timezone(timedelta(hours=hours)))
    async with database.transaction() as tx:
        await message(tx, address("telegram"), now=local)
        (found,) = await standing.unsent(tx, local)
    assert found.oldest == local
    assert found.oldest.tzinfo is UTC


def test_what_is_sealed_opens_again_and_never_looks_the_same() -> None:
    keys = Keys((NEW,))
    assert keys.open(keys.seal(b"\x00words")) == b"\x00words"
    assert keys.open_text(keys.seal("كلمات")) == "كلمات"
    assert keys.seal("words") != keys.seal("words")


def test_the_first_key_seals_and_all_open() -> None:
    old, both, new = Keys((OLD,)), Keys((NEW, OLD)), Keys((NEW,))
    assert both.open_text(old.seal("before")) == "before"
    assert new.open_text(both.seal("after")) == "after"
    with pytest.raises(KeyIsMissing):
        old.open(both.seal("after"))


def test_the_keyed_hash_outlives_a_rotation_and_depends_on_key_and_purpose() -> None:
    index = Keys((OLD,)).index("address", "7")
    assert Keys((NEW, OLD)).index("address", "7") == index
    assert Keys((NEW,)).index("address", "7") != index
    assert Keys((OLD,)).index("code", "7") != index


def test_keys_do_not_show_themselves() -> None:
    assert OLD.decode() not in repr(Keys((OLD,)))


async def test_after_a_rotation_old_rows_are_found_and_read(
    database: Database, database_url: str
) -> None:
    home = address()
    who = await person(database, home)
    async with database.transaction() as tx:
        await conversations.save(tx, who, "telegram", b"answers", NOW)
    async with opened(database_url, Keys((NEW, *KEYS.keys))) as rotated:
        assert await person(rotated, home) == who
        async with rotated.transaction() as tx:
            assert await people.addresses_of(tx, who) == (home,)
            assert await conversations.load(tx, who, "telegram") == b"answers"


async def test_without_the_key_nothing_is_read(database: Database, database_url: str) -> None:
    who = await person(database)
    async with opened(database_url, Keys((FOREIGN,))) as stranger:
        with pytest.raises(KeyIsMissing):
            async with stranger.transaction() as tx:
                await people.addresses_of(tx, who)
