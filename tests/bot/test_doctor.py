"""The doctor: what is wrong is found, told without anybody's data, and with what to do."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import doctor
from bot.belonging import check_home
from bot.doctor import catalogs, disk, keys
from bot.doctor_database import clock, database
from bot.doctor_telegram import webhook
from bot.finding import Finding
from bot.settings import Settings
from bot.telegram.inquiry import WebhookState
from storage import audit, audit_chain, belonging, migrate, rounds, updates
from storage.database import Database, Transaction
from storage.rounds import Rounds
from tests.storage.builders import NOW, address, later, message, person
from tests.storage.engines import opened

KEY = "dGVzdHMgb25seTogb3BlbnMgbm90aGluZyBhdCBhbGw="
OTHER_KEY = "b3RoZXIga2V5OiBvcGVucyBub3RoaW5nIGF0IGFsbCE="
URL = "https://bot.example"


@pytest.fixture
async def settings(database_url: str, tmp_path: Path) -> AsyncIterator[Settings]:
    yield Settings(tmp_path, database_url, (KEY,))


@pytest.fixture
async def kept(database_url: str) -> AsyncIterator[Database]:
    async with opened(database_url) as there:
        yield there


@pytest.fixture(autouse=True)
def server_shows(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime | None]:
    """What the clock of the database's server shows: nothing, until a test says it."""
    said: dict[str, datetime | None] = {"now": None}

    async def shown(_: Transaction) -> datetime | None:
        return said["now"]

    monkeypatch.setattr("storage.server_clock.shown", shown)
    return said


def bad(findings: list[Finding]) -> list[str]:
    return [f"{each.what}: {each.words}" for each in findings if not each.well]


async def test_a_fresh_database_is_well(settings: Settings) -> None:
    assert bad(await database(settings, NOW)) == []


async def at_step(url: str, step: str) -> None:
    set_step = text("UPDATE alembic_version SET version_num = :step").bindparams(step=step)
    await migrate._on(url, lambda connection: connection.execute(set_step))


async def test_steps_that_wait_and_steps_of_a_later_version_are_told(settings: Settings) -> None:
    for step, words in (("0001", "run passerelle migrate"), ("9999", "is of a later version")):
        await at_step(settings.database_url, step)
        (told,) = bad(await database(settings, NOW))
        assert words in told
    await at_step(settings.database_url, migrate.newest_step())


async def test_keys_that_open_nothing_are_told(settings: Settings, kept: Database) -> None:
    await person(kept)
    (told,) = bad(await database(replace(settings, encryption_keys=(OTHER_KEY,)), NOW))
    assert told.startswith("database: ")
    assert "key" in told


async def test_the_bot_that_database_and_keys_belong_to_is_told(
    settings: Settings, kept: Database, tmp_path: Path
) -> None:
    async with kept.transaction() as tx:
        await belonging.claim(tx, "111", NOW)
    assert "the database is that of 111" in [f.words for f in await database(settings, NOW)]
    mine = replace(settings, telegram_token="111:new", key_file=tmp_path / "keys")
    check_home(mine)
    assert bad([keys(mine), *await database(mine, NOW)]) == []
    other = replace(mine, telegram_token="222:x")
    of_keys, of_database = bad([keys(other), *await database(other, NOW)])
    assert of_keys.startswith("keys: those of the bot 111, but the token is of 222;")
    assert of_database.startswith("bot: the database is that of 111, but the token is of 222;")


async def test_an_audit_whose_end_was_changed_is_told(settings: Settings, kept: Database) -> None:
    async with kept.transaction() as tx:
        await audit.record(tx, at=NOW, actor=None, action="read", subject="X", allowed=True)
        await audit_chain.seal_some(tx)
    told = [each.words for each in await database(settings, NOW) if each.what == "audit"]
    assert told == ["1 entries are sealed; passerelle audit verify"]
    for what in ("DELETE FROM audit", "DELETE FROM audit_head"):
        async with kept.transaction() as tx:
            nested = await tx.connection.begin_nested()
            await tx.connection.execute(text(what))
            assert await audit_chain.end_fits(tx) is False
            await nested.rollback()
    async with kept.transaction() as tx:
        await tx.connection.execute(text("DELETE FROM audit"))
    (bad_one,) = bad(await database(settings, NOW))
    assert bad_one.startswith("audit: the end of its chain was changed;")


async def test_teams_whose_changes_are_not_counted_are_told(
    settings: Settings, kept: Database, engine: str
) -> None:
    off = {
        "postgresql": "ALTER TABLE team_groups DISABLE TRIGGER team_groups_changed",
        "sqlite": "DROP TRIGGER team_groups_update",
    }
    async with kept.transaction() as tx:
        await tx.connection.execute(text(off[engine]))
    (told,) = bad(await database(settings, NOW))
    assert told.startswith("teams: the triggers of the tables members and team_groups are off")
    if engine == "postgresql":
        async with kept.transaction() as tx:
            await tx.connection.execute(text("ALTER TABLE team_groups ENABLE TRIGGER ALL"))
        assert bad(await database(settings, NOW)) == []


async def test_a_database_that_is_away_is_told(settings: Settings, tmp_path: Path) -> None:
    away = replace(settings, database_url="postgresql://somebody:hunter2@127.0.0.1:1/none")
    (told,) = bad(await database(away, NOW))
    assert "hunter2" not in told


async def test_parked_updates_are_listed_by_kind_time_and_reason(
    settings: Settings, kept: Database
) -> None:
    async with kept.transaction() as tx:
        await updates.park(tx, "telegram", "77", b"Typed", "KeyError", NOW)
    (told,) = bad(await database(settings, NOW))
    assert told.startswith("parked update: Typed from telegram on 2026-11-24 12:00 UTC: KeyError;")
    assert "update 77" in told


async def test_messages_that_do_not_go_out_are_told(settings: Settings, kept: Database) -> None:
    async with kept.transaction() as tx:
        await message(tx, address())
        await message(tx, address("web"))
    assert bad(await database(settings, later(minutes=15))) == []
    (told,) = bad(await database(settings, later(minutes=16)))
    assert told.startswith("outbox: 1 to telegram wait, the oldest for 16 minutes;")


async def test_a_clock_behind_what_is_past_is_told(settings: Settings, kept: Database) -> None:
    async with kept.transaction() as tx:
        await updates.claim(tx, "web", "1")
        await updates.keep_reply(tx, "web", "1", None, b"", NOW)
    assert bad(await database(settings, later(minutes=-1))) == []
    (told,) = bad(await database(settings, later(minutes=-2)))
    assert told == (
        "clock: it shows 2026-11-24 11:58 UTC, but it has been 2026-11-24 12:00; "
        "set the machine's clock"
    )


async def test_a_clockwork_that_does_not_go_round_is_told(
    settings: Settings, kept: Database
) -> None:
    async with kept.transaction() as tx:
        await rounds.keep(tx, Rounds(NOW, NOW))
    assert bad(await database(settings, later(minutes=10))) == []
    for at in (later(minutes=11), later(minutes=-11)):
        (told,) = bad(await database(settings, at))
        assert told.startswith("clockwork: its last round was on 2026-11-24 12:00 UTC; ")


async def test_a_clock_that_is_not_the_database_servers_is_told(
    settings: Settings, server_shows: dict[str, datetime | None]
) -> None:
    server_shows["now"] = later(minutes=-2)
    assert not bad(await database(settings, NOW))
    server_shows["now"] = later(minutes=-3)
    (told,) = bad(await database(settings, NOW))
    assert told.startswith("clock: it shows 2026-11-24 12:00 UTC, but the database server's shows")


def test_a_clock_of_years_ago_is_told() -> None:
    assert not clock(NOW.replace(year=2025), None).well
    assert clock(NOW, None).well


Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(("free", "well"), [(500_001_000, True), (500_000_999, False)])
def test_there_must_be_room_for_a_copy_and_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, well: bool
) -> None:
    (tmp_path / "some.db").write_bytes(b"x" * 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(0, 0, free))
    home = tmp_path / "not" / "yet"
    found = disk(Settings(home, f"sqlite:///{tmp_path / 'some.db'}", (KEY,)))
    assert found.well is well
    assert str(tmp_path) in found.words


def test_a_language_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = catalogs(Settings(tmp_path, "sqlite:///x", (KEY,), languages=("xx",)))
    assert not found.well
    assert "xx" in found.words


HERE = WebhookState(f"{URL}/telegram/webhook?v=1", 0)


@pytest.mark.parametrize(
    ("url", "state", "wrong"),
    [
        (URL, HERE, ""),
        (URL, replace(HERE, waiting=100), ""),
        (URL, replace(HERE, waiting=101), "101 updates wait at Telegram"),
        (URL, replace(HERE, url=""), "not registered yet"),
        (URL, replace(HERE, url="https://other.example/telegram/webhook"), "not registered yet"),
        (URL, replace(HERE, failed=NOW - timedelta(hours=1), problem="500"), ""),
        (URL, replace(HERE, failed=NOW, problem="Connection refused"), "(Connection refused)"),
        (URL, None, "Telegram did not tell"),
        (None, replace(HERE, url=""), ""),
        (None, HERE, "though updates are polled"),
    ],
)
def test_what_telegram_tells_of_the_webhook_is_judged(
    url: str | None, state: WebhookState | None, wrong: str
) -> None:
    told = bad(webhook(url, state, NOW))
    assert len(told) == bool(wrong)
    assert wrong in "".join(told)


async def test_everything_is_printed_and_one_thing_that_is_bad_is_enough(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "utc_now", lambda: NOW)
    monkeypatch.setattr(doctor, "catalogs", lambda _: Finding("languages", True, "en"))
    assert await doctor.examine(settings)
    said = capsys.readouterr().out
    assert said.count("ok   ") == len(said.splitlines()) == 9
    monkeypatch.setattr(doctor, "utc_now", lambda: NOW.replace(year=2025))
    assert not await doctor.examine(settings)
    assert "BAD  clock" in capsys.readouterr().out
