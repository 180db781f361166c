"""Keys are replaced while processes run; none of them is made blind, and nobody is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import key_file as keeping
from bot import known_keys, rotate_keys, seal_anew
from bot.doctor_database import database as examined
from bot.installation import installed, utc_now
from bot.key_file import KEY_FILE, NEXT_KEY_FILE, keep_keys, kept_keys
from bot.office import Office
from bot.seal_anew import KeysStayedAsTheyAre
from bot.settings import Settings
from storage import audit, conversations, keyring, people, processes, sealing_anew
from storage.database import Database, StorageUnavailable
from storage.duties import Duty
from storage.people import Address
from storage.processes import Process
from storage.types import Keys
from tests.storage.builders import NOW, address, person
from tests.storage.engines import opened

OLD = "dGVzdHMgb25seTogb3BlbnMgbm90aGluZyBhdCBhbGw="
BEAT = 2.0


@pytest.fixture(autouse=True)
def _quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_keys, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(known_keys, "BEAT_SECONDS", 0.5)
    monkeypatch.setattr(rotate_keys, "ASK_SECONDS", 0.05)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation whose home holds one key."""
    keep_keys(tmp_path / KEY_FILE, (OLD,))
    return Settings(tmp_path, database_url, (OLD,), key_file=tmp_path / KEY_FILE)


def as_started_now(settings: Settings) -> Settings:
    assert settings.key_file
    return replace(settings, encryption_keys=kept_keys(settings.key_file))


async def rotate(settings: Settings) -> None:
    async with asyncio.timeout(60):
        await rotate_keys.rotate_keys(as_started_now(settings), lambda: True, BEAT)


def only_newest(settings: Settings) -> Settings:
    """The operator removes the older keys."""
    assert settings.key_file
    keep_keys(settings.key_file, kept_keys(settings.key_file)[:1])
    return as_started_now(settings)


async def somebody(settings: Settings) -> Address:
    home = address()
    async with installed(settings) as office:
        await person(office.database, home)
    return home


async def knows(office: Office, home: Address) -> bool:
    async with office.database.transaction() as tx:
        who = await people.at(tx, home)
        return who is not None and await people.addresses_of(tx, who) == (home,)


async def test_where_nothing_runs_one_call_does_everything(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    home = await somebody(settings)
    await rotate(settings)
    assert "The others in" in capsys.readouterr().out
    first, second = kept_keys(settings.home / KEY_FILE)
    assert (first != OLD, second) == (True, OLD)
    assert not (settings.home / NEXT_KEY_FILE).exists()
    async with installed(only_newest(settings)) as office:
        assert await knows(office, home)
        async with office.database.transaction() as tx:
            assert [each.action for each in await audit.entries(tx)] == ["rotate keys"]


async def test_a_process_that_runs_learns_the_key_and_goes_on(settings: Settings) -> None:
    homes: list[Address] = []
    enough = asyncio.Event()

    async def people_write(office: Office) -> None:
        while not enough.is_set():
            homes.append(address())
            await person(office.database, homes[-1])
            for each in homes[-3:]:
                assert await knows(office, each)
            await asyncio.sleep(0.01)

    async with installed(settings) as office:
        writing = asyncio.create_task(people_write(office))
        await asyncio.sleep(0.1)
        await rotate(settings)
        await asyncio.sleep(0.1)
        enough.set()
        await writing
        assert len(office.database.keys.keys) == 2
        assert office.database.keys.keys[0] != OLD.encode()
        for home in homes:
            assert await knows(office, home)
    async with installed(only_newest(settings)) as later:
        for home in homes:
            assert await knows(later, home)


async def test_a_process_that_cannot_learn_the_key_is_not_made_blind(settings: Settings) -> None:
    """It is given the old key by setting: neither it nor any row may be taken further."""
    elsewhere = replace(settings, key_file=None)
    home = address()
    async with installed(elsewhere) as office:
        await person(office.database, home)
        with pytest.raises(KeysStayedAsTheyAre, match=r"process \d+ still knows other keys"):
            await rotate(settings)
        assert kept_keys(settings.home / KEY_FILE)[0] == OLD
        assert await knows(office, home)
        other = address()
        async with installed(as_started_now(settings)) as started_since:
            await person(started_since.database, other)
        assert await knows(office, other), "what is written meanwhile can be read by it"
    await rotate(settings)
    async with installed(only_newest(settings)) as office:
        assert await knows(office, home)
        assert await knows(office, other)


async def test_whoever_was_killed_is_waited_for_until_it_is_forgotten(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rotate_keys, "SILENT_AFTER", timedelta(seconds=1))
    await somebody(settings)
    async with opened(settings.database_url) as database, database.transaction() as tx:
        gone = Process("x", "there, process 7", ("00",), utc_now())
        await processes.tell(tx, gone)
    await rotate(settings)
    assert "Waiting until there, process 7 reads with it" in capsys.readouterr().out


@asynccontextmanager
async def of_an_older_version(database_url: str) -> AsyncIterator[Database]:
    """A process that tells nothing and knows only the old key."""
    async with opened(database_url, Keys((OLD.encode(),))) as database:
        yield database


async def test_as_long_as_something_needs_the_old_key_it_is_not_said_to_be_done(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = await somebody(settings)
    async with of_an_older_version(settings.database_url) as old:
        whole = seal_anew.walk_over_all

        async def then_it_writes(*given: object, write: bool) -> tuple[int, int]:
            done = await whole(*given, write=write)  # type: ignore[arg-type]
            if write:
                await person(old)
            return done

        monkeypatch.setattr(seal_anew, "walk_over_all", then_it_writes)
        with pytest.raises(KeysStayedAsTheyAre, match="1 values are still under an older key"):
            await rotate(settings)
        monkeypatch.setattr(seal_anew, "walk_over_all", whole)
    assert "can be removed" not in capsys.readouterr().out
    told = [f.words for f in await examined(as_started_now(settings), NOW) if f.what == "sealing"]
    assert "may still be needed" in told[0]
    await rotate(settings)
    assert "can be removed" in capsys.readouterr().out
    told = [f.words for f in await examined(as_started_now(settings), NOW) if f.what == "sealing"]
    assert told == ["everything under the first key; the older key may go"]
    async with installed(only_newest(settings)) as office:
        assert await knows(office, home)


class Killed(BaseException):
    """Stands for SIGKILL."""


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (rotate_keys, "put_next_key_first"),
        (keeping, "keep_keys"),
        (rotate_keys, "_use"),
        (sealing_anew, "_write"),
        (keyring, "settle"),
    ],
)
@pytest.mark.parametrize("after", [False, True])
async def test_killed_at_any_moment_it_goes_on_when_it_is_called_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, where: object, name: str, after: bool
) -> None:
    home = await somebody(settings)
    whole = getattr(where, name)

    def killed(*given: object) -> None:
        if after and not asyncio.iscoroutinefunction(whole):
            whole(*given)
        raise Killed

    monkeypatch.setattr(where, name, killed)
    with pytest.raises(Killed):
        await rotate(settings)
    monkeypatch.setattr(where, name, whole)
    async with installed(as_started_now(settings)) as office:
        assert await knows(office, home)
        other = address()
        await person(office.database, other)
        await conversations_of(office, other)
    await rotate(settings)
    assert len(kept_keys(settings.home / KEY_FILE)) == 2, "it did not begin anew"
    async with installed(only_newest(settings)) as office:
        assert await knows(office, home)
        assert await knows(office, other)


async def conversations_of(office: Office, home: Address) -> None:
    async with office.database.transaction() as tx:
        who = await people.at(tx, home)
        assert who
        await conversations.save(tx, who, home.channel, b"state", NOW)


async def test_keys_that_are_given_are_the_operators_to_change(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    given = replace(settings, key_file=None)
    new = kept_keys(settings.home / "another")[0]
    home = address()
    async with installed(given) as office:
        await person(office.database, home)
    with pytest.raises(KeysStayedAsTheyAre, match="at the END of PASSERELLE_ENCRYPTION_KEYS"):
        await rotate_keys.rotate_keys(given, lambda: True, BEAT)
    reads = replace(given, encryption_keys=(OLD, new))
    seals = replace(given, encryption_keys=(new, OLD))
    async with installed(reads) as office:
        assert await knows(office, home)
        with pytest.raises(KeysStayedAsTheyAre, match="does not seal with the first key"):
            await rotate_keys.rotate_keys(seals, lambda: True, BEAT)
    async with installed(seals) as office:
        await rotate_keys.rotate_keys(seals, lambda: True, BEAT)
        assert "PASSERELLE_ENCRYPTION_KEYS can be removed" in capsys.readouterr().out
        assert await knows(office, home)
    async with installed(replace(given, encryption_keys=(new,))) as office:
        assert await knows(office, home)


async def test_two_do_not_rotate_at_the_same_time(settings: Settings) -> None:
    await somebody(settings)
    async with installed(settings, tells_its_keys=False) as office:
        other = Duty(office.database, "keys")
        assert await other.held()
        with pytest.raises(KeysStayedAsTheyAre, match="Another passerelle keys rotate"):
            await rotate(settings)
        await other.give_up()
    assert kept_keys(settings.home / KEY_FILE) == (OLD,)


async def test_other_keys_in_the_file_that_fit_nothing_are_not_taken(settings: Settings) -> None:
    async with installed(settings) as office:
        keep_keys(settings.home / KEY_FILE, (kept_keys(settings.home / "another")[0],))
        await known_keys.KnownKeys(office, settings).tell()
        assert office.database.keys.keys == (OLD.encode(),)


async def test_a_key_that_was_taken_out_too_early_is_known_until_the_next_start(
    settings: Settings,
) -> None:
    home = address()
    async with installed(settings) as office:
        await person(office.database, home)
        new = kept_keys(settings.home / "another")[0]
        for keys in ((new, OLD), (new,)):
            keep_keys(settings.home / KEY_FILE, keys)
            await known_keys.KnownKeys(office, settings).tell()
        assert office.database.keys.keys == (new.encode(), OLD.encode())
        assert await knows(office, home)


async def test_a_key_that_nobody_has_copied_seals_nothing(settings: Settings) -> None:
    home = await somebody(settings)
    with pytest.raises(KeysStayedAsTheyAre, match="Nothing was sealed with it"):
        await rotate_keys.rotate_keys(settings, lambda: False, BEAT)
    assert kept_keys(settings.home / KEY_FILE)[0] == OLD
    async with installed(as_started_now(settings)) as office:
        assert office.database.keys.keys[0] == OLD.encode()
        assert await knows(office, home)


@pytest.mark.parametrize("problem", [StorageUnavailable("away"), ValueError("a mistake")])
async def test_what_could_not_be_told_is_told_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    tell, tried = processes.tell, 0

    async def fails(*given: Any) -> None:
        nonlocal tried
        tried += 1
        raise problem

    async with installed(settings) as office:
        monkeypatch.setattr(processes, "tell", fails)
        while not tried:  # noqa: ASYNC110 - it goes on by itself
            await asyncio.sleep(0.05)
        monkeypatch.setattr(processes, "tell", tell)
        await rotate(settings)
        assert office.database.keys.keys[0] != OLD.encode()
